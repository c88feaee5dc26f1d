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
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/delivery"
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
	return write(to, &e.about, func(emit func(*Result) error) (*Summary, error) { return e.Each(ctx, sources, emit) })
}

// write passes a run to a reporter. each emits its results and returns their summary.
func write(to report.Reporter, about *report.Run, each func(emit func(*Result) error) (*Summary, error)) (*Summary, error) {
	if err := to.Begin(about); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	summary, err := each(func(r *Result) error {
		if err := to.Result(r); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
		return nil
	})
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
	ctx, cancel := context.WithCancel(attest.ReadOnce(ctx))
	defer cancel()
	r := &running{Engine: e, decisions: e.newDecisions(), parses: newParses(e.formats), scopes: map[int]*scope{}}
	r.delivered = delivery.New(ctx, func() []source.Found { return r.kept }, e.formats, e.source)
	duplicates := text.NewDuplicates(e.about.Controls)
	counter := newCounter(e.about.Controls)
	pass := func(result *Result) error {
		counter.count(result)
		return emit(result)
	}
	decided := func(results []*Result) error {
		for _, result := range results {
			r.delivered.Once(result)
			r.decisions.begin(r, result, result.Source)
			for i := range result.Judgements {
				if err := r.decide(ctx, &result.Judgements[i]); err != nil {
					return err
				}
			}
			if err := r.decisions.pass(result, pass); err != nil {
				return err
			}
		}
		return nil
	}
	var variants variants
	var giving giving
	whole := func(results []*Result) error {
		for _, result := range results {
			if err := decided(variants.take(result)); err != nil {
				return err
			}
		}
		return nil
	}
	for result, err := range source.Each(ctx, r.sources(sources), e.source, r.judge) {
		if err != nil {
			return nil, err
		}
		for i := range result.Judgements {
			compare(duplicates, &result.Judgements[i])
		}
		var plans planned
		if slices.ContainsFunc(result.Judgements, func(j Judgement) bool { return j.Type != artefact.Kubernetes }) {
			plans = r.plannedIn(ctx)
		}
		if err := whole(giving.take(plans, result)); err != nil {
			return nil, err
		}
	}
	if err := whole(giving.end()); err != nil {
		return nil, err
	}
	if err := decided(variants.end()); err != nil {
		return nil, err
	}
	if err := r.decisions.end(pass); err != nil {
		return nil, err
	}
	summary := counter.summary()
	r.decisions.summarize(summary)
	return summary, nil
}

// running is a run under way.
type running struct {
	*Engine
	around, kept []source.Found // in a form that can be read twice
	decisions    *decisions
	delivered    *delivery.Finder
	parses       *parses

	mu     sync.Mutex
	scopes map[int]*scope

	once    sync.Once
	planned planned
}

// scope is what is applied together: the files of the run with one chart or kustomization.
type scope struct {
	look   judge.Lookup
	judges []judge.Judge
}

