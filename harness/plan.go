package harness

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/cache"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/inventory"
)

// lookup gives the inventory of a run, which is made when it is asked for.
type lookup func() (*inventory.Inventory, error)

// dispatcher knows which controls an artefact of a kind meets. What it plans for a kind it plans
// once, and kinds that meet the same controls share a plan.
type dispatcher struct {
	controls []*control.Control
	all      bool // every artefact meets every control

	// patterns keeps compiled regular expressions from one query to the next. The engine's own memory
	// holds a hundred, which so many controls would push out of it again and again.
	patterns cache.InterQueryValueCache

	mu    sync.Mutex
	kinds map[[2]string]*plan
	plans map[string]*plan
}

func newDispatcher(controls []*control.Control, all bool) *dispatcher {
	patterns := cache.NewInterQueryValueCache(context.Background(), &cache.Config{
		InterQueryBuiltinValueCache: cache.InterQueryBuiltinValueCacheConfig{MaxNumEntries: new(10_000)},
	})
	return &dispatcher{controls: controls, all: all, patterns: patterns, kinds: map[[2]string]*plan{}, plans: map[string]*plan{}}
}

func (d *dispatcher) plan(group, kind string) *plan {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := [2]string{group, kind}
	if p, ok := d.kinds[key]; ok {
		return p
	}
	var controls []*control.Control
	for _, c := range d.controls {
		if d.all || c.Matches(group, kind) {
			controls = append(controls, c)
		}
	}
	name := planName(controls)
	p, ok := d.plans[name]
	if !ok {
		p = &plan{controls: controls, patterns: d.patterns}
		d.plans[name] = p
	}
	d.kinds[key] = p
	return p
}

func planName(controls []*control.Control) string {
	var name strings.Builder
	for _, c := range controls {
		name.WriteString(c.ID)
		name.WriteByte(' ')
	}
	return name.String()
}

// plan evaluates a fixed set of controls with one query, which costs a fraction of one query each:
// whatever the controls share is evaluated once for an artefact.
type plan struct {
	controls []*control.Control
	patterns cache.InterQueryValueCache

	once        sync.Once
	conditional []bool // for each control, whether it says itself what it applies to
	compiler    *ast.Compiler
	query       ast.Body
	store       storage.Store
	transaction storage.Transaction
	err         error

	mu      sync.Mutex
	singles map[string]*plan
}

// outcome is what one control says of one artefact.
type outcome struct {
	violations []statement
	unknowns   []statement
	applies    bool
	err        error
}

// statement is one element of a control's violation or unknown.
type statement struct {
	message string
	path    []any
	other   *inventory.Reference // to an object of the same namespace, which this one is at odds with
}

// entryPackage is the package of the module that a plan generates.
const entryPackage = "guiderail_plan"

// entry generates the module whose one rule collects what every control of the plan says, each
// element with the control's place in the plan.
func (p *plan) entry() (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", entryPackage)
	for i, c := range p.controls {
		fmt.Fprintf(&b, "said contains [%d, \"violation\", v] if some v in %s.violation\n", i, c.Package())
		unknown, err := c.Defines("unknown")
		if err != nil {
			return "", err
		}
		if unknown {
			fmt.Fprintf(&b, "said contains [%d, \"unknown\", v] if some v in %s.unknown\n", i, c.Package())
		}
		applies, err := c.Defines("applies")
		if err != nil {
			return "", err
		}
		if applies {
			fmt.Fprintf(&b, "said contains [%d, \"applies\", true] if %s.applies\n", i, c.Package())
		}
		p.conditional = append(p.conditional, applies)
	}
	return b.String(), nil
}

func (p *plan) prepare(ctx context.Context) error {
	p.once.Do(func() { p.err = p.compile(ctx) })
	return p.err
}

