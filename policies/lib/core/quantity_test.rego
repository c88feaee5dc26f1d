package lib.guiderail.quantity_test

import data.lib.guiderail.quantity

test_amount[written] if {
	some written, amount in {
		"0": 0,
		"-0": 0,
		"0e-10": 0,
		"2": 2,
		"+2": 2,
		"-2": -2,
		"007": 7,
		".5": 0.5,
		"5.": 5,
		"+0.5": 0.5,
		"500m": 0.5,
		"2000m": 2,
		"100u": 0.0001,
		"1n": 0.000000001,
		"1k": 1000,
		"1M": 1000000,
		"3G": 3000000000,
		"1T": 1000000000000,
		"1P": 1000000000000000,
		"1E": 1000000000000000000,
		"1E3": 1000,
		"1e3": 1000,
		"1e+03": 1000,
		"1.5E-3": 0.0015,
		"1Ki": 1024,
		"200Mi": 209715200,
		"1.5Gi": 1610612736,
		"1.1Ki": 1126.4,
		"0.5Ti": 549755813888,
		"1Pi": 1125899906842624,
		"1Ei": 1152921504606846976,
		"8Ei": 9223372036854775807,
		"-9Ei": -9223372036854775807,
		"9223372036854775808": 9223372036854775808,
		"9E": 9000000000000000000,
		"1e400": 1e250,
		"-1e400": -1e250,
		"1e9223372036854775807": 1e250,
		"0.0000000001": 0.000000001,
		"-0.0000000001": -0.000000001,
		"1.5n": 0.000000002,
		"1.0n": 0.000000001,
		"0.0000000001Ki": 0.000000103,
		"1e-400": 0.000000001,
		"1e-9223372036854775807": 0.000000001,
	}
	quantity.parse(written) == amount
	quantity.is_valid(written)
}

test_amount_of_many_digits if {
	quantity.parse(sprintf("%s1", [strings.replace_n({"x": "0000000000"}, concat("", ["x" | some _ in numbers.range(1, 40)]))])) == 1
	quantity.parse(strings.replace_n({"x": "9999999999"}, concat("", ["x" | some _ in numbers.range(1, 40)]))) == 1e250
	many_threes := strings.replace_n({"x": "3333333333"}, concat("", ["x" | some _ in numbers.range(1, 40)]))
	quantity.parse(sprintf("0.%s", [many_threes])) == 0.333333334
}

test_amount_of_a_number if {
	quantity.parse(2) == 2
	quantity.parse(0.5) == 0.5
	quantity.parse(-1) == -1
	quantity.parse(209715200) == 209715200
	quantity.parse(1e21) == 1000000000000000000000
}

test_invalid[note] if {
	some note, written in {
		"nothing": "",
		"kilo in capitals": "200K",
		"unit": "3GB",
		"gibi in lower case": "3gi",
		"mebi in lower case": "200mi",
		"space": "2 Gi",
		"space before": " 2",
		"space behind": "2 ",
		"line end": "2\n",
		"the guide's milliCPU": "100milliCPU",
		"two points": "1.2.3",
		"two signs": "--1",
		"suffix alone": "Mi",
		"sign alone": "-",
		"point alone": ".",
		"empty exponent": "1e",
		"signed empty exponent": "1e+",
		"exponent beyond 64 bits": "1e9223372036854775808",
		"long exponent": "1e99999999999999999999",
		"exponent and suffix": "1e3k",
		"hexadecimal": "0x10",
		"underscore": "1_000",
		"comma": "1,5",
		"wide digit": "１",
		"infinity": "Inf",
		"unlimited": "unlimited",
		"placeholder": "{{ .Values.memory }}",
		"null": null,
		"switch": true,
		"list": ["1"],
		"object": {"cpu": "1"},
	}
	not quantity.is_valid(written)
	not quantity.parse(written)
}

test_zero[note] if {
	some note, written in {"text": "0", "unit": "0Mi", "fraction": "0.0", "sign": "-0", "number": 0}
	quantity.is_zero(written)
}

test_not_zero[note] if {
	some note, written in {"text": "10", "fraction": "0.5", "negative": "-1", "number": 1, "no quantity": "none", "null": null}
	not quantity.is_zero(written)
}

test_finer_than_a_thousandth[written] if {
	some written in ["0.0005", "500u", "1n", "1.5m", "1e-4", "0.1000001", 0.0005]
	quantity.is_finer(written, 3)
}

test_no_finer_than_a_thousandth[written] if {
	some written in ["0", "1", "0.001", "1000u", "1m", "1.500", "1e-3", "0.5Ki", 0.5, "-1m", "1u1"]
	not quantity.is_finer(written, 3)
}

test_finer_than_whole_units[written] if {
	some written in ["200m", "0.5", "1.1Ki", "1.0001k", "-1m", 0.1]
	quantity.is_finer(written, 0)
}

test_no_finer_than_whole_units[written] if {
	some written in ["0", "1", "1.0", "1000m", "1.5Ki", "0.5Gi", "1.5k", "1E3", 209715200, "1e-1x"]
	not quantity.is_finer(written, 0)
}
