package lib.guiderail.calico_test

import data.lib.guiderail.calico

labels := {"app": "shop", "tier": "web"}

test_selects[written] if {
	some written in [
		"all()", " all( ) ", "app == 'shop'", `app == "shop"`, "app=='shop' && tier=='web'", "has(app)", "!has(open)", "!!has(app)",
		"app != 'till'", "open != 'x'", "app in {'till', 'shop'}", "app not in {'till'}", "open not in { 'x' }", "app contains 'ho'",
		"app starts with 'sh'", "app ends with 'op'", "has(open) || has(app)", "(has(open) || has(app)) && tier == 'web'",
		"!(has(open) && has(app))", "has(app) || has(open) && has(open)", "((((app == 'shop'))))", "has(x) || !has(x)",
	]
	calico.selects(written, labels) == true
}

test_does_not_select[written] if {
	some written in [
		"global()", "app == 'till'", "app == 'shop' && has(open)", "!has(app)", "app != 'shop'", "app in {'till'}", "app not in {'shop','till'}",
		"app contains 'x'", "app starts with 'op'", "app ends with 'sh'", "open contains 'x'", "has(open) || has(closed)", "!(has(app))",
		"has(open) && has(app) || has(closed)", "!all()", "has(x) && !has(x)",
	]
	calico.leaves_out(written, labels)
}

test_says_nothing[written] if {
	some written in ["", "app", "app === 'x'", "app == 'a' &", "(all()", "((((((((((all()))))))))) ||", "T and F"]
	[answer | answer := calico.selects(written, labels)] == []
	not calico.leaves_out(written, labels)
}

test_open[written] if {
	some written in ["", "  ", "all()", "!has(nosuch)", "a != 'b'", "a not in {'b'}", "has(x) || !has(x)", "!(a == 'b')", "projectcalico.org/name != 'x'", "has(projectcalico.org/namespace)"]
	calico.is_open(written)
}

test_not_open[written] if {
	some written in ["app == 'a'", "has(app)", "global()", "projectcalico.org/name == 'shop'", "nonsense", "!all()"]
	not calico.is_open(written)
}
