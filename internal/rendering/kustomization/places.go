package kustomization

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
)

// object is an object of the result.
type object struct {
	node      *yaml.Node
	id        identity
	candidate *candidate
	layers    []*layer
	root      artefact.Position // where nothing better is known
}

// layer is something that may give an object its values. Those of an object are in order, the last applied first.
type layer struct {
	// text and node, or operation, are the texts of a patch or of the resource itself.
	text *text
	node *yaml.Node
	op   *operation
	// set returns where a scalar is set, if the layer sets it to what it is.
	set func(v *view, path []any, final *yaml.Node) (spot, bool)
	// made returns where something was added that no text has.
	made func(path []any, final *yaml.Node) (spot, bool)
}

// spot is where a key and its value are written.
type spot struct{ key, value artefact.Position }

func at(position artefact.Position) spot { return spot{position, position} }

// trail follows a path through a text.
type trail struct {
	key, value *yaml.Node
	rest       []string // of the pointer of an operation, the value of which has not been reached
}

// view is what the layers of an object have at a path.
type view struct {
	object *object
	trails []trail
}

// placer finds the places of a result.
type placer struct {
	tree    *tree
	objects []*object
	depth   int
}

// place adds the places of a result to its text.
func (t *tree) place(k *kustomization, result *render.Text, candidates []*candidate) error {
	decoder := yaml.NewDecoder(bytes.NewReader(result.Text))
	var objects []*object
	for {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("reading what kustomize renders: %w", err)
		}
		if len(document.Content) == 1 {
			node := document.Content[0]
			objects = append(objects, &object{node: node, id: identify(node), root: artefact.Position{File: k.name, Line: 1, Column: 1}})
		}
	}
	assign(objects, candidates)
	p := &placer{tree: t, objects: objects}
	for _, one := range objects {
		if one.candidate == nil {
			t.generator(one)
		}
		p.layer(one)
	}
	rows := &rows{places: &result.Places, files: map[string]int{}}
	for _, one := range objects {
		start := &view{object: one}
		for _, layer := range one.layers {
			start.trails = append(start.trails, layer.start())
		}
		root := p.collection(start, nil, one.node, at(one.root))
		rows.add(one.node, root.key)
		p.walk(rows, start, nil, one.node, root)
	}
	return nil
}

// generator sets the root of an object that a generator with a file of its own makes.
func (t *tree) generator(o *object) {
	for _, k := range t.kustomizations {
		for _, text := range k.generators {
			for _, document := range text.documents {
				if name := value(document, "metadata", "name"); name != "" && strings.Contains(o.id.name, name) {
					o.root = text.at(document)
				}
			}
		}
	}
}

// rows adds places, the first one at a line and column of which counts.
type rows struct {
	places       *render.Places
	files        map[string]int
	line, column int
}

func (r *rows) add(node *yaml.Node, at artefact.Position) {
	if node.Line < r.line || (node.Line == r.line && node.Column <= r.column) {
		return
	}
	r.line, r.column = node.Line, node.Column
	i, ok := r.files[at.File]
	if !ok {
		i = len(r.places.Files)
		r.places.Files = append(r.places.Files, at.File)
		r.files[at.File] = i
	}
	r.places.Rows = append(r.places.Rows, [5]int{node.Line, node.Column, i, at.Line, at.Column})
}

// item adds the place of an item of a list. That of a block begins where its first key does, and what is sorted first is
// often another key there: its place is that of the column before it.
func (r *rows) item(node *yaml.Node, at artefact.Position) {
	if node.Style&yaml.FlowStyle == 0 {
		before := *node
		before.Column--
		node = &before
	}
	r.add(node, at)
}

// walk adds the places of what a collection holds.
func (p *placer) walk(rows *rows, v *view, path []any, final *yaml.Node, parent spot) {
	path = path[:len(path):len(path)]
	switch final.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(final.Content); i += 2 {
			key, value := final.Content[i], final.Content[i+1]
			step := append(path, key.Value)
			inner := v.step(path, final, key.Value)
			if value.Kind == yaml.ScalarNode {
				spot := p.scalar(inner, step, value, parent)
				rows.add(key, spot.key)
				rows.add(value, spot.value)
				continue
			}
			spot := p.collection(inner, step, value, parent)
			rows.add(key, spot.value)
			if value.Style&yaml.FlowStyle != 0 {
				rows.add(value, spot.value)
			}
			p.walk(rows, inner, step, value, spot)
		}
	case yaml.SequenceNode:
		for i, value := range final.Content {
			step := append(path, i)
			inner := v.step(path, final, i)
			if value.Kind == yaml.ScalarNode {
				rows.add(value, p.scalar(inner, step, value, parent).value)
				continue
			}
			spot := p.collection(inner, step, value, parent)
			rows.item(value, spot.value)
			p.walk(rows, inner, step, value, spot)
		}
	}
}

