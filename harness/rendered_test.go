package harness_test

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
	"github.com/guiderail/guiderail/policies"
)

// rendered is a chart or kustomization that is rendered to texts. Each leads to one place.
type rendered struct {
	name  string
	texts []renderedText
}

type renderedText struct {
	file, text string
	at         artefact.Position
}

func (r *rendered) Name() string       { return r.name }
func (r *rendered) IsReplayable() bool { return true }

func (r *rendered) Documents(source.Limits) iter.Seq2[*source.Document, *artefact.Error] {
	return func(yield func(*source.Document, *artefact.Error) bool) {
		for _, one := range r.texts {
			places := &render.Places{}
			places.Add(render.Place{Line: 1, Column: 1, At: one.at})
			if !yield(&source.Document{File: one.file, Index: 1, Line: 1, Text: []byte(one.text), Places: places}, nil) {
				return
			}
		}
	}
}

// TestRendered: an object that is rendered twice is told apart by its namespace, a fingerprint stays the same when the
// line to edit is another one, and results are about what was rendered.
func TestRendered(t *testing.T) {
	object := func(namespace string) string {
		return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: " + namespace + ", x: 1}\n"
	}
	overlay := func(name, namespace, file string, line int) *rendered {
		return &rendered{"overlays/" + name, []renderedText{{"overlays/" + name + "/kustomization.yaml", object(namespace), artefact.Position{File: file, Line: line}}}}
	}
	engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{text.DuplicateObject, "schema.unknown_field"}})
	if err != nil {
		t.Fatal(err)
	}
	check := func(sources ...source.Source) (said, fingerprints []string) {
		t.Helper()
		var found []source.Found
		for _, s := range sources {
			found = append(found, source.Found{Source: s})
		}
		run, err := engine.Check(t.Context(), slices.Values(found))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range run.Results {
			for _, j := range r.Judgements {
				for _, f := range slices.Concat(j.Findings, j.Unknowns) {
					said = append(said, fmt.Sprintf("%s: %s %s", r.File, f.Position, strings.SplitN(f.Message, ";", 2)[0]))
					fingerprints = append(fingerprints, f.Fingerprint)
				}
			}
		}
		return said, fingerprints
	}

	said, apart := check(overlay("prod", "prod", "base/c.yaml", 3), overlay("test", "test", "base/c.yaml", 3))
	if want := []string{
		"overlays/prod/kustomization.yaml: base/c.yaml:3 metadata.x is not a field of ObjectMeta",
		"overlays/test/kustomization.yaml: base/c.yaml:3 metadata.x is not a field of ObjectMeta",
	}; !slices.Equal(said, want) {
		t.Errorf("got  %q\nwant %q", said, want)
	}
	if apart[0] == apart[1] {
		t.Error("the objects of two namespaces have one fingerprint")
	}
	for name, other := range map[string]*rendered{
		"another line":    overlay("prod", "prod", "base/c.yaml", 9),
		"another file":    overlay("prod", "prod", "patch.yaml", 9),
		"the file alone":  overlay("prod", "prod", "patch.yaml", 0),
		"another overlay": overlay("live", "prod", "base/c.yaml", 3),
	} {
		if _, got := check(other); got[0] != apart[0] {
			t.Errorf("%s: got another fingerprint", name)
		}
	}

	// A generated name changes with every value in the object.
	_, before := check(overlay("prod", "prod", "base/c.yaml", 3))
	named := func(name string) []string {
		o := overlay("prod", "prod", "base/c.yaml", 3)
		o.texts[0].text = strings.Replace(o.texts[0].text, "name: c,", "name: "+name+",", 1)
		_, got := check(o)
		return got
	}
	if got := named("c-9b7th4ffct"); got[0] != before[0] {
		t.Error("with a hash in its name: got another fingerprint")
	}
	if got := named("c-production"); got[0] == before[0] {
		t.Error("another name: got the same fingerprint")
	}

	said, _ = check(overlay("prod", "prod", "base/c.yaml", 3), overlay("live", "prod", "base/c.yaml", 3))
	if want := "overlays/live/kustomization.yaml: base/c.yaml:3 ConfigMap prod/c is also in what is rendered from overlays/prod/kustomization.yaml"; !slices.Contains(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}

	stream := "---\n# Source: shop/templates/a.yaml\n" + object("prod") + "---\n# Source: shop/templates/b.yaml\n" + object("prod")
	said, got := check(source.Reader("stdin", strings.NewReader(stream)))
	if want := []string{
		"stdin: shop/templates/a.yaml (rendered line 5 of stdin) metadata.x is not a field of ObjectMeta",
		"stdin: shop/templates/b.yaml (rendered line 10 of stdin) metadata.x is not a field of ObjectMeta",
		"stdin: shop/templates/b.yaml (rendered line 10 of stdin) ConfigMap prod/c is already declared in shop/templates/a.yaml (rendered line 5 of stdin), and replaces that one",
	}; !slices.Equal(said, want) {
		t.Errorf("got  %q\nwant %q", said, want)
	}
	if got[0] != apart[0] {
		t.Error("the same object of a stream has another fingerprint")
	}
	_, nameless := check(source.Reader("stdin", strings.NewReader(strings.ReplaceAll(stream, "name: c, ", ""))))
	_, plain := check(source.Reader("stdin", strings.NewReader(strings.NewReplacer("name: c, ", "", "# Source", "# From").Replace(stream))))
	if !slices.Equal(nameless, plain) {
		t.Errorf("got the fingerprints %q with comments, and %q without", nameless, plain)
	}
}

