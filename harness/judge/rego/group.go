package rego

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/cache"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/value"
)

// Options configure a Judge.
type Options struct {
	// Parameters has the values of parameters, by the ID of the control and the name of the parameter. Each
	// replaces the default.
	Parameters map[string]map[string]any
	// Time bounds how long one artefact is judged.
	Time time.Duration
	// NoDispatch evaluates every control on every artefact of a type that it matches. It exists to prove that dispatch changes no verdict
	// except not_applicable.
	NoDispatch bool
	// Engine chooses what evaluates the controls.
	Engine Engine
	// Asker evaluates them in the place of any engine, for those who try other rules. nil is none.
	Asker Asker
}

// Asker evaluates controls with an input and the data of a store. It returns what they say, as arrays of the place of
// the control, the name of its rule, and an element of that; of the rule applies, true.
type Asker func(ctx context.Context, controls []*control.Control, input ast.Value, store storage.Store, transaction storage.Transaction) (ast.Set, error)

// Engine is what evaluates controls.
type Engine string

// The engines.
const (
	// EngineAny is the plan of the policies where they have one, and otherwise OPA's evaluator.
	EngineAny Engine = ""
	EngineOPA Engine = "opa"
	// EnginePlan plans policies that have no plan.
	EnginePlan Engine = "plan"
)

// Judge evaluates controls in Rego. It finds out once for each kind which controls match it; kinds that match the same
// controls share a group.
type Judge struct {
	policies *Policies
	controls []*control.Control
	options  Options

	// patterns keeps compiled regular expressions from one query to the next. The engine's own memory
	// holds a hundred, which so many controls would push out of it again and again.
	patterns cache.InterQueryValueCache

	mu     sync.Mutex
	kinds  map[kind]*group
	groups map[string]*group

	machines func() (*machines, error) // nil without a plan
}

type kind struct{ typ, group, kind string }

// Judge returns a judge for some of the controls. It is the same one as before if it is asked for the same: what it
// compiled serves again.
func (p *Policies) Judge(controls []*control.Control, options Options) *Judge {
	parameters, err := json.Marshal(options.Parameters) // whoever gave them may change them
	if err != nil || options.Asker != nil {
		return p.newJudge(controls, options)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	j := p.latest
	if j == nil || !slices.Equal(j.controls, controls) || string(parameters) != p.parameters || j.options.Time != options.Time || j.options.NoDispatch != options.NoDispatch || j.options.Engine != options.Engine {
		j = p.newJudge(controls, options)
		p.latest, p.parameters = j, string(parameters)
	}
	return j
}

func (p *Policies) newJudge(controls []*control.Control, options Options) *Judge {
	patterns := cache.NewInterQueryValueCache(context.Background(), &cache.Config{
		InterQueryBuiltinValueCache: cache.InterQueryBuiltinValueCacheConfig{MaxNumEntries: new(10_000)},
	})
	j := &Judge{policies: p, controls: controls, options: options, patterns: patterns, kinds: map[kind]*group{}, groups: map[string]*group{}}
	j.machines = sync.OnceValues(func() (*machines, error) {
		if options.Engine == EngineOPA || options.Asker != nil {
			return nil, nil
		}
		program, err := p.program()
		if program == nil && err == nil && options.Engine == EnginePlan {
			program, err = p.plan(context.Background())
		}
		if program == nil || err != nil {
			return nil, err
		}
		return newMachines(program, options.Parameters)
	})
	return j
}

// Controls lists the controls of the judge.
func (j *Judge) Controls() []*control.Control { return j.controls }

func (j *Judge) group(ref artefact.Ref) *group {
	j.mu.Lock()
	defer j.mu.Unlock()
	key := kind{ref.Type, ref.Group(), ref.Kind}
	if g, ok := j.kinds[key]; ok {
		return g
	}
	var controls []*control.Control
	var name strings.Builder
	for _, c := range j.controls {
		if c.Matches(ref) || j.options.NoDispatch && c.MatchesType(ref) {
			controls = append(controls, c)
			name.WriteString(c.ID + " ")
		}
	}
	g, ok := j.groups[name.String()]
	if !ok {
		g = &group{policies: j.policies, parameters: j.options.Parameters, controls: controls, patterns: j.patterns, asker: j.options.Asker}
		j.groups[name.String()] = g
	}
	j.kinds[key] = g
	return g
}

// Judge evaluates the controls that match an artefact, within the time limit.
func (j *Judge) Judge(ctx context.Context, a *artefact.Artefact, look judge.Lookup) ([]judge.Outcome, error) {
	group := j.group(a.Ref)
	if len(group.controls) == 0 {
		return nil, nil
	}
	// What is made once for all is no cost of the artefact.
	evaluate, err := j.prepare(ctx, group)
	if err != nil {
		return nil, err
	}
	objects, err := group.inventory(look)
	if err != nil {
		return nil, err
	}
	if j.options.Time == 0 {
		return evaluate(ctx, objects, a)
	}
	bounded, cancel := context.WithTimeout(ctx, j.options.Time)
	defer cancel()
	if bounded.Err() != nil && ctx.Err() == nil {
		return nil, judge.ErrTooLong // an evaluation that is short might end before it is told to
	}
	outcomes, err := evaluate(bounded, objects, a)
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return nil, judge.ErrTooLong
	}
	return outcomes, err
}

