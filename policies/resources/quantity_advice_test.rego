package lib.guiderail.quantity_advice_test

import data.lib.guiderail.quantity_advice

test_likely_quantity[written] if {
	some written, likely in {
		"512MB": "512M",
		"512mb": "512M",
		"512 Mi": "512Mi",
		"512MiB": "512Mi",
		"2ti": "2Ti",
		"500millicores": "500m",
		"500milli": "500m",
		"500 millicpu": "500m",
		"2 cores": "2",
		"1core": "1",
		"2 cpu": "2",
		"512 bytes": "512",
		"5b": "5",
		"8KI": "8Ki",
		"8kib": "8Ki",
		"9K": "9k",
		"3t": "3T",
		"3 TB": "3T",
		"4GB": "4G",
	}
	quantity_advice.of(written) == sprintf("did you mean %s?", [likely])
}

test_no_likely_quantity[note] if {
	some note, written in {"unknown unit": "5 apples", "no number": "Mi", "two dots": "1.2.3MB", "number": 5, "null": null, "something before": "x5 mb", "something after": "5 mb!"}
	quantity_advice.of(written) == "write a number and a suffix such as m, M, Mi or Gi"
}

test_missing_unit[note] if {
	some note, case in {
		"text": {"written": "512", "unit": "Mi", "advice": "did you mean 512Mi?"},
		"number": {"written": 500, "unit": "m", "advice": "did you mean 500m?"},
		"no unit explains it": {"written": "512", "unit": "", "advice": "set what the container uses"},
		"begins with another character": {"written": "-512", "unit": "Mi", "advice": "set what the container uses"},
		"empty": {"written": "", "unit": "Mi", "advice": "set what the container uses"},
		"has a unit": {"written": "512Ki", "unit": "Mi", "advice": "set what the container uses"},
	}
	quantity_advice.missing_unit(case.written, case.unit) == case.advice
}

test_excess_precision[note] if {
	some note, case in {
		"cpu": {"resource": "cpu", "written": "1.5m", "how": "is finer than 1m, the smallest amount of cpu; use a whole number of m"},
		"meant Mi": {"resource": "memory", "written": "512m", "how": "counts fractions of a byte; did you mean 512Mi?"},
		"meant Mi, more than a byte": {"resource": "storage", "written": "5000m", "how": "counts fractions of a byte; did you mean 5000Mi?"},
		"from 1Mi on": {"resource": "memory", "written": "1048576001m", "how": "is not a whole number of bytes; set whole bytes, or a smaller unit such as Mi"},
		"just below": {"resource": "memory", "written": "1048575999m", "how": "counts fractions of a byte; did you mean 1048575999Mi?"},
		"of another resource that ends so": {"resource": "x.io/memory", "written": "500m", "how": "is not a whole number; use one"},
		"of another resource that begins so": {"resource": "memory.x.io/a", "written": "500m", "how": "is not a whole number; use one"},
		"half a byte": {"resource": "hugepages-2Mi", "written": 0.5, "how": "is not a whole number of bytes; set whole bytes, or a smaller unit such as Mi"},
		"other": {"resource": "nvidia.com/gpu", "written": "500m", "how": "is not a whole number; use one"},
	}
	quantity_advice.excess_precision(case.resource, case.written) == case.how
}

test_no_excess_precision[note] if {
	some note, case in {
		"cpu": ["cpu", "100m"],
		"memory": ["memory", "1.5Gi"],
		"bytes in thousandths": ["memory", "128974848000m"],
		"other": ["nvidia.com/gpu", "1"],
	}
	not quantity_advice.excess_precision(case[0], case[1])
}
