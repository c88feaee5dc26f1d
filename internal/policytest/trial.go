package policytest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/cache"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/mutate"
)

// compiled are the policies with their tests and with mutants, none of which is asked.
type compiled struct {
	compiler *ast.Compiler
	tests    map[string]ast.Body // by the text of their references
	controls map[string]ast.Body // what controls say, by ID
	rules    map[ruleKey]*ast.Rule
	keys     map[*ast.Rule]ruleKey
	mutants  map[*mutate.Mutant]*ast.Rule

	store       storage.Store
	transaction storage.Transaction
	patterns    cache.InterQueryValueCache

	watched map[ruleKey]bool // the rules that were asked; nil where nobody looks
}

// said is the package of what collects what a control says.
const saidPackage = "guiderail_said_"

// compile compiles what the experiment needs, with mutants.
func (x *experiment) compile(mutants []*mutate.Mutant) (*compiled, error) {
	modules := map[string]*ast.Module{}
	for _, file := range x.uses.needed(x.targets) {
		modules[file] = x.modules[file].parsed
	}
	counts := map[string]int{}
	for file, module := range modules {
		counts[file] = len(module.Rules)
	}
	controls := x.asking()
	for _, one := range controls {
		module, err := ast.ParseModuleWithOpts(one.ID, x.entry(one), ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			return nil, fmt.Errorf("parsing the entry of %s: %w", one.ID, err)
		}
		modules[one.ID] = module
	}
	c := &compiled{
		compiler: ast.NewCompiler(),
		tests:    map[string]ast.Body{}, controls: map[string]ast.Body{},
		rules: map[ruleKey]*ast.Rule{}, keys: map[*ast.Rule]ruleKey{}, mutants: map[*mutate.Mutant]*ast.Rule{},
		patterns: cache.NewInterQueryValueCache(context.Background(), &cache.Config{
			InterQueryBuiltinValueCache: cache.InterQueryBuiltinValueCacheConfig{MaxNumEntries: new(10_000)},
		}),
	}
	mutated := map[string]bool{}
	for _, m := range mutants {
		mutated[m.File] = true
	}
	for _, m := range x.targets {
		mutated[m.file] = mutated[m.file] || len(mutants) == 0
	}
	withoutIndexes(c.compiler, func(file string) bool { return mutated[file] })
	// OPA's own runner prepares the cases, and then runs none: nothing has this name.
	results, err := tester.NewRunner().SetCompiler(c.compiler).SetModules(withMutants(modules, mutants)).Filter(`^$`).RunTests(context.Background(), nil)
	if err != nil {
		return nil, err
	}
	for range results { //nolint:revive // there is none
	}
	for file, n := range counts {
		for i, rule := range c.compiler.Modules[file].Rules[:n] {
			c.rules[ruleKey{file, i}], c.keys[rule] = rule, ruleKey{file, i}
		}
	}
	for _, m := range mutants {
		c.mutants[m] = c.compiler.Modules[m.File].Rules[counts[m.File]]
		counts[m.File]++
	}
	for _, one := range controls {
		if c.controls[one.ID], err = c.query("data." + saidPackage + strings.ReplaceAll(one.ID, ".", "_") + ".said"); err != nil {
			return nil, err
		}
	}
	for _, test := range (&runner{c.compiler}).tests(x.uses.tests(x.targets)) {
		if c.tests[test.ref.String()], err = c.query(test.ref.String()); err != nil {
			return nil, err
		}
	}
	ctx := context.Background()
	c.store = inmem.New()
	if c.transaction, err = c.store.NewTransaction(ctx); err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	return c, nil
}

func (c *compiled) query(ref string) (ast.Body, error) {
	body, err := c.compiler.QueryCompiler().Compile(ast.MustParseBody("x = " + ref))
	if err != nil {
		return nil, fmt.Errorf("compiling the query: %w", err)
	}
	return body, nil
}

// entry is the text of the module that collects what a control says.
func (x *experiment) entry(one *control.Control) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s%s\n", saidPackage, strings.ReplaceAll(one.ID, ".", "_"))
	for _, rule := range []string{"violation", "unknown", "evidence"} {
		if defined, _ := x.all.Rego.Defines(one, rule); defined {
			fmt.Fprintf(&b, "said contains [0, %q, v] if some v in %s.%s\n", rule, one.Package(), rule)
		}
	}
	if defined, _ := x.all.Rego.Defines(one, "applies"); defined {
		fmt.Fprintf(&b, "said contains [0, \"applies\", true] if %s.applies\n", one.Package())
	}
	return b.String()
}

