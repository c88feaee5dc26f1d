package kustomization_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/render"
)

// TestPlaces tests where values of a rendered kustomization are edited. A value is named by the kind and name of its
// object and the JSON pointer; a mapping or sequence stands for what it lacks.
func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		directory string
		want      map[string]string
	}{
		"everything": {"apps/prod", map[string]string{
			"ServiceAccount big-robot":                                                          "apps/prod/extra.yaml:12:3",
			"ServiceAccount big-robot /kind":                                                    "apps/prod/extra.yaml:13:9",
			"ServiceAccount big-robot /metadata/name":                                           "apps/prod/kustomization.yaml:4:13",
			"ServiceAccount big-robot /metadata/annotations":                                    "apps/prod/kustomization.yaml:15:3",
			"ServiceAccount big-robot /metadata/labels/team":                                    "apps/prod/kustomization.yaml:12:11",
			"ConfigMap big-files-4k95g555h5":                                                    "apps/prod/kustomization.yaml:31:3",
			"ConfigMap big-files-4k95g555h5 /data/FIRST":                                        "apps/prod/app.env:2:1",
			"ConfigMap big-files-4k95g555h5 /data/SECOND":                                       "apps/prod/app.env:3:3",
			"ConfigMap big-files-4k95g555h5 /data/app.conf":                                     "apps/prod/app.conf:1:1",
			"ConfigMap big-files-4k95g555h5 /data/renamed":                                      "apps/prod/app.conf:1:1",
			"ConfigMap big-files-4k95g555h5 /metadata/labels/kind":                              "apps/prod/kustomization.yaml:39:13",
			"ConfigMap big-settings-d2b2dhfc6f":                                                 "base/kustomization.yaml:7:3",
			"ConfigMap big-settings-d2b2dhfc6f /data/COLOUR":                                    "base/kustomization.yaml:10:5",
			"ConfigMap big-settings-d2b2dhfc6f /data/LEVEL":                                     "apps/prod/kustomization.yaml:30:5",
			"Secret big-keys-cf85kd65mm /data/password":                                         "apps/prod/kustomization.yaml:44:5",
			"Secret big-keys-cf85kd65mm /type":                                                  "apps/prod/kustomization.yaml:42:9",
			"Service big-web /spec/type":                                                        "apps/prod/patch.yaml:25:9",
			"Service big-web /spec/ports/0/port":                                                "base/web.yaml:49:11",
			"Deployment big-web":                                                                "base/web.yaml:1:1",
			"Deployment big-web /kind":                                                          "base/web.yaml:2:7",
			"Deployment big-web /spec/template/spec/containers/1/name":                          "base/web.yaml:19:15",
			"Deployment big-web /metadata/namespace":                                            "apps/prod/kustomization.yaml:3:12",
			"Deployment big-web /spec":                                                          "base/web.yaml:7:1",
			"Deployment big-web /spec/minReadySeconds":                                          "components/tuned/kustomization.yaml:19:22",
			"Deployment big-web /spec/replicas":                                                 "apps/prod/kustomization.yaml:25:10",
			"Deployment big-web /spec/selector/matchLabels/app.kubernetes.io~1part-of":          "base/kustomization.yaml:5:30",
			"Deployment big-web /spec/template/metadata/labels/team":                            "apps/prod/kustomization.yaml:12:11",
			"Deployment big-web /spec/template/metadata/annotations/owner":                      "apps/prod/kustomization.yaml:15:10",
			"Deployment big-web /spec/strategy":                                                 "apps/prod/patch.yaml:6:3",
			"Deployment big-web /spec/template/spec":                                            "base/web.yaml:16:5",
			"Deployment big-web /spec/template/spec/containers/0":                               "apps/prod/kustomization.yaml:70:13",
			"Deployment big-web /spec/template/spec/containers/0/image":                         "apps/prod/kustomization.yaml:71:20",
			"Deployment big-web /spec/template/spec/containers/0/securityContext":               "apps/prod/kustomization.yaml:72:30",
			"Deployment big-web /spec/template/spec/containers/1":                               "base/web.yaml:19:9",
			"Deployment big-web /spec/template/spec/containers/1/args/0":                        "base/web.yaml:21:16",
			"Deployment big-web /spec/template/spec/containers/1/args/2":                        "components/tuned/patch.json:2:77",
			"Deployment big-web /spec/template/spec/containers/1/env/0/value":                   "apps/prod/patch.yaml:14:18",
			"Deployment big-web /spec/template/spec/containers/1/env/1/value":                   "base/web.yaml:49:11",
			"Deployment big-web /spec/template/spec/containers/1/envFrom/0/configMapRef/name":   "base/web.yaml:36:19",
			"Deployment big-web /spec/template/spec/containers/1/image":                         "apps/prod/kustomization.yaml:18:11",
			"Deployment big-web /spec/template/spec/containers/1/resources/limits":              "base/web.yaml:28:11",
			"Deployment big-web /spec/template/spec/containers/1/resources/limits/memory":       "apps/prod/kustomization.yaml:54:14",
			"Deployment big-web /spec/template/spec/containers/1/resources/limits/cpu":          "base/web.yaml:30:18",
			"Deployment big-web /spec/template/spec/containers/1/volumeMounts/0/readOnly":       "apps/prod/patch.yaml:18:21",
			"Deployment big-web /spec/template/spec/hostNetwork":                                "apps/prod/kustomization.yaml:68:24",
			"Deployment big-web /spec/template/spec/priorityClassName":                          "components/tuned/patch.json:3:75",
			"Deployment big-web /spec/template/spec/serviceAccountName":                         "base/web.yaml:17:27",
			"Deployment big-web /spec/template/spec/tolerations/0/operator":                     "apps/prod/kustomization.yaml:59:19",
			"CronJob big-job /spec/suspend":                                                     "apps/prod/kustomization.yaml:73:10",
			"CronJob big-job /spec/jobTemplate/spec/template/spec/containers/0/image":           "apps/prod/kustomization.yaml:20:12",
			"CronJob big-job /spec/jobTemplate/spec/template/spec/containers/1/env/0/value":     "base/job.yaml:17:22",
			"CronJob big-job /spec/jobTemplate/spec/template/spec/volumes/0/secret/defaultMode": "base/job.yaml:25:28",
			"CronJob big-job /spec/jobTemplate/spec/template/spec/volumes/0/secret/secretName":  "base/job.yaml:24:27",
			"PodDisruptionBudget big-web /spec/minAvailable":                                    "components/tuned/budget.yaml:6:17",
			"Pod big-pinned /spec/containers/0/image":                                           "apps/prod/kustomization.yaml:22:11",
			"Pod big-pinned /spec/containers/0":                                                 "apps/prod/extra.yaml:7:5",
		}},
		"further": {".", map[string]string{
			"ConfigMap made-4h2mbtbbt6 /data/a":                          "Kustomization:27:3",
			"ConfigMap renamed":                                          "config/config.yaml:3:1",
			"ConfigMap renamed /metadata/name":                           "config/kustomization.yml:11:13",
			"ConfigMap renamed /data/level":                              "config/kustomization.yml:13:14",
			"ConfigMap renamed /data/text":                               "config/config.yaml:10:9",
			"ConfigMap renamed /metadata/annotations/note":               "transformer.yaml:6:9",
			"Deployment web-blue /metadata/name":                         "blue/kustomization.yaml:1:13",
			"Deployment web-blue /metadata/namespace":                    "blue/kustomization.yaml:2:12",
			"Deployment web-blue /spec/replicas":                         "blue/kustomization.yaml:6:22",
			"Deployment web-blue /spec/selector/matchLabels":             "base/web.json:7:33",
			"Deployment web-green /spec/replicas":                        "green/kustomization.yaml:12:60",
			"Deployment web-green /spec/selector/matchLabels/colour":     "green/kustomization.yaml:6:19",
			"Deployment web-green /spec/template/spec/containers/0":      "base/web.json:10:31",
			"Deployment web-blue /spec/template/spec/containers/0/image": "transformer.yaml:15:43",
			"Tool tool /spec/image":                                      "Kustomization:11:11",
			"Tool tool /spec/level":                                      "config/kustomization.yml:13:14",
			"Tool tool /spec/mode":                                       "Kustomization:14:16",
			"Tool tool /spec/size":                                       "config/kustomization.yml:15:10",
			"Tool tool /spec/url":                                        "Kustomization:23:7",
			"Tool tool /spec/timeout":                                    "config/tool.yaml:2:12",
			"Tool tool /spec/copy/deep/enabled":                          "config/tool.yaml:3:19",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			archive, err := os.ReadFile(filepath.Join("testdata", name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			text, said := renderDirectory(c.directory, unpack(t, string(archive)))
			if text == nil || len(said) > 0 {
				t.Fatalf("rendered to %v, with %q", text, said)
			}
			for what, want := range c.want {
				if got := where(t, text, what); got != want {
					t.Errorf("%s\ngot  %s\nwant %s", what, got, want)
				}
			}
			checkPlaces(t, text, ".")
		})
	}
}

// documents returns the objects of a rendered text.
func documents(t *testing.T, text []byte) (all []*yaml.Node) {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, document.Content[0])
	}
}

