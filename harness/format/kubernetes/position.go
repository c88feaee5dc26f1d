package kubernetes

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/artefact"
)

// locator finds the values of an artefact in its document.
type locator struct {
	document *document
	node     *tree
}

// Position returns the place of the value at a path, or of its nearest parent that exists. A block mapping or
// sequence is placed at its key, where a reader looks for it, and so is a value left out.
func (l *locator) Position(path []any) (artefact.Position, bool) {
	node, at := l.node, l.node
	isItem := false
	for _, step := range path {
		key, value := child(node, step)
		if value == nil {
			break
		}
		node, at, isItem = value, value, key == nil
		if key != nil && (isBlockCollection(value) || isLeftOut(value)) {
			at = key
		}
	}
	if isItem {
		return l.document.ItemPosition(l.document.placeOf(at)), true
	}
	return l.document.position(at), true
}

func isBlockCollection(node *tree) bool {
	return (node.Kind == mappingNode || node.Kind == sequenceNode) && node.Style&flowStyle == 0
}

func isLeftOut(node *tree) bool {
	return node.Kind == scalarNode && node.Style == 0 && node.Value == ""
}

// child follows one step of a path. The value that it returns may be an alias.
func child(node *tree, step any) (key, value *tree) {
	node = resolve(node)
	switch node.Kind {
	case mappingNode:
		if name, ok := step.(string); ok {
			return entry(node, name, nil)
		}
	case sequenceNode:
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
	case fmt.Stringer: // json.Number
		i, err := strconv.Atoi(step.String())
		return i, err == nil
	}
	return 0, false
}

// position returns the place of a node in the file, or of what a person edits to change it.
func (d *document) position(node *tree) artefact.Position { return d.Position(d.placeOf(node)) }

// placeOf returns the line and column of a node in the file.
func (d *document) placeOf(node *tree) (line, column int) {
	line, column = d.place(int(max(node.Line, 1)), int(node.Column))
	if isLeftOut(node) {
		line = min(line, d.LastLine()) // the parser may be one line further
	}
	return line, column
}

// place translates a place in the text, as the YAML parser counts, into a place in the file.
func (d *document) place(line, column int) (int, int) {
	before := sort.Search(len(d.breaks), func(i int) bool { return d.breaks[i].line >= line })
	if before > 0 && d.breaks[before-1].line == line-1 {
		column += d.breaks[before-1].width
	}
	return d.Line + line - 1 - before, column
}

// exoticBreak is a line break that YAML 1.1 knows and no editor: U+0085, U+2028 or U+2029.
type exoticBreak struct {
	line  int // which it ends, as the YAML parser counts
	width int // of the editor's line up to and with it, in characters
}

func exoticBreaks(text []byte) []exoticBreak {
	if !bytes.Contains(text, []byte("\u0085")) && !bytes.Contains(text, []byte("\u2028")) && !bytes.Contains(text, []byte("\u2029")) {
		return nil
	}
	var breaks []exoticBreak
	for line, width := 1, 0; len(text) > 0; {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		width++
		switch {
		case r == '\u0085' || r == '\u2028' || r == '\u2029':
			breaks = append(breaks, exoticBreak{line, width})
			line++
		case r == '\n' || (r == '\r' && !bytes.HasPrefix(text, []byte("\n"))):
			line++
			width = 0
		}
	}
	return breaks
}

// lineOf writes the line of a node for a message about another one.
func (d *document) lineOf(node, about *tree) string {
	at := d.position(node)
	if at.File == d.position(about).File && at.Line > 0 {
		return fmt.Sprintf("line %d", at.Line)
	}
	return at.String()
}
