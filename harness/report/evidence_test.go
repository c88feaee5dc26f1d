package report_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

func TestEvidence(t *testing.T) {
	for want, e := range map[string]judge.Evidence{
		`container "a": none`: {Message: `container "a": no scan report is of image x:1`, Details: map[string]any{"by": "none"}},
		`container "a": r/a.json, by the digest; 2026-11-20, 1 day ago; 2 critical, 12 of unknown severity`: {
			Message: `container "a": a scan report has the digest of image x`, Files: []string{"r/a.json"},
			Details: map[string]any{"by": "digest", "scanned": "2026-11-20", "ageDays": 1, "state": "complete", "found": map[string]any{"unknown": 12, "critical": 2.0}},
		},
		`container "a": a.json, by the tag; nothing found`: {
			Message: `container "a": a scan report has the tag of image x`, Files: []string{"a.json"}, Details: map[string]any{"by": "tag", "state": "complete"},
		},
		`container "a": a.json, by the tag; 3 high, only a part of what was found`: {
			Message: `container "a": a scan report has the tag of image x`, Files: []string{"a.json"},
			Details: map[string]any{"by": "tag", "state": "partial", "found": map[string]any{"high": 3}},
		},
		`container "a": a.json, by the tag; the scan failed`: {
			Message: `container "a": x`, Files: []string{"a.json"}, Details: map[string]any{"by": "tag", "state": "failed", "found": map[string]any{}},
		},
		"something else": {Message: "something else", Details: map[string]any{"by": "x"}},
	} {
		if got := report.NewEvidence(&e).String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
