# METADATA
# title: Every control, and when it is asked
# description: |
#   Written by guiderail from what the controls say of themselves; do not edit. Controls that match the
#   same kinds are asked together, so that an object costs only those that have something to say of it.
package lib.guiderail.catalogue

import data.lib.guiderail.artefact_type

# METADATA
# description: |
#   The version of the policies.
version := "0.1.0"

# METADATA
# description: |
#   The profile that chose the controls; "" when they are all there are, with their defaults.
profile := ""

# METADATA
# description: |
#   The `severity` of each control, and its `enforcement` when a request comes in: deny, warn, dryrun or off.
controls := {
	"autoscaling.capacity": {
		"severity": "low",
		"enforcement": "deny",
	},
	"autoscaling.downscale_flag": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"autoscaling.external_metrics": {
		"severity": "low",
		"enforcement": "deny",
	},
	"autoscaling.external_metrics_access": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"autoscaling.hpa_vpa_tandem": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"autoscaling.metrics_api": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"autoscaling.rightsizing": {
		"severity": "info",
		"enforcement": "deny",
	},
	"autoscaling.scale_down_stabilization": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"autoscaling.supported_version": {
		"severity": "low",
		"enforcement": "deny",
	},
	"autoscaling.target": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"autoscaling.target_requests": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"backups.encryption": {
		"severity": "high",
		"enforcement": "deny",
	},
	"backups.exec_guard": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"backups.persistent_volume": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"backups.restore_signature": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"backups.restore_source": {
		"severity": "high",
		"enforcement": "deny",
	},
	"cluster.aks_api_server_access": {
		"severity": "high",
		"enforcement": "deny",
	},
	"cluster.aks_supported_version": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"cluster.endpoint_access": {
		"severity": "high",
		"enforcement": "deny",
	},
	"cluster.mfa": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"cluster.supported_version": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"dashboard.cluster_admin": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"dashboard.external_exposure": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"dashboard.helm_release": {
		"severity": "high",
		"enforcement": "deny",
	},
	"dashboard.indirect_exposure": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"dashboard.insecure_flags": {
		"severity": "high",
		"enforcement": "deny",
	},
	"dashboard.not_deployed": {
		"severity": "high",
		"enforcement": "deny",
	},
	"dashboard.static_token": {
		"severity": "high",
		"enforcement": "deny",
	},
	"dashboard.supported_version": {
		"severity": "high",
		"enforcement": "deny",
	},
	"gatekeeper.config": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"gatekeeper.enforcement_action": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"gatekeeper.webhook": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"hosts.aks_host_encryption": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"hosts.ansible_become": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"hosts.ansible_firewall": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.ansible_no_log": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.ansible_secrets": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.ansible_transport": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"hosts.ansible_updates": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.disk_encryption": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"hosts.firewall_command": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.instance_metadata": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.managed_node_groups": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"hosts.node_os_upgrades": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"hosts.recipe_firewall": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.recipe_updates": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.remote_access": {
		"severity": "high",
		"enforcement": "deny",
	},
	"hosts.security_group_ingress": {
		"severity": "high",
		"enforcement": "deny",
	},
	"images.base_digest": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.base_image": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.build_commands": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.digest": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.image_age": {
		"severity": "low",
		"enforcement": "deny",
	},
	"images.image_secrets": {
		"severity": "high",
		"enforcement": "deny",
	},
	"images.in_cluster_scan_evidence": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.pinned_tag": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.pull_policy": {
		"severity": "low",
		"enforcement": "deny",
	},
	"images.registry_allowlist": {
		"severity": "high",
		"enforcement": "deny",
	},
	"images.registry_immutable": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.registry_scan": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.remote_add": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.root_user": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.scan_complete": {
		"severity": "high",
		"enforcement": "deny",
	},
	"images.scan_reference": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.scan_required": {
		"severity": "high",
		"enforcement": "deny",
	},
	"images.scan_result": {
		"severity": "high",
		"enforcement": "deny",
	},
	"images.scan_severity": {
		"severity": "high",
		"enforcement": "deny",
	},
	"images.scan_waivers": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.ssh_host_keys": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"images.supported_os": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.broad_policies": {
		"severity": "high",
		"enforcement": "deny",
	},
	"irsa.least_privilege": {
		"severity": "high",
		"enforcement": "deny",
	},
	"irsa.matching_role": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.node_role": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.node_role_policies": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.oidc_provider": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.pod_identity_trust": {
		"severity": "low",
		"enforcement": "deny",
	},
	"irsa.powerful_role": {
		"severity": "high",
		"enforcement": "deny",
	},
	"irsa.role_annotation": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.role_sharing": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.shared_trust": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"irsa.static_credentials": {
		"severity": "high",
		"enforcement": "deny",
	},
	"irsa.trust_audience": {
		"severity": "high",
		"enforcement": "deny",
	},
	"irsa.trust_provider": {
		"severity": "high",
		"enforcement": "deny",
	},
	"irsa.trust_subject": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"kubeconfig.admin_access": {
		"severity": "high",
		"enforcement": "deny",
	},
	"kubeconfig.admin_command": {
		"severity": "high",
		"enforcement": "deny",
	},
	"kubeconfig.context_namespace": {
		"severity": "info",
		"enforcement": "deny",
	},
	"kubeconfig.exec_plugin": {
		"severity": "high",
		"enforcement": "deny",
	},
	"kubeconfig.file_hygiene": {
		"severity": "high",
		"enforcement": "deny",
	},
	"kubeconfig.static_credentials": {
		"severity": "high",
		"enforcement": "deny",
	},
	"kubeconfig.verified_tls": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.archive_encryption": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.archive_volume": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"messagelog.azure_blob": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.azure_files_account": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.azure_files_encryption": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.database_encryption": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"messagelog.efs_at_rest": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.efs_in_transit": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.efs_policy": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.offload": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"messagelog.s3_at_rest": {
		"severity": "high",
		"enforcement": "deny",
	},
	"messagelog.s3_in_transit": {
		"severity": "high",
		"enforcement": "deny",
	},
	"monitoring.addons": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"monitoring.aks_control_plane_logs": {
		"severity": "high",
		"enforcement": "deny",
	},
	"monitoring.aks_log_retention": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"monitoring.api_server_audit": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"monitoring.audit_policy": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"monitoring.cluster_command": {
		"severity": "high",
		"enforcement": "deny",
	},
	"monitoring.container_insights": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"monitoring.control_plane_logs": {
		"severity": "high",
		"enforcement": "deny",
	},
	"monitoring.log_retention": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"monitoring.node_health": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"namespaces.baseline": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"namespaces.cluster_scoped": {
		"severity": "low",
		"enforcement": "deny",
	},
	"namespaces.default_namespace": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"namespaces.label_guard": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.addon_enforcement": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.admin_allow_all": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.aks_network_policy": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.allow_all_egress": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.allow_all_ingress": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.calico_allow_all": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.cilium_allow_all": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.cilium_default_deny": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.dangling_policy": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.default_deny_egress": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.default_deny_ingress": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.enforcing_cni": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.immutable_namespace_selector": {
		"severity": "low",
		"enforcement": "deny",
	},
	"network.internet_opt_in": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.load_balancer_sources": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.metadata_egress": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.peer_and_or": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.policy_guard": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.policy_types": {
		"severity": "low",
		"enforcement": "deny",
	},
	"network.primary_isolation": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.rule_ports": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"network.service_exposure": {
		"severity": "high",
		"enforcement": "deny",
	},
	"network.service_selects_pods": {
		"severity": "low",
		"enforcement": "deny",
	},
	"network.workload_selected": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.admission_exemptions": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.admission_plugin": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.app_armor": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.audit_warn_labels": {
		"severity": "low",
		"enforcement": "deny",
	},
	"podsecurity.capabilities": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.enforce_label": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.host_namespaces": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.host_path_volumes": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.host_ports": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.host_probes": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.label_downgrade": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.label_values": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.no_pod_security_policy": {
		"severity": "low",
		"enforcement": "deny",
	},
	"podsecurity.persistent_volume_host_path": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.privileged": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.proc_mount": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.read_only_root_filesystem": {
		"severity": "low",
		"enforcement": "deny",
	},
	"podsecurity.restricted_capabilities": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.restricted_privilege_escalation": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.restricted_proc_mount": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.restricted_run_as_non_root": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.restricted_run_as_user": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.restricted_seccomp": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.restricted_volumes": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"podsecurity.seccomp": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.selinux": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.sysctls": {
		"severity": "high",
		"enforcement": "deny",
	},
	"podsecurity.windows_host_process": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.access_entries": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.account_exists": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.admission_and_rbac_write": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.aks_entra": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.aks_role_assignments": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.api_server_authorization": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.aws_auth": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.aws_auth_write": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.binding_form": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.binding_resolves": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.binding_review": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.cluster_admin": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.control_plane_roles": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.dangerous_subresources": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.dedicated_service_account": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.default_roles": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.default_service_account": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.equivalent_power": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.escalation_verbs": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.extension_wildcards": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.indirect_access": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.namespace_scoped_bindings": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.privileged_aggregation": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.reader_roles": {
		"severity": "low",
		"enforcement": "deny",
	},
	"rbac.role_form": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.secret_read": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.service_account_token": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"rbac.system_group_subjects": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"rbac.wildcards": {
		"severity": "high",
		"enforcement": "deny",
	},
	"rbac.workload_creation": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"resources.bounds": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"resources.fits_node": {
		"severity": "low",
		"enforcement": "deny",
	},
	"resources.limits": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"resources.pod_amounts": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"resources.quantities": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"resources.request_limit_ratio": {
		"severity": "low",
		"enforcement": "deny",
	},
	"resources.requests": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"schema.template_selector": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"secrets.aks_encryption": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.annotations": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.cluster_encryption": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.command_args": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.configmap": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.default_values": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.dockerfile": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.embedded_values": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.encryption_configuration": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.encryption_provider": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.exposure": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"secrets.external_store": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"secrets.infrastructure_literals": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.last_applied": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"secrets.legacy_token": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.manager_key": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"secrets.plaintext_env": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.printed_secret": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.pull_secrets": {
		"severity": "low",
		"enforcement": "deny",
	},
	"secrets.reference_resolves": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"secrets.repository_payload": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.rotation": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"secrets.secret_reference": {
		"severity": "high",
		"enforcement": "deny",
	},
	"secrets.volume_items": {
		"severity": "low",
		"enforcement": "deny",
	},
	"secrets.volume_mode": {
		"severity": "low",
		"enforcement": "deny",
	},
	"sidecar.exposed_ports": {
		"severity": "high",
		"enforcement": "deny",
	},
	"sidecar.external_database": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.image": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.local_ini": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.log_level": {
		"severity": "low",
		"enforcement": "deny",
	},
	"sidecar.primary_autoscaler": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.primary_dns": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.primary_singleton": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.probes": {
		"severity": "low",
		"enforcement": "deny",
	},
	"sidecar.resources": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.security_context": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.service_selector": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.ssh_key_strength": {
		"severity": "low",
		"enforcement": "deny",
	},
	"sidecar.ssh_keys": {
		"severity": "critical",
		"enforcement": "deny",
	},
	"sidecar.version_skew": {
		"severity": "low",
		"enforcement": "deny",
	},
	"sidecar.volumes": {
		"severity": "medium",
		"enforcement": "deny",
	},
	"sidecar.weak_credentials": {
		"severity": "high",
		"enforcement": "deny",
	},
}

# METADATA
# description: |
#   Where objects hold whole objects that are made of them, by group and kind: `at`, in which "*" is each item of a list, and `is_text` for manifests that are text there.
embeddings := {
	"": {
		"Template": [
			{
				"at": [
					"objects",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"apiextensions.crossplane.io": {
		"Composition": [
			{
				"at": [
					"spec",
					"resources",
					"*",
					"base",
				],
				"is_text": false,
			},
		],
	},
	"argoproj.io": {
		"ClusterWorkflowTemplate": [
			{
				"at": [
					"spec",
					"templates",
					"*",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"templates",
					"*",
					"steps",
					"*",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"templates",
					"*",
					"dag",
					"tasks",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
		],
		"CronWorkflow": [
			{
				"at": [
					"spec",
					"workflowSpec",
					"templates",
					"*",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"workflowSpec",
					"templates",
					"*",
					"steps",
					"*",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"workflowSpec",
					"templates",
					"*",
					"dag",
					"tasks",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
		],
		"Sensor": [
			{
				"at": [
					"spec",
					"triggers",
					"*",
					"template",
					"k8s",
					"source",
					"resource",
				],
				"is_text": false,
			},
			{
				"at": [
					"spec",
					"triggers",
					"*",
					"template",
					"argoWorkflow",
					"source",
					"resource",
				],
				"is_text": false,
			},
		],
		"Workflow": [
			{
				"at": [
					"spec",
					"templates",
					"*",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"templates",
					"*",
					"steps",
					"*",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"templates",
					"*",
					"dag",
					"tasks",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
		],
		"WorkflowTemplate": [
			{
				"at": [
					"spec",
					"templates",
					"*",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"templates",
					"*",
					"steps",
					"*",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
			{
				"at": [
					"spec",
					"templates",
					"*",
					"dag",
					"tasks",
					"*",
					"inline",
					"resource",
					"manifest",
				],
				"is_text": true,
			},
		],
	},
	"core.oam.dev": {
		"Application": [
			{
				"at": [
					"spec",
					"components",
					"*",
					"properties",
					"objects",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"hive.openshift.io": {
		"SelectorSyncSet": [
			{
				"at": [
					"spec",
					"resources",
					"*",
				],
				"is_text": false,
			},
		],
		"SyncSet": [
			{
				"at": [
					"spec",
					"resources",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"kro.run": {
		"ResourceGraphDefinition": [
			{
				"at": [
					"spec",
					"resources",
					"*",
					"template",
				],
				"is_text": false,
			},
		],
	},
	"kubernetes.crossplane.io": {
		"Object": [
			{
				"at": [
					"spec",
					"forProvider",
					"manifest",
				],
				"is_text": false,
			},
		],
	},
	"kubernetes.m.crossplane.io": {
		"Object": [
			{
				"at": [
					"spec",
					"forProvider",
					"manifest",
				],
				"is_text": false,
			},
		],
	},
	"placement.kubernetes-fleet.io": {
		"Work": [
			{
				"at": [
					"spec",
					"workload",
					"manifests",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"template.openshift.io": {
		"Template": [
			{
				"at": [
					"objects",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"triggers.tekton.dev": {
		"TriggerTemplate": [
			{
				"at": [
					"spec",
					"resourcetemplates",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"work.karmada.io": {
		"Work": [
			{
				"at": [
					"spec",
					"workload",
					"manifests",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"work.open-cluster-management.io": {
		"ManifestWork": [
			{
				"at": [
					"spec",
					"workload",
					"manifests",
					"*",
				],
				"is_text": false,
			},
		],
		"ManifestWorkReplicaSet": [
			{
				"at": [
					"spec",
					"manifestWorkTemplate",
					"workload",
					"manifests",
					"*",
				],
				"is_text": false,
			},
		],
	},
	"workload.codeflare.dev": {
		"AppWrapper": [
			{
				"at": [
					"spec",
					"components",
					"*",
					"template",
				],
				"is_text": false,
			},
		],
	},
}

# METADATA
# description: |
#   The kinds whose objects fill in parameters in what they hold.
filled_in := [
	"ClusterWorkflowTemplate",
	"CronWorkflow",
	"ResourceGraphDefinition",
	"Template",
	"TriggerTemplate",
	"Workflow",
	"WorkflowTemplate",
]

# METADATA
# description: |
#   What annotations begin with that have a Secret copied to other namespaces.
copiers := [
	"reflector.v1.k8s.emberstack.com/",
	"replicator.v1.mittwald.de/",
	"kubed.appscode.com/",
]

# METADATA
# description: |
#   The namespaces in which the profile accepts what a control finds, with the last day of it, "" for good.
waived := {}

# METADATA
# description: |
#   The waivers by kind, namespace and name; the names of `patterns` are regular expressions.
waivers := {}

# METADATA
# description: |
#   Whether the clock says on which day waivers count.
clock := false

# METADATA
# description: |
#   The apiVersions and kinds that controls look up, by where these live.
reads := {"namespace": {["actions.github.com/v1alpha1", "AutoscalingRunnerSet"], ["actions.github.com/v1alpha1", "EphemeralRunner"], ["actions.github.com/v1alpha1", "EphemeralRunnerSet"], ["agents.x-k8s.io/v1alpha1", "Sandbox"], ["agones.dev/v1", "Fleet"], ["agones.dev/v1", "GameServer"], ["agones.dev/v1", "GameServerSet"], ["apps.kruise.io/v1alpha1", "AdvancedCronJob"], ["apps.kruise.io/v1alpha1", "BroadcastJob"], ["apps.kruise.io/v1alpha1", "CloneSet"], ["apps.kruise.io/v1alpha1", "DaemonSet"], ["apps.kruise.io/v1alpha1", "UnitedDeployment"], ["apps.kruise.io/v1beta1", "DaemonSet"], ["apps.kruise.io/v1beta1", "StatefulSet"], ["apps.openshift.io/v1", "DeploymentConfig"], ["apps/v1", "DaemonSet"], ["apps/v1", "Deployment"], ["apps/v1", "ReplicaSet"], ["apps/v1", "StatefulSet"], ["aquasecurity.github.io/v1alpha1", "VulnerabilityReport"], ["argoproj.io/v1alpha1", "AnalysisRun"], ["argoproj.io/v1alpha1", "CronWorkflow"], ["argoproj.io/v1alpha1", "Experiment"], ["argoproj.io/v1alpha1", "Rollout"], ["argoproj.io/v1alpha1", "Workflow"], ["autoscaling.k8s.io/v1", "VerticalPodAutoscaler"], ["autoscaling.k8s.io/v1beta2", "VerticalPodAutoscaler"], ["autoscaling/v1", "HorizontalPodAutoscaler"], ["autoscaling/v2", "HorizontalPodAutoscaler"], ["batch.volcano.sh/v1alpha1", "CronJob"], ["batch.volcano.sh/v1alpha1", "Job"], ["batch/v1", "CronJob"], ["batch/v1", "Job"], ["bitnami.com/v1alpha1", "SealedSecret"], ["cert-manager.io/v1", "Certificate"], ["cert-manager.io/v1", "Issuer"], ["cilium.io/v2", "CiliumNetworkPolicy"], ["crd.antrea.io/v1beta1", "NetworkPolicy"], ["crd.projectcalico.org/v1", "NetworkPolicy"], ["eks.services.k8s.aws/v1alpha1", "PodIdentityAssociation"], ["external-secrets.io/v1", "ExternalSecret"], ["external-secrets.io/v1beta1", "ExternalSecret"], ["gateway.networking.k8s.io/v1", "GRPCRoute"], ["gateway.networking.k8s.io/v1", "Gateway"], ["gateway.networking.k8s.io/v1", "HTTPRoute"], ["gateway.networking.k8s.io/v1", "ReferenceGrant"], ["gateway.networking.k8s.io/v1", "TLSRoute"], ["gateway.networking.k8s.io/v1alpha2", "TCPRoute"], ["gateway.networking.k8s.io/v1alpha2", "TLSRoute"], ["gateway.networking.k8s.io/v1beta1", "HTTPRoute"], ["gateway.networking.k8s.io/v1beta1", "ReferenceGrant"], ["inventory.guiderail/v1", "CustomResource"], ["jobset.x-k8s.io/v1alpha2", "JobSet"], ["keda.sh/v1alpha1", "ScaledJob"], ["keda.sh/v1alpha1", "ScaledObject"], ["kubeflow.org/v1", "JAXJob"], ["kubeflow.org/v1", "MPIJob"], ["kubeflow.org/v1", "Notebook"], ["kubeflow.org/v1", "PaddleJob"], ["kubeflow.org/v1", "PyTorchJob"], ["kubeflow.org/v1", "TFJob"], ["kubeflow.org/v1", "XGBoostJob"], ["kubeflow.org/v2beta1", "MPIJob"], ["leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet"], ["networking.istio.io/v1", "VirtualService"], ["networking.istio.io/v1beta1", "VirtualService"], ["networking.k8s.io/v1", "Ingress"], ["networking.k8s.io/v1", "NetworkPolicy"], ["operators.coreos.com/v1alpha1", "ClusterServiceVersion"], ["projectcalico.org/v3", "NetworkPolicy"], ["projectcontour.io/v1", "HTTPProxy"], ["ray.io/v1", "RayCluster"], ["ray.io/v1", "RayJob"], ["ray.io/v1", "RayService"], ["rbac.authorization.k8s.io/v1", "Role"], ["rbac.authorization.k8s.io/v1", "RoleBinding"], ["route.openshift.io/v1", "Route"], ["secrets-store.csi.x-k8s.io/v1", "SecretProviderClass"], ["serving.knative.dev/v1", "Configuration"], ["serving.knative.dev/v1", "Revision"], ["serving.knative.dev/v1", "Service"], ["sources.knative.dev/v1", "ContainerSource"], ["tekton.dev/v1", "PipelineRun"], ["tekton.dev/v1", "TaskRun"], ["tekton.dev/v1beta1", "PipelineRun"], ["tekton.dev/v1beta1", "TaskRun"], ["traefik.io/v1alpha1", "IngressRoute"], ["traefik.io/v1alpha1", "IngressRouteTCP"], ["v1", "ConfigMap"], ["v1", "LimitRange"], ["v1", "PersistentVolumeClaim"], ["v1", "Pod"], ["v1", "ReplicationController"], ["v1", "ResourceQuota"], ["v1", "Secret"], ["v1", "Service"], ["v1", "ServiceAccount"]}, "cluster": {["cilium.io/v2", "CiliumClusterwideNetworkPolicy"], ["crd.antrea.io/v1beta1", "ClusterNetworkPolicy"], ["crd.projectcalico.org/v1", "GlobalNetworkPolicy"], ["external-secrets.io/v1", "ClusterExternalSecret"], ["external-secrets.io/v1beta1", "ClusterExternalSecret"], ["inventory.guiderail/v1", "Infrastructure"], ["inventory.guiderail/v1", "ScanReport"], ["policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"], ["policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy"], ["policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy"], ["projectcalico.org/v3", "GlobalNetworkPolicy"], ["rbac.authorization.k8s.io/v1", "ClusterRole"], ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"], ["storage.k8s.io/v1", "StorageClass"], ["v1", "Namespace"], ["v1", "Node"], ["v1", "PersistentVolume"]}}

_object := input.review.object if {
	type_name(input.review.object) in {"array", "object"}
} else := input.review.oldObject

_group := substring(_object.apiVersion, 0, max([0, indexof(_object.apiVersion, "/")]))

_kind := type if {
	type := artefact_type.of(_object)
} else := concat("/", [_group, _object.kind])

default _operation := ""

_operation := input.review.operation if input.review.operation in {"CREATE", "UPDATE", "DELETE", "CONNECT"}

# METADATA
# description: |
#   What the controls say of input.review: [control, verdict, statement]. The verdict "evaluations" counts
#   how many controls were asked, and "looks" names one that looks at other objects.
_is_asked_1 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"autoscaling/HorizontalPodAutoscaler"}
}

said contains ["", "evaluations", [1, 3]] if _is_asked_1

said contains statement if {
	_is_asked_1
	some statement in _said_1
}

_is_asked_2 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ConfigMap", "/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "/Secret", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "bootstrap.cluster.x-k8s.io/KubeadmConfig", "bootstrap.cluster.x-k8s.io/KubeadmConfigTemplate", "controlplane.cluster.x-k8s.io/KubeadmControlPlane", "controlplane.cluster.x-k8s.io/KubeadmControlPlaneTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "k3s", "keda.sh/ScaledJob", "kind.x-k8s.io/Cluster", "kops.k8s.io/Cluster", "kops.k8s.io/InstanceGroup", "kubeadm.k8s.io/ClusterConfiguration", "kubecontrollermanager.config.k8s.io/KubeControllerManagerConfiguration", "kubecontrolplane.config.openshift.io/KubeAPIServerConfig", "kubecontrolplane.config.openshift.io/KubeControllerManagerConfig", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "provisioning.cattle.io/Cluster", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "script", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [2, 5]] if _is_asked_2

said contains statement if {
	_is_asked_2
	some statement in _said_2
}

_is_asked_3 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject"}
}

said contains ["", "evaluations", [3, 4]] if _is_asked_3

said contains statement if {
	_is_asked_3
	some statement in _said_3
}

_is_asked_4 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ConfigMap", "rbac.authorization.k8s.io/ClusterRole"}
}

said contains ["", "evaluations", [4, 1]] if _is_asked_4

said contains statement if {
	_is_asked_4
	some statement in _said_4
}

_is_asked_5 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"autoscaling.k8s.io/VerticalPodAutoscaler", "autoscaling/HorizontalPodAutoscaler"}
}

said contains ["", "evaluations", [5, 1]] if _is_asked_5

said contains statement if {
	_is_asked_5
	some statement in _said_5
}

_is_asked_6 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"apiregistration.k8s.io/APIService"}
}

said contains ["", "evaluations", [6, 1]] if _is_asked_6

said contains statement if {
	_is_asked_6
	some statement in _said_6
}

_is_asked_7 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [7, 63]] if _is_asked_7

said contains statement if {
	_is_asked_7
	some statement in _said_7
}

_is_asked_8 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ConfigMap"}
}

said contains ["", "evaluations", [8, 6]] if _is_asked_8

said contains statement if {
	_is_asked_8
	some statement in _said_8
}

_is_asked_9 if {
	_operation in {"", "CONNECT"}
	_kind in {"/PodAttachOptions", "/PodExecOptions"}
}

said contains ["", "evaluations", [9, 1]] if _is_asked_9

said contains statement if {
	_is_asked_9
	some statement in _said_9
}

_is_asked_10 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ConfigMap", "/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "script", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [10, 1]] if _is_asked_10

said contains statement if {
	_is_asked_10
	some statement in _said_10
}

_is_asked_11 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"aks-cluster", "arm", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [11, 7]] if _is_asked_11

said contains statement if {
	_is_asked_11
	some statement in _said_11
}

_is_asked_12 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"cloudformation", "eks-cluster", "eksctl", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [12, 8]] if _is_asked_12

said contains statement if {
	_is_asked_12
	some statement in _said_12
}

_is_asked_13 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"cloudformation", "eksctl", "iam-policy", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [13, 7]] if _is_asked_13

said contains statement if {
	_is_asked_13
	some statement in _said_13
}

_is_asked_14 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"}
}

said contains ["", "evaluations", [14, 8]] if _is_asked_14

said contains statement if {
	_is_asked_14
	some statement in _said_14
}

_is_asked_15 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/Service", "extensions/Ingress", "gateway.networking.k8s.io/GRPCRoute", "gateway.networking.k8s.io/HTTPRoute", "gateway.networking.k8s.io/TCPRoute", "gateway.networking.k8s.io/TLSRoute", "networking.istio.io/VirtualService", "networking.k8s.io/Ingress", "projectcontour.io/HTTPProxy", "route.openshift.io/Route", "traefik.containo.us/IngressRoute", "traefik.containo.us/IngressRouteTCP", "traefik.io/IngressRoute", "traefik.io/IngressRouteTCP"}
}

said contains ["", "evaluations", [15, 2]] if _is_asked_15

said contains statement if {
	_is_asked_15
	some statement in _said_15
}

_is_asked_16 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"arm", "cloudformation", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [16, 2]] if _is_asked_16

said contains statement if {
	_is_asked_16
	some statement in _said_16
}

_is_asked_17 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Namespace", "/Pod", "/PodTemplate", "/ReplicationController", "/Service", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/Application", "argoproj.io/ApplicationSet", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "helm.cattle.io/HelmChart", "helm.toolkit.fluxcd.io/HelmRelease", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "kustomize.config.k8s.io/Kustomization", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "source.toolkit.fluxcd.io/HelmRepository", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [17, 1]] if _is_asked_17

said contains statement if {
	_is_asked_17
	some statement in _said_17
}

_is_asked_18 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "/Secret", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "script", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [18, 1]] if _is_asked_18

said contains statement if {
	_is_asked_18
	some statement in _said_18
}

_is_asked_19 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"config.gatekeeper.sh/Config", "syncset.gatekeeper.sh/SyncSet"}
}

said contains ["", "evaluations", [19, 1]] if _is_asked_19

said contains statement if {
	_is_asked_19
	some statement in _said_19
}

_is_asked_20 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind
}

said contains ["", "evaluations", [20, 4]] if _is_asked_20

said contains statement if {
	_is_asked_20
	some statement in _said_20
}

_is_asked_21 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"admissionregistration.k8s.io/ValidatingWebhookConfiguration"}
}

said contains ["", "evaluations", [21, 1]] if _is_asked_21

said contains statement if {
	_is_asked_21
	some statement in _said_21
}

_is_asked_22 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"ansible"}
}

said contains ["", "evaluations", [22, 6]] if _is_asked_22

said contains statement if {
	_is_asked_22
	some statement in _said_22
}

_is_asked_23 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"cloudformation", "eksctl", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [23, 8]] if _is_asked_23

said contains statement if {
	_is_asked_23
	some statement in _said_23
}

_is_asked_24 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"script"}
}

said contains ["", "evaluations", [24, 8]] if _is_asked_24

said contains statement if {
	_is_asked_24
	some statement in _said_24
}

_is_asked_25 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"recipe"}
}

said contains ["", "evaluations", [25, 2]] if _is_asked_25

said contains statement if {
	_is_asked_25
	some statement in _said_25
}

_is_asked_26 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"dockerfile"}
}

said contains ["", "evaluations", [26, 4]] if _is_asked_26

said contains statement if {
	_is_asked_26
	some statement in _said_26
}

_is_asked_27 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"scan-report"}
}

said contains ["", "evaluations", [27, 1]] if _is_asked_27

said contains statement if {
	_is_asked_27
	some statement in _said_27
}

_is_asked_28 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"aquasecurity.github.io/ClusterVulnerabilityReport", "aquasecurity.github.io/ExposedSecretReport", "aquasecurity.github.io/VulnerabilityReport", "scan-report"}
}

said contains ["", "evaluations", [28, 4]] if _is_asked_28

said contains statement if {
	_is_asked_28
	some statement in _said_28
}

_is_asked_29 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"cloudformation", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [29, 8]] if _is_asked_29

