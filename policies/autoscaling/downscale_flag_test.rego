package guiderail.autoscaling.downscale_flag_test

import data.guiderail.autoscaling.downscale_flag

test_denied[note] if {
	some note, flags in {
		"short": ["--horizontal-pod-autoscaler-downscale-stabilization=4m59s"],
		"none": ["--horizontal-pod-autoscaler-downscale-stabilization", "0"],
		"no duration": ["--horizontal-pod-autoscaler-downscale-stabilization=300"],
		"the old flag": ["--horizontal-pod-autoscaler-downscale-delay=10m"],
	}
	count(said(server(flags), {}).violation) == 1
}

test_allowed[note] if {
	some note, flags in {
		"absent": [],
		"long": ["--horizontal-pod-autoscaler-downscale-stabilization=300s"],
		"the last": ["--horizontal-pod-autoscaler-downscale-stabilization=1s", "--horizontal_pod_autoscaler_downscale_stabilization=1h"],
	}
	said(server(flags), {}) == nothing
}

test_configuration if {
	subject := {
		"apiVersion": "kubecontrollermanager.config.k8s.io/v1alpha1", "kind": "KubeControllerManagerConfiguration",
		"HPAController": {"HorizontalPodAutoscalerDownscaleStabilizationWindow": "1m0s"},
	}
	said(subject, {}).violation == {{
		"msg": "KubeControllerManagerConfiguration: --horizontal-pod-autoscaler-downscale-stabilization must be 5m or more",
		"details": {"path": ["HPAController", "HorizontalPodAutoscalerDownscaleStabilizationWindow"]},
	}}
	said(subject, {"min_minutes": 1}) == nothing
}

test_unknown if {
	result := said(server(["--horizontal-pod-autoscaler-downscale-stabilization=$(WINDOW)"]), {})
	result.violation == set()
	count(result.unknown) == 1
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "a", "command": ["b"]}]}}
	said(pod, {}) == nothing
	not downscale_flag.applies with input as {"review": {"object": pod}}
	downscale_flag.applies with input as {"review": {"object": server([])}}
}

server(flags) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "kube-system"},
	"spec": {"containers": [{"name": "a", "command": array.concat(["kube-controller-manager"], flags)}]},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := downscale_flag.violation with input as asked
	unknown := downscale_flag.unknown with input as asked
}

nothing := {"violation": set(), "unknown": set()}
