package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestAbout wants the first words about Guiderail to name what it reads: whoever has no manifests reads no further.
func TestAbout(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	about, _, _ := strings.Cut(string(bytes.TrimPrefix(readme, []byte("# Guiderail\n\n"))), "\n\n")
	script, err := os.ReadFile("testdata/script/usage.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Kubernetes manifests", "Terraform", "CloudFormation", "ARM", "eksctl", "Dockerfiles", "Ansible", "scan reports", "kubeconfigs"} {
		if !strings.Contains(strings.ReplaceAll(about, "\n", " "), word) {
			t.Errorf("the first paragraph of README.md does not name %s", word)
		}
		if !strings.Contains(string(script), word) {
			t.Errorf("usage.txtar does not look for %s in the help", word)
		}
	}
}
