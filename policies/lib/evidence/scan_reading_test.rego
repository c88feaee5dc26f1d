package lib.guiderail.scan_reading_test

import data.lib.guiderail.scan_reading

test_levels if {
	scan_reading.levels.CRITICAL == "critical"
	scan_reading.levels.Negligible == "negligible"
	scan_reading.levels.moderate == "medium"
	not scan_reading.levels.UNTRIAGED
}

test_level_of_score if {
	scores := [0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10, 11]
	[level | some score in scores; level := scan_reading.level_of_score(score)] == ["low", "low", "medium", "medium", "high", "high", "critical", "critical"]
}

test_moment if {
	scan_reading.moment({"a": "2026-11-20T10:00:00+02:00"}, ["a"]) == {"path": ["a"], "ns": 1795161600000000000, "shown": "2026-11-20"}
	scan_reading.moment([1579839105.5], [0]).shown == "2020-01-24"
	every none in ["", null, 0, "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "today", {}] {
		not scan_reading.moment({"a": none}, ["a"])
	}
	scan_reading.first_moment({"b": "2026-11-20"}, [["a"], ["b"]]).path == ["b"]
	not scan_reading.first_moment({}, [["a"]])
}

test_place if {
	scan_reading.place({"a": {"b": 1}}, ["a", "b", "c"]) == ["a", "b"]
	scan_reading.place([], ["a"]) == []
}

test_texts if {
	scan_reading.texts(["a", "", 1]) == {"a"}
	digest := concat("", ["sha256:", concat("", ["a" | some _ in numbers.range(1, 64)])])
	scan_reading.digests([sprintf("r/a@%s", [digest]), "sha256:abc", null]) == {digest}
	scan_reading.entry("a") == {}
	scan_reading.entry({"a": 1}) == {"a": 1}
	[scan_reading.joined(given) | some given in [["a", 1, "b"], "c", null]] == ["a, b", "c", ""]
}
