package reporttest

import (
	"fmt"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// Scanned returns results with what scan reports tell of so many containers; every other one has no report, and names
// are hostile.
func Scanned(containers int) []report.Result {
	c := &control.Control{ID: "images.scan_required"}
	j := judge.Judgement{Ref: artefact.Ref{Kind: "Pod", Name: "x"}}
	for i := range containers {
		e := judge.Evidence{
			Control: c, Message: fmt.Sprintf(`container "%d": no scan report is of image x`, i), Position: artefact.Position{File: "f.yaml", Line: i + 1},
			Details: map[string]any{"by": "none"},
		}
		if i%2 == 0 {
			e.Message = fmt.Sprintf(`container "%d": a scan report has the tag of image x`, i)
			e.Files = []string{"<script>`[x](y)`\x1b.json"}
			e.Details = map[string]any{"by": "tag", "scanned": "2026-11-20", "ageDays": 3, "state": "complete", "found": map[string]any{"critical": 2, "low": 1}}
		}
		j.Evidence = append(j.Evidence, e)
	}
	return []report.Result{{File: "f.yaml", Judgements: []judge.Judgement{j}}}
}
