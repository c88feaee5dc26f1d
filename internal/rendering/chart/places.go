package chart

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	helm "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/oserror"
	"github.com/guiderail/guiderail/internal/rendering"
)

// places returns where a person edits what is rendered from a template.
func (t *tracer) places(name, file, text string) (all render.Places) {
	marked, parts := segments(t.output[name])
	if marked != text || len(parts) == 0 {
		all.Add(render.Place{Line: 1, Column: 1, At: artefact.Position{File: file}})
		return all
	}
	p := &placing{tracer: t, parts: parts, at: map[[2]int]artefact.Position{}}
	for i := range parts { // whatever is no YAML has at least the places of its lines
		p.at[[2]int{parts[i].line, parts[i].column}] = p.literal(i, parts[i].line, parts[i].column)
	}
	decoder := yaml.NewDecoder(strings.NewReader(editorLines.Replace(text)))
	for {
		var root yaml.Node
		if decoder.Decode(&root) != nil { // the end, or what is no YAML, which is said where it is judged
			break
		}
		for _, node := range root.Content {
			p.node(node, -1, nil)
		}
	}
	keys := make([][2]int, 0, len(p.at))
	for at := range p.at {
		keys = append(keys, at)
	}
	slices.SortFunc(keys, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	for _, at := range keys {
		all.Add(render.Place{Line: at[0], Column: at[1], At: p.at[at]})
	}
	return all
}

// editorLines takes out the line breaks that YAML 1.1 knows and no editor, so that lines are counted as people do.
var editorLines = strings.NewReplacer("\u0085", " ", "\u2028", " ", "\u2029", " ")

// placing finds the places of the values of a rendered text.
type placing struct {
	*tracer
	parts []segment
	at    map[[2]int]artefact.Position
}

// part returns the number of the part in which a place of the rendered text is; -1 if it is before the first.
func (p *placing) part(line, column int) int {
	return sort.Search(len(p.parts), func(i int) bool {
		return cmp.Or(cmp.Compare(p.parts[i].line, line), cmp.Compare(p.parts[i].column, column)) > 0
	}) - 1
}

// literal returns the place in the template of a place of the rendered text.
func (p *placing) literal(part, line, column int) artefact.Position {
	s := p.parts[part]
	if s.mark%2 == 1 {
		a := p.actions[p.written[s.mark/2].action]
		return artefact.Position{File: a.file, Line: a.line, Column: a.column}
	}
	l := p.literals[s.mark/2]
	if line == s.line {
		return artefact.Position{File: l.file, Line: l.line, Column: l.column + column - s.column}
	}
	return artefact.Position{File: l.file, Line: l.line + line - s.line}
}

// node notes the places of a value and of what is in it. within is the part in which the value around it begins, and
// path leads to it from the outermost value of that part.
func (p *placing) node(n *yaml.Node, within int, path []any) {
	part := p.part(n.Line, n.Column)
	if part != within {
		path = nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			inner := append(slices.Clip(path), key.Value)
			if at := p.part(key.Line, key.Column); at != part {
				inner = []any{key.Value}
				p.set(key, at, inner, value, true)
				p.child(value, at, inner)
				continue
			}
			p.set(key, part, inner, value, true)
			p.child(value, part, inner)
		}
		if n.Style&yaml.FlowStyle != 0 {
			p.set(n, part, path, n, false)
		}
	case yaml.SequenceNode:
		first := map[int]int{} // item of each part
		for i, item := range n.Content {
			at := p.part(item.Line, item.Column)
			if at == part {
				p.node(item, part, append(slices.Clip(path), i))
				continue
			}
			if p.part(item.Line, item.Column-1) != at { // the dash does not belong to it, so it is no list
				p.node(item, at, nil)
				continue
			}
			p.node(item, at, []any{first[at]})
			first[at]++
		}
		if n.Style&yaml.FlowStyle != 0 {
			p.set(n, part, path, n, false)
		}
	default:
		p.set(n, part, path, n, false)
	}
}

