package harness

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness/control"
)

// dispatcher knows which controls an artefact of a kind meets. What it plans for a kind it plans
// once, and kinds that meet the same controls share a plan.
type dispatcher struct {
	controls []*control.Control
	all      bool // every artefact meets every control

	mu    sync.Mutex
	kinds map[[2]string]*plan
	plans map[string]*plan
}

func newDispatcher(controls []*control.Control, all bool) *dispatcher {
	return &dispatcher{controls: controls, all: all, kinds: map[[2]string]*plan{}, plans: map[string]*plan{}}
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
		p = &plan{controls: controls}
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

	once  sync.Once
	query rego.PreparedEvalQuery
	err   error

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
}

// entryPackage is the package of the module that a plan generates.
const entryPackage = "guiderail_plan"

// entry generates the module whose one rule collects what every control of the plan says.
func entry(controls []*control.Control) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", entryPackage)
	for _, c := range controls {
		fmt.Fprintf(&b, "said contains [%q, \"violation\", v] if some v in %s.violation\n", c.ID, c.Package())
		if c.HasUnknown {
			fmt.Fprintf(&b, "said contains [%q, \"unknown\", v] if some v in %s.unknown\n", c.ID, c.Package())
		}
		if c.HasApplies {
			fmt.Fprintf(&b, "said contains [%q, \"applies\", true] if %s.applies\n", c.ID, c.Package())
		}
	}
	return b.String()
}

func (p *plan) prepare(ctx context.Context) error {
	p.once.Do(func() {
		module, err := ast.ParseModuleWithOpts("plan.rego", entry(p.controls), ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			p.err = fmt.Errorf("parsing the plan: %w", err)
			return
		}
		modules := control.Modules(p.controls)
		modules["plan.rego"] = module
		compiler := ast.NewCompiler()
		if compiler.Compile(modules); compiler.Failed() {
			p.err = fmt.Errorf("compiling policies: %w", compiler.Errors)
			return
		}
		p.query, p.err = rego.New(
			rego.Query("said = data."+entryPackage+".said"),
			rego.Compiler(compiler),
			rego.StrictBuiltinErrors(true),
		).PrepareForEval(ctx)
	})
	return p.err
}

// evaluate asks every control of the plan about one artefact. The artefact reaches the controls as
// Gatekeeper shows it to them, as input.review.object, so that one Rego source serves both. When the
// query fails, each control is asked alone, so that the error of one hides no other.
func (p *plan) evaluate(ctx context.Context, object ast.Value) (map[string]*outcome, error) {
	if err := p.prepare(ctx); err != nil {
		return nil, err
	}
	input := ast.NewObject([2]*ast.Term{
		ast.InternedTerm("review"),
		ast.ObjectTerm([2]*ast.Term{ast.InternedTerm("object"), ast.NewTerm(object)}),
	})
	results, err := p.query.Eval(ctx, rego.EvalParsedInput(input))
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && len(p.controls) > 1:
		return p.evaluateSingly(ctx, object)
	case err != nil:
		return map[string]*outcome{p.controls[0].ID: {err: err}}, nil
	}
	outcomes := make(map[string]*outcome, len(p.controls))
	for _, c := range p.controls {
		outcomes[c.ID] = &outcome{applies: !c.HasApplies}
	}
	if len(results) == 0 {
		return nil, errors.New("evaluating policies: the plan gave no result")
	}
	said, _ := results[0].Bindings["said"].([]any)
	for _, element := range said {
		triple, _ := element.([]any)
		if len(triple) != 3 {
			return nil, fmt.Errorf("evaluating policies: the plan gave %v", element)
		}
		id, _ := triple[0].(string)
		o := outcomes[id]
		if triple[1] == "applies" {
			o.applies = true
			continue
		}
		s, err := statementOf(triple[2])
		switch {
		case err != nil:
			o.err = err
		case triple[1] == "violation":
			o.violations = append(o.violations, s)
		default:
			o.unknowns = append(o.unknowns, s)
		}
	}
	return outcomes, nil
}

func (p *plan) evaluateSingly(ctx context.Context, object ast.Value) (map[string]*outcome, error) {
	outcomes := make(map[string]*outcome, len(p.controls))
	for _, c := range p.controls {
		one, err := p.single(c).evaluate(ctx, object)
		if err != nil {
			return nil, err
		}
		outcomes[c.ID] = one[c.ID]
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
		single = &plan{controls: []*control.Control{c}}
		p.singles[c.ID] = single
	}
	return single
}

// statementOf reads {"msg": …, "details": {"path": […]}}. Anything else is an error of the control,
// said instead of dropped.
func statementOf(value any) (statement, error) {
	object, _ := value.(map[string]any)
	message, ok := object["msg"].(string)
	if !ok {
		return statement{}, errors.New("the control gave a violation without a msg")
	}
	details, _ := object["details"].(map[string]any)
	path, ok := details["path"].([]any)
	if !ok {
		return statement{}, fmt.Errorf("the control gave a violation without details.path: %s", message)
	}
	return statement{message, slices.Clone(path)}, nil
}