// TestBaselineOfRendered: what was found in a rendered directory is fixed once it is not found there any more, although its
// files are no sources of the run.
func TestBaselineOfRendered(t *testing.T) {
	chart := func(fields string) *rendered {
		return &rendered{"web/Chart.yaml", []renderedText{
			{"web/templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a" + fields + "}\n", artefact.Position{File: "web/values.yaml", Line: 3}},
			{"web/templates/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, y: 1}\n", artefact.Position{File: "web/templates/b.yaml"}},
		}}
	}
	options := harness.Options{Policies: policies.FS, Controls: []string{"schema.unknown_field"}}
	check := func(s source.Source) *harness.Run {
		t.Helper()
		engine, err := harness.New(options)
		if err != nil {
			t.Fatal(err)
		}
		run, err := engine.Check(t.Context(), slices.Values([]source.Found{{Source: s}, {Source: source.Bytes("z.yaml", nil)}}))
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	var before bytes.Buffer
	if err := baseline.Write(&before, "v1", harness.BaselineOf(check(chart(", x: 1")).Findings)); err != nil {
		t.Fatal(err)
	}
	options.Baseline = filepath.Join(t.TempDir(), "baseline.json")
	if err := os.WriteFile(options.Baseline, before.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	run := check(chart(""))
	if len(run.Findings) != 0 || len(run.Waived) != 1 || len(run.Summary.Fixed) != 1 || run.Summary.Unmatched != 0 {
		t.Fatalf("got %d findings, %d known, %d fixed and %d others, want 0, 1, 1 and 0", len(run.Findings), len(run.Waived), len(run.Summary.Fixed), run.Summary.Unmatched)
	}
	if e := run.Summary.Fixed[0]; e.File != "web/values.yaml" || e.RenderedFrom != "web/templates/a.yaml" {
		t.Errorf("got %s from %s as fixed", e.File, e.RenderedFrom)
	}
	broken := chart("")
	broken.texts = append(broken.texts, renderedText{"web/templates/c.yaml", "kind: [\n", artefact.Position{File: "web/templates/c.yaml"}})
	if run = check(broken); len(run.Summary.Fixed) != 0 || run.Summary.Unmatched != 1 {
		t.Errorf("beside a template that cannot be read: got %d fixed and %d others, want 0 and 1", len(run.Summary.Fixed), run.Summary.Unmatched)
	}
}

// TestSharedDeployed: of the Flux example, the charts are not in the files, and what the clusters deploy is. A part of it names the
// rest.
func TestSharedDeployed(t *testing.T) {
	folder := shared.Path(t, "corpus/public/flux-example")
	engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{"schema.unknown_field"}})
	if err != nil {
		t.Fatal(err)
	}
	for part, want := range map[string][]string{
		"": {
			"HelmRelease cert-manager/cert-manager: its chart is in the OCIRepository cert-manager, and is not rendered",
			"HelmRelease envoy-gateway-system/envoy-gateway: its chart is in the OCIRepository gateway-helm, and is not rendered",
			"HelmRelease podinfo/podinfo: its chart podinfo is in the HelmRepository podinfo, and is not rendered",
			"Kustomization flux-system/infra-configs: its path ./configs is in the ExternalArtifact infrastructure, and is judged as FOLDER/infrastructure/configs, without what the Kustomization changes (patches)",
		},
		"clusters/production": {
			"Kustomization flux-system/apps: its path ./production is in the ExternalArtifact apps, and FOLDER/apps/production is not part of this run",
			"Kustomization flux-system/infra-configs: its path ./configs is in the ExternalArtifact infrastructure, and FOLDER/infrastructure/configs is not part of this run",
			"Kustomization flux-system/infra-controllers: its path ./controllers is in the ExternalArtifact infrastructure, and FOLDER/infrastructure/controllers is not part of this run",
		},
	} {
		run, err := engine.Check(t.Context(), harness.Path(filepath.Join(folder, part)))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range run.Results {
			for _, n := range r.Notices {
				if message, _, _ := strings.Cut(n.Message, ";"); n.IsDeployed {
					got = append(got, strings.ReplaceAll(message, folder, "FOLDER"))
				}
			}
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%q: got\n%s\nwant\n%s", part, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