// Form returns what makes of an object the form in which the controls look it up, for one inventory.
func (j *Judge) Form() func(value.Value) any {
	m, err := j.machines()
	if err != nil || m == nil { // an error is said when an artefact is judged
		return func(v value.Value) any { return Term(v) }
	}
	form := m.form()
	return func(v value.Value) any { return form(v) }
}

// evaluate asks controls about an artefact. It returns an outcome for each of them, in their order.
type evaluate func(context.Context, *inventory.Inventory, *artefact.Artefact) ([]judge.Outcome, error)

// prepare returns what evaluates a group: machines where the policies are planned, and OPA's evaluator otherwise.
func (j *Judge) prepare(ctx context.Context, g *group) (evaluate, error) {
	m, err := j.machines()
	if err != nil {
		return nil, err
	}
	if m == nil {
		return g.evaluate, g.prepare(ctx)
	}
	return func(ctx context.Context, objects *inventory.Inventory, a *artefact.Artefact) ([]judge.Outcome, error) {
		outcomes, err := m.evaluate(ctx, g, objects, a)
		if err == nil || ctx.Err() != nil {
			return outcomes, err
		}
		reason := err
		if err := g.prepare(ctx); err != nil {
			return nil, err
		}
		if outcomes, err = g.evaluate(ctx, objects, a); err != nil {
			return nil, err
		}
		for i := range outcomes {
			outcomes[i].Fallback = reason
		}
		return outcomes, nil
	}, nil
}

// group evaluates a fixed set of controls with one query, which costs a fraction of one query each:
// whatever the controls share is evaluated once for an artefact.
type group struct {
	policies   *Policies
	parameters map[string]map[string]any
	controls   []*control.Control
	patterns   cache.InterQueryValueCache
	asker      Asker

	once        sync.Once
	conditional []bool // for each control, whether it says itself what it applies to
	compiler    *ast.Compiler
	query       ast.Body
	empty       *stored // of a run in which nothing is looked up
	err         error

	found    sync.Once
	rules    []ruleSet // in the plan
	rulesErr error

	mu      sync.Mutex
	singles map[string]*group
}

// planned returns the rules of the controls in the plan.
func (g *group) planned(m *machines) ([]ruleSet, error) {
	g.found.Do(func() { g.rules, g.rulesErr = m.rules(g.controls) })
	return g.rules, g.rulesErr
}

// statement is one element of a control's violation, unknown or evidence.
type statement struct {
	judge.Statement
	other *inventory.Reference // to an object of the same namespace, which this one is at odds with
}

// entryPackage is the package of the module that a group generates.
const entryPackage = "guiderail_entry"

