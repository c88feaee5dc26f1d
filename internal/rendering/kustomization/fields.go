package kustomization

//lint:file-ignore SA1019 Kustomizations still have fields that are deprecated.

import (
	"encoding/base64"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/utils"

	"github.com/guiderail/guiderail/harness/artefact"
)

// is reports whether a path is the given one.
func is(path []any, steps ...any) bool { return slices.Equal(path, steps) }

// last returns the last key of a path, and the one before; "" for an index.
func last(path []any) (key, before string) {
	if n := len(path); n > 0 {
		key, _ = path[n-1].(string)
		if n > 1 {
			before, _ = path[n-2].(string)
		}
	}
	return key, before
}

// spot returns where a kustomization has a field, and false if it has none.
func (k *kustomization) spot(node *yaml.Node, name string) (spot, bool) {
	key, value := field(node, name)
	if value == nil {
		return spot{}, false
	}
	return (&layer{text: k.text}).spot(trail{key: key, value: value}), true
}

// namespaced is the layer of a kustomization's namespace.
func namespaced(o *object, k *kustomization) *layer {
	namespace := k.fields.Namespace
	if namespace == "" {
		return nil
	}
	return &layer{
		set: func(_ *view, path []any, final *yaml.Node) (spot, bool) {
			if final.Value != namespace || !(is(path, "metadata", "namespace") ||
				(o.id.kind == "Namespace" && is(path, "metadata", "name")) ||
				(o.id.kind == "APIService" && is(path, "spec", "service", "namespace")) ||
				(o.id.kind == "CustomResourceDefinition" && is(path, "spec", "conversion", "webhook", "clientConfig", "service", "namespace"))) {
				return spot{}, false
			}
			return k.spot(k.node, "namespace")
		},
		// References follow the namespace of what they name.
		made: func(path []any, final *yaml.Node) (spot, bool) {
			if key, _ := last(path); key != "namespace" || final.Value != namespace {
				return spot{}, false
			}
			return k.spot(k.node, "namespace")
		},
	}
}

// named is the layer of a kustomization's name prefix and suffix.
func named(o *object, k *kustomization) *layer {
	if k.fields.NamePrefix+k.fields.NameSuffix == "" {
		return nil
	}
	return &layer{set: func(_ *view, path []any, final *yaml.Node) (spot, bool) {
		c := o.candidate
		if !is(path, "metadata", "name") || c.names[len(c.names)-1] == c.id.name ||
			(c.names[len(c.names)-1] != final.Value && !(c.node == nil && strings.HasPrefix(final.Value, c.names[len(c.names)-1]+"-"))) {
			return spot{}, false
		}
		if k.fields.NamePrefix != "" {
			return k.spot(k.node, "namePrefix")
		}
		return k.spot(k.node, "nameSuffix")
	}}
}

// labelled is the layer of a kustomization's labels.
func labelled(k *kustomization) *layer {
	if len(k.fields.Labels)+len(k.fields.CommonLabels) == 0 {
		return nil
	}
	find := func(path []any, fits func(pairs map[string]string) (string, bool)) (spot, bool) {
		_, list := last(path)
		if list != "labels" && list != "matchLabels" && list != "selector" && len(k.fields.Labels) == 0 {
			return spot{}, false
		}
		if key, ok := fits(k.fields.CommonLabels); ok && (list == "labels" || list == "matchLabels" || list == "selector") {
			_, pairs := field(k.node, "commonLabels")
			return k.spot(pairs, key)
		}
		for i, one := range slices.Backward(k.fields.Labels) {
			key, ok := fits(one.Pairs)
			if !ok || !isLabelledAt(one, path, list) {
				continue
			}
			if node := item(k.node, "labels", i); node != nil {
				_, pairs := field(node, "pairs")
				return k.spot(pairs, key)
			}
		}
		return spot{}, false
	}
	return pairsLayer(find)
}

