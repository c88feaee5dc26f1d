package policytest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/mutate"
	"github.com/guiderail/guiderail/internal/channel"
)

// MutationOptions say what is mutated.
type MutationOptions struct {
	Options
	// Record is what is known of earlier runs; nil is nothing.
	Record *Record
	// Changed leaves out what the record is up to date with.
	Changed bool
	// Jobs is how many mutants are tried at the same time.
	Jobs int
}

// batch is how many mutants are compiled together: compilation of the policies takes seconds.
const batch = 3000

// Mutate changes rules of a policy directory in one place at a time, and looks which changes no test notices: none of
// the Rego tests, and no fixture, of the changed module and of what depends on it.
func Mutate(ctx context.Context, options MutationOptions) (*Mutation, error) {
	r := &run{options: options.Options}
	if err := r.read(); err != nil {
		return nil, err
	}
	if r.all, r.broken = catalogue.Load(options.Directory); r.broken != nil {
		return nil, r.broken
	}
	r.controls = r.all.Controls
	modules := slices.SortedFunc(maps.Values(r.modules), func(a, b *module) int { return cmp.Compare(a.file, b.file) })
	parse(modules)
	for _, m := range modules {
		if _, err := m.parse(); err != nil {
			return nil, fmt.Errorf("parsing the policies: %w", err)
		}
	}
	uses, err := r.uses(modules)
	if err != nil {
		return nil, err
	}
	targets, err := r.targets(modules)
	if err != nil {
		return nil, err
	}
	report := &Mutation{Policies: options.Directory.Path, record: options.Record}
	var chosen []*module
	if options.Record != nil && len(options.Controls) == 0 {
		for file := range options.Record.Modules {
			if !slices.ContainsFunc(targets, func(m *module) bool { return m.file == file }) {
				report.gone = append(report.gone, file)
			}
		}
		slices.Sort(report.gone)
	}
	for _, m := range targets {
		result := &MutatedModule{File: m.file, Digest: uses.digest(m), Killers: uses.killers(m)}
		known := options.Record.module(m.file)
		if options.Changed && known != nil && known.Digest == result.Digest {
			continue
		}
		if len(options.Controls) == 0 && known != nil && known.Digest == result.Digest && known.Killers == result.Killers {
			known.File = m.file
			report.Modules = append(report.Modules, known)
			continue
		}
		result.isStale = options.Changed
		report.Modules = append(report.Modules, result)
		chosen = append(chosen, m)
	}
	if len(chosen) == 0 {
		return report, nil
	}
	x := &experiment{run: r, uses: uses, targets: chosen, jobs: max(1, options.Jobs)}
	if err := x.perform(ctx, report); err != nil {
		return nil, err
	}
	return report, nil
}

// targets returns the modules that are mutated: all that are the directory's own, or those that are named by control,
// family, file or folder.
func (r *run) targets(modules []*module) ([]*module, error) {
	isOwn := func(m *module) bool { return !m.lent && !m.isTest && m.file != channel.CatalogueFile }
	if len(r.options.Controls) == 0 {
		return slices.DeleteFunc(slices.Clone(modules), func(m *module) bool { return !isOwn(m) }), nil
	}
	var targets []*module
	for _, name := range r.options.Controls {
		name = strings.TrimSuffix(name, ".rego") // of a file
		found := false
		for _, m := range modules {
			subject := m.subject()
			path := strings.NewReplacer("/", ".", "-", "_").Replace(strings.TrimSuffix(m.file, ".rego"))
			if !isOwn(m) || name != subject && name != path && !strings.HasPrefix(subject, name+".") && !strings.HasPrefix(path, name+".") {
				continue
			}
			found = true
			if !slices.Contains(targets, m) {
				targets = append(targets, m)
			}
		}
		if !found {
			return nil, &NameError{name, r.options.Directory.Path}
		}
	}
	return targets, nil
}

// NameError reports that nothing has a name that was asked for.
type NameError struct{ Name, Policies string }

func (e *NameError) Error() string {
	return fmt.Sprintf("there is no control, family, file or folder %q in %s", e.Name, e.Policies)
}

// experiment tries the mutants of some modules.
type experiment struct {
	*run
	uses    *uses
	targets []*module
	jobs    int

	cases map[ruleKey][]*trial // that ask a rule, the cheapest first

	mu sync.Mutex // held while an outcome is noted
}

// ruleKey names a rule: the place of it in its module.
type ruleKey struct {
	file  string
	index int
}

