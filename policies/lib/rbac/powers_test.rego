package lib.guiderail.powers_test

import data.lib.guiderail.powers

test_workloads_by_group if {
	table := powers.workloads(["pods", "replicationcontrollers", "jobs.batch", "cronjobs.batch", "services.serving.knative.dev"])
	{group: made | some group, list in table; made := [[power.verbs, power.resources] | some power in list]} == {
		"": [[{"create"}, {"pods", "replicationcontrollers"}], [{"update", "patch"}, {"pods", "replicationcontrollers"}]],
		"batch": [[{"create"}, {"jobs", "cronjobs"}], [{"update", "patch"}, {"cronjobs"}]],
		"serving.knative.dev": [[{"create"}, {"services"}], [{"update", "patch"}, {"services"}]],
	}
}

test_harmful_holds_every_table if {
	every group in ["", "apps", "rbac.authorization.k8s.io", "authentication.k8s.io", "certificates.k8s.io", "admissionregistration.k8s.io", "external-secrets.io"] {
		count(powers.harmful(true)[group]) > 0
	}
	powers.harmful(false).apps == []
	powers.harmful(false)["external-secrets.io"] == []
	powers.secret_read[""][0] in powers.harmful(false)[""]
}

test_every_power_is_whole if {
	every list in powers.harmful(true) {
		every power in list {
			count(power.verbs) > 0
			object.get(power, "cluster_wide", set()) - power.resources == set()
			regex.match(`^[a-z].*[a-z]$`, power.can)
			object.get(power, "is_open", false) == contains(concat(" ", power.resources), "*")
		}
	}
}
