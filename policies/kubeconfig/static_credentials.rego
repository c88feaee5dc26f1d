# METADATA
# title: A kubeconfig must hold no static credentials
# description: |
#   A token, a password or the key of a client certificate in a kubeconfig lets in whoever copies the file, for
#   years, and nobody can take a client certificate back. A credential plug-in such as aws eks get-token asks the
#   cloud each time, so that the person has to be logged in there, with a second factor, and can be locked out.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
#   - https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
# custom:
#   severity: high
#   requirements: [KUBECFG-01]
#   match: [kubeconfigs]
#   remediation: Let the user run a credential plug-in with exec, for example as aws eks update-kubeconfig or
#     kubelogin convert-kubeconfig writes it, and revoke the credential.
#   parameters:
#     rotated: {type: array, items: {type: string}, description: "Folders whose tokens and keys are short-lived, since
#       something renews them, each with a slash at its end."}
package guiderail.kubeconfig.static_credentials

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.kubeconfigs

defaults := {"rotated": ["/var/run/secrets/", "/run/secrets/", "/var/lib/kubelet/pki/"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(kubeconfigs.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": credential.is_open} if {
	some user in kubeconfigs.users
	some credential in kubeconfigs.credentials(user)
	not _is_renewed(user, credential)
	path := kubeconfigs.path(user, credential.steps)
	msg := sprintf("%s: %s %s", [user.title, credential.field, _how(credential)])
}

_offences contains {"path": text.path, "msg": msg, "is_open": true} if {
	some text in kubeconfigs.unreadable
	msg := sprintf("%s seems to be a kubeconfig and cannot be read as YAML, so what is in it is not known", [text.title])
}

_is_renewed(user, credential) if {
	credential.is_written == false
	file := object.get(user.values, credential.steps, "")
	not contains(file, "..")
	some folder in parameters.rotated
	startswith(file, folder)
}

_how(credential) := "is still to be filled in" if {
	credential.is_open
} else := "is not shown here, and is a static credential in the file that this was printed from; use exec" if {
	credential.is_hidden
} else := "is a static credential; use exec" if {
	credential.is_written
} else := "names a file with a static credential; use exec"
