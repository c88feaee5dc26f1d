package kustomization

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/kyaml/resid"

	"github.com/guiderail/guiderail/harness/artefact"
)

// What kustomize says of the errors that are explained.
var (
	noTarget    = regexp.MustCompile(`(no|multiple) matches for Id ([^;\s]+)`)
	twice       = regexp.MustCompile(`may not add resource with an already registered id: (\S+)`)
	noPath      = regexp.MustCompile(`(?:doc is missing (?:path|key): "?|error in \w+ for path: ')([^\s":']+)`)
	testFailed  = regexp.MustCompile(`testing value (\S+) failed|testing path (\S+) failed`)
	noSelector  = regexp.MustCompile(`must specify a target for JSON patch`)
	exists      = regexp.MustCompile(`Kind:"(\w+)".* Name:"([^"]*)", Namespace:"[^"]*"} (exists; can not|does not exist; cannot)`)
	noField     = regexp.MustCompile(`unable to find field "([^"]*)" in replacement target`)
	noSource    = regexp.MustCompile(`nothing selected by (\S+)`)
	noReplicas  = regexp.MustCompile(`resource with name (\S+) does not match a config`)
	repeated    = regexp.MustCompile("(\\S+) illegally repeats the key `([^`]*)`")
	accumulated = regexp.MustCompile(`(?s)^.*is a directory': `)
	steps       = regexp.MustCompile(`(accumulating (resources|components)|recursed (accumulation of|merging from) path '[^']*'|couldn't make target for path '[^']*'|accumulateDirectory|loader\.New):? ?"?`)
	spaces      = regexp.MustCompile(`\s+`)
)

// explain adds what kustomize says as an error that says where and what to do.
func (t *tree) explain(k *kustomization, err error) {
	message := strings.ReplaceAll(err.Error(), `\"`, `"`) // parts of it are quoted
	message = strings.ReplaceAll(message, `\`, "")
	file := artefact.Position{File: k.name}
	all := slices.SortedFunc(maps.Values(t.kustomizations), func(a, b *kustomization) int { return cmp.Compare(a.directory, b.directory) })
	if match := noTarget.FindStringSubmatch(message); match != nil {
		id := parseID(match[2])
		for _, one := range all {
			for _, patch := range slices.Concat(one.strategic, one.patches) {
				for _, document := range patch.documents {
					other := identify(document)
					if patch.target != nil || other.kind != id.Kind || other.name != id.Name || other.namespace != id.Namespace {
						continue
					}
					if match[1] == "multiple" {
						t.fail(patch.text.at(document), "the patch fits several resources, %s %s; name the namespace of one", id.Kind, id.Name)
					} else {
						t.fail(patch.text.at(document), "the patch fits no resource: there is no %s %s; correct its kind, name or namespace", id.Kind, id.Name)
					}
					return
				}
			}
		}
	}
	if match := twice.FindStringSubmatch(message); match != nil {
		id := parseID(match[1])
		var places []string
		var first artefact.Position
		for _, text := range t.sorted() {
			for _, document := range text.documents {
				if other := identify(document); other.kind == id.Kind && other.name == id.Name && (other.namespace == id.Namespace || other.namespace == "" || id.Namespace == "") && !t.isPatch(text) {
					if places = append(places, text.at(document).String()); first.File == "" {
						first = text.at(document)
					}
				}
			}
		}
		switch len(places) {
		case 0:
			t.fail(file, "%s %s is there twice; remove or rename one", id.Kind, id.Name)
		case 1:
			t.fail(first, "%s %s is there twice, because several kustomizations use it; use it once, or give each a namePrefix or namespace of its own", id.Kind, id.Name)
		default:
			t.fail(first, "%s %s is there twice, also at %s; remove or rename one", id.Kind, id.Name, strings.Join(places[1:], ", "))
		}
		return
	}
	for _, expression := range []*regexp.Regexp{noPath, testFailed} {
		match := expression.FindStringSubmatch(message)
		if match == nil {
			continue
		}
		path := match[len(match)-1]
		if path == "" {
			path = match[len(match)-2]
		}
		for _, one := range all {
			for _, patch := range slices.Concat(one.patches, one.json) {
				for _, operation := range patch.operations {
					_, written := entry(operation.key, "path")
					if _, from := entry(operation.key, "from"); written == nil || (written.Value != path && (from == nil || from.Value != path)) {
						continue
					}
					t.fail(patch.text.at(written), "the patch cannot %s %s, which does not fit what the resource has; correct the path, or the target", value(operation.key, "op"), path)
					return
				}
			}
		}
	}
	if noSelector.MatchString(message) {
		for _, one := range all {
			for _, patch := range one.patches {
				if len(patch.operations) > 0 && patch.target == nil {
					t.fail(patch.text.at(patch.operations[0].key), "the JSON patch has no target; name one in %s", one.name)
					return
				}
			}
		}
	}
	if match := exists.FindStringSubmatch(message); match != nil {
		secret := match[1] == "Secret"
		for _, one := range all {
			_, list := field(one.node, generators[secret])
			if list == nil {
				continue
			}
			for _, node := range resolve(list).Content {
				behavior := value(node, "behavior")
				changes := behavior == "merge" || behavior == "replace"
				if value(node, "name") != match[2] || changes != strings.HasPrefix(match[3], "does not") {
					continue
				}
				if changes {
					t.fail(one.text.at(node), "there is no %s %s to %s; correct its name, or remove the behavior", match[1], match[2], behavior)
				} else {
					t.fail(one.text.at(node), "%s %s is there already; rename one, or set behavior to merge or replace", match[1], match[2])
				}
				return
			}
		}
	}
	if match := noReplicas.FindStringSubmatch(message); match != nil {
		for _, one := range all {
			for i, replica := range one.fields.Replicas {
				if node := item(one.node, "replicas", i); node != nil && replica.Name == match[1] {
					t.fail(one.text.at(node), "there is nothing with replicas named %s; correct the name", match[1])
					return
				}
			}
		}
	}
	if match := repeated.FindStringSubmatch(message); match != nil {
		for _, one := range all {
			for _, name := range generators {
				if _, list := field(one.node, name); list != nil {
					for _, node := range resolve(list).Content {
						if value(node, "name") == match[1] {
							t.fail(one.text.at(node), "%s has the key %s twice; remove one", match[1], match[2])
							return
						}
					}
				}
			}
		}
	}
	for _, expression := range []*regexp.Regexp{noField, noSource} {
		match := expression.FindStringSubmatch(message)
		if match == nil {
			continue
		}
		for _, one := range all {
			for _, replacement := range one.replacements {
				if expression == noSource && replacement.Source != nil && strings.Contains(match[1], replacement.Source.ResId.String()) {
					t.fail(replacement.text.at(replacement.node), "the source of the replacement fits no resource; correct its kind, name or namespace")
					return
				}
				for i, target := range replacement.Targets {
					for j, path := range target.FieldPaths {
						if expression != noField || path != match[1] {
							continue
						}
						node := item(item(replacement.node, "targets", i), "fieldPaths", j)
						if node == nil {
							node = replacement.node
						}
						t.fail(replacement.text.at(node), "the target of the replacement has no field %s; correct the path, or set create in its options", path)
						return
					}
				}
			}
		}
	}
	t.fail(file, "%s", t.shorten(err))
}

// shorten returns what an error of kustomize says in the end, in one line, without absolute paths and secrets.
func (t *tree) shorten(err error) string {
	if errors.Is(err, errPanic) {
		return errPanic.Error()
	}
	message := steps.ReplaceAllString(accumulated.ReplaceAllString(err.Error(), ""), "")
	if at := strings.Index(message, "with config: `"); at >= 0 {
		message = strings.TrimSpace(message[:at]) + message[strings.LastIndex(message, "`")+1:]
	}
	if at := strings.Index(message, "[patch: "); at >= 0 {
		message = message[:at] + "an inline patch"
	}
	message = strings.Trim(spaces.ReplaceAllString(message, " "), " :;\"")
	directories := slices.SortedFunc(maps.Keys(t.kustomizations), func(a, b string) int { return len(b) - len(a) })
	for _, directory := range directories {
		message = strings.ReplaceAll(message, directory, t.display(directory))
	}
	slices.SortFunc(t.secrets, func(a, b string) int { return len(b) - len(a) })
	for _, secret := range t.secrets {
		if secret != "" {
			message = strings.ReplaceAll(message, secret, "…")
		}
	}
	if runes := []rune(message); len(runes) > 300 {
		message = string(runes[:300]) + "…"
	}
	return fmt.Sprintf("kustomize cannot build it: %s", message)
}

