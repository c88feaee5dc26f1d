package fix

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// patch is a strategic merge patch that a kustomization gets, of all that is changed in one object.
type patch struct {
	object           string
	apiVersion, kind string
	name             string // as the kustomization finds the object
	fields           map[string]any
}

var (
	errPatchless = errors.New("no patch of the kustomization can do this for sure; change it where it comes from")
	errFree      = errors.New("what it changes may hold secrets, which a patch would repeat")
)

// clone returns patches that can be changed on their own.
func clone(all []*patch) []*patch {
	out := make([]*patch, len(all))
	for i, one := range all {
		own := *one
		own.fields = plain(one.fields).(map[string]any)
		out[i] = &own
	}
	return out
}

// patched returns the text of a kustomization with patches for proposals, beside those that it has got already.
func (p *planner) patched(name string, proposals []*proposal, out *applied) error {
	original, err := p.textOf(nil, name)
	if err != nil {
		return err
	}
	patches := clone(p.patches[name])
	for _, one := range proposals {
		with := clone(patches)
		if with, err = p.withPatch(with, original, one); err != nil {
			out.failed[one] = err
			continue
		}
		patches = with
	}
	if len(patches) == 0 {
		return nil
	}
	text, err := appendPatches(name, original, patches)
	if err != nil {
		fail(out, proposals, err)
		return nil
	}
	out.texts[name], out.patches[name] = text, patches
	return nil
}

// withPatch adds to patches what a proposal does.
func (p *planner) withPatch(patches []*patch, kustomization []byte, one *proposal) ([]*patch, error) {
	a := one.rendered
	at := slices.IndexFunc(patches, func(other *patch) bool { return other.object == one.object })
	if at < 0 {
		at = len(patches)
		patches = append(patches, &patch{object: one.object, apiVersion: a.APIVersion, kind: a.Kind, name: nameBefore(kustomization, a.Name), fields: map[string]any{}})
	}
	w := &writing{planner: p}
	for i := range one.fix.Operations {
		c, err := w.change(one, a, &one.fix.Operations[i])
		if err != nil {
			return nil, err
		}
		if err := merge(patches[at].fields, a, c); err != nil {
			return nil, err
		}
	}
	return patches, nil
}

// nameBefore returns the name that an object has before a kustomization gives it its prefix and suffix.
func nameBefore(kustomization []byte, name string) string {
	var of struct {
		NamePrefix string `yaml:"namePrefix"`
		NameSuffix string `yaml:"nameSuffix"`
	}
	if yaml.Unmarshal(kustomization, &of) != nil {
		return name
	}
	return strings.TrimSuffix(strings.TrimPrefix(name, of.NamePrefix), of.NameSuffix)
}

// merge adds a change of an object to the fields of a patch. Items of lists are known by their names. Lists of texts are
// written whole.
func merge(fields map[string]any, a *artefact.Artefact, c *change) error {
	if len(c.path) == 0 || c.kind == control.Rename {
		return errPatchless
	}
	for _, step := range c.path {
		if name, isKey := step.(string); isKey && slices.Contains(free, name) && name != "value" {
			return errFree
		}
	}
	path, value := c.path, plain(c.value)
	last := path[len(path)-1]
	_, isItem := last.(int)
	switch {
	case c.kind == control.Remove && isItem:
		if item := a.Value.At(path...); item.Get("name").TextOrEmpty() == "" {
			list, err := withoutItem(decoded(a.Value.At(path[:len(path)-1]...)), last.(int))
			if err != nil {
				return err
			}
			path, value = path[:len(path)-1], list
			break
		}
		value = map[string]any{"$patch": "delete"}
	case c.kind == control.Remove:
		value = nil
	case c.kind == control.Add:
		list, _ := decoded(a.Value.At(path...)).([]any)
		if slices.ContainsFunc(list, isNoText) || isNoText(value) {
			return errPatchless
		}
		value = append(slices.Clone(list), value)
	}
	holder := fields
	for i, step := range path {
		key, isKey := step.(string)
		if !isKey {
			return errPatchless // it was taken with the list
		}
		isLast := i == len(path)-1
		if isLast {
			if old, isMapping := holder[key].(map[string]any); isMapping {
				if with, isMapping := value.(map[string]any); isMapping {
					maps.Copy(old, with)
					return nil
				}
			}
			holder[key] = value
			return nil
		}
		if _, isIndex := path[i+1].(int); !isIndex {
			holder = mapping(holder, key)
			continue
		}
		name := a.Value.At(path[:i+2]...).Get("name").TextOrEmpty()
		if name == "" {
			return errPatchless
		}
		item := named(holder, key, name)
		if i+2 == len(path) {
			with, isMapping := value.(map[string]any)
			if !isMapping {
				return errPatchless
			}
			maps.Copy(item, with)
			return nil
		}
		return merge(item, within(a, path[:i+2]), &change{kind: c.kind, path: c.path[i+2:], value: c.value})
	}
	return nil
}

