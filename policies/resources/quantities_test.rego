package guiderail.resources.quantities_test

import data.guiderail.resources.quantities

test_denied_memory[note] if {
	some note, case in {
		"thousandths": {"value": "200m", "how": `"200m" counts fractions of a byte; did you mean 200Mi?`},
		"thousandths that make a whole byte": {"value": "1000m", "how": `"1000m" counts fractions of a byte; did you mean 1000Mi?`},
		"millionths": {"value": "2u", "how": `"2u" counts fractions of a byte; did you mean 2Mi?`},
		"a fraction with a suffix": {"value": "1.1Gi", "how": whole_bytes(`"1.1Gi"`)},
		"a fraction as an API server writes it": {"value": "1181116006400m", "how": `"1181116006400m" is not a whole number of bytes; set whole bytes, or a smaller unit such as Mi`},
		"a fraction": {"value": "0.5", "how": whole_bytes(`"0.5"`)},
		"a number with a fraction": {"value": 0.5, "how": whole_bytes("0.5")},
		"a negative exponent": {"value": "1e-1", "how": whole_bytes(`"1e-1"`)},
		"negative": {"value": "-1Gi", "how": `"-1Gi" is negative; set 0 or more`},
		"a negative number": {"value": -1, "how": "-1 is negative; set 0 or more"},
		"the guide's K": {"value": "200K", "how": `"200K" is not a quantity; did you mean 200k?`},
		"B": {"value": "3GB", "how": `"3GB" is not a quantity; did you mean 3G?`},
		"iB": {"value": "3GiB", "how": `"3GiB" is not a quantity; did you mean 3Gi?`},
		"lower case": {"value": "3gi", "how": `"3gi" is not a quantity; did you mean 3Gi?`},
		"a space": {"value": "2 Gi", "how": `"2 Gi" is not a quantity; did you mean 2Gi?`},
		"an unknown unit": {"value": "2 sacks", "how": nothing(`"2 sacks"`)},
		"two points": {"value": "1.2.3k", "how": nothing(`"1.2.3k"`)},
		"a suffix alone": {"value": "Mi", "how": nothing(`"Mi"`)},
		"empty": {"value": "", "how": nothing(`""`)},
		"a switch": {"value": true, "how": nothing("true")},
		"a list": {"value": ["1Gi"], "how": nothing(`["1Gi"]`)},
	}
	quantities.violation == {finding("memory", case.how)} with input as container("memory", case.value)
}

test_denied_cpu[note] if {
	some note, case in {
		"a fraction of a thousandth": {"value": "0.0005", "how": finer(`"0.0005"`)},
		"millionths": {"value": "500u", "how": finer(`"500u"`)},
		"a number": {"value": 0.0005, "how": finer("0.0005")},
		"the guide's milliCPU": {"value": "100milliCPU", "how": `"100milliCPU" is not a quantity; did you mean 100m?`},
		"the unit": {"value": "2 cores", "how": `"2 cores" is not a quantity; did you mean 2?`},
		"negative": {"value": "-100m", "how": `"-100m" is negative; set 0 or more`},
	}
	quantities.violation == {finding("cpu", case.how)} with input as container("cpu", case.value)
}

test_denied_other_resource[name] if {
	some name, how in {
		"ephemeral-storage": `"1500m" counts fractions of a byte; did you mean 1500Mi?`,
		"hugepages-2Mi": `"1500m" counts fractions of a byte; did you mean 1500Mi?`,
		"nvidia.com/gpu": `"1500m" is not a whole number; use one`,
	}
	quantities.violation == {finding(name, how)} with input as container(name, "1500m")
}

test_allowed[note] if {
	some note, case in {
		"memory": ["memory", "200Mi"],
		"memory with a binary fraction": ["memory", "1.5Gi"],
		"memory as a number": ["memory", 209715200],
		"memory with an exponent": ["memory", "129e6"],
		"memory as the manual of Kubernetes writes it": ["memory", "128974848000m"],
		"no memory": ["memory", "0m"],
		"memory between blanks": ["memory", " 200Mi "],
		"null": ["memory", null],
		"cpu": ["cpu", "500m"],
		"cpu as a number": ["cpu", 0.5],
		"cpu without a digit before the point": ["cpu", ".5"],
		"cpu with needless digits": ["cpu", "1.5000"],
		"gpu": ["nvidia.com/gpu", 1],
	}
	quantities.violation == set() with input as container(case[0], case[1])
	quantities.unknown == set() with input as container(case[0], case[1])
}

test_unknown if {
	written := container("memory", "{{ .Values.memory }}")
	quantities.violation == set() with input as written
	quantities.unknown == {finding("memory", "{{ .Values.memory }} is still to be filled in")} with input as written
}

test_allowed_ratio if {
	quantities.violation == set() with input as limit_range({"maxLimitRequestRatio": {"memory": 1.5, "cpu": "1.0005"}})
}

test_denied_in_a_limit_range if {
	quantities.violation == {{
		"msg": `limits for each Container: spec.limits[0].default.memory "512m" counts fractions of a byte; did you mean 512Mi?`,
		"details": {"path": ["spec", "limits", 0, "default", "memory"]},
	}} with input as limit_range({"default": {"memory": "512m"}})
}

whole_bytes(value) := sprintf("%s is not a whole number of bytes; set whole bytes, or a smaller unit such as Mi", [value])

finer(value) := sprintf("%s is finer than 1m, the smallest amount of cpu; use a whole number of m", [value])

nothing(value) := sprintf("%s is not a quantity; write a number and a suffix such as m, M, Mi or Gi", [value])

finding(name, how) := {
	"msg": sprintf(`container "app": resources.limits.%s %s`, [name, how]),
	"details": {"path": ["spec", "containers", 0, "resources", "limits", name]},
}

container(name, value) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{
	"name": "app",
	"resources": {"limits": {name: value}},
}]}}}}

limit_range(limit) := {"review": {"object": {
	"apiVersion": "v1",
	"kind": "LimitRange",
	"spec": {"limits": [object.union({"type": "Container"}, limit)]},
}}}

test_applies[note] if {
	some note, object in {
		"plain": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "resources": {"requests": {"cpu": "1"}}}]}},
		"wrong": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": "a lot"}}}]}},
		"a size": {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [{"name": "v", "emptyDir": {"sizeLimit": "1Gi"}}]}},
		"a quota": {"apiVersion": "v1", "kind": "ResourceQuota", "spec": {"hard": {"pods": "3"}}},
	}
	quantities.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"none": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a"}], "volumes": [{"name": "v", "emptyDir": {}}]}},
		"empty": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "resources": {"requests": {}, "limits": null}}]}},
		"an empty quota": {"apiVersion": "v1", "kind": "ResourceQuota", "spec": {}},
	}
	not quantities.applies with input as {"review": {"object": object}}
}
