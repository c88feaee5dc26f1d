# METADATA
# title: A context of a kubeconfig should name the namespace to work in
# description: |
#   Without a namespace in the context, a command without -n works in the namespace default, where nothing should
#   be. With one, a person who forgets -n stays in the namespace that the context is for.
# related_resources:
#   - https://kubernetes.io/docs/tasks/access-application-cluster/configure-access-multiple-clusters/
# custom:
#   severity: info
#   requirements: [KUBECFG-06]
#   match: [kubeconfigs]
#   remediation: Set namespace with kubectl config set-context --current --namespace=NAME.
package guiderail.kubeconfig.context_namespace

import data.lib.guiderail.finding
import data.lib.guiderail.kubeconfigs
import data.lib.guiderail.placeholder

applies if count(kubeconfigs.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": placeholder.is_open(namespace)} if {
	some context in kubeconfigs.contexts
	_is_of_a_person(context)
	namespace := object.get(context.values, "namespace", null)
	wrong := _wrong(namespace)
	path := kubeconfigs.path(context, ["namespace"])
	msg := sprintf("%s: namespace %s", [context.title, wrong])
}

# The API server calls webhooks by a kubeconfig without users, where no namespace counts.
_is_of_a_person(context) if {
	is_string(context.values.user)
	context.values.user != ""
}

_wrong(namespace) := "should be the one that the context is for; it is not set" if {
	namespace in {null, ""}
} else := "should be the one that the context is for, and not default" if {
	namespace == "default"
} else := "is still to be filled in" if {
	placeholder.is_in(namespace)
}
