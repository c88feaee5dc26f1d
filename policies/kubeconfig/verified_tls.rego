# METADATA
# title: A kubeconfig must have clients verify the API server
# description: |
#   A client that does not verify the certificate of the API server, or does not use TLS at all, gives its
#   credentials to whoever answers in the server's place, who can then do in the cluster what the client can.
# related_resources:
#   - https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster
# custom:
#   severity: high
#   requirements: [KUBECFG-02]
#   match: [kubeconfigs]
#   remediation: Begin server with https://, remove insecure-skip-tls-verify, and set certificate-authority-data
#     to the certificate authority of the cluster.
package guiderail.kubeconfig.verified_tls

import data.lib.guiderail.finding
import data.lib.guiderail.kubeconfigs
import data.lib.guiderail.placeholder

applies if count(kubeconfigs.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some cluster in kubeconfigs.clusters
	_is_on(cluster.values["insecure-skip-tls-verify"])
	path := kubeconfigs.path(cluster, ["insecure-skip-tls-verify"])
	msg := sprintf("%s: insecure-skip-tls-verify must be false; %s", [cluster.title, _why(cluster)])
}

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some cluster in kubeconfigs.clusters
	server := _server(cluster)
	_is_plain(cluster, lower(server))
	path := kubeconfigs.path(cluster, ["server"])
	msg := sprintf("%s: server must begin with https://, so that the connection is encrypted", [cluster.title])
}

_offences contains {"path": path, "msg": msg, "is_open": true} if {
	some cluster in kubeconfigs.clusters
	server := _server(cluster)
	placeholder.is_in(server)
	not regex.match(`(?i)^https?://`, server)
	path := kubeconfigs.path(cluster, ["server"])
	msg := sprintf("%s: whether server begins with https:// is not known; it is still to be filled in", [cluster.title])
}

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some user in kubeconfigs.users
	some i, arg in user.values.exec.args
	arg in {
		"--no-verify-ssl", "--insecure", "--insecure-skip-tls-verify", "--insecure-skip-tls-verify=true",
		"--disable-ssl-verification",
	}
	path := kubeconfigs.path(user, ["exec", "args", i])
	msg := sprintf("%s: exec.args[%d] must not be %s, which has the plug-in verify no certificate", [user.title, i, arg])
}

_server(cluster) := server if {
	server := trim_space(cluster.values.server)
	server != ""
}

# A server without a scheme is asked with TLS only where there is something to verify it with.
_is_plain(_, server) if startswith(server, "http://")

_is_plain(cluster, server) if {
	not contains(server, "://")
	not placeholder.is_in(server)
	every field in ["certificate-authority", "certificate-authority-data", "insecure-skip-tls-verify"] {
		object.get(cluster.values, field, "") in {"", null, false}
	}
}

_is_on(true)

_is_on(written) if {
	is_string(written)
	lower(written) in {"true", "yes"}
}

_why(cluster) := "clients refuse it beside a certificate authority" if {
	some field in ["certificate-authority", "certificate-authority-data"]
	is_string(cluster.values[field])
	cluster.values[field] != ""
} else := "the certificate of the API server is not verified"