// where returns the position to edit for a value.
func where(t *testing.T, text *render.Text, what string) string {
	t.Helper()
	kind, rest, _ := strings.Cut(what, " ")
	name, pointer, _ := strings.Cut(rest, " ")
	for _, node := range documents(t, text.Text) {
		if find(node, "kind").Value != kind || find(find(node, "metadata"), "name").Value != name {
			continue
		}
		at, isItem := node, false
		for _, step := range strings.Split(pointer, "/")[min(1, len(pointer)):] {
			if step == "" {
				break
			}
			key, value := child(node, strings.ReplaceAll(step, "~1", "/"))
			if value == nil {
				t.Fatalf("%s: no %s", what, step)
			}
			isItem = key == nil
			if node, at = value, value; key != nil && value.Kind != yaml.ScalarNode && value.Style&yaml.FlowStyle == 0 {
				at = key
			}
		}
		lookUp := text.Places.At
		if isItem {
			lookUp = text.Places.AtItem
		}
		place, ok := lookUp(at.Line, at.Column)
		if !ok {
			return "nowhere"
		}
		return place.String()
	}
	t.Fatalf("no %s in\n%s", what, text.Text)
	return ""
}

// TestFirstKeys tests the places of items of lists and of the keys that kustomize sorts to their beginning.
func TestFirstKeys(t *testing.T) {
	text, said := renderDirectory(".", unpack(t, `-- kustomization.yaml --
resources: [pod.yaml]
patches:
- path: patch.yaml
-- pod.yaml --
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  volumes:
  - name: h
    hostPath:
      path: /a
-- patch.yaml --
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  volumes:
  - name: p
    hostPath:
      path: /b
`))
	if text == nil || len(said) > 0 {
		t.Fatalf("rendered to %v, with %q", text, said)
	}
	for what, want := range map[string]string{
		"Pod a /spec/volumes/0":               "patch.yaml:6:5",
		"Pod a /spec/volumes/0/hostPath":      "patch.yaml:7:5",
		"Pod a /spec/volumes/0/hostPath/path": "patch.yaml:8:13",
		"Pod a /spec/volumes/1":               "pod.yaml:6:5",
		"Pod a /spec/volumes/1/hostPath":      "pod.yaml:7:5",
	} {
		if got := where(t, text, what); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", what, got, want)
		}
	}
}

