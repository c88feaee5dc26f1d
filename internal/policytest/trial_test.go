package policytest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness/mutate"
	"github.com/guiderail/guiderail/internal/policydir"
)

// tried has what mutants can be wrong about: indexes, early exits, else, default, functions, generated rules.
const tried = `package lib.guiderail.tried

import data.lib.guiderail.other

default kind := "none"

kind := "first" if {
	input.kind == "a"
	input.n > 1
} else := "second" if input.kind == "b"

else := "third" if input.kind == "c"

value(x) := 1 if x == "a"

value(x) := 2 if x in {"b", "c"}

same("a") if input.n == 1

same("a") if input.n == 2

same(x) if regex.match("^(c|d)+$", x)

names contains name if {
	some name, on in {"a": true, "b": false, "c": input.on}
	on
	not name in other.hidden
}

by_name[name] := n if {
	some n, name in ["a", input.kind]
	every letter in other.letters {
		letter != name
	}
}

path := array.concat(["spec"], [name | some name in names; value(name) > 1])
`

const other = `package lib.guiderail.other

hidden := {"b"}

letters := ["x", "y"]
`

const triedTest = `package lib.guiderail.tried_test

import data.lib.guiderail.tried

test_none if tried.kind == "none" with input as {}
`

// TestSwap: a mutant that takes the place of its original says what the module says that is compiled with it.
func TestSwap(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"tried.rego": tried, "other.rego": other, "tried_test.rego": triedTest} {
		file := filepath.Join(folder, "lib", "core", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	directory, err := policydir.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{options: Options{Directory: directory}}
	if err := r.read(); err != nil {
		t.Fatal(err)
	}
	modules := slices.Collect(maps.Values(r.modules))
	parse(modules)
	uses, err := r.uses(modules)
	if err != nil {
		t.Fatal(err)
	}
	target := r.packages["lib.guiderail.tried"]
	x := &experiment{run: r, uses: uses, targets: []*module{target}}
	mutants, err := x.valid(mutate.Of(target.file, target.parsed))
	if err != nil {
		t.Fatal(err)
	}
	if len(mutants) < 60 {
		t.Fatalf("only %d mutants are valid", len(mutants))
	}
	c, err := x.compile(mutants)
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, expression := range []string{"kind", `value("a")`, `value("b")`, `value("c")`, `value("")`, `same("a")`, `same("cc")`, `same("xc")`, "names", "by_name", "path"} {
		asked = append(asked, "[y | y := data.lib.guiderail.tried."+expression+"]")
	}
	var queries []string
	for _, input := range []string{"{}", `{"kind": "a", "n": 1}`, `{"kind": "a", "n": 2, "on": true}`, `{"kind": "b", "n": 3}`, `{"kind": "c"}`, `{"kind": "x", "n": 2}`, `{"kind": "", "n": 0}`} {
		queries = append(queries, fmt.Sprintf("x = json.marshal([%s]) with input as %s", strings.Join(asked, ", "), input))
	}
	ask := func(query string) string {
		body, err := c.compiler.QueryCompiler().Compile(ast.MustParseBody(query))
		if err != nil {
			return "error"
		}
		value, err := c.ask(t.Context(), body, nil, c.store, c.transaction)
		if err != nil {
			return "error"
		}
		return value.String()
	}
	differ := map[mutate.Operator]bool{}
	compare := func(name string, compiler *ast.Compiler) {
		for _, query := range queries {
			want := "error"
			results, err := rego.New(rego.Query(query), rego.Compiler(compiler)).Eval(t.Context())
			if err == nil {
				value, err := ast.InterfaceToValue(results[0].Bindings["x"])
				if err != nil {
					t.Fatal(err)
				}
				want = value.String()
			}
			if got := ask(query); got != want {
				t.Errorf("%s\n%s\ngot  %s\nwant %s", name, query, got, want)
				return
			}
		}
	}
	originals := func() map[string]*ast.Module {
		return map[string]*ast.Module{target.file: target.parsed, "lib/core/other.rego": r.packages["lib.guiderail.other"].parsed}
	}
	before := ast.NewCompiler()
	before.Compile(originals())
	for _, m := range mutants {
		changed := *target.parsed
		changed.Rules = slices.Clone(changed.Rules)
		changed.Rules[m.Index] = m.Rule
		all := originals()
		all[target.file] = &changed
		compiler := ast.NewCompiler()
		if compiler.Compile(all); compiler.Failed() {
			continue // a caller cannot take what it says
		}
		restore := c.swap(m)
		compare(m.Position()+" "+m.Diff(), compiler)
		restore()
		differ[m.Operator] = true
	}
	compare("the original", before)
	for _, operator := range mutate.Operators() {
		if operator != mutate.DropSome && !differ[operator] { // without what binds a variable nothing here compiles
			t.Errorf("no mutant is of %s", operator)
		}
	}
}
