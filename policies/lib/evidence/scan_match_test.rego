package lib.guiderail.scan_match_test

import data.lib.guiderail.image
import data.lib.guiderail.scan_match

digest := concat("", ["sha256:", concat("", ["a" | some _ in numbers.range(1, 64)])])

test_how[note] if {
	some note, case in {
		"digest": {"reference": sprintf("r.io/app:2@%s", [digest]), "want": "digest"},
		"tag": {"reference": "r.io/app:1", "want": "tag"},
		"another tag": {"reference": "r.io/app:2", "want": ""},
		"another registry": {"reference": "s.io/app:1", "want": ""},
		"latest": {"reference": "nginx", "want": "tag"},
		"another digest and no tag": {"reference": sprintf("nginx@%s", [replace(digest, "a", "b")]), "want": ""},
		"ECR": {"reference": "111122223333.dkr.ecr.eu-north-1.amazonaws.com/app:1", "want": "tag"},
		"another account": {"reference": "444455556666.dkr.ecr.eu-north-1.amazonaws.com/app:1", "want": ""},
	}
	report := {
		"names": {"r.io/app:1", "nginx:latest", "111122223333.dkr.ecr.*.amazonaws.com/app:1"},
		"digests": {digest},
	}
	scan_match.how(image.parse(case.reference), report) == case.want
}