func (p *plan) compile(ctx context.Context) error {
	modules, err := control.Modules(p.controls)
	if err != nil {
		return err
	}
	text, err := p.entry()
	if err != nil {
		return err
	}
	if modules["plan.rego"], err = ast.ParseModuleWithOpts("plan.rego", text, ast.ParserOptions{RegoVersion: ast.RegoV1}); err != nil {
		return fmt.Errorf("parsing the plan: %w", err)
	}
	p.compiler = ast.NewCompiler()
	if p.compiler.Compile(modules); p.compiler.Failed() {
		return fmt.Errorf("compiling policies: %w", p.compiler.Errors)
	}
	if p.query, err = p.compiler.QueryCompiler().Compile(ast.MustParseBody("said = data." + entryPackage + ".said")); err != nil {
		return fmt.Errorf("compiling the query: %w", err)
	}
	p.store = inmem.New()
	if p.transaction, err = p.store.NewTransaction(ctx); err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	return nil
}

// evaluate asks every control of the plan about one artefact. It reaches the controls as Gatekeeper
// shows it to them, in input.review, so that one Rego source serves both, and other objects in
// data.inventory. When the query fails, each control is asked alone, so that the error of one hides no
// other. It gives an outcome for each control of the plan, in their order.
func (p *plan) evaluate(ctx context.Context, look lookup, a *artefact.Artefact) ([]outcome, error) {
	if err := p.prepare(ctx); err != nil {
		return nil, err
	}
	store, transaction := p.store, p.transaction
	var objects *inventory.Inventory
	if p.reads() {
		var err error
		if objects, err = look(); err != nil {
			return nil, err
		}
		store, transaction = objects.Store, objects.Transaction
	}
	said, err := p.ask(ctx, reviewOf(a), store, transaction)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && len(p.controls) > 1:
		return p.evaluateSingly(ctx, look, a)
	case err != nil:
		return []outcome{{err: err}}, nil
	}
	outcomes := make([]outcome, len(p.controls))
	for i, conditional := range p.conditional {
		// What is being deleted concerns the controls alone that say so.
		outcomes[i].applies = !conditional && !a.IsDeleted()
	}
	err = said.Iter(func(element *ast.Term) error {
		triple, ok := element.Value.(*ast.Array)
		if !ok || triple.Len() != 3 {
			return fmt.Errorf("evaluating policies: the plan gave %v", element)
		}
		place, _ := triple.Elem(0).Value.(ast.Number)
		i, _ := place.Int()
		o, what := &outcomes[i], triple.Elem(1).Value.(ast.String)
		if what == "applies" {
			o.applies = true
			return nil
		}
		s, err := statementOf(triple.Elem(2))
		switch {
		case err != nil:
			o.err = err
		case what == "violation" && s.other != nil && isAlternative(objects, a, s.other):
			s.message += ", if both are applied; they stand in two files, which may be alternatives"
			o.unknowns = append(o.unknowns, s)
		case what == "violation":
			o.violations = append(o.violations, s)
		default:
			o.unknowns = append(o.unknowns, s)
		}
		return nil
	})
	for i, c := range p.controls {
		o := &outcomes[i]
		if !c.IsAskedOn(a.Operation()) {
			*o = outcome{}
			continue
		}
		// Who sends a request has a cluster in mind of which the run may show nothing.
		if a.Review != nil && o.applies && len(o.violations)+len(o.unknowns) == 0 && len(c.Reads) > 0 && !objects.Holds(c.Reads) {
			o.unknowns = append(o.unknowns, statement{message: c.Unseen(), path: []any{}})
		}
	}
	return outcomes, err
}

// isAlternative tells whether an artefact and another object of its namespace stand in files of the run, but
// in none together. Files may be alternatives, as the overlays of a deployment are: whether they are applied
// together is not known.
func isAlternative(objects *inventory.Inventory, a *artefact.Artefact, other *inventory.Reference) bool {
	if objects == nil || a.Review != nil {
		return false
	}
	other.Namespace = cmp.Or(a.Namespace, "default")
	files := objects.Files(*other)
	return len(files) > 0 && !slices.Contains(files, a.Position(nil).File)
}

