package dossier

import (
	"cmp"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/source"
)

// shownEvidence is how many artefacts a reason names; its count is that of all.
const shownEvidence = 10

// answered is what one control said in a run.
type answered struct {
	passed   []Evidence
	findings []Finding
	accepted []Finding
	unknowns []Finding
	errors   []Place
	// verdicts counts the artefacts that it judged, by verdict.
	verdicts map[string]int
}

// judged returns the artefacts of which the control had something to say.
func (a *answered) judged() []Evidence {
	all := slices.Clone(a.passed)
	for _, findings := range [][]Finding{a.findings, a.accepted, a.unknowns} {
		for _, f := range findings {
			all = append(all, f.Evidence)
		}
	}
	return all
}

// about returns what the control said of objects of some kinds; of all where there are none.
func (a *answered) about(kinds []string) *answered {
	if len(kinds) == 0 {
		return a
	}
	some := &answered{passed: slices.Clone(a.passed), findings: slices.Clone(a.findings), accepted: slices.Clone(a.accepted), unknowns: slices.Clone(a.unknowns), errors: a.errors}
	isOther := func(e Evidence) bool { return !slices.Contains(kinds, e.kind) }
	some.passed = slices.DeleteFunc(some.passed, isOther)
	for _, findings := range []*[]Finding{&some.findings, &some.accepted, &some.unknowns} {
		*findings = slices.DeleteFunc(*findings, func(f Finding) bool { return isOther(f.Evidence) })
	}
	return some
}

// collected is what a run of all controls showed.
type collected struct {
	controls map[string]*answered
	inputs   map[string]map[string]int // by the name of the source
	sources  []source.Source
	clusters []string
	others   int // artefacts of other clusters
	images   map[string]*Image
	records  []string              // files of attestations
	kinds    map[artefact.Ref]bool // each kind that was judged, without names
	// snapshots are of the clusters that were read, by what they were read from.
	snapshots map[string]*artefact.Snapshot
	counts    Counts
	errors    []Place
	notices   []Place
}

