// Package format defines the formats of files: how they are recognised, and how artefacts are read from them.
package format

import (
	"bytes"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// Parsed is the result of reading one document.
type Parsed struct {
	Artefacts []*artefact.Artefact
	// Notices are about parts that are not artefacts, and Errors about parts that could not be read.
	Notices []artefact.Notice
	Errors  []*artefact.Error
	// IsOther reports that the document is not in the format after all, so that another one may read it.
	IsOther bool
}

// In has the artefacts know how their document was read from a cluster, if it was.
func (p Parsed) In(d *source.Document) Parsed {
	for _, a := range p.Artefacts {
		a.Snapshot = d.Snapshot
	}
	return p
}

// Format is a format of files with artefacts. It is safe for concurrent use.
type Format interface {
	// Type returns the type of the artefacts, as in artefact.Ref.
	Type() string
	// Detect returns how likely it is that a document is in this format, judging by the file name and the beginning
	// of the text; 0 means that it is not, and 1 that nothing speaks for it or against it.
	Detect(name string, head []byte) int
	// Parse reads the artefacts of a document, and reports the parts that are not artefacts.
	Parse(*source.Document) Parsed
}

// Set has the formats of a run.
type Set []Format

// maxHead is how much of a document the formats are shown to recognise it, in bytes.
const maxHead = 64 << 10

// Head returns the beginning of a document, by which formats recognise it.
func Head(d *source.Document) []byte { return d.Text[:min(len(d.Text), maxHead)] }

// IsManifest reports at a glance whether a document is an object whose first key is apiVersion, as most manifests are, so
// that whoever looks for an object without one need not look further.
func IsManifest(head []byte) bool {
	for len(head) > 0 {
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		if content := bytes.TrimSpace(line); len(content) > 0 && content[0] != '#' && string(content) != "---" {
			value, ok := bytes.CutPrefix(line, []byte("apiVersion:"))
			return ok && (len(value) == 0 || bytes.IndexByte([]byte(" \t\r"), value[0]) >= 0)
		}
		head = rest
	}
	return false
}

// Parse reads a document in the most likely format that reads it; of several, in the first.
func (s Set) Parse(d *source.Document) Parsed {
	head := Head(d)
	likely := make([]int, len(s)) // of the formats that were not tried
	for i, f := range s {
		likely[i] = f.Detect(d.File, head)
	}
	isLikely := false // to some format that could not read it
	for {
		best := -1
		for i, n := range likely {
			if n > 0 && (best < 0 || n > likely[best]) {
				best = i
			}
		}
		if best < 0 {
			return Parsed{Notices: []artefact.Notice{{Position: d.Position(d.Line, 0), Message: "is in an unknown format, and is not judged"}}}
		}
		parsed := s[best].Parse(d)
		if parsed.IsOther {
			isLikely = isLikely || likely[best] > 1
			likely[best] = 0
			continue
		}
		if likely[best] <= 1 {
			forgive(d, isLikely, &parsed)
		}
		if d.IsKustomization {
			parsed.Notices = nil // that it is no object
		}
		return parsed
	}
}
