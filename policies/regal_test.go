package policies_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// remark says what a linter of Rego would: where, and by which of its rules.
type remark struct {
	rule string
	row  int
}

// accepted are remarks that were reviewed and stay, each with the reason. An entry that no longer holds has to go.
var accepted = []struct {
	file, rule string
	count      int
	reason     string
}{
	{"channels/judge.rego", "with-outside-test-context", 2, "a control reads input, and nothing but with asks it about another object"},
	{"irsa/given_roles.rego", "with-outside-test-context", 1, "a library reads input, and nothing but with asks it about another file"},
	{"channels/judge.rego", "external-reference", 2, "the input that each of the two replaces counts as a reference"},
}

// TestRegal wants policies of which Regal, the linter of Rego, would say nothing that matters. Each check is
// named after the rule of Regal that it stands for.
func TestRegal(t *testing.T) {
	found := map[string][]string{}
	used := map[string]bool{}
	for name, module := range files(t) {
		if isTest(name) || name == "channels/catalogue.rego" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		remarks := map[string][]string{}
		for _, r := range lint(string(text), module) {
			remarks[r.rule] = append(remarks[r.rule], fmt.Sprintf("%s:%d", name, r.row))
		}
		for _, a := range accepted {
			if a.file == name && a.count == len(remarks[a.rule]) {
				delete(remarks, a.rule)
				used[a.file+" "+a.rule] = true
			}
		}
		for rule, places := range remarks {
			found[rule] = append(found[rule], places...)
		}
	}
	for _, a := range accepted {
		if !used[a.file+" "+a.rule] {
			t.Errorf("%s: %s is accepted %d times, which it is not found; correct or remove the entry", a.file, a.rule, a.count)
		}
	}
	for rule, places := range found {
		slices.Sort(places)
		t.Errorf("%s:\n%s", rule, strings.Join(places, "\n"))
	}
}

