package harness

import (
	"slices"

	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/decide"
	"github.com/guiderail/guiderail/harness/report"
)

// decisions decide which findings of a run are accepted.
type decisions struct {
	chain    decide.Chain
	waivers  *decide.Waivers
	baseline *decide.Baseline
	engine   *Engine

	file   string
	failed bool
	held   []*Result // from the first result that is not decided wholly
}

// newDecisions returns what decides in one run.
func (e *Engine) newDecisions() *decisions {
	d := &decisions{engine: e}
	if e.excludes != nil {
		d.chain = append(d.chain, e.excludes)
	}
	if e.waivers != nil {
		d.waivers = decide.NewWaivers(e.waivers, e.day)
		d.chain = append(d.chain, d.waivers)
	}
	d.chain = append(d.chain, &decide.Annotations{Profile: e.about.Profile, Controls: e.all, Day: e.day})
	return d
}

// begin is told of each result, and of the file or directory that it comes from, before it is decided on.
func (d *decisions) begin(r *running, result *Result, file string) {
	if d.engine.baseline == nil || result.IsAround {
		return
	}
	if d.baseline == nil {
		var files, controls []string
		for _, found := range r.kept {
			if found.Source != nil {
				files = append(files, found.Source.Name())
			}
		}
		for _, c := range r.about.Controls {
			controls = append(controls, c.ID)
		}
		d.baseline = &decide.Baseline{Matcher: d.engine.baseline.NewMatcher(files, controls)}
		d.chain = append(d.chain, d.baseline)
	}
	if file != d.file {
		d.baseline.Finish(d.file, d.failed)
		d.file, d.failed = file, false
	}
	d.failed = d.failed || len(result.Errors) > 0
}

// pass passes on a result that was decided on. One that waits for files to come holds up what follows it.
func (d *decisions) pass(result *Result, emit func(*Result) error) error {
	isHeld := slices.ContainsFunc(result.Judgements, func(j Judgement) bool { return j.Held })
	if isHeld || d.held != nil {
		d.held = append(d.held, result)
		return nil
	}
	return emit(result)
}

// end passes on the results that waited for files.
func (d *decisions) end(emit func(*Result) error) error {
	if d.baseline == nil {
		return nil
	}
	d.baseline.Finish(d.file, d.failed)
	d.baseline.End()
	for _, result := range d.held {
		for i := range result.Judgements {
			if j := &result.Judgements[i]; j.Held {
				d.baseline.Finally(j)
				j.Sort()
			}
		}
		if err := emit(result); err != nil {
			return err
		}
	}
	return nil
}

// summarize adds to a summary what waivers and baseline were good for.
func (d *decisions) summarize(s *report.Summary) {
	if d.waivers != nil {
		s.Waivers = d.waivers.Uses()
		for i := range s.Waivers {
			s.Waivers[i].IsPartial = s.Errors > 0
		}
	}
	switch {
	case d.baseline != nil:
		s.Fixed, s.Unmatched = d.baseline.Left()
	case d.engine.baseline != nil:
		s.Unmatched = len(d.engine.baseline.Entries)
	}
}

// BaselineOf returns the entries of a baseline for findings.
func BaselineOf(findings []Finding) []baseline.Entry {
	entries := make([]baseline.Entry, 0, len(findings))
	for i := range findings {
		entries = append(entries, baseline.Of(&findings[i]))
	}
	return entries
}
