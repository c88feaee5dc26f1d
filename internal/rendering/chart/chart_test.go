package chart

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/render"
)

var update = flag.Bool("update", false, "write the places that are found to the charts in testdata")

// unpack writes the files of an archive to a directory and changes to it. Directories whose name ends in .tgz become
// archives of charts.
func unpack(t testing.TB, archive *txtar.Archive) render.Request {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	request := render.Request{Root: root}
	packed := map[string]map[string][]byte{}
	for _, file := range archive.Files {
		if name, inner, isPacked := strings.Cut(file.Name, ".tgz/"); isPacked {
			name += ".tgz"
			if packed[name] == nil {
				packed[name] = map[string][]byte{}
			}
			packed[name][inner] = file.Data
			continue
		}
		switch {
		case file.Name == "want":
			continue
		case file.Name == "request.json":
			if err := json.Unmarshal(file.Data, &request.Values); err != nil {
				t.Fatal(err)
			}
			continue
		case strings.HasSuffix(file.Name, "/Chart.yaml") && request.Directory == "":
			request.Directory = filepath.Dir(file.Name)
		}
		write(t, filepath.Join(root, file.Name), string(file.Data))
	}
	for name, files := range packed {
		var b bytes.Buffer
		zipped := gzip.NewWriter(&b)
		archive := tar.NewWriter(zipped)
		for _, inner := range slices.Sorted(maps.Keys(files)) {
			if err := archive.WriteHeader(&tar.Header{Name: "chart/" + inner, Mode: 0o644, Size: int64(len(files[inner]))}); err != nil {
				t.Fatal(err)
			}
			if _, err := archive.Write(files[inner]); err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		if err := zipped.Close(); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(root, name), b.String())
	}
	t.Chdir(root)
	return request
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rendered returns the parts of the rendering of a chart.
func rendered(request *render.Request) (parts []render.Part) {
	Render(request, func(part render.Part) bool {
		parts = append(parts, part)
		return true
	})
	return parts
}

// format writes parts for people: behind each line of a text the places of its columns.
func format(parts []render.Part) string {
	var b strings.Builder
	for _, part := range parts {
		switch {
		case part.Error != nil:
			fmt.Fprintf(&b, "error %v\n", part.Error)
		case part.Notice != nil:
			fmt.Fprintf(&b, "notice %s:%d: %s\n", part.Notice.File, part.Notice.Line, part.Notice.Message)
		case part.Text != nil:
			fmt.Fprintf(&b, "\n== %s\n", part.Text.File)
			for i, line := range strings.Split(strings.TrimSuffix(string(part.Text.Text), "\n"), "\n") {
				var places []string
				for _, row := range part.Text.Places.Rows {
					if row[0] == i+1 {
						places = append(places, fmt.Sprintf("%d→%s:%d:%d", row[1], part.Text.Places.Files[row[2]], row[3], row[4]))
					}
				}
				fmt.Fprintf(&b, "%s\n", strings.TrimRight(fmt.Sprintf("%-40s %s", line, strings.Join(places, " ")), " "))
			}
		}
	}
	return b.String()
}

// changing are files whose text is another one each time.
var changing = []string{"chart/templates/chance.yaml"}

// TestPlaces renders the charts in testdata and compares every line and its places.
func TestPlaces(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		file, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			request := unpack(t, archive)
			parts := slices.DeleteFunc(rendered(&request), func(part render.Part) bool {
				return part.Text != nil && slices.Contains(changing, part.Text.File)
			})
			got, want := format(parts), ""
			i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
			if i >= 0 {
				want = string(archive.Files[i].Data)
			} else {
				i = len(archive.Files)
				archive.Files = append(archive.Files, txtar.File{Name: "want"})
			}
			if got == want {
				return
			}
			if *update {
				archive.Files[i].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		})
	}
}

// TestTracedIsPlain compares the two renderings of every chart: they must be equal, a text must stand in the template
// where its place says, and a value must be the one at its place.
func TestTracedIsPlain(t *testing.T) {
	for name, request := range chartsOfTests(t) {
		t.Run(name, func(t *testing.T) { compareRenderings(t, request(t)) })
	}
}