said contains statement if {
	_is_asked_29
	some statement in _said_29
}

_is_asked_30 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"scan-report", "scan-waivers"}
}

said contains ["", "evaluations", [30, 1]] if _is_asked_30

said contains statement if {
	_is_asked_30
	some statement in _said_30
}

_is_asked_31 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ServiceAccount", "cloudformation", "eksctl", "iam-policy", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [31, 1]] if _is_asked_31

said contains statement if {
	_is_asked_31
	some statement in _said_31
}

_is_asked_32 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "/ServiceAccount", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [32, 2]] if _is_asked_32

said contains statement if {
	_is_asked_32
	some statement in _said_32
}

_is_asked_33 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ServiceAccount", "eks.services.k8s.aws/PodIdentityAssociation"}
}

said contains ["", "evaluations", [33, 1]] if _is_asked_33

said contains statement if {
	_is_asked_33
	some statement in _said_33
}

_is_asked_34 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ConfigMap", "/Secret", "bootstrap.cluster.x-k8s.io/KubeadmConfig", "bootstrap.cluster.x-k8s.io/KubeadmConfigTemplate", "controlplane.cluster.x-k8s.io/KubeadmControlPlane", "controlplane.cluster.x-k8s.io/KubeadmControlPlaneTemplate", "kind.x-k8s.io/Cluster", "kops.k8s.io/Cluster", "kops.k8s.io/InstanceGroup", "kubeconfig"}
}

said contains ["", "evaluations", [34, 6]] if _is_asked_34

said contains statement if {
	_is_asked_34
	some statement in _said_34
}

_is_asked_35 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"arm", "terraform", "terraform-plan"}
}

said contains ["", "evaluations", [35, 5]] if _is_asked_35

said contains statement if {
	_is_asked_35
	some statement in _said_35
}

_is_asked_36 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/PersistentVolume", "/Pod", "/PodTemplate", "/ReplicationController", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "storage.k8s.io/StorageClass", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [36, 2]] if _is_asked_36

said contains statement if {
	_is_asked_36
	some statement in _said_36
}

_is_asked_37 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ConfigMap", "/EncryptionConfig", "/EncryptionConfiguration", "/Secret", "apiserver.config.k8s.io/AdmissionConfiguration", "apiserver.config.k8s.io/EncryptionConfiguration", "apiserver.k8s.io/AdmissionConfiguration", "audit.k8s.io/Policy", "bootstrap.cluster.x-k8s.io/KubeadmConfig", "bootstrap.cluster.x-k8s.io/KubeadmConfigTemplate", "controlplane.cluster.x-k8s.io/KubeadmControlPlane", "controlplane.cluster.x-k8s.io/KubeadmControlPlaneTemplate", "kind.x-k8s.io/Cluster", "kops.k8s.io/Cluster", "kops.k8s.io/InstanceGroup", "pod-security.admission.config.k8s.io/PodSecurityConfiguration"}
}

said contains ["", "evaluations", [37, 3]] if _is_asked_37

said contains statement if {
	_is_asked_37
	some statement in _said_37
}

_is_asked_38 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/Node"}
}

said contains ["", "evaluations", [38, 2]] if _is_asked_38

said contains statement if {
	_is_asked_38
	some statement in _said_38
}

_is_asked_39 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/Namespace"}
}

said contains ["", "evaluations", [39, 7]] if _is_asked_39

said contains statement if {
	_is_asked_39
	some statement in _said_39
}

_is_asked_40 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"policy.networking.k8s.io/AdminNetworkPolicy", "policy.networking.k8s.io/BaselineAdminNetworkPolicy", "policy.networking.k8s.io/ClusterNetworkPolicy"}
}

said contains ["", "evaluations", [40, 1]] if _is_asked_40

said contains statement if {
	_is_asked_40
	some statement in _said_40
}

_is_asked_41 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"extensions/NetworkPolicy", "networking.k8s.io/NetworkPolicy"}
}

said contains ["", "evaluations", [41, 7]] if _is_asked_41

said contains statement if {
	_is_asked_41
	some statement in _said_41
}

_is_asked_42 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"crd.projectcalico.org/GlobalNetworkPolicy", "crd.projectcalico.org/NetworkPolicy", "projectcalico.org/GlobalNetworkPolicy", "projectcalico.org/NetworkPolicy"}
}

said contains ["", "evaluations", [42, 1]] if _is_asked_42

said contains statement if {
	_is_asked_42
	some statement in _said_42
}

_is_asked_43 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"cilium.io/CiliumClusterwideNetworkPolicy", "cilium.io/CiliumNetworkPolicy"}
}

said contains ["", "evaluations", [43, 2]] if _is_asked_43

said contains statement if {
	_is_asked_43
	some statement in _said_43
}

_is_asked_44 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"networking.k8s.io/NetworkPolicy"}
}

said contains ["", "evaluations", [44, 1]] if _is_asked_44

said contains statement if {
	_is_asked_44
	some statement in _said_44
}

_is_asked_45 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/Node", "apps/DaemonSet"}
}

said contains ["", "evaluations", [45, 1]] if _is_asked_45

said contains statement if {
	_is_asked_45
	some statement in _said_45
}

_is_asked_46 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/Service"}
}

said contains ["", "evaluations", [46, 4]] if _is_asked_46

said contains statement if {
	_is_asked_46
	some statement in _said_46
}

_is_asked_47 if {
	_operation in {"", "UPDATE", "DELETE"}
	_kind in {"networking.k8s.io/NetworkPolicy"}
}

said contains ["", "evaluations", [47, 1]] if _is_asked_47

said contains statement if {
	_is_asked_47
	some statement in _said_47
}

_is_asked_48 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "networking.k8s.io/NetworkPolicy", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [48, 1]] if _is_asked_48

said contains statement if {
	_is_asked_48
	some statement in _said_48
}

_is_asked_49 if {
	_operation in {"", "UPDATE"}
	_kind in {"/Namespace"}
}

said contains ["", "evaluations", [49, 1]] if _is_asked_49

said contains statement if {
	_is_asked_49
	some statement in _said_49
}

_is_asked_50 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"extensions/PodSecurityPolicy", "policy/PodSecurityPolicy", "rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/Role"}
}

said contains ["", "evaluations", [50, 1]] if _is_asked_50

said contains statement if {
	_is_asked_50
	some statement in _said_50
}

_is_asked_51 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/PersistentVolume"}
}

said contains ["", "evaluations", [51, 1]] if _is_asked_51

said contains statement if {
	_is_asked_51
	some statement in _said_51
}

_is_asked_52 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/Role"}
}

said contains ["", "evaluations", [52, 11]] if _is_asked_52

said contains statement if {
	_is_asked_52
	some statement in _said_52
}

_is_asked_53 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"rbac.authorization.k8s.io/ClusterRoleBinding"}
}

said contains ["", "evaluations", [53, 2]] if _is_asked_53

said contains statement if {
	_is_asked_53
	some statement in _said_53
}

_is_asked_54 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"rbac.authorization.k8s.io/ClusterRole"}
}

said contains ["", "evaluations", [54, 2]] if _is_asked_54

said contains statement if {
	_is_asked_54
	some statement in _said_54
}

_is_asked_55 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/LimitRange", "/PersistentVolume", "/PersistentVolumeClaim", "/Pod", "/PodTemplate", "/ReplicationController", "/ResourceQuota", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [55, 1]] if _is_asked_55

said contains statement if {
	_is_asked_55
	some statement in _said_55
}

_is_asked_56 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/ReplicationController", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/StatefulSet", "apps.openshift.io/DeploymentConfig", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/Rollout", "batch/Job"}
}

said contains ["", "evaluations", [56, 1]] if _is_asked_56

said contains statement if {
	_is_asked_56
	some statement in _said_56
}

_is_asked_57 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "script", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [57, 1]] if _is_asked_57

said contains statement if {
	_is_asked_57
	some statement in _said_57
}

_is_asked_58 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/Secret"}
}

said contains ["", "evaluations", [58, 5]] if _is_asked_58

said contains statement if {
	_is_asked_58
	some statement in _said_58
}

_is_asked_59 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"dockerfile", "script"}
}

said contains ["", "evaluations", [59, 1]] if _is_asked_59

said contains statement if {
	_is_asked_59
	some statement in _said_59
}

_is_asked_60 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/Template", "argoproj.io/Application", "argoproj.io/ApplicationSet", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "bitnami.com/SealedSecret", "external-secrets.io/ClusterExternalSecret", "external-secrets.io/ExternalSecret", "helm.cattle.io/HelmChart", "helm.cattle.io/HelmChartConfig", "helm.crossplane.io/Release", "helm.toolkit.fluxcd.io/HelmRelease", "keda.sh/ClusterTriggerAuthentication", "keda.sh/ScaledJob", "keda.sh/ScaledObject", "keda.sh/TriggerAuthentication", "kustomize.config.k8s.io/Kustomization", "kustomize.toolkit.fluxcd.io/Kustomization", "secrets.hashicorp.com/HCPVaultSecretsApp", "secrets.hashicorp.com/SecretTransformation", "secrets.hashicorp.com/VaultDynamicSecret", "secrets.hashicorp.com/VaultPKISecret", "secrets.hashicorp.com/VaultStaticSecret", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/Task", "tekton.dev/TaskRun", "template.openshift.io/Template"}
}

said contains ["", "evaluations", [60, 1]] if _is_asked_60

said contains statement if {
	_is_asked_60
	some statement in _said_60
}

_is_asked_61 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "external-secrets.io/ClusterExternalSecret", "external-secrets.io/ClusterSecretStore", "external-secrets.io/ExternalSecret", "external-secrets.io/SecretStore", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "secrets-store.csi.x-k8s.io/SecretProviderClass", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [61, 1]] if _is_asked_61

said contains statement if {
	_is_asked_61
	some statement in _said_61
}

_is_asked_62 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "/Secret", "/ServiceAccount", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [62, 1]] if _is_asked_62

said contains statement if {
	_is_asked_62
	some statement in _said_62
}

_is_asked_63 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "/Service", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [63, 1]] if _is_asked_63

said contains statement if {
	_is_asked_63
	some statement in _said_63
}

_is_asked_64 if {
	_operation in {"", "CREATE", "UPDATE"}
	_kind in {"/DeploymentConfig", "/Pod", "/PodTemplate", "/ReplicationController", "/Secret", "actions.github.com/AutoscalingRunnerSet", "actions.github.com/EphemeralRunner", "actions.github.com/EphemeralRunnerSet", "agents.x-k8s.io/Sandbox", "agones.dev/Fleet", "agones.dev/GameServer", "agones.dev/GameServerSet", "apps.kruise.io/AdvancedCronJob", "apps.kruise.io/BroadcastJob", "apps.kruise.io/CloneSet", "apps.kruise.io/DaemonSet", "apps.kruise.io/EphemeralJob", "apps.kruise.io/SidecarSet", "apps.kruise.io/StatefulSet", "apps.kruise.io/UnitedDeployment", "apps.openshift.io/DeploymentConfig", "apps/ControllerRevision", "apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/AnalysisRun", "argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate", "argoproj.io/ClusterWorkflowTemplate", "argoproj.io/CronWorkflow", "argoproj.io/Experiment", "argoproj.io/Rollout", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "batch.volcano.sh/CronJob", "batch.volcano.sh/Job", "batch.volcano.sh/JobTemplate", "batch/CronJob", "batch/Job", "batch/JobTemplate", "extensions.agents.x-k8s.io/SandboxTemplate", "extensions/ControllerRevision", "extensions/DaemonSet", "extensions/Deployment", "extensions/ReplicaSet", "extensions/StatefulSet", "flow.volcano.sh/CronJob", "flow.volcano.sh/Job", "flow.volcano.sh/JobTemplate", "jobset.x-k8s.io/JobSet", "keda.sh/ScaledJob", "kubeflow.org/JAXJob", "kubeflow.org/MPIJob", "kubeflow.org/MXJob", "kubeflow.org/Notebook", "kubeflow.org/PaddleJob", "kubeflow.org/PyTorchJob", "kubeflow.org/TFJob", "kubeflow.org/XGBoostJob", "leaderworkerset.x-k8s.io/LeaderWorkerSet", "operators.coreos.com/ClusterServiceVersion", "ray.io/RayCluster", "ray.io/RayJob", "ray.io/RayService", "serving.knative.dev/Configuration", "serving.knative.dev/Revision", "serving.knative.dev/Service", "sinks.knative.dev/JobSink", "sources.knative.dev/ContainerSource", "tekton.dev/ClusterTask", "tekton.dev/Pipeline", "tekton.dev/PipelineRun", "tekton.dev/StepAction", "tekton.dev/Task", "tekton.dev/TaskRun", "trainer.kubeflow.org/ClusterTrainingRuntime", "trainer.kubeflow.org/TrainingRuntime"}
}

said contains ["", "evaluations", [64, 1]] if _is_asked_64

said contains statement if {
	_is_asked_64
	some statement in _said_64
}

_said_1 contains ["autoscaling.capacity", "violation", statement] if some statement in data.guiderail.autoscaling.capacity.violation

_said_1 contains ["autoscaling.capacity", "unknown", statement] if some statement in data.guiderail.autoscaling.capacity.unknown

_shown_autoscaling_capacity_1 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_autoscaling_capacity_2 if data.inventory.namespace[_].v1.ResourceQuota[_]

_shown_autoscaling_capacity_3 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_autoscaling_capacity_4 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_autoscaling_capacity_5 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_autoscaling_capacity_6 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_said_1 contains ["autoscaling.capacity", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ReplicationController and ResourceQuota and Deployment and ReplicaSet and StatefulSet and Rollout"}] if {
	input.asked
	count(data.guiderail.autoscaling.capacity.violation) == 0
	count(data.guiderail.autoscaling.capacity.unknown) == 0
	data.guiderail.autoscaling.capacity.applies
	not _shown_autoscaling_capacity_1
	not _shown_autoscaling_capacity_2
	not _shown_autoscaling_capacity_3
	not _shown_autoscaling_capacity_4
	not _shown_autoscaling_capacity_5
	not _shown_autoscaling_capacity_6
}

_said_1 contains ["autoscaling.capacity", "looks", true] if data.guiderail.autoscaling.capacity.applies

_said_2 contains ["autoscaling.downscale_flag", "violation", statement] if some statement in data.guiderail.autoscaling.downscale_flag.violation

_said_2 contains ["autoscaling.downscale_flag", "unknown", statement] if some statement in data.guiderail.autoscaling.downscale_flag.unknown

_said_3 contains ["autoscaling.external_metrics", "violation", statement] if some statement in data.guiderail.autoscaling.external_metrics.violation

_said_4 contains ["autoscaling.external_metrics_access", "violation", statement] if some statement in data.guiderail.autoscaling.external_metrics_access.violation

_shown_autoscaling_external_metrics_access_1 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRoleBinding[_]

_shown_autoscaling_external_metrics_access_2 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].RoleBinding[_]

_said_4 contains ["autoscaling.external_metrics_access", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ClusterRoleBinding and RoleBinding"}] if {
	input.asked
	count(data.guiderail.autoscaling.external_metrics_access.violation) == 0
	data.guiderail.autoscaling.external_metrics_access.applies
	not _shown_autoscaling_external_metrics_access_1
	not _shown_autoscaling_external_metrics_access_2
}

_said_4 contains ["autoscaling.external_metrics_access", "looks", true] if data.guiderail.autoscaling.external_metrics_access.applies

_said_5 contains ["autoscaling.hpa_vpa_tandem", "violation", statement] if some statement in data.guiderail.autoscaling.hpa_vpa_tandem.violation

_said_5 contains ["autoscaling.hpa_vpa_tandem", "unknown", statement] if some statement in data.guiderail.autoscaling.hpa_vpa_tandem.unknown

_shown_autoscaling_hpa_vpa_tandem_1 if data.inventory.namespace[_]["autoscaling/v1"].HorizontalPodAutoscaler[_]

_shown_autoscaling_hpa_vpa_tandem_2 if data.inventory.namespace[_]["autoscaling/v2"].HorizontalPodAutoscaler[_]

_shown_autoscaling_hpa_vpa_tandem_3 if data.inventory.namespace[_]["autoscaling.k8s.io/v1"].VerticalPodAutoscaler[_]

_shown_autoscaling_hpa_vpa_tandem_4 if data.inventory.namespace[_]["autoscaling.k8s.io/v1beta2"].VerticalPodAutoscaler[_]

_said_5 contains ["autoscaling.hpa_vpa_tandem", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: HorizontalPodAutoscaler and VerticalPodAutoscaler"}] if {
	input.asked
	count(data.guiderail.autoscaling.hpa_vpa_tandem.violation) == 0
	count(data.guiderail.autoscaling.hpa_vpa_tandem.unknown) == 0
	not _shown_autoscaling_hpa_vpa_tandem_1
	not _shown_autoscaling_hpa_vpa_tandem_2
	not _shown_autoscaling_hpa_vpa_tandem_3
	not _shown_autoscaling_hpa_vpa_tandem_4
}

_said_5 contains ["autoscaling.hpa_vpa_tandem", "looks", true]

_said_6 contains ["autoscaling.metrics_api", "violation", statement] if some statement in data.guiderail.autoscaling.metrics_api.violation

_said_7 contains ["autoscaling.rightsizing", "violation", statement] if some statement in data.guiderail.autoscaling.rightsizing.violation

_said_7 contains ["autoscaling.rightsizing", "unknown", statement] if some statement in data.guiderail.autoscaling.rightsizing.unknown

_shown_autoscaling_rightsizing_1 if data.inventory.namespace[_]["autoscaling.k8s.io/v1"].VerticalPodAutoscaler[_]

_shown_autoscaling_rightsizing_2 if data.inventory.namespace[_]["autoscaling.k8s.io/v1beta2"].VerticalPodAutoscaler[_]

_said_7 contains ["autoscaling.rightsizing", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: VerticalPodAutoscaler"}] if {
	input.asked
	count(data.guiderail.autoscaling.rightsizing.violation) == 0
	count(data.guiderail.autoscaling.rightsizing.unknown) == 0
	data.guiderail.autoscaling.rightsizing.applies
	not _shown_autoscaling_rightsizing_1
	not _shown_autoscaling_rightsizing_2
}

_said_7 contains ["autoscaling.rightsizing", "looks", true] if data.guiderail.autoscaling.rightsizing.applies

