package plan_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/test/cases/testdata"
	"github.com/open-policy-agent/opa/v1/util"

	"github.com/guiderail/guiderail/harness/judge/rego/plan"
)

// unlike are the cases of OPA that the machine does not pass, with the reason. Where it gives an error that topdown does
// not, topdown is asked instead.
var unlike = map[string]string{
	"v1/dataderef/test-data-derefs.yaml: data/toplevel integer":                                                numbersAsKeys,
	"v1/dataderef/test-data-derefs.yaml: data/nested integer":                                                  numbersAsKeys,
	"v1/fix1863/test-fix1863-0706.yaml: fix1863/is defined":                                                    allData,
	"v1/topdowndynamicdispatch/test-topdowndynamicdispatch-1068.yaml: topdowndynamicdispatch/dynamic dispatch": allData,
	"v1/time/test-time-0947.yaml: time/time caching":                                                           "only the tests of OPA have the builtin test.sleep",
}

const (
	numbersAsKeys = "a plan does not look up a number as the text of a key, as topdown does in data that are no variable"
	allData       = "the query is planned as a rule here, which would be part of all of the data that it asks for"
)

// TestCompliance runs the cases with which OPA's own evaluators are tested.
func TestCompliance(t *testing.T) {
	files, ran := 0, 0
	err := fs.WalkDir(testdata.V1, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		text, err := testdata.V1.ReadFile(name)
		if err != nil {
			return err
		}
		var all cases.Set
		if err := util.Unmarshal(text, &all); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, c := range all.Cases {
			ran++
			t.Run(c.Note, func(t *testing.T) {
				for name, is := range c.Env {
					t.Setenv(name, is)
				}
				difference := differenceOf(t.Context(), &c)
				reason, isListed := unlike[name+": "+c.Note]
				switch {
				case difference == nil && isListed:
					t.Errorf("passes; it is listed as unlike: %s", reason)
				case difference != nil && !isListed:
					t.Errorf("%s: %v", name, difference)
				}
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cases of %d files, %d of them listed as unlike", ran, files, len(unlike))
	if files < 1178 {
		t.Errorf("got %d files, want at least the 1,178 of OPA 1.22.2", files)
	}
}

// differenceOf says how the machine differs from what a case wants; nil if it does not.
func differenceOf(ctx context.Context, c *cases.TestCase) error {
	bindings := map[string]bool{}
	if c.WantResult != nil {
		for _, result := range *c.WantResult {
			for name := range result {
				bindings[name] = true
			}
		}
	}
	var members []string
	for _, name := range slices.Sorted(maps.Keys(bindings)) {
		members = append(members, fmt.Sprintf("%q: %s", name, name))
	}
	modules := map[string]string{"query.rego": fmt.Sprintf("package guiderail_case\n\nresults contains {%s} if {\n%s\n}\n", strings.Join(members, ", "), c.Query)}
	for i, module := range c.Modules {
		modules[fmt.Sprintf("module%d.rego", i)] = module
	}
	policy, err := planOf(ctx, modules, "guiderail_case/results")
	if err != nil {
		return fmt.Errorf("planning: %w", err)
	}
	program, err := plan.Load(policy)
	if err != nil {
		return err
	}
	if program, err = plan.Decode(string(program.Encode())); err != nil {
		return err
	}
	data := program.Object(nil)
	if c.Data != nil {
		data = program.FromAST(ast.MustInterfaceToValue(*c.Data))
	}
	var input *plan.Value
	switch {
	case c.InputTerm != nil:
		input = program.FromAST(ast.MustParseTerm(*c.InputTerm).Value)
	case c.Input != nil:
		input = program.FromAST(ast.MustInterfaceToValue(*c.Input))
	}
	machine := program.NewMachine(data)
	machine.Lenient = !c.StrictError
	defer machine.Begin(ctx, input)()
	rule, ok := program.Rule("guiderail_case.results")
	if !ok {
		return fmt.Errorf("the plan lacks the query")
	}
	got, err := machine.Eval(rule)
	switch wantsError := c.WantError != nil || c.WantErrorCode != nil; {
	case wantsError && err != nil:
		return nil
	case wantsError:
		return fmt.Errorf("got %v, want an error", got.AST())
	case err != nil:
		return err
	}
	result, err := ast.JSON(got.AST().Value)
	if err != nil {
		return err
	}
	results := result.([]any)
	if c.WantDefined != nil && c.WantResult == nil {
		if *c.WantDefined != (len(results) > 0) {
			return fmt.Errorf("got %v, want it to be defined: %v", results, *c.WantDefined)
		}
		return nil
	}
	var want []any
	if c.WantResult != nil {
		for _, one := range *c.WantResult {
			want = append(want, map[string]any(one))
		}
	}
	return difference(canonical(results, c.SortBindings), canonical(want, c.SortBindings))
}

func difference(got, want []ast.Value) error {
	if slices.CompareFunc(got, want, ast.Value.Compare) != 0 {
		return fmt.Errorf("got %v, want %v", got, want)
	}
	return nil
}

// canonical returns results in order and each once. What the values of bindings list is sorted on demand.
func canonical(results []any, sortsBindings bool) []ast.Value {
	var all []ast.Value
	for _, result := range results {
		if sortsBindings {
			for name, value := range result.(map[string]any) {
				if list, ok := value.([]any); ok {
					result.(map[string]any)[name] = slices.SortedFunc(slices.Values(list), util.Compare)
				}
			}
		}
		all = append(all, ast.MustInterfaceToValue(result))
	}
	slices.SortFunc(all, ast.Value.Compare)
	return slices.CompactFunc(all, func(a, b ast.Value) bool { return a.Compare(b) == 0 })
}

// planOf plans modules for entry points.
func planOf(ctx context.Context, modules map[string]string, entries ...string) (*ir.Policy, error) {
	b := &bundle.Bundle{Data: map[string]any{}}
	b.Manifest.Init()
	b.SetRegoVersion(ast.RegoV1)
	capabilities := ast.CapabilitiesForThisVersion(ast.CapabilitiesExperimentalKeywords(true))
	for name, text := range modules {
		parsed, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities})
		if err != nil {
			return nil, err
		}
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: name, Path: name, Raw: []byte(text), Parsed: parsed})
	}
	compiler := compile.New().WithBundle(b).WithTarget("plan").WithEntrypoints(entries...).WithRegoVersion(ast.RegoV1).WithPruneUnused(true).WithOutput(io.Discard).WithCapabilities(capabilities)
	if err := compiler.Build(ctx); err != nil {
		return nil, err
	}
	var policy ir.Policy
	return &policy, json.Unmarshal(compiler.Bundle().PlanModules[0].Raw, &policy)
}
