package harness_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
)

// met parses a text as that of a file in a directory.
func met(formats format.Set, name string, text []byte) format.Parsed {
	return formats.Parse(&source.Document{File: name, Index: 1, Line: 1, Text: text, Met: true})
}

// TestCutFile cuts every fixture in YAML and JSON that is no manifest, as a full disk or a broken download does. Met in a
// directory, what is left is an error with a line: not judging it would look as if it had passed.
func TestCutFile(t *testing.T) {
	formats, cut := harness.Formats(), map[string]int{}
	err := filepath.WalkDir("../testdata/controls", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".json" && filepath.Ext(name) != ".yaml" && filepath.Ext(name) != ".yml" || source.IsTerraform(name) {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		whole := met(formats, name, text)
		if len(whole.Artefacts) != 1 || whole.Artefacts[0].Type == artefact.Kubernetes || len(whole.Errors) > 0 || bytes.Contains(text, []byte("\n---\n")) {
			return nil
		}
		isJSON := strings.HasPrefix(strings.TrimSpace(string(text)), "{") || strings.HasPrefix(strings.TrimSpace(string(text)), "[")
		for _, share := range []int{30, 60, 90, 99} {
			left := text[:len(text)*share/100]
			if !isJSON { // most of the beginnings of a text in YAML are YAML
				left = append(text[:bytes.LastIndexByte(left, '\n')+1:len(text)], "\"cut: "...)
			}
			if len(formats.Parse(&source.Document{File: name, Index: 1, Line: 1, Text: left}).Errors) == 0 {
				continue // it can be read
			}
			parsed := met(formats, name, left)
			isLikely := slices.ContainsFunc(formats, func(f format.Format) bool { return f.Detect(name, left) > 1 })
			if (isJSON || isLikely) && len(parsed.Errors) == 0 && !bytes.Contains(left, []byte("{{ ")) {
				t.Errorf("%s, cut at %d %%: got no error, and notices %v", name, share, parsed.Notices)
			}
			for _, err := range parsed.Errors {
				if err.Line == 0 {
					t.Errorf("%s, cut at %d %%: %v has no line", name, share, err)
				}
			}
			cut[whole.Artefacts[0].Type]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"ansible", "arm", "cloudformation", "eksctl", "iam-policy", "k3s", "kubeconfig", "scan-report", "script", "terraform-plan"} {
		if cut[kind] == 0 {
			t.Errorf("no file of the type %s was cut", kind)
		}
	}
}

// TestMetFile has what lies in directories and is not meant to be judged: it is a notice, whatever it looks like; and what
// is broken.
func TestMetFile(t *testing.T) {
	formats := harness.Formats()
	for name, test := range map[string]struct {
		text    string
		isError bool
	}{
		"package.json":      {`{"name": "x", "scripts": {"run": "tsc"}}`, false},
		"tsconfig.json":     {"{\n  // for Node\n  \"compilerOptions\": {\n    \"target\": \"es2022\", /* ok */\n    \"Target\": \"http://x\",\n  },\n}\n", false},
		"tasks.json":        {"{\n  // npm\n  \"tasks\": [{\"type\": \"npm\", \"script\": \"build\"},]\n}", false},
		"lines.json":        {"{\"a\": 1}\n{\"a\": 2}\n", false},
		"cut-lines.json":    {"{\"a\": 1}\n{\"a\": 2", true},
		"values.json":       {"{\n  \"image\": \"{{ .Values.image | default \"x\" }}\"\n}\n", false},
		"list.json":         {"[\n  {{ range .Items }}\n  \"Target\"{{ end }}\n]", false},
		"jinja.yml":         {"{% for x in y %}\n- name: {{ x }}\n{% endfor %}\n", false},
		"other.yaml.tpl":    {"contexts: [\n", false},
		"locale.yml":        {"a: b: c\n", false},
		"sections.yaml":     {"[defaults]\nx = [\n", false},
		"cut.json":          {`{"a": {"b": "c`, true},
		"cut-comments.json": {"{\n  // x\n  \"a\": {", true},
		"list-cut.json":     {`[1, 2`, true},
		"report.json":       {`{"SchemaVersion": 2, "ArtifactName": "x", "Results": [{"Description": "uses {{ x }}", "Vul`, true},
		"plan.json":         {`{"format_version": "1.2", "planned_values": {`, true},
		".github/ci.yaml":   {"on: push\njobs:\n  a:\n    runs-on: x\n    env: {A: \"${{ secrets.A }}\"}\n    steps:\n    - run: \"echo\n", true},
		"config.yaml":       {"write-kubeconfig-mode: \"0644\"\nkube-apiserver-arg: [\n", true},
		"cut.sh":            {"set -e\nif true; then\n  echo \"x\n", true},
		"template.sh":       {"{{ range .Names }}\nif {{ . }}\n{{ end }}", false},
		"pod.yaml":          {"apiVersion: v1\nkind: Pod\nmetadata: {name: {{ x }}\n", true},
	} {
		parsed := met(formats, name, []byte(test.text))
		if got := len(parsed.Errors) > 0; got != test.isError {
			t.Errorf("%s: got errors %v and notices %v, want an error: %v", name, parsed.Errors, parsed.Notices, test.isError)
		}
		if len(parsed.Errors)+len(parsed.Notices)+len(parsed.Artefacts) == 0 {
			t.Errorf("%s: got silence", name)
		}
	}
	parsed := met(formats, "azuredeploy.json", []byte("{\n  // of Azure\n  \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n  \"resources\": [] /* none */\n}"))
	if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Type != "arm" {
		t.Errorf("a template of Azure with comments, which Azure reads: got %+v", parsed)
	}
}