_said_3 contains ["autoscaling.scale_down_stabilization", "violation", statement] if some statement in data.guiderail.autoscaling.scale_down_stabilization.violation

_said_3 contains ["autoscaling.scale_down_stabilization", "unknown", statement] if some statement in data.guiderail.autoscaling.scale_down_stabilization.unknown

_said_1 contains ["autoscaling.supported_version", "violation", statement] if some statement in data.guiderail.autoscaling.supported_version.violation

_said_3 contains ["autoscaling.target", "violation", statement] if some statement in data.guiderail.autoscaling.target.violation

_said_3 contains ["autoscaling.target", "unknown", statement] if some statement in data.guiderail.autoscaling.target.unknown

_shown_autoscaling_target_1 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_autoscaling_target_2 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_autoscaling_target_3 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_autoscaling_target_4 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_autoscaling_target_5 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_autoscaling_target_6 if data.inventory.namespace[_]["autoscaling/v1"].HorizontalPodAutoscaler[_]

_shown_autoscaling_target_7 if data.inventory.namespace[_]["autoscaling/v2"].HorizontalPodAutoscaler[_]

_shown_autoscaling_target_8 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledObject[_]

_said_3 contains ["autoscaling.target", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ReplicationController and Deployment and ReplicaSet and StatefulSet and Rollout and HorizontalPodAutoscaler and ScaledObject"}] if {
	input.asked
	count(data.guiderail.autoscaling.target.violation) == 0
	count(data.guiderail.autoscaling.target.unknown) == 0
	not _shown_autoscaling_target_1
	not _shown_autoscaling_target_2
	not _shown_autoscaling_target_3
	not _shown_autoscaling_target_4
	not _shown_autoscaling_target_5
	not _shown_autoscaling_target_6
	not _shown_autoscaling_target_7
	not _shown_autoscaling_target_8
}

_said_3 contains ["autoscaling.target", "looks", true]

_said_3 contains ["autoscaling.target_requests", "violation", statement] if some statement in data.guiderail.autoscaling.target_requests.violation

_said_3 contains ["autoscaling.target_requests", "unknown", statement] if some statement in data.guiderail.autoscaling.target_requests.unknown

_shown_autoscaling_target_requests_1 if data.inventory.namespace[_].v1.LimitRange[_]

_shown_autoscaling_target_requests_2 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_autoscaling_target_requests_3 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_autoscaling_target_requests_4 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_autoscaling_target_requests_5 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_autoscaling_target_requests_6 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_said_3 contains ["autoscaling.target_requests", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: LimitRange and ReplicationController and Deployment and ReplicaSet and StatefulSet and Rollout"}] if {
	input.asked
	count(data.guiderail.autoscaling.target_requests.violation) == 0
	count(data.guiderail.autoscaling.target_requests.unknown) == 0
	data.guiderail.autoscaling.target_requests.applies
	not _shown_autoscaling_target_requests_1
	not _shown_autoscaling_target_requests_2
	not _shown_autoscaling_target_requests_3
	not _shown_autoscaling_target_requests_4
	not _shown_autoscaling_target_requests_5
	not _shown_autoscaling_target_requests_6
}

_said_3 contains ["autoscaling.target_requests", "looks", true] if data.guiderail.autoscaling.target_requests.applies

_said_8 contains ["backups.encryption", "violation", statement] if some statement in data.guiderail.backups.encryption.violation

_said_8 contains ["backups.encryption", "unknown", statement] if some statement in data.guiderail.backups.encryption.unknown

_said_9 contains ["backups.exec_guard", "violation", statement] if some statement in data.guiderail.backups.exec_guard.violation

_said_9 contains ["backups.exec_guard", "unknown", statement] if some statement in data.guiderail.backups.exec_guard.unknown

_shown_backups_exec_guard_1 if data.inventory.namespace[_].v1.Pod[_]

_said_9 contains ["backups.exec_guard", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Pod"}] if {
	input.asked
	count(data.guiderail.backups.exec_guard.violation) == 0
	count(data.guiderail.backups.exec_guard.unknown) == 0
	data.guiderail.backups.exec_guard.applies
	not _shown_backups_exec_guard_1
}

_said_9 contains ["backups.exec_guard", "looks", true] if data.guiderail.backups.exec_guard.applies

_said_7 contains ["backups.persistent_volume", "violation", statement] if some statement in data.guiderail.backups.persistent_volume.violation

_said_10 contains ["backups.restore_signature", "violation", statement] if some statement in data.guiderail.backups.restore_signature.violation

_said_10 contains ["backups.restore_signature", "unknown", statement] if some statement in data.guiderail.backups.restore_signature.unknown

_said_7 contains ["backups.restore_source", "violation", statement] if some statement in data.guiderail.backups.restore_source.violation

_said_7 contains ["backups.restore_source", "unknown", statement] if some statement in data.guiderail.backups.restore_source.unknown

_shown_backups_restore_source_1 if data.inventory.namespace[_].v1.ConfigMap[_]

_said_7 contains ["backups.restore_source", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ConfigMap"}] if {
	input.asked
	count(data.guiderail.backups.restore_source.violation) == 0
	count(data.guiderail.backups.restore_source.unknown) == 0
	data.guiderail.backups.restore_source.applies
	not _shown_backups_restore_source_1
}

_said_7 contains ["backups.restore_source", "looks", true] if data.guiderail.backups.restore_source.applies

_said_11 contains ["cluster.aks_api_server_access", "violation", statement] if some statement in data.guiderail.cluster.aks_api_server_access.violation

_said_11 contains ["cluster.aks_api_server_access", "unknown", statement] if some statement in data.guiderail.cluster.aks_api_server_access.unknown

_said_11 contains ["cluster.aks_supported_version", "violation", statement] if some statement in data.guiderail.cluster.aks_supported_version.violation

_said_11 contains ["cluster.aks_supported_version", "unknown", statement] if some statement in data.guiderail.cluster.aks_supported_version.unknown

_said_12 contains ["cluster.endpoint_access", "violation", statement] if some statement in data.guiderail.cluster.endpoint_access.violation

_said_12 contains ["cluster.endpoint_access", "unknown", statement] if some statement in data.guiderail.cluster.endpoint_access.unknown

_said_13 contains ["cluster.mfa", "violation", statement] if some statement in data.guiderail.cluster.mfa.violation

_said_13 contains ["cluster.mfa", "unknown", statement] if some statement in data.guiderail.cluster.mfa.unknown

_said_12 contains ["cluster.supported_version", "violation", statement] if some statement in data.guiderail.cluster.supported_version.violation

_said_12 contains ["cluster.supported_version", "unknown", statement] if some statement in data.guiderail.cluster.supported_version.unknown

_said_14 contains ["dashboard.cluster_admin", "violation", statement] if some statement in data.guiderail.dashboard.cluster_admin.violation

_said_15 contains ["dashboard.external_exposure", "violation", statement] if some statement in data.guiderail.dashboard.external_exposure.violation

_said_16 contains ["dashboard.helm_release", "violation", statement] if some statement in data.guiderail.dashboard.helm_release.violation

_said_16 contains ["dashboard.helm_release", "unknown", statement] if some statement in data.guiderail.dashboard.helm_release.unknown

_said_15 contains ["dashboard.indirect_exposure", "violation", statement] if some statement in data.guiderail.dashboard.indirect_exposure.violation

_shown_dashboard_indirect_exposure_1 if data.inventory.namespace[_].v1.Pod[_]

_shown_dashboard_indirect_exposure_2 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_dashboard_indirect_exposure_3 if data.inventory.namespace[_].v1.Service[_]

_shown_dashboard_indirect_exposure_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_dashboard_indirect_exposure_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_dashboard_indirect_exposure_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_dashboard_indirect_exposure_7 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_dashboard_indirect_exposure_8 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_dashboard_indirect_exposure_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_dashboard_indirect_exposure_10 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_dashboard_indirect_exposure_11 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_dashboard_indirect_exposure_12 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_dashboard_indirect_exposure_13 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_dashboard_indirect_exposure_14 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_dashboard_indirect_exposure_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_dashboard_indirect_exposure_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_dashboard_indirect_exposure_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_dashboard_indirect_exposure_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_dashboard_indirect_exposure_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_dashboard_indirect_exposure_20 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_dashboard_indirect_exposure_21 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_dashboard_indirect_exposure_22 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_dashboard_indirect_exposure_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_dashboard_indirect_exposure_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_dashboard_indirect_exposure_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_dashboard_indirect_exposure_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_dashboard_indirect_exposure_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_dashboard_indirect_exposure_28 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_dashboard_indirect_exposure_29 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_dashboard_indirect_exposure_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_dashboard_indirect_exposure_31 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_dashboard_indirect_exposure_32 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_dashboard_indirect_exposure_33 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_dashboard_indirect_exposure_34 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_dashboard_indirect_exposure_35 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_dashboard_indirect_exposure_36 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_dashboard_indirect_exposure_37 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_dashboard_indirect_exposure_38 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_dashboard_indirect_exposure_39 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_dashboard_indirect_exposure_40 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_dashboard_indirect_exposure_41 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_dashboard_indirect_exposure_42 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_dashboard_indirect_exposure_43 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_dashboard_indirect_exposure_44 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_dashboard_indirect_exposure_45 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_dashboard_indirect_exposure_46 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_dashboard_indirect_exposure_47 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_dashboard_indirect_exposure_48 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_dashboard_indirect_exposure_49 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_dashboard_indirect_exposure_50 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_dashboard_indirect_exposure_51 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_dashboard_indirect_exposure_52 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_dashboard_indirect_exposure_53 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_dashboard_indirect_exposure_54 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_15 contains ["dashboard.indirect_exposure", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Pod and ReplicationController and Service and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and RayCluster and RayJob and RayService and Configuration and Revision and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.dashboard.indirect_exposure.violation) == 0
	data.guiderail.dashboard.indirect_exposure.applies
	not _shown_dashboard_indirect_exposure_1
	not _shown_dashboard_indirect_exposure_2
	not _shown_dashboard_indirect_exposure_3
	not _shown_dashboard_indirect_exposure_4
	not _shown_dashboard_indirect_exposure_5
	not _shown_dashboard_indirect_exposure_6
	not _shown_dashboard_indirect_exposure_7
	not _shown_dashboard_indirect_exposure_8
	not _shown_dashboard_indirect_exposure_9
	not _shown_dashboard_indirect_exposure_10
	not _shown_dashboard_indirect_exposure_11
	not _shown_dashboard_indirect_exposure_12
	not _shown_dashboard_indirect_exposure_13
	not _shown_dashboard_indirect_exposure_14
	not _shown_dashboard_indirect_exposure_15
	not _shown_dashboard_indirect_exposure_16
	not _shown_dashboard_indirect_exposure_17
	not _shown_dashboard_indirect_exposure_18
	not _shown_dashboard_indirect_exposure_19
	not _shown_dashboard_indirect_exposure_20
	not _shown_dashboard_indirect_exposure_21
	not _shown_dashboard_indirect_exposure_22
	not _shown_dashboard_indirect_exposure_23
	not _shown_dashboard_indirect_exposure_24
	not _shown_dashboard_indirect_exposure_25
	not _shown_dashboard_indirect_exposure_26
	not _shown_dashboard_indirect_exposure_27
	not _shown_dashboard_indirect_exposure_28
	not _shown_dashboard_indirect_exposure_29
	not _shown_dashboard_indirect_exposure_30
	not _shown_dashboard_indirect_exposure_31
	not _shown_dashboard_indirect_exposure_32
	not _shown_dashboard_indirect_exposure_33
	not _shown_dashboard_indirect_exposure_34
	not _shown_dashboard_indirect_exposure_35
	not _shown_dashboard_indirect_exposure_36
	not _shown_dashboard_indirect_exposure_37
	not _shown_dashboard_indirect_exposure_38
	not _shown_dashboard_indirect_exposure_39
	not _shown_dashboard_indirect_exposure_40
	not _shown_dashboard_indirect_exposure_41
	not _shown_dashboard_indirect_exposure_42
	not _shown_dashboard_indirect_exposure_43
	not _shown_dashboard_indirect_exposure_44
	not _shown_dashboard_indirect_exposure_45
	not _shown_dashboard_indirect_exposure_46
	not _shown_dashboard_indirect_exposure_47
	not _shown_dashboard_indirect_exposure_48
	not _shown_dashboard_indirect_exposure_49
	not _shown_dashboard_indirect_exposure_50
	not _shown_dashboard_indirect_exposure_51
	not _shown_dashboard_indirect_exposure_52
	not _shown_dashboard_indirect_exposure_53
	not _shown_dashboard_indirect_exposure_54
}

_said_15 contains ["dashboard.indirect_exposure", "looks", true] if data.guiderail.dashboard.indirect_exposure.applies

_said_7 contains ["dashboard.insecure_flags", "violation", statement] if some statement in data.guiderail.dashboard.insecure_flags.violation

_said_17 contains ["dashboard.not_deployed", "violation", statement] if some statement in data.guiderail.dashboard.not_deployed.violation

_said_18 contains ["dashboard.static_token", "violation", statement] if some statement in data.guiderail.dashboard.static_token.violation

_said_18 contains ["dashboard.static_token", "unknown", statement] if some statement in data.guiderail.dashboard.static_token.unknown

_said_7 contains ["dashboard.supported_version", "violation", statement] if some statement in data.guiderail.dashboard.supported_version.violation

_said_7 contains ["dashboard.supported_version", "unknown", statement] if some statement in data.guiderail.dashboard.supported_version.unknown

_said_19 contains ["gatekeeper.config", "violation", statement] if some statement in data.guiderail.gatekeeper.config.violation

_said_20 contains ["gatekeeper.enforcement_action", "violation", statement] if some statement in data.guiderail.gatekeeper.enforcement_action.violation

_said_21 contains ["gatekeeper.webhook", "violation", statement] if some statement in data.guiderail.gatekeeper.webhook.violation

_said_11 contains ["hosts.aks_host_encryption", "violation", statement] if some statement in data.guiderail.hosts.aks_host_encryption.violation

_said_11 contains ["hosts.aks_host_encryption", "unknown", statement] if some statement in data.guiderail.hosts.aks_host_encryption.unknown

_said_22 contains ["hosts.ansible_become", "violation", statement] if some statement in data.guiderail.hosts.ansible_become.violation

_said_22 contains ["hosts.ansible_become", "unknown", statement] if some statement in data.guiderail.hosts.ansible_become.unknown

_said_22 contains ["hosts.ansible_firewall", "violation", statement] if some statement in data.guiderail.hosts.ansible_firewall.violation

_said_22 contains ["hosts.ansible_firewall", "unknown", statement] if some statement in data.guiderail.hosts.ansible_firewall.unknown

_said_22 contains ["hosts.ansible_no_log", "violation", statement] if some statement in data.guiderail.hosts.ansible_no_log.violation

_said_22 contains ["hosts.ansible_no_log", "unknown", statement] if some statement in data.guiderail.hosts.ansible_no_log.unknown

_said_22 contains ["hosts.ansible_secrets", "violation", statement] if some statement in data.guiderail.hosts.ansible_secrets.violation

_said_22 contains ["hosts.ansible_secrets", "unknown", statement] if some statement in data.guiderail.hosts.ansible_secrets.unknown

_said_22 contains ["hosts.ansible_transport", "violation", statement] if some statement in data.guiderail.hosts.ansible_transport.violation

_said_22 contains ["hosts.ansible_updates", "violation", statement] if some statement in data.guiderail.hosts.ansible_updates.violation

_said_22 contains ["hosts.ansible_updates", "unknown", statement] if some statement in data.guiderail.hosts.ansible_updates.unknown

_said_23 contains ["hosts.disk_encryption", "violation", statement] if some statement in data.guiderail.hosts.disk_encryption.violation

_said_23 contains ["hosts.disk_encryption", "unknown", statement] if some statement in data.guiderail.hosts.disk_encryption.unknown

_said_24 contains ["hosts.firewall_command", "violation", statement] if some statement in data.guiderail.hosts.firewall_command.violation

_said_23 contains ["hosts.instance_metadata", "violation", statement] if some statement in data.guiderail.hosts.instance_metadata.violation

_said_23 contains ["hosts.instance_metadata", "unknown", statement] if some statement in data.guiderail.hosts.instance_metadata.unknown

_said_23 contains ["hosts.managed_node_groups", "violation", statement] if some statement in data.guiderail.hosts.managed_node_groups.violation

_said_23 contains ["hosts.managed_node_groups", "unknown", statement] if some statement in data.guiderail.hosts.managed_node_groups.unknown

_said_11 contains ["hosts.node_os_upgrades", "violation", statement] if some statement in data.guiderail.hosts.node_os_upgrades.violation

_said_11 contains ["hosts.node_os_upgrades", "unknown", statement] if some statement in data.guiderail.hosts.node_os_upgrades.unknown

_said_25 contains ["hosts.recipe_firewall", "violation", statement] if some statement in data.guiderail.hosts.recipe_firewall.violation

_said_25 contains ["hosts.recipe_firewall", "unknown", statement] if some statement in data.guiderail.hosts.recipe_firewall.unknown

_said_25 contains ["hosts.recipe_updates", "violation", statement] if some statement in data.guiderail.hosts.recipe_updates.violation

_said_25 contains ["hosts.recipe_updates", "unknown", statement] if some statement in data.guiderail.hosts.recipe_updates.unknown

_said_23 contains ["hosts.remote_access", "violation", statement] if some statement in data.guiderail.hosts.remote_access.violation

_said_23 contains ["hosts.remote_access", "unknown", statement] if some statement in data.guiderail.hosts.remote_access.unknown

_said_16 contains ["hosts.security_group_ingress", "violation", statement] if some statement in data.guiderail.hosts.security_group_ingress.violation

_said_16 contains ["hosts.security_group_ingress", "unknown", statement] if some statement in data.guiderail.hosts.security_group_ingress.unknown

_said_26 contains ["images.base_digest", "violation", statement] if some statement in data.guiderail.images.base_digest.violation

_said_26 contains ["images.base_digest", "unknown", statement] if some statement in data.guiderail.images.base_digest.unknown

_said_26 contains ["images.base_image", "violation", statement] if some statement in data.guiderail.images.base_image.violation

_said_26 contains ["images.base_image", "unknown", statement] if some statement in data.guiderail.images.base_image.unknown

_said_24 contains ["images.build_commands", "violation", statement] if some statement in data.guiderail.images.build_commands.violation

_said_7 contains ["images.digest", "violation", statement] if some statement in data.guiderail.images.digest.violation

_said_7 contains ["images.digest", "unknown", statement] if some statement in data.guiderail.images.digest.unknown

_said_27 contains ["images.image_age", "violation", statement] if some statement in data.guiderail.images.image_age.violation with input.parameters as {"now": input.now}

_said_27 contains ["images.image_age", "unknown", statement] if some statement in data.guiderail.images.image_age.unknown with input.parameters as {"now": input.now}

_said_28 contains ["images.image_secrets", "violation", statement] if some statement in data.guiderail.images.image_secrets.violation

_said_7 contains ["images.in_cluster_scan_evidence", "violation", statement] if some statement in data.guiderail.images.in_cluster_scan_evidence.violation

_said_7 contains ["images.in_cluster_scan_evidence", "unknown", statement] if some statement in data.guiderail.images.in_cluster_scan_evidence.unknown

_shown_images_in_cluster_scan_evidence_1 if data.inventory.namespace[_]["aquasecurity.github.io/v1alpha1"].VulnerabilityReport[_]

_said_7 contains ["images.in_cluster_scan_evidence", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: VulnerabilityReport"}] if {
	input.asked
	count(data.guiderail.images.in_cluster_scan_evidence.violation) == 0
	count(data.guiderail.images.in_cluster_scan_evidence.unknown) == 0
	data.guiderail.images.in_cluster_scan_evidence.applies
	not _shown_images_in_cluster_scan_evidence_1
}

_said_7 contains ["images.in_cluster_scan_evidence", "looks", true] if data.guiderail.images.in_cluster_scan_evidence.applies

_said_7 contains ["images.pinned_tag", "violation", statement] if some statement in data.guiderail.images.pinned_tag.violation

_said_7 contains ["images.pinned_tag", "unknown", statement] if some statement in data.guiderail.images.pinned_tag.unknown

_said_7 contains ["images.pull_policy", "violation", statement] if some statement in data.guiderail.images.pull_policy.violation

_said_7 contains ["images.pull_policy", "unknown", statement] if some statement in data.guiderail.images.pull_policy.unknown

_said_7 contains ["images.registry_allowlist", "violation", statement] if some statement in data.guiderail.images.registry_allowlist.violation

_said_7 contains ["images.registry_allowlist", "unknown", statement] if some statement in data.guiderail.images.registry_allowlist.unknown

_said_29 contains ["images.registry_immutable", "violation", statement] if some statement in data.guiderail.images.registry_immutable.violation

_said_29 contains ["images.registry_immutable", "unknown", statement] if some statement in data.guiderail.images.registry_immutable.unknown

_said_29 contains ["images.registry_scan", "violation", statement] if some statement in data.guiderail.images.registry_scan.violation

_said_29 contains ["images.registry_scan", "unknown", statement] if some statement in data.guiderail.images.registry_scan.unknown

_said_26 contains ["images.remote_add", "violation", statement] if some statement in data.guiderail.images.remote_add.violation

_said_26 contains ["images.remote_add", "unknown", statement] if some statement in data.guiderail.images.remote_add.unknown

_said_26 contains ["images.root_user", "violation", statement] if some statement in data.guiderail.images.root_user.violation

_said_26 contains ["images.root_user", "unknown", statement] if some statement in data.guiderail.images.root_user.unknown

_said_28 contains ["images.scan_complete", "violation", statement] if some statement in data.guiderail.images.scan_complete.violation with input.parameters as {"now": input.now}

_said_28 contains ["images.scan_complete", "unknown", statement] if some statement in data.guiderail.images.scan_complete.unknown with input.parameters as {"now": input.now}

_said_24 contains ["images.scan_reference", "violation", statement] if some statement in data.guiderail.images.scan_reference.violation

_said_7 contains ["images.scan_required", "violation", statement] if some statement in data.guiderail.images.scan_required.violation with input.parameters as {"now": input.now}

_said_7 contains ["images.scan_required", "unknown", statement] if some statement in data.guiderail.images.scan_required.unknown with input.parameters as {"now": input.now}

_shown_images_scan_required_1 if data.inventory.cluster["inventory.guiderail/v1"].ScanReport[_]

_said_7 contains ["images.scan_required", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ScanReport"}] if {
	input.asked
	count(data.guiderail.images.scan_required.violation) == 0 with input.parameters as {"now": input.now}
	count(data.guiderail.images.scan_required.unknown) == 0 with input.parameters as {"now": input.now}
	data.guiderail.images.scan_required.applies with input.parameters as {"now": input.now}
	not _shown_images_scan_required_1
}

_said_7 contains ["images.scan_required", "looks", true] if data.guiderail.images.scan_required.applies with input.parameters as {"now": input.now}

_said_24 contains ["images.scan_result", "violation", statement] if some statement in data.guiderail.images.scan_result.violation

_said_24 contains ["images.scan_result", "unknown", statement] if some statement in data.guiderail.images.scan_result.unknown

_said_28 contains ["images.scan_severity", "violation", statement] if some statement in data.guiderail.images.scan_severity.violation with input.parameters as {"now": input.now}

_said_28 contains ["images.scan_severity", "unknown", statement] if some statement in data.guiderail.images.scan_severity.unknown with input.parameters as {"now": input.now}

_said_30 contains ["images.scan_waivers", "violation", statement] if some statement in data.guiderail.images.scan_waivers.violation with input.parameters as {"now": input.now}

_said_30 contains ["images.scan_waivers", "unknown", statement] if some statement in data.guiderail.images.scan_waivers.unknown with input.parameters as {"now": input.now}

_said_24 contains ["images.ssh_host_keys", "violation", statement] if some statement in data.guiderail.images.ssh_host_keys.violation

_said_28 contains ["images.supported_os", "violation", statement] if some statement in data.guiderail.images.supported_os.violation with input.parameters as {"now": input.now}

_said_28 contains ["images.supported_os", "unknown", statement] if some statement in data.guiderail.images.supported_os.unknown with input.parameters as {"now": input.now}

_said_23 contains ["irsa.broad_policies", "violation", statement] if some statement in data.guiderail.irsa.broad_policies.violation

