// Package baseline reads and writes the findings of an earlier run, so that only new ones fail a later run.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
)

// Version is the version of the files that are written, and the only one that can be read. Kind tells them from
// other JSON.
const (
	Version = 1
	Kind    = "GuiderailBaseline"
)

// maxFile bounds the size of a file, in bytes.
const maxFile = 256 << 20

// Baseline has the findings of a run.
type Baseline struct {
	// File is the name of the file.
	File string
	// Tool is the version of guiderail that wrote it.
	Tool    string
	Entries []Entry
}

// Entry is one finding.
type Entry struct {
	Fingerprint string       `json:"fingerprint"`
	Control     string       `json:"control"`
	Object      artefact.Ref `json:"object"`
	File        string       `json:"file"`
	// RenderedFrom is what was rendered to the text of the finding; "" for other texts.
	RenderedFrom string `json:"renderedFrom,omitempty"`
	Message      string `json:"message"`
	// Position is that of the entry in the baseline. It is not written.
	Position artefact.Position `json:"-"`
}

// readFrom returns the name of the text that has the finding.
func (e *Entry) readFrom() string { return cmp.Or(e.RenderedFrom, e.File) }

// Of returns the entry of a finding.
func Of(f *judge.Finding) Entry {
	return Entry{Fingerprint: f.Fingerprint, Control: f.Control.ID, Object: f.Artefact, File: f.Position.File, RenderedFrom: f.Position.RenderedFrom, Message: f.Message}
}

// Write writes a baseline: one line for each finding, in an order that depends on nothing but the findings.
func Write(w io.Writer, tool string, entries []Entry) error {
	entries = slices.SortedFunc(slices.Values(entries), func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Control, b.Control), cmp.Compare(a.Object.String(), b.Object.String()), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteString("{\n  \"kind\": \"" + Kind + "\",\n")
	fmt.Fprintf(&out, "  \"version\": %d,\n  \"tool\": ", Version)
	if err := encoder.Encode(writer{"guiderail", tool}); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	out.Truncate(out.Len() - 1)
	out.WriteString(",\n  \"findings\": [")
	for i := range entries {
		separator := ",\n    "
		if i == 0 {
			separator = "\n    "
		}
		out.WriteString(separator)
		if err := encoder.Encode(&entries[i]); err != nil {
			return fmt.Errorf("writing the baseline: %w", err)
		}
		out.Truncate(out.Len() - 1) // the newline
	}
	if len(entries) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	return nil
}

type writer struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Load reads the file of a baseline.
func Load(name string) (*Baseline, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	var text bytes.Buffer
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		text.Grow(int(min(info.Size(), maxFile)) + bytes.MinRead)
	}
	if _, err := text.ReadFrom(io.LimitReader(file, maxFile+1)); err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	if text.Len() > maxFile {
		return nil, fmt.Errorf("reading the baseline: %s is larger than %d MiB", name, maxFile>>20)
	}
	return Read(name, text.Bytes())
}

// Read reads the text of a baseline. Whatever is wrong with it is an error with its place.
func Read(name string, text []byte) (*Baseline, error) {
	r := &reader{name: name, text: string(text), decoder: jsontext.NewDecoder(bytes.NewBuffer(text))}
	b, err := r.read()
	if err == nil {
		return b, nil
	}
	// What is wrong with a file of something else, or of another version, is that it is one.
	var head struct {
		Kind    any             `json:"kind"`
		Version json.RawMessage `json:"version"`
		Tool    struct {
			Name string `json:"name"`
		} `json:"tool"`
	}
	if json.Unmarshal(text, &head) != nil {
		return nil, err
	}
	at := artefact.Position{File: name}
	switch {
	case head.Kind != Kind && head.Tool.Name == "guiderail":
		return nil, &artefact.Error{Position: at, Message: "is a report of guiderail check, not a baseline; write one with: guiderail baseline write"}
	case head.Kind != Kind:
		return nil, &artefact.Error{Position: at, Message: "is not a baseline of guiderail; write one with: guiderail baseline write"}
	case string(head.Version) != strconv.Itoa(Version):
		return nil, &artefact.Error{Position: at, Message: fmt.Sprintf("is a baseline of version %s, and this guiderail reads version %d; write it anew with: guiderail baseline write", cmp.Or(string(head.Version), `""`), Version)}
	}
	return nil, err
}

// reader reads a baseline token by token: a run that finds little is not to wait for the findings of another.
type reader struct {
	name    string
	text    string
	decoder *jsontext.Decoder
	// line is the line of the text at offset.
	line, offset int
	unquoted     []byte // the last text that was written with escapes
}

// at returns the position of an offset, which must not be before one that was asked for already.
func (r *reader) at(offset int) artefact.Position {
	offset = max(min(offset, len(r.text)), r.offset)
	r.line += strings.Count(r.text[r.offset:offset], "\n")
	r.offset = offset
	return artefact.Position{File: r.name, Line: r.line + 1, Column: offset - strings.LastIndexByte(r.text[:offset], '\n')}
}

func (r *reader) fail(offset int, format string, args ...any) error {
	return &artefact.Error{Position: r.at(offset), Message: fmt.Sprintf(format, args...)}
}

// next returns the offset at which the next token begins.
func (r *reader) next() int {
	offset := int(r.decoder.InputOffset())
	for offset < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[offset]) >= 0 {
		offset++
	}
	return offset
}

