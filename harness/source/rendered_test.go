package source_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/harness/source"
)

// renderer answers with the parts that it is told, and says with what it was asked.
type renderer struct {
	parts map[string][]render.Part // by directory
	err   error
	hangs bool
	asked atomic.Int32

	mu       sync.Mutex
	requests []render.Request
}

func (r *renderer) Render(ctx context.Context, request *render.Request, emit func(render.Part) bool) error {
	r.asked.Add(1)
	r.mu.Lock()
	r.requests = append(r.requests, *request)
	r.mu.Unlock()
	for _, part := range r.parts[filepath.Base(request.Directory)] {
		emit(part)
	}
	if r.hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	return r.err
}

// unpack writes the files of an archive.
func unpack(t *testing.T, folder, archive string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(folder, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// rendering lists what is found with a renderer. What is rendered has its scope before it.
func rendering(search source.Search, folder string) []string {
	var got []string
	for f := range search.Find() {
		line := listed(slices.Values([]source.Found{f}))[0]
		if f.Scope > 0 {
			line = fmt.Sprintf("%d %s", f.Scope, line)
		}
		if f.Variant != "" {
			line += " with " + f.Variant
		}
		got = append(got, strings.ReplaceAll(line, folder+"/", ""))
	}
	return got
}

// TestRendered finds charts and kustomizations, and leaves out what they are made from.
func TestRendered(t *testing.T) {
	const overlays = `
-- d/base/kustomization.yaml --
resources: [a.yaml]
-- d/base/a.yaml --
-- d/base/other.yaml --
-- d/prod/kustomization.yaml --
resources: [../base, b.yaml]
patches: [{path: p.yaml}, {patch: 'a: b'}]
configMapGenerator: [{name: x, files: [k=c.yaml], envs: [e.yaml]}]
secretGenerator: [{name: x, env: s.yaml}]
components: [../component]
replacements: [{path: r.yaml}]
configurations: [conf.yaml]
openapi: {path: o.json}
-- d/prod/b.yaml --
-- d/prod/p.yaml --
-- d/prod/c.yaml --
-- d/prod/e.yaml --
-- d/prod/s.yaml --
-- d/prod/r.yaml --
-- d/prod/conf.yaml --
-- d/prod/o.json --
-- d/prod/plain.yaml --
-- d/component/kustomization.yaml --
kind: Component
patches: [{path: q.yaml}]
-- d/component/q.yaml --
`
	for name, test := range map[string]struct {
		files string
		paths []string
		want  []string
	}{
		"an overlay and its base": {overlays, []string{"d"}, []string{
			"d/base/kustomization.yaml", "d/base/other.yaml", "d/component/kustomization.yaml", "d/prod/kustomization.yaml", "1 d/prod/kustomization.yaml", "d/prod/plain.yaml"}},
		"an overlay alone": {overlays, []string{"d/prod"}, []string{"d/prod/kustomization.yaml", "1 d/prod/kustomization.yaml", "d/prod/plain.yaml"}},
		"a base alone":     {overlays, []string{"d/base"}, []string{"d/base/kustomization.yaml", "1 d/base/kustomization.yaml", "d/base/other.yaml"}},
		"by its file":      {overlays, []string{"d/prod/kustomization.yaml"}, []string{"d/prod/kustomization.yaml", "1 d/prod/kustomization.yaml"}},
		"a patch that is named": {overlays, []string{"d/prod", "d/prod/p.yaml"}, []string{
			"d/prod/kustomization.yaml", "1 d/prod/kustomization.yaml", "d/prod/p.yaml", "d/prod/plain.yaml"}},
		"a component alone": {overlays, []string{"d/component"}, []string{
			"d/component/kustomization.yaml", "notice: d/component/kustomization.yaml: is a component that no kustomization of the run uses: its patches are not judged; pass a kustomization that has it as well"}},
		"a component of resources": {"-- d/kustomization.yaml --\nkind: Component\nresources: [a.yaml]\n-- d/a.yaml --\n", []string{"d"}, []string{"d/kustomization.yaml", "1 d/kustomization.yaml"}},
		"two overlays": {"-- d/b/kustomization.yaml --\nresources: [a.yaml]\n-- d/b/a.yaml --\n-- d/x/kustomization.yaml --\nbases: [../b]\n-- d/y/kustomization.yaml --\nbases: [../b]\n", []string{"d"}, []string{
			"d/b/kustomization.yaml", "d/x/kustomization.yaml", "1 d/x/kustomization.yaml", "d/y/kustomization.yaml", "2 d/y/kustomization.yaml"}},
		"a circle": {"-- d/a/kustomization.yaml --\nresources: [../b]\n-- d/b/kustomization.yaml --\nresources: [../a]\n", []string{"d"}, []string{
			"d/a/kustomization.yaml", "1 d/a/kustomization.yaml", "d/b/kustomization.yaml"}},
		"used by a circle": {"-- d/a/kustomization.yaml --\nresources: [../b]\n-- d/b/kustomization.yaml --\nresources: [../a, ../0]\n-- d/0/kustomization.yaml --\n", []string{"d"}, []string{
			"d/0/kustomization.yaml", "d/a/kustomization.yaml", "1 d/a/kustomization.yaml", "d/b/kustomization.yaml"}},
		"an object of Flux": {"-- d/kustomization.yaml --\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nresources: [a.yaml]\n-- d/a.yaml --\n", []string{"d"}, []string{"d/a.yaml", "d/kustomization.yaml"}},
		"no YAML":           {"-- d/kustomization.yaml --\na: b: c\n", []string{"d"}, []string{"d/kustomization.yaml", "1 d/kustomization.yaml"}},
		"charts": {"-- d/a/Chart.yaml --\n-- d/a/templates/x.yaml --\n-- d/a/charts/b/Chart.yaml --\n-- d/c/Chart.yaml --\n-- d/z.yaml --\n", []string{"d"}, []string{
			"1 d/a/Chart.yaml", "2 d/c/Chart.yaml", "d/z.yaml"}},
		"a chart twice":       {"-- d/a/Chart.yaml --\n", []string{"d", "d/a/Chart.yaml"}, []string{"1 d/a/Chart.yaml"}},
		"two files of one":    {"-- d/kustomization.yaml --\n-- d/kustomization.yml --\n", []string{"d"}, []string{"d/kustomization.yaml", "1 d/kustomization.yaml", "d/kustomization.yml"}},
		"a chart by its file": {"-- d/a/Chart.yaml --\n-- d/a/values.yaml --\n", []string{"d/a/Chart.yaml"}, []string{"1 d/a/Chart.yaml"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			unpack(t, folder, test.files)
			search := source.Search{Renderer: &renderer{}}
			for _, path := range test.paths {
				search.Paths = append(search.Paths, filepath.Join(folder, path))
			}
			if got := rendering(search, folder); !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
}

// TestRenderedEach renders a chart once for each file of values.
func TestRenderedEach(t *testing.T) {
	folder := t.TempDir()
	unpack(t, folder, "-- d/Chart.yaml --\n")
	search := source.Search{Paths: []string{filepath.Join(folder, "d")}, Renderer: &renderer{}, Each: true, Values: render.Values{Files: []string{"a.yaml", "b.yaml"}}}
	want := []string{"1 d/Chart.yaml with a.yaml", "2 d/Chart.yaml with b.yaml"}
	if got := rendering(search, folder); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	search.Each = false
	unpack(t, folder, "-- d2/Chart.yaml --\n-- a.yaml --\n-- c.yaml --\n") // files of values are no objects
	search.Values.Files[0] = filepath.Join(folder, "a.yaml")
	search.Paths = []string{folder}
	if got, want := rendering(search, folder), []string{"c.yaml", "1 d/Chart.yaml", "2 d2/Chart.yaml"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// steps reads what a search finds, and writes what comes: documents with the position of their first line.
func steps(t *testing.T, search source.Search, folder string, limits source.Limits) []string {
	t.Helper()
	var got []string
	write := func(_ context.Context, s *source.Step) (string, error) {
		text := ""
		switch {
		case s.Error != nil:
			text = "error: " + s.Error.Error()
		case s.Notice != nil:
			text = "notice: " + s.Notice.Position.String() + ": " + s.Notice.Message
		default:
			at := s.Document.Position(s.Document.Line, 1)
			text = fmt.Sprintf("%s: %q at %s", s.Document.File, s.Document.Text, at)
			if at.RenderedFrom != "" {
				text += fmt.Sprintf(", line %d of %s", at.RenderedLine, at.RenderedFrom)
			}
		}
		return strings.ReplaceAll(text, folder+"/", ""), nil
	}
	for text, err := range source.Each(t.Context(), search.Find(), source.Options{Limits: limits}, write) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, text)
	}
	return got
}

// TestRenderedDocuments reads what is rendered, and says what is not.
func TestRenderedDocuments(t *testing.T) {
	text := func(file, text string, rows ...[5]int) render.Part {
		return render.Part{Text: &render.Text{File: file, Text: []byte(text), Places: render.Places{Files: []string{"values.yaml", "t.yaml"}, Rows: rows}}}
	}
	const kustomization = "-- d/kustomization.yaml --\nresources: [a.yaml, a.yaml]\npatches: [{path: p.yaml}]\n-- d/a.yaml --\na: b\n-- d/p.yaml --\np: q\n"
	failed := render.Part{Error: &artefact.Error{Position: artefact.Position{File: "t.yaml", Line: 3}, Message: "is wrong"}}
	for name, test := range map[string]struct {
		files    string
		renderer *renderer
		want     []string
	}{
		"texts": {"-- d/Chart.yaml --\n", &renderer{parts: map[string][]render.Part{"d": {
			text("t.yaml", "a: 1\n---\nb: 2\n", [5]int{1, 1, 1, 7, 3}, [5]int{3, 1, 0, 9, 5}),
			text("crd.yaml", "c: 3\n"),
			text("lost.yaml", "d: 4\n", [5]int{2, 1, 0, 1, 1}),
		}}}, []string{
			`t.yaml: "a: 1\n" at t.yaml:7:3, line 1 of t.yaml`,
			`t.yaml: "---\nb: 2\n" at t.yaml:7:3, line 2 of t.yaml`,
			`crd.yaml: "c: 3\n" at crd.yaml:1:1`,
			`lost.yaml: "d: 4\n" at lost.yaml (rendered line 1), line 1 of lost.yaml`,
		}},
		"a notice and an error beside a text": {"-- d/Chart.yaml --\n", &renderer{parts: map[string][]render.Part{"d": {
			{Notice: &artefact.Notice{Position: artefact.Position{File: "c"}, Message: "is left out"}}, failed, text("t.yaml", "a: 1\n"),
		}}}, []string{"error: t.yaml:3: is wrong", `t.yaml: "a: 1\n" at t.yaml:1:1`, "notice: c: is left out"}},
		"nothing":     {"-- d/Chart.yaml --\n", &renderer{}, []string{"notice: d/Chart.yaml: renders to no objects"}},
		"no program":  {"-- d/Chart.yaml --\n", &renderer{err: render.ErrNotInstalled}, []string{"error: d/Chart.yaml: cannot be rendered: guiderail-render is not installed"}},
		"too long":    {"-- d/Chart.yaml --\n", &renderer{hangs: true}, []string{"error: d/Chart.yaml: rendering takes longer than 50ms; what was not rendered is not judged; raise the limit render"}},
		"too large":   {"-- d/Chart.yaml --\n", &renderer{err: render.ErrOutOfMemory}, []string{"error: d/Chart.yaml: rendering takes more than 1 GiB of memory; what was not rendered is not judged; raise the limit memory"}},
		"its sources": {kustomization, &renderer{parts: map[string][]render.Part{"d": {failed}}}, []string{`d/kustomization.yaml: "resources: [a.yaml, a.yaml]\npatches: [{path: p.yaml}]\n" at d/kustomization.yaml:1:1`, "error: t.yaml:3: is wrong", `d/a.yaml: "a: b\n" at d/a.yaml:1:1`}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			unpack(t, folder, test.files)
			search := source.Search{Paths: []string{filepath.Join(folder, "d")}, Renderer: test.renderer}
			if got := steps(t, search, folder, source.Limits{Render: 50 * time.Millisecond}); !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
}

// TestRenderedBounds tells the renderer which directories it may read: the repository, or what is named where there is none.
func TestRenderedBounds(t *testing.T) {
	const files = `
-- a/c/Chart.yaml --
dependencies: [{name: d, repository: file://../d}, {name: none, repository: "file://../none"}, {name: far, repository: "https://far.example"}]
-- a/d/Chart.yaml --
dependencies: [{name: e, repository: file://../e}, {name: c, repository: file://../c}]
-- a/e/Chart.yaml --
-- a/k/kustomization.yaml --
resources: [../../b]
-- b/kustomization.yaml --
`
	for name, test := range map[string]struct {
		files, path string
		want        string
	}{
		"chart":                          {files, "a/c", "a/c: a/d a/e a/c a/c"},
		"chart in a repository":          {files + "-- .git/HEAD --\n", "a/c", ".:"},
		"chart in a nested repository":   {files + "-- a/.git --\n-- .git/HEAD --\n", "a/c", "a:"},
		"kustomization":                  {files, "a/k", "a/k: a/k a/k b"},
		"kustomization in a repository":  {files + "-- .git/HEAD --\n", "a/k", ".:"},
		"kustomization of another place": {files + "-- a/.git --\n", "a/k", "a:"},
	} {
		t.Run(name, func(t *testing.T) {
			folder, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			unpack(t, folder, test.files)
			asked := &renderer{}
			for f := range (source.Search{Paths: []string{filepath.Join(folder, test.path)}, Renderer: asked}).Find() {
				if f.Scope > 0 {
					for range f.Source.Documents(source.Limits{}) {
						t.Error("there is a document")
					}
				}
			}
			below := func(path string) string {
				relative, err := filepath.Rel(folder, path)
				if err != nil {
					t.Fatal(err)
				}
				return relative
			}
			if len(asked.requests) != 1 {
				t.Fatalf("got %d requests", len(asked.requests))
			}
			got := below(asked.requests[0].Root) + ":"
			for _, beside := range asked.requests[0].Beside {
				got += " " + below(beside)
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestRenderedExcluded leaves out what comes from excluded files, and says so.
func TestRenderedExcluded(t *testing.T) {
	folder := t.TempDir()
	unpack(t, folder, "-- d/c/Chart.yaml --\n-- d/k/kustomization.yaml --\nresources: [../b]\n-- d/b/kustomization.yaml --\n-- d/.guiderailignore --\ntests/\nb/x.yaml\n")
	at := func(name string) string { return filepath.Join(folder, "d", name) }
	search := source.Search{Paths: []string{at("")}, Renderer: &renderer{parts: map[string][]render.Part{
		"c": {{Error: &artefact.Error{Position: artefact.Position{File: at("c/templates/tests/broken.yaml")}, Message: "is wrong"}}, {Text: &render.Text{File: at("c/templates/tests/t.yaml"), Text: []byte("a: 1\n")}}, {Text: &render.Text{File: at("c/templates/u.yaml"), Text: []byte("a: 2\n")}}},
		"k": {{Text: &render.Text{File: at("k/kustomization.yaml"), Text: []byte("a: 3\n---\n\n# b\na: 4\n"), Places: render.Places{Files: []string{at("b/x.yaml"), at("b/y.yaml")}, Rows: [][5]int{{1, 1, 1, 1, 1}, {5, 1, 0, 1, 1}}}}}},
	}}}
	want := []string{
		"notice: d/b/kustomization.yaml: is empty: it contains no documents",
		"d/c/templates/u.yaml: \"a: 2\\n\" at d/c/templates/u.yaml:1:1",
		"notice: d/c/Chart.yaml: excluded of what it renders: c/templates/tests/broken.yaml, c/templates/tests/t.yaml",
		"d/k/kustomization.yaml: \"resources: [../b]\\n\" at d/k/kustomization.yaml:1:1",
		"d/k/kustomization.yaml: \"a: 3\\n\" at d/b/y.yaml:1:1, line 1 of d/k/kustomization.yaml",
		"notice: d/k/kustomization.yaml: excluded of what it renders: b/x.yaml",
	}
	got := steps(t, search, folder, source.Limits{})
	if !slices.Equal(got, want) {
		t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

// TestRenderedOnce renders once, however often the documents are read.
func TestRenderedOnce(t *testing.T) {
	folder := t.TempDir()
	unpack(t, folder, "-- d/Chart.yaml --\n")
	r := &renderer{parts: map[string][]render.Part{"d": {{Text: &render.Text{File: "t", Text: []byte("a: 1\n")}}}}}
	for f := range (source.Search{Paths: []string{filepath.Join(folder, "d")}, Renderer: r}).Find() {
		for range 3 {
			count := 0
			for range f.Source.Documents(source.Limits{}) {
				count++
			}
			if count != 1 {
				t.Errorf("got %d documents, want 1", count)
			}
		}
	}
	if n := r.asked.Load(); n != 1 {
		t.Errorf("rendered %d times", n)
	}
}

// TestReleased renders a chart as objects of Flux and Argo CD install it.
func TestReleased(t *testing.T) {
	const (
		flux = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app, namespace: flux}\nspec:\n"
		argo = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app, namespace: argo}\nspec:\n"
	)
	for name, test := range map[string]struct {
		object string
		want   []string
	}{
		"flux": {flux + "  chart: {spec: {chart: ./charts/a, sourceRef: {kind: GitRepository}, valuesFiles: [charts/a/prod.yaml]}}\n  values: {a: b}\n  targetNamespace: shop\n  releaseName: till\n", []string{
			`{"files":["flag.yaml"],"within":[{"file":"charts/a/prod.yaml","document":1,"path":null},{"file":"r.yaml","document":2,"path":["spec","values"]}],"set":["x=y"],"releaseName":"till","namespace":"shop"}`}},
		"flux to another namespace": {flux + "  chart: {spec: {chart: charts/a, sourceRef: {kind: GitRepository}}}\n  targetNamespace: shop\n", []string{`{"files":["flag.yaml"],"set":["x=y"],"releaseName":"shop-app","namespace":"shop"}`}},
		"argo with several sources": {argo + "  sources:\n  - {repoURL: r, ref: values}\n  - {repoURL: r, path: charts/a, helm: {valueFiles: [$values/v.yaml, w.yaml], ignoreMissingValueFiles: false}}\n", []string{
			`{"files":["flag.yaml"],"within":[{"file":"v.yaml","document":1,"path":null},{"file":"charts/a/w.yaml","document":1,"path":null}],"set":["x=y"],"releaseName":"app"}`}},
		"argo with a file that may be missing": {argo + "  source: {path: charts/a, helm: {valueFiles: [gone.yaml], ignoreMissingValueFiles: true}}\n", []string{`{"files":["flag.yaml"],"set":["x=y"],"releaseName":"app"}`}},
		"flux by its own names":                {flux + "  chart: {spec: {chart: charts/a, sourceRef: {kind: GitRepository}}}\n", []string{`{"files":["flag.yaml"],"set":["x=y"],"releaseName":"app","namespace":"flux"}`}},
		"flux with values from elsewhere": {flux + "  chart: {spec: {chart: charts/a, sourceRef: {kind: GitRepository}}}\n  valuesFrom: [{kind: Secret, name: a}]\n", []string{
			"notice: r.yaml:3: HelmRelease flux/app takes values from spec.valuesFrom, which are not known here; the chart is rendered without them",
			`{"files":["flag.yaml"],"set":["x=y"],"releaseName":"app","namespace":"flux"}`}},
		"flux from a Helm repository": {flux + "  chart: {spec: {chart: charts/a, sourceRef: {kind: HelmRepository}}}\n", []string{`{"files":["flag.yaml"],"set":["x=y"]}`}},
		"argo": {argo + "  destination: {namespace: shop}\n  source:\n    path: charts/a\n    helm:\n      valueFiles: [prod.yaml]\n      values: 'a: b'\n      valuesObject: {c: d}\n      parameters: [{name: e, value: 'f,g'}, {name: h, value: '1', forceString: true}]\n", []string{
			`{"files":["flag.yaml"],"within":[{"file":"charts/a/prod.yaml","document":1,"path":null},{"file":"r.yaml","document":2,"path":["spec","source","helm","values"],"isText":true},{"file":"r.yaml","document":2,"path":["spec","source","helm","valuesObject"]}],"set":["e=f\\,g","x=y"],"setString":["h=1"],"releaseName":"app","namespace":"shop"}`}},
		"of another chart": {argo + "  source: {path: charts/b}\n", []string{`{"files":["flag.yaml"],"set":["x=y"]}`}},
		"two": {argo + "  source: {path: charts/a}\n---\n" + flux + "  chart: {spec: {chart: charts/a, sourceRef: {kind: GitRepository}}}\n", []string{
			"with r.yaml document 2", "with r.yaml document 3",
			`{"files":["flag.yaml"],"set":["x=y"],"releaseName":"app","namespace":"flux"}`,
			`{"files":["flag.yaml"],"set":["x=y"],"releaseName":"app"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			unpack(t, ".", "-- charts/a/Chart.yaml --\n-- .git/HEAD --\n")
			unpack(t, ".", "-- r.yaml --\nkind: Other\n---\n"+test.object)
			asked := &renderer{}
			var got []string
			for f := range (source.Search{Paths: []string{"."}, Renderer: asked, Values: render.Values{Files: []string{"flag.yaml"}, Set: []string{"x=y"}}}).Find() {
				switch {
				case f.Notice != nil && f.Notice.File == "r.yaml":
					got = append(got, listed(slices.Values([]source.Found{f}))...)
				case f.Scope > 0:
					for range f.Source.Documents(source.Limits{}) {
						t.Error("there is a document")
					}
					if f.Variant != "" {
						got = append(got, "with "+f.Variant)
					}
				}
			}
			var requests []string // several are rendered at once
			for _, request := range asked.requests {
				text, err := json.Marshal(request.Values)
				if err != nil {
					t.Fatal(err)
				}
				requests = append(requests, string(text))
			}
			slices.Sort(requests)
			got = append(got, requests...)
			if !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
}
