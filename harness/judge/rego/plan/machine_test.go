package plan_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/judge/rego/plan"
)

// programOf plans a module with the package test, for one of its rules.
func programOf(t *testing.T, rule, text string) (*plan.Program, plan.Rule) {
	t.Helper()
	policy, err := planOf(t.Context(), map[string]string{"test.rego": "package test\n\n" + text}, "test/"+rule)
	if err != nil {
		t.Fatal(err)
	}
	program, err := plan.Load(policy)
	if err != nil {
		t.Fatal(err)
	}
	if program, err = plan.Decode(string(program.Encode())); err != nil {
		t.Fatal(err)
	}
	found, ok := program.Rule("test." + rule)
	if !ok {
		t.Fatalf("the plan lacks %s", rule)
	}
	return program, found
}

func parsed(p *plan.Program, text string) *plan.Value {
	return p.FromAST(ast.MustParseTerm(text).Value)
}

// TestMemory changes what a machine sees: what it remembers of before does not count.
func TestMemory(t *testing.T) {
	program, rule := programOf(t, "all", `
all := [of_data, replaced, f("a"), f(input.x), of_input, g(data.x, "a")]

of_data := data.x

replaced := x if x := of_data with data.x as "with"

f(y) := [data.x, y]

g(x, y) := [x, y]

of_input := input.x
`)
	machine := program.NewMachine(parsed(program, `{"x": 0}`))
	for i := range 20 {
		x, y := i/2%5, i/3
		if i > 0 {
			machine.SetData(parsed(program, fmt.Sprintf(`{"x": [%d]}`, x)))
		}
		end := machine.Begin(t.Context(), parsed(program, fmt.Sprintf(`{"x": %d}`, y)))
		got, err := machine.Eval(rule)
		if want := fmt.Sprintf(`[[%d], "with", [[%d], "a"], [[%d], %d], %d, [[%d], "a"]]`, x, x, x, y, y, x); i > 0 && (err != nil || spelt(got) != want) {
			t.Errorf("got %s, %v, want %s", spelt(got), err, want)
		}
		end()
	}
}

// TestMemoryAfterError ends an evaluation in the middle of with: the next rule of the same input does not see what was
// replaced.
func TestMemoryAfterError(t *testing.T) {
	policy, err := planOf(t.Context(), map[string]string{"test.rego": `package test

seen := input.x

both := x if x := pair with input.x as "with"

pair := [x, y] if {
	x := seen
	y := to_number(input.x)
}
`}, "test/both", "test/seen")
	if err != nil {
		t.Fatal(err)
	}
	program, err := plan.Load(policy)
	if err != nil {
		t.Fatal(err)
	}
	machine := program.NewMachine(program.Object(nil))
	defer machine.Begin(t.Context(), parsed(program, `{"x": "input"}`))()
	both, _ := program.Rule("test.both")
	if got, err := machine.Eval(both); err == nil {
		t.Errorf("got %s, want an error", spelt(got))
	}
	seen, _ := program.Rule("test.seen")
	if got, err := machine.Eval(seen); err != nil || spelt(got) != `"input"` {
		t.Errorf("got %s, %v", spelt(got), err)
	}
}