// child notes the places of the value of a key.
func (p *placing) child(value *yaml.Node, within int, path []any) {
	if p.part(value.Line, value.Column) != within {
		path = nil
	}
	p.node(value, p.part(value.Line, value.Column), path)
}

// set notes the place of a node, or of the key of a value.
func (p *placing) set(node *yaml.Node, part int, path []any, value *yaml.Node, isKey bool) {
	if part < 0 {
		return
	}
	at := p.literal(part, node.Line, node.Column)
	if isQuoted := node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0; isQuoted && !isKey {
		if inner := p.part(node.Line, node.Column+1); inner != part { // an action in quotes
			part, path = inner, nil
		}
	}
	if s := p.parts[part]; s.mark%2 == 1 {
		w := p.written[s.mark/2]
		for _, v := range w.values {
			if fed, ok := p.fed(v, path, value, isKey); ok {
				at = fed
				break
			}
		}
	}
	p.at[[2]int{node.Line, node.Column}] = at
}

// fed returns the place of the value that an action writes, if it is the one at the path.
func (p *placing) fed(v valuePath, path []any, written *yaml.Node, isKey bool) (artefact.Position, bool) {
	wanted, err := canonical(written)
	if err != nil {
		return artefact.Position{}, false
	}
	if v.chart != "" {
		return p.renderer.values.find(pathIn{v.chart, 1, slices.Concat(v.path, path)}, wanted, isKey)
	}
	if !v.isElement {
		return p.renderer.values.place(slices.Concat(v.path, path), wanted, isKey)
	}
	// Which of the elements is written is not known, but often only one has the value.
	steps := p.renderer.values.elements(v.path, path)[wanted]
	if len(steps) != 1 {
		return artefact.Position{}, false
	}
	return p.renderer.values.place(slices.Concat(v.path, steps, path), wanted, isKey)
}

// canonical writes a value so that equal ones are equal, whether a scalar is quoted or not.
func canonical(n *yaml.Node) (string, error) {
	var v any
	if err := n.Decode(&v); err != nil {
		return "", err
	}
	return canonicalOf(v), nil
}

func canonicalOf(v any) string {
	switch v := v.(type) {
	case map[string]any, []any, map[any]any:
		text, err := json.Marshal(plain(v))
		if err != nil {
			return fmt.Sprintf("%v", v)
		}
		return string(text)
	case float64:
		if v == float64(int64(v)) {
			return fmt.Sprint(int64(v))
		}
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// plain returns a value of plain maps and slices.
func plain(v any) any {
	if m, ok := asMap(v); ok {
		all := make(map[string]any, len(m))
		for key, value := range m {
			all[key] = plain(value)
		}
		return all
	}
	switch v := v.(type) {
	case map[any]any:
		all := make(map[string]any, len(v))
		for key, value := range v {
			all[fmt.Sprint(key)] = plain(value)
		}
		return all
	case []any:
		all := make([]any, len(v))
		for i, value := range v {
			all[i] = plain(value)
		}
		return all
	case int:
		return float64(v)
	case int64:
		return float64(v)
	}
	return v
}

// origins knows from which file each of the values comes.
type origins struct {
	renderer *renderer
	all      map[string]any
	files    map[documentOf]*yaml.Node // nil where one cannot be read
	// keys are the indexes of the values of the mappings in files, by their keys, and indexes those of elements, so that
	// long ones take no longer.
	keys    map[*yaml.Node]map[string]int
	indexes map[string]map[string][]any
}

func newOrigins(r *renderer) *origins {
	return &origins{renderer: r, files: map[documentOf]*yaml.Node{}, keys: map[*yaml.Node]map[string]int{}, indexes: map[string]map[string][]any{}}
}

// at returns the value at a path.
func (o *origins) at(path []any) (v any, ok bool) {
	v = o.all
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, isMap := asMap(v)
			if !isMap {
				return nil, false
			}
			if v, ok = m[step]; !ok {
				return nil, false
			}
		case int:
			items, isList := v.([]any)
			if !isList || step >= len(items) {
				return nil, false
			}
			v = items[step]
		}
	}
	return v, true
}

