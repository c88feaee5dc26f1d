package report

import (
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/waiver"
)

// Result is one step of a run: a document with its artefacts, or a path without a document.
type Result struct {
	// File is the file of the document, or what was rendered to it, such as a template. Source is what was found, such as
	// the chart.
	File, Source string
	Judgements   []judge.Judgement
	Notices      []artefact.Notice
	Errors       []*artefact.Error
	// Variant is the file of values with which a chart was rendered, if it was rendered with each of several; "" for what
	// is the same with all of them.
	Variant string
	// IsFirst reports that it is the first result of a file, IsDocument that it is about a document.
	IsFirst, IsDocument bool
	// Snapshot says how the results that follow from the same file were read from a cluster, where this one is about that.
	Snapshot *artefact.Snapshot
	// IsAround reports that it is about the inventory, which is not judged. Around are objects of the inventory that were read and are not judged.
	IsAround bool
	Around   []artefact.Ref
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
	// Waived counts the findings that are accepted, and Accepted counts them by what accepts them.
	Waived   int
	Accepted map[judge.Acceptor]int
	// Remarks counts the remarks about objects that ask for more to be waived than they may.
	Remarks int
	// Waivers says what each waiver was good for.
	Waivers []waiver.Use
	// Fixed are the entries of the baseline whose findings are gone. Unmatched counts the other entries that no finding
	// matches: their files or controls were not part of the run, or could not be judged.
	Fixed     []baseline.Entry
	Unmatched int
	// Owned counts the artefacts whose findings are reported for their controllers instead.
	Owned int
	// Fallbacks counts the artefacts for which the plan of the policies did not do, so that OPA's evaluator was asked, and
	// Fallback is the reason of the first.
	Fallbacks int
	Fallback  error
	// Errors counts the files and documents that could not be read.
	Errors int
	// Notices counts documents that are not artefacts, and files that were skipped, but for files of Guiderail itself.
	Notices int
	// Unrendered counts the parts of charts and kustomizations that were left out.
	Unrendered int
	// Unread counts the calls of modules that were not read.
	Unread int
	// Deployed counts the charts and directories that objects deploy and that were not judged, or not as they are deployed.
	Deployed int
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