_said_23 contains ["irsa.broad_policies", "unknown", statement] if some statement in data.guiderail.irsa.broad_policies.unknown

_said_13 contains ["irsa.least_privilege", "violation", statement] if some statement in data.guiderail.irsa.least_privilege.violation

_said_13 contains ["irsa.least_privilege", "unknown", statement] if some statement in data.guiderail.irsa.least_privilege.unknown

_said_31 contains ["irsa.matching_role", "violation", statement] if some statement in data.guiderail.irsa.matching_role.violation

_said_31 contains ["irsa.matching_role", "unknown", statement] if some statement in data.guiderail.irsa.matching_role.unknown

_shown_irsa_matching_role_1 if data.inventory.namespace[_].v1.ServiceAccount[_]

_shown_irsa_matching_role_2 if data.inventory.namespace[_]["eks.services.k8s.aws/v1alpha1"].PodIdentityAssociation[_]

_shown_irsa_matching_role_3 if data.inventory.cluster["inventory.guiderail/v1"].Infrastructure[_]

_said_31 contains ["irsa.matching_role", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ServiceAccount and PodIdentityAssociation and Infrastructure"}] if {
	input.asked
	count(data.guiderail.irsa.matching_role.violation) == 0
	count(data.guiderail.irsa.matching_role.unknown) == 0
	data.guiderail.irsa.matching_role.applies
	not _shown_irsa_matching_role_1
	not _shown_irsa_matching_role_2
	not _shown_irsa_matching_role_3
}

_said_31 contains ["irsa.matching_role", "looks", true] if data.guiderail.irsa.matching_role.applies

_said_7 contains ["irsa.node_role", "violation", statement] if some statement in data.guiderail.irsa.node_role.violation

_said_7 contains ["irsa.node_role", "unknown", statement] if some statement in data.guiderail.irsa.node_role.unknown

_shown_irsa_node_role_1 if data.inventory.namespace[_].v1.Pod[_]

_shown_irsa_node_role_2 if data.inventory.namespace[_].v1.ServiceAccount[_]

_shown_irsa_node_role_3 if data.inventory.namespace[_]["eks.services.k8s.aws/v1alpha1"].PodIdentityAssociation[_]

_said_7 contains ["irsa.node_role", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Pod and ServiceAccount and PodIdentityAssociation"}] if {
	input.asked
	count(data.guiderail.irsa.node_role.violation) == 0
	count(data.guiderail.irsa.node_role.unknown) == 0
	data.guiderail.irsa.node_role.applies
	not _shown_irsa_node_role_1
	not _shown_irsa_node_role_2
	not _shown_irsa_node_role_3
}

_said_7 contains ["irsa.node_role", "looks", true] if data.guiderail.irsa.node_role.applies

_said_23 contains ["irsa.node_role_policies", "violation", statement] if some statement in data.guiderail.irsa.node_role_policies.violation

_said_23 contains ["irsa.node_role_policies", "unknown", statement] if some statement in data.guiderail.irsa.node_role_policies.unknown

_said_12 contains ["irsa.oidc_provider", "violation", statement] if some statement in data.guiderail.irsa.oidc_provider.violation

_said_12 contains ["irsa.oidc_provider", "unknown", statement] if some statement in data.guiderail.irsa.oidc_provider.unknown

_said_13 contains ["irsa.pod_identity_trust", "violation", statement] if some statement in data.guiderail.irsa.pod_identity_trust.violation

_said_13 contains ["irsa.pod_identity_trust", "unknown", statement] if some statement in data.guiderail.irsa.pod_identity_trust.unknown

_said_7 contains ["irsa.powerful_role", "violation", statement] if some statement in data.guiderail.irsa.powerful_role.violation

_said_7 contains ["irsa.powerful_role", "unknown", statement] if some statement in data.guiderail.irsa.powerful_role.unknown

_shown_irsa_powerful_role_1 if data.inventory.namespace[_].v1.ServiceAccount[_]

_shown_irsa_powerful_role_2 if data.inventory.namespace[_]["eks.services.k8s.aws/v1alpha1"].PodIdentityAssociation[_]

_shown_irsa_powerful_role_3 if data.inventory.cluster["inventory.guiderail/v1"].Infrastructure[_]

_said_7 contains ["irsa.powerful_role", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ServiceAccount and PodIdentityAssociation and Infrastructure"}] if {
	input.asked
	count(data.guiderail.irsa.powerful_role.violation) == 0
	count(data.guiderail.irsa.powerful_role.unknown) == 0
	data.guiderail.irsa.powerful_role.applies
	not _shown_irsa_powerful_role_1
	not _shown_irsa_powerful_role_2
	not _shown_irsa_powerful_role_3
}

_said_7 contains ["irsa.powerful_role", "looks", true] if data.guiderail.irsa.powerful_role.applies

_said_32 contains ["irsa.role_annotation", "violation", statement] if some statement in data.guiderail.irsa.role_annotation.violation

_said_32 contains ["irsa.role_annotation", "unknown", statement] if some statement in data.guiderail.irsa.role_annotation.unknown

_said_33 contains ["irsa.role_sharing", "violation", statement] if some statement in data.guiderail.irsa.role_sharing.violation

_shown_irsa_role_sharing_1 if data.inventory.namespace[_].v1.ServiceAccount[_]

_said_33 contains ["irsa.role_sharing", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ServiceAccount"}] if {
	input.asked
	count(data.guiderail.irsa.role_sharing.violation) == 0
	data.guiderail.irsa.role_sharing.applies
	not _shown_irsa_role_sharing_1
}

_said_33 contains ["irsa.role_sharing", "looks", true] if data.guiderail.irsa.role_sharing.applies

_said_13 contains ["irsa.shared_trust", "violation", statement] if some statement in data.guiderail.irsa.shared_trust.violation

_said_7 contains ["irsa.static_credentials", "violation", statement] if some statement in data.guiderail.irsa.static_credentials.violation

_said_13 contains ["irsa.trust_audience", "violation", statement] if some statement in data.guiderail.irsa.trust_audience.violation

_said_13 contains ["irsa.trust_audience", "unknown", statement] if some statement in data.guiderail.irsa.trust_audience.unknown

_said_13 contains ["irsa.trust_provider", "violation", statement] if some statement in data.guiderail.irsa.trust_provider.violation

_said_13 contains ["irsa.trust_provider", "unknown", statement] if some statement in data.guiderail.irsa.trust_provider.unknown

_said_13 contains ["irsa.trust_subject", "violation", statement] if some statement in data.guiderail.irsa.trust_subject.violation

_said_13 contains ["irsa.trust_subject", "unknown", statement] if some statement in data.guiderail.irsa.trust_subject.unknown

_said_34 contains ["kubeconfig.admin_access", "violation", statement] if some statement in data.guiderail.kubeconfig.admin_access.violation

_said_34 contains ["kubeconfig.admin_access", "unknown", statement] if some statement in data.guiderail.kubeconfig.admin_access.unknown

_said_24 contains ["kubeconfig.admin_command", "violation", statement] if some statement in data.guiderail.kubeconfig.admin_command.violation

_said_34 contains ["kubeconfig.context_namespace", "violation", statement] if some statement in data.guiderail.kubeconfig.context_namespace.violation

_said_34 contains ["kubeconfig.context_namespace", "unknown", statement] if some statement in data.guiderail.kubeconfig.context_namespace.unknown

_said_34 contains ["kubeconfig.exec_plugin", "violation", statement] if some statement in data.guiderail.kubeconfig.exec_plugin.violation

_said_34 contains ["kubeconfig.exec_plugin", "unknown", statement] if some statement in data.guiderail.kubeconfig.exec_plugin.unknown

_said_34 contains ["kubeconfig.file_hygiene", "violation", statement] if some statement in data.guiderail.kubeconfig.file_hygiene.violation

_said_34 contains ["kubeconfig.file_hygiene", "unknown", statement] if some statement in data.guiderail.kubeconfig.file_hygiene.unknown

_said_34 contains ["kubeconfig.static_credentials", "violation", statement] if some statement in data.guiderail.kubeconfig.static_credentials.violation

_said_34 contains ["kubeconfig.static_credentials", "unknown", statement] if some statement in data.guiderail.kubeconfig.static_credentials.unknown

_said_34 contains ["kubeconfig.verified_tls", "violation", statement] if some statement in data.guiderail.kubeconfig.verified_tls.violation

_said_34 contains ["kubeconfig.verified_tls", "unknown", statement] if some statement in data.guiderail.kubeconfig.verified_tls.unknown

_said_8 contains ["messagelog.archive_encryption", "violation", statement] if some statement in data.guiderail.messagelog.archive_encryption.violation

_said_8 contains ["messagelog.archive_encryption", "unknown", statement] if some statement in data.guiderail.messagelog.archive_encryption.unknown

_said_7 contains ["messagelog.archive_volume", "violation", statement] if some statement in data.guiderail.messagelog.archive_volume.violation

_said_7 contains ["messagelog.archive_volume", "unknown", statement] if some statement in data.guiderail.messagelog.archive_volume.unknown

_shown_messagelog_archive_volume_1 if data.inventory.cluster.v1.PersistentVolume[_]

_shown_messagelog_archive_volume_2 if data.inventory.namespace[_].v1.PersistentVolumeClaim[_]

_shown_messagelog_archive_volume_3 if data.inventory.cluster["storage.k8s.io/v1"].StorageClass[_]

_said_7 contains ["messagelog.archive_volume", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: PersistentVolume and PersistentVolumeClaim and StorageClass"}] if {
	input.asked
	count(data.guiderail.messagelog.archive_volume.violation) == 0
	count(data.guiderail.messagelog.archive_volume.unknown) == 0
	data.guiderail.messagelog.archive_volume.applies
	not _shown_messagelog_archive_volume_1
	not _shown_messagelog_archive_volume_2
	not _shown_messagelog_archive_volume_3
}

_said_7 contains ["messagelog.archive_volume", "looks", true] if data.guiderail.messagelog.archive_volume.applies

_said_35 contains ["messagelog.azure_blob", "violation", statement] if some statement in data.guiderail.messagelog.azure_blob.violation

_said_35 contains ["messagelog.azure_blob", "unknown", statement] if some statement in data.guiderail.messagelog.azure_blob.unknown

_said_35 contains ["messagelog.azure_files_account", "violation", statement] if some statement in data.guiderail.messagelog.azure_files_account.violation

_said_35 contains ["messagelog.azure_files_account", "unknown", statement] if some statement in data.guiderail.messagelog.azure_files_account.unknown

_said_36 contains ["messagelog.azure_files_encryption", "violation", statement] if some statement in data.guiderail.messagelog.azure_files_encryption.violation

_said_36 contains ["messagelog.azure_files_encryption", "unknown", statement] if some statement in data.guiderail.messagelog.azure_files_encryption.unknown

_said_8 contains ["messagelog.database_encryption", "violation", statement] if some statement in data.guiderail.messagelog.database_encryption.violation

_said_8 contains ["messagelog.database_encryption", "unknown", statement] if some statement in data.guiderail.messagelog.database_encryption.unknown

_said_29 contains ["messagelog.efs_at_rest", "violation", statement] if some statement in data.guiderail.messagelog.efs_at_rest.violation

_said_29 contains ["messagelog.efs_at_rest", "unknown", statement] if some statement in data.guiderail.messagelog.efs_at_rest.unknown

_said_36 contains ["messagelog.efs_in_transit", "violation", statement] if some statement in data.guiderail.messagelog.efs_in_transit.violation

_said_36 contains ["messagelog.efs_in_transit", "unknown", statement] if some statement in data.guiderail.messagelog.efs_in_transit.unknown

_said_29 contains ["messagelog.efs_policy", "violation", statement] if some statement in data.guiderail.messagelog.efs_policy.violation

_said_29 contains ["messagelog.efs_policy", "unknown", statement] if some statement in data.guiderail.messagelog.efs_policy.unknown

_said_7 contains ["messagelog.offload", "violation", statement] if some statement in data.guiderail.messagelog.offload.violation

_said_7 contains ["messagelog.offload", "unknown", statement] if some statement in data.guiderail.messagelog.offload.unknown

_shown_messagelog_offload_1 if data.inventory.namespace[_].v1.ConfigMap[_]

_shown_messagelog_offload_2 if data.inventory.namespace[_].v1.Pod[_]

_shown_messagelog_offload_3 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_messagelog_offload_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_messagelog_offload_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_messagelog_offload_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_messagelog_offload_7 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_messagelog_offload_8 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_messagelog_offload_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_messagelog_offload_10 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_messagelog_offload_11 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_messagelog_offload_12 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_messagelog_offload_13 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_messagelog_offload_14 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_messagelog_offload_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_messagelog_offload_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_messagelog_offload_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_messagelog_offload_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_messagelog_offload_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_messagelog_offload_20 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_messagelog_offload_21 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_messagelog_offload_22 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_messagelog_offload_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_messagelog_offload_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_messagelog_offload_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_messagelog_offload_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_messagelog_offload_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_messagelog_offload_28 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_messagelog_offload_29 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_messagelog_offload_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_messagelog_offload_31 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_messagelog_offload_32 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_messagelog_offload_33 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_messagelog_offload_34 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_messagelog_offload_35 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_messagelog_offload_36 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_messagelog_offload_37 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_messagelog_offload_38 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_messagelog_offload_39 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_messagelog_offload_40 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_messagelog_offload_41 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_messagelog_offload_42 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_messagelog_offload_43 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_messagelog_offload_44 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_messagelog_offload_45 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_messagelog_offload_46 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_messagelog_offload_47 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_messagelog_offload_48 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_messagelog_offload_49 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_messagelog_offload_50 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_messagelog_offload_51 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_messagelog_offload_52 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_messagelog_offload_53 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_messagelog_offload_54 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_7 contains ["messagelog.offload", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ConfigMap and Pod and ReplicationController and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and RayCluster and RayJob and RayService and Configuration and Revision and Service and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.messagelog.offload.violation) == 0
	count(data.guiderail.messagelog.offload.unknown) == 0
	data.guiderail.messagelog.offload.applies
	not _shown_messagelog_offload_1
	not _shown_messagelog_offload_2
	not _shown_messagelog_offload_3
	not _shown_messagelog_offload_4
	not _shown_messagelog_offload_5
	not _shown_messagelog_offload_6
	not _shown_messagelog_offload_7
	not _shown_messagelog_offload_8
	not _shown_messagelog_offload_9
	not _shown_messagelog_offload_10
	not _shown_messagelog_offload_11
	not _shown_messagelog_offload_12
	not _shown_messagelog_offload_13
	not _shown_messagelog_offload_14
	not _shown_messagelog_offload_15
	not _shown_messagelog_offload_16
	not _shown_messagelog_offload_17
	not _shown_messagelog_offload_18
	not _shown_messagelog_offload_19
	not _shown_messagelog_offload_20
	not _shown_messagelog_offload_21
	not _shown_messagelog_offload_22
	not _shown_messagelog_offload_23
	not _shown_messagelog_offload_24
	not _shown_messagelog_offload_25
	not _shown_messagelog_offload_26
	not _shown_messagelog_offload_27
	not _shown_messagelog_offload_28
	not _shown_messagelog_offload_29
	not _shown_messagelog_offload_30
	not _shown_messagelog_offload_31
	not _shown_messagelog_offload_32
	not _shown_messagelog_offload_33
	not _shown_messagelog_offload_34
	not _shown_messagelog_offload_35
	not _shown_messagelog_offload_36
	not _shown_messagelog_offload_37
	not _shown_messagelog_offload_38
	not _shown_messagelog_offload_39
	not _shown_messagelog_offload_40
	not _shown_messagelog_offload_41
	not _shown_messagelog_offload_42
	not _shown_messagelog_offload_43
	not _shown_messagelog_offload_44
	not _shown_messagelog_offload_45
	not _shown_messagelog_offload_46
	not _shown_messagelog_offload_47
	not _shown_messagelog_offload_48
	not _shown_messagelog_offload_49
	not _shown_messagelog_offload_50
	not _shown_messagelog_offload_51
	not _shown_messagelog_offload_52
	not _shown_messagelog_offload_53
	not _shown_messagelog_offload_54
}

_said_7 contains ["messagelog.offload", "looks", true] if data.guiderail.messagelog.offload.applies

_said_29 contains ["messagelog.s3_at_rest", "violation", statement] if some statement in data.guiderail.messagelog.s3_at_rest.violation

_said_29 contains ["messagelog.s3_at_rest", "unknown", statement] if some statement in data.guiderail.messagelog.s3_at_rest.unknown

_said_29 contains ["messagelog.s3_in_transit", "violation", statement] if some statement in data.guiderail.messagelog.s3_in_transit.violation

_said_29 contains ["messagelog.s3_in_transit", "unknown", statement] if some statement in data.guiderail.messagelog.s3_in_transit.unknown

_said_12 contains ["monitoring.addons", "violation", statement] if some statement in data.guiderail.monitoring.addons.violation

_said_12 contains ["monitoring.addons", "unknown", statement] if some statement in data.guiderail.monitoring.addons.unknown

_said_35 contains ["monitoring.aks_control_plane_logs", "violation", statement] if some statement in data.guiderail.monitoring.aks_control_plane_logs.violation

_said_35 contains ["monitoring.aks_control_plane_logs", "unknown", statement] if some statement in data.guiderail.monitoring.aks_control_plane_logs.unknown

_said_35 contains ["monitoring.aks_log_retention", "violation", statement] if some statement in data.guiderail.monitoring.aks_log_retention.violation

_said_35 contains ["monitoring.aks_log_retention", "unknown", statement] if some statement in data.guiderail.monitoring.aks_log_retention.unknown

_said_2 contains ["monitoring.api_server_audit", "violation", statement] if some statement in data.guiderail.monitoring.api_server_audit.violation

_said_2 contains ["monitoring.api_server_audit", "unknown", statement] if some statement in data.guiderail.monitoring.api_server_audit.unknown

_said_37 contains ["monitoring.audit_policy", "violation", statement] if some statement in data.guiderail.monitoring.audit_policy.violation

_said_37 contains ["monitoring.audit_policy", "unknown", statement] if some statement in data.guiderail.monitoring.audit_policy.unknown

_said_24 contains ["monitoring.cluster_command", "violation", statement] if some statement in data.guiderail.monitoring.cluster_command.violation

_said_24 contains ["monitoring.cluster_command", "unknown", statement] if some statement in data.guiderail.monitoring.cluster_command.unknown

_said_38 contains ["monitoring.container_insights", "violation", statement] if some statement in data.guiderail.monitoring.container_insights.violation

_said_38 contains ["monitoring.container_insights", "unknown", statement] if some statement in data.guiderail.monitoring.container_insights.unknown

_shown_monitoring_container_insights_1 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_said_38 contains ["monitoring.container_insights", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: DaemonSet"}] if {
	input.asked
	count(data.guiderail.monitoring.container_insights.violation) == 0
	count(data.guiderail.monitoring.container_insights.unknown) == 0
	data.guiderail.monitoring.container_insights.applies
	not _shown_monitoring_container_insights_1
}

_said_38 contains ["monitoring.container_insights", "looks", true] if data.guiderail.monitoring.container_insights.applies

_said_12 contains ["monitoring.control_plane_logs", "violation", statement] if some statement in data.guiderail.monitoring.control_plane_logs.violation

_said_12 contains ["monitoring.control_plane_logs", "unknown", statement] if some statement in data.guiderail.monitoring.control_plane_logs.unknown

_said_23 contains ["monitoring.log_retention", "violation", statement] if some statement in data.guiderail.monitoring.log_retention.violation

_said_23 contains ["monitoring.log_retention", "unknown", statement] if some statement in data.guiderail.monitoring.log_retention.unknown

_said_38 contains ["monitoring.node_health", "violation", statement] if some statement in data.guiderail.monitoring.node_health.violation

_said_38 contains ["monitoring.node_health", "unknown", statement] if some statement in data.guiderail.monitoring.node_health.unknown

_shown_monitoring_node_health_1 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_said_38 contains ["monitoring.node_health", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: DaemonSet"}] if {
	input.asked
	count(data.guiderail.monitoring.node_health.violation) == 0
	count(data.guiderail.monitoring.node_health.unknown) == 0
	data.guiderail.monitoring.node_health.applies
	not _shown_monitoring_node_health_1
}

_said_38 contains ["monitoring.node_health", "looks", true] if data.guiderail.monitoring.node_health.applies

_said_39 contains ["namespaces.baseline", "violation", statement] if some statement in data.guiderail.namespaces.baseline.violation

_said_39 contains ["namespaces.baseline", "unknown", statement] if some statement in data.guiderail.namespaces.baseline.unknown

_shown_namespaces_baseline_1 if data.inventory.namespace[_].v1.LimitRange[_]

_shown_namespaces_baseline_2 if data.inventory.cluster.v1.Namespace[_]

_shown_namespaces_baseline_3 if data.inventory.namespace[_].v1.Pod[_]

_shown_namespaces_baseline_4 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_namespaces_baseline_5 if data.inventory.namespace[_].v1.ResourceQuota[_]

_shown_namespaces_baseline_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_namespaces_baseline_7 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_namespaces_baseline_8 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_namespaces_baseline_9 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_namespaces_baseline_10 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_namespaces_baseline_11 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_namespaces_baseline_12 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_namespaces_baseline_13 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_namespaces_baseline_14 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_namespaces_baseline_15 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_namespaces_baseline_16 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_namespaces_baseline_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_namespaces_baseline_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_namespaces_baseline_19 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_namespaces_baseline_20 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_namespaces_baseline_21 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_namespaces_baseline_22 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_namespaces_baseline_23 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_namespaces_baseline_24 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_namespaces_baseline_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_namespaces_baseline_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_namespaces_baseline_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_namespaces_baseline_28 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_namespaces_baseline_29 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_namespaces_baseline_30 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_namespaces_baseline_31 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_namespaces_baseline_32 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_namespaces_baseline_33 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_namespaces_baseline_34 if data.inventory.cluster["cilium.io/v2"].CiliumClusterwideNetworkPolicy[_]

_shown_namespaces_baseline_35 if data.inventory.namespace[_]["cilium.io/v2"].CiliumNetworkPolicy[_]

_shown_namespaces_baseline_36 if data.inventory.cluster["crd.antrea.io/v1beta1"].ClusterNetworkPolicy[_]

_shown_namespaces_baseline_37 if data.inventory.namespace[_]["crd.antrea.io/v1beta1"].NetworkPolicy[_]

_shown_namespaces_baseline_38 if data.inventory.cluster["crd.projectcalico.org/v1"].GlobalNetworkPolicy[_]

_shown_namespaces_baseline_39 if data.inventory.namespace[_]["crd.projectcalico.org/v1"].NetworkPolicy[_]

_shown_namespaces_baseline_40 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_namespaces_baseline_41 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_namespaces_baseline_42 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_namespaces_baseline_43 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_namespaces_baseline_44 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_namespaces_baseline_45 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_namespaces_baseline_46 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_namespaces_baseline_47 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_namespaces_baseline_48 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_namespaces_baseline_49 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_namespaces_baseline_50 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_namespaces_baseline_51 if data.inventory.namespace[_]["networking.k8s.io/v1"].NetworkPolicy[_]

_shown_namespaces_baseline_52 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_namespaces_baseline_53 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].AdminNetworkPolicy[_]

_shown_namespaces_baseline_54 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].BaselineAdminNetworkPolicy[_]

_shown_namespaces_baseline_55 if data.inventory.cluster["policy.networking.k8s.io/v1alpha2"].ClusterNetworkPolicy[_]

_shown_namespaces_baseline_56 if data.inventory.cluster["projectcalico.org/v3"].GlobalNetworkPolicy[_]

_shown_namespaces_baseline_57 if data.inventory.namespace[_]["projectcalico.org/v3"].NetworkPolicy[_]

_shown_namespaces_baseline_58 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_namespaces_baseline_59 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_namespaces_baseline_60 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_namespaces_baseline_61 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].RoleBinding[_]

