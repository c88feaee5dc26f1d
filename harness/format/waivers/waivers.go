// Package waivers reads files of waivers as artefacts, so that they are judged like what they are about.
package waivers

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// Type is the type of the artefacts.
const Type = "waivers"

// Format reads files of waivers.
type Format struct{ yaml *kubernetes.Format }

// New makes the format.
func New() *Format { return &Format{kubernetes.New()} }

// Type returns Type.
func (f *Format) Type() string { return Type }

var (
	kind = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)^(?:["']?kind["']?[ \t]*:[ \t]*["']?Waivers["']?[ \t]*(?:#.*)?\r?$)`)
	})
	group = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)^["']?apiVersion["']?[ \t]*:[ \t]*["']?guiderail\.dev/`)
	})
	json = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)^\s*\{.*"kind"\s*:\s*"Waivers"`) })
)

// Detect returns how likely it is that a document is a file of waivers: it says so itself.
func (f *Format) Detect(_ string, head []byte) int {
	if !bytes.Contains(head, []byte("Waivers")) { // as is hardly any document
		return 0
	}
	if kind().Match(head) && group().Match(head) || json().Match(head) {
		return 2
	}
	return 0
}

// Parse reads the waivers of a document as one artefact.
func (f *Format) Parse(d *source.Document) format.Parsed {
	parsed := f.yaml.Parse(d)
	for _, a := range parsed.Artefacts {
		if a.Kind == "Waivers" && a.Group() == "guiderail.dev" {
			a.Type = Type
		}
	}
	return parsed
}
