package fix

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	harnessvalue "github.com/guiderail/guiderail/harness/value"
)

// document is a document of a file, with the artefacts in it.
type document struct {
	*source.Document
	offset    int // in the file
	artefacts []*artefact.Artefact
}

var (
	errEncoding = errors.New("the file is not written in UTF-8")
	errMore     = errors.New("the text cannot be changed without changing more than is meant")
)

// read reads the documents of a text.
func (p *planner) read(name string, text []byte) ([]*document, error) {
	var documents []*document
	line, at := 1, 0
	for d, err := range source.Bytes(name, text).Documents(p.limits) {
		if err != nil {
			continue // it is said when it is checked
		}
		for ; line < d.Line && at < len(text); line++ {
			size, _ := source.LineSize(text[at:])
			at += size
		}
		offset := at
		if rest, found := bytes.CutPrefix(text[offset:], []byte("\ufeff")); found && bytes.HasPrefix(rest, d.Text) {
			offset += len("\ufeff")
		}
		if !bytes.HasPrefix(text[offset:], d.Text) {
			return nil, errEncoding
		}
		documents = append(documents, &document{Document: d, offset: offset, artefacts: p.format.Parse(d).Artefacts})
	}
	return documents, nil
}

// target is an artefact in a file.
type target struct {
	file     string
	document int // counts from 1
	ordinal  int // among the artefacts of the document
	// object is what the file patches, if it is a kustomization that gets a patch.
	object string
}

// applied are texts with proposals applied to them.
type applied struct {
	texts   map[string][]byte
	patches map[string][]*patch // by kustomization
	failed  map[*proposal]error
}

// apply applies proposals to texts. What cannot be applied is left out.
func (p *planner) apply(texts map[string][]byte, proposals []*proposal) (*applied, error) {
	out := &applied{texts: map[string][]byte{}, patches: maps.Clone(p.patches), failed: map[*proposal]error{}}
	byFile := map[string][]*proposal{}
	for _, one := range proposals {
		byFile[one.file] = append(byFile[one.file], one)
	}
	for name, text := range texts {
		out.texts[name] = text
	}
	for name, some := range byFile {
		patching := slices.DeleteFunc(slices.Clone(some), func(one *proposal) bool { return one.object == "" })
		if len(patching) > 0 {
			if err := p.patched(name, patching, out); err != nil {
				return nil, err
			}
			continue
		}
		text, err := p.textOf(texts, name)
		if err != nil {
			return nil, err
		}
		documents, err := p.read(name, text)
		if err != nil {
			fail(out, some, err)
			continue
		}
		changed := text
		for _, d := range slices.Backward(documents) { // so that the offsets stay
			var here []*proposal
			for _, one := range some {
				if one.document == d.Index {
					here = append(here, one)
				}
			}
			if len(here) == 0 {
				continue
			}
			anew, err := p.applyTo(d, here, out)
			if err != nil {
				return nil, err
			}
			changed = slices.Concat(changed[:d.offset], anew, changed[d.offset+len(d.Text):])
		}
		if !bytes.Equal(changed, text) {
			out.texts[name] = changed
		}
	}
	return out, nil
}

func fail(out *applied, proposals []*proposal, err error) {
	for _, one := range proposals {
		out.failed[one] = err
	}
}

// applyTo applies proposals to one document. If one of several operations of a proposal fails, it begins anew without it.
func (p *planner) applyTo(d *document, proposals []*proposal, out *applied) ([]byte, error) {
	for {
		left := slices.DeleteFunc(slices.Clone(proposals), func(one *proposal) bool { return out.failed[one] != nil })
		slices.SortStableFunc(left, inOrder)
		w := &writing{planner: p, document: d, pending: left, done: map[*proposal]int{}, failed: out.failed}
		anew, begun, err := w.run()
		if err != nil || !begun {
			return anew, err
		}
	}
}

