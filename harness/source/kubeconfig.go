package source

import (
	"path/filepath"
	"slices"
	"strings"
)

// isKubeconfig reports whether a file has a name that clients and kubeadm give to kubeconfigs, none of which says YAML.
func isKubeconfig(path string) bool {
	name := filepath.Base(path)
	switch {
	case name == "kubeconfig", strings.HasSuffix(name, ".kubeconfig"):
		return true
	case name == "config":
		return filepath.Base(filepath.Dir(path)) == ".kube"
	}
	return slices.Contains([]string{"admin.conf", "super-admin.conf", "kubelet.conf", "controller-manager.conf", "scheduler.conf"}, name)
}
