package harness

import (
	"fmt"
	"io"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/jsonreport"
	"github.com/guiderail/guiderail/harness/report/textreport"
	"github.com/guiderail/guiderail/internal/prose"
)

// The exit codes of a run.
const (
	ExitOK         = 0 // nothing was found at or above the severity that fails a run
	ExitIncomplete = 1 // something was not judged: what was found is not the whole story
	ExitFindings   = 3
)

// ExitRule says when a run fails.
type ExitRule struct {
	// FailOn is the lowest severity that fails a run; above control.Critical, none does.
	FailOn control.Severity
	// Strict has a run fail on what was not judged: unknown values and kinds, documents that are not objects,
	// files left out, and controls that were named one by one and did not apply to any object.
	Strict bool
	// IsNamed tells that the controls were named one by one.
	IsNamed bool
}

// Exit gives the exit code of a run, and why it is incomplete if it is.
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

// ExitOption changes the rule of an exit code, by which findings of any severity but info fail a run.
type ExitOption func(*ExitRule)

// FailOn has findings of a severity, and of higher ones, fail a run.
func FailOn(lowest control.Severity) ExitOption { return func(r *ExitRule) { r.FailOn = lowest } }

// Strict has a run fail also on what was not judged.
func Strict() ExitOption { return func(r *ExitRule) { r.Strict = true } }

// ExitCode gives the exit code that guiderail check would end with.
func (r *Run) ExitCode(options ...ExitOption) int {
	rule := ExitRule{FailOn: control.Low, IsNamed: r.isNamed}
	for _, option := range options {
		option(&rule)
	}
	code, _ := rule.Exit(r.Summary)
	return code
}

// Reports lists the names of the formats that a run is written in.
func Reports() []string { return []string{"text", "json"} }

// NewReporter makes the reporter of a format. Color allows escape sequences, where a format has a use for them.
func NewReporter(format string, w io.Writer, color bool) (report.Reporter, error) {
	switch format {
	case "text":
		return textreport.New(w, textreport.Options{Color: color}), nil
	case "json":
		return jsonreport.New(w), nil
	}
	return nil, fmt.Errorf("unknown format %q; use one of %s", format, strings.Join(Reports(), ", "))
}

// Write writes the run in a format.
func (r *Run) Write(w io.Writer, format string) error {
	to, err := NewReporter(format, w, false)
	if err != nil {
		return err
	}
	if err := to.Begin(r.about); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	for _, result := range r.Results {
		if err := to.Result(result); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
	}
	if err := to.End(r.Summary); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
