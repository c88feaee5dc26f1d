package artefact

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
	"go.yaml.in/yaml/v4"
)

// Document is the text of one document of a file or stream.
type Document struct {
	// File is the name that messages give the file or stream.
	File string
	// Index counts the documents of the file from 1.
	Index int
	// Line is the line of the file on which Text begins, from 1.
	Line int
	Text []byte
}

// position gives the place of a node in the file. The parser counts lines as YAML 1.1 does, also at
// U+0085, U+2028 and U+2029, which editors do not take for line breaks.
func (d *Document) position(node *yaml.Node) Position {
	line := node.Line
	if bytes.ContainsAny(d.Text, "\u0085\u2028\u2029") {
		line -= exoticBreaks(d.Text, node.Line)
	}
	return Position{File: d.File, Line: d.Line + max(line, 1) - 1, Column: node.Column}
}

// exoticBreaks counts the line breaks before a line that only YAML takes for one.
func exoticBreaks(text []byte, line int) int {
	count := 0
	for current := 1; current < line && len(text) > 0; {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == '\u0085' || r == '\u2028' || r == '\u2029':
			count++
			current++
		case r == '\r' && len(text) > 1 && text[1] == '\n':
		case r == '\n' || r == '\r':
			current++
		}
		text = text[size:]
	}
	return count
}

func (d *Document) errorf(line int, format string, args ...any) *Error {
	return &Error{Position{File: d.File, Line: line}, fmt.Sprintf(format, args...)}
}

// Parsed is what one document yields.
type Parsed struct {
	Artefacts []*Artefact
	Notices   []Notice
	Errors    []*Error
}

// Parser reads documents. It remembers what it has read before, so that a run wants few of them, and
// serves one goroutine at a time.
type Parser struct {
	scalars *resolver
}

// NewParser makes a parser.
func NewParser() *Parser { return &Parser{scalars: newResolver()} }

// Parse reads one document: an object, or a List whose items are artefacts of their own.
func (p *Parser) Parse(d *Document) Parsed {
	var out Parsed
	if i := bytes.IndexByte(d.Text, 0); i >= 0 {
		out.Errors = append(out.Errors, d.errorf(d.lineAt(i), "is binary: a zero byte is no part of YAML or JSON"))
		return out
	}
	if i := invalidUTF8(d.Text); i >= 0 {
		out.Errors = append(out.Errors, d.errorf(d.lineAt(i), "is not valid UTF-8; save the file as UTF-8 or UTF-16 with a byte order mark"))
		return out
	}
	roots, err := d.roots()
	if err != nil {
		out.Errors = append(out.Errors, err)
		return out
	}
	for _, root := range roots {
		d.object(root, p.scalars, &out, 0)
	}
	return out
}

// roots parses the text: as JSON where it is JSON, else as YAML.
func (d *Document) roots() ([]*yaml.Node, *Error) {
	var jsonErr *Error
	if isJSON(d.Text) {
		nodes, err := d.parseJSON()
		if err == nil {
			return nodes, nil
		}
		jsonErr = err
	}
	var root yaml.Node
	if err := yaml.Load(d.Text, &root); err != nil {
		if jsonErr != nil && strings.HasSuffix(d.File, ".json") {
			return nil, jsonErr
		}
		return nil, d.syntaxError(err)
	}
	return root.Content, nil
}

// syntaxError says in the file's lines what the parser says in the document's, and names the two
// kinds of file that are most often taken for YAML.
func (d *Document) syntaxError(err error) *Error {
	message, at := err.Error(), Position{File: d.File, Line: d.Line}
	var load *yaml.LoadError
	if errors.As(err, &load) {
		message = load.Message
		at = d.position(&yaml.Node{Line: load.Mark.Line, Column: load.Mark.Column})
	}
	switch {
	case bytes.HasPrefix(d.Text, []byte("#!")):
		return d.errorf(d.Line, "is a script (its first line begins with #!), not YAML; name the files that it writes instead")
	case bytes.Contains(d.Text, []byte("{{")):
		message += "; it holds {{ }}, so render it first, for instance: helm template CHART | guiderail check -"
	}
	return &Error{at, "cannot be read as YAML: " + message}
}

func (d *Document) lineAt(offset int) int {
	return d.Line + bytes.Count(d.Text[:offset], []byte("\n"))
}

func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// maxListDepth bounds Lists within Lists; an API server writes none deeper than one.
const maxListDepth = 16

