package harness

import (
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

// Verdict is what one control says of one artefact.
type Verdict string

// The verdicts. What was not evaluated never counts as Pass.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	Waived        Verdict = "waived"
	NotApplicable Verdict = "not_applicable"
	Unknown       Verdict = "unknown"
	Errored       Verdict = "error"
)

// Verdicts lists all verdicts in the order in which reports show them.
func Verdicts() []Verdict { return []Verdict{Pass, Fail, Waived, NotApplicable, Unknown, Errored} }

// Finding is one violation, or one value that a control could not know.
type Finding struct {
	Control *control.Control
	Message string
	// Path leads from the artefact's root to the offending value, which may be absent.
	Path     []any
	Position artefact.Position
}

// Artefact is what the controls say of one artefact.
type Artefact struct {
	artefact.Identity
	Position artefact.Position
	Document int
	// Verdicts holds the verdict of every control that matches the artefact, by the control's ID.
	Verdicts map[string]Verdict
	Findings []Finding
	Unknowns []Finding
	// Waived are findings that the profile accepts in the artefact's namespace.
	Waived []Finding
	// Owned tells that findings or unknowns were left out because the same is said of the object of the run
	// that controls this one. The verdict of a control that says nothing else of it is NotApplicable.
	Owned bool
	// Errors tells, by the control's ID, why a control could not be evaluated.
	Errors map[string]error
	// SchemaChecked tells whether there is an API type that the artefact was held against.
	SchemaChecked bool
	// UnknownKind tells that there is none, and no control that speaks of this very kind either.
	UnknownKind bool

	named     artefact.Position // of its name, if it is an object that has one
	requested bool              // it is the object of an admission request
}

// Result is one step of a run: a document with its artefacts, or a path that gave no document.
type Result struct {
	File      string
	Artefacts []Artefact
	Notices   []artefact.Notice
	Errors    []*artefact.Error

	file     bool // it is the first result of a file
	document bool
	around   int      // objects of the inventory that are not judged
	declared []string // the namespaces among these
}

// Summary counts a run.
type Summary struct {
	Controls  int
	Files     int
	Documents int
	Artefacts int
	// Inventory counts the objects that the controls were shown besides, and that were not judged.
	Inventory int
	Verdicts  map[Verdict]int
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
