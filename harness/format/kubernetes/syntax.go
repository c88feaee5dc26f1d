package kubernetes

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	yamlv4 "go.yaml.in/yaml/v4"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

func (d *document) errorf(line int, format string, args ...any) *artefact.Error {
	return &artefact.Error{Position: d.Position(line, 0), Message: fmt.Sprintf(format, args...)}
}

// syntaxError says in the file's lines what the parser says in the document's, and names the two
// kinds of file that are most often taken for YAML.
func (d *document) syntaxError(err error) *artefact.Error {
	// Of the two places that a problem has, where it is and where the collection around it begins, the
	// parser of v3 gives the line of the second. That of v4 reads a few odd texts that kubectl reads in
	// another way, but it gives both places.
	var root yamlv4.Node
	if better := yamlv4.Load(d.Text, &root); better != nil {
		err = better
	}
	message, line, column := strings.TrimPrefix(err.Error(), "yaml: "), d.Line, 0
	var load *yamlv4.LoadError
	if errors.As(err, &load) {
		message = load.Message
		line, column = d.place(max(load.Mark.Line, 1), max(load.Mark.Column, 1))

		// The parser does not say where a character that it does not read at all.
		if i := bytes.IndexFunc(d.Text, isControl); load.Stage == yamlv4.ReaderStage && i >= 0 {
			line, column = d.LineAt(i), 0
		}
		// It may count one line more at the end.
		line = min(line, d.LastLine())
	}
	message = withoutText(message) + d.tabHint(line)
	at := d.Position(line, column)
	switch {
	case bytes.HasPrefix(d.Text, []byte("#!")):
		return d.errorf(d.Line, "is a script (its first line begins with #!), not YAML; pass the files that it writes instead")
	case d.isTemplate():
		return &artefact.Error{Position: at, Message: fmt.Sprintf("cannot be read as YAML (%s); %s", message, renderFirst)}
	}
	return &artefact.Error{Position: at, Message: "cannot be read as YAML: " + message}
}

// withoutText takes away what a parser quotes of the text, which may be a password: one that begins with *
// is an alias for it.
func withoutText(message string) string {
	if strings.Contains(message, "unknown anchor") {
		return "an alias (*) refers to an anchor (&) that is not defined before it; quote the value if it is a string"
	}
	return quotes.ReplaceAllStringFunc(message, func(quoted string) string {
		if strings.HasPrefix(quoted, "'<") || !strings.ContainsFunc(quoted, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return quoted // of YAML's own signs and words
		}
		return "'…'"
	})
}

var quotes = regexp.MustCompile(`'[^']*'`)

// isTemplate reports whether the text looks like a template that was not rendered.
func (d *document) isTemplate() bool { return d.Places == nil && action().Match(d.Text) }

var action = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|[^$])\{\{`) })

const renderFirst = "it contains {{ }}; if it is a template of a chart, pass the directory of the chart, else what it renders to"

// tabHint explains the objections to a line that begins with a tab.
func (d *document) tabHint(line int) string {
	text := d.Text
	for n := d.Line; n < line && len(text) > 0; n++ {
		size, _ := source.LineSize(text)
		text = text[size:]
	}
	indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
	if bytes.ContainsRune(indent, '\t') {
		return "; the line is indented with a tab; YAML requires spaces"
	}
	return ""
}

// isControl reports whether a character is one that YAML does not allow.
func isControl(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == '\u0085':
		return false
	}
	return r < ' ' || (r > '~' && r < '\u00a0') || r == '\ufffe' || r == '\uffff'
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