// parseID reads a resource's identifier as kustomize writes it.
func parseID(text string) resid.ResId {
	id := resid.FromString(strings.Trim(text, `"'`))
	if id.Name == "[noName]" {
		id.Name = ""
	}
	return id
}

// sorted returns the texts that were read, in the order of their names.
func (t *tree) sorted() []*text {
	return slices.SortedFunc(maps.Values(t.texts), func(a, b *text) int { return cmp.Compare(a.name, b.name) })
}

// isPatch reports whether a text is one of a patch.
func (t *tree) isPatch(text *text) bool {
	for _, k := range t.kustomizations {
		for _, patch := range slices.Concat(k.strategic, k.patches, k.json) {
			if patch.text == text {
				return true
			}
		}
	}
	return false
}

// checkResources looks for documents that are no objects.
func (t *tree) checkResources(one *text) {
	var check func(node *yaml.Node)
	check = func(node *yaml.Node) {
		switch node = resolve(node); {
		case node.Kind == yaml.SequenceNode:
			for _, inner := range node.Content {
				check(inner)
			}
		case node.Kind != yaml.MappingNode:
			t.fail(one.at(node), "is no Kubernetes object, which is a mapping with apiVersion, kind and metadata; remove it from the resources")
		case value(node, "kind") == "":
			t.fail(one.at(node), "the object has no kind; add it")
		case value(node, "metadata", "name") == "" && !strings.HasSuffix(value(node, "kind"), "List"):
			t.fail(one.at(node), "the %s has no metadata.name, which kustomize needs; add it", value(node, "kind"))
		}
	}
	for _, document := range one.documents {
		check(document)
	}
}