// locate returns the place of the value at a path of an object.
func (p *placer) locate(o *object, path []any) spot {
	v := &view{object: o}
	for _, layer := range o.layers {
		v.trails = append(v.trails, layer.start())
	}
	final := o.node
	place := p.collection(v, nil, final, at(o.root))
	for i, step := range path {
		child := follow(final, step)
		if child == nil {
			break
		}
		v = v.step(path[:i], final, step)
		if final = child; final.Kind == yaml.ScalarNode {
			return p.scalar(v, path[:i+1], final, place)
		}
		place = p.collection(v, path[:i+1], final, place)
	}
	return place
}

func follow(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case string:
		_, value := entry(node, step)
		return value
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step]
		}
	}
	return nil
}

// scalar returns the place of a scalar.
func (p *placer) scalar(v *view, path []any, final *yaml.Node, parent spot) spot {
	layers := v.object.layers
	// Patches repeat what names their target, and do not give it.
	named := identifies(path)
	for _, repeated := range []bool{false, true} {
		for i, layer := range layers {
			if layer.set != nil {
				if spot, ok := layer.set(v, path, final); ok && !repeated {
					return spot
				}
				continue
			}
			value := resolve(v.trails[i].value)
			if value == nil || value.Kind != yaml.ScalarNode || !equalScalars(value, final) {
				continue
			}
			if repeated || !named || layer.op != nil || i == len(layers)-1 {
				return layer.spot(v.trails[i])
			}
		}
		if !named {
			break
		}
	}
	if spot, ok := v.made(path, final); ok {
		return spot
	}
	// What was transformed is edited where it was written.
	for i, layer := range layers {
		if value := resolve(v.trails[i].value); value != nil && value.Kind == yaml.ScalarNode && value.Value != "" && strings.Contains(final.Value, value.Value) {
			return layer.spot(v.trails[i])
		}
	}
	for i, layer := range slices.Backward(layers) {
		if v.trails[i].value != nil {
			return layer.spot(v.trails[i])
		}
	}
	return parent
}

// identifies reports whether a value tells an object or an item of a list from others.
func identifies(path []any) bool {
	if is(path, "apiVersion") || is(path, "kind") || is(path, "metadata", "name") || is(path, "metadata", "namespace") {
		return true
	}
	n := len(path)
	if n < 3 {
		return false
	}
	if _, isIndex := path[n-2].(int); !isIndex {
		return false
	}
	return slices.ContainsFunc(mergeKeys(path[:n-2]), func(keys []string) bool { return keys[0] == path[n-1] })
}

// made returns where something was added that no text has.
func (v *view) made(path []any, final *yaml.Node) (spot, bool) {
	for _, layer := range v.object.layers {
		if layer.made != nil {
			if spot, ok := layer.made(path, final); ok {
				return spot, true
			}
		}
	}
	return spot{}, false
}

// collection returns the place of a mapping or sequence: of the text that has all of it, or else of the resource, or of
// the patch that adds it.
func (p *placer) collection(v *view, path []any, final *yaml.Node, parent spot) spot {
	first := -1
	for i, layer := range v.object.layers {
		value := resolve(v.trails[i].value)
		if value == nil {
			continue
		}
		first = i
		if len(path) > 0 && !is(path, "metadata") && value.Kind == final.Kind && equal(value, final) {
			return layer.spot(v.trails[i])
		}
	}
	if first >= 0 {
		return v.object.layers[first].spot(v.trails[first])
	}
	if spot, ok := v.made(path, final); ok {
		return spot
	}
	return parent
}

// start returns the beginning of the layer's text.
func (l *layer) start() trail {
	switch {
	case l.op != nil && l.op.value != nil:
		return trail{key: l.op.key, rest: l.op.path}
	case l.node != nil:
		return trail{value: l.node}
	}
	return trail{}
}

// spot returns where the layer's text has what a trail has reached. A block mapping or sequence is placed at its key.
func (l *layer) spot(t trail) spot {
	place := spot{value: l.text.at(t.value)}
	place.key = place.value
	if t.key != nil {
		place.key = l.text.at(t.key)
		if (t.value.Kind != yaml.ScalarNode && t.value.Style&yaml.FlowStyle == 0 && t.value.Kind != yaml.AliasNode) || (t.value.Kind == yaml.ScalarNode && t.value.Style == 0 && t.value.Value == "") {
			place.value = place.key
		}
	}
	return place
}

