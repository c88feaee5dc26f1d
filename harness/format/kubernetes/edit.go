package kubernetes

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// Edit is a change of the text of a document: Text stands in the place of what is between two offsets.
type Edit struct {
	Begin, End int
	Text       string
}

// Octal is a number that YAML writes as the mode of a file: 0440. JSON has no such numbers.
type Octal int

// Editor changes the text of a document at the places of values. What it does not touch stays byte for byte. It refuses
// what it is not sure of; whether a change means what it should is for the caller to compare.
type Editor struct {
	document *document
	root     *tree
	lines    []int // offsets of the lines of the text
	eol      string
	step     int // by which the document indents
	dashes   int // by which it indents the items of a list
	isJSON   bool
	// isCompact means JSON without blanks.
	isCompact bool
}

var (
	errAlias     = errors.New("it is written once for several places (an alias or a merge key)")
	errLayout    = errors.New("it is written in a way that is not changed here")
	errProperty  = errors.New("it has an anchor or a tag")
	errNoText    = errors.New("it has no text of its own")
	errNotThere  = errors.New("there is no such value")
	errNoMapping = errors.New("what holds it is no mapping")
)

// NewEditor returns the editor of the document that an artefact was read from.
func NewEditor(a *artefact.Artefact) (*Editor, error) {
	l, ok := a.Locator.(*locator)
	if !ok || a.Embedded || a.IsRequested() || l.document.Places != nil || l.document.IsTrimmed || len(exoticBreaks(l.document.Text)) > 0 {
		return nil, errNoText
	}
	return newEditor(l.document, l.node), nil
}

// DocumentEditor returns the editor of a document that need not be an object of Kubernetes, such as a kustomization.
func DocumentEditor(text *source.Document) (*Editor, error) {
	d := &document{Document: text}
	roots, err := d.roots(text.Limits.OrDefault().Values)
	if err != nil || len(roots) != 1 || roots[0].Kind != mappingNode || len(exoticBreaks(text.Text)) > 0 {
		return nil, errLayout
	}
	return newEditor(d, roots[0]), nil
}

func newEditor(d *document, root *tree) *Editor {
	e := &Editor{document: d, root: root, eol: "\n", step: 2, dashes: -1, isJSON: d.isJSON()}
	for rest, at := d.Text, 0; len(rest) > 0; {
		e.lines = append(e.lines, at)
		size, _ := source.LineSize(rest)
		if at == 0 {
			e.eol = cmp.Or(string(rest[len(bytes.TrimRight(rest[:size], "\r\n")):size]), e.eol)
		}
		at, rest = at+size, rest[size:]
	}
	e.isCompact = e.isJSON && !bytes.Contains(e.text(), []byte(", ")) && !bytes.Contains(e.text(), []byte(`": `))
	e.learn(root, 0)
	e.dashes = max(e.dashes, 0)
	return e
}

// learn finds out how the document is indented.
func (e *Editor) learn(node *tree, depth int) (isFound bool) {
	if node.Kind == aliasNode || node.Style&flowStyle != 0 || depth > 20 {
		return false
	}
	hasStep := false
	if node.Kind == mappingNode {
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			if !isBlockCollection(value) || len(value.Content) == 0 {
				continue
			}
			by := e.column(value) - int(key.Column)
			switch {
			case value.Content[0].Line == key.Line: // behind an anchor or another mark
			case value.Kind == sequenceNode && e.dashes < 0:
				e.dashes = by
			case value.Kind == mappingNode && !hasStep && by > 0 && depth == 0:
				hasStep, e.step = true, by
			}
		}
	}
	for _, item := range node.Content {
		e.learn(item, depth+1)
	}
	return hasStep
}

// column returns the column at which the entries or items of a block collection begin. Its own is that of its anchor or
// tag, if it has one.
func (e *Editor) column(collection *tree) int {
	at, err := e.offset(collection)
	if err != nil || len(collection.Content) == 0 || !isProperty(e.text()[at:]) {
		return int(collection.Column)
	}
	first := collection.Content[0]
	if collection.Kind == mappingNode {
		return int(first.Column)
	}
	return strings.IndexByte(e.lineText(int(first.Line)-1), '-') + 1
}

// isProperty reports whether a text begins with an anchor or a tag.
func isProperty(text []byte) bool { return len(text) > 0 && (text[0] == '&' || text[0] == '!') }

func (e *Editor) text() []byte { return e.document.Text }