// within returns a part of an artefact as one of its own.
func within(a *artefact.Artefact, path []any) *artefact.Artefact {
	part := *a
	part.Value = a.Value.At(path...)
	return &part
}

func isNoText(v any) bool {
	_, isText := v.(string)
	return !isText
}

func withoutItem(v any, n int) ([]any, error) {
	list, _ := v.([]any)
	if n >= len(list) || slices.ContainsFunc(list, isNoText) {
		return nil, errPatchless
	}
	return slices.Delete(slices.Clone(list), n, n+1), nil
}

// mapping returns the mapping at a key, which it makes if there is none.
func mapping(in map[string]any, key string) map[string]any {
	found, isMapping := in[key].(map[string]any)
	if !isMapping {
		found = map[string]any{}
		in[key] = found
	}
	return found
}

// named returns the item of a list that has a name, which it makes if there is none.
func named(in map[string]any, key, name string) map[string]any {
	list, _ := in[key].([]any)
	for _, item := range list {
		if fields, isMapping := item.(map[string]any); isMapping && fields["name"] == name {
			return fields
		}
	}
	item := map[string]any{"name": name}
	in[key] = append(list, item)
	return item
}

// text returns the patch as an object that kustomize merges.
func (one *patch) text() (string, error) {
	object := map[string]any{"apiVersion": one.apiVersion, "kind": one.kind, "metadata": map[string]any{"name": one.name}}
	for name, v := range one.fields {
		if metadata, isMapping := v.(map[string]any); isMapping && name == "metadata" {
			maps.Copy(object["metadata"].(map[string]any), metadata)
			continue
		}
		object[name] = v
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(object), encoder.Close()); err != nil {
		return "", fmt.Errorf("writing a patch: %w", err)
	}
	return out.String(), nil
}

// ownLines returns the lines that patches are written in, without their indent.
func ownLines(patches []*patch) map[string]bool {
	own := map[string]bool{}
	for _, one := range patches {
		body, err := one.text()
		if err != nil {
			continue
		}
		for line := range strings.Lines(fmt.Sprintf("patches:\npatch: |\ntarget:\nkind: %s\nname: %s\n%s", one.kind, one.name, body)) {
			own[withoutIndent(line)] = true
		}
	}
	return own
}

func withoutIndent(line string) string {
	return strings.TrimLeft(strings.TrimRight(line, "\r\n"), " -")
}

// appendPatches returns the text of a kustomization with more patches, and nothing else changed.
func appendPatches(name string, text []byte, patches []*patch) ([]byte, error) {
	var want map[string]any
	if err := yaml.Unmarshal(text, &want); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	list, isList := want["patches"].([]any)
	if want == nil || want["patches"] != nil && !isList {
		return nil, errPatchless
	}
	for _, one := range patches {
		body, err := one.text()
		if err != nil {
			return nil, err
		}
		item := map[string]any{"target": map[string]any{"kind": one.kind, "name": one.name}, "patch": body}
		list = append(list, item)
		editor, err := editorOf(name, text)
		if err != nil {
			return nil, err
		}
		edit, err := editor.Add([]any{"patches"}, item)
		if err != nil {
			return nil, err
		}
		text = slices.Concat(text[:edit.Begin], []byte(edit.Text), text[edit.End:])
	}
	var got map[string]any
	want["patches"] = list
	if err := yaml.Unmarshal(text, &got); err != nil || !equal(got, want) {
		return nil, errMore
	}
	return text, nil
}

// editorOf returns the editor of a file with one document.
func editorOf(name string, text []byte) (*kubernetes.Editor, error) {
	var editor *kubernetes.Editor
	for d, failure := range source.Bytes(name, text).Documents(source.DefaultLimits()) {
		if failure != nil || editor != nil || !bytes.Equal(d.Text, text) {
			return nil, errMore
		}
		var err error
		if editor, err = kubernetes.DocumentEditor(d); err != nil {
			return nil, err
		}
	}
	if editor == nil {
		return nil, errMore
	}
	return editor, nil
}