_shown_namespaces_baseline_62 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_namespaces_baseline_63 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_namespaces_baseline_64 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_namespaces_baseline_65 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_namespaces_baseline_66 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_namespaces_baseline_67 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_namespaces_baseline_68 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_namespaces_baseline_69 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_39 contains ["namespaces.baseline", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: LimitRange and Namespace and Pod and ReplicationController and ResourceQuota and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and CiliumClusterwideNetworkPolicy and CiliumNetworkPolicy and ClusterNetworkPolicy and NetworkPolicy and GlobalNetworkPolicy and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and AdminNetworkPolicy and BaselineAdminNetworkPolicy and RayCluster and RayJob and RayService and RoleBinding and Configuration and Revision and Service and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.namespaces.baseline.violation) == 0
	count(data.guiderail.namespaces.baseline.unknown) == 0
	data.guiderail.namespaces.baseline.applies
	not _shown_namespaces_baseline_1
	not _shown_namespaces_baseline_2
	not _shown_namespaces_baseline_3
	not _shown_namespaces_baseline_4
	not _shown_namespaces_baseline_5
	not _shown_namespaces_baseline_6
	not _shown_namespaces_baseline_7
	not _shown_namespaces_baseline_8
	not _shown_namespaces_baseline_9
	not _shown_namespaces_baseline_10
	not _shown_namespaces_baseline_11
	not _shown_namespaces_baseline_12
	not _shown_namespaces_baseline_13
	not _shown_namespaces_baseline_14
	not _shown_namespaces_baseline_15
	not _shown_namespaces_baseline_16
	not _shown_namespaces_baseline_17
	not _shown_namespaces_baseline_18
	not _shown_namespaces_baseline_19
	not _shown_namespaces_baseline_20
	not _shown_namespaces_baseline_21
	not _shown_namespaces_baseline_22
	not _shown_namespaces_baseline_23
	not _shown_namespaces_baseline_24
	not _shown_namespaces_baseline_25
	not _shown_namespaces_baseline_26
	not _shown_namespaces_baseline_27
	not _shown_namespaces_baseline_28
	not _shown_namespaces_baseline_29
	not _shown_namespaces_baseline_30
	not _shown_namespaces_baseline_31
	not _shown_namespaces_baseline_32
	not _shown_namespaces_baseline_33
	not _shown_namespaces_baseline_34
	not _shown_namespaces_baseline_35
	not _shown_namespaces_baseline_36
	not _shown_namespaces_baseline_37
	not _shown_namespaces_baseline_38
	not _shown_namespaces_baseline_39
	not _shown_namespaces_baseline_40
	not _shown_namespaces_baseline_41
	not _shown_namespaces_baseline_42
	not _shown_namespaces_baseline_43
	not _shown_namespaces_baseline_44
	not _shown_namespaces_baseline_45
	not _shown_namespaces_baseline_46
	not _shown_namespaces_baseline_47
	not _shown_namespaces_baseline_48
	not _shown_namespaces_baseline_49
	not _shown_namespaces_baseline_50
	not _shown_namespaces_baseline_51
	not _shown_namespaces_baseline_52
	not _shown_namespaces_baseline_53
	not _shown_namespaces_baseline_54
	not _shown_namespaces_baseline_55
	not _shown_namespaces_baseline_56
	not _shown_namespaces_baseline_57
	not _shown_namespaces_baseline_58
	not _shown_namespaces_baseline_59
	not _shown_namespaces_baseline_60
	not _shown_namespaces_baseline_61
	not _shown_namespaces_baseline_62
	not _shown_namespaces_baseline_63
	not _shown_namespaces_baseline_64
	not _shown_namespaces_baseline_65
	not _shown_namespaces_baseline_66
	not _shown_namespaces_baseline_67
	not _shown_namespaces_baseline_68
	not _shown_namespaces_baseline_69
}

_said_39 contains ["namespaces.baseline", "looks", true] if data.guiderail.namespaces.baseline.applies

_said_20 contains ["namespaces.cluster_scoped", "violation", statement] if some statement in data.guiderail.namespaces.cluster_scoped.violation

_said_20 contains ["namespaces.default_namespace", "violation", statement] if some statement in data.guiderail.namespaces.default_namespace.violation

_said_20 contains ["namespaces.default_namespace", "unknown", statement] if some statement in data.guiderail.namespaces.default_namespace.unknown

_said_39 contains ["namespaces.label_guard", "violation", statement] if some statement in data.guiderail.namespaces.label_guard.violation

_said_12 contains ["network.addon_enforcement", "violation", statement] if some statement in data.guiderail.network.addon_enforcement.violation

_said_12 contains ["network.addon_enforcement", "unknown", statement] if some statement in data.guiderail.network.addon_enforcement.unknown

_said_40 contains ["network.admin_allow_all", "violation", statement] if some statement in data.guiderail.network.admin_allow_all.violation

_said_11 contains ["network.aks_network_policy", "violation", statement] if some statement in data.guiderail.network.aks_network_policy.violation

_said_11 contains ["network.aks_network_policy", "unknown", statement] if some statement in data.guiderail.network.aks_network_policy.unknown

_said_41 contains ["network.allow_all_egress", "violation", statement] if some statement in data.guiderail.network.allow_all_egress.violation

_said_41 contains ["network.allow_all_egress", "unknown", statement] if some statement in data.guiderail.network.allow_all_egress.unknown

_said_41 contains ["network.allow_all_ingress", "violation", statement] if some statement in data.guiderail.network.allow_all_ingress.violation

_said_41 contains ["network.allow_all_ingress", "unknown", statement] if some statement in data.guiderail.network.allow_all_ingress.unknown

_said_42 contains ["network.calico_allow_all", "violation", statement] if some statement in data.guiderail.network.calico_allow_all.violation

_said_43 contains ["network.cilium_allow_all", "violation", statement] if some statement in data.guiderail.network.cilium_allow_all.violation

_said_43 contains ["network.cilium_default_deny", "violation", statement] if some statement in data.guiderail.network.cilium_default_deny.violation

_said_44 contains ["network.dangling_policy", "violation", statement] if some statement in data.guiderail.network.dangling_policy.violation

_said_44 contains ["network.dangling_policy", "unknown", statement] if some statement in data.guiderail.network.dangling_policy.unknown

_shown_network_dangling_policy_1 if data.inventory.namespace[_].v1.Pod[_]

_shown_network_dangling_policy_2 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_network_dangling_policy_3 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_network_dangling_policy_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_network_dangling_policy_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_network_dangling_policy_6 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_network_dangling_policy_7 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_network_dangling_policy_8 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_network_dangling_policy_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_network_dangling_policy_10 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_network_dangling_policy_11 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_network_dangling_policy_12 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_network_dangling_policy_13 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_network_dangling_policy_14 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_network_dangling_policy_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_network_dangling_policy_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_network_dangling_policy_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_network_dangling_policy_18 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_network_dangling_policy_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_network_dangling_policy_20 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_network_dangling_policy_21 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_network_dangling_policy_22 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_network_dangling_policy_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_network_dangling_policy_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_network_dangling_policy_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_network_dangling_policy_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_network_dangling_policy_27 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_network_dangling_policy_28 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_network_dangling_policy_29 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_network_dangling_policy_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_network_dangling_policy_31 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_network_dangling_policy_32 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_network_dangling_policy_33 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_network_dangling_policy_34 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_network_dangling_policy_35 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_network_dangling_policy_36 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_network_dangling_policy_37 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_network_dangling_policy_38 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_network_dangling_policy_39 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_network_dangling_policy_40 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_network_dangling_policy_41 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_network_dangling_policy_42 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_network_dangling_policy_43 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_network_dangling_policy_44 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_network_dangling_policy_45 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_network_dangling_policy_46 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_network_dangling_policy_47 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_network_dangling_policy_48 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_network_dangling_policy_49 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_network_dangling_policy_50 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_network_dangling_policy_51 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_network_dangling_policy_52 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_network_dangling_policy_53 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_44 contains ["network.dangling_policy", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Pod and ReplicationController and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and RayCluster and RayJob and RayService and Configuration and Revision and Service and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.network.dangling_policy.violation) == 0
	count(data.guiderail.network.dangling_policy.unknown) == 0
	data.guiderail.network.dangling_policy.applies
	not _shown_network_dangling_policy_1
	not _shown_network_dangling_policy_2
	not _shown_network_dangling_policy_3
	not _shown_network_dangling_policy_4
	not _shown_network_dangling_policy_5
	not _shown_network_dangling_policy_6
	not _shown_network_dangling_policy_7
	not _shown_network_dangling_policy_8
	not _shown_network_dangling_policy_9
	not _shown_network_dangling_policy_10
	not _shown_network_dangling_policy_11
	not _shown_network_dangling_policy_12
	not _shown_network_dangling_policy_13
	not _shown_network_dangling_policy_14
	not _shown_network_dangling_policy_15
	not _shown_network_dangling_policy_16
	not _shown_network_dangling_policy_17
	not _shown_network_dangling_policy_18
	not _shown_network_dangling_policy_19
	not _shown_network_dangling_policy_20
	not _shown_network_dangling_policy_21
	not _shown_network_dangling_policy_22
	not _shown_network_dangling_policy_23
	not _shown_network_dangling_policy_24
	not _shown_network_dangling_policy_25
	not _shown_network_dangling_policy_26
	not _shown_network_dangling_policy_27
	not _shown_network_dangling_policy_28
	not _shown_network_dangling_policy_29
	not _shown_network_dangling_policy_30
	not _shown_network_dangling_policy_31
	not _shown_network_dangling_policy_32
	not _shown_network_dangling_policy_33
	not _shown_network_dangling_policy_34
	not _shown_network_dangling_policy_35
	not _shown_network_dangling_policy_36
	not _shown_network_dangling_policy_37
	not _shown_network_dangling_policy_38
	not _shown_network_dangling_policy_39
	not _shown_network_dangling_policy_40
	not _shown_network_dangling_policy_41
	not _shown_network_dangling_policy_42
	not _shown_network_dangling_policy_43
	not _shown_network_dangling_policy_44
	not _shown_network_dangling_policy_45
	not _shown_network_dangling_policy_46
	not _shown_network_dangling_policy_47
	not _shown_network_dangling_policy_48
	not _shown_network_dangling_policy_49
	not _shown_network_dangling_policy_50
	not _shown_network_dangling_policy_51
	not _shown_network_dangling_policy_52
	not _shown_network_dangling_policy_53
}

_said_44 contains ["network.dangling_policy", "looks", true] if data.guiderail.network.dangling_policy.applies

_said_39 contains ["network.default_deny_egress", "violation", statement] if some statement in data.guiderail.network.default_deny_egress.violation

_said_39 contains ["network.default_deny_egress", "unknown", statement] if some statement in data.guiderail.network.default_deny_egress.unknown

_shown_network_default_deny_egress_1 if data.inventory.cluster.v1.Namespace[_]

_shown_network_default_deny_egress_2 if data.inventory.cluster["cilium.io/v2"].CiliumClusterwideNetworkPolicy[_]

_shown_network_default_deny_egress_3 if data.inventory.namespace[_]["cilium.io/v2"].CiliumNetworkPolicy[_]

_shown_network_default_deny_egress_4 if data.inventory.cluster["crd.antrea.io/v1beta1"].ClusterNetworkPolicy[_]

_shown_network_default_deny_egress_5 if data.inventory.namespace[_]["crd.antrea.io/v1beta1"].NetworkPolicy[_]

_shown_network_default_deny_egress_6 if data.inventory.cluster["crd.projectcalico.org/v1"].GlobalNetworkPolicy[_]

_shown_network_default_deny_egress_7 if data.inventory.namespace[_]["crd.projectcalico.org/v1"].NetworkPolicy[_]

_shown_network_default_deny_egress_8 if data.inventory.namespace[_]["networking.k8s.io/v1"].NetworkPolicy[_]

_shown_network_default_deny_egress_9 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].AdminNetworkPolicy[_]

_shown_network_default_deny_egress_10 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].BaselineAdminNetworkPolicy[_]

_shown_network_default_deny_egress_11 if data.inventory.cluster["policy.networking.k8s.io/v1alpha2"].ClusterNetworkPolicy[_]

_shown_network_default_deny_egress_12 if data.inventory.cluster["projectcalico.org/v3"].GlobalNetworkPolicy[_]

_shown_network_default_deny_egress_13 if data.inventory.namespace[_]["projectcalico.org/v3"].NetworkPolicy[_]

_said_39 contains ["network.default_deny_egress", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Namespace and CiliumClusterwideNetworkPolicy and CiliumNetworkPolicy and ClusterNetworkPolicy and NetworkPolicy and GlobalNetworkPolicy and AdminNetworkPolicy and BaselineAdminNetworkPolicy"}] if {
	input.asked
	count(data.guiderail.network.default_deny_egress.violation) == 0
	count(data.guiderail.network.default_deny_egress.unknown) == 0
	not _shown_network_default_deny_egress_1
	not _shown_network_default_deny_egress_2
	not _shown_network_default_deny_egress_3
	not _shown_network_default_deny_egress_4
	not _shown_network_default_deny_egress_5
	not _shown_network_default_deny_egress_6
	not _shown_network_default_deny_egress_7
	not _shown_network_default_deny_egress_8
	not _shown_network_default_deny_egress_9
	not _shown_network_default_deny_egress_10
	not _shown_network_default_deny_egress_11
	not _shown_network_default_deny_egress_12
	not _shown_network_default_deny_egress_13
}

_said_39 contains ["network.default_deny_egress", "looks", true]

_said_39 contains ["network.default_deny_ingress", "violation", statement] if some statement in data.guiderail.network.default_deny_ingress.violation

_said_39 contains ["network.default_deny_ingress", "unknown", statement] if some statement in data.guiderail.network.default_deny_ingress.unknown

_shown_network_default_deny_ingress_1 if data.inventory.cluster.v1.Namespace[_]

_shown_network_default_deny_ingress_2 if data.inventory.cluster["cilium.io/v2"].CiliumClusterwideNetworkPolicy[_]

_shown_network_default_deny_ingress_3 if data.inventory.namespace[_]["cilium.io/v2"].CiliumNetworkPolicy[_]

_shown_network_default_deny_ingress_4 if data.inventory.cluster["crd.antrea.io/v1beta1"].ClusterNetworkPolicy[_]

_shown_network_default_deny_ingress_5 if data.inventory.namespace[_]["crd.antrea.io/v1beta1"].NetworkPolicy[_]

_shown_network_default_deny_ingress_6 if data.inventory.cluster["crd.projectcalico.org/v1"].GlobalNetworkPolicy[_]

_shown_network_default_deny_ingress_7 if data.inventory.namespace[_]["crd.projectcalico.org/v1"].NetworkPolicy[_]

_shown_network_default_deny_ingress_8 if data.inventory.namespace[_]["networking.k8s.io/v1"].NetworkPolicy[_]

_shown_network_default_deny_ingress_9 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].AdminNetworkPolicy[_]

_shown_network_default_deny_ingress_10 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].BaselineAdminNetworkPolicy[_]

_shown_network_default_deny_ingress_11 if data.inventory.cluster["policy.networking.k8s.io/v1alpha2"].ClusterNetworkPolicy[_]

_shown_network_default_deny_ingress_12 if data.inventory.cluster["projectcalico.org/v3"].GlobalNetworkPolicy[_]

_shown_network_default_deny_ingress_13 if data.inventory.namespace[_]["projectcalico.org/v3"].NetworkPolicy[_]

_said_39 contains ["network.default_deny_ingress", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Namespace and CiliumClusterwideNetworkPolicy and CiliumNetworkPolicy and ClusterNetworkPolicy and NetworkPolicy and GlobalNetworkPolicy and AdminNetworkPolicy and BaselineAdminNetworkPolicy"}] if {
	input.asked
	count(data.guiderail.network.default_deny_ingress.violation) == 0
	count(data.guiderail.network.default_deny_ingress.unknown) == 0
	not _shown_network_default_deny_ingress_1
	not _shown_network_default_deny_ingress_2
	not _shown_network_default_deny_ingress_3
	not _shown_network_default_deny_ingress_4
	not _shown_network_default_deny_ingress_5
	not _shown_network_default_deny_ingress_6
	not _shown_network_default_deny_ingress_7
	not _shown_network_default_deny_ingress_8
	not _shown_network_default_deny_ingress_9
	not _shown_network_default_deny_ingress_10
	not _shown_network_default_deny_ingress_11
	not _shown_network_default_deny_ingress_12
	not _shown_network_default_deny_ingress_13
}

_said_39 contains ["network.default_deny_ingress", "looks", true]

_said_45 contains ["network.enforcing_cni", "violation", statement] if some statement in data.guiderail.network.enforcing_cni.violation

_said_45 contains ["network.enforcing_cni", "unknown", statement] if some statement in data.guiderail.network.enforcing_cni.unknown

_shown_network_enforcing_cni_1 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_said_45 contains ["network.enforcing_cni", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: DaemonSet"}] if {
	input.asked
	count(data.guiderail.network.enforcing_cni.violation) == 0
	count(data.guiderail.network.enforcing_cni.unknown) == 0
	data.guiderail.network.enforcing_cni.applies
	not _shown_network_enforcing_cni_1
}

_said_45 contains ["network.enforcing_cni", "looks", true] if data.guiderail.network.enforcing_cni.applies

_said_41 contains ["network.immutable_namespace_selector", "violation", statement] if some statement in data.guiderail.network.immutable_namespace_selector.violation

_said_7 contains ["network.internet_opt_in", "violation", statement] if some statement in data.guiderail.network.internet_opt_in.violation

_said_7 contains ["network.internet_opt_in", "unknown", statement] if some statement in data.guiderail.network.internet_opt_in.unknown

_shown_network_internet_opt_in_1 if data.inventory.cluster.v1.Namespace[_]

_shown_network_internet_opt_in_2 if data.inventory.namespace[_].v1.Pod[_]

_shown_network_internet_opt_in_3 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_network_internet_opt_in_4 if data.inventory.namespace[_].v1.Service[_]

_shown_network_internet_opt_in_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_network_internet_opt_in_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_network_internet_opt_in_7 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_network_internet_opt_in_8 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_network_internet_opt_in_9 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_network_internet_opt_in_10 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_network_internet_opt_in_11 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_network_internet_opt_in_12 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_network_internet_opt_in_13 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_network_internet_opt_in_14 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_network_internet_opt_in_15 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_network_internet_opt_in_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_network_internet_opt_in_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_network_internet_opt_in_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_network_internet_opt_in_19 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_network_internet_opt_in_20 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_network_internet_opt_in_21 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_network_internet_opt_in_22 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_network_internet_opt_in_23 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_network_internet_opt_in_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_network_internet_opt_in_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_network_internet_opt_in_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_network_internet_opt_in_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_network_internet_opt_in_28 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_network_internet_opt_in_29 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_network_internet_opt_in_30 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_network_internet_opt_in_31 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_network_internet_opt_in_32 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_network_internet_opt_in_33 if data.inventory.cluster["cilium.io/v2"].CiliumClusterwideNetworkPolicy[_]

_shown_network_internet_opt_in_34 if data.inventory.namespace[_]["cilium.io/v2"].CiliumNetworkPolicy[_]

_shown_network_internet_opt_in_35 if data.inventory.cluster["crd.antrea.io/v1beta1"].ClusterNetworkPolicy[_]

_shown_network_internet_opt_in_36 if data.inventory.namespace[_]["crd.antrea.io/v1beta1"].NetworkPolicy[_]

_shown_network_internet_opt_in_37 if data.inventory.cluster["crd.projectcalico.org/v1"].GlobalNetworkPolicy[_]

_shown_network_internet_opt_in_38 if data.inventory.namespace[_]["crd.projectcalico.org/v1"].NetworkPolicy[_]

_shown_network_internet_opt_in_39 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1"].GRPCRoute[_]

_shown_network_internet_opt_in_40 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1"].HTTPRoute[_]

_shown_network_internet_opt_in_41 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1beta1"].HTTPRoute[_]

_shown_network_internet_opt_in_42 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1"].ReferenceGrant[_]

_shown_network_internet_opt_in_43 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1beta1"].ReferenceGrant[_]

_shown_network_internet_opt_in_44 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1alpha2"].TCPRoute[_]

_shown_network_internet_opt_in_45 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1"].TLSRoute[_]

_shown_network_internet_opt_in_46 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1alpha2"].TLSRoute[_]

_shown_network_internet_opt_in_47 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_network_internet_opt_in_48 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_network_internet_opt_in_49 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_network_internet_opt_in_50 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_network_internet_opt_in_51 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_network_internet_opt_in_52 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_network_internet_opt_in_53 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_network_internet_opt_in_54 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_network_internet_opt_in_55 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_network_internet_opt_in_56 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_network_internet_opt_in_57 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_network_internet_opt_in_58 if data.inventory.namespace[_]["networking.istio.io/v1"].VirtualService[_]

_shown_network_internet_opt_in_59 if data.inventory.namespace[_]["networking.istio.io/v1beta1"].VirtualService[_]

_shown_network_internet_opt_in_60 if data.inventory.namespace[_]["networking.k8s.io/v1"].Ingress[_]

_shown_network_internet_opt_in_61 if data.inventory.namespace[_]["networking.k8s.io/v1"].NetworkPolicy[_]

_shown_network_internet_opt_in_62 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_network_internet_opt_in_63 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].AdminNetworkPolicy[_]

_shown_network_internet_opt_in_64 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].BaselineAdminNetworkPolicy[_]

_shown_network_internet_opt_in_65 if data.inventory.cluster["policy.networking.k8s.io/v1alpha2"].ClusterNetworkPolicy[_]

_shown_network_internet_opt_in_66 if data.inventory.cluster["projectcalico.org/v3"].GlobalNetworkPolicy[_]

_shown_network_internet_opt_in_67 if data.inventory.namespace[_]["projectcalico.org/v3"].NetworkPolicy[_]

_shown_network_internet_opt_in_68 if data.inventory.namespace[_]["projectcontour.io/v1"].HTTPProxy[_]

_shown_network_internet_opt_in_69 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_network_internet_opt_in_70 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_network_internet_opt_in_71 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_network_internet_opt_in_72 if data.inventory.namespace[_]["route.openshift.io/v1"].Route[_]

_shown_network_internet_opt_in_73 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_network_internet_opt_in_74 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_network_internet_opt_in_75 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_network_internet_opt_in_76 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_network_internet_opt_in_77 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_network_internet_opt_in_78 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_network_internet_opt_in_79 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_network_internet_opt_in_80 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_shown_network_internet_opt_in_81 if data.inventory.namespace[_]["traefik.io/v1alpha1"].IngressRoute[_]

_shown_network_internet_opt_in_82 if data.inventory.namespace[_]["traefik.io/v1alpha1"].IngressRouteTCP[_]