// firstOf finds the first key of a mapping that was added.
func firstOf(path []any, final *yaml.Node, find finder) (spot, bool) {
	if final.Kind != yaml.MappingNode {
		return spot{}, false
	}
	for i := 0; i+1 < len(final.Content); i += 2 {
		key, text := final.Content[i].Value, final.Content[i+1]
		found, ok := find(append(slices.Clone(path), key), func(pairs map[string]string) (string, bool) {
			value, ok := pairs[key]
			return key, ok && value == text.Value
		})
		if ok {
			return at(found.key), true
		}
	}
	return spot{}, false
}

// isLabelledAt reports whether an entry of labels adds those at a path.
func isLabelledAt(one types.Label, path []any, list string) bool {
	if is(path[:len(path)-1], "metadata", "labels") {
		return true
	}
	_, metadata := last(path[:len(path)-1])
	switch {
	case one.IncludeSelectors && (list == "matchLabels" || list == "selector"):
		return true
	case (one.IncludeSelectors || one.IncludeTemplates) && list == "labels" && metadata == "metadata":
		return true
	}
	return slices.ContainsFunc(one.FieldSpecs, func(spec types.FieldSpec) bool {
		var steps []string
		for _, step := range path[:len(path)-1] {
			if key, ok := step.(string); ok {
				steps = append(steps, key)
			}
		}
		return strings.Join(steps, "/") == strings.ReplaceAll(spec.Path, "[]", "")
	})
}

// finder returns the place of the pair in a kustomization that fits, for a path in an object.
type finder func(path []any, fits func(pairs map[string]string) (key string, ok bool)) (spot, bool)

// pairsLayer is a layer that sets pairs of texts.
func pairsLayer(find finder) *layer {
	return &layer{
		set: func(_ *view, path []any, final *yaml.Node) (spot, bool) {
			return find(path, func(pairs map[string]string) (string, bool) {
				key, _ := last(path)
				text, ok := pairs[key]
				return key, ok && text == final.Value
			})
		},
		made: func(path []any, final *yaml.Node) (spot, bool) { return firstOf(path, final, find) },
	}
}

// annotated is the layer of a kustomization's annotations.
func annotated(k *kustomization) *layer {
	if len(k.fields.CommonAnnotations) == 0 {
		return nil
	}
	find := func(path []any, fits func(pairs map[string]string) (string, bool)) (spot, bool) {
		if _, list := last(path); list != "annotations" {
			return spot{}, false
		}
		key, ok := fits(k.fields.CommonAnnotations)
		if !ok {
			return spot{}, false
		}
		_, pairs := field(k.node, "commonAnnotations")
		return k.spot(pairs, key)
	}
	return pairsLayer(find)
}

// replicated is the layer of a kustomization's replicas.
func replicated(o *object, k *kustomization) *layer {
	if len(k.fields.Replicas) == 0 {
		return nil
	}
	return &layer{set: func(_ *view, path []any, final *yaml.Node) (spot, bool) {
		if !is(path, "spec", "replicas") {
			return spot{}, false
		}
		for i, one := range slices.Backward(k.fields.Replicas) {
			if slices.Contains(o.candidate.names, one.Name) && strconv.FormatInt(one.Count, 10) == final.Value {
				if node := item(k.node, "replicas", i); node != nil {
					return k.spot(node, "count")
				}
			}
		}
		return spot{}, false
	}}
}

