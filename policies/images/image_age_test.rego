package guiderail.images.image_age_test

import data.guiderail.images.image_age

test_said[note] if {
	some note, case in {
		"old": {"created": "2026-01-01T00:00:00Z", "now": "2026-12-01", "want": [["app:1: the image is of 2026-01-01, more than 90 days old"], []]},
		"new": {"created": "2026-11-01T00:00:00Z", "now": "2026-12-01", "want": [[], []]},
		"no present": {"created": "2026-11-01T00:00:00Z", "now": "", "want": [[], ["app:1: the image is of 2026-11-01, and what day it is now is not known"]]},
	}
	subject := {"SchemaVersion": 2, "ArtifactName": "app:1", "Metadata": {"ImageConfig": {"created": case.created}}}
	said(subject, {"now": case.now}) == case.want
	image_age.applies with input as {"review": {"object": subject}}
}

test_no_date if {
	subject := {"SchemaVersion": 2, "ArtifactName": "app:1", "Metadata": {"ImageConfig": {"created": "1970-01-01T00:00:00Z"}}}
	said(subject, {"now": "2026-12-01"}) == [[], []]
	not image_age.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := [violations, unknowns] if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violations := [item.msg | some item in image_age.violation with input as asked]
	unknowns := [item.msg | some item in image_age.unknown with input as asked]
}