// TestLineEndsTraced does so with other ends of lines, among them those that only YAML has.
func TestLineEndsTraced(t *testing.T) {
	for name, replace := range map[string]*strings.Replacer{
		"CRLF":         strings.NewReplacer("\n", "\r\n"),
		"no last line": strings.NewReplacer("\n\n", "\n"),
		"wide":         strings.NewReplacer("kind:", "# ä\u2028#日本 \U0001F600\u0085\nkind:"),
	} {
		files, err := filepath.Glob("testdata/*.txtar")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i := range archive.Files {
				archive.Files[i].Data = []byte(replace.Replace(string(archive.Files[i].Data)))
			}
			t.Run(name+"/"+filepath.Base(file), func(t *testing.T) { compareRenderings(t, unpack(t, archive)) })
		}
	}
}

// TestSharedTracedIsPlain does so with the charts of others.
func TestSharedTracedIsPlain(t *testing.T) {
	files := sharedCharts(t)
	if len(files) == 0 {
		t.Skip("no charts in ../shared")
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			directory := filepath.Dir(file)
			compareRenderings(t, render.Request{Directory: directory, Root: directory, Values: render.Values{KubeVersion: "1.33"}})
			values, err := filepath.Glob(filepath.Join(directory, "ci", "*.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			for _, values := range values {
				t.Run(filepath.Base(values), func(t *testing.T) {
					compareRenderings(t, render.Request{Directory: directory, Root: directory, Values: render.Values{KubeVersion: "1.33", Files: []string{values}}})
				})
			}
		})
	}
}

func sharedCharts(t *testing.T) (files []string) {
	shared, err := filepath.Abs("../../../../shared/corpus/public")
	if err != nil {
		t.Fatal(err)
	}
	_ = filepath.WalkDir(shared, func(name string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Base(name) == chartFile {
			files = append(files, name)
		}
		return nil
	})
	return files
}