// offset returns the offset of a node.
func (e *Editor) offset(node *tree) (int, error) {
	line, column := int(node.Line), int(node.Column)
	if line < 1 || line > len(e.lines) || column < 1 {
		return 0, errLayout
	}
	at := e.lines[line-1]
	for range column - 1 {
		if at >= len(e.text()) {
			return 0, errLayout
		}
		_, size := utf8.DecodeRune(e.text()[at:])
		at += size
	}
	return at, nil
}

// lineOf returns the index of the line of an offset.
func (e *Editor) lineOf(offset int) int {
	i, found := slices.BinarySearch(e.lines, offset)
	if !found {
		i--
	}
	return max(i, 0)
}

// lineEnd returns the offset behind a line and its break.
func (e *Editor) lineEnd(line int) int {
	if line+1 < len(e.lines) {
		return e.lines[line+1]
	}
	return len(e.text())
}

// lineText returns a line without its break.
func (e *Editor) lineText(line int) string {
	return strings.TrimRight(string(e.text()[e.lines[line]:e.lineEnd(line)]), "\r\n")
}

// place is a step of the way to a value.
type place struct {
	parent *tree // the mapping or sequence that holds it
	index  int   // of the value in its content
	key    *tree // nil for an item
	value  *tree
}

// find follows a path as far as it leads: the places on the way, and the steps that are left.
func (e *Editor) find(path []any) (way []place, rest []any, err error) {
	node := e.root
	for i, step := range path {
		if node.Kind == aliasNode {
			return nil, nil, errAlias
		}
		found := place{parent: node}
		switch node.Kind {
		case mappingNode:
			name, isKey := step.(string)
			if !isKey {
				return nil, nil, errNotThere
			}
			for j := len(node.Content) - 2; j >= 0 && found.value == nil; j -= 2 {
				if isMerge(node.Content[j]) {
					if _, merged := entry(node, name, nil); merged != nil {
						return nil, nil, errAlias
					}
					continue
				}
				if written, err := keyName(node.Content[j]); err == nil && written == name {
					found.index, found.key, found.value = j+1, node.Content[j], node.Content[j+1]
				}
			}
		case sequenceNode:
			n, isIndex := index(step)
			if !isIndex || n < 0 {
				return nil, nil, errNotThere
			}
			if n < len(node.Content) {
				found.index, found.value = n, node.Content[n]
			}
		}
		if found.value == nil {
			return way, path[i:], nil
		}
		way, node = append(way, found), found.value
	}
	if node.Kind == aliasNode {
		return nil, nil, errAlias
	}
	return way, nil, nil
}

// end returns the offset behind what is written of a value that is no block collection.
func (e *Editor) end(node *tree) (int, error) {
	begin, err := e.offset(node)
	if err != nil {
		return 0, err
	}
	text := e.text()
	if begin, err = e.behindProperties(begin); err != nil {
		return 0, err
	}
	switch {
	case node.Kind == aliasNode, node.Kind == scalarNode && node.Style&(literalStyle|foldedStyle) != 0, isBlockCollection(node):
		return 0, errLayout
	case node.Kind != scalarNode:
		return flowEnd(text, begin)
	case node.Style&(doubleQuotedStyle|singleQuotedStyle) != 0:
		return quotedEnd(text, begin)
	case node.Value == "" || !bytes.HasPrefix(text[begin:], []byte(node.Value)) || strings.ContainsAny(node.Value, "\r\n"):
		return 0, errLayout
	}
	return begin + len(node.Value), nil
}

// behindProperties returns the offset at which a value is written whose anchor and tag begin at an offset.
func (e *Editor) behindProperties(begin int) (int, error) {
	text := e.text()
	for begin < len(text) && isProperty(text[begin:]) {
		n := bytes.IndexAny(text[begin:], " \t\r\n")
		if n < 0 {
			return 0, errLayout
		}
		for begin += n; begin < len(text) && (text[begin] == ' ' || text[begin] == '\t'); begin++ {
		}
	}
	if begin >= len(text) {
		return 0, errLayout
	}
	return begin, nil
}

func quotedEnd(text []byte, begin int) (int, error) {
	quote := text[begin]
	if quote != '"' && quote != '\'' {
		return 0, errLayout
	}
	for i := begin + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i + 1, nil
		}
	}
	return 0, errLayout
}

