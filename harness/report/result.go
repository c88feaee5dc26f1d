package report

import (
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"

	"github.com/guiderail/guiderail/harness/judge"
)

// Result is one step of a run: a document with its artefacts, or a path without a document.
type Result struct {
	File       string
	Judgements []judge.Judgement
	Notices    []artefact.Notice
	Errors     []*artefact.Error
	// IsFirst reports that it is the first result of a file, IsDocument that it is about a document.
	IsFirst, IsDocument bool
	// Around are objects of the inventory that were read and are not judged.
	Around []artefact.Ref
}

// Summary counts a run.
type Summary struct {
	Controls  int
	Files     int
	Documents int
	Artefacts int
	// Inventory counts the objects that controls could look up, and that were not judged.
	Inventory int
	Verdicts  map[judge.Verdict]int
	// Findings counts the findings of each severity.
	Findings map[control.Severity]int
	// Waived counts the findings that the profile accepts.
	Waived int
	// Owned counts the artefacts whose findings are reported for their controllers instead.
	Owned int
	// Errors counts the files and documents that could not be read.
	Errors int
	// Notices counts documents that are not artefacts, and files that were skipped.
	Notices int
	// Unexercised lists the controls that did not apply to any artefact.
	Unexercised []string
	// NotSchemaChecked counts the artefacts of each kind whose API type is not known.
	NotSchemaChecked map[string]int
	// Undeclared lists the namespaces of objects that no file declares, if a control judges namespaces. The
	// namespaces of every cluster are omitted.
	Undeclared []string
	// UnknownKinds counts those of them whose kind no control names either.
	UnknownKinds map[string]int
}
