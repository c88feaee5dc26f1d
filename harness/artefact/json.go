package artefact

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// isJSON tells whether a document may be JSON: it begins as an object or array does.
func isJSON(text []byte) bool {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	return len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[')
}

// parseJSON reads JSON values that follow one another into the node tree that YAML has, so that
// everything after it knows but one form. The YAML parser alone would do for most JSON, but not for
// surrogate pairs and some escapes.
func (d *Document) parseJSON() ([]*yaml.Node, *Error) {
	reader := &jsonReader{document: d, decoder: json.NewDecoder(bytes.NewReader(d.Text)), line: 1}
	reader.decoder.UseNumber()
	var roots []*yaml.Node
	for {
		node, err := reader.value(0)
		if errors.Is(err, io.EOF) && len(reader.open) == 0 {
			return roots, nil
		}
		if err != nil {
			return nil, reader.fail(err)
		}
		roots = append(roots, node)
	}
}

type jsonReader struct {
	document *Document
	decoder  *json.Decoder
	open     []*yaml.Node

	// The place of offset, which only moves forward.
	offset, line, lineStart int
}

// value reads one value; nil stands for the closing delimiter of the innermost object or array.
func (r *jsonReader) value(depth int) (*yaml.Node, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("is nested more than %d levels deep", maxDepth)
	}
	r.advance()
	node := &yaml.Node{Line: r.line, Column: utf8.RuneCount(r.document.Text[r.lineStart:r.offset]) + 1}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '}' || token == ']' {
			r.open = r.open[:len(r.open)-1]
			return nil, nil
		}
		node.Kind, node.Style = yaml.SequenceNode, yaml.FlowStyle
		if token == '{' {
			node.Kind = yaml.MappingNode
		}
		r.open = append(r.open, node)
		for {
			item, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			if item == nil {
				return node, nil
			}
			node.Content = append(node.Content, item)
		}
	case string:
		node.Kind, node.Style, node.Tag, node.Value = yaml.ScalarNode, yaml.DoubleQuotedStyle, "!!str", token
	case json.Number:
		node.Kind, node.Tag, node.Value = yaml.ScalarNode, "!!float", token.String()
	case bool:
		node.Kind, node.Tag, node.Value = yaml.ScalarNode, "!!bool", fmt.Sprint(token)
	case nil:
		node.Kind, node.Tag, node.Value = yaml.ScalarNode, "!!null", "null"
	}
	return node, nil
}

// advance moves the place to the beginning of the next token.
func (r *jsonReader) advance() {
	end := int(r.decoder.InputOffset())
	text := r.document.Text
	for end < len(text) && bytes.IndexByte([]byte(" \t\r\n,:"), text[end]) >= 0 {
		end++
	}
	for ; r.offset < end; r.offset++ {
		if text[r.offset] == '\n' {
			r.line++
			r.lineStart = r.offset + 1
		}
	}
}

func (r *jsonReader) fail(err error) *Error {
	line := r.line
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line = 1 + bytes.Count(r.document.Text[:min(int(syntax.Offset), len(r.document.Text))], []byte("\n"))
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return r.document.errorf(r.document.Line+line-1, "cannot be read as JSON: %v", err)
}
