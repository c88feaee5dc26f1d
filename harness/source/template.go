package source

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/render"
)

// templateComment is how helm template begins each document.
var templateComment = []byte("# Source: ")

// templatePlaces returns what leads from a document that helm template wrote to its template, which the comment in its
// first line names; nil for other documents.
func templatePlaces(text []byte) *render.Places {
	line, rest := firstLine(text)
	if Marker(line) == '-' && len(bytes.TrimSpace(line)) == len("---") {
		line, _ = firstLine(rest)
	}
	name, found := bytes.CutPrefix(line, templateComment)
	if !found {
		return nil
	}
	template := templateName(string(bytes.TrimSpace(name)))
	if template == "" {
		return nil
	}
	return &render.Places{Files: []string{template}, Rows: [][5]int{{}}}
}

func firstLine(text []byte) (line, rest []byte) {
	size, _ := LineSize(text)
	return text[:size], text[size:]
}

// maxTemplateName is how long the name of a template may be, in bytes.
const maxTemplateName = 500

// templateName returns the name of a template as Helm writes it, chart/templates/x.yaml; "" for anything else. Whoever
// writes a document may write the comment as well: a name leads to nothing outside the chart.
func templateName(name string) string {
	steps := strings.Split(name, "/")
	isName := len(name) <= maxTemplateName && utf8.ValidString(name) && path.Clean(name) == name && len(steps) > 2 &&
		steps[0] != ".." && steps[0] != "" && !strings.ContainsAny(name, `\:`) &&
		!strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) &&
		(slices.Contains(steps[1:len(steps)-1], "templates") || slices.Contains(steps[1:len(steps)-1], "crds"))
	if !isName {
		return ""
	}
	return name
}
