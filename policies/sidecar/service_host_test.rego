package lib.guiderail.service_host_test

import data.lib.guiderail.service_host

services := {"namespace": {"sidecar": {"v1": {"Service": {"primary": {"spec": {"clusterIP": "None"}}}}}}}

inside := {"metadata": {"namespace": "sidecar"}}

test_here[host] if {
	some host in ["primary", "primary.", "primary.sidecar", "primary.sidecar.svc", "primary.sidecar.svc.cluster.local", "primary.sidecar.svc.example.org."]
	service_host.is_here(host) with input as inside
	service_host.service(host) == {"spec": {"clusterIP": "None"}} with input as inside with data.inventory as services
}

test_elsewhere[host] if {
	some host in ["primary.other", "primary.other.svc.cluster.local", "primary.sidecar.example.org", "10.0.0.1", "-primary", "Primary", ""]
	not service_host.is_here(host) with input as inside
}

test_no_such_service[host] if {
	some host in ["secondary", "secondary.sidecar.svc", "primary.sidecar.example.org"]
	not service_host.service(host) with input as inside with data.inventory as services
}

test_any_namespace_where_none_is_told if {
	service_host.is_here("primary.other.svc") with input as {"metadata": {}}
	not service_host.is_here("primary.other.org") with input as {"metadata": {}}
	not service_host.is_here("10") with input as {"metadata": {}}
}
