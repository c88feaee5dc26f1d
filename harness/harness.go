// Package harness runs controls over artefacts: decode, inventory, dispatch, evaluate, locate, report,
// each a stage of its own, with the artefacts flowing one way and in their order. Memory is bounded by
// the largest document and the inventory that the controls look up. The first artefact that meets such a
// control has the sources read once more, for the inventory, and the first that names the controller which
// made it for the controllers; what can be read only once, as standard input, stays in memory where a
// control of the run looks anything up. The harness never calls a run good that did not happen: every
// control gives each artefact a verdict, and what could not be read or evaluated is part of the result.
package harness

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/schema"
)

// Options say what an Engine runs, and how.
type Options struct {
	// Policies is the policy directory.
	Policies fs.FS
	// Controls selects controls by ID, in which a dash stands for an underscore as in the names of their
	// constraints; none selects them all.
	Controls []string
	// Profile chooses among the controls and sets their parameters; nil leaves them as they are.
	Profile *profile.Profile
	// Inventory are sources of objects that are there beside those of a run, as a cluster has them. The
	// controls see them, and do not judge them; an object of the run takes the place of the one here that
	// has its kind, namespace and name. They are read anew in each run, and so must be readable twice.
	Inventory iter.Seq[artefact.Found]
	// Limits bound what a source, a document and an object may cost. What is beyond one is an error of the
	// run, and all else goes on.
	Limits artefact.Limits
	// Workers is how many documents are worked on at a time; 0 means one for each processor.
	Workers int
	// NoDispatch evaluates every control on every artefact. Verdicts stay the same but for
	// not_applicable; it exists to prove that.
	NoDispatch bool
}

// Engine runs a selection of controls. It may serve several runs at a time.
type Engine struct {
	controls   []*control.Control
	native     map[string]*control.Control // those that schema provides, by ID
	dispatcher *dispatcher
	reads      []control.Read // what the controls look up
	schema     *schema.Checker
	profile    *profile.Profile // nil without one
	scopes     *scopes
	around     iter.Seq[artefact.Found]
	limits     artefact.Limits
	workers    int
}

// New loads the policies. A control that does not exist is an error, never an empty selection.
func New(options Options) (*Engine, error) {
	controls, err := Catalogue(options.Policies)
	if err != nil {
		return nil, err
	}
	all := controls
	selected := slices.Clone(options.Controls)
	for i, id := range selected {
		selected[i] = strings.ReplaceAll(id, "-", "_")
	}
	if controls, err = choose(controls, selected); err != nil {
		return nil, err
	}
	if p := options.Profile; p != nil {
		for _, id := range selected {
			if reason, excluded := p.Excluded[id]; excluded {
				return nil, &ExcludedControlError{ID: id, Profile: p.Name, Reason: reason}
			}
		}
		if controls, err = p.Apply(controls); err != nil {
			return nil, err
		}
	}
	e := &Engine{
		controls: controls,
		native:   map[string]*control.Control{},
		schema:   schema.New(),
		profile:  options.Profile,
		scopes:   &scopes{controls: all},
		around:   options.Inventory,
		limits:   options.Limits.OrDefault(),
		workers:  cmp.Or(options.Workers, runtime.GOMAXPROCS(0)),
	}
	var rego []*control.Control
	for _, c := range controls {
		e.reads = append(e.reads, c.Reads...)
		if c.File == "" {
			e.native[c.ID] = c
		} else {
			rego = append(rego, c)
		}
	}
	e.dispatcher = newDispatcher(rego, options.NoDispatch)
	return e, nil
}

// Catalogue gives every control that there is, those of a policy directory and those that the harness
// brings, in the order of their IDs.
func Catalogue(policies fs.FS) ([]*control.Control, error) {
	controls, err := control.Load(policies)
	if err != nil {
		return nil, err
	}
	controls = append(controls, schema.Controls()...)
	slices.SortFunc(controls, func(a, b *control.Control) int { return cmp.Compare(a.ID, b.ID) })
	return controls, nil
}

// ExcludedControlError says that a control was asked for which the profile leaves out.
type ExcludedControlError struct {
	ID, Profile, Reason string
}

