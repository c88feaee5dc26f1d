package lib.guiderail.power_use_test

import data.lib.guiderail.power_use
import data.lib.guiderail.role_rule

test_of if {
	power_use.of(rule({}), "example.org", power({})) == {
		"targets": {"things"}, "verbs": {"use"}, "can": "use things", "is_local": true,
	}
}

test_targets[note] if {
	some note, case in {
		"listed": {"rule": {}, "power": {}, "want": {"things"}},
		"another resource": {"rule": {"resources": ["others"]}, "power": {}, "want": set()},
		"all": {"rule": {"resources": ["*"]}, "power": {"resources": {"things", "parts"}}, "want": {"things", "parts"}},
		"by a pattern": {"rule": {"resources": ["*/exec"]}, "power": {"resources": {"things/exec"}}, "want": {"things/exec"}},
		"another verb": {"rule": {"verbs": ["get"]}, "power": {}, "want": set()},
		"some resource of the group": {"rule": {}, "power": {"resources": {"*"}, "is_open": true}, "want": {"*"}},
		"some resource of all groups": {
			"rule": {"apiGroups": ["*"]}, "power": {"resources": {"*"}, "is_open": true},
			"want": set(),
		},
		"subresource alone": {
			"rule": {"resources": ["things/exec"]}, "power": {"resources": {"*"}, "is_open": true},
			"want": set(),
		},
		"some subresource": {
			"rule": {"resources": ["extras/scopes"]}, "power": {"resources": {"extras/*"}, "is_open": true},
			"want": {"extras/*"},
		},
		"some subresource by a pattern": {
			"rule": {"resources": ["*/scopes"]}, "power": {"resources": {"extras/*"}, "is_open": true},
			"want": {"extras/*"},
		},
		"a usual subresource by a pattern": {
			"rule": {"resources": ["*/status"]}, "power": {"resources": {"extras/*"}, "is_open": true},
			"want": set(),
		},
		"of the whole cluster": {"rule": {}, "power": {"cluster_wide": {"things"}}, "want": set()},
	}
	targets(case.rule, case.power) == case.want
}

test_verbs[note] if {
	some note, case in {
		"listed": {"rule": {"verbs": ["use", "get"]}, "power": {}, "want": {"use"}},
		"all": {"rule": {"verbs": ["*"]}, "power": {"verbs": {"use", "make"}}, "want": {"use", "make"}},
		"with names": {"rule": {"resourceNames": ["a"]}, "power": {}, "want": set()},
		"with any name": {"rule": {"resourceNames": ["a"]}, "power": {"is_by_name": true}, "want": {"use"}},
		"with that name": {"rule": {"resourceNames": ["a", "b"]}, "power": {"names": {"a"}}, "want": {"use"}},
		"with another name": {"rule": {"resourceNames": ["b"]}, "power": {"names": {"a"}}, "want": set()},
		"without a name": {"rule": {"verbs": ["list"], "resourceNames": [""]}, "power": {"verbs": {"list"}}, "want": {"list"}},
		"what has a name, without one": {"rule": {"resourceNames": [""]}, "power": {"is_by_name": true}, "want": set()},
		"creation with a name": {
			"rule": {"verbs": ["create"], "resourceNames": ["a"]}, "power": {"verbs": {"create"}, "is_by_name": true},
			"want": set(),
		},
		"creation of a part with a name": {
			"rule": {"verbs": ["create"], "resources": ["things/exec"], "resourceNames": ["a"]},
			"power": {"verbs": {"create"}, "resources": {"things/exec"}, "is_by_name": true},
			"want": {"create"},
		},
		"creation of a part without a name": {
			"rule": {"verbs": ["create"], "resources": ["things/exec"], "resourceNames": [""]},
			"power": {"verbs": {"create"}, "resources": {"things/exec"}, "is_by_name": true},
			"want": set(),
		},
	}
	verbs(case.rule, case.power) == case.want
}

test_place[note] if {
	some note, case in {
		"in a namespace": {"power": {}, "want": true},
		"of the whole cluster": {"power": {"cluster_wide": {"things"}}, "want": false},
		"both": {"power": {"resources": {"things", "parts"}, "cluster_wide": {"things"}}, "want": true},
		"in one place": {"power": {"is_in_one_place": true}, "want": false},
	}
	wide := object.union(rule({"resources": ["*"]}), {"is_namespaced": false})
	use := power_use.of(wide, "example.org", power(case.power))
	use.is_local == case.want
}

test_reaches_any if {
	power_use.reaches_any({"*"}, {"things"})
	power_use.reaches_any({"things"}, {"others", "things"})
	not power_use.reaches_any({"things"}, {"others"})
	not power_use.reaches_any({"things"}, set())
}

targets(changes, of_power) := {target |
	use := power_use.of(rule(changes), "example.org", power(of_power))
	some target in use.targets
}

verbs(changes, of_power) := {verb |
	use := power_use.of(rule(changes), "example.org", power(of_power))
	some verb in use.verbs
}

power(changes) := object.union({"verbs": {"use"}, "resources": {"things"}, "can": "use things"}, changes)

rule(changes) := role_rule.of({"kind": "Role", "rules": [
	object.union({"verbs": ["use"], "apiGroups": ["example.org"], "resources": ["things"]}, changes),
]})[0]
