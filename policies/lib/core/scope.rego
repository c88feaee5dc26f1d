# METADATA
# title: Where kinds live
# description: |
#   Whether objects of a kind live in a namespace, belong to the whole cluster, or never reach an API
#   server. Known for the API groups of Kubernetes itself and for some widely used extensions; what
#   another extension defines only its CustomResourceDefinition can tell.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#not-all-objects-are-in-a-namespace
package lib.guiderail.scope

# METADATA
# description: |
#   The scope of a kind, as a CustomResourceDefinition spells it: `Namespaced` or `Cluster`. `None` for
#   what only programs beside the API server read: settings of kubectl, kubelet, kustomize and eksctl,
#   reviews that the API server itself sends. Undefined for unknown groups.
of(group, kind) := "None" if {
	_is_beside_the_server(group, kind)
} else := "Cluster" if {
	_is_of_the_cluster(group, kind)
} else := "Namespaced" if {
	_is_known(group)
}

_is_beside_the_server(group, _) if group in _other_programs

_is_beside_the_server(group, _) if endswith(group, ".config.k8s.io")

# kubeconfig.
_is_beside_the_server("", "Config")

# What the API server reads from a file, also in the form before it had a group.
_is_beside_the_server("", kind) if kind in {"EncryptionConfig", "EncryptionConfiguration"}

# Reports that a scanner writes into files as well, without a namespace.
_is_beside_the_server("aquasecurity.github.io", kind) if {
	is_string(kind)
	endswith(kind, "Report")
}

# What kubectl writes, and whose items are objects of their own.
_is_beside_the_server(group, kind) if {
	is_string(kind)
	endswith(kind, "List")
	_is_known(group)
}

_is_of_the_cluster(group, kind) if kind in _cluster_kinds[group]

_is_of_the_cluster(group, _) if group in _cluster_groups

_is_known(group) if _cluster_kinds[group]

_is_known(group) if group in _cluster_groups

_is_known(group) if group in _namespaced_groups

# Groups that have kinds of both scopes, and the cluster's among these kinds.
_cluster_kinds := {
	"": {"ComponentStatus", "Namespace", "Node", "PersistentVolume"},
	"authentication.k8s.io": {"SelfSubjectReview", "TokenReview"},
	"authorization.k8s.io": {"SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"},
	"certificates.k8s.io": {"CertificateSigningRequest", "ClusterTrustBundle"},
	"extensions": {"PodSecurityPolicy"},
	"metrics.k8s.io": {"NodeMetrics"},
	"networking.k8s.io": {"ClusterCIDR", "IPAddress", "IngressClass", "ServiceCIDR"},
	"policy": {"PodSecurityPolicy"},
	"rbac.authorization.k8s.io": {"ClusterRole", "ClusterRoleBinding"},
	"resource.k8s.io": {"DeviceClass", "DeviceTaintRule", "ResourceClass", "ResourcePoolStatusRequest", "ResourceSlice"},
	"scheduling.k8s.io": {"PriorityClass"},
	"storage.k8s.io": {"CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"},
	# Extensions.
	"argoproj.io": {"ClusterAnalysisTemplate", "ClusterWorkflowTemplate"},
	"cert-manager.io": {"ClusterIssuer"},
	"apps.kruise.io": {"NodeImage", "NodePodProbe", "ResourceDistribution"},
	"keda.sh": {"ClusterTriggerAuthentication"},
	"operators.coreos.com": {"OLMConfig", "Operator"},
	"tekton.dev": {"ClusterTask"},
	"cilium.io": {
		"CiliumBGPAdvertisement", "CiliumBGPClusterConfig", "CiliumBGPNodeConfig", "CiliumBGPNodeConfigOverride",
		"CiliumBGPPeerConfig",
		"CiliumBGPPeeringPolicy", "CiliumCIDRGroup", "CiliumClusterwideEnvoyConfig", "CiliumClusterwideNetworkPolicy",
		"CiliumEgressGatewayPolicy", "CiliumEndpointSlice", "CiliumExternalWorkload", "CiliumIdentity",
		"CiliumL2AnnouncementPolicy",
		"CiliumLoadBalancerIPPool", "CiliumNode", "CiliumPodIPPool",
	},
	"crd.antrea.io": {
		"AntreaAgentInfo", "AntreaControllerInfo", "BGPPolicy", "ClusterGroup", "ClusterNetworkPolicy", "Egress",
		"ExternalIPPool", "IPPool",
		"NodeLatencyMonitor", "PacketCapture", "SupportBundleCollection", "Tier", "Traceflow", "TrafficControl",
	},
	"crd.projectcalico.org": _calico,
	"external-secrets.io": {"ClusterExternalSecret", "ClusterPushSecret", "ClusterSecretStore"},
	"gateway.networking.k8s.io": {"GatewayClass"},
	"projectcalico.org": _calico,
	"snapshot.storage.k8s.io": {"VolumeSnapshotClass", "VolumeSnapshotContent"},
}

