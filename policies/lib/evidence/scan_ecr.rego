# METADATA
# title: Reports of Amazon ECR and Inspector
# description: |
#   What `aws ecr describe-image-scan-findings` prints of a basic or an enhanced scan, `aws ecr describe-images` of the
#   images of a repository, and `aws inspector2 list-findings`. ECR does not tell in which region its registry is.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
#   - https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
#   - https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
package lib.guiderail.scan_ecr

import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [_of_image(document)] if {
	not document.imageDetails
	not document.findings
} else := [_of_inspector(document)] if {
	not document.imageDetails
} else := [_of_detail(image, ["imageDetails", i]) | some i, image in document.imageDetails; is_object(image)]

_of_image(document) := {
	"title": concat(":", [part |
		some part in [value.text_in(document, "repositoryName"), value.text_in(image, "imageTag")]
		part != ""
	]),
	"names": _name(document, value.text_in(image, "imageTag")),
	"digests": scan_reading.digests(array.concat([image.imageDigest], _hashes(enhanced))),
	"state": _state(document, "imageScanFindings"),
	"times": {
		"scanned": [["imageScanFindings", "imageScanCompletedAt"]],
		"database": [["imageScanFindings", "vulnerabilitySourceUpdatedAt"]],
	},
	"counts": {"path": ["imageScanFindings", "findingSeverityCounts"], "levels": _counts(findings)},
	"findings": array.concat(_basic(findings), _enhanced(enhanced, ["imageScanFindings", "enhancedFindings"])),
	"ignored": _ignored(enhanced, ["imageScanFindings", "enhancedFindings"]),
} if {
	findings := value.object_in(document, "imageScanFindings")
	enhanced := value.array_in(findings, "enhancedFindings")
	image := object.union({"imageDigest": ""}, value.object_in(document, "imageId"))
}

_of_detail(image, path) := {
	"path": path,
	"title": sprintf("%v %v", [object.get(image, "repositoryName", "image"), object.get(image, "imageDigest", "")]),
	"names": {name | some tag in scan_reading.texts(value.array_in(image, "imageTags")); some name in _name(image, tag)},
	"digests": scan_reading.digests([value.text_in(image, "imageDigest")]),
	"state": _state(image, "imageScanFindingsSummary"),
	"times": {
		"scanned": [["imageScanFindingsSummary", "imageScanCompletedAt"]],
		"database": [["imageScanFindingsSummary", "vulnerabilitySourceUpdatedAt"]],
		"created": [["imagePushedAt"]],
	},
	"counts": {
		"path": ["imageScanFindingsSummary", "findingSeverityCounts"],
		"levels": _counts(value.object_in(image, "imageScanFindingsSummary")),
	},
}

# Findings of several images may stand in one list; those of instances and functions as well.
_of_inspector(document) := {
	"title": "Inspector's findings",
	"is_image": count(images) > 0,
	"names": {name |
		some image in images
		some tag in image.imageTags
		some name in _name(object.union({"registryId": object.get(image, "registry", null)}, image), tag)
	},
	"digests": scan_reading.digests([image.imageHash | some image in images]),
	"state": _inspected(document),
	"findings": _enhanced(document.findings, ["findings"]),
	"ignored": _ignored(document.findings, ["findings"]),
} if {
	images := [image |
		some found in document.findings
		some resource in found.resources
		image := resource.details.awsEcrContainerImage
		is_object(image)
	]
}

_inspected(document) := {"word": "partial", "steps": ["nextToken"], "why": _page} if {
	document.nextToken
} else := {
	"word": "open",
	"steps": ["findings"],
	"why": "has no findings and names no image: what was scanned is not known",
} if {
	count(document.findings) == 0
} else := {"word": "complete"}

_page := "has a nextToken: more findings are on its next page"

_name(image, tag) := {sprintf("%s.dkr.ecr.*.amazonaws.com/%s:%s", [account, image.repositoryName, tag])} if {
	is_string(image.repositoryName)
	tag != ""
	account := object.get(image, "registryId", null)
	is_string(account)
} else := set()

