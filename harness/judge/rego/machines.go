package rego

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/rego/plan"
	"github.com/guiderail/guiderail/harness/value"
)

// machines evaluate the plan of the policies with the parameters of a judge.
type machines struct {
	program  *plan.Program
	settings *plan.Value

	alone pool // of runs in which nothing is looked up
}

// ruleSet has the rules of a control that the harness reads.
type ruleSet struct {
	violation, unknown, applies, evidence plan.Rule
	says, isConditional, tells            bool // whether there is a rule unknown, applies, and evidence
}

// pool keeps the machines that see the same data, and with them what they remember.
type pool struct {
	data *plan.Value
	mu   sync.Mutex
	free []*plan.Machine
}

func newMachines(program *plan.Program, parameters map[string]map[string]any) (*machines, error) {
	if parameters == nil {
		parameters = map[string]map[string]any{}
	}
	given, err := ast.InterfaceToValue(parameters)
	if err != nil {
		return nil, fmt.Errorf("reading parameters: %w", err)
	}
	m := &machines{program: program, settings: program.FromAST(given)}
	m.settings.Share()
	m.alone.data = program.Object(map[string]*plan.Value{plan.Settings: m.settings})
	return m, nil
}

// rules returns the rules of controls.
func (m *machines) rules(controls []*control.Control) ([]ruleSet, error) {
	all := make([]ruleSet, len(controls))
	for i, c := range controls {
		r := &all[i]
		name := c.Package()[len("data."):]
		var ok bool
		if r.violation, ok = m.program.Rule(name + ".violation"); !ok {
			return nil, fmt.Errorf("the plan lacks control %s", c.ID)
		}
		r.unknown, r.says = m.program.Rule(name + ".unknown")
		r.applies, r.isConditional = m.program.Rule(name + ".applies")
		r.evidence, r.tells = m.program.Rule(name + ".evidence")
	}
	return all, nil
}

// pool returns the machines that see an inventory; nil is none.
func (m *machines) pool(objects *inventory.Inventory) (*pool, error) {
	if objects == nil {
		return &m.alone, nil
	}
	made, err := objects.In(m, func() (any, error) {
		all := objectOf(treeOf(objects), m.form(), m.program.Object)
		return &pool{data: m.program.Object(map[string]*plan.Value{plan.Settings: m.settings, "inventory": all})}, nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the inventory: %w", err)
	}
	return made.(*pool), nil
}

// form returns what returns objects of an inventory, in whichever form they are kept, as machines look them up. They
// have parts in common for as long as they live.
func (m *machines) form() func(any) *plan.Value {
	common := plan.NewCommon()
	return func(form any) *plan.Value {
		if v, ok := form.(value.Value); ok {
			return m.program.Kept(v, common)
		}
		return form.(*plan.Value)
	}
}

func (m *machines) take(p *pool) *plan.Machine {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free); n > 0 {
		machine := p.free[n-1]
		p.free = p.free[:n-1]
		return machine
	}
	return m.program.NewMachine(p.data)
}

func (p *pool) give(machine *plan.Machine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, machine)
}

// evaluate asks every control about one artefact, as group.evaluate does.
func (m *machines) evaluate(ctx context.Context, g *group, objects *inventory.Inventory, a *artefact.Artefact) ([]judge.Outcome, error) {
	rules, err := g.planned(m)
	if err != nil {
		return nil, err
	}
	pool, err := m.pool(objects)
	if err != nil {
		return nil, err
	}
	machine := m.take(pool)
	var input *plan.Value
	if a.IsRequested() {
		input = m.program.Value(a.Request)
	} else {
		input = m.program.Object(map[string]*plan.Value{"object": m.program.Value(a.Value)})
	}
	end := machine.Begin(ctx, m.program.Object(map[string]*plan.Value{"review": input}))
	defer func() {
		end()
		if ctx.Err() == nil {
			pool.give(machine)
		}
	}()
	outcomes := make([]judge.Outcome, len(g.controls))
	for i, c := range g.controls {
		o := &outcomes[i]
		o.Control = c
		if !c.IsAskedOn(a.Operation()) {
			continue
		}
		r := &rules[i]
		if o.Applies = !r.isConditional && !a.IsDeleted(); r.isConditional {
			applies, err := machine.Eval(r.applies)
			if err != nil {
				return nil, err
			}
			o.Applies = applies.IsTruthy()
		}
		if r.says {
			if err := each(machine, r.unknown, func(_ *plan.Value, s statement, err error) { take(o, false, s, err, objects, a) }); err != nil {
				return nil, err
			}
		}
		if err := each(machine, r.violation, func(_ *plan.Value, s statement, err error) { take(o, true, s, err, objects, a) }); err != nil {
			return nil, err
		}
		if r.tells {
			if err := each(machine, r.evidence, func(v *plan.Value, s statement, err error) { tell(o, s, v.AST(), err, objects) }); err != nil {
				return nil, err
			}
		}
		complete(o, objects, a)
	}
	return outcomes, nil
}

// each passes on what a rule says.
func each(machine *plan.Machine, rule plan.Rule, take func(*plan.Value, statement, error)) error {
	said, err := machine.Eval(rule)
	if err != nil {
		return err
	}
	items, _ := said.Items()
	for _, item := range items {
		s, err := statementOfValue(item)
		take(item, s, err)
	}
	return nil
}

func statementOfValue(v *plan.Value) (statement, error) {
	message, ok := v.Field("msg").Text()
	if !ok {
		return statement{}, errors.New("the control returned a violation without a msg")
	}
	details := v.Field("details")
	steps, ok := details.Field("path").List()
	if !ok {
		return statement{}, fmt.Errorf("the control returned a violation without details.path: %s", message)
	}
	path := make([]any, len(steps))
	for i, step := range steps {
		if index, isIndex := step.Int(); isIndex {
			path[i] = index
		} else if key, isText := step.Text(); isText {
			path[i] = key
		} else {
			var err error
			if path[i], err = ast.JSON(step.AST().Value); err != nil {
				return statement{}, fmt.Errorf("reading details.path: %w", err)
			}
		}
	}
	s := statement{Statement: judge.Statement{Message: message, Path: path}}
	if other := details.Field("other"); other != nil {
		of := func(key string) string { t, _ := other.Field(key).Text(); return t }
		s.other = &inventory.Reference{Group: of("group"), Kind: of("kind"), Name: of("name")}
	}
	return s, nil
}
