package cluster

// GoodPod is the specification of a pod that no control of a shipped profile refuses.
const GoodPod = `{
	"automountServiceAccountToken": false,
	"securityContext": {"runAsNonRoot": true, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
	"containers": [{
		"name": "web",
		"image": "111122223333.dkr.ecr.eu-north-1.amazonaws.com/shop/web:1.2.3@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		"resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "64Mi"}},
		"securityContext": {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}}
	}]}`

// BadPod is that of one which breaks so many controls that it is refused whichever of them is missing for a
// moment.
const BadPod = `{"hostNetwork": true, "hostPID": true, "containers": [{"name": "bad", "image": "nginx", "securityContext": {"privileged": true}}]}`
