package harness_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/harness/source"
)

// texts renders directories to what a test says, by the directory and the file of values, if there is one.
type texts map[string]string

func (r texts) Render(_ context.Context, request *render.Request, emit func(render.Part) bool) error {
	name := strings.Join(append([]string{filepath.Base(request.Directory)}, request.Values.Files...), " ")
	if message, failed := strings.CutPrefix(r[name], "error: "); failed {
		emit(render.Part{Error: &artefact.Error{Position: artefact.Position{File: "t.yaml", Line: 3}, Message: message}})
		return nil
	}
	emit(render.Part{Text: &render.Text{
		File:   filepath.Base(request.Directory) + "/t.yaml",
		Text:   []byte(r[name]),
		Places: render.Places{Files: []string{"t.yaml"}, Rows: [][5]int{{1, 1, 0, 1, 1}}},
	}})
	return nil
}

// saysOf lists what a control says of what directories of charts render to, and of the files beside them.
func saysOf(t *testing.T, control string, search source.Search, charts texts, files map[string]string) []string {
	t.Helper()
	folder := t.TempDir()
	for name := range charts {
		files[strings.Fields(name)[0]+"/Chart.yaml"] = ""
	}
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	engine, err := harness.New(harness.Options{Controls: []string{control}})
	if err != nil {
		t.Fatal(err)
	}
	search.Paths, search.Renderer = []string{folder}, charts
	run, err := engine.Check(t.Context(), search.Find())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range run.Results {
		for _, err := range r.Errors {
			got = append(got, err.Error())
		}
		for _, j := range r.Judgements {
			got = append(got, fmt.Sprintf("%s %s: %s", strings.TrimPrefix(r.File, folder+"/"), j.Ref, j.Verdicts[control]))
			for _, f := range slices.Concat(j.Findings, j.Unknowns) {
				got = append(got, "  "+f.Message)
			}
		}
	}
	return got
}

func named(kind, name string) string {
	return fmt.Sprintf("apiVersion: v1\nkind: %s\nmetadata: {name: %s, namespace: shop}\n---\n", kind, name)
}

func runs(name, image string) string {
	return fmt.Sprintf("apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: shop}\nspec: {containers: [{name: c, image: %s}]}\n---\n", name, image)
}

// TestScopes holds what is rendered apart: each chart sees itself and the files, and files see everything.
func TestScopes(t *testing.T) {
	role := func(name string) string {
		return fmt.Sprintf("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: %s, namespace: shop}\nrules: []\n---\n", name)
	}
	binding := func(role string) string {
		return fmt.Sprintf("apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: i, namespace: shop}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %s}\n---\n", role)
	}
	got := saysOf(t, "schema.duplicate_object", source.Search{}, texts{"a": named("ConfigMap", "x"), "b": named("ConfigMap", "x") + named("ConfigMap", "y")},
		map[string]string{"0.yaml": named("ConfigMap", "y")})
	want := []string{
		"0.yaml ConfigMap shop/y: pass",
		"a/t.yaml ConfigMap shop/x: pass",
		"b/t.yaml ConfigMap shop/x: pass",
		"b/t.yaml ConfigMap shop/y: unknown",
	}
	if got = slices.DeleteFunc(got, func(line string) bool { return strings.HasPrefix(line, " ") }); !slices.Equal(got, want) {
		t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}

	got = saysOf(t, "rbac.binding_resolves", source.Search{}, texts{"a": role("a") + binding("a"), "b": binding("a"), "c": binding("file")},
		map[string]string{"0.yaml": role("file") + binding("a")})
	want = []string{
		"0.yaml Role shop/file: ",
		"0.yaml RoleBinding shop/i: pass",
		"a/t.yaml Role shop/a: ",
		"a/t.yaml RoleBinding shop/i: pass",
		"b/t.yaml RoleBinding shop/i: fail",
		"c/t.yaml RoleBinding shop/i: pass",
	}
	if got = slices.DeleteFunc(got, func(line string) bool { return strings.HasPrefix(line, " ") }); !slices.Equal(got, want) {
		t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

// TestVariants says once what is found with every file of values, and of the rest with which it is found.
func TestVariants(t *testing.T) {
	search := source.Search{Each: true, Values: render.Values{Files: []string{"x", "y", "z"}}}
	got := saysOf(t, "images.pinned_tag", search, texts{
		"a x": runs("all", "app") + runs("some", "app:1.2.3") + runs("none", "app:1.2.3"),
		"a y": runs("all", "app") + runs("some", "app") + runs("none", "app:1.2.3") + runs("one", "app"),
		"a z": runs("all", "app") + runs("some", "app") + runs("none", "app:1.2.3"),
		"c x": "error: wrong", "c y": "error: wrong", "c z": "error: wrong",
		"d x": "error: wrong", "d y": named("ConfigMap", "d"), "d z": "error: broken",
		"e x": runs("all", "app"), "e y": "# a comment, so that lines are others\n" + runs("all", "app"), "e z": runs("all", "app"),
		"b x": runs("all", "app"), "b y": runs("all", "app"), "b z": runs("all", "app:1.2.3"),
	}, map[string]string{"z.yaml": runs("file", "app:1.2.3")})
	message := func(name, with string) []string {
		return []string{"a/t.yaml Pod shop/" + name + ": fail", "  " + `container "c": image app has no tag` + with + `; add a release tag or a digest`}
	}
	want := slices.Concat(
		message("all", ""),
		message("some", " (with y, z)"),
		[]string{"a/t.yaml Pod shop/none: pass"},
		message("one", " (with y)"),
		[]string{strings.Replace(message("all", "")[0], "a/", "b/", 1), message("all", " (with x, y)")[1]},
		[]string{"t.yaml:3: wrong", "t.yaml:3: wrong (with x)", "t.yaml:3: broken (with z)", "d/t.yaml ConfigMap shop/d: "},
		[]string{strings.Replace(message("all", "")[0], "a/", "e/", 1), message("all", "")[1]},
		[]string{"z.yaml Pod shop/file: pass"},
	)
	if !slices.Equal(got, want) {
		t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}