// TestRegalFinds wants each check to find what it is for, and nothing in what is right.
func TestRegalFinds(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"short lines":             {"x := 1", ""},
		"a long line":             {`x := "` + strings.Repeat("x ", 60) + `"`, "line-length"},
		"a long comment":          {"# " + strings.Repeat("x ", 60) + "\nx := 1", "line-length"},
		"a long address":          {"# - https://" + strings.Repeat("x", 120) + "\nx := 1", ""},
		"with":                    {"x if y with input as 1\ny if input.a", "with-outside-test-context"},
		"input in a function":     {"f(a) := input[a]", "external-reference"},
		"object in a function":    {"import data.lib.guiderail.ctx\nf(a) := ctx.resource[a]", "external-reference"},
		"lookups in a function":   {"f(a) := {data.inventory.cluster.v1[a].b, data.inventory.cluster.v1[a].c}", ""},
		"a third lookup":          {"f(a) := {data.inventory.cluster.v1[a].b, data.inventory.cluster.v1[a].c, data.inventory.d[a]}", "external-reference"},
		"object in a rule":        {"import data.lib.guiderail.ctx\nx := ctx.resource", ""},
		"rule in a function":      {"y := 1\nf(a) := a + y", ""},
		"variable is a builtin":   {"x if {\n\tcount := 1\n\tcount == 1\n}", "var-shadows-builtin"},
		"argument is a builtin":   {"f(split) := split", "var-shadows-builtin"},
		"rule is a builtin":       {"upper := 1", "rule-shadows-builtin"},
		"variable is a rule":      {"y := 1\nx if {\n\tsome y in [1]\n\ty == 1\n}", "var-shadows-rule"},
		"variable is an import":   {"import data.lib.guiderail.ctx\nx if {\n\tctx := 1\n\tctx == 1\n}", "var-shadows-import"},
		"existence asked for":     {"x if {\n\tinput.a\n\tinput.a == 1\n}", "redundant-existence-check"},
		"existence wanted":        {"x if {\n\tinput.a\n\tinput.b == 1\n}", ""},
		"outside the loop":        {"x if {\n\tsome a in input.as\n\tinput.b == 1\n\ta == 1\n}", "non-loop-expression"},
		"depends on the loop":     {"x if {\n\tsome a in input.as\n\tb := a.b\n\tc := b.c\n\tc == 1\n}", ""},
		"after a wildcard":        {"x if {\n\tb := input.as[_]\n\tinput.c == 1\n\tb == 2\n}", "non-loop-expression"},
		"else of a rule":          {"x := 1 if {\n\tinput.a\n} else := 2", "default-over-else"},
		"else that is worked out": {"x := 1 if {\n\tinput.a\n} else := input.b", ""},
		"else of a function":      {"f(a) := 1 if {\n\ta\n} else := 2", ""},
		"not instead of default":  {"x := input.a\nx := 1 if not input.a", "default-over-not"},
		"not of another":          {"x := input.a\nx := 1 if not input.b", ""},
		"set as a value":          {"x := {a.b | some a in input.as}", "prefer-set-or-object-rule"},
		"object as a value":       {"x := {a: 1 | some a in input.as}", "prefer-set-or-object-rule"},
		"set of an array":         {"x := {a | some a in input.as}", ""},
		"array as a value":        {"x := [a.b | some a in input.as]", ""},
		"early assignment":        {"x if {\n\ta := input.a\n\tinput.b == 1\n\ta == 1\n}", "defer-assignment"},
		"assignment in time":      {"x if {\n\ta := input.a\n\ta == 1\n\tinput.b == 1\n}", ""},
		"scope that is unclear":   {"# METADATA\n# title: X\nx if input.a\n\nx if input.b", "ambiguous-scope"},
		"scope that is told":      {"# METADATA\n# scope: document\n# title: X\nx if input.a\n\nx if input.b", ""},
		"scope of one rule":       {"# METADATA\n# title: X\nx if input.a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := "package p\n\n" + test.text + "\n"
			module, err := ast.ParseModuleWithOpts("p.rego", text, ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range lint(text, module) {
				got = append(got, r.rule)
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// lint gives the remarks on a module, in no order.
func lint(text string, module *ast.Module) []remark {
	remarks := longLines(text)
	remarks = append(remarks, shadows(module)...)
	remarks = append(remarks, ambiguousScopes(module)...)
	remarks = append(remarks, defaultsByNot(module)...)
	for _, rule := range module.Rules {
		remarks = append(remarks, externalReferences(rule)...)
		if !isFunction(rule) {
			remarks = append(remarks, ruleForms(rule)...)
		}
	}
	ast.WalkExprs(module, func(e *ast.Expr) bool {
		if len(e.With) > 0 {
			remarks = append(remarks, remark{"with-outside-test-context", e.Location.Row})
		}
		return false
	})
	ast.WalkBodies(module, func(body ast.Body) bool {
		remarks = append(remarks, bodyOrder(body)...)
		return false
	})
	return remarks
}

func isFunction(rule *ast.Rule) bool { return len(rule.Head.Args) > 0 }

// pattern is a raw text, which no line may break.
var pattern = regexp.MustCompile("`[^`]*`")

// longestWord is as long as a word may be that a line is broken for: an address and a pattern cannot be.
const longestWord = 60

func longLines(text string) (remarks []remark) {
	row := 0
	for line := range strings.Lines(text) {
		row++
		words := strings.Fields(pattern.ReplaceAllStringFunc(line, func(p string) string { return strings.ReplaceAll(p, " ", "_") }))
		unbreakable := slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) > longestWord })
		if utf8.RuneCountInString(strings.TrimRight(line, "\r\n")) > 120 && !unbreakable {
			remarks = append(remarks, remark{"line-length", row})
		}
	}
	return remarks
}

// outside are the references by which a function would depend on what its caller can hand it and does not.
var outside = []ast.Ref{ast.MustParseRef("input"), ast.MustParseRef("ctx.resource")}

// lookup is where the other objects are. It cannot be handed over, since Gatekeeper has each reference to it
// say which kind it asks for; so a function may have as many as Regal's default allows of any reference.
var lookup = ast.MustParseRef("data.inventory")

const mostLookups = 2

func externalReferences(rule *ast.Rule) (remarks []remark) {
	lookups := 0
	for ; rule != nil; rule = rule.Else {
		if !isFunction(rule) {
			continue
		}
		find := func(ref ast.Ref) bool {
			if ref.HasPrefix(lookup) {
				lookups++
			}
			if slices.ContainsFunc(outside, ref.HasPrefix) || ref.HasPrefix(lookup) && lookups > mostLookups {
				remarks = append(remarks, remark{"external-reference", ref[0].Location.Row})
			}
			return false
		}
		ast.WalkRefs(rule.Head, find)
		ast.WalkRefs(rule.Body, find)
	}
	return remarks
}

// shadows finds variables and rules that are called like something else.
func shadows(module *ast.Module) (remarks []remark) {
	builtins, rules, imports := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, b := range ast.Builtins {
		if first, _, _ := strings.Cut(b.Name, "."); b.Infix == "" && !b.IsDeprecated() && !strings.HasPrefix(b.Name, "internal.") {
			builtins[first] = true
		}
	}
	for _, rule := range module.Rules {
		name := rule.Head.Ref()[0].Value.String()
		if builtins[name] {
			remarks = append(remarks, remark{"rule-shadows-builtin", rule.Location.Row})
		}
		rules[name] = true
	}
	for _, i := range module.Imports {
		imports[string(i.Name())] = true
	}
	check := func(name string, location *ast.Location) {
		switch {
		case builtins[name]:
			remarks = append(remarks, remark{"var-shadows-builtin", location.Row})
		case imports[name]:
			remarks = append(remarks, remark{"var-shadows-import", location.Row})
		case rules[name]:
			remarks = append(remarks, remark{"var-shadows-rule", location.Row})
		}
	}
	ast.WalkRules(module, func(rule *ast.Rule) bool {
		for _, argument := range rule.Head.Args {
			ast.WalkVars(argument, func(v ast.Var) bool { check(string(v), rule.Location); return false })
		}
		return false
	})
	ast.WalkExprs(module, func(e *ast.Expr) bool {
		for _, v := range declared(e) {
			check(v, e.Location)
		}
		return false
	})
	return remarks
}

// declared gives the variables that an expression itself declares.
func declared(e *ast.Expr) (names []string) {
	add := func(t *ast.Term) {
		ast.WalkVars(t, func(v ast.Var) bool {
			if !v.IsWildcard() {
				names = append(names, string(v))
			}
			return false
		})
	}
	switch terms := e.Terms.(type) {
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			call, ok := symbol.Value.(ast.Call)
			if !ok {
				add(symbol)
				continue
			}
			for _, t := range call[1 : len(call)-1] { // the last is what it is in
				add(t)
			}
		}
	case *ast.Every:
		add(terms.Value)
		if terms.Key != nil {
			add(terms.Key)
		}
	case []*ast.Term:
		if e.IsAssignment() {
			add(terms[1])
		}
	}
	return names
}