// TestLargeSets makes sets whose items come again and again, which are not kept as often.
func TestLargeSets(t *testing.T) {
	program, rule := programOf(t, "sizes", `
sizes := [count({x | some x in input.all; some _ in input.all; some _ in input.four}), count({[i, y] | some i, _ in input.all; some y in ["a", "b"]})]
`)
	const n = 1000
	var all []*ast.Term
	for i := range n {
		all = append(all, ast.InternedTerm(i%7))
	}
	input := program.FromAST(ast.NewObject(ast.Item(ast.StringTerm("all"), ast.ArrayTerm(all...)), ast.Item(ast.StringTerm("four"), ast.ArrayTerm(all[:4]...))))
	machine := program.NewMachine(program.Object(nil))
	defer machine.Begin(t.Context(), input)()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := machine.Eval(rule)
	runtime.ReadMemStats(&after)
	if err != nil || spelt(got) != "[7, 2000]" {
		t.Errorf("got %s, %v", spelt(got), err)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 5<<20 {
		t.Errorf("%d bytes were allocated", allocated)
	}
}

// TestComputedNames asks for rules by names that are computed: a name with a zero byte leads nowhere.
func TestComputedNames(t *testing.T) {
	policy, err := planOf(t.Context(), map[string]string{
		"test.rego": "package test\n\nfound := {name: v | some name in input.names; v := data.parts[name].value}",
		"a.rego":    "package parts.a\n\nvalue := 1",
		"b.rego":    "package parts.b\n\nvalue := 2",
		"c.rego":    "package parts.a.c\n\nvalue := 3",
	}, "test/found", "parts/a/c/value")
	if err != nil {
		t.Fatal(err)
	}
	program, err := plan.Load(policy)
	if err != nil {
		t.Fatal(err)
	}
	rule, _ := program.Rule("test.found")
	machine := program.NewMachine(program.Object(nil))
	defer machine.Begin(t.Context(), parsed(program, `{"names": ["a", "b", "a\u0000c", "a\u0000", "", "c", 1, null]}`))()
	got, err := machine.Eval(rule)
	if want := `{"a": 1, "b": 2}`; err != nil || spelt(got) != want {
		t.Errorf("got %s, %v, want %s", spelt(got), err, want)
	}
}

// TestCancelled ends evaluations that would last, and starts one that has ended before.
func TestCancelled(t *testing.T) {
	program, rule := programOf(t, "slow", `
slow if {
	some x in numbers.range(1, 1000)
	some y in numbers.range(1, 1000)
	some z in numbers.range(1, 1000)
	x * y * z == -1
}
`)
	for _, limit := range []time.Duration{0, 50 * time.Millisecond} {
		machine := program.NewMachine(program.Object(nil))
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		end := machine.Begin(ctx, program.Object(nil))
		begin := time.Now()
		if got, err := machine.Eval(rule); err == nil || !strings.Contains(err.Error(), "cancelled") {
			t.Errorf("%v: got %s, %v", limit, spelt(got), err)
		}
		if lasted := time.Since(begin); lasted > 20*time.Second {
			t.Errorf("%v: it ended after %v", limit, lasted)
		}
		end()
		cancel()
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Error(ctx.Err())
		}
	}
}

// TestSharedValues has several machines see the same data and remember what they compute from it; it says something under
// the race detector.
func TestSharedValues(t *testing.T) {
	program, rule := programOf(t, "all", `
all := {x | some y in data.list; some x in f(y)} | {sprintf("%v", [data.tree])}

f(x) := {x.a, json.marshal(x)} if regex.match(data.pattern, x.a)

f(x) := union({x.set}) if x.set
`)
	data := parsed(program, `{"pattern": "^a", "list": [{"a": "ab"}, {"a": "b", "set": {3, 2, 1}}, {"a": "ac"}], "tree": {"z": {"y": {1, "x"}}}}`)
	var workers sync.WaitGroup
	for range 4 {
		machine := program.NewMachine(data)
		workers.Go(func() {
			for range 50 {
				end := machine.Begin(context.Background(), program.Object(nil))
				got, err := machine.Eval(rule)
				if items, _ := got.Items(); err != nil || len(items) != 8 {
					t.Errorf("got %s, %v", spelt(got), err)
				}
				end()
			}
		})
	}
	workers.Wait()
}

// TestDamagedPlans: a plan of which bytes are others or missing is refused.
func TestDamagedPlans(t *testing.T) {
	policy, err := planOf(t.Context(), map[string]string{"test.rego": `package test

all := {x: f(x) | some x in input.all; x != 1.5}

f(x) := sprintf("%v", [x]) if not startswith(x, "a")
`}, "test/all")
	if err != nil {
		t.Fatal(err)
	}
	program, err := plan.Load(policy)
	if err != nil {
		t.Fatal(err)
	}
	encoded := string(program.Encode())
	for i := range encoded {
		for _, damaged := range []string{encoded[:i], encoded[i+1:], encoded[:i] + encoded[i+1:], encoded[:i] + string([]byte{encoded[i] ^ 1}) + encoded[i+1:], encoded[:i] + "\xff" + encoded[i:]} {
			if _, err := plan.Decode(damaged); err == nil {
				t.Errorf("a plan is read that is damaged at byte %d", i)
			}
		}
	}
	for _, other := range []string{"", "\x00", encoded + "\x00", encoded + encoded} {
		if _, err := plan.Decode(other); err == nil {
			t.Errorf("%.20q is read as a plan", other)
		}
	}
	again, err := plan.Decode(encoded)
	if err != nil {
		t.Fatal(err)
	}
	rule, _ := again.Rule("test.all")
	machine := again.NewMachine(again.Object(nil))
	defer machine.Begin(t.Context(), parsed(again, `{"all": ["b", "ab"]}`))()
	if got, err := machine.Eval(rule); err != nil || spelt(got) != `{"b": "b"}` {
		t.Errorf("got %s, %v", spelt(got), err)
	}
}
