package flows_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/flows"

	"github.com/guiderail/guiderail/harness/source"
)

// corpus gives real manifests of others.
func corpus(t *testing.T, names ...string) []string {
	t.Helper()
	var paths []string
	for _, name := range names {
		path := filepath.Join(corpusFolder, name)
		if _, err := os.Stat(path); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("the real manifests are not beside the repository: %v", err)
			}
			t.Skipf("the real manifests are not beside the repository: %v", err)
		}
		paths = append(paths, path)
	}
	return paths
}

// TestRealClusters pins what passes in deployments that many people run. Each line was held by hand against
// the policies; one that changes wants another look. UPDATE=1 rewrites the files.
func TestRealClusters(t *testing.T) {
	for name, paths := range map[string][]string{
		"microservices-demo":      {"microservices-demo"},
		"microservices-demo-open": {"microservices-demo/kubernetes-manifests.yaml"},
		"kube-prometheus":         {"kube-prometheus"},
	} {
		t.Run(name, func(t *testing.T) {
			cluster, err := flows.Read(t.Context(), flows.Policies(t), source.Find(corpus(t, paths...), strings.NewReader("")), source.Options{})
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
				fmt.Fprintf(&out, "%s\n", strings.TrimPrefix(p.String(), corpusFolder+"/"))
			}
			file := filepath.Join("testdata", name+".golden")
			if os.Getenv("UPDATE") != "" {
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
		})
	}
}
