// Package format says what a kind of file is to those who read it: how it is recognised, and how artefacts are
// made of it.
package format

import (
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// Parsed is what one document yields.
type Parsed struct {
	Artefacts []*artefact.Artefact
	// Notices say what was read and is no artefact, Errors what could not be read.
	Notices []artefact.Notice
	Errors  []*artefact.Error
}

// Format is a kind of file that artefacts are written in. It serves several readers at a time.
type Format interface {
	// Type returns the type of the artefacts, as artefact.Ref has it.
	Type() string
	// Detect tells how sure it is that a document is of the format, from its file's name and the beginning of
	// its text: 0 when it is not.
	Detect(name string, head []byte) int
	// Parse makes artefacts of a document. What it cannot make any of it says.
	Parse(*source.Document) Parsed
}

// Set are the formats of a run.
type Set []Format

// maxHead is how much of a document the formats are shown to recognise it, in bytes.
const maxHead = 64 << 10

// Parse reads a document in the format that is surest of it, in the first of several that are.
func (s Set) Parse(d *source.Document) Parsed {
	var best Format
	sure := 0
	head := d.Text[:min(len(d.Text), maxHead)]
	for _, f := range s {
		if n := f.Detect(d.File, head); n > sure {
			best, sure = f, n
		}
	}
	if best == nil {
		return Parsed{Notices: []artefact.Notice{{Position: artefact.Position{File: d.File, Line: d.Line}, Message: "is in an unknown format, and is not judged"}}}
	}
	return best.Parse(d)
}