// entry generates the module whose one rule collects what every control of the group says, each
// element with the control's place in the group.
func (g *group) entry() (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", entryPackage)
	for i, c := range g.controls {
		fmt.Fprintf(&b, "said contains [%d, \"violation\", v] if some v in %s.violation\n", i, c.Package())
		unknown, err := g.policies.Defines(c, "unknown")
		if err != nil {
			return "", err
		}
		if unknown {
			fmt.Fprintf(&b, "said contains [%d, \"unknown\", v] if some v in %s.unknown\n", i, c.Package())
		}
		evidence, err := g.policies.Defines(c, "evidence")
		if err != nil {
			return "", err
		}
		if evidence {
			fmt.Fprintf(&b, "said contains [%d, \"evidence\", v] if some v in %s.evidence\n", i, c.Package())
		}
		applies, err := g.policies.Defines(c, "applies")
		if err != nil {
			return "", err
		}
		if applies {
			fmt.Fprintf(&b, "said contains [%d, \"applies\", true] if %s.applies\n", i, c.Package())
		}
		g.conditional = append(g.conditional, applies)
	}
	return b.String(), nil
}

func (g *group) prepare(ctx context.Context) error {
	g.once.Do(func() { g.err = g.compile(ctx) })
	return g.err
}

func (g *group) compile(ctx context.Context) error {
	if g.asker != nil {
		return g.prepareAsker(ctx)
	}
	modules, err := g.policies.modules(g.controls)
	if err != nil {
		return err
	}
	for _, c := range g.controls {
		if values := g.parameters[c.ID]; len(values) > 0 {
			if modules[c.File], err = withParameters(modules[c.File], c.File, values); err != nil {
				return err
			}
		}
	}
	text, err := g.entry()
	if err != nil {
		return err
	}
	if modules["entry.rego"], err = ast.ParseModuleWithOpts("entry.rego", text, ast.ParserOptions{RegoVersion: ast.RegoV1}); err != nil {
		return fmt.Errorf("parsing the entry: %w", err)
	}
	g.compiler = ast.NewCompiler()
	if g.compiler.Compile(modules); g.compiler.Failed() {
		return fmt.Errorf("compiling policies: %w", g.compiler.Errors)
	}
	if g.query, err = g.compiler.QueryCompiler().Compile(ast.MustParseBody("said = data." + entryPackage + ".said")); err != nil {
		return fmt.Errorf("compiling the query: %w", err)
	}
	if g.empty, err = newStore(ctx, ast.NewObject()); err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	return nil
}

// prepareAsker prepares the group for what evaluates it in the place of an engine.
func (g *group) prepareAsker(ctx context.Context) (err error) {
	if _, err = g.entry(); err != nil {
		return err
	}
	if g.empty, err = newStore(ctx, ast.NewObject()); err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	return nil
}

// askAsker asks it. The parameters reach the controls as in Gatekeeper.
func (g *group) askAsker(ctx context.Context, review *ast.Term, data *stored) (ast.Set, error) {
	parameters := ast.NewObject()
	if len(g.controls) == 1 {
		given, err := ast.InterfaceToValue(g.parameters[g.controls[0].ID])
		if err != nil {
			return nil, fmt.Errorf("reading the parameters of %s: %w", g.controls[0].ID, err)
		}
		if object, ok := given.(ast.Object); ok {
			parameters = object
		}
	}
	input := ast.NewObject([2]*ast.Term{ast.InternedTerm("review"), review}, [2]*ast.Term{ast.InternedTerm("parameters"), ast.NewTerm(parameters)})
	return g.asker(ctx, g.controls, input, data.store, data.transaction)
}

// inventory returns what the controls look up; nil where they look nothing up.
func (g *group) inventory(look judge.Lookup) (*inventory.Inventory, error) {
	if !slices.ContainsFunc(g.controls, func(c *control.Control) bool { return len(c.Reads) > 0 }) {
		return nil, nil
	}
	return look()
}