// TestSharedPlaces has places in the charts of others that were checked by hand: what is rendered to a line of a
// template, and what is edited to change its value.
func TestSharedPlaces(t *testing.T) {
	charts := map[string]map[string]*render.Text{}
	for _, file := range sharedCharts(t) {
		directory := filepath.Dir(file)
		texts := map[string]*render.Text{}
		for _, part := range rendered(&render.Request{Directory: directory, Root: directory, Values: render.Values{KubeVersion: "1.33"}}) {
			if part.Text != nil {
				texts[strings.TrimPrefix(part.Text.File, directory+"/")] = part.Text
			}
		}
		charts[filepath.Base(directory)] = texts
	}
	if len(charts) == 0 {
		t.Skip("no charts in ../shared")
	}
	for _, test := range []struct{ chart, template, line, want string }{
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "name: release-name-ingress-nginx-admission", "templates/_helpers.tpl:168:5"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "app.kubernetes.io/instance: release-name", "templates/_helpers.tpl:149:32"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "app.kubernetes.io/version: \"1.15.1\"", "Chart.yaml:6:13"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "app.kubernetes.io/component: admission-webhook", "templates/admission-webhooks/job-patch/clusterrole.yaml:11:34"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "- admissionregistration.k8s.io", "templates/admission-webhooks/job-patch/clusterrole.yaml:17:9"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "- validatingwebhookconfigurations", "templates/admission-webhooks/job-patch/clusterrole.yaml:19:9"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "- get", "templates/admission-webhooks/job-patch/clusterrole.yaml:21:9"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/clusterrole.yaml", "- update", "templates/admission-webhooks/job-patch/clusterrole.yaml:22:9"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "ttlSecondsAfterFinished: 0", "templates/admission-webhooks/job-patch/job-createSecret.yaml:20:28"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "- name: create", "templates/admission-webhooks/job-patch/job-createSecret.yaml:47:17"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "imagePullPolicy: IfNotPresent", "values.yaml:858:21"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "fieldPath: metadata.namespace", "templates/admission-webhooks/job-patch/job-createSecret.yaml:61:30"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "allowPrivilegeEscalation: false", "values.yaml:797:35"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "capabilities:", "values.yaml:800:9"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "- ALL", "values.yaml:802:15"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "readOnlyRootFilesystem: true", "values.yaml:803:33"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "runAsGroup: 65532", "values.yaml:796:21"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "runAsNonRoot: true", "values.yaml:794:23"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "runAsUser: 65532", "values.yaml:795:20"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "type: RuntimeDefault", "values.yaml:799:17"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "restartPolicy: OnFailure", "templates/admission-webhooks/job-patch/job-createSecret.yaml:74:22"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "automountServiceAccountToken: true", "values.yaml:887:39"},
		{"ingress-nginx", "templates/admission-webhooks/job-patch/job-createSecret.yaml", "kubernetes.io/os: linux", "values.yaml:870:27"},
		{"ingress-nginx", "templates/clusterrole.yaml", "name: release-name-ingress-nginx", "templates/_helpers.tpl:28:5"},
		{"ingress-nginx", "templates/clusterrole.yaml", "- \"\"", "templates/clusterrole.yaml:19:9"},
		{"ingress-nginx", "templates/clusterrole.yaml", "- secrets", "templates/clusterrole.yaml:25:9"},
		{"ingress-nginx", "templates/clusterrole.yaml", "- ingresses/status", "templates/clusterrole.yaml:81:9"},
		{"ingress-nginx", "templates/clusterrole.yaml", "- update", "templates/clusterrole.yaml:83:9"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "app.kubernetes.io/component: controller", "templates/controller-deployment.yaml:7:34"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "replicas: 1", "values.yaml:384:17"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "revisionHistoryLimit: 10", "values.yaml:1022:23"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "minReadySeconds: 0", "values.yaml:250:20"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "dnsPolicy: ClusterFirst", "values.yaml:80:14"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "- name: controller", "values.yaml:49:18"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "imagePullPolicy: IfNotPresent", "values.yaml:36:17"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "preStop:", "values.yaml:1015:5"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "exec:", "values.yaml:1016:7"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "- /wait-shutdown", "values.yaml:1018:13"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "- /nginx-ingress-controller", "templates/_params.tpl:2:3"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "- --controller-class=k8s.io/ingress-nginx", "templates/_params.tpl:17:25"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "runAsNonRoot: true", "values.yaml:37:19"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "runAsUser: 101", "values.yaml:40:16"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "runAsGroup: 82", "values.yaml:43:17"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "allowPrivilegeEscalation: false", "values.yaml:44:31"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "seccompProfile:", "templates/_helpers.tpl:53:20"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "type: RuntimeDefault", "values.yaml:46:13"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "capabilities:", "templates/_helpers.tpl:55:1"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "- ALL", "templates/_helpers.tpl:57:5"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "- NET_BIND_SERVICE", "templates/_helpers.tpl:59:5"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "readOnlyRootFilesystem: false", "values.yaml:47:29"},
		{"ingress-nginx", "templates/controller-deployment.yaml", "fieldPath: metadata.name", "templates/controller-deployment.yaml:100:30"},
		{"metrics-server", "templates/deployment.yaml", "name: release-name-metrics-server", "templates/_helpers.tpl:21:5"},
		{"metrics-server", "templates/deployment.yaml", "namespace: default", "templates/_helpers.tpl:30:5"},
		{"metrics-server", "templates/deployment.yaml", "app.kubernetes.io/version: \"0.8.1\"", "Chart.yaml:6:13"},
		{"metrics-server", "templates/deployment.yaml", "replicas: 1", "values.yaml:81:11"},
		{"metrics-server", "templates/deployment.yaml", "priorityClassName: \"system-cluster-critical\"", "values.yaml:69:20"},
		{"metrics-server", "templates/deployment.yaml", "- name: metrics-server", "templates/deployment.yaml:64:17"},
		{"metrics-server", "templates/deployment.yaml", "allowPrivilegeEscalation: false", "values.yaml:59:29"},
		{"metrics-server", "templates/deployment.yaml", "drop:", "values.yaml:66:5"},
		{"metrics-server", "templates/deployment.yaml", "- ALL", "values.yaml:67:9"},
		{"metrics-server", "templates/deployment.yaml", "readOnlyRootFilesystem: true", "values.yaml:60:27"},
		{"metrics-server", "templates/deployment.yaml", "runAsNonRoot: true", "values.yaml:61:17"},
		{"metrics-server", "templates/deployment.yaml", "runAsUser: 1000", "values.yaml:62:14"},
		{"metrics-server", "templates/deployment.yaml", "type: RuntimeDefault", "values.yaml:64:11"},
		{"metrics-server", "templates/deployment.yaml", "imagePullPolicy: IfNotPresent", "values.yaml:9:15"},
		{"metrics-server", "templates/deployment.yaml", "- --secure-port=10250", "templates/deployment.yaml:72:18"},
		{"metrics-server", "templates/deployment.yaml", "- --cert-dir=/tmp", "values.yaml:99:5"},
		{"metrics-server", "templates/deployment.yaml", "- --metric-resolution=15s", "values.yaml:102:5"},
		{"metrics-server", "templates/deployment.yaml", "- name: https", "templates/deployment.yaml:87:19"},
		{"metrics-server", "templates/deployment.yaml", "protocol: TCP", "templates/deployment.yaml:88:23"},
		{"metrics-server", "templates/deployment.yaml", "containerPort: 10250", "values.yaml:71:16"},
		{"metrics-server", "templates/deployment.yaml", "path: /livez", "values.yaml:108:11"},
		{"metrics-server", "templates/deployment.yaml", "port: https", "values.yaml:109:11"},
		{"metrics-server", "templates/deployment.yaml", "periodSeconds: 10", "values.yaml:112:18"},
		{"metrics-server", "templates/deployment.yaml", "cpu: 100m", "values.yaml:178:10"},
		{"metrics-server", "templates/deployment.yaml", "memory: 200Mi", "values.yaml:179:13"},
		{"metrics-server", "templates/deployment.yaml", "mountPath: /tmp", "templates/deployment.yaml:100:26"},
		{"metrics-server", "templates/service.yaml", "type: ClusterIP", "values.yaml:125:9"},
		{"metrics-server", "templates/service.yaml", "port: 443", "values.yaml:126:9"},
		{"metrics-server", "templates/service.yaml", "targetPort: https", "templates/service.yaml:21:19"},
	} {
		text := charts[test.chart][test.template]
		if text == nil {
			t.Errorf("%s of %s is not rendered", test.template, test.chart)
			continue
		}
		lines := strings.Split(string(text.Text), "\n")
		i := slices.IndexFunc(lines, func(line string) bool { return strings.TrimSpace(line) == test.line })
		if i < 0 {
			t.Errorf("%s of %s renders to no line %q", test.template, test.chart, test.line)
			continue
		}
		at, _ := text.Places.At(i+1, 1+utf8.RuneCountInString(lines[i]))
		directory, _ := filepath.Abs("../../../../shared/corpus/public/" + test.chart + "/charts/" + test.chart)
		if got := fmt.Sprintf("%s:%d:%d", strings.TrimPrefix(at.File, directory+"/"), at.Line, at.Column); got != test.want {
			t.Errorf("%s: %q is said to be edited at %s, want %s", test.template, test.line, got, test.want)
		}
	}
}