// inOrder compares proposals by when they are done: what takes an item out of a list comes after all whose paths may lead
// through the list, and the last item first. What follows from others comes after them.
func inOrder(a, b *proposal) int {
	if a.isFollowing != b.isFollowing || a.takesItem() != b.takesItem() {
		return cmp.Compare(a.phase(), b.phase())
	}
	if !a.takesItem() {
		return 0
	}
	return -slices.CompareFunc(a.path, b.path, func(x, y any) int {
		n, isIndex := x.(int)
		m, isOther := y.(int)
		if isIndex && isOther {
			return cmp.Compare(n, m)
		}
		return cmp.Compare(fmt.Sprint(x), fmt.Sprint(y))
	})
}

// takesItem reports whether a proposal takes an item out of a list.
func (one *proposal) takesItem() bool {
	return slices.ContainsFunc(one.fix.Operations, func(o control.Operation) bool {
		path, err := relative(one.path, o.Path)
		if o.Kind != control.Remove || err != nil || len(path) == 0 {
			return false
		}
		_, isIndex := path[len(path)-1].(int)
		return isIndex
	})
}

// phase says when a proposal is done.
func (one *proposal) phase() (n int) {
	if one.isFollowing {
		n = 2
	}
	if one.takesItem() {
		n++
	}
	return n
}

// writing is a document that is being changed.
type writing struct {
	*planner
	document *document
	pending  []*proposal
	done     map[*proposal]int // operations of each
	failed   map[*proposal]error
	// oneByOne has each round change one thing only.
	oneByOne bool
}

// edit is what a proposal changes in a round.
type edit struct {
	kubernetes.Edit
	of *proposal
}

// run changes the document in rounds, each of which changes places that do not touch each other. It returns true if it
// failed half-way, and has to begin anew.
func (w *writing) run() (text []byte, again bool, err error) {
	d := w.document
	for len(w.pending) > 0 {
		want := make([]any, len(d.artefacts))
		for i, a := range d.artefacts {
			want[i] = decoded(a.Value)
		}
		editors := map[int]*kubernetes.Editor{}
		var edits []edit
		var waiting []*proposal
		for _, one := range w.pending {
			if one.phase() > w.pending[0].phase() || one.takesItem() && one != w.pending[0] {
				waiting = append(waiting, one)
				continue
			}
			if w.oneByOne && len(edits) > 0 {
				waiting = append(waiting, one)
				continue
			}
			e, isDone, err := w.next(d, one, editors, want)
			switch {
			case err != nil:
				w.failed[one] = err
				if w.done[one] > 0 {
					return nil, true, nil
				}
				continue
			case isDone:
				if w.done[one]++; w.done[one] < len(one.fix.Operations) {
					waiting = append(waiting, one)
				}
				continue
			case slices.ContainsFunc(edits, func(other edit) bool { return touches(e.Edit, other.Edit) }):
				waiting = append(waiting, one)
				continue
			}
			changed, err := apply(want[one.ordinal], e.change.path, e.change)
			if err != nil {
				w.failed[one] = err
				if w.done[one] > 0 {
					return nil, true, nil
				}
				continue
			}
			want[one.ordinal] = changed
			edits = append(edits, edit{e.Edit, one})
			waiting = append(waiting, one)
		}
		if len(edits) == 0 {
			w.pending = waiting
			continue
		}
		anew := w.parse(d, edits)
		if !isAsWanted(anew, want) {
			if len(edits) == 1 {
				w.failed[edits[0].of] = errMore
				if w.done[edits[0].of] > 0 {
					return nil, true, nil
				}
				w.pending = slices.DeleteFunc(waiting, func(one *proposal) bool { return one == edits[0].of })
				continue
			}
			w.oneByOne = true
			continue
		}
		for _, e := range edits {
			w.done[e.of]++
		}
		w.pending = slices.DeleteFunc(waiting, func(one *proposal) bool { return w.done[one] == len(one.fix.Operations) })
		d = anew
	}
	return d.Text, false, nil
}

