package record_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/source"
)

func TestParse(t *testing.T) {
	formats := format.Set{kubernetes.New(), record.NewWaivers(), record.NewAttestation()}
	for name, test := range map[string]struct{ text, want string }{
		"waivers":             {"apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nwaivers: []\n", record.Waivers},
		"of another version":  {"# ours\nkind: \"Waivers\" # all\napiVersion: guiderail.dev/v9\n", record.Waivers},
		"JSON":                {`{"apiVersion": "guiderail.dev/v1alpha1", "kind": "Waivers", "waivers": []}`, record.Waivers},
		"an attestation":      {"kind: Attestation\napiVersion: guiderail.dev/v1alpha1\n", record.Attestation},
		"of somebody else":    {"apiVersion: example.org/v1\nkind: Waivers\n", artefact.Kubernetes},
		"JSON of another":     {`{"apiVersion": "example.org/v1", "kind": "Waivers"}`, artefact.Kubernetes},
		"another kind":        {"apiVersion: guiderail.dev/v1alpha1\nkind: Profile\n", artefact.Kubernetes},
		"named in something":  {"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    apiVersion: guiderail.dev/v1\n    kind: Waivers\n", artefact.Kubernetes},
		"a pod of other text": {"apiVersion: v1\nkind: Pod\n", artefact.Kubernetes},
	} {
		parsed := formats.Parse(&source.Document{File: "a.yaml", Line: 1, Index: 1, Text: []byte(test.text), Limits: source.DefaultLimits()})
		if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Type != test.want {
			t.Errorf("%s: got %+v, want one of type %s", name, parsed, test.want)
		}
	}
}