func (e *ExcludedControlError) Error() string {
	return fmt.Sprintf("profile %s leaves out control %s: %s", e.Profile, e.ID, e.Reason)
}

func choose(controls []*control.Control, ids []string) ([]*control.Control, error) {
	if len(ids) == 0 {
		return controls, nil
	}
	var chosen []*control.Control
	for _, c := range controls {
		if slices.Contains(ids, c.ID) {
			chosen = append(chosen, c)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(chosen, func(c *control.Control) bool { return c.ID == id }) {
			return nil, &control.UnknownError{ID: id, Nearest: control.Nearest(id, controls)}
		}
	}
	return chosen, nil
}

// Controls lists the selected controls in the order of their IDs.
func (e *Engine) Controls() []*control.Control { return e.controls }

// job is one step of a run on its way through the stages. What a path gave instead of a document is
// in result already.
type job struct {
	sequence int
	around   bool               // it is of the inventory, and not judged
	document *artefact.Document // nil when it is judged
	size     int64              // that the document takes of what is in memory
	result   Result
	err      error
}

const (
	// queued is how many documents may be on their way for each worker, so that one that takes long
	// keeps none of the workers waiting.
	queued = 64
	// maxInMemory bounds the text that is on its way, in bytes. A larger document goes alone.
	maxInMemory = 32 << 20
)

// Check judges what the sources hold and hands the results to emit, in the order of the sources. An
// error of emit, or of an engine that cannot work at all, ends the run; whatever can be said of a file
// or an artefact is part of the results instead. A run that ends early does not wait for the source
// that it is reading, which may be a terminal.
func (e *Engine) Check(ctx context.Context, sources iter.Seq[artefact.Found], emit func(*Result) error) (*Summary, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	var around, kept []artefact.Found
	look := sync.OnceValues(func() (*inventory.Inventory, error) { return e.inventory(ctx, around, kept) })
	find := sync.OnceValues(func() (*owners, error) { return e.readOwners(ctx, kept) })

	// As many documents are on their way at a time as there are tokens, so that the channels never
	// block.
	tokens := make(chan struct{}, queued*e.workers)
	jobs := make(chan *job, cap(tokens))
	done := make(chan *job, cap(tokens))
	memory := semaphore.NewWeighted(maxInMemory)

	go func() {
		defer close(jobs)
		if e.around != nil {
			around = keep(e.around, true)
		}
		kept = keep(sources, len(e.reads) > 0)
		for j := range e.read(slices.Values(around), slices.Values(kept)) {
			if j.document != nil {
				j.size = int64(min(len(j.document.Text), maxInMemory))
			}
			if memory.Acquire(ctx, j.size) != nil {
				return
			}
			select {
			case tokens <- struct{}{}:
				jobs <- j
			case <-ctx.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range e.workers {
		workers.Go(func() {
			parser := artefact.NewParser()
			for j := range jobs {
				if j.document != nil && ctx.Err() == nil {
					j.err = e.judge(ctx, parser, look, find, j)
				}
				j.document = nil
				memory.Release(j.size)
				done <- j
			}
		})
	}
	go func() {
		workers.Wait()
		close(done)
	}()

	counter, duplicates := newCounter(e.controls), e.newDuplicates()
	waiting := map[int]*job{}
	next := 0
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case j, more := <-done:
			if !more {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				return counter.summary(), nil
			}
			waiting[j.sequence] = j
		}
		for ; waiting[next] != nil; next++ {
			j := waiting[next]
			delete(waiting, next)
			<-tokens
			if j.err != nil {
				return nil, j.err
			}
			if err := duplicates.judge(ctx, e, &j.result); err != nil {
				return nil, err
			}
			counter.count(&j.result)
			if err := emit(&j.result); err != nil {
				return nil, err
			}
		}
	}
}

// keep notes the sources of a run in a form that can be read twice; what can be read only once, as standard
// input, only where a control looks anything up, since it stays in memory.
func keep(sources iter.Seq[artefact.Found], looksUp bool) []artefact.Found {
	var all []artefact.Found
	for found := range sources {
		if found.Source != nil && looksUp {
			found.Source = found.Source.Kept()
		}
		all = append(all, found)
	}
	return all
}

// inventory reads what the controls look up in the sources of a run, and of what is around it.
func (e *Engine) inventory(ctx context.Context, around, kept []artefact.Found) (*inventory.Inventory, error) {
	sources := func(yield func(*artefact.Source) bool) {
		for _, found := range slices.Concat(around, kept) {
			if found.Source != nil && !yield(found.Source) {
				return
			}
		}
	}
	isAround := map[*artefact.Source]bool{}
	for _, found := range around {
		isAround[found.Source] = true
	}
	return inventory.Build(ctx, sources, inventory.Options{Around: isAround, Reads: e.reads, Limits: e.limits, Workers: e.workers})
}

// read gives the jobs of a run in their order, those of the inventory around it first: what cannot be read
// there is said as well.
func (e *Engine) read(around, sources iter.Seq[artefact.Found]) iter.Seq[*job] {
	return func(yield func(*job) bool) {
		sequence := 0
		for i, sources := range []iter.Seq[artefact.Found]{around, sources} {
			send := func(j *job) bool {
				j.sequence = sequence
				sequence++
				if j.around = i == 0; j.around {
					j.result.file, j.result.document = false, false
				}
				return yield(j)
			}
			for found := range sources {
				ok := true
				switch {
				case found.Error != nil:
					ok = send(&job{result: Result{File: found.Error.File, Errors: []*artefact.Error{found.Error}}})
				case found.Notice != nil:
					ok = send(&job{result: Result{File: found.Notice.File, Notices: []artefact.Notice{*found.Notice}}})
				default:
					ok = e.readSource(found.Source, send)
				}
				if !ok {
					return
				}
			}
		}
	}
}

func (e *Engine) readSource(source *artefact.Source, send func(*job) bool) bool {
	first := true
	for document, err := range source.Within(e.limits) {
		j := &job{document: document, result: Result{File: source.Name, file: first, document: true}}
		if err != nil {
			j.result.document = false
			j.result.Errors = []*artefact.Error{err}
		}
		first = false
		if !send(j) {
			return false
		}
	}
	if first {
		notice := artefact.Notice{Position: artefact.Position{File: source.Name}, Message: "is empty: there is no document in it"}
		return send(&job{result: Result{File: source.Name, file: true, Notices: []artefact.Notice{notice}}})
	}
	return true
}

// judge takes one document through decoding, evaluation and location.
func (e *Engine) judge(ctx context.Context, parser *artefact.Parser, look lookup, find findOwners, j *job) error {
	parsed := parser.Parse(j.document)
	j.result.Notices = append(j.result.Notices, parsed.Notices...)
	j.result.Errors = append(j.result.Errors, parsed.Errors...)
	if j.around {
		j.result.around = len(parsed.Artefacts)
		for _, a := range parsed.Artefacts {
			if isNamespace(a.Identity) {
				j.result.declared = append(j.result.declared, a.Name)
			}
		}
		return nil
	}
	for _, a := range parsed.Artefacts {
		judged, err := e.evaluate(ctx, look, find, a)
		if errors.Is(err, errTooLong) {
			j.result.Errors = append(j.result.Errors, &artefact.Error{Position: a.Position(nil), Message: fmt.Sprintf("%s takes longer than %v to judge, and is not judged", a.Identity, e.limits.Time)})
			continue
		}
		if err != nil {
			return fmt.Errorf("judging %s: %w", a.Position(nil), err)
		}
		j.result.Artefacts = append(j.result.Artefacts, *judged)
	}
	return nil
}

func (e *Engine) evaluate(ctx context.Context, look lookup, find findOwners, a *artefact.Artefact) (*Artefact, error) {
	judged := &Artefact{
		Identity:      a.Identity,
		Position:      a.Position(nil),
		Document:      a.Document,
		Verdicts:      map[string]Verdict{},
		SchemaChecked: e.schema.Knows(a),
		requested:     a.Review != nil,
	}
	judged.UnknownKind = !judged.SchemaChecked && !slices.ContainsFunc(e.controls, func(c *control.Control) bool { return c.Names(a.Group(), a.Kind) })
	plan := e.dispatcher.plan(a.Group(), a.Kind)
	if len(plan.controls) > 0 {
		outcomes, err := e.outcomes(ctx, plan, look, a)
		if err != nil {
			return nil, err
		}
		for i, c := range plan.controls {
			judged.take(c, &outcomes[i], a)
		}
		if err := e.leaveToOwner(ctx, look, find, a, judged); err != nil {
			return nil, err
		}
	}
	if err := e.checkText(judged, a); err != nil {
		return nil, err
	}
	if err := e.waive(ctx, judged); err != nil {
		return nil, err
	}
	judged.sort()
	return judged, nil
}

// errTooLong says that an object takes longer to judge than it may.
var errTooLong = errors.New("takes too long")

// outcomes asks the controls of a plan about an artefact, as long as it may take.
func (e *Engine) outcomes(ctx context.Context, plan *plan, look lookup, a *artefact.Artefact) ([]outcome, error) {
	// What is made once for all is no cost of the object.
	if err := plan.prepare(ctx); err != nil {
		return nil, err
	}
	if plan.reads() {
		if _, err := look(); err != nil {
			return nil, err
		}
	}
	bounded, cancel := context.WithTimeout(ctx, e.limits.Time)
	defer cancel()
	if bounded.Err() != nil && ctx.Err() == nil {
		return nil, errTooLong // an evaluation that is short might end before it is told to
	}
	outcomes, err := plan.evaluate(bounded, look, a)
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return nil, errTooLong
	}
	return outcomes, err
}

// sort puts what was found into the order of its lines.
func (judged *Artefact) sort() {
	order := func(x, y Finding) int {
		return cmp.Or(
			cmp.Compare(x.Position.Line, y.Position.Line),
			cmp.Compare(x.Position.Column, y.Position.Column),
			-cmp.Compare(x.Control.Severity, y.Control.Severity),
			cmp.Compare(x.Control.ID, y.Control.ID),
			cmp.Compare(x.Message, y.Message),
		)
	}
	slices.SortFunc(judged.Findings, order)
	slices.SortFunc(judged.Unknowns, order)
	slices.SortFunc(judged.Waived, order)
}

// waive sets apart what the profile accepts in the artefact's namespace. An object whose kind is not known
// to live in namespaces is in none, whatever it says itself.
func (e *Engine) waive(ctx context.Context, judged *Artefact) error {
	if e.profile == nil || len(e.profile.Waived) == 0 {
		return nil
	}
	namespace := judged.Namespace
	if isNamespace(judged.Identity) {
		namespace = judged.Name
	} else if isNamespaced, err := e.scopes.isNamespaced(ctx, judged.Group(), judged.Kind); err != nil || !isNamespaced {
		return err
	}
	if namespace == "" {
		return nil
	}
	for _, c := range e.controls {
		if judged.Verdicts[c.ID] != Fail || e.profile.Waiver(c, namespace) == nil {
			continue
		}
		judged.Verdicts[c.ID] = Waived
		judged.Findings = slices.DeleteFunc(judged.Findings, func(f Finding) bool {
			if f.Control.ID == c.ID {
				judged.Waived = append(judged.Waived, f)
			}
			return f.Control.ID == c.ID
		})
	}
	return nil
}

// take turns what a control said into its verdict and findings.
func (judged *Artefact) take(c *control.Control, o *outcome, a *artefact.Artefact) {
	locate := func(statements []statement) []Finding {
		var findings []Finding
		for _, s := range statements {
			findings = append(findings, Finding{c, s.message, s.path, a.Position(s.path)})
		}
		return findings
	}
	judged.Findings = append(judged.Findings, locate(o.violations)...)
	judged.Unknowns = append(judged.Unknowns, locate(o.unknowns)...)
	verdict := Pass
	switch {
	case o.err != nil:
		verdict = Errored
		if judged.Errors == nil {
			judged.Errors = map[string]error{}
		}
		judged.Errors[c.ID] = o.err
	case len(o.violations) > 0:
		verdict = Fail
	case len(o.unknowns) > 0:
		verdict = Unknown
	case !o.applies:
		verdict = NotApplicable
	}
	judged.Verdicts[c.ID] = verdict
}

// checkText adds the findings of the controls that judge the artefact's text: its keys and fields.
func (e *Engine) checkText(judged *Artefact, a *artefact.Artefact) error {
	if len(e.native) == 0 || a.IsDeleted() {
		return nil
	}
	violations, err := e.schema.Check(a)
	if err != nil {
		return err
	}
	for _, p := range a.Problems {
		violations = append(violations, schema.Violation{Control: schema.DuplicateKey, Path: p.Path, Message: p.Message, Position: p.Position})
	}
	if !judged.requested && !a.Embedded && a.Name != "" && !a.GeneratesName() {
		judged.named = a.Position([]any{"metadata", "name"})
	}
	for id := range e.native {
		applies := judged.SchemaChecked
		switch id {
		case schema.DuplicateKey:
			applies = true
		case schema.DuplicateObject:
			applies = judged.named.Line > 0
		}
		judged.Verdicts[id] = NotApplicable
		if applies {
			judged.Verdicts[id] = Pass
		}
	}
	for _, v := range violations {
		c, selected := e.native[v.Control]
		if !selected {
			continue
		}
		found := Finding{c, v.Message, v.Path, cmp.Or(v.Position, a.Position(v.Path))}
		if v.Unknown {
			if judged.Verdicts[c.ID] != Fail {
				judged.Verdicts[c.ID] = Unknown
			}
			judged.Unknowns = append(judged.Unknowns, found)
			continue
		}
		judged.Verdicts[c.ID] = Fail
		judged.Findings = append(judged.Findings, found)
	}
	return nil
}

// counter adds up results.
type counter struct {
	controls  []*control.Control
	total     Summary
	exercised map[string]bool
	used      map[string]bool // namespaces
	declared  map[string]bool
}

func newCounter(controls []*control.Control) *counter {
	return &counter{
		controls: controls,
		total: Summary{
			Controls:         len(controls),
			Verdicts:         map[Verdict]int{},
			Findings:         map[control.Severity]int{},
			NotSchemaChecked: map[string]int{},
			UnknownKinds:     map[string]int{},
		},
		exercised: map[string]bool{},
		used:      map[string]bool{},
		declared:  map[string]bool{"default": true, "kube-system": true, "kube-public": true, "kube-node-lease": true},
	}
}

func (n *counter) count(r *Result) {
	if r.file {
		n.total.Files++
	}
	if r.document {
		n.total.Documents++
	}
	n.total.Inventory += r.around
	for _, name := range r.declared {
		n.declared[name] = true
	}
	n.total.Errors += len(r.Errors)
	n.total.Notices += len(r.Notices)
	for _, a := range r.Artefacts {
		n.total.Artefacts++
		if a.Namespace != "" && !a.requested {
			n.used[a.Namespace] = true
		}
		if isNamespace(a.Identity) {
			n.declared[a.Name] = true
		}
		for id, verdict := range a.Verdicts {
			n.total.Verdicts[verdict]++
			if verdict != NotApplicable {
				n.exercised[id] = true
			}
		}
		// A control that does not match the kind was not asked.
		n.total.Verdicts[NotApplicable] += len(n.controls) - len(a.Verdicts)
		for _, f := range a.Findings {
			n.total.Findings[f.Control.Severity]++
		}
		n.total.Waived += len(a.Waived)
		if a.Owned {
			n.total.Owned++
		}
		if !a.SchemaChecked {
			n.total.NotSchemaChecked[a.APIVersion+" "+a.Kind]++
		}
		if a.UnknownKind {
			n.total.UnknownKinds[a.APIVersion+" "+a.Kind]++
		}
	}
}

func (n *counter) summary() *Summary {
	for _, c := range n.controls {
		if !n.exercised[c.ID] {
			n.total.Unexercised = append(n.total.Unexercised, c.ID)
		}
	}
	if slices.ContainsFunc(n.controls, func(c *control.Control) bool { return c.Names("", "Namespace") }) {
		for _, name := range slices.Sorted(maps.Keys(n.used)) {
			if !n.declared[name] {
				n.total.Undeclared = append(n.total.Undeclared, name)
			}
		}
	}
	return &n.total
}

func isNamespace(i artefact.Identity) bool { return i.Kind == "Namespace" && i.Group() == "" }