// imaged is the layer of the images of the kustomization that is a step of an object.
func imaged(o *object, step int) *layer {
	steps := o.candidate.instance.steps
	k := steps[step]
	if len(k.fields.Images) == 0 {
		return nil
	}
	return &layer{set: func(v *view, path []any, final *yaml.Node) (spot, bool) {
		if key, _ := last(path); key != "image" && key != "reference" {
			return spot{}, false
		}
		// The images are followed from each place that gives the value before them.
		for _, trail := range v.trails {
			before := resolve(trail.value)
			if before == nil || before.Kind != yaml.ScalarNode {
				continue
			}
			image, changed := before.Value, -1
			for i, outer := range steps[:step+1] {
				for j, one := range outer.fields.Images {
					if after, ok := changeImage(image, one); ok {
						image = after
						if i == step {
							changed = j
						}
					}
				}
			}
			if image != final.Value || changed < 0 {
				continue
			}
			names := []string{"images", "imageTags"}
			one, n := k.fields.Images[changed], changed
			node := item(k.node, names[0], n)
			if node == nil {
				_, list := field(k.node, names[0])
				if list != nil {
					n -= len(resolve(list).Content)
				}
				if node = item(k.node, names[1], n); node == nil {
					return spot{}, false
				}
			}
			_, tag, _ := splitImage(before.Value)
			switch {
			case one.Digest != "":
				return k.spot(node, "digest")
			case one.NewTag != "" && (one.NewName == "" || one.NewTag != tag):
				return k.spot(node, "newTag")
			case one.NewName != "":
				return k.spot(node, "newName")
			}
			return k.spot(node, "tagSuffix")
		}
		return spot{}, false
	}}
}

// changeImage applies an entry of images, as kustomize does.
func changeImage(image string, one types.Image) (string, bool) {
	name, tag, digest := splitImage(image)
	if name != one.Name {
		expression, err := regexp.Compile("^" + one.Name + "$")
		if err != nil || !expression.MatchString(name) {
			return "", false
		}
	}
	if one.NewName != "" {
		name = one.NewName
	}
	switch {
	case one.NewTag != "" && one.Digest != "":
		tag, digest = one.NewTag, one.Digest
	case one.NewTag != "":
		tag, digest = one.NewTag, ""
	case one.Digest != "":
		tag, digest = "", one.Digest
	case one.TagSuffix != "":
		tag, digest = tag+one.TagSuffix, ""
	}
	if tag != "" {
		name += ":" + tag
	}
	if digest != "" {
		name += "@" + digest
	}
	return name, true
}

func splitImage(image string) (name, tag, digest string) {
	name, digest, _ = strings.Cut(image, "@")
	if colon := strings.LastIndex(name, ":"); colon > strings.LastIndex(name, "/") {
		name, tag = name[:colon], name[colon+1:]
	}
	return name, tag, digest
}

// generators are the fields of generators, by whether they make secrets.
var generators = map[bool]string{false: "configMapGenerator", true: "secretGenerator"}

// args returns what an instance is generated from.
func (i *instance) args() *types.GeneratorArgs {
	if i.secret {
		return &i.generator.fields.SecretGenerator[i.index].GeneratorArgs
	}
	return &i.generator.fields.ConfigMapGenerator[i.index].GeneratorArgs
}

// generated returns the layers of a kustomization's generators that make an object, or change it.
func (p *placer) generated(o *object, k *kustomization) (layers []*layer) {
	secret := o.id.kind == "Secret"
	count := len(k.fields.ConfigMapGenerator)
	if secret {
		count = len(k.fields.SecretGenerator)
	} else if o.id.kind != "ConfigMap" {
		return nil
	}
	for i := range count {
		one := &instance{generator: k, index: i, secret: secret}
		args := one.args()
		if !slices.Contains(o.candidate.names, args.Name) {
			continue
		}
		own := o.candidate.instance
		if (args.Behavior == "" || args.Behavior == "create") && (own.generator != k || own.index != i || own.secret != secret) {
			continue
		}
		node := item(k.node, generators[secret], i)
		if node == nil {
			continue
		}
		layers = append(layers, &layer{set: func(_ *view, path []any, final *yaml.Node) (spot, bool) {
			key, list := last(path)
			switch {
			case len(path) == 2 && (list == "data" || list == "binaryData"):
				text := final.Value
				if secret || list == "binaryData" {
					decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
					if err != nil {
						return spot{}, false
					}
					text = string(decoded)
				}
				return p.datum(k, args, node, key, text)
			case is(path, "metadata", "name"):
				return k.spot(node, "name")
			case is(path, "metadata", "namespace") && args.Namespace == final.Value:
				return k.spot(node, "namespace")
			case is(path, "type"):
				return k.spot(node, "type")
			case is(path, "immutable") || (len(path) == 3 && path[0] == "metadata"):
				_, inner := field(node, "options")
				_, outer := field(k.node, "generatorOptions")
				for _, options := range []*yaml.Node{inner, outer} {
					if len(path) == 3 {
						_, options = field(options, list)
					}
					if value(options, key) == final.Value {
						return k.spot(options, key)
					}
				}
			}
			return spot{}, false
		}})
	}
	return layers
}

