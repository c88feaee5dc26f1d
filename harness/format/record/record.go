// Package record reads what people put on record for Guiderail, waivers and attestations, as artefacts, so that it is
// judged like what it is about.
package record

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// The types of the artefacts.
const (
	Waivers     = "waivers"
	Attestation = "attestation"
)

// Is reports whether a type is one of records.
func Is(name string) bool { return name == Waivers || name == Attestation }

// Format reads records of one kind.
type Format struct {
	yaml            *kubernetes.Format
	name, kind      string
	isKind, isGroup func() *regexp.Regexp
	isJSON          func() *regexp.Regexp
}

// NewWaivers makes the format of files of waivers.
func NewWaivers() *Format { return newFormat(Waivers, "Waivers") }

// NewAttestation makes the format of attestations.
func NewAttestation() *Format { return newFormat(Attestation, "Attestation") }

func newFormat(name, kind string) *Format {
	compiled := func(pattern string) func() *regexp.Regexp {
		return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
	}
	return &Format{
		yaml: kubernetes.New(), name: name, kind: kind,
		isKind:  compiled(`(?m)^(?:["']?kind["']?[ \t]*:[ \t]*["']?` + kind + `["']?[ \t]*(?:#.*)?\r?$)`),
		isGroup: compiled(`(?m)^["']?apiVersion["']?[ \t]*:[ \t]*["']?` + regexp.QuoteMeta(group) + `/`),
		isJSON:  compiled(`(?s)^\s*\{.*"kind"\s*:\s*"` + kind + `"`),
	}
}

// Type returns the type of the artefacts.
func (f *Format) Type() string { return f.name }

// Detect returns how likely it is that a document is a record of the kind: it says so itself.
func (f *Format) Detect(_ string, head []byte) int {
	if !bytes.Contains(head, []byte(f.kind)) || !bytes.Contains(head, []byte(group+"/")) { // as hardly any document does
		return 0
	}
	if f.isKind().Match(head) && f.isGroup().Match(head) || f.isJSON().Match(head) {
		return 2
	}
	return 0
}

// Parse reads the record of a document as one artefact.
func (f *Format) Parse(d *source.Document) format.Parsed {
	parsed := f.yaml.Parse(d)
	for _, a := range parsed.Artefacts {
		if a.Kind == f.kind && a.Group() == group {
			a.Type = f.name
		}
	}
	return parsed
}