func ambiguousScopes(module *ast.Module) (remarks []remark) {
	times := map[string]int{}
	for _, rule := range module.Rules {
		times[rule.Head.Ref().GroundPrefix().String()]++
	}
	for _, rule := range module.Rules {
		for _, a := range rule.Annotations {
			if a.Scope == "rule" && times[rule.Head.Ref().GroundPrefix().String()] > 1 {
				remarks = append(remarks, remark{"ambiguous-scope", rule.Location.Row})
			}
		}
	}
	return remarks
}

// defaultsByNot finds a value that is given by a rule where another of that name has none.
func defaultsByNot(module *ast.Module) (remarks []remark) {
	values := map[string][]*ast.Term{}
	for _, rule := range module.Rules {
		if isPlain(rule) && isTrue(rule.Body) {
			name := rule.Head.Ref().String()
			values[name] = append(values[name], rule.Head.Value)
		}
	}
	for _, rule := range module.Rules {
		if !isPlain(rule) || len(rule.Body) != 1 || !rule.Body[0].Negated || !isConstant(rule.Head.Value) {
			continue
		}
		refused, ok := rule.Body[0].Terms.(*ast.Term)
		if ok && slices.ContainsFunc(values[rule.Head.Ref().String()], refused.Equal) {
			remarks = append(remarks, remark{"default-over-not", rule.Location.Row})
		}
	}
	return remarks
}

// ruleForms finds rules without arguments that would better have another form.
func ruleForms(rule *ast.Rule) (remarks []remark) {
	if isPlain(rule) && rule.Else == nil && isTrue(rule.Body) {
		switch value := rule.Head.Value.Value.(type) {
		case *ast.SetComprehension:
			if !isConversion(value) {
				remarks = append(remarks, remark{"prefer-set-or-object-rule", rule.Location.Row})
			}
		case *ast.ObjectComprehension:
			remarks = append(remarks, remark{"prefer-set-or-object-rule", rule.Location.Row})
		}
	}
	last := rule
	for last.Else != nil {
		last = last.Else
	}
	if last != rule && isTrue(last.Body) && isConstant(last.Head.Value) {
		remarks = append(remarks, remark{"default-over-else", last.Location.Row})
	}
	return remarks
}