// chartsOfTests returns functions that unpack the charts in testdata, by their names.
func chartsOfTests(t *testing.T) map[string]func(t *testing.T) render.Request {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no charts in testdata", err)
	}
	all := map[string]func(t *testing.T) render.Request{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = func(t *testing.T) render.Request { return unpack(t, archive) }
	}
	return all
}

// noBreaks takes out the line breaks that no editor knows, as places do.
var noBreaks = strings.NewReplacer("\u0085", " ", "\u2028", " ", "\u2029", " ")

func compareRenderings(t *testing.T, request render.Request) {
	t.Helper()
	r := newRenderer(&request, func(render.Part) bool { return true })
	values, err := r.prepare()
	if err != nil {
		t.Fatal(err)
	}
	plain, err := r.execute(values)
	if err != nil {
		t.Fatal(err)
	}
	if len(plain) == 0 {
		t.Fatal("nothing is rendered")
	}
	traced := r.trace(values)
	for name, text := range plain {
		got, parts := segments(traced.output[name])
		if got != text {
			t.Errorf("%s with marks:\n%s\nwithout:\n%s", name, got, text)
			continue
		}
		lines := strings.Split(text, "\n")
		rows := traced.places(name, name, text).Rows
		for i, part := range parts {
			if !slices.ContainsFunc(rows, func(row [5]int) bool { return row[0] == part.line && row[1] == part.column }) {
				t.Errorf("%s:%d:%d has no place", name, part.line, part.column)
			}
			if part.mark%2 == 1 {
				continue
			}
			written := []rune(lines[part.line-1])[part.column-1:]
			if i+1 < len(parts) && parts[i+1].line == part.line {
				written = written[:parts[i+1].column-part.column]
			}
			at := traced.literals[part.mark/2]
			template := strings.Split(string(r.texts[at.file]), "\n")[at.line-1]
			if there := string([]rune(template)[at.column-1:]); !strings.HasPrefix(there, strings.TrimRightFunc(string(written), unicode.IsSpace)) {
				t.Errorf("%s:%d:%d %q is said to stand at %s:%d:%d, where there is %q", name, part.line, part.column, string(written), at.file, at.line, at.column, there)
			}
		}
		compareValues(t, r, text, traced.places(name, name, text))
	}
}

