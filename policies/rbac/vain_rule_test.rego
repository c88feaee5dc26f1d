package lib.guiderail.vain_rule_test

import data.lib.guiderail.role_rule
import data.lib.guiderail.vain_rule

test_words[note] if {
	some note, case in {
		"plain": {"rule": {}, "want": []},
		"everything": {"rule": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}, "want": []},
		"subresource of all": {"rule": {"resources": ["*/scale"]}, "want": []},
		"all subresources": {"rule": {"resources": ["pods", "pods/*"]}, "want": [word("resources", 1, "pods/*")]},
		"beginning of a verb": {"rule": {"verbs": ["get*"]}, "want": [word("verbs", 0, "get*")]},
		"beginning of a group": {"rule": {"apiGroups": ["*.k8s.io"]}, "want": [word("apiGroups", 0, "*.k8s.io")]},
		"extras of users": {"rule": {"resources": ["userextras/*"]}, "want": []},
		"placeholder with a star": {"rule": {"resources": ["${NAME*}"]}, "want": []},
		"resource in capitals": {"rule": {"resources": ["Pods"]}, "want": [word("resources", 0, "Pods")]},
		"kind of an extension": {"rule": {"apiGroups": ["example.org"], "resources": ["Widgets"]}, "want": []},
		"resource without a group": {"rule": {"apiGroups": [], "resources": ["Pods"]}, "want": []},
		"placeholder in capitals": {"rule": {"resources": ["%NAME%"]}, "want": []},
		"verb in capitals": {"rule": {"verbs": ["list", "Get"]}, "want": [word("verbs", 1, "Get")]},
		"verb of its own": {"rule": {"verbs": ["doIt"]}, "want": []},
		"no text": {"rule": {"resources": [1], "verbs": null}, "want": []},
	}
	spec := object.union({"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}, case.rule)
	some rule in role_rule.of({"kind": "Role", "rules": [spec]})
	vain_rule.words(rule) == case.want
}

word(field, i, text) := {"path": [field, i], "text": text}
