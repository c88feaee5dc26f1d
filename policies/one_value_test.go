package policies_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// unique are values that a loop gives and of which there is one all the same, each with the reason. An entry
// that no longer holds has to go.
var unique = map[string]string{
	"lib/cloud/iam_documents.rego _holders":         "the path to what has a policy tells it",
	"lib/images/dockerfiles.rego _filled":           "what is written alike has the same value",
	"lib/workload/pod_patch.rego _merged":           "all fields of a patch have the path of the patch",
	"secrets/volume_mode.rego _pods[source.volume]": "the path of a volume tells its pod",
}

// TestOneValue wants no rule and no object to take a value from a loop that may give several: a list can hold two
// entries of one name, and two values are an evaluation error.
func TestOneValue(t *testing.T) {
	met := map[string]bool{}
	for name, module := range files(t) {
		if isTest(name) || name == "channels/catalogue.rego" {
			continue
		}
		for _, found := range severalValues(module) {
			key := fmt.Sprintf("%s %s", name, found.rule)
			met[key] = true
			if unique[key] == "" {
				t.Errorf("%s:%d: %s may have several values; say which of them counts", name, found.row, found.rule)
			}
		}
	}
	for key := range unique {
		if !met[key] {
			t.Errorf("%s is excepted, and has one value in any case; remove the exception", key)
		}
	}
}