// asking lists the controls that depend on a target.
func (x *experiment) asking() []*control.Control {
	var controls []*control.Control
	for _, one := range x.controls {
		if one.File != "" && slices.ContainsFunc(x.targets, func(m *module) bool { return x.uses.isUsed(one.File, m.file) }) {
			controls = append(controls, one)
		}
	}
	return controls
}

// swap puts a mutant in the place of its original. What it returns puts the original back. The rules stay the same ones,
// and so does each else: they are what indexes hold.
func (c *compiled) swap(m *mutate.Mutant) (restore func()) {
	var restores []func()
	mutant := c.mutants[m]
	for original := c.rules[ruleKey{m.File, m.Index}]; original != nil; original = original.Else {
		head, body := *original.Head, original.Body
		restores = append(restores, func() { *original.Head, original.Body = head, body })
		if mutant == nil {
			original.Body = ast.NewBody(ast.NewExpr(ast.NewTerm(ast.Boolean(false)))) // an else that was dropped
			continue
		}
		original.Body = mutant.Body
		original.Head.Args, original.Head.Key, original.Head.Value = mutant.Head.Args, mutant.Head.Key, mutant.Head.Value
		original.Head.Reference = append(head.Reference[:1:1], mutant.Head.Reference[1:]...) // its variables have other names
		mutant = mutant.Else
	}
	return func() {
		for _, restore := range restores {
			restore()
		}
	}
}

// errUndefined means that a query has no result.
var errUndefined = errors.New("undefined")

// withoutIndexes has a compiler make no use of the bodies of some modules for the indexes of their rules: those of a
// mutant are others.
func withoutIndexes(compiler *ast.Compiler, isMutated func(file string) bool) {
	// No rule with a call of this function is left out by an index.
	marker := ast.InternalPrint.Expr(ast.ArrayTerm())
	each := func(change func(ast.Body) ast.Body) func(*ast.Compiler) *ast.Error {
		return func(c *ast.Compiler) *ast.Error {
			for file, module := range c.Modules {
				if !isMutated(file) {
					continue
				}
				for _, rule := range module.Rules {
					for r := rule; r != nil; r = r.Else {
						r.Body = change(r.Body)
					}
				}
			}
			return nil
		}
	}
	compiler.WithStageAfterID(ast.StageCheckDeprecatedBuiltins, ast.CompilerStageDefinition{
		Name: "MarkMutated", MetricName: "mark_mutated",
		Stage: each(func(b ast.Body) ast.Body { return append(slices.Clone(b), marker) }),
	})
	compiler.WithStageAfterID(ast.StageBuildRuleIndices, ast.CompilerStageDefinition{
		Name: "UnmarkMutated", MetricName: "unmark_mutated",
		Stage: each(func(b ast.Body) ast.Body { return b[:len(b)-1] }),
	})
}

