package kubernetes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// isJSON reports whether a document may be JSON: it begins as an object or array does, if need be after
// the marker of a YAML stream.
func (d *document) isJSON() bool {
	begin := d.jsonBegin()
	return begin < len(d.Text) && (d.Text[begin] == '{' || d.Text[begin] == '[')
}

// jsonBegin returns the offset of the first character that is neither white space nor part of a marker.
func (d *document) jsonBegin() int {
	begin := skipSpace(d.Text, 0)
	if source.Marker(d.Text[begin:]) == '-' {
		begin = skipSpace(d.Text, begin+3)
	}
	return begin
}

func skipSpace(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n') {
		i++
	}
	return i
}

// parseJSON reads JSON values that follow one another into the node tree that YAML has, so that
// everything after it knows but one form. With an error it returns the values before it. The YAML
// parser alone would do for most JSON, but not for surrogate pairs and some escapes.
func (d *document) parseJSON(maxValues int) ([]*tree, *artefact.Error) {
	begin := d.jsonBegin()
	if roots, ok := quickTrees(d.Text, begin, 2*maxValues); ok {
		return roots, nil
	}
	reader := &jsonReader{document: d, decoder: json.NewDecoder(bytes.NewReader(d.Text[begin:])), begin: begin, line: 1, column: 1, rest: 2 * maxValues}
	reader.decoder.UseNumber()
	var roots []*tree
	for {
		node, err := reader.value(0)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			return roots, reader.fail(err)
		}
		roots = append(roots, node)
	}
}

type jsonReader struct {
	document *document
	decoder  *json.Decoder
	begin    int // of what the decoder reads, in the text
	rest     int // how many values and keys there may be yet

	// The place of offset, which only moves forward.
	offset, line, column int
}

// value reads one value; nil stands for the closing delimiter of the innermost object or array.
func (r *jsonReader) value(depth int) (*tree, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("it is nested more than %d levels deep", maxDepth)
	}
	if r.rest--; r.rest < 0 {
		return nil, errors.New("it contains more values than the limit values allows; raise it: --limit values=NUMBER")
	}
	r.advance()
	node := &tree{Kind: scalarNode, Line: int32(r.line), Column: int32(r.column)}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '}' || token == ']' {
			return nil, nil
		}
		node.Kind, node.Style = sequenceNode, flowStyle
		if token == '{' {
			node.Kind = mappingNode
		}
		for {
			item, err := r.value(depth + 1)
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			if err != nil {
				return nil, err
			}
			if item == nil {
				return node, nil
			}
			node.Content = append(node.Content, item)
		}
	case string:
		node.Style, node.Value = doubleQuotedStyle, token
	case json.Number:
		if _, err := token.Float64(); err != nil {
			return nil, errors.New("a number is out of range")
		}
		node.Value = token.String()
	case bool:
		node.Value = strconv.FormatBool(token)
	case nil:
		node.Value = "null"
	}
	return node, nil
}

// advance moves the place to the beginning of the next token.
func (r *jsonReader) advance() {
	text := r.document.Text
	end := r.begin + int(r.decoder.InputOffset())
	for end < len(text) && bytes.IndexByte([]byte(" \t\r\n,:"), text[end]) >= 0 {
		end++
	}
	for ; r.offset < end; r.offset++ {
		switch c := text[r.offset]; {
		case c == '\n', c == '\r' && !bytes.HasPrefix(text[r.offset+1:], []byte("\n")):
			r.line++
			r.column = 1
		case utf8.RuneStart(c):
			r.column++
		}
	}
}

func (r *jsonReader) fail(err error) *artefact.Error {
	at := r.offset
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = min(max(at, r.begin+int(syntax.Offset)), len(r.document.Text))
	}
	return r.document.errorf(min(r.document.LineAt(at), r.document.LastLine()), "cannot be read as JSON: %v", err)
}