// step follows a key or index of a mapping or sequence of the result.
func (v *view) step(path []any, final *yaml.Node, step any) *view {
	next := &view{object: v.object, trails: make([]trail, len(v.trails))}
	for i, t := range v.trails {
		switch {
		case t.rest != nil:
			if !v.fits(i, t.rest, path, final, step) {
				continue
			}
			if len(t.rest) > 1 {
				next.trails[i] = trail{key: t.key, rest: t.rest[1:]}
			} else if key, value := entry(t.key, "value"); value != nil {
				next.trails[i] = trail{key: key, value: value}
			}
		case t.value != nil:
			switch step := step.(type) {
			case string:
				next.trails[i].key, next.trails[i].value = entry(t.value, step)
			case int:
				next.trails[i].value = match(t.value, path, final, step)
			}
		}
	}
	return next
}

// fits reports whether the first step of the pointer of a layer may be one of a path. Its indexes count the items of
// before; later patches add others before them. What is added to a list may be moved by further additions.
func (v *view) fits(layer int, rest []string, path []any, final *yaml.Node, step any) bool {
	i, isIndex := step.(int)
	if !isIndex {
		return rest[0] == step
	}
	if rest[0] == "-" || len(rest) == 1 {
		return true
	}
	n, err := strconv.Atoi(rest[0])
	if err != nil {
		return false
	}
	before := func(i int) bool {
		return slices.ContainsFunc(v.trails[layer+1:], func(t trail) bool {
			return t.value != nil && match(t.value, path, final, i) != nil
		})
	}
	if !before(i) {
		return false
	}
	for j := range i {
		if before(j) {
			n--
		}
	}
	return n == 0
}

// match returns the item of a text's list that is an item of the result's: the one of the same name, or else an equal
// one, or else the one at the same index.
func match(list *yaml.Node, path []any, final *yaml.Node, i int) *yaml.Node {
	if list = resolve(list); list.Kind != yaml.SequenceNode {
		return nil
	}
	wanted := final.Content[i]
	var same *yaml.Node
	if i < len(list.Content) {
		same = list.Content[i]
		if equal(same, wanted) {
			return same
		}
	}
	if wanted.Kind == yaml.MappingNode {
		for _, keys := range mergeKeys(path) {
			id := identifier(wanted, keys)
			if id == "" {
				continue
			}
			for _, one := range list.Content {
				if identifier(one, keys) == id {
					return one
				}
			}
		}
	}
	for _, one := range list.Content {
		if equal(one, wanted) {
			return one
		}
	}
	if same == nil || len(list.Content) != len(final.Content) || resolve(same).Kind != wanted.Kind {
		return nil
	}
	if wanted.Kind == yaml.MappingNode { // another item of the result may be this one
		for _, keys := range mergeKeys(path) {
			if id := identifier(same, keys); id != "" {
				for _, other := range final.Content {
					if identifier(other, keys) == id {
						return nil
					}
				}
			}
		}
	}
	return same
}

// mergeKeys returns the fields by which kustomize tells the items of a list at a path from each other.
func mergeKeys(path []any) [][]string {
	name, _ := path[len(path)-1].(string)
	switch name {
	case "volumeMounts":
		return [][]string{{"mountPath"}}
	case "volumeDevices":
		return [][]string{{"devicePath"}}
	case "ports":
		return [][]string{{"containerPort", "protocol"}, {"port", "protocol"}, {"name"}}
	case "hostAliases":
		return [][]string{{"ip"}}
	case "topologySpreadConstraints":
		return [][]string{{"topologyKey", "whenUnsatisfiable"}}
	case "ownerReferences":
		return [][]string{{"uid"}}
	}
	return [][]string{{"name"}}
}

// identifier returns the values of fields; "" if the first one is not set.
func identifier(node *yaml.Node, keys []string) string {
	id := value(node, keys[0])
	if id == "" || len(keys) == 1 {
		return id
	}
	other := value(node, keys[1])
	if other == "" && keys[1] == "protocol" {
		other = "TCP"
	}
	return id + "\x00" + other
}

