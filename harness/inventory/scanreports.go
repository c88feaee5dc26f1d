package inventory

import (
	"bytes"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
)

// scanReport is the type of the reports of scanners, which the package scanreport reads.
const scanReport = "scan-report"

// isScanReport reports whether an artefact is the report of a scanner.
func isScanReport(a *artefact.Artefact) bool { return a.Type == scanReport }

// mayHoldScanReport reports at a glance which documents are no reports of scanners.
func mayHoldScanReport(text []byte) bool {
	head := text[:min(len(text), 64<<10)]
	return slices.ContainsFunc([]string{"uln", "SchemaVersion", "ClusterName", "scan_started", "ok", "status", "imageScan", "imageDetails", "finding", "matches", "manifest_hash", "Target", "policyId", "evaluations", "Layer", "dependencyCount"}, func(word string) bool {
		return bytes.Contains(head, []byte(word))
	})
}
