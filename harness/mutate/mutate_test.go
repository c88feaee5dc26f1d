package mutate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/mutate"
)

func parse(t *testing.T, text string) *ast.Module {
	t.Helper()
	module, err := ast.ParseModuleWithOpts("p.rego", "package p\n\n"+text, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// TestOperators lists for each operator all that it makes of a module.
func TestOperators(t *testing.T) {
	for _, test := range []struct {
		operator mutate.Operator
		text     string
		want     []string
	}{
		{mutate.Negate, "p if { input.a; not input.b }", []string{"3:8 input.a => not input.a", "3:17 not input.b => input.b"}},
		{mutate.Negate, "p if { input.a == 1; f(input) }", []string{"3:8 input.a == 1 => not input.a == 1", "3:22 f(input) => not f(input)"}},
		{mutate.Negate, "p if { x := input.a; some y in x; y }", []string{"3:35 y => not y"}},
		{mutate.Negate, "p := {x | some x in input; x.a}", []string{"3:28 x.a => not x.a"}},
		{mutate.Negate, "p if every x in input { x.a }", []string{"3:25 x.a => not x.a"}},
		{mutate.Negate, "p := 1 if { input.a } else := 2 if { input.b }", []string{"3:13 input.a => not input.a", "3:38 input.b => not input.b"}},

		{mutate.DropExpression, "p if { input.a; input.b }", []string{"3:8 input.a => nothing", "3:17 input.b => nothing"}},
		{mutate.DropExpression, "p if input.a", []string{"3:6 input.a => nothing"}},
		{mutate.DropExpression, "p if { x := 1; [y, 2] := input; x == y }", []string{"3:16 [y, 2] := input => nothing", "3:33 x == y => nothing"}},
		{mutate.DropExpression, "p if { some x; input[x] }", []string{"3:16 input[x] => nothing"}},
		{mutate.DropExpression, "p := [x | x := input.a; x.b]", []string{"3:25 x.b => nothing"}},
		{mutate.DropExpression, "p := {x: y | some x, y in input; y.b}", []string{"3:34 y.b => nothing"}},

		{mutate.DropSome, "p if { some x in input; x }", []string{"3:8 some x in input => nothing"}},
		{mutate.DropSome, "p if { some x; input[x] }", nil},

		{mutate.DropRule, "p if input.a\n\np if input.b", []string{"3:1 p if input.a => nothing", "5:1 p if input.b => nothing"}},
		{mutate.DropRule, "default p := false\n\nf(x) := x.a", []string{"5:1 f(x) := x.a => nothing"}},

		{mutate.DropElse, "p := 1 if { input.a } else := 2 if { input.b } else := 3", []string{"3:23", "3:48"}},

		{mutate.DropElement, "p := {1, 2}", []string{"3:7 1 => nothing", "3:10 2 => nothing"}},
		{mutate.DropElement, `p := [input, ["a"]]`, []string{"3:7 input => nothing", `3:14 ["a"] => nothing`, `3:15 "a" => nothing`}},
		{mutate.DropElement, `p contains {"a": 1, "b": {"c": x}} if x := input`, []string{`3:13 {"a": 1} => nothing`, `3:21 {"b": {"c": x}} => nothing`, `3:27 {"c": x} => nothing`}},

		{mutate.SwapOperator, "p if { input.a == 1; input.b != 2 }", []string{"3:8 input.a == 1 => input.a != 1", "3:22 input.b != 2 => input.b == 2"}},
		{mutate.SwapOperator, "p if { input.a < 1; input.b <= 2 }", []string{"3:8 input.a < 1 => input.a <= 1", "3:21 input.b <= 2 => input.b < 2"}},
		{mutate.SwapOperator, "p if { input.a > 1; input.b >= 2 }", []string{"3:8 input.a > 1 => input.a >= 1", "3:21 input.b >= 2 => input.b > 2"}},
		{mutate.SwapOperator, "f(x, y) := x + y", []string{"3:12 x + y => x - y"}},
		{mutate.SwapOperator, "f(x, y) := (x - y) * 2", []string{"3:13 (x - y) * 2 => (x - y) / 2", "3:13 x - y => x + y"}},
		{mutate.SwapOperator, "f(x, y) := x / (y % 2)", []string{"3:12 x / (y % 2) => x * (y % 2)", "3:17 y % 2 => y * 2"}},
		{mutate.SwapOperator, "f(x, y) := count(x & (x | y))", []string{"3:18 x & (x | y) => x | (x | y)", "3:23 x | y => x & y"}},

		{mutate.FlipBoolean, "p := true\n\ndefault q := false\n\nr if input.a == true", []string{"3:6 true => false", "5:14 false => true", "7:17 true => false"}},
		{mutate.FlipBoolean, "p if input.a", nil},

		{mutate.ChangeConstant, "p if input.a == 1", []string{"3:17 1 => 2", "3:17 1 => 0"}},
		{mutate.ChangeConstant, `p if input["a/b"].c[0] == "d"`, []string{`3:12 "a/b" => ""`, "3:21 0 => 1", "3:21 0 => -1", `3:27 "d" => ""`}},
		{mutate.ChangeConstant, `p if { some x in {"a", ""}; x == input }`, nil},
		{mutate.ChangeConstant, "f(1) := 2.5", []string{"3:3 1 => 2", "3:3 1 => 0"}},

		{mutate.WidenPattern, "p if regex.match(`^a\\.b+$`, input)", []string{
			`3:18 "^a\\.b+$" => "a\\.b+$"`, `3:18 "^a\\.b+$" => "^a.b+$"`, `3:18 "^a\\.b+$" => "^a\\.b*$"`, `3:18 "^a\\.b+$" => "^a\\.b+"`,
		}},
		{mutate.WidenPattern, `p if regex.match("a+", input)`, []string{`3:18 "a+" => "a*"`}},
		{mutate.WidenPattern, "_pattern := `^[a+.^]`", []string{`3:13 "^[a+.^]" => "[a+.^]"`}},
		{mutate.WidenPattern, `_text := "^a"`, nil},
		{mutate.NarrowPattern, "p if regex.match(`x(a|b|c)?y*`, input)", []string{
			`3:18 "x(a|b|c)?y*" => "x(b|c)?y*"`, `3:18 "x(a|b|c)?y*" => "x(a|c)?y*"`, `3:18 "x(a|b|c)?y*" => "x(a|b)?y*"`,
			`3:18 "x(a|b|c)?y*" => "x(a|b|c)y*"`, `3:18 "x(a|b|c)?y*" => "x(a|b|c)?y+"`,
		}},
		{mutate.NarrowPattern, "p := regex.replace(input, `(?i)a|[|?]`, ``)", []string{`3:27 "(?i)a|[|?]" => "[|?]"`, `3:27 "(?i)a|[|?]" => "(?i)a"`}},
	} {
		var got []string
		for _, m := range mutate.Of("p.rego", parse(t, test.text)) {
			if m.Operator != test.operator {
				continue
			}
			line := fmt.Sprintf("%d:%d %s", m.Row, m.Col, m.Diff())
			if test.operator == mutate.DropElse {
				line = fmt.Sprintf("%d:%d", m.Row, m.Col)
			}
			got = append(got, line)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s of\n%s\ngot\n  %s\nwant\n  %s", test.operator, test.text, strings.Join(got, "\n  "), strings.Join(test.want, "\n  "))
		}
	}
}

// TestRules looks at the rules that take the place of the original, which itself stays as it is.
func TestRules(t *testing.T) {
	module := parse(t, "f(x) := {1, 2} if { some y in x; y > 1 } else := set()")
	before := module.String()
	var got []string
	for _, m := range mutate.Of("p.rego", module) {
		got = append(got, string(m.Operator)+" "+strings.Join(strings.Fields(m.Rule.String()), " "))
	}
	want := []string{
		"drop-rule f(x) := {1, 2} if { false }",
		"drop-element f(x) := {2} if { some y in x; gt(y, 1) } else = set() if { true }",
		"change-constant f(x) := {2} if { some y in x; gt(y, 1) } else = set() if { true }",
	}
	for _, line := range want[:2] {
		if !slices.Contains(got, line) {
			t.Errorf("no mutant is %s; there are\n%s", line, strings.Join(got, "\n"))
		}
	}
	if slices.Contains(got, want[2]) {
		t.Errorf("two mutants are the same: %s", want[2])
	}
	if module.String() != before {
		t.Errorf("the original is now\n%s", module)
	}
}

// TestID: an ID stays the same when something else of the file changes, and no two mutants have the same.
func TestID(t *testing.T) {
	rule := "p if { input.a == 1; input.b == 1 }"
	ids := func(text string) map[string]bool {
		all := map[string]bool{}
		for _, m := range mutate.Of("p.rego", parse(t, text)) {
			if all[m.ID] {
				t.Errorf("two mutants of\n%s\nare %s", text, m.ID)
			}
			all[m.ID] = true
		}
		return all
	}
	alone, among := ids(rule), ids("q := {1, 1, 2}\n\n# Why.\n"+rule+"\n\np if input.c")
	for id := range alone {
		if !among[id] {
			t.Errorf("%s is not among those of the longer file", id)
		}
	}
	if changed := ids("p if { input.a == 1; input.c == 1 }"); !changed["p.rego p negate "+suffix(t, alone, "negate")] {
		t.Error("an expression that is the same has another ID after another one changed")
	}
}

// suffix returns what the ID of the first mutant of an operator ends with.
func suffix(t *testing.T, ids map[string]bool, operator mutate.Operator) string {
	t.Helper()
	for _, m := range mutate.Of("p.rego", parse(t, "p if { input.a == 1; input.b == 1 }")) {
		if m.Operator == operator && ids[m.ID] {
			return m.ID[strings.LastIndexByte(m.ID, ' ')+1:]
		}
	}
	t.Fatalf("there is no mutant of %s", operator)
	return ""
}
