package script

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "script"

// Format is the format of shell scripts, and of Jenkins' pipelines.
type Format struct{}

// New makes the format. The value of an artefact has the commands of the file in order, each with its words.
func New() *Format { return &Format{} }

// Type returns Type.
func (*Format) Type() string { return Type }

var (
	pipeline = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)^[ \t]*(?:pipeline[ \t]*\{|node[ \t]*(?:\([^)\n]*\))?[ \t]*\{|properties[ \t]*\()`)
	})
)

// Detect tells scripts by their names and first lines.
func (*Format) Detect(name string, head []byte) int {
	switch {
	case source.IsScript(name), source.IsShell(head):
		return 3
	case source.IsJenkinsfile(name), isJenkins(head):
		return 2
	}
	return 0
}

func isJenkins(head []byte) bool {
	return bytes.IndexByte(head, '{') >= 0 && (bytes.Contains(head, []byte("pipeline")) || bytes.Contains(head, []byte("node"))) &&
		bytes.Contains(head, []byte("sh")) && pipeline().Match(head) && isGroovy(head)
}

// isGroovy reports whether a text may be a program, and is no YAML or JSON.
func isGroovy(head []byte) bool {
	trimmed := bytes.TrimSpace(head)
	return len(trimmed) > 0 && trimmed[0] != '{' && trimmed[0] != '[' && !bytes.Contains(head, []byte("apiVersion:"))
}

// Parse reads a file as one artefact.
func (*Format) Parse(d *source.Document) format.Parsed {
	if err := Unreadable(d); err != nil {
		return format.Parsed{Errors: []*artefact.Error{err}}
	}
	text := Clean(d.Text)
	if !source.IsScript(d.File) && !source.IsShell([]byte(text)) {
		return parseJenkins(d, text)
	}
	if line, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(line, "#!") && !source.IsShell([]byte(text)) {
		return format.Parsed{Notices: []artefact.Notice{{Position: d.Position(d.Line, 0), Message: "is a script of another language than a shell's, and is not judged"}}}
	}
	var c Commands
	err := c.Add(Text{Text: text, At: func(line, column int) artefact.Position { return d.Position(d.Line+line-1, column) }})
	switch {
	case err != nil && d.Met && format.IsTemplate(d):
		return format.Parsed{Notices: []artefact.Notice{notRead(err, "the script")}}
	case err != nil:
		return format.Parsed{Errors: []*artefact.Error{{Position: err.Position, Message: "is not valid shell: " + err.Message}}}
	}
	return format.Parsed{Artefacts: []*artefact.Artefact{Artefact(d, &c, "shell")}}
}

// Unreadable returns why a document is no text.
func Unreadable(d *source.Document) *artefact.Error {
	at := func(offset int) artefact.Position { return d.Position(d.LineAt(offset), 0) }
	if i := bytes.IndexByte(d.Text, 0); i >= 0 {
		return &artefact.Error{Position: at(i), Message: "is binary: it contains a zero byte"}
	}
	if !utf8.Valid(d.Text) {
		i := 0
		for i < len(d.Text) {
			r, size := utf8.DecodeRune(d.Text[i:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		return &artefact.Error{Position: at(i), Message: "is not valid UTF-8"}
	}
	return nil
}

// Clean returns a text with line breaks of one kind.
func Clean(text []byte) string {
	s := strings.TrimPrefix(string(text), "\ufeff")
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return s
}

// Artefact makes an artefact of the commands that a document contains. origin is the kind of file.
func Artefact(d *source.Document, c *Commands, origin string) *artefact.Artefact {
	at := d.Position(d.Line, 1)
	places := Places{"": at}
	return &artefact.Artefact{
		Ref:      artefact.Ref{Type: Type, Kind: "Script", Name: source.Base(d.File)},
		Document: d.Index, Unit: cmp.Or(d.Unit, d.File), Origin: at, Locator: places,
		Value: value.NewObject(
			value.Member{Name: "origin", Value: value.NewText(origin)},
			value.Member{Name: "commands", Value: c.Value(places, "commands")},
		),
	}
}

// notRead says that a piece of shell is not judged.
func notRead(err *ParseError, what string) artefact.Notice {
	return artefact.Notice{Position: err.Position, Message: fmt.Sprintf("%s is not valid shell, and its commands are not judged: %s", what, err.Message)}
}