// reads tells whether any of the controls looks up other objects.
func (p *plan) reads() bool {
	return slices.ContainsFunc(p.controls, func(c *control.Control) bool { return len(c.Reads) > 0 })
}

// reviewOf gives the review in which an artefact reaches the controls. A file holds none, and neither
// has an audit operation, user or old object.
func reviewOf(a *artefact.Artefact) ast.Object {
	if a.Review != nil {
		return a.Review
	}
	return ast.NewObject([2]*ast.Term{ast.InternedTerm("object"), ast.NewTerm(a.Value)})
}

// ask evaluates the plan's query. It goes to the engine itself: package rego starts a goroutine for
// each query and turns each result into Go values and back.
func (p *plan) ask(ctx context.Context, review ast.Object, store storage.Store, transaction storage.Transaction) (said ast.Set, err error) {
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	input := ast.NewObject([2]*ast.Term{ast.InternedTerm("review"), ast.NewTerm(review)})
	query := topdown.NewQuery(p.query).
		WithCompiler(p.compiler).
		WithStore(store).
		WithTransaction(transaction).
		WithInput(ast.NewTerm(input)).
		WithMetrics(metrics.NoOp()).
		WithCancel(cancel).
		WithInterQueryBuiltinValueCache(p.patterns).
		WithStrictBuiltinErrors(true)
	err = query.Iter(ctx, func(result topdown.QueryResult) error {
		said, _ = result["said"].Value.(ast.Set)
		return nil
	})
	if err == nil && said == nil {
		err = errors.New("the plan gave no result")
	}
	return said, err
}

func (p *plan) evaluateSingly(ctx context.Context, look lookup, a *artefact.Artefact) ([]outcome, error) {
	outcomes := make([]outcome, len(p.controls))
	for i, c := range p.controls {
		one, err := p.single(c).evaluate(ctx, look, a)
		if err != nil {
			return nil, err
		}
		outcomes[i] = one[0]
	}
	return outcomes, nil
}

func (p *plan) single(c *control.Control) *plan {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.singles == nil {
		p.singles = map[string]*plan{}
	}
	single, ok := p.singles[c.ID]
	if !ok {
		single = &plan{controls: []*control.Control{c}, patterns: p.patterns}
		p.singles[c.ID] = single
	}
	return single
}

// statementOf reads {"msg": …, "details": {"path": […]}}, where details may name the other one of two
// objects of a namespace that are at odds, as {"other": {"group": …, "kind": …, "name": …}}. Anything else
// is an error of the control, said instead of dropped.
func statementOf(term *ast.Term) (statement, error) {
	message, ok := field(term, "msg").(ast.String)
	if !ok {
		return statement{}, errors.New("the control gave a violation without a msg")
	}
	steps, ok := field(ast.NewTerm(field(term, "details")), "path").(*ast.Array)
	if !ok {
		return statement{}, fmt.Errorf("the control gave a violation without details.path: %s", string(message))
	}
	path := make([]any, steps.Len())
	for i := range path {
		step, err := ast.JSON(steps.Elem(i).Value)
		if err != nil {
			return statement{}, fmt.Errorf("reading details.path: %w", err)
		}
		path[i] = step
	}
	s := statement{message: string(message), path: path}
	if other := field(ast.NewTerm(field(term, "details")), "other"); other != nil {
		text := func(key string) string {
			text, _ := field(ast.NewTerm(other), key).(ast.String)
			return string(text)
		}
		s.other = &inventory.Reference{Group: text("group"), Kind: text("kind"), Name: text("name")}
	}
	return s, nil
}

// field gives the value of a key, or nil when the term is no object or has no such key.
func field(term *ast.Term, key string) ast.Value {
	object, ok := term.Value.(ast.Object)
	if !ok {
		return nil
	}
	if value := object.Get(ast.InternedTerm(key)); value != nil {
		return value.Value
	}
	return nil
}