// flowEnd returns the offset behind a flow collection.
func flowEnd(text []byte, begin int) (int, error) {
	depth := 0
	for i := begin; i < len(text); i++ {
		switch c := text[i]; {
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1, nil
			}
		case (c == '"' || c == '\'') && bytes.IndexByte([]byte(" \t\r\n,:[{"), text[i-1]) >= 0:
			end, err := quotedEnd(text, i)
			if err != nil {
				return 0, err
			}
			i = end - 1
		case c == '#' && (text[i-1] == ' ' || text[i-1] == '\n' || text[i-1] == '\t'):
			for i+1 < len(text) && text[i+1] != '\n' && text[i+1] != '\r' {
				i++
			}
		}
	}
	return 0, errLayout
}

// lastLine returns the index of the last line of a value. The lines of a block scalar are those that are indented more
// than what holds it, which begins at a column.
func (e *Editor) lastLine(node *tree, column int) (int, error) {
	switch {
	case node.Kind == aliasNode || isLeftOut(node):
		return int(node.Line) - 1, nil
	case isBlockCollection(node) && len(node.Content) > 0:
		last := node.Content[len(node.Content)-1]
		if isLeftOut(last) && node.Kind == mappingNode {
			last = node.Content[len(node.Content)-2] // the parser may place it further on
		}
		return e.lastLine(last, e.column(node))
	case node.Kind == scalarNode && node.Style&(literalStyle|foldedStyle) != 0:
		return e.lastIndented(int(node.Line)-1, column), nil
	}
	if end, err := e.end(node); err == nil {
		return e.lineOf(end - 1), nil
	}
	if node.Kind == scalarNode && node.Style == 0 { // of several lines
		return e.lastIndented(int(node.Line)-1, column), nil
	}
	return 0, errLayout
}

// Set sets the value at a path, with all that leads to it.
func (e *Editor) Set(path []any, v any) (Edit, error) {
	way, rest, err := e.find(path)
	if err != nil {
		return Edit{}, err
	}
	if len(rest) == 0 {
		if len(way) == 0 {
			return Edit{}, errLayout
		}
		return e.replace(way[len(way)-1], v)
	}
	for i := len(rest) - 1; i > 0; i-- {
		name, isKey := rest[i].(string)
		if !isKey {
			return Edit{}, errNotThere
		}
		v = map[string]any{name: v}
	}
	name, isKey := rest[0].(string)
	if !isKey {
		return Edit{}, errNotThere
	}
	if len(way) == 0 {
		return e.insert(e.root, name, v)
	}
	at := way[len(way)-1]
	switch {
	case at.value.Kind == mappingNode:
		return e.insert(at.value, name, v)
	case isNull(at.value):
		return e.replace(at, map[string]any{name: v})
	}
	return Edit{}, errNoMapping
}

// insert adds an entry to a mapping.
func (e *Editor) insert(mapping *tree, name string, v any) (Edit, error) {
	if mapping.Style&flowStyle != 0 {
		return e.insertFlow(mapping, e.flowKey(name)+e.colon()+e.flow(v))
	}
	if len(mapping.Content) == 0 {
		return Edit{}, errLayout
	}
	return e.insertBlock(mapping, e.block(e.column(mapping)-1, name, v))
}

// insertBlock puts lines behind the last line of a block collection.
func (e *Editor) insertBlock(collection *tree, text string) (Edit, error) {
	line, err := e.lastLine(collection, e.column(collection))
	if err != nil {
		return Edit{}, err
	}
	return e.insertLines(line, text), nil
}

// insertLines puts lines behind another one, which may be the last one and have no break.
func (e *Editor) insertLines(line int, text string) Edit {
	at := e.lineEnd(line)
	if line == len(e.lines)-1 && !bytes.HasSuffix(e.text(), []byte("\n")) && !bytes.HasSuffix(e.text(), []byte("\r")) {
		text = e.eol + strings.TrimSuffix(text, e.eol)
	}
	return Edit{at, at, text}
}