// elements returns the indexes or keys of the value at a path, by what their values have at an inner path.
func (o *origins) elements(path, inner []any) map[string][]any {
	id := fmt.Sprintf("%q %q", path, inner)
	if o.indexes[id] != nil {
		return o.indexes[id]
	}
	index := map[string][]any{}
	add := func(step any) {
		if v, ok := o.at(slices.Concat(path, []any{step}, inner)); ok {
			index[canonicalOf(v)] = append(index[canonicalOf(v)], step)
		}
	}
	v, _ := o.at(path)
	if m, ok := asMap(v); ok {
		for key := range m {
			add(key)
		}
	}
	if items, ok := v.([]any); ok {
		for i := range items {
			add(i)
		}
	}
	o.indexes[id] = index
	return index
}

// place returns the place of the value at a path in the file that it comes from, if it is the wanted one.
func (o *origins) place(path []any, wanted string, isKey bool) (artefact.Position, bool) {
	if v, ok := o.at(path); !ok || canonicalOf(v) != wanted {
		return artefact.Position{}, false
	}
	for _, file := range o.sources(path) {
		if at, ok := o.find(file, wanted, isKey); ok {
			return at, true
		}
	}
	return artefact.Position{}, false
}

// pathIn is a path in a file.
type pathIn struct {
	name string
	// document counts the documents of the file from 1.
	document int
	path     []any
}

// sources returns where the value at a path may come from, what counts most first: the files that are given, then the
// values of the chart, then those of the dependency that has it. What is global for a dependency is global for all.
func (o *origins) sources(path []any) (all []pathIn) {
	add := func(file string, document int, before, path []any) {
		all = append(all, pathIn{file, document, slices.Concat(before, path)})
		if i := slices.Index(path, any("global")); i > 0 {
			all = append(all, pathIn{file, document, slices.Concat(before, path[i:])})
		}
	}
	for _, file := range slices.Backward(o.renderer.request.Values.Files) {
		add(file, 1, nil, path)
	}
	for _, within := range slices.Backward(o.renderer.request.Values.Within) {
		if !within.IsText {
			add(within.File, within.Document, anySteps(within.Path), path)
		}
	}
	for c := o.renderer.chart; c != nil; {
		add(filepath.Join(o.renderer.directory(c), "values.yaml"), 1, nil, path)
		c, path = dependencyOf(c, path)
	}
	return all
}

// dependencyOf returns the dependency of a chart that has the values at a path, and the path there; nil if none has.
func dependencyOf(c *helm.Chart, path []any) (*helm.Chart, []any) {
	for _, dependency := range c.Dependencies() {
		if len(path) > 1 && path[0] == dependency.Name() {
			return dependency, path[1:]
		}
	}
	return nil, nil
}

// nearest returns the place of the value at a path, or of the nearest one around it that a file has.
func (o *origins) nearest(path []any) artefact.Position {
	for ; len(path) > 0; path = path[:len(path)-1] {
		for _, file := range o.sources(path) {
			if key, _ := o.lookUp(file); key != nil {
				return artefact.Position{File: file.name, Line: key.Line, Column: key.Column}
			}
		}
	}
	return artefact.Position{File: o.sources(nil)[0].name}
}

// step returns a step below the value at a path as what it is there: a key or an index.
func (o *origins) step(path []any, step string) any {
	if v, _ := o.at(path); reflect.ValueOf(v).Kind() == reflect.Slice {
		if i, err := strconv.Atoi(step); err == nil {
			return i
		}
	}
	return step
}

