package artefact

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	yamlv2 "go.yaml.in/yaml/v2"
)

func (d *Document) errorf(line int, format string, args ...any) *Error {
	return &Error{Position{File: d.File, Line: line}, fmt.Sprintf(format, args...)}
}

// syntaxError says in the file's lines what the parser says in the document's, and names the two
// kinds of file that are most often taken for YAML.
func (d *Document) syntaxError(err error) *Error {
	message, line := d.problem(err)
	switch {
	case bytes.HasPrefix(d.Text, []byte("#!")):
		return d.errorf(d.Line, "is a script (its first line begins with #!), not YAML; name the files that it writes instead")
	case d.isTemplate():
		return d.errorf(line, "cannot be read as YAML (%s); %s", message, renderFirst)
	}
	return d.errorf(line, "cannot be read as YAML: %s", message)
}

// isTemplate tells whether the text looks like a template that was not rendered.
func (d *Document) isTemplate() bool { return bytes.Contains(d.Text, []byte("{{")) }

const renderFirst = "it holds {{ }}, so render it first, for instance: helm template CHART | guiderail check -"

var (
	parserMessage  = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	unknownAnchor  = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
	grammarProblem = regexp.MustCompile(`^(did not find expected (<|key$|'-' indicator$|node content$|',' or )|found (undefined tag handle|duplicate %|incompatible YAML))`)
)

// problem gives what the parser objects to, and the line of the file on which it does.
func (d *Document) problem(err error) (message string, line int) {
	// Of the two lines that a problem has, where it is and where the collection around it begins, the
	// parser of v3 gives the second. That of v2, which knows the same grammar, gives the first.
	var value any
	if better := yamlv2.Unmarshal(d.Text, &value); better != nil && parserMessage.FindString(better.Error()) != "yaml: " {
		err = better
	}
	match := parserMessage.FindStringSubmatch(err.Error())
	if match == nil {
		return err.Error(), d.Line
	}
	message = err.Error()[len(match[0]):]
	if n, err := strconv.Atoi(match[1]); err == nil {
		if grammarProblem.MatchString(message) {
			n++ // it counts these from 0
		}
		line, _ = d.place(n, 1)
		line = min(line, d.lineAt(len(bytes.TrimRight(d.Text, "\r\n")))) // it may count one more at the end
		return message + d.tabHint(line), line
	}
	// The parser gives no line for these.
	if anchor := unknownAnchor.FindStringSubmatch(message); anchor != nil {
		return message, d.lineAt(max(bytes.Index(d.Text, []byte("*"+anchor[1])), 0))
	}
	if i := bytes.IndexFunc(d.Text, isControl); i >= 0 {
		return message, d.lineAt(i)
	}
	return message + d.tabHint(d.Line), d.Line
}

// tabHint explains the objections to a line that begins with a tab.
func (d *Document) tabHint(line int) string {
	text := d.Text
	for n := d.Line; n < line && len(text) > 0; n++ {
		size, _ := lineSize(text)
		text = text[size:]
	}
	indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
	if bytes.ContainsRune(indent, '\t') {
		return "; the line is indented with a tab, where YAML wants spaces"
	}
	return ""
}

// isControl tells the characters that YAML does not allow.
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