_said_7 contains ["network.internet_opt_in", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Namespace and Pod and ReplicationController and Service and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and CiliumClusterwideNetworkPolicy and CiliumNetworkPolicy and ClusterNetworkPolicy and NetworkPolicy and GlobalNetworkPolicy and GRPCRoute and HTTPRoute and ReferenceGrant and TCPRoute and TLSRoute and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and VirtualService and Ingress and ClusterServiceVersion and AdminNetworkPolicy and BaselineAdminNetworkPolicy and HTTPProxy and RayCluster and RayJob and RayService and Route and Configuration and Revision and ContainerSource and PipelineRun and TaskRun and IngressRoute and IngressRouteTCP"}] if {
	input.asked
	count(data.guiderail.network.internet_opt_in.violation) == 0
	count(data.guiderail.network.internet_opt_in.unknown) == 0
	data.guiderail.network.internet_opt_in.applies
	not _shown_network_internet_opt_in_1
	not _shown_network_internet_opt_in_2
	not _shown_network_internet_opt_in_3
	not _shown_network_internet_opt_in_4
	not _shown_network_internet_opt_in_5
	not _shown_network_internet_opt_in_6
	not _shown_network_internet_opt_in_7
	not _shown_network_internet_opt_in_8
	not _shown_network_internet_opt_in_9
	not _shown_network_internet_opt_in_10
	not _shown_network_internet_opt_in_11
	not _shown_network_internet_opt_in_12
	not _shown_network_internet_opt_in_13
	not _shown_network_internet_opt_in_14
	not _shown_network_internet_opt_in_15
	not _shown_network_internet_opt_in_16
	not _shown_network_internet_opt_in_17
	not _shown_network_internet_opt_in_18
	not _shown_network_internet_opt_in_19
	not _shown_network_internet_opt_in_20
	not _shown_network_internet_opt_in_21
	not _shown_network_internet_opt_in_22
	not _shown_network_internet_opt_in_23
	not _shown_network_internet_opt_in_24
	not _shown_network_internet_opt_in_25
	not _shown_network_internet_opt_in_26
	not _shown_network_internet_opt_in_27
	not _shown_network_internet_opt_in_28
	not _shown_network_internet_opt_in_29
	not _shown_network_internet_opt_in_30
	not _shown_network_internet_opt_in_31
	not _shown_network_internet_opt_in_32
	not _shown_network_internet_opt_in_33
	not _shown_network_internet_opt_in_34
	not _shown_network_internet_opt_in_35
	not _shown_network_internet_opt_in_36
	not _shown_network_internet_opt_in_37
	not _shown_network_internet_opt_in_38
	not _shown_network_internet_opt_in_39
	not _shown_network_internet_opt_in_40
	not _shown_network_internet_opt_in_41
	not _shown_network_internet_opt_in_42
	not _shown_network_internet_opt_in_43
	not _shown_network_internet_opt_in_44
	not _shown_network_internet_opt_in_45
	not _shown_network_internet_opt_in_46
	not _shown_network_internet_opt_in_47
	not _shown_network_internet_opt_in_48
	not _shown_network_internet_opt_in_49
	not _shown_network_internet_opt_in_50
	not _shown_network_internet_opt_in_51
	not _shown_network_internet_opt_in_52
	not _shown_network_internet_opt_in_53
	not _shown_network_internet_opt_in_54
	not _shown_network_internet_opt_in_55
	not _shown_network_internet_opt_in_56
	not _shown_network_internet_opt_in_57
	not _shown_network_internet_opt_in_58
	not _shown_network_internet_opt_in_59
	not _shown_network_internet_opt_in_60
	not _shown_network_internet_opt_in_61
	not _shown_network_internet_opt_in_62
	not _shown_network_internet_opt_in_63
	not _shown_network_internet_opt_in_64
	not _shown_network_internet_opt_in_65
	not _shown_network_internet_opt_in_66
	not _shown_network_internet_opt_in_67
	not _shown_network_internet_opt_in_68
	not _shown_network_internet_opt_in_69
	not _shown_network_internet_opt_in_70
	not _shown_network_internet_opt_in_71
	not _shown_network_internet_opt_in_72
	not _shown_network_internet_opt_in_73
	not _shown_network_internet_opt_in_74
	not _shown_network_internet_opt_in_75
	not _shown_network_internet_opt_in_76
	not _shown_network_internet_opt_in_77
	not _shown_network_internet_opt_in_78
	not _shown_network_internet_opt_in_79
	not _shown_network_internet_opt_in_80
	not _shown_network_internet_opt_in_81
	not _shown_network_internet_opt_in_82
}

_said_7 contains ["network.internet_opt_in", "looks", true] if data.guiderail.network.internet_opt_in.applies

_said_46 contains ["network.load_balancer_sources", "violation", statement] if some statement in data.guiderail.network.load_balancer_sources.violation

_said_46 contains ["network.load_balancer_sources", "unknown", statement] if some statement in data.guiderail.network.load_balancer_sources.unknown

_said_41 contains ["network.metadata_egress", "violation", statement] if some statement in data.guiderail.network.metadata_egress.violation

_said_41 contains ["network.metadata_egress", "unknown", statement] if some statement in data.guiderail.network.metadata_egress.unknown

_said_41 contains ["network.peer_and_or", "violation", statement] if some statement in data.guiderail.network.peer_and_or.violation

_said_47 contains ["network.policy_guard", "violation", statement] if some statement in data.guiderail.network.policy_guard.violation

_said_41 contains ["network.policy_types", "violation", statement] if some statement in data.guiderail.network.policy_types.violation

_said_48 contains ["network.primary_isolation", "violation", statement] if some statement in data.guiderail.network.primary_isolation.violation

_said_48 contains ["network.primary_isolation", "unknown", statement] if some statement in data.guiderail.network.primary_isolation.unknown

_shown_network_primary_isolation_1 if data.inventory.cluster.v1.Namespace[_]

_shown_network_primary_isolation_2 if data.inventory.namespace[_].v1.Pod[_]

_shown_network_primary_isolation_3 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_network_primary_isolation_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_network_primary_isolation_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_network_primary_isolation_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_network_primary_isolation_7 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_network_primary_isolation_8 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_network_primary_isolation_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_network_primary_isolation_10 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_network_primary_isolation_11 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_network_primary_isolation_12 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_network_primary_isolation_13 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_network_primary_isolation_14 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_network_primary_isolation_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_network_primary_isolation_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_network_primary_isolation_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_network_primary_isolation_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_network_primary_isolation_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_network_primary_isolation_20 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_network_primary_isolation_21 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_network_primary_isolation_22 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_network_primary_isolation_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_network_primary_isolation_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_network_primary_isolation_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_network_primary_isolation_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_network_primary_isolation_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_network_primary_isolation_28 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_network_primary_isolation_29 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_network_primary_isolation_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_network_primary_isolation_31 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_network_primary_isolation_32 if data.inventory.cluster["cilium.io/v2"].CiliumClusterwideNetworkPolicy[_]

_shown_network_primary_isolation_33 if data.inventory.namespace[_]["cilium.io/v2"].CiliumNetworkPolicy[_]

_shown_network_primary_isolation_34 if data.inventory.cluster["crd.antrea.io/v1beta1"].ClusterNetworkPolicy[_]

_shown_network_primary_isolation_35 if data.inventory.namespace[_]["crd.antrea.io/v1beta1"].NetworkPolicy[_]

_shown_network_primary_isolation_36 if data.inventory.cluster["crd.projectcalico.org/v1"].GlobalNetworkPolicy[_]

_shown_network_primary_isolation_37 if data.inventory.namespace[_]["crd.projectcalico.org/v1"].NetworkPolicy[_]

_shown_network_primary_isolation_38 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_network_primary_isolation_39 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_network_primary_isolation_40 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_network_primary_isolation_41 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_network_primary_isolation_42 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_network_primary_isolation_43 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_network_primary_isolation_44 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_network_primary_isolation_45 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_network_primary_isolation_46 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_network_primary_isolation_47 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_network_primary_isolation_48 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_network_primary_isolation_49 if data.inventory.namespace[_]["networking.k8s.io/v1"].NetworkPolicy[_]

_shown_network_primary_isolation_50 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_network_primary_isolation_51 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].AdminNetworkPolicy[_]

_shown_network_primary_isolation_52 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].BaselineAdminNetworkPolicy[_]

_shown_network_primary_isolation_53 if data.inventory.cluster["policy.networking.k8s.io/v1alpha2"].ClusterNetworkPolicy[_]

_shown_network_primary_isolation_54 if data.inventory.cluster["projectcalico.org/v3"].GlobalNetworkPolicy[_]

_shown_network_primary_isolation_55 if data.inventory.namespace[_]["projectcalico.org/v3"].NetworkPolicy[_]

_shown_network_primary_isolation_56 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_network_primary_isolation_57 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_network_primary_isolation_58 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_network_primary_isolation_59 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_network_primary_isolation_60 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_network_primary_isolation_61 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_network_primary_isolation_62 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_network_primary_isolation_63 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_network_primary_isolation_64 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_network_primary_isolation_65 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_network_primary_isolation_66 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_48 contains ["network.primary_isolation", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Namespace and Pod and ReplicationController and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and CiliumClusterwideNetworkPolicy and CiliumNetworkPolicy and ClusterNetworkPolicy and NetworkPolicy and GlobalNetworkPolicy and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and AdminNetworkPolicy and BaselineAdminNetworkPolicy and RayCluster and RayJob and RayService and Configuration and Revision and Service and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.network.primary_isolation.violation) == 0
	count(data.guiderail.network.primary_isolation.unknown) == 0
	data.guiderail.network.primary_isolation.applies
	not _shown_network_primary_isolation_1
	not _shown_network_primary_isolation_2
	not _shown_network_primary_isolation_3
	not _shown_network_primary_isolation_4
	not _shown_network_primary_isolation_5
	not _shown_network_primary_isolation_6
	not _shown_network_primary_isolation_7
	not _shown_network_primary_isolation_8
	not _shown_network_primary_isolation_9
	not _shown_network_primary_isolation_10
	not _shown_network_primary_isolation_11
	not _shown_network_primary_isolation_12
	not _shown_network_primary_isolation_13
	not _shown_network_primary_isolation_14
	not _shown_network_primary_isolation_15
	not _shown_network_primary_isolation_16
	not _shown_network_primary_isolation_17
	not _shown_network_primary_isolation_18
	not _shown_network_primary_isolation_19
	not _shown_network_primary_isolation_20
	not _shown_network_primary_isolation_21
	not _shown_network_primary_isolation_22
	not _shown_network_primary_isolation_23
	not _shown_network_primary_isolation_24
	not _shown_network_primary_isolation_25
	not _shown_network_primary_isolation_26
	not _shown_network_primary_isolation_27
	not _shown_network_primary_isolation_28
	not _shown_network_primary_isolation_29
	not _shown_network_primary_isolation_30
	not _shown_network_primary_isolation_31
	not _shown_network_primary_isolation_32
	not _shown_network_primary_isolation_33
	not _shown_network_primary_isolation_34
	not _shown_network_primary_isolation_35
	not _shown_network_primary_isolation_36
	not _shown_network_primary_isolation_37
	not _shown_network_primary_isolation_38
	not _shown_network_primary_isolation_39
	not _shown_network_primary_isolation_40
	not _shown_network_primary_isolation_41
	not _shown_network_primary_isolation_42
	not _shown_network_primary_isolation_43
	not _shown_network_primary_isolation_44
	not _shown_network_primary_isolation_45
	not _shown_network_primary_isolation_46
	not _shown_network_primary_isolation_47
	not _shown_network_primary_isolation_48
	not _shown_network_primary_isolation_49
	not _shown_network_primary_isolation_50
	not _shown_network_primary_isolation_51
	not _shown_network_primary_isolation_52
	not _shown_network_primary_isolation_53
	not _shown_network_primary_isolation_54
	not _shown_network_primary_isolation_55
	not _shown_network_primary_isolation_56
	not _shown_network_primary_isolation_57
	not _shown_network_primary_isolation_58
	not _shown_network_primary_isolation_59
	not _shown_network_primary_isolation_60
	not _shown_network_primary_isolation_61
	not _shown_network_primary_isolation_62
	not _shown_network_primary_isolation_63
	not _shown_network_primary_isolation_64
	not _shown_network_primary_isolation_65
	not _shown_network_primary_isolation_66
}

_said_48 contains ["network.primary_isolation", "looks", true] if data.guiderail.network.primary_isolation.applies

_said_41 contains ["network.rule_ports", "violation", statement] if some statement in data.guiderail.network.rule_ports.violation

_said_41 contains ["network.rule_ports", "unknown", statement] if some statement in data.guiderail.network.rule_ports.unknown

_said_46 contains ["network.service_exposure", "violation", statement] if some statement in data.guiderail.network.service_exposure.violation

_said_46 contains ["network.service_selects_pods", "violation", statement] if some statement in data.guiderail.network.service_selects_pods.violation

_said_46 contains ["network.service_selects_pods", "unknown", statement] if some statement in data.guiderail.network.service_selects_pods.unknown

_shown_network_service_selects_pods_1 if data.inventory.namespace[_].v1.Pod[_]

_shown_network_service_selects_pods_2 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_network_service_selects_pods_3 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_network_service_selects_pods_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_network_service_selects_pods_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_network_service_selects_pods_6 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_network_service_selects_pods_7 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_network_service_selects_pods_8 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_network_service_selects_pods_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_network_service_selects_pods_10 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_network_service_selects_pods_11 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_network_service_selects_pods_12 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_network_service_selects_pods_13 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_network_service_selects_pods_14 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_network_service_selects_pods_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_network_service_selects_pods_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_network_service_selects_pods_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_network_service_selects_pods_18 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_network_service_selects_pods_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_network_service_selects_pods_20 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_network_service_selects_pods_21 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_network_service_selects_pods_22 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_network_service_selects_pods_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_network_service_selects_pods_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_network_service_selects_pods_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_network_service_selects_pods_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_network_service_selects_pods_27 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_network_service_selects_pods_28 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_network_service_selects_pods_29 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_network_service_selects_pods_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_network_service_selects_pods_31 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_network_service_selects_pods_32 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_network_service_selects_pods_33 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_network_service_selects_pods_34 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_network_service_selects_pods_35 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_network_service_selects_pods_36 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_network_service_selects_pods_37 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_network_service_selects_pods_38 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_network_service_selects_pods_39 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_network_service_selects_pods_40 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_network_service_selects_pods_41 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_network_service_selects_pods_42 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_network_service_selects_pods_43 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_network_service_selects_pods_44 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_network_service_selects_pods_45 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_network_service_selects_pods_46 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_network_service_selects_pods_47 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_network_service_selects_pods_48 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_network_service_selects_pods_49 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_network_service_selects_pods_50 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_network_service_selects_pods_51 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_network_service_selects_pods_52 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_network_service_selects_pods_53 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_46 contains ["network.service_selects_pods", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Pod and ReplicationController and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and RayCluster and RayJob and RayService and Configuration and Revision and Service and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.network.service_selects_pods.violation) == 0
	count(data.guiderail.network.service_selects_pods.unknown) == 0
	data.guiderail.network.service_selects_pods.applies
	not _shown_network_service_selects_pods_1
	not _shown_network_service_selects_pods_2
	not _shown_network_service_selects_pods_3
	not _shown_network_service_selects_pods_4
	not _shown_network_service_selects_pods_5
	not _shown_network_service_selects_pods_6
	not _shown_network_service_selects_pods_7
	not _shown_network_service_selects_pods_8
	not _shown_network_service_selects_pods_9
	not _shown_network_service_selects_pods_10
	not _shown_network_service_selects_pods_11
	not _shown_network_service_selects_pods_12
	not _shown_network_service_selects_pods_13
	not _shown_network_service_selects_pods_14
	not _shown_network_service_selects_pods_15
	not _shown_network_service_selects_pods_16
	not _shown_network_service_selects_pods_17
	not _shown_network_service_selects_pods_18
	not _shown_network_service_selects_pods_19
	not _shown_network_service_selects_pods_20
	not _shown_network_service_selects_pods_21
	not _shown_network_service_selects_pods_22
	not _shown_network_service_selects_pods_23
	not _shown_network_service_selects_pods_24
	not _shown_network_service_selects_pods_25
	not _shown_network_service_selects_pods_26
	not _shown_network_service_selects_pods_27
	not _shown_network_service_selects_pods_28
	not _shown_network_service_selects_pods_29
	not _shown_network_service_selects_pods_30
	not _shown_network_service_selects_pods_31
	not _shown_network_service_selects_pods_32
	not _shown_network_service_selects_pods_33
	not _shown_network_service_selects_pods_34
	not _shown_network_service_selects_pods_35
	not _shown_network_service_selects_pods_36
	not _shown_network_service_selects_pods_37
	not _shown_network_service_selects_pods_38
	not _shown_network_service_selects_pods_39
	not _shown_network_service_selects_pods_40
	not _shown_network_service_selects_pods_41
	not _shown_network_service_selects_pods_42
	not _shown_network_service_selects_pods_43
	not _shown_network_service_selects_pods_44
	not _shown_network_service_selects_pods_45
	not _shown_network_service_selects_pods_46
	not _shown_network_service_selects_pods_47
	not _shown_network_service_selects_pods_48
	not _shown_network_service_selects_pods_49
	not _shown_network_service_selects_pods_50
	not _shown_network_service_selects_pods_51
	not _shown_network_service_selects_pods_52
	not _shown_network_service_selects_pods_53
}

_said_46 contains ["network.service_selects_pods", "looks", true] if data.guiderail.network.service_selects_pods.applies

_said_7 contains ["network.workload_selected", "violation", statement] if some statement in data.guiderail.network.workload_selected.violation

_said_7 contains ["network.workload_selected", "unknown", statement] if some statement in data.guiderail.network.workload_selected.unknown

_shown_network_workload_selected_1 if data.inventory.cluster.v1.Namespace[_]

_shown_network_workload_selected_2 if data.inventory.namespace[_].v1.Pod[_]

_shown_network_workload_selected_3 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_network_workload_selected_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_network_workload_selected_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_network_workload_selected_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_network_workload_selected_7 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_network_workload_selected_8 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_network_workload_selected_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_network_workload_selected_10 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_network_workload_selected_11 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_network_workload_selected_12 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_network_workload_selected_13 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_network_workload_selected_14 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_network_workload_selected_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_network_workload_selected_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_network_workload_selected_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_network_workload_selected_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_network_workload_selected_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_network_workload_selected_20 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_network_workload_selected_21 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_network_workload_selected_22 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_network_workload_selected_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_network_workload_selected_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_network_workload_selected_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_network_workload_selected_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_network_workload_selected_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_network_workload_selected_28 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_network_workload_selected_29 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_network_workload_selected_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_network_workload_selected_31 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_network_workload_selected_32 if data.inventory.cluster["cilium.io/v2"].CiliumClusterwideNetworkPolicy[_]

_shown_network_workload_selected_33 if data.inventory.namespace[_]["cilium.io/v2"].CiliumNetworkPolicy[_]

_shown_network_workload_selected_34 if data.inventory.cluster["crd.antrea.io/v1beta1"].ClusterNetworkPolicy[_]

_shown_network_workload_selected_35 if data.inventory.namespace[_]["crd.antrea.io/v1beta1"].NetworkPolicy[_]

_shown_network_workload_selected_36 if data.inventory.cluster["crd.projectcalico.org/v1"].GlobalNetworkPolicy[_]

_shown_network_workload_selected_37 if data.inventory.namespace[_]["crd.projectcalico.org/v1"].NetworkPolicy[_]

_shown_network_workload_selected_38 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_network_workload_selected_39 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_network_workload_selected_40 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_network_workload_selected_41 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_network_workload_selected_42 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_network_workload_selected_43 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_network_workload_selected_44 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_network_workload_selected_45 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_network_workload_selected_46 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_network_workload_selected_47 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_network_workload_selected_48 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_network_workload_selected_49 if data.inventory.namespace[_]["networking.k8s.io/v1"].NetworkPolicy[_]

_shown_network_workload_selected_50 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_network_workload_selected_51 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].AdminNetworkPolicy[_]

_shown_network_workload_selected_52 if data.inventory.cluster["policy.networking.k8s.io/v1alpha1"].BaselineAdminNetworkPolicy[_]

_shown_network_workload_selected_53 if data.inventory.cluster["policy.networking.k8s.io/v1alpha2"].ClusterNetworkPolicy[_]

_shown_network_workload_selected_54 if data.inventory.cluster["projectcalico.org/v3"].GlobalNetworkPolicy[_]

_shown_network_workload_selected_55 if data.inventory.namespace[_]["projectcalico.org/v3"].NetworkPolicy[_]

_shown_network_workload_selected_56 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_network_workload_selected_57 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_network_workload_selected_58 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_network_workload_selected_59 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_network_workload_selected_60 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_network_workload_selected_61 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_network_workload_selected_62 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_network_workload_selected_63 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_network_workload_selected_64 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_network_workload_selected_65 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_network_workload_selected_66 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_7 contains ["network.workload_selected", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Namespace and Pod and ReplicationController and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and CiliumClusterwideNetworkPolicy and CiliumNetworkPolicy and ClusterNetworkPolicy and NetworkPolicy and GlobalNetworkPolicy and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and AdminNetworkPolicy and BaselineAdminNetworkPolicy and RayCluster and RayJob and RayService and Configuration and Revision and Service and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.network.workload_selected.violation) == 0
	count(data.guiderail.network.workload_selected.unknown) == 0
	data.guiderail.network.workload_selected.applies
	not _shown_network_workload_selected_1
	not _shown_network_workload_selected_2
	not _shown_network_workload_selected_3
	not _shown_network_workload_selected_4
	not _shown_network_workload_selected_5
	not _shown_network_workload_selected_6
	not _shown_network_workload_selected_7
	not _shown_network_workload_selected_8
	not _shown_network_workload_selected_9
	not _shown_network_workload_selected_10
	not _shown_network_workload_selected_11
	not _shown_network_workload_selected_12
	not _shown_network_workload_selected_13
	not _shown_network_workload_selected_14
	not _shown_network_workload_selected_15
	not _shown_network_workload_selected_16
	not _shown_network_workload_selected_17
	not _shown_network_workload_selected_18
	not _shown_network_workload_selected_19
	not _shown_network_workload_selected_20
	not _shown_network_workload_selected_21
	not _shown_network_workload_selected_22
	not _shown_network_workload_selected_23
	not _shown_network_workload_selected_24
	not _shown_network_workload_selected_25
	not _shown_network_workload_selected_26
	not _shown_network_workload_selected_27
	not _shown_network_workload_selected_28
	not _shown_network_workload_selected_29
	not _shown_network_workload_selected_30
	not _shown_network_workload_selected_31
	not _shown_network_workload_selected_32
	not _shown_network_workload_selected_33
	not _shown_network_workload_selected_34
	not _shown_network_workload_selected_35
	not _shown_network_workload_selected_36
	not _shown_network_workload_selected_37
	not _shown_network_workload_selected_38
	not _shown_network_workload_selected_39
	not _shown_network_workload_selected_40
	not _shown_network_workload_selected_41
	not _shown_network_workload_selected_42
	not _shown_network_workload_selected_43
	not _shown_network_workload_selected_44
	not _shown_network_workload_selected_45
	not _shown_network_workload_selected_46
	not _shown_network_workload_selected_47
	not _shown_network_workload_selected_48
	not _shown_network_workload_selected_49
	not _shown_network_workload_selected_50
	not _shown_network_workload_selected_51
	not _shown_network_workload_selected_52
	not _shown_network_workload_selected_53
	not _shown_network_workload_selected_54
	not _shown_network_workload_selected_55
	not _shown_network_workload_selected_56
	not _shown_network_workload_selected_57
	not _shown_network_workload_selected_58
	not _shown_network_workload_selected_59
	not _shown_network_workload_selected_60
	not _shown_network_workload_selected_61
	not _shown_network_workload_selected_62
	not _shown_network_workload_selected_63
	not _shown_network_workload_selected_64
	not _shown_network_workload_selected_65
	not _shown_network_workload_selected_66
}

_said_7 contains ["network.workload_selected", "looks", true] if data.guiderail.network.workload_selected.applies

_said_37 contains ["podsecurity.admission_exemptions", "violation", statement] if some statement in data.guiderail.podsecurity.admission_exemptions.violation

_said_37 contains ["podsecurity.admission_exemptions", "unknown", statement] if some statement in data.guiderail.podsecurity.admission_exemptions.unknown

_said_2 contains ["podsecurity.admission_plugin", "violation", statement] if some statement in data.guiderail.podsecurity.admission_plugin.violation

_said_2 contains ["podsecurity.admission_plugin", "unknown", statement] if some statement in data.guiderail.podsecurity.admission_plugin.unknown

_said_7 contains ["podsecurity.app_armor", "violation", statement] if some statement in data.guiderail.podsecurity.app_armor.violation

_said_7 contains ["podsecurity.app_armor", "unknown", statement] if some statement in data.guiderail.podsecurity.app_armor.unknown

_said_39 contains ["podsecurity.audit_warn_labels", "violation", statement] if some statement in data.guiderail.podsecurity.audit_warn_labels.violation

_said_39 contains ["podsecurity.audit_warn_labels", "unknown", statement] if some statement in data.guiderail.podsecurity.audit_warn_labels.unknown

_said_7 contains ["podsecurity.capabilities", "violation", statement] if some statement in data.guiderail.podsecurity.capabilities.violation

_said_7 contains ["podsecurity.capabilities", "unknown", statement] if some statement in data.guiderail.podsecurity.capabilities.unknown

_said_39 contains ["podsecurity.enforce_label", "violation", statement] if some statement in data.guiderail.podsecurity.enforce_label.violation

_said_39 contains ["podsecurity.enforce_label", "unknown", statement] if some statement in data.guiderail.podsecurity.enforce_label.unknown

_said_7 contains ["podsecurity.host_namespaces", "violation", statement] if some statement in data.guiderail.podsecurity.host_namespaces.violation

_said_7 contains ["podsecurity.host_namespaces", "unknown", statement] if some statement in data.guiderail.podsecurity.host_namespaces.unknown

_said_7 contains ["podsecurity.host_path_volumes", "violation", statement] if some statement in data.guiderail.podsecurity.host_path_volumes.violation