// datum returns where a generator has a key with a text.
func (p *placer) datum(k *kustomization, args *types.GeneratorArgs, node *yaml.Node, key, text string) (spot, bool) {
	for i, path := range slices.Backward(args.FileSources) {
		name, path, keyed := strings.Cut(path, "=")
		if !keyed {
			name, path = filepath.Base(name), name
		}
		if name != key {
			continue
		}
		full := k.path(path)
		if content, err := p.tree.files.text(full); err == nil && string(content) == text {
			return at(artefact.Position{File: p.tree.display(full), Line: 1, Column: 1}), true
		}
		if one := item(node, "files", i); one != nil {
			return at(k.text.at(one)), true
		}
	}
	for i, literal := range slices.Backward(args.LiteralSources) {
		name, given, _ := strings.Cut(literal, "=")
		if n := len(given); n > 1 && given[0] == given[n-1] && (given[0] == '"' || given[0] == '\'') {
			given = given[1 : n-1]
		}
		if name == key && given == text {
			if one := item(node, "literals", i); one != nil {
				return at(k.text.at(one)), true
			}
		}
	}
	for _, path := range slices.Backward(args.EnvSources) {
		full := k.path(path)
		content, err := p.tree.files.text(full)
		if err != nil {
			continue
		}
		for i, line := range strings.Split(string(content), "\n") {
			trimmed := strings.TrimLeft(strings.TrimSuffix(line, "\r"), " \t")
			name, given, _ := strings.Cut(strings.TrimPrefix(trimmed, "\uFEFF"), "=")
			if name == key && given == text {
				return at(artefact.Position{File: p.tree.display(full), Line: i + 1, Column: 1 + len(line) - len(strings.TrimLeft(line, " \t"))}), true
			}
		}
	}
	return spot{}, false
}

// replaced is the layer of a kustomization's replacements. What they copy is edited where it comes from.
func (p *placer) replaced(o *object, k *kustomization) *layer {
	if len(k.replacements) == 0 {
		return nil
	}
	return &layer{set: func(_ *view, path []any, final *yaml.Node) (spot, bool) {
		for _, one := range slices.Backward(k.replacements) {
			for j, target := range slices.Backward(one.Targets) {
				if target.Select == nil || !o.isSelected(target.Select) {
					continue
				}
				paths := target.FieldPaths
				if len(paths) == 0 {
					paths = []string{types.DefaultReplacementFieldPath}
				}
				for n, text := range paths {
					if !o.isAt(path, text) {
						continue
					}
					whole := target.Options == nil || target.Options.Delimiter == ""
					if place, ok := p.copied(one, final, whole); ok {
						return place, true
					}
					if entry := item(item(one.node, "targets", j), "fieldPaths", n); entry != nil && !whole {
						return at(one.text.at(entry)), true
					}
				}
			}
		}
		return spot{}, false
	}}
}