// TestOneValueFinds holds the check against what it is to find.
func TestOneValueFinds(t *testing.T) {
	for text, want := range map[string]int{
		"f(a) := b.x if {\n\tsome b in a\n\tb.y\n}":             1,
		"f(a) := c if {\n\tsome b in a\n\tc := b.x\n}":          1,
		"f(a) := b if some b in a":                              1,
		"f(a) := 1 if {\n\tnot a\n} else := b.x if some b in a": 1,
		"f(a) := a[_].x":                                                      1,
		"x := b if some b in input.a":                                         1,
		"x := {b.name: b.x | some b in input.a}":                              1,
		"x := {b: c | some b in input.a; some c in input.d}":                  1,
		"x[b.name] := b.x if some b in input.a":                               1,
		"f(a) := 1 if some b in a":                                            0,
		"f(a) := [b.x | some b in a]":                                         0,
		"f(a) := [b.x | some b in a][0]":                                      0,
		"f(a) := [b | some b in a] if some _ in a":                            0,
		"x := {i: b.x | some i, b in input.a}":                                0,
		"x := {b: f(b) | some b in input.a}\nf(a) := a":                       0,
		"x := {b: c | some b in input.a; c := input.d[b]}":                    0,
		"x := {b: true | some c in input.a; b := c.name}":                     0,
		"x := {[i, j]: c | some i, b in input.a; some j, c in b}":             0,
		"x := {sprintf(`%s.`, [i]): b.x | some i, b in input.a}":              0,
		"x := {sprintf(`%s.`, [b.i]): b.x | some b in input.a}":               1,
		"x := {lower(i): b.x | some i, b in input.a}":                         1,
		"x contains b.x if some b in input.a":                                 0,
		"x[i] := b.x if some i, b in input.a":                                 0,
		"f(a) := {b.name: [c | some c in a; c.name == b.name] | some b in a}": 1,
	} {
		module := ast.MustParseModuleWithOpts("package p\n\n"+text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if got := severalValues(module); len(got) != want {
			t.Errorf("%s\ngot %v, want %d", text, got, want)
		}
	}
}

// several says where there may be several values, and of which rule.
type several struct {
	rule string
	row  int
}

func severalValues(module *ast.Module) (found []several) {
	for _, first := range module.Rules {
		name := first.Head.Ref().GroundPrefix().String()
		for rule := first; rule != nil; rule = rule.Else {
			if rule.Default {
				continue
			}
			var key *ast.Term
			if ref := rule.Head.Ref(); len(ref) > 1 {
				key = ast.ArrayTerm(ref[1:]...)
			}
			if rule.Head.Value != nil && rule.Head.RuleKind() == ast.SingleValue && isSeveral(rule.Body, key, rule.Head.Value) {
				found = append(found, several{name, rule.Location.Row})
			}
			ast.WalkTerms(rule, func(term *ast.Term) bool {
				if object, ok := term.Value.(*ast.ObjectComprehension); ok && isSeveral(object.Body, object.Key, object.Value) {
					found = append(found, several{name, term.Location.Row})
				}
				return false
			})
		}
	}
	return found
}

// isSeveral tells whether a body may give several values for one key: whether the value needs what a loop binds
// and the key does not determine.
func isSeveral(body ast.Body, key, value *ast.Term) bool {
	looped := map[string]bool{} // bound by a loop, or by what one binds
	known := map[string]bool{}  // determined by the key
	if key != nil {
		ast.WalkTerms(key, func(term *ast.Term) bool {
			switch x := term.Value.(type) {
			case *ast.Array:
				return false
			case ast.Call:
				return !x[0].Equal(ast.RefTerm(ast.VarTerm("sprintf")))
			case ast.Var:
				known[string(x)] = true
			}
			return true // a name in an entry does not determine the entry
		})
	}
	grow := func(into map[string]bool, names []string) (grew bool) {
		for _, name := range names {
			grew = grew || !into[name]
			into[name] = true
		}
		return grew
	}
	for grew := true; grew; {
		grew = false
		for _, e := range body {
			if e.Negated {
				continue
			}
			binds := bound(e)
			if isLoop(e) || slices.ContainsFunc(free(e), func(v string) bool { return looped[v] }) {
				grew = grow(looped, binds) || grew
			}
			isKnown := func(v string) bool { return !looped[v] || known[v] }
			if index, collection := iteration(e); index != "" {
				if known[index] && !slices.ContainsFunc(collection, func(v string) bool { return !isKnown(v) }) {
					grew = grow(known, binds) || grew
				}
			} else if e.IsAssignment() && !isLoop(e) && !slices.ContainsFunc(freeOf(e.Operand(1)), func(v string) bool { return !isKnown(v) }) {
				grew = grow(known, binds) || grew
			}
		}
	}
	if isLoop(ast.NewExpr(value)) {
		return true
	}
	return slices.ContainsFunc(freeOf(value), func(v string) bool { return looped[v] && !known[v] })
}

// bound gives the variables that an expression binds.
func bound(e *ast.Expr) []string {
	if some, ok := e.Terms.(*ast.SomeDecl); ok {
		var names []string
		for _, symbol := range some.Symbols {
			call, ok := symbol.Value.(ast.Call)
			if !ok {
				names = append(names, freeOf(symbol)...)
				continue
			}
			for _, term := range call[1 : len(call)-1] {
				names = append(names, freeOf(term)...)
			}
		}
		return names
	}
	if isWalk(e) {
		return freeOf(e.Operand(1))
	}
	if e.IsAssignment() {
		return freeOf(e.Operand(0))
	}
	return nil
}

// iteration gives the index of some index, value in collection, and the variables of the collection.
func iteration(e *ast.Expr) (index string, collection []string) {
	some, ok := e.Terms.(*ast.SomeDecl)
	if !ok || len(some.Symbols) != 1 {
		return "", nil
	}
	call, ok := some.Symbols[0].Value.(ast.Call)
	if !ok || len(call) != 4 {
		return "", nil
	}
	v, _ := call[1].Value.(ast.Var)
	return string(v), freeOf(call[3])
}

func free(e *ast.Expr) []string {
	if some, ok := e.Terms.(*ast.SomeDecl); ok {
		var names []string
		for _, symbol := range some.Symbols {
			if call, ok := symbol.Value.(ast.Call); ok {
				names = append(names, freeOf(call[len(call)-1])...)
			}
		}
		return names
	}
	var names []string
	for _, operand := range e.Operands() {
		names = append(names, freeOf(operand)...)
	}
	return names
}

// freeOf gives the variables of a term, but for those that a comprehension in it binds.
func freeOf(term *ast.Term) []string {
	names := map[string]bool{}
	inner := map[string]bool{}
	ast.WalkBodies(term, func(body ast.Body) bool {
		for _, e := range body {
			for _, name := range bound(e) {
				inner[name] = true
			}
		}
		return false
	})
	ast.WalkVars(term, func(v ast.Var) bool {
		if !inner[string(v)] && !strings.HasPrefix(string(v), ast.WildcardPrefix) {
			names[string(v)] = true
		}
		return false
	})
	return slices.Sorted(maps.Keys(names))
}