// equal reports whether two nodes have the same value.
func equal(a, b *yaml.Node) bool {
	if a, b = resolve(a), resolve(b); a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case yaml.ScalarNode:
		return equalScalars(a, b)
	case yaml.SequenceNode:
		return slices.EqualFunc(a.Content, b.Content, equal)
	case yaml.MappingNode:
		if len(a.Content) != len(b.Content) {
			return false
		}
		for i := 0; i+1 < len(a.Content); i += 2 {
			if _, other := entry(b, a.Content[i].Value); other == nil || !equal(a.Content[i+1], other) {
				return false
			}
		}
		return true
	}
	return false
}

// equalScalars reports whether two scalars have the same value, however it is written.
func equalScalars(a, b *yaml.Node) bool {
	if a.Value == b.Value {
		return true
	}
	x, y := a.ShortTag(), b.ShortTag()
	if x == "!!str" || y == "!!str" {
		return false
	}
	if x == "!!null" && y == "!!null" {
		return true
	}
	var left, right any
	return a.Decode(&left) == nil && b.Decode(&right) == nil && fmt.Sprint(left) == fmt.Sprint(right)
}

// layer finds what may give an object its values.
func (p *placer) layer(o *object) {
	c := o.candidate
	if c == nil {
		return
	}
	var layers []*layer
	if c.node != nil {
		layers = append(layers, &layer{text: c.instance.file, node: c.node})
		o.root = c.instance.file.at(c.node)
	} else {
		node := item(c.instance.generator.node, generators[c.instance.secret], c.instance.index)
		if node == nil {
			node = c.instance.generator.node
		}
		o.root = c.instance.generator.text.at(node)
	}
	patches := func(all []*patch) {
		for _, one := range all {
			for _, document := range one.documents {
				if o.isPatched(one, document) {
					layers = append(layers, &layer{text: one.text, node: document})
				}
			}
			if len(one.operations) > 0 && o.isPatched(one, nil) {
				for i := range one.operations {
					layers = append(layers, &layer{text: one.text, op: &one.operations[i]})
				}
			}
		}
	}
	for i, k := range c.instance.steps {
		layers = append(layers, p.generated(o, k)...)
		patches(k.strategic)
		patches(k.patches)
		layers = append(layers, namespaced(o, k), named(o, k), labelled(k), annotated(k))
		patches(k.json)
		layers = append(layers, replicated(o, k), imaged(o, i), p.replaced(o, k), transformed(k))
	}
	layers = slices.DeleteFunc(layers, func(one *layer) bool { return one == nil })
	slices.Reverse(layers)
	o.layers = layers
}

// isPatched reports whether a patch, or one of its documents, is for an object.
func (o *object) isPatched(one *patch, document *yaml.Node) bool {
	if one.target != nil {
		return o.isSelected(one.target)
	}
	if document == nil {
		return false
	}
	id := identify(document)
	if id.kind != o.id.kind && id.kind != o.candidate.id.kind {
		return false
	}
	return slices.Contains(o.candidate.names, id.name) && slices.ContainsFunc(o.candidate.namespaces, func(namespace string) bool {
		return effective(namespace) == effective(id.namespace)
	})
}

func effective(namespace string) string {
	if namespace == "" {
		return resid.DefaultNamespace
	}
	return namespace
}

// isSelected reports whether a selector fits an object.
func (o *object) isSelected(selector *types.Selector) bool {
	expression, err := types.NewSelectorRegex(selector)
	if err != nil {
		return false
	}
	c := o.candidate
	gvk := resid.NewGvk(o.id.group, o.id.version, o.id.kind)
	before := resid.NewGvk(c.id.group, c.id.version, c.id.kind)
	return (expression.MatchGvk(gvk) || expression.MatchGvk(before)) &&
		slices.ContainsFunc(append(c.names, o.id.name), expression.MatchName) &&
		slices.ContainsFunc(c.namespaces, func(namespace string) bool { return expression.MatchNamespace(effective(namespace)) }) &&
		o.isLabelled("labels", selector.LabelSelector) && o.isLabelled("annotations", selector.AnnotationSelector)
}

// isLabelled reports whether the labels or annotations of an object, as it is or was, fit a selector.
func (o *object) isLabelled(field, selector string) bool {
	if selector == "" {
		return true
	}
	parsed, err := labels.Parse(selector)
	if err != nil {
		return false
	}
	for _, node := range []*yaml.Node{o.node, o.candidate.node} {
		set := labels.Set{}
		_, metadata := entry(node, "metadata")
		if _, pairs := entry(metadata, field); pairs != nil {
			for i := 0; i+1 < len(resolve(pairs).Content); i += 2 {
				set[resolve(pairs).Content[i].Value] = resolve(pairs).Content[i+1].Value
			}
		}
		if parsed.Matches(set) {
			return true
		}
	}
	return false
}
