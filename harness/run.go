package harness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/owned"
)

// What is said of a run, under the names of this package.
type (
	// Result is what is said of a document, or of what gave none.
	Result = report.Result
	// Summary counts a run.
	Summary = report.Summary
	// Judgement is what the controls say of one artefact.
	Judgement = judge.Judgement
	// Finding is one violation, or one value that is not known.
	Finding = judge.Finding
	// Verdict is what one control says of one artefact.
	Verdict = judge.Verdict
)

// The verdicts. What was not evaluated never counts as Pass.
const (
	Pass          = judge.Pass
	Fail          = judge.Fail
	Waived        = judge.Waived
	NotApplicable = judge.NotApplicable
	Unknown       = judge.Unknown
	Errored       = judge.Errored
)

// Sources is something to check. Path, Bytes and Reader make some.
type Sources = iter.Seq[source.Found]

// Path returns the sources in files and directories. Files of a directory that are skipped are part of the results
// of a run.
func Path(paths ...string) Sources { return source.Find(paths, bytes.NewReader(nil)) }

// Bytes returns a source for a text of one or more documents. Messages use the name.
func Bytes(name string, text []byte) Sources {
	return slices.Values([]source.Found{{Source: source.Bytes(name, text)}})
}

// Reader returns a source for a stream, which is read once. Messages use the name.
func Reader(name string, r io.Reader) Sources {
	return slices.Values([]source.Found{{Source: source.Reader(name, r)}})
}

// Run has the results of checking sources.
type Run struct {
	// Findings, Unknowns and Waived are those of all artefacts, in the order of the sources.
	Findings, Unknowns, Waived []Finding
	// Results holds the same by document, with the verdicts on each artefact, and anything that could not be read.
	Results []*Result
	Summary *Summary

	about   *report.Run
	isNamed bool
}

// Check judges the artefacts in the sources. Problems with a file or an artefact are part of the run; an error
// comes from the engine or the context.
func (e *Engine) Check(ctx context.Context, sources ...Sources) (*Run, error) {
	run := &Run{about: &e.about, isNamed: e.isNamed}
	all := func(yield func(source.Found) bool) {
		for _, some := range sources {
			for found := range some {
				if !yield(found) {
					return
				}
			}
		}
	}
	var err error
	run.Summary, err = e.Each(ctx, all, func(r *Result) error {
		run.Results = append(run.Results, r)
		for _, j := range r.Judgements {
			run.Findings = append(run.Findings, j.Findings...)
			run.Unknowns = append(run.Unknowns, j.Unknowns...)
			run.Waived = append(run.Waived, j.Waived...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return run, nil
}

// Report judges the artefacts in the sources and passes the results to a reporter as they come, so that a long run
// does not accumulate them.
func (e *Engine) Report(ctx context.Context, sources Sources, to report.Reporter) (*Summary, error) {
	if err := to.Begin(&e.about); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	summary, err := e.Each(ctx, sources, to.Result)
	if err != nil {
		return nil, err
	}
	if err := to.End(summary); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	return summary, nil
}

// Each judges the artefacts in the sources and passes the results to emit, in the order of the sources. An error
// from emit or from the engine ends the run; problems with a file or an artefact are part of the results instead. A
// run that ends early does not wait for the source that it is reading, which may be a terminal.
func (e *Engine) Each(ctx context.Context, sources Sources, emit func(*Result) error) (*Summary, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &running{Engine: e}
	r.look = sync.OnceValues(func() (*inventory.Inventory, error) {
		return inventory.Build(ctx, r.kept, inventory.Options{Around: r.around, Reads: e.reads, Formats: e.formats, Source: e.source})
	})
	r.judges = []judge.Judge{
		owned.New(ctx, e.rego, func() []source.Found { return r.kept }, e.formats, e.source),
		e.text,
	}
	duplicates := text.NewDuplicates(e.about.Controls)
	counter := newCounter(e.about.Controls)
	for result, err := range source.Each(ctx, r.sources(sources), e.source, r.judge) {
		if err != nil {
			return nil, err
		}
		for i := range result.Judgements {
			if err := r.finish(ctx, duplicates, &result.Judgements[i]); err != nil {
				return nil, err
			}
		}
		counter.count(result)
		if err := emit(result); err != nil {
			return nil, err
		}
	}
	return counter.summary(), nil
}

// running is a run under way.
type running struct {
	*Engine
	around, kept []source.Found // in a form that can be read twice
	look         judge.Lookup
	judges       []judge.Judge
}

// sources returns what is read in a run: what is around it first, since what cannot be read there is said as well.
func (r *running) sources(sources Sources) Sources {
	return func(yield func(source.Found) bool) {
		if r.Engine.around != nil {
			r.around = keep(r.Engine.around, true)
		}
		r.kept = keep(sources, len(r.reads) > 0)
		for _, found := range slices.Concat(r.around, r.kept) {
			if !yield(found) {
				return
			}
		}
	}
}

// keep notes sources in a form that can be read twice; what can be read only once, as standard input, only where
// a control looks anything up, since it stays in memory.
func keep(sources Sources, looksUp bool) []source.Found {
	var all []source.Found
	for found := range sources {
		if found.Source != nil && looksUp {
			found.Source = source.Keep(found.Source)
		}
		all = append(all, found)
	}
	return all
}

// judge says what is to be said of one step, but for what needs the order of the artefacts.
func (r *running) judge(ctx context.Context, s *source.Step) (*Result, error) {
	isAround := s.Source < len(r.around)
	result := &Result{File: s.File, IsFirst: s.First && !isAround, IsDocument: s.Document != nil && !isAround}
	switch {
	case s.Error != nil:
		result.Errors = append(result.Errors, s.Error)
		return result, nil
	case s.Notice != nil:
		result.Notices = append(result.Notices, *s.Notice)
		return result, nil
	}
	parsed := r.formats.Parse(s.Document)
	result.Notices, result.Errors = parsed.Notices, parsed.Errors
	for _, a := range parsed.Artefacts {
		if isAround {
			result.Around = append(result.Around, a.Ref)
			continue
		}
		judgement, err := r.artefact(ctx, a)
		if errors.Is(err, judge.ErrTooLong) {
			result.Errors = append(result.Errors, &artefact.Error{Position: a.Position(nil), Message: fmt.Sprintf("judging %s takes longer than %v; it is not judged", a.Ref, r.source.Limits.Time)})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("judging %s: %w", a.Position(nil), err)
		}
		result.Judgements = append(result.Judgements, *judgement)
	}
	return result, nil
}

func (r *running) artefact(ctx context.Context, a *artefact.Artefact) (*Judgement, error) {
	j := judge.New(a)
	j.SchemaChecked = r.text.Knows(a)
	j.UnknownKind = !j.SchemaChecked && !slices.ContainsFunc(r.about.Controls, func(c *control.Control) bool { return c.Names(a.Ref) })
	for _, asked := range r.judges {
		outcomes, err := asked.Judge(ctx, a, r.look)
		if err != nil {
			return nil, err
		}
		for i := range outcomes {
			j.Take(&outcomes[i], a.Position)
		}
	}
	return j, nil
}

// finish says what needs the order of the artefacts, and decides about it all.
func (r *running) finish(ctx context.Context, ordered judge.Sequential, j *Judgement) error {
	outcomes := ordered.Judge(j)
	for i := range outcomes {
		j.Take(&outcomes[i], func([]any) artefact.Position { return j.Position })
	}
	if r.decider != nil {
		if err := r.decider.Decide(ctx, j); err != nil {
			return err
		}
	}
	j.Sort()
	return nil
}
