package harness

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
)

// variants puts together the results of a chart that is rendered with each of several files of values: what is found with
// all of them is said once, and of the rest with which of them it is found. It holds the results of one chart.
type variants struct {
	held  []*Result
	names []string
}

// take takes a result, and returns those that are whole.
func (v *variants) take(result *Result) []*Result {
	if result.Variant == "" {
		return append(v.end(), result)
	}
	var whole []*Result
	if again := slices.Contains(v.names, result.Variant); result.IsFirst && again { // of another chart
		whole = v.end()
	}
	if !slices.Contains(v.names, result.Variant) {
		v.names = append(v.names, result.Variant)
	}
	v.held = append(v.held, result)
	return whole
}

// end returns what is held.
func (v *variants) end() []*Result {
	held, names := v.held, v.names
	v.held, v.names = nil, nil
	if len(held) == 0 {
		return nil
	}
	m := &merging{names: names, objects: map[place]*merged{}, seen: map[seen]int{}}
	for _, result := range held {
		m.add(result)
	}
	return m.results()
}

// place is an object of a template.
type place struct {
	file string
	artefact.Ref
	number int // of those that are the same
}

// merged is what is said of one object.
type merged struct {
	judgement judge.Judgement
	findings  [2][]found
}

// found is a finding with the variants that have it.
type found struct {
	judge.Finding
	variants []string
}

type merging struct {
	names   []string
	objects map[place]*merged
	seen    map[seen]int
	order   []kept
}

// seen is what was seen of a variant.
type seen struct {
	variant, file string
	artefact.Ref
}

// kept is a result with those of its objects that no result before it has.
type kept struct {
	result  *Result
	objects []*merged
}

// add takes the objects of a result out of it that were there with another variant.
func (m *merging) add(result *Result) {
	k := kept{result: result}
	for _, j := range result.Judgements {
		same := seen{result.Variant, result.File, j.Ref}
		m.seen[same]++
		at := place{result.File, j.Ref, m.seen[same]}
		known := m.objects[at]
		if known == nil {
			known = &merged{judgement: j}
			m.objects[at] = known
			k.objects = append(k.objects, known)
		} else {
			known.take(&j)
		}
		for i, findings := range [2][]judge.Finding{j.Findings, j.Unknowns} {
			for _, f := range findings {
				known.note(i, f, result.Variant)
			}
		}
	}
	if result.Variant != m.names[0] {
		result.IsFirst, result.IsDocument = false, result.IsDocument && len(k.objects) > 0
	}
	m.order = append(m.order, k)
}

// take adds the verdicts of another variant.
func (o *merged) take(j *judge.Judgement) {
	rank := []judge.Verdict{judge.NotApplicable, judge.Pass, judge.Waived, judge.Unknown, judge.Fail, judge.Errored}
	for id, verdict := range j.Verdicts {
		if slices.Index(rank, verdict) > slices.Index(rank, o.judgement.Verdicts[id]) {
			o.judgement.Verdicts[id] = verdict
		}
	}
	for id, err := range j.Errors {
		if o.judgement.Errors == nil {
			o.judgement.Errors = map[string]error{}
		}
		o.judgement.Errors[id] = err
	}
}

func (o *merged) note(kind int, f judge.Finding, variant string) {
	edited := func(p artefact.Position) artefact.Position { // the rendered line may be another one
		return artefact.Position{File: p.File, Line: p.Line, Column: p.Column}
	}
	for i := range o.findings[kind] {
		if known := &o.findings[kind][i]; known.Fingerprint == f.Fingerprint && known.Message == f.Message && edited(known.Position) == edited(f.Position) {
			known.variants = append(known.variants, variant)
			return
		}
	}
	o.findings[kind] = append(o.findings[kind], found{f, []string{variant}})
}

// results returns the results with what is said of each object once.
func (m *merging) results() []*Result {
	var results []*Result
	with := map[string][]string{} // variants, by what is said
	for _, k := range m.order {
		for _, n := range k.result.Notices {
			with[n.Position.String()+n.Message] = append(with[n.Position.String()+n.Message], k.result.Variant)
		}
		for _, e := range k.result.Errors {
			with[e.Error()] = append(with[e.Error()], k.result.Variant)
		}
	}
	said := map[string]bool{}
	say := func(text string, message *string) (isSaid bool) {
		isSaid, said[text] = said[text], true
		*message += m.label(with[text])
		return isSaid
	}
	for _, k := range m.order {
		r := *k.result
		r.Variant, r.Judgements = "", nil
		for _, o := range k.objects {
			r.Judgements = append(r.Judgements, m.judgement(o))
		}
		var notices []artefact.Notice
		for _, n := range r.Notices {
			if !say(n.Position.String()+n.Message, &n.Message) {
				notices = append(notices, n)
			}
		}
		var errs []*artefact.Error
		for _, e := range r.Errors {
			labelled := *e
			if !say(e.Error(), &labelled.Message) {
				errs = append(errs, &labelled)
			}
		}
		r.Notices, r.Errors = notices, errs
		if r.IsFirst || r.IsDocument || len(r.Judgements)+len(r.Notices)+len(r.Errors) > 0 {
			results = append(results, &r)
		}
	}
	// What a template renders to stands together.
	slices.SortStableFunc(results, func(a, b *Result) int { return cmp.Compare(a.File, b.File) })
	return results
}

// label says of which variants something is true, if it is not of all.
func (m *merging) label(variants []string) string {
	if len(variants) >= len(m.names) {
		return ""
	}
	return fmt.Sprintf(" (with %s)", strings.Join(variants, ", "))
}

// judgement returns what is said of an object with all variants.
func (m *merging) judgement(o *merged) judge.Judgement {
	j := o.judgement
	labelled := func(all []found) []judge.Finding {
		var findings []judge.Finding
		for _, f := range all {
			// Reports may leave out the advice at the end.
			advice := strings.LastIndex(f.Message, "; ")
			if advice < 0 {
				advice = len(f.Message)
			}
			f.Message = f.Message[:advice] + m.label(f.variants) + f.Message[advice:]
			findings = append(findings, f.Finding)
		}
		return findings
	}
	j.Findings, j.Unknowns = labelled(o.findings[0]), labelled(o.findings[1])
	j.Sort()
	return j
}
