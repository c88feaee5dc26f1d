package lib.guiderail.operating_systems_test

import data.lib.guiderail.operating_systems

test_end[note] if {
	some note, case in {
		"a point release": {"family": "debian", "version": "12.8", "want": "2028-06-30"},
		"a minor release": {"family": "alpine", "version": "3.20.3", "want": "2026-04-01"},
		"a release with a point": {"family": "Ubuntu", "version": "22.04", "want": "2027-04-30"},
		"another name": {"family": "rhel", "version": "8.10", "want": "2029-05-31"},
		"words": {"family": "amazon", "version": "2 (Karoo)", "want": "2026-06-30"},
		"none": {"family": "wolfi", "version": "20230201", "want": ""},
		"no version": {"family": "debian", "version": "", "want": ""},
	}
	operating_systems.end(case, operating_systems.ends) == case.want
}