_hashes(findings) := [found.resources[_].details.awsEcrContainerImage.imageHash | some found in findings]

_state(image, field) := {"word": "partial", "steps": ["nextToken"], "why": _page} if {
	image.nextToken
} else := {
	"word": "open",
	"steps": [field],
	"why": "has no imageScanStatus: whether the scan was completed is not known",
} if {
	not image.imageScanStatus.status
	image[field]
} else := {"word": "failed", "steps": [field], "why": "has no imageScanStatus: it was not scanned"} if {
	not image.imageScanStatus.status
} else := {"word": "failed", "steps": ["imageScanStatus", "status"], "why": why} if {
	not image.imageScanStatus.status in {"ACTIVE", "COMPLETE"}
	status := json.marshal(image.imageScanStatus.status)
	why := sprintf("has imageScanStatus.status %s: such a scan has no findings to tell", [status])
} else := {
	"word": "open",
	"steps": [field],
	"why": sprintf("has no %s: what the scan found is not known", [field]),
} if {
	not image[field]
} else := {"word": "complete"}

# The counts are of all pages. Inspector has not judged what is untriaged.
_counts(findings) := {level: sum([number |
	some word, number in findings.findingSeverityCounts
	is_number(number)
	level == object.get(scan_reading.levels, word, "unknown")
]) |
	some written, _ in findings.findingSeverityCounts
	level := object.get(scan_reading.levels, written, "unknown")
}

_basic(findings) := [found |
	some i, written in value.array_in(findings, "findings")
	finding := scan_reading.entry(written)
	found := {
		"id": object.get(finding, "name", ""),
		"package": _attribute(finding, "package_name"),
		"version": _attribute(finding, "package_version"),
		"level": object.get(scan_reading.levels, object.get(finding, "severity", ""), "unknown"),
		"nvd": "",
		"fix": null,
		"published": "",
		"path": ["imageScanFindings", "findings", i],
	}
]

_attribute(finding, key) := array.concat(
	[attribute.value |
		some attribute in finding.attributes
		attribute.key == key
	],
	[""],
)[0]

_enhanced(findings, path) := [found |
	some i, written in findings
	finding := scan_reading.entry(written)
	not _is_past(finding)
	details := value.object_in(finding, "packageVulnerabilityDetails")
	some installed in _packages(details)
	found := {
		"id": object.get(details, "vulnerabilityId", object.get(finding, "title", "")),
		"package": object.get(installed, "name", ""),
		"version": object.get(installed, "version", ""),
		"level": object.get(scan_reading.levels, object.get(finding, "severity", ""), "unknown"),
		"nvd": _score(details),
		"fix": _fix(finding, installed),
		"published": object.get(details, "vendorCreatedAt", ""),
		"path": array.concat(path, [i]),
	}
]

_is_past(finding) if finding.status in {"SUPPRESSED", "CLOSED"}

_packages(details) := [scan_reading.entry(installed) | some installed in details.vulnerablePackages] if {
	count(value.array_in(details, "vulnerablePackages")) > 0
} else := [{}]

_score(details) := [score.baseScore | some score in details.cvss; score.source == "NVD"][0] if {
	some score in details.cvss
	score.source == "NVD"
} else := ""

# null is what the report does not tell.
_fix(finding, installed) := installed.fixedInVersion if {
	installed.fixedInVersion != "NotAvailable"
	not finding.fixAvailable == "NO"
} else := "a newer version" if {
	finding.fixAvailable == "YES"
} else := "" if {
	count({"fixAvailable"} & object.keys(finding)) + count({"fixedInVersion"} & object.keys(installed)) > 0
} else := null

_ignored(findings, path) := [entry |
	some i, finding in findings
	finding.status == "SUPPRESSED"
	entry := {
		"id": value.text_in(value.object_in(finding, "packageVulnerabilityDetails"), "vulnerabilityId"),
		"by": "a suppression rule of Inspector",
		"reason": "",
		"ends": "",
		"path": array.concat(path, [i]),
	}
]
