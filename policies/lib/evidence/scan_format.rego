# METADATA
# title: Whose scan report a document is
# description: |
#   Reports of image scanners told apart by what they contain. A report may be a list, as Trivy's first schema and
#   Snyk's reports of several projects are.
package lib.guiderail.scan_format

# METADATA
# description: The scanner that wrote a document; undefined if none of these did. Lists are told by their first item.
scanner(document) := _of_object(document) if {
	is_object(document)
	not document.apiVersion
} else := _of_list(document) if {
	is_array(document)
	is_object(document[0])
}

_of_list(document) := "trivy-operator" if {
	is_string(document[0].apiVersion)
	startswith(document[0].apiVersion, "aquasecurity.github.io/")
} else := "trivy" if {
	is_string(document[0].Target)
	count({"Vulnerabilities", "Type", "Class"} & object.keys(document[0])) > 0
} else := "snyk" if {
	_is_snyk(document[0])
} else := "anchore" if {
	_is_anchore_row(document[0])
} else := "anchore-evaluation" if {
	_is_evaluation(document[0])
}

_of_object(document) := "trivy" if {
	_has(document, {"SchemaVersion"})
	count({"ArtifactName", "ArtifactType", "Results"} & object.keys(document)) > 0
} else := "trivy" if {
	is_string(document.ClusterName)
	count({"Resources", "Vulnerabilities", "Findings"} & object.keys(document)) > 0
} else := "ecr" if {
	_has(document, {"imageScanStatus"})
} else := "ecr" if {
	is_object(document.imageScanFindings)
} else := "ecr-images" if {
	_has(document.imageDetails[_], {"imageDigest"})
} else := "inspector" if {
	_is_inspector(document)
} else := "grype" if {
	_is_grype(document)
} else := "clair" if {
	_has(document, {"manifest_hash"})
} else := "clair-scanner" if {
	_has(document, {"unapproved", "vulnerabilities"})
} else := "klar" if {
	_has(document, {"LayerCount", "Vulnerabilities"})
} else := "quay" if {
	is_object(_layer(document))
} else := "quay" if {
	_has(document, {"status", "data"})
	document.status in {"failed", "queued", "scanned", "unsupported"}
} else := "sysdig" if {
	is_object(document.result)
	count({"packages", "vulnTotalBySeverity", "vulnerabilities"} & object.keys(document.result)) > 0
} else := "sysdig-rows" if {
	_is_row(document.data[0])
} else := "sysdig-rows" if {
	_is_row(document.panels[_].data[0])
} else := "snyk" if {
	_is_snyk(document)
} else := "harbor" if {
	some key, _ in document
	_is_harbor(key)
} else := "aqua" if {
	_has(document, {"cves", "image_name"})
} else := "aqua" if {
	_has(document, {"image", "resources"})
	_has(document.resources[_], {"resource"})
} else := "aqua" if {
	_has(document, {"image", "resources", "scan_started"})
} else := "anchore" if {
	_has(document, {"vulnerabilities"})
	count({"imageDigest", "image_digest"} & object.keys(document)) > 0
} else := "anchore" if {
	_is_anchore_row(document.vulnerabilities[0])
} else := "anchore-evaluation" if {
	_is_evaluation(document)
} else := "anchore-evaluation" if {
	_has(document, {"evaluations", "image_digest"})
}

# METADATA
# description: The layer of a report of Quay's API, or of Clair's first one.
layer(document) := _layer(document)

_layer(document) := document.data.Layer

_layer(document) := document.Layer if not document.data

# METADATA
# description: Whether a key is a media type of a report that Harbor keeps.
is_harbor(key) if {
	is_string(key)
	_is_harbor(key)
}

_is_harbor(key) if startswith(key, "application/vnd.security.vulnerability.report")

_is_harbor(key) if startswith(key, "application/vnd.scanner.adapter.vuln.report.harbor+json")

_has(given, names) if {
	is_object(given)
	count(names - object.keys(given)) == 0
}

# Of a report without findings nothing else tells the scanner.
_is_inspector(document) if {
	is_array(document.findings)
	count(object.keys(document) - {"findings", "nextToken"}) == 0
	every found in document.findings {
		is_string(found.findingArn)
	}
}

_is_grype(document) if {
	is_array(document.matches)
	document.descriptor.name == "grype"
}

_is_grype(document) if {
	is_array(document.matches)
	count({"source", "distro", "descriptor"} & object.keys(document)) > 1
}

_is_grype(document) if _has(document.matches[0], {"vulnerability", "artifact"})

# A scan that failed has an error in place of vulnerabilities.
_is_snyk(document) if {
	is_boolean(document.ok)
	count({"vulnerabilities", "error"} & object.keys(document)) > 0
	count({"path", "projectName", "dependencyCount", "packageManager"} & object.keys(document)) > 0
}

_is_row(row) if _has(row, {"vulnName", "vulnSeverity"})

_is_row(row) if _has(row, {"vuln_id", "vuln_severity"})

_is_anchore_row(row) if {
	_has(row, {"vuln", "severity"})
	count({"package", "packageName", "package_name"} & object.keys(row)) > 0
}

# The first API gives a policy's evaluations by digest and tag.
_is_evaluation(document) if {
	some digest, tags in document
	is_string(digest)
	startswith(digest, "sha256:")
	some evaluations in tags
	_has(evaluations[0], {"policyId", "status"})
}

# METADATA
# description: Whose file of findings to ignore a document is; undefined if none of these.
waivers(document) := "trivy-lines" if {
	is_array(document.trivyignore)
} else := "openvex" if {
	is_string(document["@context"])
	startswith(document["@context"], "https://openvex.dev/")
} else := "csaf" if {
	document.document.csaf_version
	is_array(document.vulnerabilities)
} else := "snyk" if {
	is_string(document.version)
	is_object(document.ignore)
	every places in document.ignore {
		is_array(places)
	}
} else := "grype" if {
	some rule in document.ignore
	is_object(rule)
	count({"fix-state", "namespace", "package", "vulnerability"} & object.keys(rule)) > 0
} else := "trivy" if {
	not document.kind
	count(object.keys(document)) > 0
	count(object.keys(document) - {"licenses", "misconfigurations", "secrets", "vulnerabilities"}) == 0
	some items in document
	_has(items[0], {"id"})
}
