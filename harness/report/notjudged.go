package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/internal/prose"
)

// Failure describes what could not be read, or a control that could not be evaluated.
type Failure struct {
	artefact.Position
	// Control is the ID of the control that could not be evaluated; "" if the text could not be read.
	Control string
	// Artefact is what the control could not be evaluated on.
	Artefact artefact.Ref
	Message  string
}

// String returns the failure as a sentence without its position.
func (f *Failure) String() string {
	if f.Control == "" {
		return f.Message
	}
	return fmt.Sprintf("%s: control %s could not be evaluated: %s", f.Artefact, f.Control, f.Message)
}

// Failures returns what could not be evaluated or read, in this order.
func (r *Result) Failures() []Failure {
	var all []Failure
	for _, j := range r.Judgements {
		for _, id := range slices.Sorted(maps.Keys(j.Errors)) {
			all = append(all, Failure{Position: j.Position, Control: id, Artefact: j.Ref, Message: j.Errors[id].Error()})
		}
	}
	for _, err := range r.Errors {
		all = append(all, Failure{Position: err.Position, Message: err.Message})
	}
	return all
}

// NotJudged returns what the run did not judge, apart from unknown values and from what could not be read: one
// sentence for each kind, namespace and list of controls.
func (s *Summary) NotJudged() []string {
	var all []string
	for _, kind := range slices.Sorted(maps.Keys(s.UnknownKinds)) {
		all = append(all, fmt.Sprintf("unknown kind %s: no control covers it, and its fields were not checked (%s)", kind, prose.Count(s.UnknownKinds[kind], "object")))
	}
	for _, kind := range slices.Sorted(maps.Keys(s.NotSchemaChecked)) {
		if s.UnknownKinds[kind] == 0 {
			all = append(all, fmt.Sprintf("unknown API type %s: the fields were not checked (%s)", kind, prose.Count(s.NotSchemaChecked[kind], "object")))
		}
	}
	for _, name := range s.Undeclared {
		all = append(all, fmt.Sprintf("namespace %s is not declared in any file: its labels, quotas and defaults were not judged", name))
	}
	if len(s.Unexercised) > 0 {
		all = append(all, fmt.Sprintf("%s did not apply to any object: %s", prose.Count(len(s.Unexercised), "control"), strings.Join(s.Unexercised, ", ")))
	}
	return all
}

// CountNotJudged counts what the run did not judge or could not read: one part for each reason.
func (s *Summary) CountNotJudged() []string {
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{s.Errors, "file or document could not be read", "files or documents could not be read"},
		{s.Verdicts[judge.Errored], "evaluation failed", "evaluations failed"},
		{s.Verdicts[judge.Unknown], "verdict is unknown", "verdicts are unknown"},
		{s.Notices, "file or document was not judged", "files or documents were not judged"},
		{s.Unrendered, "part of a chart or kustomization was not rendered", "parts of charts or kustomizations were not rendered"},
		{s.Unread, "called module was not read", "called modules were not read"},
		{s.Deployed, "deployed chart or directory was not judged", "deployed charts or directories were not judged"},
		{len(s.UnknownKinds), "kind is unknown", "kinds are unknown"},
		{len(s.NotSchemaChecked) - len(s.UnknownKinds), "API type is unknown", "API types are unknown"},
		{len(s.Undeclared), "namespace is not declared", "namespaces are not declared"},
		{len(s.Unexercised), "control did not apply to any object", "controls did not apply to any object"},
	} {
		if part.n > 0 {
			parts = append(parts, prose.Count(part.n, part.one, part.many))
		}
	}
	return parts
}
