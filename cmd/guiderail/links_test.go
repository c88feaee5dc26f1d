package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestLinksNoGatekeeper keeps the command line as small and quick to start as it is: Gatekeeper's packages
// are for tests.
func TestLinksNoGatekeeper(t *testing.T) {
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(output))
	for _, name := range packages {
		if strings.HasPrefix(name, "github.com/open-policy-agent/gatekeeper/") || strings.HasPrefix(name, "github.com/open-policy-agent/frameworks/") || strings.HasPrefix(name, "k8s.io/client-go/rest") {
			t.Errorf("it links %s", name)
		}
	}
	if len(packages) < 100 {
		t.Errorf("go list names %d packages only", len(packages))
	}
}