// copied returns the place of a replacement's source, if its value is that of the target.
func (p *placer) copied(one replacement, final *yaml.Node, whole bool) (spot, bool) {
	if !whole || p.depth > 8 {
		return spot{}, false
	}
	if one.SourceValue != nil {
		key, value := field(one.node, "sourceValue")
		if value == nil || *one.SourceValue != final.Value {
			return spot{}, false
		}
		return (&layer{text: one.text}).spot(trail{key: key, value: value}), true
	}
	if one.Source == nil {
		return spot{}, false
	}
	text := one.Source.FieldPath
	if text == "" {
		text = types.DefaultReplacementFieldPath
	}
	selector := types.Selector{ResId: one.Source.ResId}
	for _, literal := range []*string{&selector.Name, &selector.Namespace, &selector.Kind, &selector.Group, &selector.Version} {
		*literal = regexp.QuoteMeta(*literal)
	}
	for _, other := range p.objects {
		if other.candidate == nil || !other.isSelected(&selector) {
			continue
		}
		path := other.resolvePath(text)
		node := other.node
		for _, step := range path {
			if node = follow(node, step); node == nil {
				break
			}
		}
		if path == nil || node == nil || node.Kind != yaml.ScalarNode {
			continue
		}
		cut := one.Source.Options != nil && one.Source.Options.Delimiter != ""
		if node.Value == final.Value || (cut && slices.Contains(strings.Split(node.Value, one.Source.Options.Delimiter), final.Value)) {
			p.depth++
			defer func() { p.depth-- }()
			return at(p.locate(other, path).value), true
		}
	}
	return spot{}, false
}

// isAt reports whether a path of an object is one that a field path of a replacement describes.
func (o *object) isAt(path []any, text string) bool {
	steps := utils.SmarterPathSplitter(text, ".")
	if len(steps) != len(path) {
		return false
	}
	node := o.node
	for i, step := range steps {
		switch one := path[i].(type) {
		case string:
			if step != one && step != "*" {
				return false
			}
		case int:
			if !isItem(node, step, one) {
				return false
			}
		}
		if node = follow(node, path[i]); node == nil {
			return false
		}
	}
	return true
}

// isItem reports whether a step of a field path, such as 0, * or [name=nginx], describes an item of a list.
func isItem(list *yaml.Node, step string, i int) bool {
	if step == "*" || step == strconv.Itoa(i) {
		return true
	}
	name, wanted, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(step, "["), "]"), "=")
	return ok && strings.HasPrefix(step, "[") && i < len(list.Content) && value(list.Content[i], name) == wanted
}

// resolvePath returns the first path of an object that a field path describes; nil if there is none.
func (o *object) resolvePath(text string) (path []any) {
	node := o.node
	for _, step := range utils.SmarterPathSplitter(text, ".") {
		var next any = step
		if node.Kind == yaml.SequenceNode {
			i := slices.IndexFunc(node.Content, func(one *yaml.Node) bool { return isItem(node, step, slices.Index(node.Content, one)) })
			if i < 0 {
				return nil
			}
			next = i
		}
		path = append(path, next)
		if node = follow(node, next); node == nil {
			return nil
		}
	}
	return path
}

// transformed is the layer of a kustomization's own transformers, which are looked through for the value and its key, or for the tag of an image.
func transformed(k *kustomization) *layer {
	if len(k.transformers) == 0 {
		return nil
	}
	return &layer{made: func(path []any, final *yaml.Node) (spot, bool) {
		name, _ := last(path)
		if final.Kind != yaml.ScalarNode || name == "" || final.Value == "" {
			return spot{}, false
		}
		for _, one := range slices.Backward(k.transformers) {
			for _, document := range one.documents {
				if key, value := search(document, name, final); value != nil {
					return (&layer{text: one}).spot(trail{key: key, value: value}), true
				}
				if _, tag := entry(document, "imageTag"); tag != nil && name == "image" {
					image := value(tag, "name")
					made, ok := changeImage(image, types.Image{Name: image, NewName: value(tag, "newName"), NewTag: value(tag, "newTag"), Digest: value(tag, "digest")})
					if key, value := entry(tag, "newTag"); value != nil && ok && made == final.Value {
						return (&layer{text: one}).spot(trail{key: key, value: value}), true
					}
				}
			}
		}
		return spot{}, false
	}}
}

// search returns the first key of a name that has a value.
func search(node *yaml.Node, name string, final *yaml.Node) (key, value *yaml.Node) {
	if node.Kind == yaml.MappingNode {
		if key, value = entry(node, name); value != nil && resolve(value).Kind == yaml.ScalarNode && equalScalars(resolve(value), final) {
			return key, value
		}
	}
	for _, one := range node.Content {
		if key, value = search(one, name, final); value != nil {
			return key, value
		}
	}
	return nil, nil
}
