package fix

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/apitypes"
)

// Diff writes a change as a unified diff. What may be a secret is written as ***, also where it is removed: such a diff is
// for people, and no program can apply it.
func (c *Change) Diff(w io.Writer) error {
	before, after := split(c.Old), split(c.New)
	shownBefore, shownAfter := shown(c.Name, c.Old), shown(c.Name, c.New)
	for i, line := range after {
		if c.own[withoutIndent(line)] {
			shownAfter[i] = line
		}
	}
	name := strings.TrimPrefix(c.Name, "/")
	var out bytes.Buffer
	fmt.Fprintf(&out, "--- a/%s\n+++ b/%s\n", name, name)
	for _, group := range difflib.NewMatcherWithJunk(before, after, false, nil).GetGroupedOpCodes(3) {
		first, last := group[0], group[len(group)-1]
		fmt.Fprintf(&out, "@@ -%s +%s @@\n", lineRange(first.I1, last.I2), lineRange(first.J1, last.J2))
		for _, code := range group {
			if code.Tag == 'e' {
				write(&out, " ", shownAfter[code.J1:code.J2])
				continue
			}
			write(&out, "-", shownBefore[code.I1:code.I2])
			write(&out, "+", shownAfter[code.J1:code.J2])
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

func lineRange(begin, end int) string {
	switch n := end - begin; n {
	case 1:
		return fmt.Sprint(begin + 1)
	case 0:
		return fmt.Sprintf("%d,0", begin)
	default:
		return fmt.Sprintf("%d,%d", begin+1, n)
	}
}

func write(out *bytes.Buffer, sign string, lines []string) {
	for _, line := range lines {
		out.WriteString(sign + line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// split returns the lines of a text with their breaks.
func split(text []byte) []string { return slices.Collect(strings.Lines(string(text))) }

// shown returns the lines of a text with everything hidden that may be a secret.
func shown(name string, text []byte) []string {
	var lines []string
	hide := make([]bool, len(text))
	known := make([]bool, len(text)) // parts of documents that are understood
	p := &planner{limits: source.DefaultLimits(), format: kubernetes.New()}
	documents, err := p.read(name, text)
	for _, d := range documents {
		isKnown := len(d.artefacts) > 0
		for _, a := range d.artefacts {
			editor, err := kubernetes.NewEditor(a)
			if err != nil {
				isKnown = isKnown && a.Embedded
				continue
			}
			for _, span := range editor.Spans() {
				if isHidden(a, span.Path) {
					mark(hide[d.offset+span.Begin:d.offset+span.End], true)
				}
			}
		}
		if editor, err := kubernetes.DocumentEditor(d.Document); err == nil && source.IsKustomization(name) {
			isKnown = true
			for _, span := range editor.Spans() {
				mark(hide[d.offset+span.Begin:d.offset+span.End], isHiddenOfKustomization(span.Path, text[d.offset+span.Begin:d.offset+span.End]))
			}
		}
		if isKnown {
			mark(known[d.offset:d.offset+len(d.Text)], true)
		}
	}
	at := 0
	for _, line := range split(text) {
		lines = append(lines, shownLine(line, hide[at:at+len(line)], err == nil && known[at]))
		at += len(line)
	}
	return lines
}

func mark(all []bool, as bool) {
	for i := range all {
		all[i] = as
	}
}

const hidden = "***"

// shownLine returns a line with what is to be hidden replaced.
func shownLine(line string, hide []bool, isKnown bool) string {
	body := strings.TrimRight(line, "\r\n")
	eol := line[len(body):]
	indent := body[:len(body)-len(strings.TrimLeft(body, " \t-"))]
	switch {
	case strings.HasPrefix(strings.TrimLeft(body, " \t"), "#"):
		return comment(body) + eol
	case !isKnown && strings.TrimSpace(body) != "" && !strings.HasPrefix(body, "---"):
		return indent + hidden + eol
	}
	var out strings.Builder
	for i := 0; i < len(body); {
		if !hide[i] {
			_, size := utf8.DecodeRuneInString(body[i:])
			out.WriteString(body[i : i+size])
			i += size
			continue
		}
		from := i
		for i < len(body) && hide[i] {
			i++
		}
		part := body[from:i]
		out.WriteString(part[:len(part)-len(strings.TrimLeft(part, " "))])
		if strings.TrimSpace(part) != "" {
			out.WriteString(hidden)
		}
	}
	text := out.String()
	if i := strings.Index(text, " #"); i >= 0 {
		text = text[:i] + comment(text[i:])
	}
	return text + eol
}

// comment returns a comment, which may say anything, without what may be a secret.
func comment(text string) string {
	if said().MatchString(text) {
		return text[:strings.Index(text, "#")+1] + " " + hidden
	}
	return text
}

var (
	said = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(pass|secret|token|key|pin|cred|auth|dsn|ur[il]|connection|value)[a-z_-]*["']?\s*[:=]`)
	})
	// address is one with a user, a password or parameters.
	address = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[^/]*//[^/]*@|^[^/@\s:]+:[^/@\s]+@|[?].*=`)
	})
	digest = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`@sha(?:256|512):[0-9a-f]+$`) })
	// port is the name of a port, or a share.
	port   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:[a-z0-9-]{1,15}|[0-9]+%)$`) })
	amount = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9.]+ ?[a-zA-Z]{0,3}$`) })
)

