package report

import (
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"

	"github.com/guiderail/guiderail/harness/judge"
)

// Result is one step of a run: a document with its artefacts, or a path that gave no document.
type Result struct {
	File       string
	Judgements []judge.Judgement
	Notices    []artefact.Notice
	Errors     []*artefact.Error
	// IsFirst tells that it is the first result of a file, IsDocument that it is about a document.
	IsFirst, IsDocument bool
	// Around are the objects of the inventory that were read, and are not judged.
	Around []artefact.Ref
}

// Summary counts a run.
type Summary struct {
	Controls  int
	Files     int
	Documents int
	Artefacts int
	// Inventory counts the objects that the controls were shown besides, and that were not judged.
	Inventory int
	Verdicts  map[judge.Verdict]int
	// Findings counts the findings of each severity.
	Findings map[control.Severity]int
	// Waived counts the findings that the profile accepts.
	Waived int
	// Owned counts the artefacts of which findings were left to the objects that control them.
	Owned int
	// Errors counts the files and documents that could not be read.
	Errors int
	// Notices counts what was read and is no artefact, and what was not read.
	Notices int
	// Unexercised lists the controls that no artefact exercised: none was matched and applied to.
	Unexercised []string
	// NotSchemaChecked counts the artefacts of each kind that has no API type here.
	NotSchemaChecked map[string]int
	// Undeclared lists the namespaces that objects are in and that no file declares, where a control judges
	// namespaces: what a Namespace shows of them was not judged. Those that every cluster has are left out.
	Undeclared []string
	// UnknownKinds counts those of them of whose kind no control speaks either.
	UnknownKinds map[string]int
}