_calico := {
	"BGPConfiguration", "BGPFilter", "BGPPeer", "BlockAffinity", "CalicoNodeStatus", "ClusterInformation",
	"FelixConfiguration",
	"GlobalNetworkPolicy", "GlobalNetworkSet", "HostEndpoint", "IPAMBlock", "IPAMConfig", "IPAMConfiguration",
	"IPAMHandle", "IPPool",
	"IPReservation", "KubeControllersConfiguration", "Node", "Profile", "StagedGlobalNetworkPolicy", "Tier",
}

_cluster_groups := {
	"admissionregistration.k8s.io",
	"apiextensions.k8s.io",
	"apiregistration.k8s.io",
	"flowcontrol.apiserver.k8s.io",
	"internal.apiserver.k8s.io",
	"node.k8s.io",
	"policy.networking.k8s.io",
	"storagemigration.k8s.io",
	# Extensions.
	"constraints.gatekeeper.sh",
	"expansion.gatekeeper.sh",
	"externaldata.gatekeeper.sh",
	"mutations.gatekeeper.sh",
	"syncset.gatekeeper.sh",
	"templates.gatekeeper.sh",
}

_namespaced_groups := {
	"apps",
	"autoscaling",
	"batch",
	"coordination.k8s.io",
	"discovery.k8s.io",
	"events.k8s.io",
	# Extensions.
	"acme.cert-manager.io",
	"actions.github.com",
	"agents.x-k8s.io",
	"agones.dev",
	"apps.openshift.io",
	"autoscaling.k8s.io",
	"batch.volcano.sh",
	"bitnami.com",
	"config.gatekeeper.sh",
	"connection.gatekeeper.sh",
	"eks.services.k8s.aws",
	"extensions.agents.x-k8s.io",
	"jobset.x-k8s.io",
	"kubeflow.org",
	"leaderworkerset.x-k8s.io",
	"monitoring.coreos.com",
	"networking.istio.io",
	"projectcontour.io",
	"ray.io",
	"route.openshift.io",
	"secrets-store.csi.x-k8s.io",
	"serving.knative.dev",
	"sinks.knative.dev",
	"sources.knative.dev",
	"status.gatekeeper.sh",
	"traefik.io",
}

_other_programs := {
	"abac.authorization.kubernetes.io",
	"admission.k8s.io",
	"apiserver.k8s.io",
	"audit.k8s.io",
	"backstage.io",
	"cli.kyverno.io",
	"client.authentication.k8s.io",
	"config.k8s.io",
	"config.kubernetes.io",
	"credentialprovider.kubelet.k8s.io",
	"eksctl.io",
	"eventratelimit.admission.k8s.io",
	"imagepolicy.k8s.io",
	"k3d.io",
	"kind.x-k8s.io",
	"kpt.dev",
	"kubeadm.k8s.io",
	"meta.k8s.io",
	"skaffold",
	"test.gatekeeper.sh",
}
