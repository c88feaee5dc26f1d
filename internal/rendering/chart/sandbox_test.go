package chart

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/render"
)

// TestLinks has links that lead out of the repository, in it, and back to where they are.
func TestLinks(t *testing.T) {
	const outside = "is outside the repository or the checked directory, and is not read"
	tests := map[string]struct {
		links []string // names and where they lead
		want  string
	}{
		"a template":               {[]string{"c/templates/l.yaml", "ROOT/secret.yaml"}, "error c/templates/l.yaml: cannot be read: " + outside},
		"a directory":              {[]string{"c/templates/l", "ROOT"}, "error c/templates/l: cannot be read: " + outside},
		"a relative one":           {[]string{"c/templates/l.yaml", "../../../secret.yaml"}, "error c/templates/l.yaml: cannot be read: " + outside},
		"a dependency":             {[]string{"c/charts/l", "ROOT"}, "error c/charts/l: cannot be read: " + outside},
		"the values":               {[]string{"c/values.yaml", "ROOT/secret.yaml"}, "error c/values.yaml: cannot be read: " + outside},
		"the ignore file":          {[]string{"c/.helmignore", "ROOT/secret.yaml"}, "error c/.helmignore: cannot be read: " + outside},
		"by a link inside":         {[]string{"c/templates/l", "../../inside", "inside/deep", "ROOT"}, "error c/templates/l/deep: cannot be read: " + outside},
		"by two links":             {[]string{"c/templates/l.yaml", "../../inside/one", "inside/one", "ROOT/secret.yaml"}, "error c/templates/l.yaml: cannot be read: " + outside},
		"to itself":                {[]string{"c/templates/l", "."}, "error c/templates/l: cannot be read: is a link to a directory around it"},
		"to a directory around it": {[]string{"c/templates/l", "../.."}, "error c/templates/l/c: cannot be read: is a link to a directory around it"},
		"to nothing":               {[]string{"c/templates/l.yaml", "none"}, "error c/templates/l.yaml: cannot be read: no such file or directory"},
		"a device":                 {[]string{"c/templates/l.yaml", "/dev/zero"}, "error c/templates/l.yaml: cannot be read: it is no regular file"},
		"a link inside": {[]string{"c/templates/l", "../../inside"}, `
== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7

== c/templates/l/x.yaml
kind: Inside                             1→c/templates/l/x.yaml:1:1 7→c/templates/l/x.yaml:1:7`},
		"an ignored one": {[]string{"c/l.bak", "ROOT/secret.yaml"}, `
== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			root, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(root, "secret.yaml"), "password: hunter2\n")
			write(t, filepath.Join(root, "repository/inside/x.yaml"), "kind: Inside\n")
			write(t, filepath.Join(root, "repository/c/Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n")
			write(t, filepath.Join(root, "repository/c/templates/good.yaml"), "kind: Good\n")
			if name == "an ignored one" {
				write(t, filepath.Join(root, "repository/c/.helmignore"), "*.bak\n")
			}
			t.Chdir(filepath.Join(root, "repository"))
			for i := 0; i < len(test.links); i += 2 {
				if err := os.MkdirAll(filepath.Dir(test.links[i]), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(strings.ReplaceAll(test.links[i+1], "ROOT", root), test.links[i]); err != nil {
					t.Skip(err)
				}
			}
			got := strings.TrimSpace(format(rendered(&render.Request{Directory: "c", Root: filepath.Join(root, "repository")})))
			if got != strings.TrimSpace(test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

// FuzzMarked renders a template with marks and without: it must be the same.
func FuzzMarked(f *testing.F) {
	for _, text := range []string{
		"a: {{ .Values.a }}\n", "{{- range $i, $v := .Values.list -}}\n- {{ $v }}\n{{ end }}", "{ {{- .Values.a -}} }", "x{{/* c */}}{", "{{{ \"a\" }}",
		"{{ define \"x\" }}\n  k: {{ . }}{{ end }}{{ include \"x\" .Values.a | trim | nindent 2 }}", "{{ tpl \"{{ include \\\"y\\\" . | quote }}\" . }}{{ define \"y\" }}z{{ end }}",
		"{{ with (include \"x\" . | fromYaml).k }}{{ . }}{{ else with .Values.b }}{{ . }}{{ end }}{{ define \"x\" }}k: 1{{ end }}", "{{ (.Values.a) }}{{ (.Values.map).k }}",
		"\r\n{{ $x := 1 }}{{ $x = 2 }}{{ if $x }}\u2028{{ $x }}{{ break }}{{ end }}", "{{ randAlpha 5 }}{{ \"<no value>\" }}{{ .Values.none }}", "{{ block \"b\" . }}x{{ end }}{{`{{`}}}}",
		"{{ include \"x\" . | trim | len }}{{ define \"x\" }} {{ \" a \" }} b{{ end }}{{ print (include \"x\" .) | trim }}", "{{ $_ := set .Values \"a\" (list 1) }}{{ .Values.a }}", "\ue0f01\ue0f1{{ .Values.a }}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, endless := range []string{"range", "repeat", "gen", "bcrypt", "until", "seq", "htpasswd", "derive", "template", "include", "tpl"} {
			if strings.Count(text, endless) > 2 {
				t.Skip()
			}
		}
		if strings.ContainsAny(text, "\x00") || strings.Contains(text, "000") {
			t.Skip()
		}
		request := render.Request{Directory: t.TempDir()}
		write(t, filepath.Join(request.Directory, "Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n")
		write(t, filepath.Join(request.Directory, "values.yaml"), "a: one\nb: 2\nlist: [x, y, {k: v}]\nmap: {k: [1]}\n")
		write(t, filepath.Join(request.Directory, "templates/a.yaml"), text)
		r := newRenderer(&request, func(render.Part) bool { return true })
		values, err := r.prepare()
		if err != nil {
			t.Skip()
		}
		plain, err := r.execute(values)
		if err != nil || r.isIncomplete || strings.ContainsRune(text, markBegin) {
			t.Skip()
		}
		const name = "c/templates/a.yaml"
		traced := r.trace(values)
		if got, _ := segments(traced.output[name]); got != plain[name] {
			t.Errorf("%q renders to\n%q, and with marks to\n%q", text, plain[name], got)
		}
		traced.places(name, name, plain[name])
	})
}