// insertFlow puts an entry or item behind the last one of a flow collection.
func (e *Editor) insertFlow(collection *tree, text string) (Edit, error) {
	begin, err := e.offset(collection)
	if err != nil {
		return Edit{}, err
	}
	if len(collection.Content) == 0 {
		end, err := flowEnd(e.text(), begin)
		if err != nil || len(bytes.TrimSpace(e.text()[begin+1:end-1])) > 0 {
			return Edit{}, errLayout
		}
		return Edit{begin + 1, end - 1, text}, nil
	}
	first, last := collection.Content[0], collection.Content[len(collection.Content)-1]
	at, err := e.end(last)
	if err != nil {
		return Edit{}, err
	}
	separator := ", "
	switch {
	case first.Line != collection.Line:
		from, err := e.offset(first)
		if err != nil {
			return Edit{}, err
		}
		line := e.lines[first.Line-1]
		indent := string(e.text()[line:from])
		if strings.Trim(indent, " \t") != "" {
			return Edit{}, errLayout
		}
		separator = "," + e.eol + indent
	case e.isCompact:
		separator = ","
	}
	return Edit{at, at, separator + text}, nil
}

// replace writes another value in the place of one.
func (e *Editor) replace(at place, v any) (Edit, error) {
	if isLeftOut(at.value) {
		if at.key == nil || at.parent.Style&flowStyle != 0 {
			return Edit{}, errLayout
		}
		if members, isMapping := v.(map[string]any); isMapping && len(members) > 0 {
			// Below the key, where a comment may stand.
			line := e.lastComment(int(at.key.Line)-1, int(at.key.Column))
			text := ""
			for _, name := range order(members) {
				text += e.block(int(at.key.Column)-1+e.step, name, members[name])
			}
			return e.insertLines(line, text), nil
		}
		end, err := e.end(at.key)
		if err != nil {
			return Edit{}, err
		}
		colon := bytes.IndexByte(e.text()[end:e.lineEnd(e.lineOf(end))], ':')
		if colon < 0 {
			return Edit{}, errLayout
		}
		return Edit{end + colon + 1, end + colon + 1, " " + e.flow(v)}, nil
	}
	begin, err := e.offset(at.value)
	if err != nil {
		return Edit{}, err
	}
	if isProperty(e.text()[begin:]) {
		return Edit{}, errProperty
	}
	if isBlockCollection(at.value) && at.key != nil {
		return e.replaceBlock(at, begin, v)
	}
	end, err := e.end(at.value)
	if err != nil {
		return Edit{}, err
	}
	text := e.flow(v)
	if s, isText := v.(string); isText && at.value.Kind == scalarNode {
		switch {
		case at.value.Style&doubleQuotedStyle != 0:
			text = quoted(s)
		case at.value.Style&singleQuotedStyle != 0 && !strings.ContainsAny(s, "'\r\n"):
			text = "'" + s + "'"
		}
	}
	return Edit{begin, end, text}, nil
}

// replaceBlock writes a value behind its key in the place of a block collection.
func (e *Editor) replaceBlock(at place, begin int, v any) (Edit, error) {
	end, err := e.end(at.key)
	if err != nil {
		return Edit{}, err
	}
	between := e.text()[end:begin]
	colon := bytes.IndexByte(between, ':')
	if colon < 0 || bytes.ContainsAny(between, "#&!") {
		return Edit{}, errLayout
	}
	last, err := e.lastLine(at.value, e.column(at.value))
	if err != nil {
		return Edit{}, err
	}
	return Edit{end + colon + 1, e.lines[last] + len(e.lineText(last)), " " + e.flow(v)}, nil
}

// Rename gives the key at a path another name.
func (e *Editor) Rename(path []any, name string) (Edit, error) {
	way, rest, err := e.find(path)
	if err != nil {
		return Edit{}, err
	}
	if len(rest) > 0 || len(way) == 0 || way[len(way)-1].key == nil {
		return Edit{}, errNotThere
	}
	at := way[len(way)-1]
	begin, err := e.offset(at.key)
	if err != nil {
		return Edit{}, err
	}
	end, err := e.end(at.key)
	if err != nil {
		return Edit{}, err
	}
	text := e.flowKey(name)
	if at.key.Style&doubleQuotedStyle != 0 {
		text = quoted(name)
	}
	return Edit{begin, end, text}, nil
}

// Add adds an item to the list at a path, which it makes if there is none.
func (e *Editor) Add(path []any, v any) (Edit, error) {
	way, rest, err := e.find(path)
	if err != nil {
		return Edit{}, err
	}
	if len(rest) > 0 || len(way) == 0 || isNull(way[len(way)-1].value) {
		return e.Set(path, []any{v})
	}
	list := way[len(way)-1].value
	switch {
	case list.Kind != sequenceNode:
		return Edit{}, errLayout
	case list.Style&flowStyle != 0:
		return e.insertFlow(list, e.flow(v))
	case len(list.Content) == 0:
		return Edit{}, errLayout
	}
	return e.insertBlock(list, e.item(e.column(list)-1, v))
}