func child(node *yaml.Node, step string) (key, value *yaml.Node) {
	if node.Kind == yaml.SequenceNode {
		if i, err := strconv.Atoi(step); err == nil && i < len(node.Content) {
			return nil, node.Content[i]
		}
		return nil, nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == step {
			return node.Content[i], node.Content[i+1]
		}
	}
	return nil, nil
}

func find(node *yaml.Node, name string) *yaml.Node {
	if node != nil {
		if _, value := child(node, name); value != nil {
			return value
		}
	}
	return &yaml.Node{}
}

// checkPlaces checks that places are in order, that each value has one, and that each is one that exists in its file.
func checkPlaces(t *testing.T, text *render.Text, folder string) {
	t.Helper()
	lines := map[string][]string{}
	for _, name := range text.Places.Files {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, name)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		lines[name] = strings.Split(string(content), "\n")
	}
	if !slices.IsSortedFunc(text.Places.Rows, func(a, b [5]int) int { return slices.Compare(a[:2], b[:2]) }) {
		t.Error("places are not in order")
	}
	for _, row := range text.Places.Rows {
		name := text.Places.Files[row[2]]
		if row[3] < 1 || row[3] > len(lines[name]) || row[4] < 1 || row[4] > utf8.RuneCountInString(lines[name][row[3]-1])+1 {
			t.Errorf("%d:%d leads to %s:%d:%d, which does not exist", row[0], row[1], name, row[3], row[4])
		}
	}
	scalars := map[string]map[[2]int]*yaml.Node{}
	var walk func(node *yaml.Node, visit func(*yaml.Node))
	walk = func(node *yaml.Node, visit func(*yaml.Node)) {
		if node.Kind == yaml.ScalarNode {
			visit(node)
		}
		for i, inner := range node.Content {
			if node.Kind != yaml.MappingNode || i%2 == 1 {
				walk(inner, visit)
			}
		}
	}
	for name, content := range lines {
		if base := filepath.Base(name); strings.HasPrefix(strings.ToLower(base), "kustomization") || !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(base)) {
			continue
		}
		scalars[name] = map[[2]int]*yaml.Node{}
		for _, document := range documents(t, []byte(strings.Join(content, "\n"))) {
			walk(document, func(node *yaml.Node) {
				if scalars[name][[2]int{node.Line, node.Column}] == nil {
					scalars[name][[2]int{node.Line, node.Column}] = node
				}
			})
		}
	}
	for _, document := range documents(t, text.Text) {
		walk(document, func(node *yaml.Node) {
			at, ok := text.Places.At(node.Line, node.Column)
			if !ok {
				t.Errorf("%d:%d leads nowhere", node.Line, node.Column)
				return
			}
			if scalars[at.File] == nil {
				return
			}
			written := scalars[at.File][[2]int{at.Line, at.Column}]
			if written == nil || !(written.Value == node.Value || strings.Contains(node.Value, written.Value) || sameNumber(written, node)) {
				t.Errorf("%d:%d, %s, leads to %s, which is %v", node.Line, node.Column, node.Value, at, written)
			}
		})
	}
}

// sameNumber reports whether two scalars are the same number, in whatever base.
func sameNumber(a, b *yaml.Node) bool {
	var m, n float64
	return a.Decode(&m) == nil && b.Decode(&n) == nil && m == n
}
