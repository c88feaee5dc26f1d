package flows_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
)

// TestClusters pins what passes in deployments of our own. Each line was held by hand against the policies; one
// that changes wants another look. -update rewrites the files.
func TestClusters(t *testing.T) {
	const folder = "../../testdata/deployments"
	for name, path := range map[string]string{"shop": "shop", "shop-open": "shop/manifests.yaml", "monitoring": "monitoring"} {
		t.Run(name, func(t *testing.T) { pin(t, name, folder, path) })
	}
}

var update = flag.Bool("update", false, "rewrite golden files")

// TestSharedClusters pins it in deployments that many people run.
func TestSharedClusters(t *testing.T) {
	for name, path := range map[string]string{
		"microservices-demo":      "microservices-demo",
		"microservices-demo-open": "microservices-demo/kubernetes-manifests.yaml",
		"kube-prometheus":         "kube-prometheus",
	} {
		t.Run(name, func(t *testing.T) { pin(t, name, shared.Path(t, "corpus"), path) })
	}
}

// pin holds what passes in the deployment at a path below a folder against a golden file.
func pin(t *testing.T, name, folder, path string) {
	t.Helper()
	cluster, err := flows.Read(t.Context(), flows.Policies(t), source.Find([]string{filepath.Join(folder, path)}, strings.NewReader("")), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := cluster.Analyse(t.Context(), flows.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range f.Connections() {
		fmt.Fprintf(&out, "%s → %s: %s\n", strings.Join(f.Describe(c.From), " + "), strings.Join(f.Describe(c.To), " + "), c.Ports)
	}
	for _, p := range f.Problems() {
		fmt.Fprintf(&out, "%s\n", strings.TrimPrefix(p.String(), folder+"/"))
	}
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