_said_7 contains ["podsecurity.host_path_volumes", "unknown", statement] if some statement in data.guiderail.podsecurity.host_path_volumes.unknown

_said_7 contains ["podsecurity.host_ports", "violation", statement] if some statement in data.guiderail.podsecurity.host_ports.violation

_said_7 contains ["podsecurity.host_ports", "unknown", statement] if some statement in data.guiderail.podsecurity.host_ports.unknown

_said_7 contains ["podsecurity.host_probes", "violation", statement] if some statement in data.guiderail.podsecurity.host_probes.violation

_said_49 contains ["podsecurity.label_downgrade", "violation", statement] if some statement in data.guiderail.podsecurity.label_downgrade.violation

_said_39 contains ["podsecurity.label_values", "violation", statement] if some statement in data.guiderail.podsecurity.label_values.violation

_said_39 contains ["podsecurity.label_values", "unknown", statement] if some statement in data.guiderail.podsecurity.label_values.unknown

_said_50 contains ["podsecurity.no_pod_security_policy", "violation", statement] if some statement in data.guiderail.podsecurity.no_pod_security_policy.violation

_said_51 contains ["podsecurity.persistent_volume_host_path", "violation", statement] if some statement in data.guiderail.podsecurity.persistent_volume_host_path.violation

_said_7 contains ["podsecurity.privileged", "violation", statement] if some statement in data.guiderail.podsecurity.privileged.violation

_said_7 contains ["podsecurity.privileged", "unknown", statement] if some statement in data.guiderail.podsecurity.privileged.unknown

_said_7 contains ["podsecurity.proc_mount", "violation", statement] if some statement in data.guiderail.podsecurity.proc_mount.violation

_said_7 contains ["podsecurity.proc_mount", "unknown", statement] if some statement in data.guiderail.podsecurity.proc_mount.unknown

_said_7 contains ["podsecurity.read_only_root_filesystem", "violation", statement] if some statement in data.guiderail.podsecurity.read_only_root_filesystem.violation

_said_7 contains ["podsecurity.read_only_root_filesystem", "unknown", statement] if some statement in data.guiderail.podsecurity.read_only_root_filesystem.unknown

_said_7 contains ["podsecurity.restricted_capabilities", "violation", statement] if some statement in data.guiderail.podsecurity.restricted_capabilities.violation

_said_7 contains ["podsecurity.restricted_privilege_escalation", "violation", statement] if some statement in data.guiderail.podsecurity.restricted_privilege_escalation.violation

_said_7 contains ["podsecurity.restricted_privilege_escalation", "unknown", statement] if some statement in data.guiderail.podsecurity.restricted_privilege_escalation.unknown

_said_7 contains ["podsecurity.restricted_proc_mount", "violation", statement] if some statement in data.guiderail.podsecurity.restricted_proc_mount.violation

_said_7 contains ["podsecurity.restricted_proc_mount", "unknown", statement] if some statement in data.guiderail.podsecurity.restricted_proc_mount.unknown

_said_7 contains ["podsecurity.restricted_run_as_non_root", "violation", statement] if some statement in data.guiderail.podsecurity.restricted_run_as_non_root.violation

_said_7 contains ["podsecurity.restricted_run_as_non_root", "unknown", statement] if some statement in data.guiderail.podsecurity.restricted_run_as_non_root.unknown

_said_7 contains ["podsecurity.restricted_run_as_user", "violation", statement] if some statement in data.guiderail.podsecurity.restricted_run_as_user.violation

_said_7 contains ["podsecurity.restricted_run_as_user", "unknown", statement] if some statement in data.guiderail.podsecurity.restricted_run_as_user.unknown

_said_7 contains ["podsecurity.restricted_seccomp", "violation", statement] if some statement in data.guiderail.podsecurity.restricted_seccomp.violation

_said_7 contains ["podsecurity.restricted_seccomp", "unknown", statement] if some statement in data.guiderail.podsecurity.restricted_seccomp.unknown

_said_7 contains ["podsecurity.restricted_volumes", "violation", statement] if some statement in data.guiderail.podsecurity.restricted_volumes.violation

_said_7 contains ["podsecurity.seccomp", "violation", statement] if some statement in data.guiderail.podsecurity.seccomp.violation

_said_7 contains ["podsecurity.seccomp", "unknown", statement] if some statement in data.guiderail.podsecurity.seccomp.unknown

_said_7 contains ["podsecurity.selinux", "violation", statement] if some statement in data.guiderail.podsecurity.selinux.violation

_said_7 contains ["podsecurity.selinux", "unknown", statement] if some statement in data.guiderail.podsecurity.selinux.unknown

_said_7 contains ["podsecurity.sysctls", "violation", statement] if some statement in data.guiderail.podsecurity.sysctls.violation

_said_7 contains ["podsecurity.sysctls", "unknown", statement] if some statement in data.guiderail.podsecurity.sysctls.unknown

_said_7 contains ["podsecurity.windows_host_process", "violation", statement] if some statement in data.guiderail.podsecurity.windows_host_process.violation

_said_7 contains ["podsecurity.windows_host_process", "unknown", statement] if some statement in data.guiderail.podsecurity.windows_host_process.unknown

_said_12 contains ["rbac.access_entries", "violation", statement] if some statement in data.guiderail.rbac.access_entries.violation

_said_12 contains ["rbac.access_entries", "unknown", statement] if some statement in data.guiderail.rbac.access_entries.unknown

_said_7 contains ["rbac.account_exists", "violation", statement] if some statement in data.guiderail.rbac.account_exists.violation

_said_7 contains ["rbac.account_exists", "unknown", statement] if some statement in data.guiderail.rbac.account_exists.unknown

_shown_rbac_account_exists_1 if data.inventory.namespace[_].v1.ServiceAccount[_]

_said_7 contains ["rbac.account_exists", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ServiceAccount"}] if {
	input.asked
	count(data.guiderail.rbac.account_exists.violation) == 0
	count(data.guiderail.rbac.account_exists.unknown) == 0
	data.guiderail.rbac.account_exists.applies
	not _shown_rbac_account_exists_1
}

_said_7 contains ["rbac.account_exists", "looks", true] if data.guiderail.rbac.account_exists.applies

_said_52 contains ["rbac.admission_and_rbac_write", "violation", statement] if some statement in data.guiderail.rbac.admission_and_rbac_write.violation

_said_52 contains ["rbac.admission_and_rbac_write", "unknown", statement] if some statement in data.guiderail.rbac.admission_and_rbac_write.unknown

_said_11 contains ["rbac.aks_entra", "violation", statement] if some statement in data.guiderail.rbac.aks_entra.violation

_said_11 contains ["rbac.aks_entra", "unknown", statement] if some statement in data.guiderail.rbac.aks_entra.unknown

_said_35 contains ["rbac.aks_role_assignments", "violation", statement] if some statement in data.guiderail.rbac.aks_role_assignments.violation

_said_35 contains ["rbac.aks_role_assignments", "unknown", statement] if some statement in data.guiderail.rbac.aks_role_assignments.unknown

_said_2 contains ["rbac.api_server_authorization", "violation", statement] if some statement in data.guiderail.rbac.api_server_authorization.violation

_said_2 contains ["rbac.api_server_authorization", "unknown", statement] if some statement in data.guiderail.rbac.api_server_authorization.unknown

_said_8 contains ["rbac.aws_auth", "violation", statement] if some statement in data.guiderail.rbac.aws_auth.violation

_said_8 contains ["rbac.aws_auth", "unknown", statement] if some statement in data.guiderail.rbac.aws_auth.unknown

_said_52 contains ["rbac.aws_auth_write", "violation", statement] if some statement in data.guiderail.rbac.aws_auth_write.violation

_said_52 contains ["rbac.aws_auth_write", "unknown", statement] if some statement in data.guiderail.rbac.aws_auth_write.unknown

_said_14 contains ["rbac.binding_form", "violation", statement] if some statement in data.guiderail.rbac.binding_form.violation

_said_14 contains ["rbac.binding_resolves", "violation", statement] if some statement in data.guiderail.rbac.binding_resolves.violation

_said_14 contains ["rbac.binding_resolves", "unknown", statement] if some statement in data.guiderail.rbac.binding_resolves.unknown

_shown_rbac_binding_resolves_1 if data.inventory.namespace[_].v1.ServiceAccount[_]

_shown_rbac_binding_resolves_2 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[_]

_shown_rbac_binding_resolves_3 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].Role[_]

_said_14 contains ["rbac.binding_resolves", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ServiceAccount and ClusterRole and Role"}] if {
	input.asked
	count(data.guiderail.rbac.binding_resolves.violation) == 0
	count(data.guiderail.rbac.binding_resolves.unknown) == 0
	not _shown_rbac_binding_resolves_1
	not _shown_rbac_binding_resolves_2
	not _shown_rbac_binding_resolves_3
}

_said_14 contains ["rbac.binding_resolves", "looks", true]

_said_14 contains ["rbac.binding_review", "violation", statement] if some statement in data.guiderail.rbac.binding_review.violation with input.parameters as {"now": input.now}

_said_14 contains ["rbac.binding_review", "unknown", statement] if some statement in data.guiderail.rbac.binding_review.unknown with input.parameters as {"now": input.now}

_said_14 contains ["rbac.cluster_admin", "violation", statement] if some statement in data.guiderail.rbac.cluster_admin.violation

_said_14 contains ["rbac.cluster_admin", "unknown", statement] if some statement in data.guiderail.rbac.cluster_admin.unknown

_said_53 contains ["rbac.control_plane_roles", "violation", statement] if some statement in data.guiderail.rbac.control_plane_roles.violation

_said_52 contains ["rbac.dangerous_subresources", "violation", statement] if some statement in data.guiderail.rbac.dangerous_subresources.violation

_said_52 contains ["rbac.dangerous_subresources", "unknown", statement] if some statement in data.guiderail.rbac.dangerous_subresources.unknown

_said_7 contains ["rbac.dedicated_service_account", "violation", statement] if some statement in data.guiderail.rbac.dedicated_service_account.violation

_said_7 contains ["rbac.dedicated_service_account", "unknown", statement] if some statement in data.guiderail.rbac.dedicated_service_account.unknown

_said_54 contains ["rbac.default_roles", "violation", statement] if some statement in data.guiderail.rbac.default_roles.violation

_said_14 contains ["rbac.default_service_account", "violation", statement] if some statement in data.guiderail.rbac.default_service_account.violation

_said_14 contains ["rbac.default_service_account", "unknown", statement] if some statement in data.guiderail.rbac.default_service_account.unknown

_said_14 contains ["rbac.equivalent_power", "violation", statement] if some statement in data.guiderail.rbac.equivalent_power.violation

_said_14 contains ["rbac.equivalent_power", "unknown", statement] if some statement in data.guiderail.rbac.equivalent_power.unknown

_shown_rbac_equivalent_power_1 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[_]

_shown_rbac_equivalent_power_2 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].Role[_]

_said_14 contains ["rbac.equivalent_power", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ClusterRole and Role"}] if {
	input.asked
	count(data.guiderail.rbac.equivalent_power.violation) == 0
	count(data.guiderail.rbac.equivalent_power.unknown) == 0
	not _shown_rbac_equivalent_power_1
	not _shown_rbac_equivalent_power_2
}

_said_14 contains ["rbac.equivalent_power", "looks", true]

_said_52 contains ["rbac.escalation_verbs", "violation", statement] if some statement in data.guiderail.rbac.escalation_verbs.violation

_said_52 contains ["rbac.escalation_verbs", "unknown", statement] if some statement in data.guiderail.rbac.escalation_verbs.unknown

_said_52 contains ["rbac.extension_wildcards", "violation", statement] if some statement in data.guiderail.rbac.extension_wildcards.violation

_said_52 contains ["rbac.indirect_access", "violation", statement] if some statement in data.guiderail.rbac.indirect_access.violation

_said_52 contains ["rbac.indirect_access", "unknown", statement] if some statement in data.guiderail.rbac.indirect_access.unknown

_said_53 contains ["rbac.namespace_scoped_bindings", "violation", statement] if some statement in data.guiderail.rbac.namespace_scoped_bindings.violation

_said_54 contains ["rbac.privileged_aggregation", "violation", statement] if some statement in data.guiderail.rbac.privileged_aggregation.violation

_said_54 contains ["rbac.privileged_aggregation", "unknown", statement] if some statement in data.guiderail.rbac.privileged_aggregation.unknown

_shown_rbac_privileged_aggregation_1 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[_]

_said_54 contains ["rbac.privileged_aggregation", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ClusterRole"}] if {
	input.asked
	count(data.guiderail.rbac.privileged_aggregation.violation) == 0
	count(data.guiderail.rbac.privileged_aggregation.unknown) == 0
	not _shown_rbac_privileged_aggregation_1
}

_said_54 contains ["rbac.privileged_aggregation", "looks", true]

_said_52 contains ["rbac.reader_roles", "violation", statement] if some statement in data.guiderail.rbac.reader_roles.violation

_said_52 contains ["rbac.reader_roles", "unknown", statement] if some statement in data.guiderail.rbac.reader_roles.unknown

_said_52 contains ["rbac.role_form", "violation", statement] if some statement in data.guiderail.rbac.role_form.violation

_said_52 contains ["rbac.secret_read", "violation", statement] if some statement in data.guiderail.rbac.secret_read.violation

_said_52 contains ["rbac.secret_read", "unknown", statement] if some statement in data.guiderail.rbac.secret_read.unknown

_said_32 contains ["rbac.service_account_token", "violation", statement] if some statement in data.guiderail.rbac.service_account_token.violation

_said_32 contains ["rbac.service_account_token", "unknown", statement] if some statement in data.guiderail.rbac.service_account_token.unknown

_shown_rbac_service_account_token_1 if data.inventory.namespace[_].v1.ServiceAccount[_]

_shown_rbac_service_account_token_2 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[_]

_shown_rbac_service_account_token_3 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRoleBinding[_]

_shown_rbac_service_account_token_4 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].Role[_]

_shown_rbac_service_account_token_5 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].RoleBinding[_]

_said_32 contains ["rbac.service_account_token", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ServiceAccount and ClusterRole and ClusterRoleBinding and Role and RoleBinding"}] if {
	input.asked
	count(data.guiderail.rbac.service_account_token.violation) == 0
	count(data.guiderail.rbac.service_account_token.unknown) == 0
	not _shown_rbac_service_account_token_1
	not _shown_rbac_service_account_token_2
	not _shown_rbac_service_account_token_3
	not _shown_rbac_service_account_token_4
	not _shown_rbac_service_account_token_5
}

_said_32 contains ["rbac.service_account_token", "looks", true]

_said_14 contains ["rbac.system_group_subjects", "violation", statement] if some statement in data.guiderail.rbac.system_group_subjects.violation

_said_14 contains ["rbac.system_group_subjects", "unknown", statement] if some statement in data.guiderail.rbac.system_group_subjects.unknown

_said_52 contains ["rbac.wildcards", "violation", statement] if some statement in data.guiderail.rbac.wildcards.violation

_said_52 contains ["rbac.wildcards", "unknown", statement] if some statement in data.guiderail.rbac.wildcards.unknown

_said_52 contains ["rbac.workload_creation", "violation", statement] if some statement in data.guiderail.rbac.workload_creation.violation

_said_52 contains ["rbac.workload_creation", "unknown", statement] if some statement in data.guiderail.rbac.workload_creation.unknown

_said_7 contains ["resources.bounds", "violation", statement] if some statement in data.guiderail.resources.bounds.violation

_said_7 contains ["resources.bounds", "unknown", statement] if some statement in data.guiderail.resources.bounds.unknown

_said_7 contains ["resources.fits_node", "violation", statement] if some statement in data.guiderail.resources.fits_node.violation

_said_7 contains ["resources.fits_node", "unknown", statement] if some statement in data.guiderail.resources.fits_node.unknown

_shown_resources_fits_node_1 if data.inventory.cluster.v1.Node[_]

_said_7 contains ["resources.fits_node", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Node"}] if {
	input.asked
	count(data.guiderail.resources.fits_node.violation) == 0
	count(data.guiderail.resources.fits_node.unknown) == 0
	data.guiderail.resources.fits_node.applies
	not _shown_resources_fits_node_1
}

_said_7 contains ["resources.fits_node", "looks", true] if data.guiderail.resources.fits_node.applies

_said_7 contains ["resources.limits", "violation", statement] if some statement in data.guiderail.resources.limits.violation

_said_7 contains ["resources.limits", "unknown", statement] if some statement in data.guiderail.resources.limits.unknown

_shown_resources_limits_1 if data.inventory.namespace[_].v1.LimitRange[_]

_said_7 contains ["resources.limits", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: LimitRange"}] if {
	input.asked
	count(data.guiderail.resources.limits.violation) == 0
	count(data.guiderail.resources.limits.unknown) == 0
	not _shown_resources_limits_1
}

_said_7 contains ["resources.limits", "looks", true]

_said_7 contains ["resources.pod_amounts", "violation", statement] if some statement in data.guiderail.resources.pod_amounts.violation

_said_7 contains ["resources.pod_amounts", "unknown", statement] if some statement in data.guiderail.resources.pod_amounts.unknown

_said_55 contains ["resources.quantities", "violation", statement] if some statement in data.guiderail.resources.quantities.violation

_said_55 contains ["resources.quantities", "unknown", statement] if some statement in data.guiderail.resources.quantities.unknown

_said_7 contains ["resources.request_limit_ratio", "violation", statement] if some statement in data.guiderail.resources.request_limit_ratio.violation

_said_7 contains ["resources.request_limit_ratio", "unknown", statement] if some statement in data.guiderail.resources.request_limit_ratio.unknown

_said_7 contains ["resources.requests", "violation", statement] if some statement in data.guiderail.resources.requests.violation

_shown_resources_requests_1 if data.inventory.namespace[_].v1.LimitRange[_]

_said_7 contains ["resources.requests", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: LimitRange"}] if {
	input.asked
	count(data.guiderail.resources.requests.violation) == 0
	not _shown_resources_requests_1
}

_said_7 contains ["resources.requests", "looks", true]

_said_56 contains ["schema.template_selector", "violation", statement] if some statement in data.guiderail.schema.template_selector.violation

_said_56 contains ["schema.template_selector", "unknown", statement] if some statement in data.guiderail.schema.template_selector.unknown

_said_11 contains ["secrets.aks_encryption", "violation", statement] if some statement in data.guiderail.secrets.aks_encryption.violation

_said_11 contains ["secrets.aks_encryption", "unknown", statement] if some statement in data.guiderail.secrets.aks_encryption.unknown

_said_20 contains ["secrets.annotations", "violation", statement] if some statement in data.guiderail.secrets.annotations.violation

_said_12 contains ["secrets.cluster_encryption", "violation", statement] if some statement in data.guiderail.secrets.cluster_encryption.violation

_said_12 contains ["secrets.cluster_encryption", "unknown", statement] if some statement in data.guiderail.secrets.cluster_encryption.unknown

_said_57 contains ["secrets.command_args", "violation", statement] if some statement in data.guiderail.secrets.command_args.violation

_said_8 contains ["secrets.configmap", "violation", statement] if some statement in data.guiderail.secrets.configmap.violation

_said_8 contains ["secrets.configmap", "unknown", statement] if some statement in data.guiderail.secrets.configmap.unknown

_said_58 contains ["secrets.default_values", "violation", statement] if some statement in data.guiderail.secrets.default_values.violation

_said_59 contains ["secrets.dockerfile", "violation", statement] if some statement in data.guiderail.secrets.dockerfile.violation

_said_60 contains ["secrets.embedded_values", "violation", statement] if some statement in data.guiderail.secrets.embedded_values.violation

_said_37 contains ["secrets.encryption_configuration", "violation", statement] if some statement in data.guiderail.secrets.encryption_configuration.violation

_said_37 contains ["secrets.encryption_configuration", "unknown", statement] if some statement in data.guiderail.secrets.encryption_configuration.unknown

_said_2 contains ["secrets.encryption_provider", "violation", statement] if some statement in data.guiderail.secrets.encryption_provider.violation

_said_7 contains ["secrets.exposure", "violation", statement] if some statement in data.guiderail.secrets.exposure.violation

_said_7 contains ["secrets.exposure", "unknown", statement] if some statement in data.guiderail.secrets.exposure.unknown

_said_61 contains ["secrets.external_store", "violation", statement] if some statement in data.guiderail.secrets.external_store.violation

_said_61 contains ["secrets.external_store", "unknown", statement] if some statement in data.guiderail.secrets.external_store.unknown

_said_23 contains ["secrets.infrastructure_literals", "violation", statement] if some statement in data.guiderail.secrets.infrastructure_literals.violation

_said_23 contains ["secrets.infrastructure_literals", "unknown", statement] if some statement in data.guiderail.secrets.infrastructure_literals.unknown

_said_58 contains ["secrets.last_applied", "violation", statement] if some statement in data.guiderail.secrets.last_applied.violation

_said_58 contains ["secrets.legacy_token", "violation", statement] if some statement in data.guiderail.secrets.legacy_token.violation

_said_29 contains ["secrets.manager_key", "violation", statement] if some statement in data.guiderail.secrets.manager_key.violation

_said_29 contains ["secrets.manager_key", "unknown", statement] if some statement in data.guiderail.secrets.manager_key.unknown

_said_7 contains ["secrets.plaintext_env", "violation", statement] if some statement in data.guiderail.secrets.plaintext_env.violation

_said_7 contains ["secrets.plaintext_env", "unknown", statement] if some statement in data.guiderail.secrets.plaintext_env.unknown

_said_24 contains ["secrets.printed_secret", "violation", statement] if some statement in data.guiderail.secrets.printed_secret.violation

_said_62 contains ["secrets.pull_secrets", "violation", statement] if some statement in data.guiderail.secrets.pull_secrets.violation

_said_62 contains ["secrets.pull_secrets", "unknown", statement] if some statement in data.guiderail.secrets.pull_secrets.unknown

_said_7 contains ["secrets.reference_resolves", "violation", statement] if some statement in data.guiderail.secrets.reference_resolves.violation

_said_7 contains ["secrets.reference_resolves", "unknown", statement] if some statement in data.guiderail.secrets.reference_resolves.unknown

_shown_secrets_reference_resolves_1 if data.inventory.namespace[_].v1.Secret[_]

_shown_secrets_reference_resolves_2 if data.inventory.namespace[_].v1.Service[_]

_shown_secrets_reference_resolves_3 if data.inventory.namespace[_]["bitnami.com/v1alpha1"].SealedSecret[_]

_shown_secrets_reference_resolves_4 if data.inventory.namespace[_]["cert-manager.io/v1"].Certificate[_]

_shown_secrets_reference_resolves_5 if data.inventory.namespace[_]["cert-manager.io/v1"].Issuer[_]

_shown_secrets_reference_resolves_6 if data.inventory.cluster["external-secrets.io/v1"].ClusterExternalSecret[_]

_shown_secrets_reference_resolves_7 if data.inventory.cluster["external-secrets.io/v1beta1"].ClusterExternalSecret[_]

_shown_secrets_reference_resolves_8 if data.inventory.namespace[_]["external-secrets.io/v1"].ExternalSecret[_]

_shown_secrets_reference_resolves_9 if data.inventory.namespace[_]["external-secrets.io/v1beta1"].ExternalSecret[_]

_shown_secrets_reference_resolves_10 if data.inventory.namespace[_]["gateway.networking.k8s.io/v1"].Gateway[_]

_shown_secrets_reference_resolves_11 if data.inventory.namespace[_]["inventory.guiderail/v1"].CustomResource[_]

_shown_secrets_reference_resolves_12 if data.inventory.namespace[_]["networking.k8s.io/v1"].Ingress[_]

_shown_secrets_reference_resolves_13 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[_]

_shown_secrets_reference_resolves_14 if data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRoleBinding[_]

_shown_secrets_reference_resolves_15 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].Role[_]

_shown_secrets_reference_resolves_16 if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].RoleBinding[_]

_shown_secrets_reference_resolves_17 if data.inventory.namespace[_]["secrets-store.csi.x-k8s.io/v1"].SecretProviderClass[_]

