package harness_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

const (
	tandem = "autoscaling.hpa_vpa_tandem"

	horizontal = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec:\n  scaleTargetRef: {kind: Deployment, name: a}\n"
	vertical   = "apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: v}\nspec:\n  targetRef: {kind: Deployment, name: a}\n"
	elsewhere  = "apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: w}\nspec:\n  targetRef: {kind: Deployment, name: b}\n"
	other      = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"

	resized = `scaleTargetRef: Deployment "a" is also resized by VerticalPodAutoscaler "v"; keep one of the two`
	scaled  = `targetRef: Deployment "a" is also scaled by HorizontalPodAutoscaler "h"; keep one of the two`
)

func asRequest(object string) string {
	return "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest:\n  operation: CREATE\n  object:\n    " +
		strings.ReplaceAll(strings.TrimSpace(object), "\n", "\n    ") + "\n"
}

// documents gives texts as one stream.
func documents(texts ...string) string { return strings.Join(texts, "---\n") }

// judgeTandem gives verdicts, findings and unknown values, in their order.
func judgeTandem(t *testing.T, engine *harness.Engine, paths []string, stdin string) []string {
	t.Helper()
	var said []string
	_, err := engine.Each(t.Context(), source.Find(paths, strings.NewReader(stdin)), func(r *harness.Result) error {
		for _, a := range r.Judgements {
			said = append(said, fmt.Sprintf("%s %s", a.Name, a.Verdicts[tandem]))
			for _, f := range slices.Concat(a.Findings, a.Unknowns) {
				said = append(said, f.Message)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// TestObjectsOfARun: objects see one another, whatever their order and wherever they come from.
func TestObjectsOfARun(t *testing.T) {
	engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{tandem}})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ stdin, want string }{
		"after":         {documents(horizontal, other, vertical), "h fail|" + resized + "|c |v fail|" + scaled},
		"before":        {documents(vertical, horizontal), "v fail|" + scaled + "|h fail|" + resized},
		"not there":     {documents(horizontal, other), "h pass|c "},
		"of others":     {documents(elsewhere, horizontal), "w pass|h pass"},
		"in a list":     {`{"apiVersion": "v1", "kind": "List", "items": [` + `{"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler", "metadata": {"name": "v"}, "spec": {"targetRef": {"kind": "Deployment", "name": "a"}}}]}` + "\n---\n" + horizontal, "v fail|" + scaled + "|h fail|" + resized},
		"of one name":   {documents(vertical, strings.Replace(elsewhere, "name: w", "name: v", 1), horizontal), "v fail|" + scaled + "|v pass|h pass"},
		"beside errors": {documents(horizontal, "kind: [\n", vertical), "h fail|" + resized + "|v fail|" + scaled},
		"as a request beside objects": {
			documents(asRequest(horizontal), vertical),
			"h fail|" + resized + "|v pass", // what is asked for is not there yet
		},
		"as a request beside others": {documents(asRequest(horizontal), elsewhere), "h pass|w pass"},
		"as a request alone": {
			asRequest(horizontal),
			"h unknown|cannot be decided from the request alone; provide these objects as inventory: HorizontalPodAutoscaler and VerticalPodAutoscaler",
		},
		"requests to delete": {strings.Replace(strings.Replace(asRequest(horizontal), "CREATE", "DELETE", 1), " object:", " oldObject:", 1), "h not_applicable"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(judgeTandem(t, engine, []string{"-"}, test.stdin), "|"); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	t.Run("in files and on stdin", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "a.yaml")
		if err := os.WriteFile(file, []byte(vertical), 0o600); err != nil {
			t.Fatal(err)
		}
		want := "v fail|" + scaled + "|h fail|" + resized
		if got := strings.Join(judgeTandem(t, engine, []string{file, "-"}, horizontal), "|"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

// TestSourcesReadAgain: they are read twice where an object meets a control that looks up others, and
// only there.
func TestSourcesReadAgain(t *testing.T) {
	for name, test := range map[string]struct {
		controls []string
		texts    []string
		want     int
	}{
		"no control that looks up":    {[]string{"images.digest"}, []string{horizontal, vertical}, 1},
		"no object that it speaks of": {[]string{tandem}, []string{other, other}, 1},
		"the first":                   {[]string{tandem}, []string{horizontal, other}, 2},
		"the last":                    {[]string{tandem, "images.digest"}, []string{other, vertical}, 2},
		"all":                         {[]string{tandem}, []string{horizontal, horizontal, horizontal}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: test.controls})
			if err != nil {
				t.Fatal(err)
			}
			opened := make(chan string, 100)
			var sources []source.Found
			for i, text := range test.texts {
				sources = append(sources, source.Found{Source: &source.File{Path: fmt.Sprint(i), Open: func() (io.ReadCloser, error) {
					opened <- text
					return io.NopCloser(strings.NewReader(text)), nil
				}}})
			}
			if _, err := engine.Each(t.Context(), slices.Values(sources), func(*harness.Result) error { return nil }); err != nil {
				t.Fatal(err)
			}
			if got, want := len(opened), test.want*len(test.texts); got != want {
				t.Errorf("sources were opened %d times, want %d", got, want)
			}
		})
	}
}

// TestAlternatives: two autoscalers of one target in one file undo what each other does; in two files of a run,
// whether both are applied is not known. What is there already is.
func TestAlternatives(t *testing.T) {
	const (
		target = "autoscaling.target"
		second = "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: i, namespace: default}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n"
		scales = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
	)
	first := strings.NewReplacer("name: h}", "name: h, namespace: default}", "{kind", "{apiVersion: apps/v1, kind").Replace(horizontal)
	for name, test := range map[string]struct {
		files  []string
		around string
		want   string
	}{
		"one file":       {[]string{documents(first, second, scales)}, "", "[h fail i fail]"},
		"two files":      {[]string{first, documents(scales, second)}, "", "[h unknown i unknown]"},
		"once together":  {[]string{documents(first, second), second, scales}, "", "[h fail i fail i unknown]"},
		"there already":  {[]string{documents(scales, first)}, second, "[h fail]"},
		"three":          {[]string{documents(scales, first, second), strings.ReplaceAll(second, "name: i", "name: j")}, "", "[h fail i fail j unknown]"},
		"another target": {[]string{first, documents(scales, strings.ReplaceAll(second, "name: a}", "name: b}"))}, "", "[h pass i fail]"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			var paths []string
			for i, text := range append(test.files, test.around) {
				path := filepath.Join(folder, fmt.Sprintf("%d.yaml", i))
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				paths = append(paths, path)
			}
			options := harness.Options{Policies: policies.FS, Controls: []string{target}}
			if last := len(paths) - 1; test.around != "" {
				options.Inventory = source.Find(paths[last:], nil)
			}
			engine, err := harness.New(options)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			if _, err := engine.Each(t.Context(), source.Find(paths[:len(paths)-1], nil), func(r *harness.Result) error {
				for _, a := range r.Judgements {
					if a.Kind == "HorizontalPodAutoscaler" {
						got = append(got, fmt.Sprintf("%s %s", a.Name, a.Verdicts[target]))
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(got) != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