func touches(a, b kubernetes.Edit) bool { return a.Begin <= b.End && b.Begin <= a.End }

// parse returns the document with edits.
func (w *writing) parse(d *document, edits []edit) *document {
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(b.Begin, a.Begin) })
	text := d.Text
	for _, e := range edits {
		text = slices.Concat(text[:e.Begin], []byte(e.Text), text[e.End:])
	}
	anew := *d.Document
	anew.Text = text
	return &document{Document: &anew, offset: d.offset, artefacts: w.format.Parse(&anew).Artefacts}
}

// isAsWanted reports whether the artefacts of a document have the values that they should have.
func isAsWanted(d *document, want []any) bool {
	if len(d.artefacts) != len(want) {
		return false
	}
	for i, a := range d.artefacts {
		if !equal(decoded(a.Value), want[i]) {
			return false
		}
	}
	return true
}

// step is the next operation of a proposal.
type step struct {
	kubernetes.Edit
	change *change
}

// next returns the next operation of a proposal; true if there is nothing to do for it.
func (w *writing) next(d *document, one *proposal, editors map[int]*kubernetes.Editor, want []any) (s step, isDone bool, err error) {
	if one.ordinal >= len(d.artefacts) {
		return s, false, errors.New("the artefact is not found again")
	}
	a := d.artefacts[one.ordinal]
	operation := &one.fix.Operations[w.done[one]]
	c, err := w.change(one, a, operation)
	if err != nil {
		return s, false, err
	}
	current := a.Value.At(c.path...)
	switch c.kind {
	case control.Set, control.Replace:
		isDone = current.Exists() && equal(decoded(current), plain(c.value))
	case control.Remove:
		isDone = !current.Exists()
	case control.Add:
		isDone = slices.ContainsFunc(current.Items(), func(v harnessvalue.Value) bool { return equal(decoded(v), plain(c.value)) })
	}
	if isDone {
		return s, true, nil
	}
	editor := editors[one.ordinal]
	if editor == nil {
		if editor, err = kubernetes.NewEditor(a); err != nil {
			return s, false, err
		}
		editors[one.ordinal] = editor
	}
	s.change = c
	switch c.kind {
	case control.Set, control.Replace:
		s.Edit, err = editor.Set(c.path, c.value)
	case control.Remove:
		s.Edit, err = editor.Remove(c.path)
	case control.Add:
		s.Edit, err = editor.Add(c.path, c.value)
	case control.Rename:
		name, _ := c.value.(string)
		s.Edit, err = editor.Rename(c.path, name)
	}
	return s, false, err
}

// change returns what an operation does to an artefact.
func (w *writing) change(one *proposal, a *artefact.Artefact, o *control.Operation) (*change, error) {
	path, err := relative(one.path, o.Path)
	if err != nil {
		return nil, err
	}
	c := &change{kind: o.Kind, path: path}
	switch o.Kind {
	case control.Remove:
		return c, nil
	case control.Rename:
		if c.value = o.Value; o.Value == control.NearestField {
			if c.value, err = nearestField(a, path); err != nil {
				return nil, err
			}
		}
		return c, nil
	case control.Replace:
		text, isText := a.Value.At(path...).Text()
		if !isText {
			return nil, errUnset
		}
		patterns, err := o.Replacements()
		if err != nil {
			return nil, err
		}
		for _, r := range patterns {
			if r.Pattern.MatchString(text) {
				c.value = r.Pattern.ReplaceAllString(text, r.With)
				return c, nil
			}
		}
		return nil, errUnset
	}
	v := &values{from: one.path, artefact: a.Value, parameters: func() (map[string]any, error) { return w.parameters(one.control) }, secrets: w.secretsIn(a.Namespace)}
	if c.value, err = v.resolve(o.Value); err != nil {
		return nil, fmt.Errorf("%s: %w", artefact.PathText(path), err)
	}
	return c, nil
}
