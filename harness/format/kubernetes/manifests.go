package kubernetes

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
)

// maxNamed is how many places of manifests a notice names.
const maxNamed = 3

// notJudged says of an object which whole objects it holds, in kinds whose meaning is not known here, or as text
// in a ConfigMap: something may apply them, and nothing here judges them.
func (r *reading) notJudged(node *tree, identity artefact.Ref) {
	m := &unread{seen: map[*tree]bool{}}
	switch group := identity.Group(); {
	case group == "" && identity.Kind == "ConfigMap":
		m.within(lookup(node, "data"), []any{"data"})
	case artefact.IsCustom(group):
		for _, place := range leavesAt(node, []string{"spec"}) {
			m.within(place.value, []any{"spec"})
		}
	}
	if len(m.places) == 0 {
		return
	}
	named := strings.Join(m.places[:min(len(m.places), maxNamed)], ", ")
	if more := len(m.places) - maxNamed; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	r.out.Notices = append(r.out.Notices, artefact.Notice{Position: r.document.position(m.first), Message: fmt.Sprintf("%s contains manifests that may be applied, and are not judged: %s", identity, named)})
}

// unread are the objects, and the texts of such, that a value holds.
type unread struct {
	places []string
	first  *tree
	seen   map[*tree]bool
}

func (m *unread) within(node *tree, path []any) {
	node = resolve(node)
	if node == nil || m.seen[node] {
		return
	}
	m.seen[node] = true
	switch node.Kind {
	case scalarNode:
		if kind := kindOfText(node.Value); kind != "" {
			m.add(node, path, kind)
		}
	case sequenceNode:
		for i, item := range node.Content {
			m.within(item, append(path, i))
		}
	case mappingNode:
		if kind := kindOfObject(node); kind != "" {
			m.add(node, path, kind)
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if name, err := keyName(node.Content[i]); err == nil {
				m.within(node.Content[i+1], append(path, name))
			}
		}
	}
}

func (m *unread) add(node *tree, path []any, kind string) {
	m.places = append(m.places, fmt.Sprintf("%s (%s)", artefact.PathText(path), kind))
	if m.first == nil {
		m.first = node
	}
}

// kindOfObject returns the kind of a mapping that is a whole object; "" for any other, as a reference to one.
func kindOfObject(node *tree) string {
	kind, metadata := text(lookup(node, "kind")), lookup(node, "metadata")
	if text(lookup(node, "apiVersion")) == "" || metadata == nil || metadata.Kind != mappingNode || !isKind().MatchString(kind) {
		return ""
	}
	return kind
}

var (
	isKind   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z][A-Za-z0-9]{0,62}$`) })
	kindLine = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)^kind:[ \t]*["']?([A-Z][A-Za-z0-9]{0,62})["']?[ \t\r]*$`)
	})
	others = []*regexp.Regexp{regexp.MustCompile(`(?m)^apiVersion:`), regexp.MustCompile(`(?m)^metadata:`)}
)

// kindOfText returns the kind of the first object that a text holds, be it YAML or JSON.
func kindOfText(text string) string {
	if !strings.Contains(text, "apiVersion") || !strings.Contains(text, "metadata") {
		return ""
	}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		var written struct {
			APIVersion, Kind string
			Metadata         map[string]any
		}
		if json.Unmarshal([]byte(text), &written) != nil || written.APIVersion == "" || written.Metadata == nil || !isKind().MatchString(written.Kind) {
			return ""
		}
		return written.Kind
	}
	match := kindLine().FindStringSubmatch(text)
	if match == nil || slices.ContainsFunc(others, func(line *regexp.Regexp) bool { return !line.MatchString(text) }) {
		return ""
	}
	return match[1]
}
