// Package scanreport reads reports of scanners that look for vulnerabilities and secrets in images.
package scanreport

import (
	"bytes"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "scan-report"

// New makes the format. An artefact is a report as its scanner wrote it, which may be a list.
func New() format.Format {
	return structured.New(structured.Spec{Type: Type, Kind: "ScanReport", Detect: MayBe, Is: Is, Others: others})
}

// words are what a report has at its beginning, and other files hardly have.
var words = [][]byte{
	[]byte("uln"), // vulnerabilities, Vulnerabilities, vuln_id, vulnName
	[]byte("imageScan"), []byte("imageDetails"), []byte("findingArn"), []byte("aquasecurity.github.io/"), []byte("findings"), []byte("SchemaVersion"), []byte("ClusterName"), []byte("Target"),
	[]byte("matches"), []byte("manifest_hash"), []byte("packageManager"), []byte("dependencyCount"), []byte("projectName"), []byte("image_name"),
	[]byte("scan_started"), []byte("policyId"), []byte("evaluations"), []byte("Layer"), []byte(`"ok"`), []byte("ok: "), []byte("queued"), []byte("unsupported"),
	[]byte("sarif"), []byte("bomFormat"), []byte("spdxVersion"), []byte("SPDXID"),
}

// MayBe reports whether a text may be a report, judging by its beginning. An object with an apiVersion is none.
func MayBe(head []byte) bool {
	return !format.IsManifest(head) && slices.ContainsFunc(words, func(word []byte) bool { return bytes.Contains(head, word) })
}

// Is reports whether a value is a report of a scanner, by the rules of the library scan_format.
func Is(v value.Value) bool {
	if v.Kind() == value.List {
		return v.Len() > 0 && isList(v.At(0))
	}
	return v.Kind() == value.Object && !v.Get("apiVersion").Exists() && isObject(v)
}

func isList(first value.Value) bool {
	isOperators := strings.HasPrefix(first.Get("apiVersion").TextOrEmpty(), "aquasecurity.github.io/")
	return isOperators || isText(first.Get("Target")) && hasOne(first, "Vulnerabilities", "Type", "Class") || isSnyk(first) || isAnchoreRow(first) || isEvaluation(first)
}

func isObject(v value.Value) bool {
	return isTrivy(v) || isAWS(v) || isGrype(v) || isClair(v) || isSysdig(v) || isSnyk(v) || isHarbor(v) || isAqua(v) || isAnchore(v)
}

func isTrivy(v value.Value) bool {
	return has(v, "SchemaVersion") && hasOne(v, "ArtifactName", "ArtifactType", "Results") ||
		isText(v.Get("ClusterName")) && hasOne(v, "Resources", "Vulnerabilities", "Findings")
}

func isAWS(v value.Value) bool {
	if has(v, "imageScanStatus") || v.Get("imageScanFindings").Kind() == value.Object || some(v.Get("imageDetails"), func(v value.Value) bool { return has(v, "imageDigest") }) {
		return true
	}
	for name := range v.Members() {
		if name != "findings" && name != "nextToken" {
			return false
		}
	}
	findings := v.Get("findings")
	return findings.Kind() == value.List && !some(findings, func(v value.Value) bool { return !isText(v.Get("findingArn")) })
}

func isGrype(v value.Value) bool {
	matches := v.Get("matches")
	if matches.Kind() != value.List {
		return false
	}
	told := 0
	for _, name := range []string{"source", "distro", "descriptor"} {
		if has(v, name) {
			told++
		}
	}
	return v.At("descriptor", "name").TextOrEmpty() == "grype" || told > 1 || has(matches.At(0), "vulnerability", "artifact")
}

// isClair reports whether it is a report of Clair, of a client of its first versions, or of Quay's API.
func isClair(v value.Value) bool {
	layer := v.Get("Layer")
	if has(v, "data") {
		layer = v.At("data", "Layer")
	}
	isQueued := has(v, "status", "data") && slices.Contains([]string{"failed", "queued", "scanned", "unsupported"}, v.Get("status").TextOrEmpty())
	return isQueued || has(v, "manifest_hash") || has(v, "unapproved", "vulnerabilities") || has(v, "LayerCount", "Vulnerabilities") || layer.Kind() == value.Object
}

func isSysdig(v value.Value) bool {
	result := v.Get("result")
	return result.Kind() == value.Object && hasOne(result, "packages", "vulnTotalBySeverity", "vulnerabilities") || isRow(v.At("data", 0)) ||
		some(v.Get("panels"), func(v value.Value) bool { return isRow(v.At("data", 0)) })
}

func isRow(v value.Value) bool {
	return has(v, "vulnName", "vulnSeverity") || has(v, "vuln_id", "vuln_severity")
}

func isSnyk(v value.Value) bool {
	_, ok := v.Get("ok").Boolean()
	return ok && hasOne(v, "vulnerabilities", "error") && hasOne(v, "path", "projectName", "dependencyCount", "packageManager")
}

func isHarbor(v value.Value) bool {
	for name := range v.Members() {
		if strings.HasPrefix(name, "application/vnd.security.vulnerability.report") || strings.HasPrefix(name, "application/vnd.scanner.adapter.vuln.report.harbor+json") {
			return true
		}
	}
	return false
}

func isAqua(v value.Value) bool {
	return has(v, "cves", "image_name") || has(v, "image", "resources", "scan_started") ||
		has(v, "image", "resources") && some(v.Get("resources"), func(v value.Value) bool { return has(v, "resource") })
}

func isAnchore(v value.Value) bool {
	return has(v, "vulnerabilities") && hasOne(v, "imageDigest", "image_digest") || isAnchoreRow(v.At("vulnerabilities", 0)) ||
		isEvaluation(v) || has(v, "evaluations", "image_digest")
}

func isAnchoreRow(v value.Value) bool {
	return has(v, "vuln", "severity") && hasOne(v, "package", "packageName", "package_name")
}

func isEvaluation(v value.Value) bool {
	for digest, tags := range v.Members() {
		if !strings.HasPrefix(digest, "sha256:") {
			continue
		}
		for _, evaluations := range tags.Members() {
			if has(evaluations.At(0), "policyId", "status") {
				return true
			}
		}
	}
	return false
}

func isText(v value.Value) bool { return v.Kind() == value.Text }

// has reports whether an object has all of some members.
func has(v value.Value, names ...string) bool {
	return v.Kind() == value.Object && !slices.ContainsFunc(names, func(name string) bool { return !v.Get(name).Exists() })
}

// hasOne reports whether an object has one of some members.
func hasOne(v value.Value, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return v.Get(name).Exists() })
}

// some reports whether an item of a list is of a kind.
func some(list value.Value, is func(value.Value) bool) bool {
	return slices.ContainsFunc(list.Items(), is)
}

// others tells of documents about images that no severity can be judged by.
func others(v value.Value) (string, bool) {
	switch {
	case v.Get("runs").Kind() == value.List && (strings.Contains(v.Get("$schema").TextOrEmpty(), "sarif") || some(v.Get("runs"), func(v value.Value) bool { return has(v, "tool") })):
		return "is a report in SARIF, which is not judged: it has neither the digest of the image nor the severities of the scanner; have the scanner write its own JSON", true
	case v.Get("bomFormat").TextOrEmpty() == "CycloneDX":
		return "is a bill of materials in CycloneDX, which is not judged: it lists what is in an image, not what a scan found; have a scanner read it and write its own JSON", true
	case isText(v.Get("spdxVersion")) || isText(v.Get("SPDXID")):
		return "is a bill of materials in SPDX, which is not judged: it lists what is in an image, not what a scan found; have a scanner read it and write its own JSON", true
	}
	return "", false
}
