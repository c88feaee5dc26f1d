package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// mention is a line of a text that may be meant as an object, readable or not.
var mention = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t\r{\[,-]*["']?(?:apiVersion|kind)["']?[ \t]*:|"apiVersion"\s*:`)
})

// forgive turns the errors of a document that was met in a directory into notices, if what cannot be read is hardly meant
// to be judged: nothing in it looks like a manifest, no format takes it for its own, and it is no broken JSON. Templates, and JSON
// with comments, lie in many directories: what they are made for reads them.
func forgive(d *source.Document, isLikely bool, parsed *Parsed) {
	if !d.Met || len(parsed.Artefacts) > 0 || len(parsed.Errors) == 0 || mention().Match(d.Text) {
		return
	}
	why := "; no line begins with apiVersion or kind, so it is taken for no manifest"
	switch isJSON := beginsJSON(d.Text); {
	case IsTemplate(d):
		why = "; it is taken for a template, and is not judged"
	case isJSON && bytes.Contains(d.Text, []byte("/")) && isReadable(WithoutComments(d.Text)):
		why = "; it is JSON with comments, and is not judged"
	case isLikely, isJSON && !isReadable(d.Text):
		return
	}
	for _, err := range parsed.Errors {
		parsed.Notices = append(parsed.Notices, artefact.Notice{Position: err.Position, Message: err.Message + why})
	}
	parsed.Errors = nil
}

var beginning = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\{\s*(?:["}/]|$)|\[\s*(?:["{\[\]/\d-]|null|true|false|$))`)
})

// beginsJSON reports whether a text begins as an object or a list does in JSON. YAML and the sections of other files hardly
// begin so.
func beginsJSON(text []byte) bool {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	if source.Marker(text) == '-' {
		text = bytes.TrimSpace(text[3:])
	}
	return beginning().Match(text)
}

// isReadable reports whether a text is JSON, be it several values.
func isReadable(text []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

// IsTemplate reports whether a document looks like a template that was not rendered. A workflow of GitHub, whose expressions
// are ${{ }}, is none, and neither is a text in JSON for what it quotes, unless that has quotes in it.
func IsTemplate(d *source.Document) bool {
	switch {
	case d.Places != nil || bytes.Contains(d.Text, []byte("${{")):
		return false
	case source.IsTemplate(d.File):
		return true
	case beginsJSON(d.Text):
		return quoting().Match(d.Text) || action().Match(quoted().ReplaceAll(d.Text, nil))
	}
	return action().Match(d.Text)
}

var (
	// action does not find the references of CloudFormation ({{resolve:ssm:x}}), or the length of a variable of a shell (${#x}).
	action = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\{\{(?:[^r]|r[^e]|re[^s])|\{%|<%|(?:^|[^$])\{#`)
	})
	quoting = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{\{[^{}"\\\n]*"[^{}\n]*\}\}`) })
	quoted  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"?`) })
)

// WithoutComments returns a text in JSON with white space for its comments, and for commas behind which nothing follows, so
// that all else stays where it is.
func WithoutComments(text []byte) []byte {
	out := bytes.Clone(text)
	comma := -1 // behind which nothing but white space and comments was read
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '"':
			for i++; i < len(out) && out[i] != '"' && out[i] != '\n'; i++ {
				if out[i] == '\\' {
					i++
				}
			}
			comma = -1
		case bytes.HasPrefix(out[i:], []byte("//")):
			for ; i < len(out) && out[i] != '\n'; i++ {
				out[i] = ' '
			}
		case bytes.HasPrefix(out[i:], []byte("/*")):
			length := bytes.Index(out[i+2:], []byte("*/"))
			if length < 0 {
				return out
			}
			for end := i + length + 4; i < end; i++ {
				if out[i] != '\n' {
					out[i] = ' '
				}
			}
			i--
		case c == ',':
			comma = i
		case (c == '}' || c == ']') && comma >= 0:
			out[comma] = ' '
			comma = -1
		case c != ' ' && c != '\t' && c != '\r' && c != '\n':
			comma = -1
		}
	}
	return out
}
