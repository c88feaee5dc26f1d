package guiderail.images.supported_os_test

import data.guiderail.images.supported_os

test_said[note] if {
	some note, case in {
		"supported": {"os": {"Family": "debian", "Name": "12.8"}, "now": "2026-12-01", "want": [[], []]},
		"ended": {"os": {"Family": "debian", "Name": "10"}, "now": "2026-12-01", "want": [["app:1: the support of debian 10 ended on 2024-06-30"], []]},
		"its last day": {"os": {"Family": "debian", "Name": "10"}, "now": "2024-06-30T12:00:00Z", "want": [[], []]},
		"by the scanner": {"os": {"Family": "debian", "Name": "12", "EOSL": true}, "now": "", "want": [["app:1: the scanner says that debian 12 is no longer supported"], []]},
		"no present": {"os": {"Family": "debian", "Name": "12"}, "now": "", "want": [[], ["app:1: the support of debian 12 ends on 2028-06-30, and what day it is now is not known"]]},
	}
	said({"SchemaVersion": 2, "ArtifactName": "app:1", "Metadata": {"OS": case.os}}, {"now": case.now}) == case.want
}

test_not_known if {
	subject := {"matches": [], "distro": {"name": "plan9", "version": "4"}, "source": {"target": {"tags": ["app:1"]}}}
	said(subject, {"now": "2026-12-01"}) == [[], ["app:1: whether plan9 4 is supported is not known"]]
	supported_os.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := [violations, unknowns] if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violations := [item.msg | some item in supported_os.violation with input as asked]
	unknowns := [item.msg | some item in supported_os.unknown with input as asked]
}
