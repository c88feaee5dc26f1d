package fix

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
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
		return at, nil, errors.New(p.hint(r, f))
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

// hint says where the text of a chart is to be changed, and which value is to be set to what, where this is known.
func (p *planner) hint(r *run, f *located) string {
	switch {
	case f.Position.Line == 0:
		return "it comes from a chart; change the template " + f.Position.File
	case f.Position.File == f.Position.RenderedFrom:
		return fmt.Sprintf("it comes from a chart; change the template at %s, or set the value that it takes it from", f.Position)
	}
	if do := p.valueOf(r, f); do != "" {
		return "it comes from a chart; " + do
	}
	return fmt.Sprintf("it comes from a chart; change the value at %s", f.Position)
}

// valueOf says what is to be done with a value of a chart, if the artefact has it as it is, and one operation mends the
// finding there.
func (p *planner) valueOf(r *run, f *located) string {
	a := p.rendered(r, f)
	text, err := p.textOf(r.texts, f.Position.File)
	if a == nil || err != nil {
		return ""
	}
	path := normal(f.Path)
	known := len(path) // as far as the artefact leads
	for known > 0 && !a.Value.At(path[:known]...).Exists() {
		known--
	}
	value, isSame := namedValue(text, f.Position, decoded(a.Value.At(path[:known]...)))
	if !isSame || slices.ContainsFunc(path, func(step any) bool { key, _ := step.(string); return slices.Contains(free, key) }) {
		return ""
	}
	for i := range f.Control.Fixes {
		one := &proposal{path: path, control: f.Control, fix: &f.Control.Fixes[i]}
		if fits, err := fits(one.fix, a, path); err != nil || !fits || len(one.fix.Operations) != 1 {
			continue
		}
		c, err := (&writing{planner: p}).change(one, a, &one.fix.Operations[0])
		if err != nil || len(c.path) < known || !slices.Equal(c.path[:known], path[:known]) {
			return ""
		}
		name := artefact.PathText(append(slices.Clip(value), c.path[known:]...))
		switch c.kind {
		case control.Remove:
			return "remove the value " + name
		case control.Add:
			list, _ := decoded(a.Value.At(c.path...)).([]any)
			c.value = append(list, c.value)
		case control.Rename:
			return ""
		}
		text, err := json.Marshal(c.value)
		if err != nil {
			return ""
		}
		return fmt.Sprintf("set the value %s to %s", name, text)
	}
	return ""
}

// namedValue returns the path of the value that stands at a position of a file of values, if it is what is wanted.
func namedValue(text []byte, at artefact.Position, want any) (path []any, isSame bool) {
	var document yaml.Node
	if yaml.Unmarshal(text, &document) != nil || len(document.Content) != 1 {
		return nil, false
	}
	var find func(node *yaml.Node, path []any) bool
	find = func(node *yaml.Node, way []any) bool {
		for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			here := append(slices.Clip(way), any(key.Value))
			isBlock := (value.Kind == yaml.MappingNode || value.Kind == yaml.SequenceNode) && value.Style&yaml.FlowStyle == 0
			if value.Line == at.Line && value.Column == at.Column || isBlock && key.Line == at.Line && key.Column == at.Column {
				var got any
				path, isSame = here, value.Decode(&got) == nil && equal(asJSON(got), want)
				return true
			}
			if find(value, here) {
				return true
			}
		}
		return false
	}
	find(document.Content[0], nil)
	return path, isSame
}

// asJSON returns a value as it is read from JSON; nil if it cannot be written so.
func asJSON(v any) (out any) {
	text, err := json.Marshal(v)
	if err != nil || json.Unmarshal(text, &out) != nil {
		return nil
	}
	return out
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
	key := fmt.Sprintf("%s\x00%s\x00%d", f.result.Source, f.result.File, judged.Document)
	artefacts, isRead := r.rendered[key]
	if !isRead {
		p.readRendered(r, f.result.Source)
		artefacts = r.rendered[key]
		r.rendered[key] = artefacts
	}
	if f.index < len(artefacts) && artefacts[f.index].Ref == judged.Ref {
		return artefacts[f.index]
	}
	return nil
}

// readRendered notes the artefacts of a source by its name, file and document.
func (p *planner) readRendered(r *run, name string) {
	for _, found := range r.found {
		if found.Source == nil || found.Source.Name() != name {
			continue
		}
		for d, err := range found.Source.Documents(p.limits) {
			if err == nil {
				r.rendered[fmt.Sprintf("%s\x00%s\x00%d", name, d.File, d.Index)] = p.format.Parse(d).Artefacts
			}
		}
	}
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