// object takes a node for an artefact, or for a list of them.
func (d *Document) object(node *yaml.Node, scalars *resolver, out *Parsed, depth int) {
	at := d.position(node)
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" {
		return
	}
	if node.Kind != yaml.MappingNode {
		out.Notices = append(out.Notices, Notice{at, fmt.Sprintf("document %d is no Kubernetes object: it is %s", d.Index, describe(node))})
		return
	}
	identity := identify(node)
	if identity.Kind == "" || identity.APIVersion == "" {
		missing := cmp.Or(map[bool]string{true: "kind"}[identity.Kind == ""], "apiVersion")
		out.Notices = append(out.Notices, Notice{at, fmt.Sprintf("document %d is no Kubernetes object: it has no %s", d.Index, missing)})
		return
	}
	if items := listItems(node, identity); items != nil {
		if depth == maxListDepth {
			out.Errors = append(out.Errors, d.errorf(at.Line, "has Lists within Lists, more than %d deep", maxListDepth))
			return
		}
		for _, item := range items.Content {
			d.object(item, scalars, out, depth+1)
		}
		return
	}
	converter := &converter{document: d, scalars: scalars, root: node}
	value, err := converter.convert(node)
	if err != nil {
		out.Errors = append(out.Errors, asError(err, at))
		return
	}
	out.Artefacts = append(out.Artefacts, &Artefact{
		Identity: identity,
		Document: d.Index,
		Value:    value.Value,
		Problems: converter.problems,
		node:     node,
		source:   d,
	})
}

func asError(err error, at Position) *Error {
	var located *Error
	if errors.As(err, &located) {
		return located
	}
	return &Error{at, err.Error()}
}

func describe(node *yaml.Node) string {
	if node.Kind == yaml.SequenceNode {
		return "a list"
	}
	return "plain text"
}

// listItems gives the items of a List, also of a typed one such as PodList; nil for anything else.
func listItems(node *yaml.Node, identity Identity) *yaml.Node {
	if !strings.HasSuffix(identity.Kind, "List") {
		return nil
	}
	items := lookup(node, "items")
	if items == nil || items.Kind != yaml.SequenceNode {
		return nil
	}
	return items
}

func identify(node *yaml.Node) Identity {
	identity := Identity{APIVersion: text(lookup(node, "apiVersion")), Kind: text(lookup(node, "kind"))}
	if metadata := lookup(node, "metadata"); metadata != nil && metadata.Kind == yaml.MappingNode {
		identity.Namespace = text(lookup(metadata, "namespace"))
		identity.Name = cmp.Or(text(lookup(metadata, "name")), text(lookup(metadata, "generateName")))
	}
	return identity
}

func text(node *yaml.Node) string {
	if node == nil || node.Kind != yaml.ScalarNode || node.ShortTag() == "!!null" {
		return ""
	}
	return node.Value
}

// lookup gives the value of a key, through aliases and merge keys; nil when the key is absent.
func lookup(node *yaml.Node, key string) *yaml.Node {
	_, value := entry(node, key, 0)
	return value
}

// entry finds a key in a mapping as the reader understands it: the last of duplicates counts, and a
// key of the mapping itself beats one that is merged in.
func entry(node *yaml.Node, key string, depth int) (keyNode, value *yaml.Node) {
	node = resolve(node)
	if node == nil || node.Kind != yaml.MappingNode || depth > maxDepth {
		return nil, nil
	}
	for i := len(node.Content) - 2; i >= 0; i -= 2 {
		if node.Content[i].Value == key && !isMerge(node.Content[i]) {
			return node.Content[i], resolve(node.Content[i+1])
		}
	}
	for i := len(node.Content) - 2; i >= 0; i -= 2 {
		if !isMerge(node.Content[i]) {
			continue
		}
		for _, source := range mergeSources(node.Content[i+1]) {
			if keyNode, value := entry(source, key, depth+1); value != nil {
				return keyNode, value
			}
		}
	}
	return nil, nil
}

func resolve(node *yaml.Node) *yaml.Node {
	for node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

func isMerge(key *yaml.Node) bool { return key.Tag == "!!merge" }

// mergeSources lists the mappings that a merge key names; the first one that has a key wins.
func mergeSources(value *yaml.Node) []*yaml.Node {
	value = resolve(value)
	if value.Kind == yaml.SequenceNode {
		return value.Content
	}
	return []*yaml.Node{value}
}

// Position gives the place of the value at a path, or of its nearest parent that exists. A block
// mapping or sequence is placed at its key, where a reader looks for it.
func (a *Artefact) Position(path []any) Position {
	node, at := a.node, a.node
	for _, step := range path {
		key, value := child(node, step)
		if value == nil {
			break
		}
		node, at = value, value
		if target := resolve(value); key != nil && target.Kind != yaml.ScalarNode && target.Style&yaml.FlowStyle == 0 && value.Kind != yaml.AliasNode {
			at = key
		}
	}
	return a.source.position(at)
}

// child follows one step of a path, without resolving the value if it is an alias.
func child(node *yaml.Node, step any) (key, value *yaml.Node) {
	node = resolve(node)
	switch node.Kind {
	case yaml.MappingNode:
		name, ok := step.(string)
		if !ok {
			return nil, nil
		}
		return entry(node, name, 0)
	case yaml.SequenceNode:
		if i, ok := index(step); ok && i >= 0 && i < len(node.Content) {
			return nil, node.Content[i]
		}
	}
	return nil, nil
}

func index(step any) (int, bool) {
	switch step := step.(type) {
	case int:
		return step, true
	case ast.Number:
		return step.Int()
	case fmt.Stringer: // json.Number
		i, err := strconv.Atoi(step.String())
		return i, err == nil
	}
	return 0, false
}