_said_7 contains ["secrets.reference_resolves", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Secret and Service and SealedSecret and Certificate and Issuer and ClusterExternalSecret and ExternalSecret and Gateway and CustomResource and Ingress and ClusterRole and ClusterRoleBinding and Role and RoleBinding and SecretProviderClass"}] if {
	input.asked
	count(data.guiderail.secrets.reference_resolves.violation) == 0
	count(data.guiderail.secrets.reference_resolves.unknown) == 0
	data.guiderail.secrets.reference_resolves.applies
	not _shown_secrets_reference_resolves_1
	not _shown_secrets_reference_resolves_2
	not _shown_secrets_reference_resolves_3
	not _shown_secrets_reference_resolves_4
	not _shown_secrets_reference_resolves_5
	not _shown_secrets_reference_resolves_6
	not _shown_secrets_reference_resolves_7
	not _shown_secrets_reference_resolves_8
	not _shown_secrets_reference_resolves_9
	not _shown_secrets_reference_resolves_10
	not _shown_secrets_reference_resolves_11
	not _shown_secrets_reference_resolves_12
	not _shown_secrets_reference_resolves_13
	not _shown_secrets_reference_resolves_14
	not _shown_secrets_reference_resolves_15
	not _shown_secrets_reference_resolves_16
	not _shown_secrets_reference_resolves_17
}

_said_7 contains ["secrets.reference_resolves", "looks", true] if data.guiderail.secrets.reference_resolves.applies

_said_58 contains ["secrets.repository_payload", "violation", statement] if some statement in data.guiderail.secrets.repository_payload.violation

_said_58 contains ["secrets.repository_payload", "unknown", statement] if some statement in data.guiderail.secrets.repository_payload.unknown

_said_29 contains ["secrets.rotation", "violation", statement] if some statement in data.guiderail.secrets.rotation.violation

_said_29 contains ["secrets.rotation", "unknown", statement] if some statement in data.guiderail.secrets.rotation.unknown

_said_7 contains ["secrets.secret_reference", "violation", statement] if some statement in data.guiderail.secrets.secret_reference.violation

_said_7 contains ["secrets.volume_items", "violation", statement] if some statement in data.guiderail.secrets.volume_items.violation

_said_7 contains ["secrets.volume_items", "unknown", statement] if some statement in data.guiderail.secrets.volume_items.unknown

_said_7 contains ["secrets.volume_mode", "violation", statement] if some statement in data.guiderail.secrets.volume_mode.violation

_said_7 contains ["secrets.volume_mode", "unknown", statement] if some statement in data.guiderail.secrets.volume_mode.unknown

_said_63 contains ["sidecar.exposed_ports", "violation", statement] if some statement in data.guiderail.sidecar.exposed_ports.violation

_said_63 contains ["sidecar.exposed_ports", "unknown", statement] if some statement in data.guiderail.sidecar.exposed_ports.unknown

_said_7 contains ["sidecar.external_database", "violation", statement] if some statement in data.guiderail.sidecar.external_database.violation

_said_7 contains ["sidecar.external_database", "unknown", statement] if some statement in data.guiderail.sidecar.external_database.unknown

_shown_sidecar_external_database_1 if data.inventory.namespace[_].v1.ConfigMap[_]

_said_7 contains ["sidecar.external_database", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ConfigMap"}] if {
	input.asked
	count(data.guiderail.sidecar.external_database.violation) == 0
	count(data.guiderail.sidecar.external_database.unknown) == 0
	data.guiderail.sidecar.external_database.applies
	not _shown_sidecar_external_database_1
}

_said_7 contains ["sidecar.external_database", "looks", true] if data.guiderail.sidecar.external_database.applies

_said_7 contains ["sidecar.image", "violation", statement] if some statement in data.guiderail.sidecar.image.violation

_said_7 contains ["sidecar.image", "unknown", statement] if some statement in data.guiderail.sidecar.image.unknown

_said_8 contains ["sidecar.local_ini", "violation", statement] if some statement in data.guiderail.sidecar.local_ini.violation

_said_8 contains ["sidecar.local_ini", "unknown", statement] if some statement in data.guiderail.sidecar.local_ini.unknown

_said_7 contains ["sidecar.log_level", "violation", statement] if some statement in data.guiderail.sidecar.log_level.violation

_said_7 contains ["sidecar.log_level", "unknown", statement] if some statement in data.guiderail.sidecar.log_level.unknown

_shown_sidecar_log_level_1 if data.inventory.namespace[_].v1.ConfigMap[_]

_said_7 contains ["sidecar.log_level", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ConfigMap"}] if {
	input.asked
	count(data.guiderail.sidecar.log_level.violation) == 0
	count(data.guiderail.sidecar.log_level.unknown) == 0
	data.guiderail.sidecar.log_level.applies
	not _shown_sidecar_log_level_1
}

_said_7 contains ["sidecar.log_level", "looks", true] if data.guiderail.sidecar.log_level.applies

_said_1 contains ["sidecar.primary_autoscaler", "violation", statement] if some statement in data.guiderail.sidecar.primary_autoscaler.violation

_shown_sidecar_primary_autoscaler_1 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_sidecar_primary_autoscaler_2 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_sidecar_primary_autoscaler_3 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_sidecar_primary_autoscaler_4 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_sidecar_primary_autoscaler_5 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_said_1 contains ["sidecar.primary_autoscaler", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ReplicationController and Deployment and ReplicaSet and StatefulSet and Rollout"}] if {
	input.asked
	count(data.guiderail.sidecar.primary_autoscaler.violation) == 0
	data.guiderail.sidecar.primary_autoscaler.applies
	not _shown_sidecar_primary_autoscaler_1
	not _shown_sidecar_primary_autoscaler_2
	not _shown_sidecar_primary_autoscaler_3
	not _shown_sidecar_primary_autoscaler_4
	not _shown_sidecar_primary_autoscaler_5
}

_said_1 contains ["sidecar.primary_autoscaler", "looks", true] if data.guiderail.sidecar.primary_autoscaler.applies

_said_7 contains ["sidecar.primary_dns", "violation", statement] if some statement in data.guiderail.sidecar.primary_dns.violation

_said_7 contains ["sidecar.primary_dns", "unknown", statement] if some statement in data.guiderail.sidecar.primary_dns.unknown

_shown_sidecar_primary_dns_1 if data.inventory.namespace[_].v1.ConfigMap[_]

_shown_sidecar_primary_dns_2 if data.inventory.namespace[_].v1.Pod[_]

_shown_sidecar_primary_dns_3 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_sidecar_primary_dns_4 if data.inventory.namespace[_].v1.Service[_]

_shown_sidecar_primary_dns_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_sidecar_primary_dns_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_sidecar_primary_dns_7 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_sidecar_primary_dns_8 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_sidecar_primary_dns_9 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_sidecar_primary_dns_10 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_sidecar_primary_dns_11 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_sidecar_primary_dns_12 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_sidecar_primary_dns_13 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_sidecar_primary_dns_14 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_sidecar_primary_dns_15 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_sidecar_primary_dns_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_sidecar_primary_dns_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_sidecar_primary_dns_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_sidecar_primary_dns_19 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_sidecar_primary_dns_20 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_sidecar_primary_dns_21 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_sidecar_primary_dns_22 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_sidecar_primary_dns_23 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_sidecar_primary_dns_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_sidecar_primary_dns_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_sidecar_primary_dns_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_sidecar_primary_dns_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_sidecar_primary_dns_28 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_sidecar_primary_dns_29 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_sidecar_primary_dns_30 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_sidecar_primary_dns_31 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_sidecar_primary_dns_32 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_sidecar_primary_dns_33 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_sidecar_primary_dns_34 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_sidecar_primary_dns_35 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_sidecar_primary_dns_36 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_sidecar_primary_dns_37 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_sidecar_primary_dns_38 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_sidecar_primary_dns_39 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_sidecar_primary_dns_40 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_sidecar_primary_dns_41 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_sidecar_primary_dns_42 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_sidecar_primary_dns_43 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_sidecar_primary_dns_44 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_sidecar_primary_dns_45 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_sidecar_primary_dns_46 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_sidecar_primary_dns_47 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_sidecar_primary_dns_48 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_sidecar_primary_dns_49 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_sidecar_primary_dns_50 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_sidecar_primary_dns_51 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_sidecar_primary_dns_52 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_sidecar_primary_dns_53 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_sidecar_primary_dns_54 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_sidecar_primary_dns_55 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_7 contains ["sidecar.primary_dns", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: ConfigMap and Pod and ReplicationController and Service and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and RayCluster and RayJob and RayService and Configuration and Revision and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.sidecar.primary_dns.violation) == 0
	count(data.guiderail.sidecar.primary_dns.unknown) == 0
	data.guiderail.sidecar.primary_dns.applies
	not _shown_sidecar_primary_dns_1
	not _shown_sidecar_primary_dns_2
	not _shown_sidecar_primary_dns_3
	not _shown_sidecar_primary_dns_4
	not _shown_sidecar_primary_dns_5
	not _shown_sidecar_primary_dns_6
	not _shown_sidecar_primary_dns_7
	not _shown_sidecar_primary_dns_8
	not _shown_sidecar_primary_dns_9
	not _shown_sidecar_primary_dns_10
	not _shown_sidecar_primary_dns_11
	not _shown_sidecar_primary_dns_12
	not _shown_sidecar_primary_dns_13
	not _shown_sidecar_primary_dns_14
	not _shown_sidecar_primary_dns_15
	not _shown_sidecar_primary_dns_16
	not _shown_sidecar_primary_dns_17
	not _shown_sidecar_primary_dns_18
	not _shown_sidecar_primary_dns_19
	not _shown_sidecar_primary_dns_20
	not _shown_sidecar_primary_dns_21
	not _shown_sidecar_primary_dns_22
	not _shown_sidecar_primary_dns_23
	not _shown_sidecar_primary_dns_24
	not _shown_sidecar_primary_dns_25
	not _shown_sidecar_primary_dns_26
	not _shown_sidecar_primary_dns_27
	not _shown_sidecar_primary_dns_28
	not _shown_sidecar_primary_dns_29
	not _shown_sidecar_primary_dns_30
	not _shown_sidecar_primary_dns_31
	not _shown_sidecar_primary_dns_32
	not _shown_sidecar_primary_dns_33
	not _shown_sidecar_primary_dns_34
	not _shown_sidecar_primary_dns_35
	not _shown_sidecar_primary_dns_36
	not _shown_sidecar_primary_dns_37
	not _shown_sidecar_primary_dns_38
	not _shown_sidecar_primary_dns_39
	not _shown_sidecar_primary_dns_40
	not _shown_sidecar_primary_dns_41
	not _shown_sidecar_primary_dns_42
	not _shown_sidecar_primary_dns_43
	not _shown_sidecar_primary_dns_44
	not _shown_sidecar_primary_dns_45
	not _shown_sidecar_primary_dns_46
	not _shown_sidecar_primary_dns_47
	not _shown_sidecar_primary_dns_48
	not _shown_sidecar_primary_dns_49
	not _shown_sidecar_primary_dns_50
	not _shown_sidecar_primary_dns_51
	not _shown_sidecar_primary_dns_52
	not _shown_sidecar_primary_dns_53
	not _shown_sidecar_primary_dns_54
	not _shown_sidecar_primary_dns_55
}

_said_7 contains ["sidecar.primary_dns", "looks", true] if data.guiderail.sidecar.primary_dns.applies

_said_7 contains ["sidecar.primary_singleton", "violation", statement] if some statement in data.guiderail.sidecar.primary_singleton.violation

_said_7 contains ["sidecar.primary_singleton", "unknown", statement] if some statement in data.guiderail.sidecar.primary_singleton.unknown

_said_7 contains ["sidecar.probes", "violation", statement] if some statement in data.guiderail.sidecar.probes.violation

_said_7 contains ["sidecar.probes", "unknown", statement] if some statement in data.guiderail.sidecar.probes.unknown

_said_7 contains ["sidecar.resources", "violation", statement] if some statement in data.guiderail.sidecar.resources.violation

_said_7 contains ["sidecar.resources", "unknown", statement] if some statement in data.guiderail.sidecar.resources.unknown

_said_7 contains ["sidecar.security_context", "violation", statement] if some statement in data.guiderail.sidecar.security_context.violation

_said_46 contains ["sidecar.service_selector", "violation", statement] if some statement in data.guiderail.sidecar.service_selector.violation

_said_46 contains ["sidecar.service_selector", "unknown", statement] if some statement in data.guiderail.sidecar.service_selector.unknown

_shown_sidecar_service_selector_1 if data.inventory.namespace[_].v1.Pod[_]

_shown_sidecar_service_selector_2 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_sidecar_service_selector_3 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_sidecar_service_selector_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_sidecar_service_selector_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_sidecar_service_selector_6 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_sidecar_service_selector_7 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_sidecar_service_selector_8 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_sidecar_service_selector_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_sidecar_service_selector_10 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_sidecar_service_selector_11 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_sidecar_service_selector_12 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_sidecar_service_selector_13 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_sidecar_service_selector_14 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_sidecar_service_selector_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_sidecar_service_selector_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_sidecar_service_selector_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_sidecar_service_selector_18 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_sidecar_service_selector_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_sidecar_service_selector_20 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_sidecar_service_selector_21 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_sidecar_service_selector_22 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_sidecar_service_selector_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_sidecar_service_selector_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_sidecar_service_selector_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_sidecar_service_selector_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_sidecar_service_selector_27 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_sidecar_service_selector_28 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_sidecar_service_selector_29 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_sidecar_service_selector_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_sidecar_service_selector_31 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_sidecar_service_selector_32 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_sidecar_service_selector_33 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_sidecar_service_selector_34 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_sidecar_service_selector_35 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_sidecar_service_selector_36 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_sidecar_service_selector_37 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_sidecar_service_selector_38 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_sidecar_service_selector_39 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_sidecar_service_selector_40 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_sidecar_service_selector_41 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_sidecar_service_selector_42 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_sidecar_service_selector_43 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_sidecar_service_selector_44 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_sidecar_service_selector_45 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_sidecar_service_selector_46 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_sidecar_service_selector_47 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_sidecar_service_selector_48 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_sidecar_service_selector_49 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_sidecar_service_selector_50 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_sidecar_service_selector_51 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_sidecar_service_selector_52 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_sidecar_service_selector_53 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_46 contains ["sidecar.service_selector", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Pod and ReplicationController and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and RayCluster and RayJob and RayService and Configuration and Revision and Service and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.sidecar.service_selector.violation) == 0
	count(data.guiderail.sidecar.service_selector.unknown) == 0
	data.guiderail.sidecar.service_selector.applies
	not _shown_sidecar_service_selector_1
	not _shown_sidecar_service_selector_2
	not _shown_sidecar_service_selector_3
	not _shown_sidecar_service_selector_4
	not _shown_sidecar_service_selector_5
	not _shown_sidecar_service_selector_6
	not _shown_sidecar_service_selector_7
	not _shown_sidecar_service_selector_8
	not _shown_sidecar_service_selector_9
	not _shown_sidecar_service_selector_10
	not _shown_sidecar_service_selector_11
	not _shown_sidecar_service_selector_12
	not _shown_sidecar_service_selector_13
	not _shown_sidecar_service_selector_14
	not _shown_sidecar_service_selector_15
	not _shown_sidecar_service_selector_16
	not _shown_sidecar_service_selector_17
	not _shown_sidecar_service_selector_18
	not _shown_sidecar_service_selector_19
	not _shown_sidecar_service_selector_20
	not _shown_sidecar_service_selector_21
	not _shown_sidecar_service_selector_22
	not _shown_sidecar_service_selector_23
	not _shown_sidecar_service_selector_24
	not _shown_sidecar_service_selector_25
	not _shown_sidecar_service_selector_26
	not _shown_sidecar_service_selector_27
	not _shown_sidecar_service_selector_28
	not _shown_sidecar_service_selector_29
	not _shown_sidecar_service_selector_30
	not _shown_sidecar_service_selector_31
	not _shown_sidecar_service_selector_32
	not _shown_sidecar_service_selector_33
	not _shown_sidecar_service_selector_34
	not _shown_sidecar_service_selector_35
	not _shown_sidecar_service_selector_36
	not _shown_sidecar_service_selector_37
	not _shown_sidecar_service_selector_38
	not _shown_sidecar_service_selector_39
	not _shown_sidecar_service_selector_40
	not _shown_sidecar_service_selector_41
	not _shown_sidecar_service_selector_42
	not _shown_sidecar_service_selector_43
	not _shown_sidecar_service_selector_44
	not _shown_sidecar_service_selector_45
	not _shown_sidecar_service_selector_46
	not _shown_sidecar_service_selector_47
	not _shown_sidecar_service_selector_48
	not _shown_sidecar_service_selector_49
	not _shown_sidecar_service_selector_50
	not _shown_sidecar_service_selector_51
	not _shown_sidecar_service_selector_52
	not _shown_sidecar_service_selector_53
}

_said_46 contains ["sidecar.service_selector", "looks", true] if data.guiderail.sidecar.service_selector.applies

_said_58 contains ["sidecar.ssh_key_strength", "violation", statement] if some statement in data.guiderail.sidecar.ssh_key_strength.violation

_said_58 contains ["sidecar.ssh_key_strength", "unknown", statement] if some statement in data.guiderail.sidecar.ssh_key_strength.unknown

_said_7 contains ["sidecar.ssh_keys", "violation", statement] if some statement in data.guiderail.sidecar.ssh_keys.violation

_said_7 contains ["sidecar.ssh_keys", "unknown", statement] if some statement in data.guiderail.sidecar.ssh_keys.unknown

_said_7 contains ["sidecar.version_skew", "violation", statement] if some statement in data.guiderail.sidecar.version_skew.violation

_said_7 contains ["sidecar.version_skew", "unknown", statement] if some statement in data.guiderail.sidecar.version_skew.unknown

_shown_sidecar_version_skew_1 if data.inventory.namespace[_].v1.Pod[_]

_shown_sidecar_version_skew_2 if data.inventory.namespace[_].v1.ReplicationController[_]

_shown_sidecar_version_skew_3 if data.inventory.namespace[_].v1.Service[_]

_shown_sidecar_version_skew_4 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

_shown_sidecar_version_skew_5 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

_shown_sidecar_version_skew_6 if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

_shown_sidecar_version_skew_7 if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

_shown_sidecar_version_skew_8 if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

_shown_sidecar_version_skew_9 if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

_shown_sidecar_version_skew_10 if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

_shown_sidecar_version_skew_11 if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

_shown_sidecar_version_skew_12 if data.inventory.namespace[_]["apps/v1"].Deployment[_]

_shown_sidecar_version_skew_13 if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

_shown_sidecar_version_skew_14 if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

_shown_sidecar_version_skew_15 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

_shown_sidecar_version_skew_16 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

_shown_sidecar_version_skew_17 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

_shown_sidecar_version_skew_18 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

_shown_sidecar_version_skew_19 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

_shown_sidecar_version_skew_20 if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

_shown_sidecar_version_skew_21 if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

_shown_sidecar_version_skew_22 if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

_shown_sidecar_version_skew_23 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

_shown_sidecar_version_skew_24 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

_shown_sidecar_version_skew_25 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

_shown_sidecar_version_skew_26 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

_shown_sidecar_version_skew_27 if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

_shown_sidecar_version_skew_28 if data.inventory.namespace[_]["batch/v1"].CronJob[_]

_shown_sidecar_version_skew_29 if data.inventory.namespace[_]["batch/v1"].Job[_]

_shown_sidecar_version_skew_30 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

_shown_sidecar_version_skew_31 if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

_shown_sidecar_version_skew_32 if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

_shown_sidecar_version_skew_33 if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

_shown_sidecar_version_skew_34 if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

_shown_sidecar_version_skew_35 if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

_shown_sidecar_version_skew_36 if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

_shown_sidecar_version_skew_37 if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

_shown_sidecar_version_skew_38 if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

_shown_sidecar_version_skew_39 if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

_shown_sidecar_version_skew_40 if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

_shown_sidecar_version_skew_41 if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

_shown_sidecar_version_skew_42 if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

_shown_sidecar_version_skew_43 if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

_shown_sidecar_version_skew_44 if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

_shown_sidecar_version_skew_45 if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

_shown_sidecar_version_skew_46 if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

_shown_sidecar_version_skew_47 if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

_shown_sidecar_version_skew_48 if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

_shown_sidecar_version_skew_49 if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

_shown_sidecar_version_skew_50 if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

_shown_sidecar_version_skew_51 if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

_shown_sidecar_version_skew_52 if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

_shown_sidecar_version_skew_53 if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

_shown_sidecar_version_skew_54 if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

_said_7 contains ["sidecar.version_skew", "unknown", {"details": {"path": []}, "msg": "cannot be decided from the request alone; provide these objects as inventory: Pod and ReplicationController and Service and AutoscalingRunnerSet and EphemeralRunner and EphemeralRunnerSet and Sandbox and Fleet and GameServer and GameServerSet and DaemonSet and Deployment and ReplicaSet and StatefulSet and AdvancedCronJob and BroadcastJob and CloneSet and UnitedDeployment and DeploymentConfig and AnalysisRun and CronWorkflow and Experiment and Rollout and Workflow and CronJob and Job and JobSet and ScaledJob and JAXJob and MPIJob and Notebook and PaddleJob and PyTorchJob and TFJob and XGBoostJob and LeaderWorkerSet and ClusterServiceVersion and RayCluster and RayJob and RayService and Configuration and Revision and ContainerSource and PipelineRun and TaskRun"}] if {
	input.asked
	count(data.guiderail.sidecar.version_skew.violation) == 0
	count(data.guiderail.sidecar.version_skew.unknown) == 0
	data.guiderail.sidecar.version_skew.applies
	not _shown_sidecar_version_skew_1
	not _shown_sidecar_version_skew_2
	not _shown_sidecar_version_skew_3
	not _shown_sidecar_version_skew_4
	not _shown_sidecar_version_skew_5
	not _shown_sidecar_version_skew_6
	not _shown_sidecar_version_skew_7
	not _shown_sidecar_version_skew_8
	not _shown_sidecar_version_skew_9
	not _shown_sidecar_version_skew_10
	not _shown_sidecar_version_skew_11
	not _shown_sidecar_version_skew_12
	not _shown_sidecar_version_skew_13
	not _shown_sidecar_version_skew_14
	not _shown_sidecar_version_skew_15
	not _shown_sidecar_version_skew_16
	not _shown_sidecar_version_skew_17
	not _shown_sidecar_version_skew_18
	not _shown_sidecar_version_skew_19
	not _shown_sidecar_version_skew_20
	not _shown_sidecar_version_skew_21
	not _shown_sidecar_version_skew_22
	not _shown_sidecar_version_skew_23
	not _shown_sidecar_version_skew_24
	not _shown_sidecar_version_skew_25
	not _shown_sidecar_version_skew_26
	not _shown_sidecar_version_skew_27
	not _shown_sidecar_version_skew_28
	not _shown_sidecar_version_skew_29
	not _shown_sidecar_version_skew_30
	not _shown_sidecar_version_skew_31
	not _shown_sidecar_version_skew_32
	not _shown_sidecar_version_skew_33
	not _shown_sidecar_version_skew_34
	not _shown_sidecar_version_skew_35
	not _shown_sidecar_version_skew_36
	not _shown_sidecar_version_skew_37
	not _shown_sidecar_version_skew_38
	not _shown_sidecar_version_skew_39
	not _shown_sidecar_version_skew_40
	not _shown_sidecar_version_skew_41
	not _shown_sidecar_version_skew_42
	not _shown_sidecar_version_skew_43
	not _shown_sidecar_version_skew_44
	not _shown_sidecar_version_skew_45
	not _shown_sidecar_version_skew_46
	not _shown_sidecar_version_skew_47
	not _shown_sidecar_version_skew_48
	not _shown_sidecar_version_skew_49
	not _shown_sidecar_version_skew_50
	not _shown_sidecar_version_skew_51
	not _shown_sidecar_version_skew_52
	not _shown_sidecar_version_skew_53
	not _shown_sidecar_version_skew_54
}

_said_7 contains ["sidecar.version_skew", "looks", true] if data.guiderail.sidecar.version_skew.applies

_said_7 contains ["sidecar.volumes", "violation", statement] if some statement in data.guiderail.sidecar.volumes.violation

_said_7 contains ["sidecar.volumes", "unknown", statement] if some statement in data.guiderail.sidecar.volumes.unknown

_said_64 contains ["sidecar.weak_credentials", "violation", statement] if some statement in data.guiderail.sidecar.weak_credentials.violation