// isPlain tells a rule that has one value.
func isPlain(rule *ast.Rule) bool {
	return !isFunction(rule) && !rule.Default && rule.Head.Key == nil && rule.Head.Value != nil && len(rule.Head.Ref()) == 1
}

func isTrue(body ast.Body) bool {
	return len(body) == 1 && body[0].Equal(ast.NewExpr(ast.BooleanTerm(true)))
}

func isConstant(term *ast.Term) bool {
	constant := true
	visitor := ast.NewGenericVisitor(func(x any) bool {
		switch x.(type) {
		case ast.Ref, ast.Var, ast.Call, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, *ast.TemplateString:
			constant = false
		}
		return !constant
	})
	visitor.Walk(term)
	return constant
}

// isConversion tells {x | some x in xs}, which only makes a set of an array.
func isConversion(set *ast.SetComprehension) bool {
	if len(set.Body) != 1 {
		return false
	}
	_, loops := set.Body[0].Terms.(*ast.SomeDecl)
	_, plain := set.Term.Value.(ast.Var)
	return loops && plain
}

// bodyOrder finds expressions of a body that stand in the wrong place.
func bodyOrder(body ast.Body) (remarks []remark) {
	dependent := map[string]bool{} // on a loop
	inLoop := false
	for i, e := range body {
		vars := variables(e)
		if i+1 < len(body) {
			next := body[i+1]
			if term, ok := e.Terms.(*ast.Term); ok && !e.Negated && isStaticRef(term) && refersTo(next, term) {
				remarks = append(remarks, remark{"redundant-existence-check", e.Location.Row})
			}
			if e.IsAssignment() && !isLoop(e) && !isLoop(next) && !next.IsAssignment() && !next.IsEvery() &&
				!slices.ContainsFunc(declared(e), func(v string) bool { return slices.Contains(variables(next), v) }) {
				remarks = append(remarks, remark{"defer-assignment", e.Location.Row})
			}
		}
		depends := slices.ContainsFunc(vars, func(v string) bool { return dependent[v] })
		loops := isLoop(e)
		if inLoop && !loops && !depends {
			remarks = append(remarks, remark{"non-loop-expression", e.Location.Row})
		}
		if loops || depends {
			for _, v := range declared(e) {
				dependent[v] = true
			}
		}
		if isWalk(e) {
			ast.WalkVars(e.Operand(1), func(v ast.Var) bool { dependent[string(v)] = true; return false })
		}
		inLoop = inLoop || loops
	}
	return remarks
}

func isWalk(e *ast.Expr) bool { return e.IsCall() && e.Operator().String() == "walk" }

// isLoop tells whether an expression has more than one answer: some … in, walk, or a reference through a
// wildcard.
func isLoop(e *ast.Expr) bool {
	if _, some := e.Terms.(*ast.SomeDecl); some || isWalk(e) {
		return true // a variable that is only declared is bound by a loop
	}
	loops := false
	visitor := ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, *ast.Every:
			return true
		case ast.Ref:
			loops = loops || slices.ContainsFunc(x[1:], func(t *ast.Term) bool {
				v, ok := t.Value.(ast.Var)
				return ok && v.IsWildcard()
			})
		}
		return false
	})
	visitor.Walk(e)
	return loops
}

// variables gives the names of all variables of an expression.
func variables(e *ast.Expr) []string {
	names := map[string]bool{}
	ast.WalkVars(e, func(v ast.Var) bool {
		names[string(v)] = true
		return false
	})
	return slices.Collect(maps.Keys(names))
}

func isStaticRef(term *ast.Term) bool {
	ref, ok := term.Value.(ast.Ref)
	return ok && len(ref) > 1 && ref.IsGround()
}

func refersTo(e *ast.Expr, term *ast.Term) bool {
	found := false
	ast.WalkRefs(e, func(ref ast.Ref) bool {
		found = found || ref.HasPrefix(term.Value.(ast.Ref))
		return false
	})
	return found
}