// Remove takes away the value at a path, with its key, and with what would be empty then.
func (e *Editor) Remove(path []any) (Edit, error) {
	way, rest, err := e.find(path)
	if err != nil {
		return Edit{}, err
	}
	if len(rest) > 0 || len(way) == 0 {
		return Edit{}, errNotThere
	}
	i := len(way) - 1
	for i > 0 && way[i].isAlone() {
		i--
	}
	at := way[i]
	if at.isAlone() {
		return Edit{}, errLayout
	}
	if at.parent.Style&flowStyle != 0 {
		return e.removeFlow(at)
	}
	return e.removeBlock(at)
}

// isAlone reports whether nothing else is in what holds it.
func (p place) isAlone() bool {
	if p.key != nil {
		return len(p.parent.Content) == 2
	}
	return len(p.parent.Content) == 1
}

// first returns the node with which an entry or item begins.
func (p place) first() *tree {
	if p.key != nil {
		return p.key
	}
	return p.value
}

// next returns the node with which the next entry or item begins; nil for the last one.
func (p place) next() *tree {
	if p.index+1 < len(p.parent.Content) {
		return p.parent.Content[p.index+1]
	}
	return nil
}

func (e *Editor) removeFlow(at place) (Edit, error) {
	begin, err := e.offset(at.first())
	if err != nil {
		return Edit{}, err
	}
	if next := at.next(); next != nil {
		end, err := e.offset(next)
		if err != nil || bytes.IndexByte(e.text()[begin:end], '#') >= 0 {
			return Edit{}, errLayout
		}
		return Edit{begin, end, ""}, nil
	}
	before := at.index - 1
	if at.key != nil {
		before--
	}
	from, err := e.end(at.parent.Content[before])
	if err != nil {
		return Edit{}, err
	}
	end, err := e.end(at.value)
	if err != nil || bytes.IndexByte(e.text()[from:begin], '#') >= 0 {
		return Edit{}, errLayout
	}
	return Edit{from, end, ""}, nil
}

func (e *Editor) removeBlock(at place) (Edit, error) {
	begin, err := e.offset(at.first())
	if err != nil {
		return Edit{}, err
	}
	column := e.column(at.parent)
	last, err := e.lastLine(at.value, column)
	if err != nil {
		return Edit{}, err
	}
	line := e.lineOf(begin)
	last = max(last, line)
	head := string(e.text()[e.lines[line]:begin])
	if at.key == nil {
		if !dash.MatchString(head) {
			return Edit{}, errLayout
		}
		return Edit{e.lines[line], e.lineEnd(last), ""}, nil
	}
	if strings.Trim(head, " ") == "" {
		return Edit{e.lines[line], e.lineEnd(last), ""}, nil
	}
	// The first key of an item stands behind the dash, and the next one takes its place.
	next := at.next()
	if next == nil {
		return Edit{}, errLayout
	}
	end, err := e.offset(next)
	if err != nil || len(bytes.TrimSpace(e.text()[e.lineEnd(last):end])) > 0 {
		return Edit{}, errLayout
	}
	return Edit{begin, end, ""}, nil
}

var dash = regexp.MustCompile(`^ *- +$`)

// block writes an entry of a block mapping.
func (e *Editor) block(indent int, name string, v any) string {
	head := strings.Repeat(" ", indent) + e.flowKey(name) + ":"
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			break
		}
		text := head + e.eol
		for _, key := range order(v) {
			text += e.block(indent+e.step, key, v[key])
		}
		return text
	case []any:
		if len(v) == 0 || !slices.ContainsFunc(v, isCollection) {
			break
		}
		text := head + e.eol
		for _, item := range v {
			text += e.item(indent+e.dashes, item)
		}
		return text
	case string:
		if isLiteral(v) {
			text := head + " |" + e.eol
			for line := range strings.Lines(v) {
				text += strings.Repeat(" ", indent+e.step) + strings.TrimSuffix(line, "\n") + e.eol
			}
			return text
		}
	}
	return head + " " + e.flow(v) + e.eol
}

// isLiteral reports whether a text can be written line by line as it is.
func isLiteral(s string) bool {
	lines := strings.Split(s, "\n")
	return len(lines) > 1 && lines[len(lines)-1] == "" && !strings.HasPrefix(s, " ") && !slices.ContainsFunc(lines[:len(lines)-1], func(line string) bool {
		return line == "" || strings.TrimRight(line, " \t\r") != line
	})
}