// wrong returns the error of the decoder with its place.
func (r *reader) wrong(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return r.fail(len(r.text), "the file ends early; write it anew with: guiderail baseline write")
	case errors.As(err, &syntax):
		return r.fail(int(syntax.ByteOffset), "is not valid JSON: %v", syntax.Err)
	}
	return r.fail(r.next(), "is not valid JSON: %v", err)
}

// token reads a token that must be of a kind. The noun is what messages call the value.
func (r *reader) token(want jsontext.Kind, noun string) error {
	offset := r.next()
	token, err := r.decoder.ReadToken()
	switch {
	case err != nil:
		return r.wrong(err)
	case token.Kind() != want:
		return r.fail(offset, "%s must not be %s", noun, kinds[token.Kind()])
	}
	return nil
}

// kinds are what messages call tokens.
var kinds = map[jsontext.Kind]string{
	'n': "null", 't': "a boolean", 'f': "a boolean", '"': "a string", '0': "a number", '{': "an object", '[': "an array",
}

// string reads a text. One that is written without escapes is a part of the file's text.
func (r *reader) string(noun string) (string, error) {
	if kind := r.decoder.PeekKind(); kind != '"' {
		if err := r.token('"', noun); err != nil {
			return "", err
		}
	}
	value, err := r.decoder.ReadValue()
	if err != nil {
		return "", r.wrong(err)
	}
	if bytes.IndexByte(value, '\\') < 0 {
		end := int(r.decoder.InputOffset())
		return r.text[end-len(value)+1 : end-1], nil
	}
	if r.unquoted, err = jsontext.AppendUnquote(r.unquoted[:0], value); err != nil {
		return "", r.wrong(err)
	}
	return string(r.unquoted), nil
}

// object reads an object, whose fields are read by their names. The noun is what messages call the object.
func (r *reader) object(noun string, field func(name string, offset int) error) error {
	if err := r.token('{', noun); err != nil {
		return err
	}
	for {
		switch r.decoder.PeekKind() {
		case '}':
			return r.token('}', noun)
		case '"':
		default:
			_, err := r.decoder.ReadToken()
			return r.wrong(err)
		}
		offset := r.next()
		name, err := r.string("the name of a field")
		if err != nil {
			return err
		}
		if err := field(name, offset); err != nil {
			return err
		}
	}
}

// strings reads an object whose fields are texts.
func (r *reader) strings(noun string, fields func(name string) *string) error {
	return r.object(noun, func(name string, offset int) (err error) {
		to := fields(name)
		if to == nil {
			return r.fail(offset, "%s is not a field of %s", name, noun)
		}
		*to, err = r.string(name)
		return err
	})
}

func (r *reader) read() (*Baseline, error) {
	b := &Baseline{File: r.name}
	var kind, version, tool string
	err := r.object("a baseline", func(name string, offset int) (err error) {
		switch name {
		case "kind":
			kind, err = r.string(name)
		case "version":
			var value jsontext.Value
			if value, err = r.decoder.ReadValue(); err != nil {
				return r.wrong(err)
			}
			version = string(value)
		case "tool":
			err = r.strings("tool", func(name string) *string {
				return map[string]*string{"name": &tool, "version": &b.Tool}[name]
			})
		case "findings":
			err = r.entries(b)
		default:
			err = r.fail(offset, "%s is not a field of a baseline", name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if rest := r.next(); rest < len(r.text) {
		return nil, r.fail(rest, "something follows the end of the baseline")
	}
	if kind != Kind || version != strconv.Itoa(Version) {
		return nil, r.fail(0, "is not a baseline")
	}
	return b, nil
}

func (r *reader) entries(b *Baseline) error {
	if err := r.token('[', "findings"); err != nil {
		return err
	}
	b.Entries = make([]Entry, 0, strings.Count(r.text, "\n"))
	for r.decoder.PeekKind() != ']' {
		b.Entries = append(b.Entries, Entry{Position: r.at(r.next()), Object: artefact.Ref{Type: artefact.Kubernetes}})
		e := &b.Entries[len(b.Entries)-1]
		if err := r.entry(e); err != nil {
			return err
		}
		for _, field := range []struct{ name, value string }{{"fingerprint", e.Fingerprint}, {"control", e.Control}, {"file", e.File}} {
			if field.value == "" {
				return &artefact.Error{Position: e.Position, Message: fmt.Sprintf("%s of the finding is missing", field.name)}
			}
		}
	}
	return r.token(']', "findings")
}

func (r *reader) entry(e *Entry) error {
	return r.object("a finding", func(name string, offset int) (err error) {
		switch name {
		case "fingerprint":
			e.Fingerprint, err = r.string(name)
		case "control":
			e.Control, err = r.string(name)
		case "file":
			e.File, err = r.string(name)
		case "renderedFrom":
			e.RenderedFrom, err = r.string(name)
		case "message":
			e.Message, err = r.string(name)
		case "object":
			err = r.strings("the object", func(name string) *string {
				switch name {
				case "apiVersion":
					return &e.Object.APIVersion
				case "kind":
					return &e.Object.Kind
				case "namespace":
					return &e.Object.Namespace
				case "name":
					return &e.Object.Name
				}
				return nil
			})
		default:
			err = r.fail(offset, "%s is not a field of a finding", name)
		}
		return err
	})
}
