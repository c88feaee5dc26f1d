package harness

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/terraform"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/source"
)

// planned has the plans of a run with the modules that they are of.
type planned map[documentPlace]*planOf

// planOf is a plan of a module.
type planOf struct {
	*terraform.Plan

	module  *terraform.Module // nil where it may be of several
	several []string          // their directories

	// judgement is what is said of the plan, and open are the resources of which a control does not know enough.
	judgement *judge.Judgement
	open      map[about]bool
}

// about is a control with the address of a resource.
type about struct{ control, address string }

// readPlanned looks for plans and modules among the files. There are none of either where there are none of the other.
func (r *running) readPlanned(ctx context.Context) planned {
	var modules []*terraform.Module
	for _, found := range r.kept {
		if source.IsModule(found.Source) {
			for d := range found.Source.Documents(r.source.Limits) {
				if d == nil {
					continue
				}
				for _, a := range r.parses.keeping().Parse(d).Artefacts {
					modules = append(modules, terraform.ModuleOf(a))
				}
			}
		}
	}
	if len(modules) == 0 {
		return nil
	}
	plans := planned{}
	reader := terraform.NewPlan()
	for _, found := range r.kept {
		if _, isFile := found.Source.(*source.File); !isFile {
			continue
		}
		for d := range found.Source.Documents(r.source.Limits) {
			if ctx.Err() != nil {
				return nil
			}
			if d == nil || reader.Detect(d.File, format.Head(d)) == 0 {
				continue
			}
			for _, a := range reader.Parse(d).Artefacts {
				p := &planOf{Plan: terraform.ReadPlan(a.Value)}
				p.module, p.several = p.Nearest(modules, path.Dir(strings.ReplaceAll(d.File, `\`, "/")))
				if p.module != nil || len(p.several) > 0 {
					plans[documentPlace{d.File, d.Index}] = p
				}
			}
		}
	}
	return plans
}

// plannedIn returns the plans of the run, which it reads once.
func (r *running) plannedIn(ctx context.Context) planned {
	r.once.Do(func() { r.planned = r.readPlanned(ctx) })
	return r.planned
}

// planOf returns the plan that an artefact is, if it may be one of modules of the run.
func (r *running) planOf(ctx context.Context, a *artefact.Artefact, d *source.Document) *planOf {
	if a.Type != terraform.PlanType {
		return nil
	}
	return r.plannedIn(ctx)[documentPlace{d.File, d.Index}]
}

// locate has the values of the plan located in the files of its module.
func (p *planOf) locate(a *artefact.Artefact) []artefact.Notice {
	if p == nil {
		return nil
	}
	if p.module == nil {
		return []artefact.Notice{{Position: a.Position(nil), Message: fmt.Sprintf("may be a plan of %s, so that its findings are not located there; put it into its directory, or name only that", strings.Join(p.several, " or of "))}}
	}
	a.Locator = p.module.In(a)
	return nil
}

// note keeps what is said of the plan.
func (p *planOf) note(a *artefact.Artefact, j *judge.Judgement) {
	if p == nil {
		return
	}
	open := map[about]bool{}
	for _, u := range j.Unknowns {
		open[about{u.Control.ID, terraform.AddressOf(a.Value, u.Path)}] = true
	}
	p.judgement, p.open = j, open
}

// giving holds the results of modules until their plans are judged: what a plan tells of a resource, its files need not tell.
type giving struct {
	held   []*Result
	judged []*planOf
}

// take takes a result, and returns those that are whole.
func (g *giving) take(plans planned, result *Result) []*Result {
	if len(plans) == 0 {
		return []*Result{result}
	}
	for i := range result.Judgements {
		j := &result.Judgements[i]
		if p := plans[documentPlace{result.File, j.Document}]; p != nil && p.module != nil && j.Type == terraform.PlanType {
			g.judged = append(g.judged, p)
		}
	}
	g.held = append(g.held, result)
	waits := slices.ContainsFunc(result.Judgements, func(j judge.Judgement) bool { return j.Type == terraform.Type })
	if len(g.held) == 1 && !waits {
		g.held = nil
		return []*Result{result}
	}
	want := 0
	for _, p := range plans {
		if p.module != nil {
			want++
		}
	}
	if len(g.judged) < want {
		return nil
	}
	return g.end()
}

// end returns what is held.
func (g *giving) end() []*Result {
	held := g.held
	g.held = nil
	for _, result := range held {
		for i := range result.Judgements {
			if j := &result.Judgements[i]; j.Type == terraform.Type {
				for _, p := range g.judged {
					if p.module.Directory == path.Dir(strings.ReplaceAll(j.Position.File, `\`, "/")) {
						p.replace(j)
					}
				}
			}
		}
	}
	return held
}

// replace takes out of the judgement of a module what the plan tells of the same resources. What the plan does not know
// replaces no finding.
func (p *planOf) replace(j *judge.Judgement) {
	touched := map[string]bool{}
	isTold := func(f judge.Finding) bool {
		switch p.judgement.Verdicts[f.Control.ID] {
		case Pass, Fail, Waived, Unknown:
		default:
			return false
		}
		made := p.Makes(p.module.AddressOf(f.Path))
		touched[f.Control.ID] = touched[f.Control.ID] || made
		return made
	}
	j.Findings = slices.DeleteFunc(j.Findings, func(f judge.Finding) bool {
		return !p.open[about{f.Control.ID, p.module.AddressOf(f.Path)}] && isTold(f)
	})
	j.Unknowns = slices.DeleteFunc(j.Unknowns, isTold)
	for id := range touched {
		of := func(f judge.Finding) bool { return f.Control.ID == id }
		switch {
		case slices.ContainsFunc(j.Findings, of):
			j.Verdicts[id] = Fail
		case slices.ContainsFunc(j.Unknowns, of):
			j.Verdicts[id] = Unknown
		default:
			j.Verdicts[id] = NotApplicable // what is left of it is said of the plan
		}
	}
}
