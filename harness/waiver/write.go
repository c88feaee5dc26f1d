package waiver

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Entry is a waiver as it is written in a file.
type Entry struct {
	Control   string `json:"control" yaml:"control"`
	Object    Object `json:"object" yaml:"object,flow"`
	Container string `json:"container,omitempty" yaml:"container,omitempty"`
	Path      string `json:"path,omitempty" yaml:"path,omitempty"`
	Owner     string `json:"owner" yaml:"owner"`
	Reason    string `json:"reason" yaml:"reason"`
	Ticket    string `json:"ticket,omitempty" yaml:"ticket,omitempty"`
	Granted   string `json:"granted,omitempty" yaml:"granted,omitempty"`
	Expires   string `json:"expires" yaml:"expires"`
}

// Object names objects as a file of waivers does.
type Object struct {
	Kind        string `json:"kind" yaml:"kind"`
	Namespace   string `json:"namespace,omitempty" yaml:"namespace,omitempty"`
	Name        string `json:"name,omitempty" yaml:"name,omitempty"`
	NamePattern string `json:"namePattern,omitempty" yaml:"namePattern,omitempty"`
}

// String returns what it waives: images.digest of Deployment shop/till, container "till".
func (e *Entry) String() string {
	ref := artefact.Ref{Kind: e.Object.Kind, Namespace: e.Object.Namespace, Name: cmp.Or(e.Object.Name, e.Object.NamePattern)}
	text := fmt.Sprintf("%s of %s", e.Control, ref)
	if e.Container != "" {
		text += fmt.Sprintf(", container %q", e.Container)
	}
	if e.Path != "" {
		text += ", " + e.Path
	}
	return text
}

// errLayout says that a file is laid out in a way in which nothing can be added to it.
var errLayout = errors.New("the list of waivers must stand last in the file, with one entry below the other; add the entry by hand")

// Append adds an entry to the text of a file of waivers, and leaves what is there as it is; an empty text becomes a
// file with that entry. It returns the text and the index of the entry. The result has to be read to know that it is a
// file of waivers.
func Append(text []byte, e *Entry) (added []byte, index int, err error) {
	if len(bytes.TrimSpace(text)) == 0 {
		text = []byte("apiVersion: " + APIVersion + "\nkind: " + Kind + "\nwaivers:\n")
	}
	var document yaml.Node
	if yaml.Unmarshal(text, &document) != nil { // its error may quote a value
		return nil, 0, errors.New("it cannot be read as YAML; guiderail check --waivers says where")
	}
	text, rest := cutEnd(text)
	indent, err := indentOfItems(&document, &text)
	if err != nil {
		return nil, 0, err
	}
	fields := document.Content[0].Content
	index = len(fields[len(fields)-1].Content)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode([]*Entry{e}); err != nil {
		return nil, 0, fmt.Errorf("writing the entry: %w", err)
	}
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	for line := range strings.Lines(out.String()) {
		text = append(text, indent+line...)
	}
	return append(text, rest...), index, nil
}

// cutEnd separates a text from the line that ends its document, if it has one, and what follows.
func cutEnd(text []byte) (document, rest []byte) {
	at := 0
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("...")) && (len(line) == 3 || bytes.IndexByte([]byte(" \t\r\n"), line[3]) >= 0) {
			return slices.Clip(text[:at]), text[at:]
		}
		at += len(line)
	}
	return text, nil
}

// indentOfItems returns what the items of the list of waivers begin with. A list in brackets that is empty is taken out
// of the text.
func indentOfItems(document *yaml.Node, text *[]byte) (string, error) {
	if document.Kind != yaml.DocumentNode || document.Content[0].Kind != yaml.MappingNode || document.Content[0].Style&yaml.FlowStyle != 0 {
		return "", errLayout
	}
	fields := document.Content[0].Content
	if len(fields) == 0 || fields[len(fields)-2].Value != "waivers" {
		return "", errLayout
	}
	switch list := fields[len(fields)-1]; {
	case list.Kind == yaml.ScalarNode && list.Tag == "!!null":
		return "  ", nil
	case list.Kind != yaml.SequenceNode:
		return "", errLayout
	case len(list.Content) == 0:
		*text = []byte(strings.TrimRight(strings.TrimSuffix(strings.TrimRight(string(*text), " \n"), "[]"), " ") + "\n")
		return "  ", nil
	case list.Style&yaml.FlowStyle != 0:
		return "", errLayout
	default:
		return strings.Repeat(" ", list.Column-1), nil
	}
}