// scope returns the scope of a source. Files see everything, what is rendered sees itself and files.
func (r *running) scope(ctx context.Context, number int) *scope {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.scopes[number]; s != nil {
		return s
	}
	sources := sync.OnceValue(func() []source.Found {
		return slices.DeleteFunc(slices.Clone(r.kept), func(f source.Found) bool { return number != 0 && f.Scope != 0 && f.Scope != number })
	})
	s := &scope{
		look: sync.OnceValues(func() (*inventory.Inventory, error) {
			return inventory.Build(ctx, sources(), inventory.Options{Around: r.around, Reads: r.reads, Form: r.rego.Form(), Formats: r.parses.keeping(), Source: r.source})
		}),
		judges: append([]judge.Judge{owned.New(ctx, &snapshotJudge{r.rego}, sources, r.formats, r.source), r.text}, r.files...),
	}
	r.scopes[number] = s
	return s
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
// a control looks anything up, or it may be a plan of a module among them, since it stays in memory.
func keep(sources Sources, looksUp bool) []source.Found {
	all := slices.Collect(sources)
	// A plan is looked for before it is judged.
	looksUp = looksUp || slices.ContainsFunc(all, func(f source.Found) bool { return source.IsModule(f.Source) })
	for i, found := range all {
		if found.Source != nil && looksUp {
			all[i].Source = source.Keep(found.Source)
		}
	}
	return all
}

// judge says what is to be said of one step, but for what needs the order of the artefacts.
func (r *running) judge(ctx context.Context, s *source.Step) (*Result, error) {
	isAround := s.Source < len(r.around)
	result := &Result{File: s.File, Source: s.File, Variant: s.Variant, IsFirst: s.First && !isAround, IsDocument: s.Document != nil && !isAround, IsAround: isAround}
	switch {
	case s.Error != nil:
		result.Errors = append(result.Errors, s.Error)
		return result, nil
	case s.Notice != nil:
		result.Notices = append(result.Notices, *s.Notice)
		return result, nil
	}
	result.File = s.Document.File
	parsed := r.parses.parse(s.Document)
	result.Notices, result.Errors = parsed.Notices, parsed.Errors
	lines := s.Document.Lines()
	for _, a := range parsed.Artefacts {
		if a.IsSnapshot() {
			notices, errs := ofSnapshot(a)
			result.Snapshot = a.Snapshot
			result.Notices, result.Errors = append(result.Notices, notices...), append(result.Errors, errs...)
			continue
		}
		if record.IsSettings(a) { // waivers and attestations are judged
			result.Notices = append(result.Notices, artefact.Notice{Position: a.Position(nil), Message: fmt.Sprintf("is a %s of Guiderail, not a Kubernetes object", a.Kind), IsSettings: true})
			continue
		}
		if isAround {
			result.Around = append(result.Around, a.Ref)
			continue
		}
		plan := r.planOf(ctx, a, s.Document)
		result.Notices = append(result.Notices, plan.locate(a)...)
		judgement, err := r.artefact(ctx, a, s.Document.File, lines, r.scope(ctx, s.Scope))
		if errors.Is(err, judge.ErrTooLong) {
			result.Errors = append(result.Errors, &artefact.Error{Position: a.Position(nil), Message: fmt.Sprintf("judging %s takes longer than %v; it is not judged", a.Ref, r.source.Limits.Time)})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("judging %s: %w", a.Position(nil), err)
		}
		plan.note(a, judgement)
		judgement.Scope = s.Scope
		if s.Document.IsKustomization { // kustomize knows its fields
			judgement.UnknownKind, judgement.SchemaChecked = false, true
		}
		result.Judgements = append(result.Judgements, *judgement)
		delivered, err := r.delivered.Notices(a, s.Document.File)
		if err != nil {
			return nil, fmt.Errorf("reading what %s deploys: %w", a.Ref, err)
		}
		result.Notices = append(result.Notices, delivered...)
	}
	return result, nil
}

func (r *running) artefact(ctx context.Context, a *artefact.Artefact, file string, lines func(int) string, in *scope) (*Judgement, error) {
	j := judge.New(a)
	j.SchemaChecked = a.Type != artefact.Kubernetes || r.text.Knows(a)
	j.UnknownKind = !j.SchemaChecked && !slices.ContainsFunc(r.about.Controls, func(c *control.Control) bool { return c.Names(a.Ref) })
	for _, asked := range in.judges {
		outcomes, err := asked.Judge(ctx, a, in.look)
		if err != nil {
			return nil, err
		}
		for i := range outcomes {
			j.Take(&outcomes[i], a.Position)
		}
	}
	j.Describe(a, file, lines)
	hide(a, j)
	return j, nil
}

// compare adds what follows from the order of the artefacts.
func compare(ordered judge.Sequential, j *Judgement) {
	outcomes := ordered.Judge(j)
	for i := range outcomes {
		j.Take(&outcomes[i], func([]any) artefact.Position { return j.Position })
	}
	j.Sort()
	j.Identify()
}

// decide says which of the findings are accepted.
func (r *running) decide(ctx context.Context, j *Judgement) error {
	if err := r.decisions.chain.Decide(ctx, j); err != nil {
		return err
	}
	j.Sort()
	return nil
}
