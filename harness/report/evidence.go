package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/internal/prose"
)

// EvidenceTitle is what lists of evidence are called.
const EvidenceTitle = "scan reports of the images"

// Evidence is what a scan report tells of the image of a container, for people.
type Evidence struct {
	Container, Report, Age, Found string
}

// states are those of a scan whose findings may not be all.
var states = map[string]string{
	"partial": "only a part of what was found",
	"failed":  "the scan failed",
	"empty":   "nothing was scanned",
	"open":    "whether the scan was completed is not known",
}

// NewEvidence puts what a control saw into words.
func NewEvidence(e *judge.Evidence) Evidence {
	container, rest, isCut := strings.Cut(e.Message, ": ")
	by, _ := e.Details["by"].(string)
	switch {
	case !isCut || by == "":
		return Evidence{Found: e.Message}
	case by == "none":
		return Evidence{Container: container, Report: "none"}
	}
	said := Evidence{Container: container, Report: fmt.Sprintf("%s, by the %s", cmp.Or(strings.Join(e.Files, ", "), rest), by)}
	if scanned, isKnown := e.Details["scanned"].(string); isKnown {
		said.Age = scanned
		switch days := number(e.Details["ageDays"]); {
		case days == 0:
			said.Age += ", today"
		case days > 0:
			said.Age += fmt.Sprintf(", %s ago", prose.Count(days, "day"))
		}
	}
	said.Found = found(e.Details)
	return said
}

// found says how many vulnerabilities of each severity a report has.
func found(details map[string]any) string {
	numbers, _ := details["found"].(map[string]any)
	var parts []string
	for _, level := range []string{"critical", "high", "medium", "low", "negligible", "unknown"} {
		if n := number(numbers[level]); n > 0 {
			if level == "unknown" {
				level = "of unknown severity"
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, level))
		}
	}
	state, _ := details["state"].(string)
	why := states[state]
	switch {
	case len(parts) == 0 && why == "":
		return "nothing found"
	case why != "":
		parts = append(parts, why)
	}
	return strings.Join(parts, ", ")
}

// number returns a count, or -1 for what is none.
func number(v any) int {
	var n int
	if _, err := fmt.Sscan(fmt.Sprint(v), &n); err != nil {
		return -1
	}
	return n
}

// String returns the evidence as one line.
func (e Evidence) String() string {
	var parts []string
	for _, part := range []string{e.Report, e.Age, e.Found} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if e.Container == "" {
		return strings.Join(parts, "; ")
	}
	return e.Container + ": " + strings.Join(parts, "; ")
}