// collect judges the sources, which are of a cluster of these names; none leave open which one.
func collect(ctx context.Context, engine *harness.Engine, sources harness.Sources, clusters []string) (*collected, error) {
	c := &collected{clusters: clusters, controls: map[string]*answered{}, inputs: map[string]map[string]int{}, images: map[string]*Image{}, kinds: map[artefact.Ref]bool{}, snapshots: map[string]*artefact.Snapshot{}}
	summary, err := engine.Each(ctx, c.noting(sources), func(r *harness.Result) error {
		c.take(r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	c.counts.Files, c.counts.Artefacts = summary.Files, summary.Artefacts-c.others
	c.counts.Errors = len(c.errors)
	return c, nil
}

func (c *collected) of(id string) *answered {
	if c.controls[id] == nil {
		c.controls[id] = &answered{verdicts: map[string]int{}}
	}
	return c.controls[id]
}

// has reports whether anything was judged that a control is about, had it been asked.
func (c *collected) has(about *control.Control) bool {
	for ref := range c.kinds {
		if about.Matches(ref) {
			return true
		}
	}
	return false
}

func (c *collected) take(r *harness.Result) {
	for _, err := range r.Errors {
		c.errors = append(c.errors, Place{slash(err.File), err.Line, err.Message})
	}
	for _, n := range r.Notices {
		if !n.IsSettings {
			c.notices = append(c.notices, Place{slash(n.File), n.Line, n.Message})
		}
	}
	if r.IsAround {
		return
	}
	if r.Snapshot != nil {
		c.snapshots[r.File] = r.Snapshot
	}
	if file := cmp.Or(r.Source, r.File); file != "" && (len(r.Judgements) > 0 || len(r.Errors) > 0) {
		if c.inputs[file] == nil {
			c.inputs[file] = map[string]int{}
		}
		for _, j := range r.Judgements {
			c.inputs[file][j.Type]++
		}
	}
	for i := range r.Judgements {
		j := &r.Judgements[i]
		if other := otherCluster(j, c.clusters); other != nil {
			c.ofOther(j, other)
			continue
		}
		c.judgement(j)
	}
}

func (c *collected) judgement(j *judge.Judgement) {
	here := Evidence{File: slash(j.Position.File), Line: j.Position.Line, Artefact: j.Ref.String(), kind: j.Kind}
	c.kinds[artefact.Ref{Type: j.Type, APIVersion: j.APIVersion, Kind: j.Kind}] = true
	if j.Type == record.Attestation && !slices.Contains(c.records, j.Position.File) {
		c.records = append(c.records, j.Position.File)
	}
	for id, verdict := range j.Verdicts {
		if verdict == judge.NotApplicable {
			continue
		}
		said := c.of(id)
		said.verdicts[string(verdict)]++
		if verdict == judge.Pass {
			said.passed = append(said.passed, here)
		}
	}
	for id, err := range j.Errors {
		place := Place{here.File, here.Line, id + ": " + err.Error()}
		c.of(id).errors = append(c.of(id).errors, place)
		c.errors = append(c.errors, place)
	}
	for _, group := range []struct {
		findings []judge.Finding
		into     func(*answered) *[]Finding
		count    *int
	}{
		{j.Findings, func(a *answered) *[]Finding { return &a.findings }, &c.counts.Findings},
		{j.Waived, func(a *answered) *[]Finding { return &a.accepted }, &c.counts.Accepted},
		{j.Unknowns, func(a *answered) *[]Finding { return &a.unknowns }, &c.counts.Unknowns},
	} {
		for i := range group.findings {
			f := &group.findings[i]
			into := group.into(c.of(f.Control.ID))
			*into = append(*into, finding(f))
			*group.count++
		}
	}
	for _, e := range j.Evidence {
		c.image(&e, here)
	}
}

// readings returns how clusters were read.
func (c *collected) readings() []Reading {
	var all []Reading
	for _, file := range slices.Sorted(maps.Keys(c.snapshots)) {
		s := c.snapshots[file]
		reading := Reading{Source: slash(file), Context: s.Context, Server: s.Server, At: s.ReadAt, Namespace: s.Namespace, Unread: []Unread{}, NotServed: s.NotServed}
		for _, kind := range s.Read {
			reading.Objects += kind.Objects
		}
		for _, u := range s.Unread {
			reading.Unread = append(reading.Unread, Unread{u.Title(), oneLine(u.Reason), u.IsExpected})
		}
		all = append(all, reading)
	}
	return all
}

// unread says which of the kinds that a control judges or looks up were not read in a cluster.
func (c *collected) unread(of *control.Control) []Finding {
	var all []Finding
	for _, file := range slices.Sorted(maps.Keys(c.snapshots)) {
		for _, u := range c.snapshots[file].Unread {
			// What is not to be read is left to the controls that name it: of others it is one kind among all.
			if of.Needs(u.Group, u.Kind, !u.IsExpected) {
				all = append(all, Finding{Control: of.ID, Severity: of.Severity.String(), Message: "not read: " + oneLine(u.Reason), Evidence: Evidence{File: slash(file), Artefact: u.Title()}})
			}
		}
	}
	return all
}

// image notes what a control saw of an image.
func (c *collected) image(e *judge.Evidence, here Evidence) {
	reference, _ := e.Details["image"].(string)
	if reference == "" {
		return
	}
	if c.images[reference] == nil {
		c.images[reference] = &Image{Reference: reference}
	}
	image := c.images[reference]
	here.Line = e.Position.Line
	if !slices.Contains(image.RunBy, here) {
		image.RunBy = append(image.RunBy, here)
	}
	for _, file := range e.Files {
		if file = slash(file); !slices.Contains(image.Reports, file) {
			image.Reports = append(image.Reports, file)
		}
	}
}

func finding(f *judge.Finding) Finding {
	found := Finding{
		Control: f.Control.ID, Severity: f.Control.Severity.String(), Message: f.Message,
		Evidence:  Evidence{File: slash(f.Position.File), Line: f.Position.Line, Artefact: f.Artefact.String(), kind: f.Artefact.Kind},
		namespace: f.Artefact.Namespace,
	}
	if a := f.Acceptance; a != nil {
		found.Accepted = &Acceptance{By: string(a.By), Reason: a.Reason, Owner: a.Owner, Ticket: a.Ticket, Expires: a.Until}
	}
	return found
}

// slash writes a path in the same way on every system.
func slash(name string) string { return filepath.ToSlash(name) }

// listImages returns the images that workloads run or the scope lists, sorted.
func (c *collected) listImages(listed []string) []Image {
	for _, reference := range listed {
		if c.images[reference] == nil {
			c.images[reference] = &Image{Reference: reference}
		}
		c.images[reference].IsListed = true
	}
	var images []Image
	for _, name := range slices.Sorted(maps.Keys(c.images)) {
		image := *c.images[name]
		slices.SortFunc(image.RunBy, compareEvidence)
		image.RunBy = slices.CompactFunc(image.RunBy, func(a, b Evidence) bool { return a.File == b.File && a.Artefact == b.Artefact })
		slices.Sort(image.Reports)
		images = append(images, image)
	}
	return images
}

func compareEvidence(a, b Evidence) int {
	return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Artefact, b.Artefact))
}

// acceptedFindings returns the accepted findings of all controls, in the order of their places.
func (c *collected) acceptedFindings() []Finding {
	var all []Finding
	for _, a := range c.controls {
		all = append(all, a.accepted...)
	}
	slices.SortFunc(all, compareFindings)
	return all
}

func compareFindings(a, b Finding) int {
	return cmp.Or(compareEvidence(a.Evidence, b.Evidence), strings.Compare(a.Control, b.Control), strings.Compare(a.Message, b.Message))
}

// sort brings what was collected into an order that does not depend on how it was collected.
func (c *collected) sort() {
	for _, a := range c.controls {
		slices.SortFunc(a.passed, compareEvidence)
		for _, findings := range [][]Finding{a.findings, a.accepted, a.unknowns} {
			slices.SortFunc(findings, compareFindings)
		}
	}
	for _, places := range [][]Place{c.errors, c.notices} {
		slices.SortFunc(places, func(a, b Place) int {
			return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Message, b.Message))
		})
	}
	slices.Sort(c.records)
}