func (x *experiment) perform(ctx context.Context, report *Mutation) error {
	var mutants []*mutate.Mutant
	results := map[string]*MutatedModule{}
	for _, m := range report.Modules {
		results[m.File] = m
	}
	for _, m := range x.targets {
		some := mutate.Of(m.file, m.parsed)
		results[m.file].Mutants = len(some)
		mutants = append(mutants, some...)
	}
	var batches [][]*mutate.Mutant
	for some := range slices.Chunk(mutants, batch) {
		batches = append(batches, some)
	}
	if len(batches) == 0 {
		return nil
	}
	queue := make(chan []*mutate.Mutant, len(batches))
	for _, b := range batches {
		queue <- b
	}
	close(queue)
	// The first says what the tests ask.
	original, err := x.compile(nil)
	if err != nil {
		return fmt.Errorf("compiling the policies: %w", err)
	}
	if err := x.watch(ctx, original); err != nil {
		return err
	}
	var workers sync.WaitGroup
	errs := make([]error, x.jobs)
	for i := range min(x.jobs, len(batches)) {
		workers.Go(func() {
			for some := range queue {
				if errs[i] == nil {
					errs[i] = x.try(ctx, some, results)
				}
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

// try tries some mutants.
func (x *experiment) try(ctx context.Context, mutants []*mutate.Mutant, results map[string]*MutatedModule) error {
	valid, err := x.valid(mutants)
	if err != nil {
		return err
	}
	compiled, err := x.compile(valid)
	if err != nil {
		return fmt.Errorf("compiling mutants: %w", err)
	}
	isValid := map[*mutate.Mutant]bool{}
	for _, m := range valid {
		isValid[m] = true
	}
	last := map[ruleKey]*trial{}
	for _, m := range mutants {
		outcome := invalid
		if isValid[m] {
			key := ruleKey{m.File, m.Index}
			restore := compiled.swap(m)
			killer, err := x.killer(ctx, compiled, key, last[key])
			restore()
			if err != nil {
				return err
			}
			outcome = survived
			if killer != nil {
				outcome, last[key] = killed, killer
			}
		}
		x.mu.Lock()
		results[m.File].take(m, outcome)
		x.mu.Unlock()
	}
	return nil
}

// killer returns the first case that notices the mutant which is in place; nil if there is none.
func (x *experiment) killer(ctx context.Context, c *compiled, key ruleKey, first *trial) (*trial, error) {
	if first != nil {
		if noticed, err := first.notices(ctx, c); noticed || err != nil {
			return first, err
		}
	}
	for _, t := range x.cases[key] {
		if t == first {
			continue
		}
		if noticed, err := t.notices(ctx, c); noticed || err != nil {
			return t, err
		}
	}
	return nil, nil
}

// valid returns the mutants that compile.
func (x *experiment) valid(mutants []*mutate.Mutant) ([]*mutate.Mutant, error) {
	files := map[string]bool{}
	for _, m := range mutants {
		files[m.File] = true
	}
	modules := map[string]*ast.Module{}
	for file := range files {
		for _, used := range x.uses.closure(file) {
			modules[used] = x.modules[used].parsed
		}
	}
	left := slices.Clone(mutants)
	for {
		compiler := ast.NewCompiler().SetErrorLimit(0)
		compiler.Compile(withMutants(modules, left))
		if !compiler.Failed() {
			return left, nil
		}
		bad := map[string]bool{}
		for _, err := range compiler.Errors {
			if err.Location != nil {
				bad[err.Location.File] = true
			}
		}
		before := len(left)
		left = slices.DeleteFunc(left, func(m *mutate.Mutant) bool { return bad[m.ID] })
		if len(left) == before {
			return nil, fmt.Errorf("compiling mutants: %w", compiler.Errors)
		}
	}
}

// withMutants returns modules to which the changed rules are added under names of their own. What the compiler says of
// one is said of the file that is named as the mutant is.
func withMutants(modules map[string]*ast.Module, mutants []*mutate.Mutant) map[string]*ast.Module {
	all := maps.Clone(modules)
	added := map[string]*ast.Module{}
	for i, m := range mutants {
		module := added[m.File]
		if module == nil {
			c := *modules[m.File]
			c.Rules = slices.Clone(c.Rules)
			module = &c
			added[m.File], all[m.File] = module, module
		}
		rule := m.Rule.Copy()
		name := fmt.Sprintf("mutant_%d_%s", i, rule.Head.Name)
		locate(rule, m.ID)
		for r := rule; r != nil; r = r.Else {
			r.Module = module
			r.Head.Name = ast.Var(name)
			r.Head.Reference = slices.Clone(r.Head.Ref())
			for i, part := range r.Head.Reference {
				located := *part // which the walk above leaves out
				located.Location = r.Head.Location
				r.Head.Reference[i] = &located
			}
			r.Head.Reference[0] = ast.VarTerm(name).SetLocation(r.Head.Location)
			r.Annotations = nil
		}
		module.Rules = append(module.Rules, rule)
	}
	return all
}

// locate says of all parts of a rule that they are in another file.
func locate(rule *ast.Rule, file string) {
	moved := func(at *ast.Location) *ast.Location {
		if at == nil {
			return &ast.Location{File: file}
		}
		c := *at
		c.File = file
		return &c
	}
	ast.NewGenericVisitor(func(x any) bool {
		if node, ok := x.(ast.Node); ok {
			if _, isBody := x.(ast.Body); !isBody {
				node.SetLoc(moved(node.Loc()))
			}
		}
		if term, ok := x.(*ast.Term); ok {
			term.Location = moved(term.Location)
		}
		return false
	}).Walk(rule)
}