// item writes an item of a block sequence.
func (e *Editor) item(indent int, v any) string {
	head := strings.Repeat(" ", indent) + "- "
	members, isMapping := v.(map[string]any)
	if !isMapping || len(members) == 0 {
		return head + e.flow(v) + e.eol
	}
	text := ""
	for _, key := range order(members) {
		text += e.block(indent+2, key, members[key])
	}
	return head + text[indent+2:]
}

func isCollection(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

// order sorts keys as people write them: what names something comes first.
func order(members map[string]any) []string {
	keys := make([]string, 0, len(members))
	for key := range members {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		switch {
		case a == "name":
			return -1
		case b == "name":
			return 1
		}
		return strings.Compare(a, b)
	})
	return keys
}

func (e *Editor) colon() string {
	if e.isCompact {
		return ":"
	}
	return ": "
}

func (e *Editor) comma() string {
	if e.isCompact {
		return ","
	}
	return ", "
}

// flow writes a value in one line.
func (e *Editor) flow(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, key := range order(v) {
			parts = append(parts, e.flowKey(key)+e.colon()+e.flow(v[key]))
		}
		return "{" + strings.Join(parts, e.comma()) + "}"
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, e.flow(item))
		}
		return "[" + strings.Join(parts, e.comma()) + "]"
	case string:
		if e.isJSON || !isPlainText(v) {
			return quoted(v)
		}
		return v
	case Octal:
		if e.isJSON {
			return strconv.Itoa(int(v))
		}
		return fmt.Sprintf("%04o", int(v))
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func (e *Editor) flowKey(name string) string {
	if !e.isJSON && plainKey.MatchString(name) && !isReserved(name) {
		return name
	}
	return quoted(name)
}

var (
	plainKey  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)
	plainText = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9_./-]*|[0-9]+(?:m|k|M|G|T|Ki|Mi|Gi|Ti))$`)
)

func isPlainText(s string) bool { return plainText.MatchString(s) && !isReserved(s) }

// isReserved reports whether YAML takes a word for something else than a string.
func isReserved(s string) bool {
	return slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}, strings.ToLower(s))
}

// quoted writes a string between quotation marks, as JSON does.
func quoted(s string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		return strconv.Quote(s)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// Span is where a scalar stands in the text of a document.
type Span struct {
	Path       []any
	Begin, End int
}

// Spans lists the scalars of an artefact with the places where they are written. Those behind aliases are written
// elsewhere.
func (e *Editor) Spans() []Span {
	var spans []Span
	e.spans(e.root, nil, 0, &spans)
	return spans
}

func (e *Editor) spans(node *tree, path []any, column int, spans *[]Span) {
	switch node.Kind {
	case mappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			name, err := keyName(node.Content[i])
			if err != nil {
				name = node.Content[i].Value
			}
			e.spans(node.Content[i+1], append(slices.Clip(path), name), e.column(node), spans)
		}
	case sequenceNode:
		for i, item := range node.Content {
			e.spans(item, append(slices.Clip(path), i), e.column(node), spans)
		}
	case scalarNode:
		begin, err := e.offset(node)
		if err != nil || isLeftOut(node) {
			return
		}
		end, err := e.end(node)
		if err != nil {
			// A scalar of several lines goes on as long as these are indented.
			end = e.lineEnd(e.lastIndented(int(node.Line)-1, column))
		}
		*spans = append(*spans, Span{path, begin, end})
	}
}

// lastComment returns the last of the lines behind one that are comments, and indented as much as a column.
func (e *Editor) lastComment(line, column int) int {
	for ; line+1 < len(e.lines); line++ {
		text := e.lineText(line + 1)
		trimmed := strings.TrimLeft(text, " ")
		if !strings.HasPrefix(trimmed, "#") || len(text)-len(trimmed) < column {
			break
		}
	}
	return line
}

// lastIndented returns the last of the lines behind one that are blank, or indented as much as a column.
func (e *Editor) lastIndented(line, column int) int {
	last := line
	for line++; line < len(e.lines); line++ {
		text := e.lineText(line)
		trimmed := strings.TrimLeft(text, " ")
		if trimmed == "" {
			continue
		}
		if len(text)-len(trimmed) < column {
			break
		}
		last = line
	}
	return last
}
