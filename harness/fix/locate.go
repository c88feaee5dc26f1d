package fix

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

var (
	errFormat   = errors.New("only Kubernetes manifests are changed")
	errEmbedded = errors.New("it stands in another object, as a text or a part")
	errPatch    = errors.New("it does not stand in a resource of the kustomization; change it there, or in a patch")
)

// locate returns the artefact in a file that a finding is about, and the path there.
func (p *planner) locate(r *run, f *located) (at target, path []any, err error) {
	if f.Artefact.Type != artefact.Kubernetes {
		return at, nil, errFormat
	}
	path = normal(f.Path)
	judged := &f.result.Judgements[f.index]
	from := judged.Position.RenderedFrom
	if from == "" {
		at = target{file: f.result.File, document: judged.Document, ordinal: f.index}
		a, err := p.artefact(r, at)
		if err == nil && a.Ref != judged.Ref {
			err = errEmbedded
		}
		return at, path, err
	}
	if !source.IsKustomization(from) {
		return at, nil, errors.New(hint(f))
	}
	at, there, err := p.resource(r, f, path)
	if err == nil {
		return at, there, nil
	}
	a := p.rendered(r, f)
	if a == nil {
		return at, nil, err
	}
	at = target{file: from, object: judged.Ref.String() + " " + judged.APIVersion}
	r.objects[at.object] = a
	return at, path, nil
}

// hint says where the text of a chart is to be changed.
func hint(f *located) string {
	switch {
	case f.Position.Line == 0:
		return "it comes from a chart; change the template " + f.Position.File
	case f.Position.File == f.Position.RenderedFrom:
		return fmt.Sprintf("it comes from a chart; change the template at %s, or set the value that it takes it from", f.Position)
	}
	return fmt.Sprintf("it comes from a chart; change the value at %s", f.Position)
}

func (p *planner) artefact(r *run, at target) (*artefact.Artefact, error) {
	if at.object != "" {
		return r.objects[at.object], nil
	}
	documents, err := p.documents(r, at.file)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		if d.Index == at.document && at.ordinal < len(d.artefacts) {
			if d.artefacts[at.ordinal].Embedded {
				return nil, errEmbedded
			}
			return d.artefacts[at.ordinal], nil
		}
	}
	return nil, errEmbedded
}

// documents returns the documents of a file of a run.
func (p *planner) documents(r *run, name string) ([]*document, error) {
	if known, isRead := r.documents[name]; isRead {
		return known, nil
	}
	text, err := p.textOf(r.texts, name)
	if err != nil {
		return nil, err
	}
	documents, err := p.read(name, text)
	if err != nil {
		return nil, err
	}
	r.documents[name] = documents
	return documents, nil
}

// resource returns the resource of a kustomization that an artefact was rendered from, and the path there.
func (p *planner) resource(r *run, f *located, path []any) (at target, there []any, err error) {
	judged := &f.result.Judgements[f.index]
	if judged.Position.Line == 0 || source.IsKustomization(judged.Position.File) {
		return at, nil, errPatch
	}
	if f.Position.File != judged.Position.File {
		return at, nil, fmt.Errorf("it does not stand in the resource; change it at %s", f.Position)
	}
	documents, err := p.documents(r, judged.Position.File)
	if err != nil {
		return at, nil, err
	}
	var resource *artefact.Artefact
	for _, d := range documents {
		for i, a := range d.artefacts {
			if a.Position(nil).Line == judged.Position.Line && a.Kind == judged.Kind && !a.Embedded {
				at, resource = target{file: judged.Position.File, document: d.Index, ordinal: i}, a
			}
		}
	}
	rendered := p.rendered(r, f)
	if resource == nil || rendered == nil {
		return at, nil, errPatch
	}
	there, err = inResource(path, rendered.Value, resource.Value)
	return at, there, err
}

// rendered returns the artefact of a finding as it was rendered.
func (p *planner) rendered(r *run, f *located) *artefact.Artefact {
	judged := &f.result.Judgements[f.index]
	for _, found := range r.found {
		if found.Source == nil || found.Source.Name() != f.result.Source {
			continue
		}
		for d, err := range found.Source.Documents(p.limits) {
			if err != nil || d.File != f.result.File || d.Index != judged.Document {
				continue
			}
			if artefacts := p.format.Parse(d).Artefacts; f.index < len(artefacts) && artefacts[f.index].Ref == judged.Ref {
				return artefacts[f.index]
			}
		}
	}
	return nil
}

// inResource returns the path in a resource that leads to what a path leads to in what it was rendered to. Items of lists
// are known by their names.
func inResource(path []any, rendered, resource value.Value) ([]any, error) {
	var there []any
	for _, step := range path {
		rendered = rendered.At(step)
		n, isIndex := step.(int)
		if isIndex && rendered.Exists() {
			found := -1
			for i, item := range resource.Items() {
				name := rendered.Get("name").TextOrEmpty()
				if name != "" && item.Get("name").TextOrEmpty() == name || name == "" && (equal(decoded(item), decoded(rendered)) || i == n && found < 0) {
					found = i
				}
			}
			if found < 0 {
				return nil, errPatch
			}
			step = found
		}
		there = append(there, step)
		if resource = resource.At(step); !resource.Exists() && rendered.Exists() {
			return nil, errPatch
		}
	}
	return there, nil
}

// normal returns a path with its indexes as numbers.
func normal(path []any) []any {
	out := make([]any, len(path))
	for i, step := range path {
		out[i] = step
		if number, isNumber := step.(json.Number); isNumber {
			if n, err := number.Int64(); err == nil {
				out[i] = int(n)
			}
		}
	}
	return out
}
