package harness

import (
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/prose"
)

// The exit codes of a run.
const (
	ExitOK         = 0 // nothing was found at or above the severity that fails a run
	ExitIncomplete = 1 // something was not judged: what was found is not the whole story
	ExitFindings   = 3
)

// ExitRule defines when a run fails.
type ExitRule struct {
	// FailOn is the lowest severity that makes a run fail. A value above control.Critical means that findings never
	// do.
	FailOn control.Severity
	// Strict makes a run fail on anything that was not judged: unknown values and kinds, documents that are not
	// objects, skipped files, and named controls that did not apply to any object.
	Strict bool
	// IsNamed reports that the controls were selected by ID.
	IsNamed bool
}

// Exit returns the exit code of a run, and the reasons if the run is incomplete.
func (r ExitRule) Exit(s *Summary) (code int, incomplete []string) {
	add := func(n int, one, many, what string) {
		if n > 0 {
			incomplete = append(incomplete, prose.Count(n, one, many)+" "+what)
		}
	}
	add(s.Errors, "file or document", "files or documents", "could not be read")
	add(s.Verdicts[Errored], "evaluation", "evaluations", "failed")
	if s.Artefacts == 0 && s.Errors == 0 {
		incomplete = append(incomplete, "no Kubernetes objects were found")
	}
	if r.Strict {
		add(s.Verdicts[Unknown], "verdict is", "verdicts are", "unknown")
		add(s.Notices, "file or document was", "files or documents were", "not judged")
		add(s.Unrendered, "part of a chart or kustomization was", "parts of charts or kustomizations were", "not rendered")
		add(s.Unread, "called module was", "called modules were", "not read")
		add(s.Deployed, "deployed chart or directory was", "deployed charts or directories were", "not judged")
		add(len(s.UnknownKinds), "kind is", "kinds are", "unknown")
		if r.IsNamed {
			add(len(s.Unexercised), "named control", "named controls", "did not apply to any object")
		}
	}
	if len(incomplete) > 0 {
		return ExitIncomplete, incomplete
	}
	for severity, n := range s.Findings {
		if severity >= r.FailOn && n > 0 {
			return ExitFindings, nil
		}
	}
	return ExitOK, nil
}

// ExitOption changes the default rule, by which findings of any severity except info make a run fail.
type ExitOption func(*ExitRule)

// FailOn makes a run fail on findings of a severity or a higher one.
func FailOn(lowest control.Severity) ExitOption { return func(r *ExitRule) { r.FailOn = lowest } }

// Strict makes a run fail also on anything that was not judged.
func Strict() ExitOption { return func(r *ExitRule) { r.Strict = true } }

// ExitCode returns the exit code that guiderail check would end with.
func (r *Run) ExitCode(options ...ExitOption) int {
	rule := ExitRule{FailOn: control.Low, IsNamed: r.isNamed}
	for _, option := range options {
		option(&rule)
	}
	code, _ := rule.Exit(r.Summary)
	return code
}