// find returns the place of the value at a path of a file, if it is the wanted one: of its key, if that is asked for or
// the value is a block.
func (o *origins) find(in pathIn, wanted string, isKey bool) (artefact.Position, bool) {
	key, node := o.lookUp(in)
	if node == nil || len(in.path) == 0 && isKey {
		return artefact.Position{}, false
	}
	if have, err := canonical(node); err != nil || have != wanted {
		return artefact.Position{}, false
	}
	at := key
	isBlock := (node.Kind == yaml.MappingNode || node.Kind == yaml.SequenceNode) && node.Style&yaml.FlowStyle == 0
	if !isKey && !isBlock {
		at = node
	}
	return artefact.Position{File: in.name, Line: at.Line, Column: at.Column}, true
}

// lookUp returns the value at a path of a file and its key, which is the value itself in a list; nil if it has none.
func (o *origins) lookUp(in pathIn) (key, value *yaml.Node) {
	document := documentOf{in.name, in.document}
	root, seen := o.files[document]
	if !seen {
		root = readYAML(o.renderer.texts[in.name], in.document)
		o.files[document] = root
	}
	if root == nil {
		return nil, nil
	}
	key, value = root, root
	for _, step := range in.path {
		for value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		switch step := step.(type) {
		case string:
			i := o.indexOf(value, step)
			if i < 0 {
				return nil, nil
			}
			key, value = value.Content[i-1], value.Content[i]
		case int:
			if value.Kind != yaml.SequenceNode || step >= len(value.Content) {
				return nil, nil
			}
			value = value.Content[step]
			key = value
		}
	}
	return key, value
}

// indexOf returns the index of the value of a key in a mapping; -1 if it has none of the name.
func (o *origins) indexOf(mapping *yaml.Node, name string) int {
	if mapping.Kind != yaml.MappingNode {
		return -1
	}
	if o.keys[mapping] == nil {
		o.keys[mapping] = map[string]int{}
		for i := len(mapping.Content) - 1; i > 0; i -= 2 { // the first of equal ones is the last one here
			o.keys[mapping][mapping.Content[i-1].Value] = i
		}
	}
	if i, found := o.keys[mapping][name]; found {
		return i
	}
	return -1
}

// documentOf is a document of a file, counted from 1.
type documentOf struct {
	file   string
	number int
}

// readYAML returns a document of a text, counted from 1; nil if there is none.
func readYAML(text []byte, number int) *yaml.Node {
	decoder := yaml.NewDecoder(strings.NewReader(editorLines.Replace(string(text))))
	var root yaml.Node
	for range number {
		root = yaml.Node{}
		if decoder.Decode(&root) != nil {
			return nil
		}
	}
	if len(root.Content) == 0 {
		return nil
	}
	return root.Content[0]
}

// valuesWithin returns the values that stand in a document of a file.
func (r *renderer) valuesWithin(w render.Within) (map[string]any, error) {
	text, err := r.roots.ReadFile(w.File)
	if err != nil {
		return nil, rendering.Errorf(w.File, "cannot be read: %v", oserror.WithoutPath(err))
	}
	r.texts[w.File] = text
	_, node := newOrigins(r).lookUp(pathIn{w.File, w.Document, anySteps(w.Path)})
	if node == nil {
		return nil, rendering.Errorf(w.File, "cannot be read as YAML")
	}
	written := []byte(node.Value)
	if !w.IsText {
		if written, err = yaml.Marshal(node); err != nil {
			return nil, &artefact.Error{Position: artefact.Position{File: w.File, Line: node.Line}, Message: "cannot be read as values"}
		}
	}
	values, err := loader.LoadValues(bytes.NewReader(written))
	if err != nil {
		return nil, &artefact.Error{Position: artefact.Position{File: w.File, Line: node.Line}, Message: "cannot be read as values: it is not a YAML mapping"}
	}
	return values, nil
}

func anySteps(steps []string) []any {
	all := make([]any, len(steps))
	for i, step := range steps {
		all[i] = step
	}
	return all
}
