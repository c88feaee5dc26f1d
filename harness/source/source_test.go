package source_test

import (
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// found gives what Find yields in a folder, each as a line of text, without the folder's name.
func found(t *testing.T, folder string, paths ...string) []string {
	t.Helper()
	for i, path := range paths {
		if path != "-" {
			paths[i] = filepath.Join(folder, path)
		}
	}
	got := listed(source.Find(paths, strings.NewReader("stdin's text")))
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], folder+"/", "")
	}
	return got
}

// TestTemplateComment: the first line of what helm template writes names the template. A comment that names anything
// else, or stands elsewhere, and a file that was met in a directory lead nowhere else.
func TestTemplateComment(t *testing.T) {
	const object = "kind: Pod\n"
	long := "a/templates/" + strings.Repeat("b", 600)
	for text, want := range map[string]string{
		"---\n# Source: shop/templates/a.yaml\n" + object:                "shop/templates/a.yaml",
		"---\r\n# Source: shop/templates/a.yaml\r\n" + object:            "shop/templates/a.yaml",
		"# Source: shop/templates/a.yaml\n" + object:                     "shop/templates/a.yaml",
		"---\n# Source: shop/charts/db/templates/x/a.yaml\n" + object:    "shop/charts/db/templates/x/a.yaml",
		"---\n# Source: shop/crds/a.yaml\n" + object:                     "shop/crds/a.yaml",
		"---\n# Source: shop/templates/a b.yaml\n" + object:              "shop/templates/a b.yaml",
		"---\n" + object + "# Source: shop/templates/a.yaml\n":           "",
		"--- # Source: shop/templates/a.yaml\n" + object:                 "",
		"---\n\n# Source: shop/templates/a.yaml\n" + object:              "",
		"---\n# Source: a.yaml\n" + object:                               "",
		"---\n# Source: shop/values.yaml\n" + object:                     "",
		"---\n# Source: /shop/templates/a.yaml\n" + object:               "",
		"---\n# Source: ../shop/templates/a.yaml\n" + object:             "",
		"---\n# Source: shop/templates/../../../a.yaml\n" + object:       "",
		"---\n# Source: shop/templates/./a.yaml\n" + object:              "",
		"---\n# Source: https://example.org/templates/a.yaml\n" + object: "",
		"---\n# Source: shop\\templates/templates/a.yaml\n" + object:     "",
		"---\n# Source: shop/templates/\x1b[31m.yaml\n" + object:         "",
		"---\n# Source: shop/templates/\u202e.yaml\n" + object:           "",
		"---\n# Source: shop/templates/\xff.yaml\n" + object:             "",
		"---\n# Source: " + long + "\n" + object:                         "",
		"---\n# Source: \n" + object:                                     "",
		"---\n# Source:\n" + object:                                      "",
	} {
		for _, isStream := range []bool{false, true} {
			f := source.Bytes("in", []byte(text))
			f.IsStream = isStream
			for d, err := range f.Documents(source.Limits{}) {
				if err != nil {
					t.Fatal(err)
				}
				line := d.LineAt(strings.Index(text, object))
				at := d.Position(line, 1)
				expected := artefact.Position{File: "in", Line: line, Column: 1}
				if want != "" && isStream {
					expected = artefact.Position{File: want, RenderedFrom: "in", RenderedLine: line}
				}
				if at != expected {
					t.Errorf("%q: got %+v, want %+v", text, at, expected)
				}
			}
		}
	}
}

// listed writes what was found, an item each.
func listed(sources iter.Seq[source.Found]) []string {
	var got []string
	for f := range sources {
		switch {
		case f.Source != nil:
			got = append(got, f.Source.Name())
		case f.Error != nil:
			got = append(got, "error: "+f.Error.Error())
		default:
			got = append(got, "notice: "+f.Notice.Position.String()+": "+f.Notice.Message)
		}
	}
	return got
}