// compareValues compares the values of a rendered text with those at their places.
func compareValues(t *testing.T, r *renderer, text string, places render.Places) {
	t.Helper()
	sources := map[string]map[[2]int][]string{}
	decoder := yaml.NewDecoder(strings.NewReader(noBreaks.Replace(text)))
	for {
		var root yaml.Node
		if decoder.Decode(&root) != nil {
			return
		}
		for at, values := range valuesAt(&root) {
			i := slices.IndexFunc(places.Rows, func(row [5]int) bool { return row[0] == at[0] && row[1] == at[1] })
			if i < 0 {
				if !strings.HasPrefix(values[0], "[") { // the dash of a list belongs to its key
					t.Errorf("%s at %v has no place", values, at)
				}
				continue
			}
			row := places.Rows[i]
			file := places.Files[row[2]]
			if base := filepath.Base(file); strings.Contains(file, "/templates/") || path.Ext(base) != ".yaml" {
				continue
			}
			if sources[file] == nil {
				var source yaml.Node
				if err := yaml.Unmarshal([]byte(noBreaks.Replace(string(r.texts[file]))), &source); err != nil {
					t.Fatal(err)
				}
				sources[file] = valuesAt(&source)
			}
			there := sources[file][[2]int{row[3], row[4]}]
			if !slices.ContainsFunc(values, func(value string) bool { return slices.Contains(there, value) }) {
				t.Errorf("%s at %v is said to come from %s:%d:%d, where there is %s", values, at, file, row[3], row[4], there)
			}
		}
	}
}

// valuesAt returns the values that begin at each line and column, or whose keys do.
func valuesAt(root *yaml.Node) map[[2]int][]string {
	all := map[[2]int][]string{}
	add := func(at, n *yaml.Node) {
		text, err := canonical(n)
		if err != nil {
			return // a mapping that is a key, a key twice
		}
		place := [2]int{at.Line, at.Column}
		all[place] = append(all[place], text)
	}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		add(n, n)
		for i, inner := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 {
				add(inner, n.Content[i+1])
				continue
			}
			walk(inner)
		}
	}
	walk(root.Content[0])
	return all
}
