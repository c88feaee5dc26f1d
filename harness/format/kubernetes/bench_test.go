package kubernetes_test

import (
	"io"
	"testing"

	yamlv3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
)

// BenchmarkParse compares reading real manifests with kubectl's reader, which keeps no positions, and
// with the YAML nodes alone, which have no meaning yet.
func BenchmarkParse(b *testing.B) {
	documents := documentsBelow(b, shared.Path(b, "corpus/kube-prometheus"))
	size := 0
	for _, d := range documents {
		size += len(d.Text)
	}
	bench := func(name string, read func(*source.Document) error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, d := range documents {
					if err := read(d); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
	parser := kubernetes.New()
	bench("ours", func(d *source.Document) error {
		if parsed := parser.Parse(d); len(parsed.Artefacts) == 0 {
			return io.ErrUnexpectedEOF
		}
		return nil
	})
	bench("sigs.k8s.io", func(d *source.Document) error {
		var value any
		return yaml.Unmarshal(d.Text, &value)
	})
	bench("nodes", func(d *source.Document) error {
		var root yamlv3.Node
		return yamlv3.Unmarshal(d.Text, &root)
	})
}