func writeFiles(t *testing.T, folder string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("a: b\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func symlink(t *testing.T, target, link string) {
	t.Helper()
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	for name, test := range map[string]struct {
		files []string
		links map[string]string
		paths []string
		want  []string
	}{
		"endings": {
			files: []string{"d/a.yaml", "d/b.YML", "d/c.json", "d/d.yaml.template", "d/e.txt", "d/yaml", "d/f.yamlx", "d/.g.yaml", "d/a.yaml.sig"},
			paths: []string{"d"},
			want: []string{"d/.g.yaml", "d/a.yaml", "d/b.YML", "d/c.json", "d/d.yaml.template",
				"notice: d: 4 files skipped, their names have no YAML or JSON extension: a.yaml.sig, e.txt, f.yamlx, yaml"},
		},
		"many others": {
			files: []string{"d/1", "d/2", "d/3", "d/4", "d/5", "d/6", "d/7"},
			paths: []string{"d"},
			want:  []string{"notice: d: 7 files skipped, their names have no YAML or JSON extension: 1, 2, 3, 4, 5 and 2 more"},
		},
		"kubeconfigs": {
			files: []string{"d/.kube/config", "d/admin.conf", "d/config", "d/kubeconfig", "d/main.kubeconfig", "d/nginx.conf"},
			paths: []string{"d"},
			want: []string{"d/.kube/config", "d/admin.conf", "d/kubeconfig", "d/main.kubeconfig",
				"notice: d: 2 files skipped, their names have no YAML or JSON extension: config, nginx.conf"},
		},
		"one other": {files: []string{"d/a.txt"}, paths: []string{"d"}, want: []string{"notice: d: 1 file skipped, its name has no YAML or JSON extension: a.txt"}},
		"Bicep": {
			files: []string{"d/main.bicep", "d/pod.yaml", "d/x.yaml.bicep", "d/z.Bicep", "e.bicep"},
			paths: []string{"d", "e.bicep"},
			want: []string{
				"d/pod.yaml",
				"notice: d: Bicep files skipped: main.bicep, x.yaml.bicep, z.Bicep; judge what it compiles to: az bicep build --stdout --file FILE | guiderail check -",
				"notice: e.bicep: is Bicep, which is not judged; judge what it compiles to: az bicep build --stdout --file FILE | guiderail check -",
			},
		},
		"named":         {files: []string{"a.txt"}, paths: []string{"a.txt"}, want: []string{"a.txt"}},
		"in order":      {files: []string{"d/b/x.yaml", "d/a.yaml", "d/c.yaml"}, paths: []string{"d"}, want: []string{"d/a.yaml", "d/b/x.yaml", "d/c.yaml"}},
		"git":           {files: []string{"d/.git/a.yaml", "d/.github/b.yaml"}, paths: []string{"d"}, want: []string{"d/.github/b.yaml"}},
		"others'":       {files: []string{"d/.vscode/a.json", "d/node_modules/b.json", "d/vendor/c.yaml", "d/vendored/d.yaml"}, paths: []string{"d", "d/.vscode", "d/vendor/c.yaml"}, want: []string{"d/vendored/d.yaml", "notice: d: directories skipped, pass them to read them: .vscode, node_modules, vendor", "d/.vscode/a.json", "d/vendor/c.yaml"}},
		"others' below": {files: []string{"d/a/node_modules/b.json", "d/b/.terraform/c.yaml", "d/e.yaml"}, paths: []string{"d"}, want: []string{"d/e.yaml", "notice: d: directories skipped, pass them to read them: a/node_modules, b/.terraform"}},
		"chart":         {files: []string{"d/c/Chart.yaml", "d/c/values.yaml", "d/c/templates/a.yaml", "d/e.yaml"}, paths: []string{"d"}, want: []string{"notice: d/c: is a Helm chart, which is not rendered; pass what it renders: helm template d/c | guiderail check -", "d/e.yaml"}},
		"file in chart": {files: []string{"c/Chart.yaml", "c/templates/a.yaml"}, paths: []string{"c/templates/a.yaml"}, want: []string{"c/templates/a.yaml"}},
		"twice":         {files: []string{"d/a.yaml"}, paths: []string{"d/a.yaml", "d", "./d/../d/a.yaml"}, want: []string{"d/a.yaml"}},
		"absent":        {files: []string{"d/a.yaml"}, paths: []string{"x.yaml", "d"}, want: []string{"error: x.yaml: cannot be read: no such file or directory", "d/a.yaml"}},
		"linked file":   {files: []string{"d/a.yaml"}, links: map[string]string{"d/b.yaml": "a.yaml"}, paths: []string{"d"}, want: []string{"d/a.yaml"}},
		"loop":          {files: []string{"d/a.yaml"}, links: map[string]string{"d/b": "."}, paths: []string{"d"}, want: []string{"d/a.yaml", "notice: d/b: is a link to a directory that was already read; skipped"}},
		"link to out":   {files: []string{"d/a.yaml", "e/b.yaml"}, links: map[string]string{"d/x": "../e"}, paths: []string{"d"}, want: []string{"d/a.yaml", "d/x/b.yaml"}},
		"dangling":      {files: []string{"d/a.yaml"}, links: map[string]string{"d/b.yaml": "nowhere"}, paths: []string{"d"}, want: []string{"d/a.yaml", "error: d/b.yaml: cannot be read: no such file or directory"}},
		"links in ring": {links: map[string]string{"a.yaml": "b.yaml", "b.yaml": "a.yaml"}, paths: []string{"a.yaml"}, want: []string{"error: a.yaml: cannot be read: too many levels of symbolic links"}},
		"stdin":         {paths: []string{"-"}, want: []string{"stdin"}},
		"seen before":   {files: []string{"d/a.yaml"}, paths: []string{"d/a.yaml", "d"}, want: []string{"d/a.yaml"}},
		"nothing in it": {files: []string{"d/e/.git/x"}, paths: []string{"d"}, want: []string{"notice: d: contains no files to read"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			writeFiles(t, folder, test.files...)
			for link, target := range test.links {
				symlink(t, target, filepath.Join(folder, link))
			}
			if got := found(t, folder, test.paths...); !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
}

// TestExclude leaves out what patterns match, and says so once for each path.
func TestExclude(t *testing.T) {
	for name, test := range map[string]struct {
		files   map[string]string
		exclude []string
		others  []source.Exclusion
		paths   []string
		want    []string
	}{
		"a name anywhere":   {files: map[string]string{"d/a.yaml": "", "d/b/a.yaml": "", "d/b/c.yaml": ""}, exclude: []string{"a.yaml"}, want: []string{"d/b/c.yaml", "notice: d: excluded: a.yaml, b/a.yaml"}},
		"a name at the top": {files: map[string]string{"d/a.yaml": "", "d/b/a.yaml": ""}, exclude: []string{"/a.yaml"}, want: []string{"d/b/a.yaml", "notice: d: excluded: a.yaml"}},
		"a directory":       {files: map[string]string{"d/test/a.yaml": "", "d/x/test/b.yaml": "", "d/c.yaml": ""}, exclude: []string{"test/"}, want: []string{"d/c.yaml", "notice: d: excluded: test/, x/test/"}},
		"a path":            {files: map[string]string{"d/x/y/a.yaml": "", "d/y/a.yaml": ""}, exclude: []string{"x/**/a.yaml"}, want: []string{"d/y/a.yaml", "notice: d: excluded: x/y/a.yaml"}},
		"all but one":       {files: map[string]string{"d/a.yaml": "", "d/b.yaml": ""}, exclude: []string{"*.yaml", "!b.yaml"}, want: []string{"d/b.yaml", "notice: d: excluded: a.yaml"}},
		"not the named":     {files: map[string]string{"d/a.yaml": ""}, exclude: []string{"*.yaml"}, paths: []string{"d/a.yaml"}, want: []string{"d/a.yaml"}},
		"an ignore file":    {files: map[string]string{"d/.guiderailignore": "# ours\n\n/old\r\n*.gen.yaml\n", "d/old/a.yaml": "", "d/b.gen.yaml": "", "d/c.yaml": ""}, want: []string{"d/c.yaml", "notice: d: excluded: b.gen.yaml, old/"}},
		"one further down":  {files: map[string]string{"d/x/.guiderailignore": "/a.yaml\n", "d/x/a.yaml": "", "d/a.yaml": "", "d/x/y/a.yaml": ""}, want: []string{"d/a.yaml", "d/x/y/a.yaml", "notice: d: excluded: x/a.yaml"}},
		"an unreadable one": {files: map[string]string{"d/x/.guiderailignore/a": "", "d/x/a.yaml": "", "d/b.yaml": ""}, want: []string{"d/b.yaml", "error: d/x/.guiderailignore: cannot be read: is a directory; nothing in its directory is read"}},
		"one with a mark":   {files: map[string]string{"d/.guiderailignore": "\ufeff/old\n", "d/old/a.yaml": "", "d/c.yaml": ""}, want: []string{"d/c.yaml", "notice: d: excluded: old/"}},
		"one takes back":    {files: map[string]string{"d/x/.guiderailignore": "!a.yaml\n", "d/x/a.yaml": "", "d/a.yaml": ""}, exclude: []string{"a.yaml"}, want: []string{"d/x/a.yaml", "notice: d: excluded: a.yaml"}},
		"from above":        {files: map[string]string{"d/x/old/a.yaml": "", "d/x/b.yaml": "", "d/old/c.yaml": ""}, others: []source.Exclusion{{Directory: ".", Patterns: []string{"d/x/old/"}}}, paths: []string{"d/x", "d/old"}, want: []string{"d/x/b.yaml", "notice: d/x: excluded: old/", "d/old/c.yaml"}},
		"from elsewhere":    {files: map[string]string{"d/old/a.yaml": "", "e/b.yaml": ""}, others: []source.Exclusion{{Directory: "e", Patterns: []string{"*"}}}, want: []string{"d/old/a.yaml"}},
		"from above, named": {files: map[string]string{"d/old/x/a.yaml": "", "d/b.yaml": ""}, others: []source.Exclusion{{Directory: ".", Patterns: []string{"d/old/", "*.yaml"}}}, paths: []string{"d/old/x"}, want: []string{"d/old/x/a.yaml"}},
		"everything":        {files: map[string]string{"d/a.yaml": ""}, exclude: []string{"*"}, want: []string{"notice: d: contains no files to read", "notice: d: excluded: a.yaml"}},
		"many":              {files: map[string]string{"d/1.yaml": "", "d/2.yaml": "", "d/3.yaml": "", "d/4.yaml": "", "d/5.yaml": "", "d/6.yaml": "", "d/7.yaml": "", "d/x.json": ""}, exclude: []string{"*.yaml"}, want: []string{"d/x.json", "notice: d: excluded: 1.yaml, 2.yaml, 3.yaml, 4.yaml, 5.yaml and 2 more"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for file, text := range test.files {
				writeFiles(t, folder, file)
				if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			t.Chdir(folder)
			if test.paths == nil {
				test.paths = []string{"d"}
			}
			if got := listed(source.Search{Paths: test.paths, Exclude: test.exclude, Exclusions: test.others}.Find()); !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
}

// TestNamedPipes reads a FIFO that is named, and does not wait at one that it comes upon.
func TestNamedPipes(t *testing.T) {
	folder := t.TempDir()
	fifo := filepath.Join(folder, "a.yaml")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	if got, want := fmt.Sprint(found(t, folder, ".")), "[notice: a.yaml: is not a regular file; skipped]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	go func() {
		if err := os.WriteFile(fifo, []byte("a\n---\nb\n"), 0); err != nil {
			t.Error(err)
		}
	}()
	for f := range source.Find([]string{fifo}, nil) {
		compareDocuments(t, documents(f.Source, 1<<20), []string{`1@1 "a\n"`, `2@2 "---\nb\n"`})
	}
}

// TestShellPipe reads what a shell puts in the place of <(command): a link to a pipe without a name.
func TestShellPipe(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close() //nolint:errcheck // a test's pipe
	path := fmt.Sprintf("/dev/fd/%d", reader.Fd())
	if _, err := os.Stat(path); err != nil {
		t.Skip(err)
	}
	if _, err := io.WriteString(writer, "a\n"); err != nil {
		t.Fatal(err)
	}
	writer.Close() //nolint:errcheck // a test's pipe
	for f := range source.Find([]string{path}, nil) {
		if f.Error != nil {
			t.Fatal(f.Error)
		}
		compareDocuments(t, documents(f.Source, 1<<20), []string{`1@1 "a\n"`})
	}
}

// TestUnreadable tells of what turns out not to be readable only when it is opened.
func TestUnreadable(t *testing.T) {
	t.Run("gone since", func(t *testing.T) {
		folder := t.TempDir()
		writeFiles(t, folder, "a.yaml")
		for f := range source.Find([]string{folder}, nil) {
			if err := os.Remove(f.Source.Name()); err != nil {
				t.Fatal(err)
			}
			compareDocuments(t, documents(f.Source, 1<<20), []string{f.Source.Name() + ": cannot be read: no such file or directory"})
		}
	})
	t.Run("without permission", func(t *testing.T) {
		if os.Geteuid() == 0 {
			t.Skip("root may read everything")
		}
		folder := t.TempDir()
		writeFiles(t, folder, "a.yaml", "d/b.yaml")
		for _, name := range []string{"a.yaml", "d"} {
			if err := os.Chmod(filepath.Join(folder, name), 0); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(folder, "d"), 0o700) })
		var got []string
		for f := range source.Find([]string{folder}, nil) {
			if f.Error != nil {
				got = append(got, f.Error.Error())
				continue
			}
			got = append(got, documents(f.Source, 1<<20)...)
		}
		want := []string{folder + "/a.yaml: cannot be read: permission denied", folder + "/d: cannot be read: permission denied"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestFindStops(t *testing.T) {
	folder := t.TempDir()
	writeFiles(t, folder, "a.yaml", "b.yaml", "c/d.yaml")
	n := 0
	for range source.Find([]string{folder, folder}, nil) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("found %d after stopping at the first", n)
	}
}

// TestPatches leaves out the files that a kustomization has for patches, and no others.
func TestPatches(t *testing.T) {
	const says = "its patches (p.yaml) are not applied, so what they patch is judged as written; to judge the result, render it: kustomize build d | guiderail check -"
	for name, test := range map[string]struct {
		files map[string]string
		paths []string
		want  []string
	}{
		"patches": {
			files: map[string]string{"d/kustomization.yaml": "resources: [a.yaml]\npatches: [{path: p.yaml, target: {kind: Pod}}, {patch: 'a: b'}]", "d/a.yaml": "", "d/p.yaml": ""},
			want:  []string{"d/a.yaml", "d/kustomization.yaml", "notice: d/kustomization.yaml: " + says},
		},
		"older fields": {
			files: map[string]string{"d/kustomization.yml": "patchesStrategicMerge: [p/q.yaml, 'a: {b: c}', \"x: y\\nz: p\\n\"]\npatchesJson6902: [{path: ./p/r.json}, {path: p/r.json}]", "d/p/q.yaml": "", "d/p/r.json": "", "d/p/s.yaml": ""},
			want:  []string{"d/kustomization.yml", "notice: d/kustomization.yml: " + strings.Replace(says, "p.yaml", "p/q.yaml, p/r.json", 1), "d/p/s.yaml"},
		},
		"list of names": {
			files: map[string]string{"d/Kustomization": "patches: [p.yaml]", "d/p.yaml": ""},
			want:  []string{"d/Kustomization", "notice: d/Kustomization: " + says},
		},
		"elsewhere, met before": {
			files: map[string]string{"d/a/p.yaml": "", "d/b/kustomization.yaml": "patches: [{path: ../a/p.yaml}]"},
			want:  []string{"d/b/kustomization.yaml", "notice: d/b/kustomization.yaml: " + strings.NewReplacer("p.yaml", "../a/p.yaml", "build d", "build d/b").Replace(says)},
		},
		"component": {
			files: map[string]string{"d/kustomization.yaml": "kind: Component\npatches: [{path: p.yaml}]", "d/p.yaml": ""},
			want:  []string{"d/kustomization.yaml", "notice: d/kustomization.yaml: " + strings.Replace(says, "render it: kustomize build d", "render a kustomization that has this component: kustomize build DIR", 1)},
		},
		"a file that is named": {
			files: map[string]string{"d/kustomization.yaml": "patches: [{path: p.yaml}]", "d/p.yaml": ""},
			paths: []string{"d", "d/p.yaml"},
			want:  []string{"d/kustomization.yaml", "d/p.yaml"},
		},
		"files that are named": {
			files: map[string]string{"d/kustomization.yaml": "patches: [{path: p.yaml}]", "d/p.yaml": ""},
			paths: []string{"d/p.yaml", "d/kustomization.yaml"},
			want:  []string{"d/p.yaml", "d/kustomization.yaml"},
		},
		"another operand": {
			files: map[string]string{"d/kustomization.yaml": "patches: [{path: ../e/p.yaml}]", "e/p.yaml": "", "e/q.yaml": ""},
			paths: []string{"e", "d"},
			want:  []string{"e/q.yaml", "d/kustomization.yaml", "notice: d/kustomization.yaml: " + strings.Replace(says, "p.yaml", "../e/p.yaml", 1)},
		},
		"a resource of another": {
			files: map[string]string{"d/kustomization.yaml": "patches: [{path: p.yaml}]", "d/e/kustomization.yaml": "resources: [../p.yaml]", "d/p.yaml": ""},
			want:  []string{"d/e/kustomization.yaml", "d/kustomization.yaml", "d/p.yaml"},
		},
		"not there": {
			files: map[string]string{"d/kustomization.yaml": "patches: [{path: p.yaml}, {path: ''}, {path: 1}, 1, null]\npatchesStrategicMerge: p.yaml", "d/a.yaml": ""},
			want:  []string{"d/a.yaml", "d/kustomization.yaml"},
		},
		"no kustomization": {
			files: map[string]string{"d/kustomization.yaml": "[patches: {", "d/e/kustomization.yaml": "- patches", "d/kustomize.yaml": "patches: [{path: p.yaml}]", "d/p.yaml": ""},
			want:  []string{"d/e/kustomization.yaml", "d/kustomization.yaml", "d/kustomize.yaml", "d/p.yaml"},
		},
		"itself": {
			files: map[string]string{"d/kustomization.yaml": "patches: [{path: kustomization.yaml}]"},
			want:  []string{"d/kustomization.yaml"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for name, text := range test.files {
				writeFiles(t, folder, name)
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if test.paths == nil {
				test.paths = []string{"d"}
			}
			if got := found(t, folder, test.paths...); !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
}

// TestFindNoFile has what is named by mistake: what is no path is not the current directory, and of an address
// nothing is repeated that may be secret.
func TestFindNoFile(t *testing.T) {
	for path, want := range map[string]string{
		"":                                `"": the path is empty; use . for the current directory`,
		"https://user:hunter2@host/x":     "https://…@host/x: is a URL, and only files and directories can be read; ",
		"https://hunter2@host/x":          "https://…@host/x: is a URL",
		"https://host/x?sig=hunter2":      "https://host/x?…: is a URL",
		"oci://host/x:1":                  "oci://host/x:1: is a URL",
		"user:hunter2@host/x":             "…@host/x: cannot be read: no such file or directory",
		"no/a@b:c.yaml":                   "no/a@b:c.yaml: cannot be read: no such file or directory",
		"-----BEGIN PRIVATE KEY-----\nhu": "(a private key): cannot be read: no such file or directory",
	} {
		var errs []string
		for found := range source.Find([]string{path}, nil) {
			if found.Error == nil {
				t.Fatalf("%q: %v", path, found)
			}
			errs = append(errs, found.Error.Error())
		}
		if len(errs) != 1 || !strings.HasPrefix(errs[0], want) {
			t.Errorf("%q: got %q, want %q", path, errs, want)
		}
	}
}

// TestFindAbove has links out of the directory that was named. One to a directory above would lead to whatever
// the machine has.
func TestFindAbove(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"repository/deploy", "beside"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"all": "/", "up": "../..", "self": ".", "beside": "../../beside"} {
		if err := os.Symlink(target, filepath.Join(folder, "repository/deploy", name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"beside/a.yaml", "repository/b.yaml", "repository/deploy/c.yaml"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for found := range source.Find([]string{filepath.Join(folder, "repository/deploy")}, nil) {
		var text string
		switch {
		case found.Source != nil:
			text = found.Source.Name()
		case found.Notice != nil:
			text = found.Notice.File + ": " + found.Notice.Message
		}
		got = append(got, strings.TrimPrefix(text, folder+"/repository/deploy/"))
	}
	const above = ": is a link to a parent of the given path; skipped, pass that directory to read it"
	want := []string{"all" + above, "beside/a.yaml", "c.yaml", "self: is a link to a directory that was already read; skipped", "up" + above}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestModulesAreReadOnce looks into files for the modules that they call, and does not read them again.
func TestModulesAreReadOnce(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("main.tf", "module \"a\" {\n  source = \"./a\"\n}\n")
	write("a/main.tf", "resource \"x\" \"read\" {\n}\n")
	read := func(sources []source.Source) string {
		t.Helper()
		if len(sources) != 1 {
			t.Fatalf("found %d sources, want 1", len(sources))
		}
		text := ""
		for d, err := range sources[0].Documents(source.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			text += string(d.Text)
		}
		return text
	}
	find := func() (all []source.Source) {
		for found := range source.Find([]string{"."}, nil) {
			all = append(all, found.Source)
		}
		return all
	}
	first := find()
	write("a/main.tf", "resource \"x\" \"changed\" {\n}\n")
	for range 2 {
		if text := read(first); !strings.Contains(text, `"read"`) {
			t.Errorf("it was read again: %s", text)
		}
	}
	if text := read(find()); !strings.Contains(text, `"changed"`) {
		t.Errorf("another search does not read it: %s", text)
	}
}

// TestOpenTofuReplaces reads foo.tofu in place of foo.tf, in the module that is found and in those that it calls.
func TestOpenTofuReplaces(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"main.tf":         "# terraform main",
		"main.tofu":       "module \"a\" {\n  source = \"./a\"\n}",
		"main.tf.json":    `{"locals": {"of": "json"}}`, // another name than main.tofu.json, which is not there
		"other.tf":        "# terraform other",
		"extra.tf.json":   `{"locals": {"of": "terraform"}}`,
		"extra.tofu.json": `{"locals": {"of": "opentofu"}}`,
		"a/called.tf":     "# terraform called",
		"a/called.tofu":   "# opentofu called",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text := ""
	var notices []string
	for found := range source.Find([]string{"."}, nil) {
		if found.Notice != nil {
			notices = append(notices, found.Notice.File)
		}
		if found.Source == nil {
			continue
		}
		for d, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			text += string(d.Text)
		}
	}
	for _, read := range []string{"terraform other", `"json"`, `"opentofu"`, "opentofu called", "module"} {
		if !strings.Contains(text, read) {
			t.Errorf("%s is not read", read)
		}
	}
	for _, unread := range []string{"terraform main", `"terraform"`, "terraform called"} {
		if strings.Contains(text, unread) {
			t.Errorf("%s is read", unread)
		}
	}
	if want := []string{"a/called.tf", "extra.tf.json", "main.tf"}; !slices.Equal(notices, want) {
		t.Errorf("notices are of %v, want %v", notices, want)
	}
}