// isHidden reports whether a value may be a secret. Shown is only what stands in a field of a fixed meaning, and is of its
// type: in others people write what they like, and by mistake a secret under any name.
func isHidden(a *artefact.Artefact, path []any) bool {
	if a.Kind == "Secret" && path[0] != "apiVersion" && path[0] != "kind" && path[0] != "metadata" {
		return true
	}
	typ := apitypes.Of(a.APIVersion, a.Kind)
	if typ == nil {
		typ = apitypes.Of("v1", "ConfigMap") // whose head is that of every object, and whose data is hidden
	}
	for _, step := range path {
		name, isKey := step.(string)
		switch {
		case isKey && slices.Contains(free, name):
			return true
		case isKey && typ.Form == apitypes.Object:
			typ = typ.Field(name)
		case isKey && typ.Form == apitypes.Map, !isKey && typ.Form == apitypes.List:
			typ = typ.Item
		default:
			return true
		}
		if typ == nil {
			return true
		}
	}
	return !isOfType(a.Value.At(path...), typ.Form)
}

// isHiddenOfKustomization reports whether a value of a kustomization may be a secret.
func isHiddenOfKustomization(path []any, text []byte) bool {
	first, _ := path[0].(string)
	last, _ := path[len(path)-1].(string)
	switch first {
	case "apiVersion", "kind", "namespace", "namePrefix", "nameSuffix", "resources", "bases", "components":
		return address().Match(text)
	case "patches":
		return last != "path" && !slices.Contains(path, any("target"))
	}
	return true
}

// free are the fields in which people write what they like.
var free = []string{"data", "stringData", "binaryData", "annotations", "args", "command", "value", "httpHeaders", "parameters", "options", "attributes", "volumeAttributes"}

// isOfType reports whether a value is of the form of a leaf, in which no secret can be.
func isOfType(v value.Value, form apitypes.Form) bool {
	text, isText := v.Text()
	switch form {
	case apitypes.Text:
		return v.Kind() == value.Null || isText && !address().MatchString(digest().ReplaceAllString(text, ""))
	case apitypes.Boolean:
		return v.Kind() == value.Null || v.Kind() == value.Boolean
	case apitypes.Int32, apitypes.Int64:
		return v.Kind() == value.Null || v.Kind() == value.Number
	case apitypes.IntOrString:
		return v.Kind() == value.Null || v.Kind() == value.Number || isText && port().MatchString(text)
	case apitypes.Quantity:
		return v.Kind() == value.Null || v.Kind() == value.Number || isText && amount().MatchString(text)
	}
	return false
}