// ask evaluates a query.
func (c *compiled) ask(ctx context.Context, body ast.Body, input *ast.Term, store storage.Store, transaction storage.Transaction) (ast.Value, error) {
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	var builtinErrors []topdown.Error
	query := topdown.NewQuery(body).WithCompiler(c.compiler).WithStore(store).WithTransaction(transaction).
		WithMetrics(metrics.NoOp()).WithCancel(cancel).WithInterQueryBuiltinValueCache(c.patterns).
		WithBuiltinErrorList(&builtinErrors)
	if input != nil {
		query = query.WithInput(input)
	}
	if c.watched != nil {
		query = query.WithQueryTracer(c)
	}
	var value ast.Value
	err := query.Iter(ctx, func(result topdown.QueryResult) error {
		value = result["x"].Value
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(builtinErrors) > 0:
		return nil, &builtinErrors[0]
	case value == nil:
		return nil, errUndefined
	}
	return value, nil
}

// places tells of which rule each place is that an evaluation passes.
func (c *compiled) places() map[*ast.Location]ruleKey {
	places := map[*ast.Location]ruleKey{}
	for key, rule := range c.rules {
		for r := rule; r != nil; r = r.Else {
			places[r.Head.Location] = key
			for _, e := range r.Body {
				places[e.Location] = key
			}
		}
	}
	return places
}

// Enabled, Config and TraceEvent note which rules are asked.
func (c *compiled) Enabled() bool               { return true }
func (c *compiled) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (c *compiled) TraceEvent(event topdown.Event) {
	if event.Op != topdown.EnterOp {
		return
	}
	if rule, ok := event.Node.(*ast.Rule); ok {
		if key, known := c.keys[rule]; known {
			c.watched[key] = true
		}
	}
}

// trial is a test or a fixture that may notice a mutant.
type trial struct {
	name    string
	cost    time.Duration
	notices func(context.Context, *compiled) (bool, error)
}

// patience is how long a mutant may take for a trial, beside what the original takes. One that takes longer is noticed.
const patience = 3 * time.Second

// watch runs all tests and fixtures with the original, and notes which rules each asks and what it takes.
func (x *experiment) watch(ctx context.Context, c *compiled) error {
	x.cases = map[ruleKey][]*trial{}
	interesting := map[string]bool{}
	for _, m := range x.targets {
		interesting[m.file] = true
	}
	note := func(t *trial, asked map[ruleKey]bool) {
		for key := range asked {
			if interesting[key.file] {
				x.cases[key] = append(x.cases[key], t)
			}
		}
	}
	places := c.places()
	tests := &runner{c.compiler}
	for _, test := range tests.tests(x.uses.tests(x.targets)) {
		ref := test.ref.String()
		evaluated := &coverage{seen: map[*ast.Location]bool{}}
		outcome := tests.test(ctx, test, evaluated)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if len(outcome.Failures) > 0 {
			return fmt.Errorf("%s does not pass as it is: %s", ref, outcome.Failures[0])
		}
		want, err := c.ask(ctx, c.tests[ref], nil, c.store, c.transaction) // in Go, keys of cases would all be texts
		if err != nil {
			return fmt.Errorf("evaluating %s: %w", ref, err)
		}
		t := &trial{name: ref, cost: outcome.Duration}
		t.notices = func(ctx context.Context, c *compiled) (bool, error) {
			bounded, cancel := context.WithTimeout(ctx, patience+20*t.cost)
			defer cancel()
			value, err := c.ask(bounded, c.tests[ref], nil, c.store, c.transaction)
			return err != nil || ast.Compare(value, want) != 0, ctx.Err()
		}
		asked := map[ruleKey]bool{}
		for at := range evaluated.seen {
			if key, known := places[at]; known {
				asked[key] = true
			}
		}
		note(t, asked)
	}
	if x.options.Fixtures != "" {
		if err := x.watchFixtures(ctx, c, note); err != nil {
			return err
		}
	}
	for _, trials := range x.cases {
		slices.SortStableFunc(trials, func(a, b *trial) int { return cmp.Compare(a.cost, b.cost) })
	}
	return nil
}

// compiledKey is how an evaluation of a fixture learns which rules it is with.
type compiledKey struct{}

func (x *experiment) watchFixtures(ctx context.Context, c *compiled, note func(*trial, map[ruleKey]bool)) error {
	files, err := FixtureFiles(x.options.Fixtures)
	if err != nil {
		return err
	}
	for _, one := range x.asking() {
		if len(files[one.ID]) == 0 {
			continue
		}
		asker := func(ctx context.Context, _ []*control.Control, input ast.Value, store storage.Store, transaction storage.Transaction) (ast.Set, error) {
			c := ctx.Value(compiledKey{}).(*compiled)
			said, err := c.ask(ctx, c.controls[one.ID], ast.NewTerm(input), store, transaction)
			if err != nil {
				return nil, err
			}
			set, _ := said.(ast.Set)
			return set, nil
		}
		engine, err := harness.New(harness.Options{Catalogue: x.all, Controls: []string{one.ID}, Now: FixtureTime, Asker: asker, Workers: 1})
		if err != nil {
			return err
		}
		for _, file := range files[one.ID] {
			t := &trial{name: file}
			t.notices = func(ctx context.Context, c *compiled) (bool, error) {
				bounded, cancel := context.WithTimeout(context.WithValue(ctx, compiledKey{}, c), patience+20*t.cost)
				defer cancel()
				fixture, err := Fixture(bounded, engine, file)
				return err != nil || len(fixture.Failures) > 0, ctx.Err()
			}
			c.watched = map[ruleKey]bool{}
			fixture, err := Fixture(context.WithValue(ctx, compiledKey{}, c), engine, file)
			asked := c.watched
			c.watched = nil
			if err != nil {
				return err
			}
			if len(fixture.Failures) > 0 {
				return fmt.Errorf("%s does not pass as it is: %s", file, fixture.Failures[0])
			}
			t.cost = fixture.Duration
			note(t, asked)
		}
	}
	return nil
}