// evaluate asks every control of the group about one artefact. It reaches the controls as Gatekeeper
// shows it to them, in input.review, so that one Rego source serves both, and other objects in
// data.inventory. When the query fails, each control is asked alone, so that the error of one hides no
// other. It returns an outcome for each control of the group, in their order.
func (g *group) evaluate(ctx context.Context, objects *inventory.Inventory, a *artefact.Artefact) ([]judge.Outcome, error) {
	data := g.empty
	if objects != nil {
		var err error
		if data, err = storeOf(ctx, objects); err != nil {
			return nil, err
		}
	}
	ask := g.ask
	if g.asker != nil {
		ask = g.askAsker
	}
	said, err := ask(ctx, review(a), data)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && len(g.controls) > 1:
		return g.evaluateSingly(ctx, objects, a)
	case err != nil:
		return []judge.Outcome{{Control: g.controls[0], Err: err}}, nil
	}
	outcomes := make([]judge.Outcome, len(g.controls))
	for i, conditional := range g.conditional {
		// What is being deleted concerns the controls alone that say so.
		outcomes[i] = judge.Outcome{Control: g.controls[i], Applies: !conditional && !a.IsDeleted()}
	}
	err = said.Iter(func(element *ast.Term) error {
		triple, ok := element.Value.(*ast.Array)
		if !ok || triple.Len() != 3 {
			return fmt.Errorf("evaluating policies: unexpected result %v", element)
		}
		place, _ := triple.Elem(0).Value.(ast.Number)
		i, _ := place.Int()
		o, what := &outcomes[i], triple.Elem(1).Value.(ast.String)
		if what == "applies" {
			o.Applies = true
			return nil
		}
		s, err := statementOf(triple.Elem(2))
		if what == "evidence" {
			tell(o, s, triple.Elem(2), err, objects)
			return nil
		}
		take(o, what == "violation", s, err, objects, a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range outcomes {
		complete(&outcomes[i], objects, a)
	}
	return outcomes, nil
}

// take adds a statement to an outcome, or the reason why it is none.
func take(o *judge.Outcome, isViolation bool, s statement, err error, objects *inventory.Inventory, a *artefact.Artefact) {
	switch {
	case err != nil:
		o.Err = err
	case isViolation && s.other != nil && isAlternative(objects, a, s.other):
		s.Message += ", if both are applied; they are in different files, which may be alternatives"
		o.Unknowns = append(o.Unknowns, s.Statement)
	case isViolation:
		o.Violations = append(o.Violations, s.Statement)
	default:
		o.Unknowns = append(o.Unknowns, s.Statement)
	}
}

// tell adds evidence to an outcome, or the reason why it is none. The object that it names is the file that tells it.
func tell(o *judge.Outcome, s statement, term *ast.Term, err error, objects *inventory.Inventory) {
	var details map[string]any
	if err == nil {
		err = ast.As(field(term, "details"), &details)
	}
	if err != nil {
		o.Err = err
		return
	}
	delete(details, "path")
	delete(details, "other")
	s.Details = details
	if s.other != nil && objects != nil {
		s.Files = objects.Files(*s.other)
	}
	o.Evidence = append(o.Evidence, s.Statement)
}

// complete says what follows from the way in which the artefact reached the control.
func complete(o *judge.Outcome, objects *inventory.Inventory, a *artefact.Artefact) {
	c := o.Control
	if !c.IsAskedOn(a.Operation()) {
		*o = judge.Outcome{Control: c}
		return
	}
	// Who sends a request has a cluster in mind of which the run may show nothing.
	if a.IsRequested() && o.Applies && len(o.Violations)+len(o.Unknowns) == 0 && len(c.Reads) > 0 && !objects.Holds(c.Reads) {
		o.Unknowns = append(o.Unknowns, judge.Statement{Message: c.Unseen(), Path: []any{}})
	}
}

// isAlternative reports whether an artefact and another object of its namespace stand in files of the run, but
// in none together. Files may be alternatives, as the overlays of a deployment are: whether they are applied
// together is not known.
func isAlternative(objects *inventory.Inventory, a *artefact.Artefact, other *inventory.Reference) bool {
	if objects == nil || a.IsRequested() {
		return false
	}
	other.Namespace = cmp.Or(a.Namespace, "default")
	files := objects.Files(*other)
	return len(files) > 0 && !slices.Contains(files, a.Unit)
}

// review returns the review in which an artefact reaches the controls. A file holds none, and neither has an
// audit operation, user or old object.
func review(a *artefact.Artefact) *ast.Term {
	if a.IsRequested() {
		return Term(a.Request)
	}
	return ast.ObjectTerm([2]*ast.Term{ast.InternedTerm("object"), Term(a.Value)})
}

// ask evaluates the group's query. It goes to the engine itself: package rego starts a goroutine for
// each query and turns each result into Go values and back.
func (g *group) ask(ctx context.Context, review *ast.Term, data *stored) (said ast.Set, err error) {
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	input := ast.NewObject([2]*ast.Term{ast.InternedTerm("review"), review})
	query := topdown.NewQuery(g.query).
		WithCompiler(g.compiler).
		WithStore(data.store).
		WithTransaction(data.transaction).
		WithInput(ast.NewTerm(input)).
		WithMetrics(metrics.NoOp()).
		WithCancel(cancel).
		WithInterQueryBuiltinValueCache(g.patterns).
		WithStrictBuiltinErrors(true)
	err = query.Iter(ctx, func(result topdown.QueryResult) error {
		said, _ = result["said"].Value.(ast.Set)
		return nil
	})
	if err == nil && said == nil {
		err = errors.New("the query returned no result")
	}
	return said, err
}

func (g *group) evaluateSingly(ctx context.Context, objects *inventory.Inventory, a *artefact.Artefact) ([]judge.Outcome, error) {
	outcomes := make([]judge.Outcome, len(g.controls))
	for i, c := range g.controls {
		single := g.single(c)
		if err := single.prepare(ctx); err != nil {
			return nil, err
		}
		of := objects
		if len(c.Reads) == 0 {
			of = nil
		}
		one, err := single.evaluate(ctx, of, a)
		if err != nil {
			return nil, err
		}
		outcomes[i] = one[0]
	}
	return outcomes, nil
}

func (g *group) single(c *control.Control) *group {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.singles == nil {
		g.singles = map[string]*group{}
	}
	single, ok := g.singles[c.ID]
	if !ok {
		single = &group{policies: g.policies, parameters: g.parameters, controls: []*control.Control{c}, patterns: g.patterns, asker: g.asker}
		g.singles[c.ID] = single
	}
	return single
}

// statementOf reads {"msg": …, "details": {"path": […]}}, where details may name the other one of two
// objects of a namespace that are at odds, as {"other": {"group": …, "kind": …, "name": …}}. Anything else
// is an error of the control, said instead of dropped.
func statementOf(term *ast.Term) (statement, error) {
	message, ok := field(term, "msg").(ast.String)
	if !ok {
		return statement{}, errors.New("the control returned a violation without a msg")
	}
	steps, ok := field(ast.NewTerm(field(term, "details")), "path").(*ast.Array)
	if !ok {
		return statement{}, fmt.Errorf("the control returned a violation without details.path: %s", string(message))
	}
	path := make([]any, steps.Len())
	for i := range path {
		step, err := ast.JSON(steps.Elem(i).Value)
		if err != nil {
			return statement{}, fmt.Errorf("reading details.path: %w", err)
		}
		// An index is a number like those in paths of Go.
		if number, isNumber := step.(json.Number); isNumber {
			if index, err := strconv.Atoi(number.String()); err == nil {
				step = index
			}
		}
		path[i] = step
	}
	s := statement{Statement: judge.Statement{Message: string(message), Path: path}}
	if other := field(ast.NewTerm(field(term, "details")), "other"); other != nil {
		text := func(key string) string {
			text, _ := field(ast.NewTerm(other), key).(ast.String)
			return string(text)
		}
		s.other = &inventory.Reference{Group: text("group"), Kind: text("kind"), Name: text("name")}
	}
	return s, nil
}

// field returns the value of a key, or nil when the term is no object or has no such key.
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
