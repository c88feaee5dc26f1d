// Package report writes the results of a run, one file for each format.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
)

// Reporter writes one run. Result is called for each result in order, End once after the last one.
type Reporter interface {
	Result(*harness.Result) error
	End(*harness.Summary) error
}

// Options say how to write.
type Options struct {
	// Color allows escape sequences.
	Color bool
	// Version is the version of the tool that ran.
	Version string
	// Statements gives the guide statements that a control answers. It is asked only for controls
	// with findings.
	Statements func(*control.Control) ([]string, error)
	// Policy is the bundle or directory that the controls were taken from; nil for those that come with the tool.
	Policy *Policy
	// Profile is the profile of the run; nil if there was none.
	Profile *profile.Profile
}

// Formats lists the names that New knows.
func Formats() []string { return []string{"text", "json"} }

// New makes the reporter of a format.
func New(format string, w io.Writer, options Options) (Reporter, error) {
	switch format {
	case "text":
		return &text{w: w, color: options.Color, policy: options.Policy, profile: options.Profile}, nil
	case "json":
		return newJSON(w, options), nil
	}
	return nil, fmt.Errorf("unknown format %q; use one of %s", format, strings.Join(Formats(), ", "))
}

// Count writes a number with its noun: 1 finding, 2 findings.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// bySeverity writes how many findings there are of each severity, the worst first.
func bySeverity(findings map[control.Severity]int) string {
	var parts []string
	for _, s := range slices.Backward([]control.Severity{control.Info, control.Low, control.Medium, control.High, control.Critical}) {
		if n := findings[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	return strings.Join(parts, ", ")
}
