// Package k3s reads the configuration files of K3s and RKE2, which pass flags on to the programs of the control plane.
package k3s

import (
	"bytes"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "k3s"

// names are settings that nothing else has.
var names = []string{
	"kube-apiserver-arg", "kube-controller-manager-arg", "secrets-encryption", "write-kubeconfig-mode",
	"pod-security-admission-config-file", "flannel-backend", "cluster-init",
}

// New makes the format. An artefact is a file such as /etc/rancher/k3s/config.yaml, as it is written.
func New() format.Format {
	return structured.New(structured.Spec{
		Type: Type,
		Kind: "K3sConfig",
		Detect: func(head []byte) bool {
			for _, name := range names {
				if bytes.Contains(head, []byte(name)) {
					return true
				}
			}
			return false
		},
		Is: func(v value.Value) bool {
			if v.Get("kind").Exists() || v.Get("apiVersion").Exists() {
				return false
			}
			for _, name := range names {
				if v.Get(name).Exists() || v.Get(name+"+").Exists() { // which adds to what other files say
					return true
				}
			}
			return false
		},
	})
}
