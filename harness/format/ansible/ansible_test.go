package ansible_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/ansible"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// project writes files and reads the artefacts of those that are sources, by their names below the directory.
func project(t *testing.T, files map[string]string) map[string]*artefact.Artefact {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := map[string]*artefact.Artefact{}
	for found := range source.Find([]string{root}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		for d, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range (format.Set{kubernetes.New(), ansible.New()}).Parse(d).Artefacts {
				name, _ := filepath.Rel(root, d.File)
				read[filepath.ToSlash(name)] = a
			}
		}
	}
	return read
}

func at(a *artefact.Artefact, path ...any) string {
	p := a.Position(path)
	steps := strings.Split(filepath.ToSlash(p.File), "/")
	p.File = strings.Join(steps[max(0, len(steps)-3):], "/")
	return p.String()
}

func TestProject(t *testing.T) {
	read := project(t, map[string]string{
		"playbooks/site.yml": "- hosts: web\n  roles:\n    - base\n    - {role: app, vars: {a: 1}}\n    - galaxy.role\n  tasks:\n    - block:\n        - import_tasks: more.yml\n    - include_role: {name: app, tasks_from: other}\n    - include_tasks: /etc/passwd\n    - include_tasks: gone.yml\n",
		"playbooks/more.yml": "- apt: name=x\n- import_tasks: more.yml\n",
		"ansible.cfg":        "[privilege_escalation]\nbecome = True\n",
		"group_vars/all.yml": "ansible_become: true\n", "group_vars/web/vars.yml": "b: 2\n",
		"roles/base/tasks/main.yml": "- apt: name=y\n  notify: h\n", "roles/base/handlers/main.yml": "- name: h\n  command: x\n",
		"roles/base/defaults/main.yml": "d: 1\n", "roles/base/vars/main.yml": "v: 1\n",
		"roles/base/meta/main.yml":                   "dependencies:\n  - role: app\n",
		"roles/base/templates/20auto-upgrades.j2":    "x \"1\";\n",
		"roles/app/tasks/main.yaml":                  "- apt: name=z\n",
		"roles/app/tasks/other.yml":                  "- apt: name=q\n",
		"inventory.yml":                              "all:\n  hosts:\n    a:\n      ansible_password: x\n",
		"roles/app/vars/secrets.yml":                 "$ANSIBLE_VAULT;1.1;AES256\n3132\n",
		"roles/app/files/rules.yml":                  "- hosts: [a.example.com]\n  paths: []\n",
		"kubernetes/pod.yaml":                        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n",
		"kubernetes/people.yaml":                     "- name: a\n  email: b\n",
		"roles/app/vars/kubernetes.yml":              "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
		"roles/base/tasks/deep/with spaces/main.yml": "- debug: msg=x\n",
	})
	site := read["playbooks/site.yml"]
	if site == nil || site.String() != "Playbook site" {
		t.Fatalf("site.yml: %v", site)
	}
	for name, test := range map[string]struct {
		path []any
		want string
		at   string
	}{
		"role":           {[]any{0, "roles", 0, "tasks", 0, "apt"}, `"name=y"`, "base/tasks/main.yml:1:8"},
		"handler":        {[]any{0, "roles", 0, "handlers", 0, "command"}, `"x"`, "base/handlers/main.yml:2:12"},
		"default":        {[]any{0, "roles", 0, "defaults", "d"}, "1", "base/defaults/main.yml:1:4"},
		"variable":       {[]any{0, "roles", 0, "role_vars", "v"}, "1", "base/vars/main.yml:1:4"},
		"dependency":     {[]any{0, "roles", 0, "dependencies", 0, "tasks", 0, "apt"}, `"name=z"`, "app/tasks/main.yaml:1:8"},
		"its entry":      {[]any{0, "roles", 0, "dependencies", 0, "role"}, `"app"`, "base/meta/main.yml:2:11"},
		"template":       {[]any{0, "roles", 0, "templates", "20auto-upgrades.j2"}, `"x \"1\";\n"`, "site.yml:3:7"},
		"own variables":  {[]any{0, "roles", 1, "vars", "a"}, "1", "site.yml:4:29"},
		"galaxy":         {[]any{0, "roles", 2}, `"galaxy.role"`, "site.yml:5:7"},
		"include":        {[]any{0, "tasks", 0, "block", 0, "tasks", 0, "apt"}, `"name=x"`, "playbooks/more.yml:1:8"},
		"included role":  {[]any{0, "tasks", 1, "tasks", 0, "apt"}, `"name=q"`, "app/tasks/other.yml:1:8"},
		"absolute":       {[]any{0, "tasks", 2, "tasks"}, "", "site.yml:10:7"},
		"gone":           {[]any{0, "tasks", 3, "tasks"}, "", "site.yml:11:7"},
		"group_vars":     {[]any{0, "group_vars", "all", "ansible_become"}, "true", "all.yml:1:17"},
		"the group's":    {[]any{0, "group_vars", "web", "b"}, "2", "web/vars.yml:1:4"},
		"configuration":  {[]any{0, "configuration", "privilege_escalation", "become"}, `"True"`, "ansible.cfg:2:1"},
		"the play's own": {[]any{0, "hosts"}, `"web"`, "site.yml:1:10"},
	} {
		got := ""
		if v := site.Value.At(test.path...); v.Exists() {
			got = v.String()
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
		if place := at(site, test.path...); !strings.HasSuffix(place, test.at) {
			t.Errorf("%s is at %s, want %s", name, place, test.at)
		}
	}
	for file, want := range map[string]string{
		"playbooks/more.yml": "Tasks more", "roles/base/tasks/main.yml": "Role base", "roles/base/handlers/main.yml": "Tasks base/handlers/main",
		"group_vars/all.yml": "Variables all", "inventory.yml": "Variables inventory", "ansible.cfg": "Configuration ansible.cfg",
		"kubernetes/pod.yaml": "Pod p", "roles/app/vars/kubernetes.yml": "ConfigMap c",
	} {
		if a := read[file]; a == nil || a.String() != want {
			t.Errorf("%s is %v, want %s", file, a, want)
		}
	}
	for _, file := range []string{"roles/app/vars/secrets.yml", "roles/app/files/rules.yml", "kubernetes/people.yaml"} {
		if a := read[file]; a != nil {
			t.Errorf("%s is %s", file, a)
		}
	}
	role := read["roles/base/tasks/main.yml"]
	if got := role.Value.At("handlers", 0, "name").TextOrEmpty(); got != "h" || !strings.HasSuffix(at(role, "handlers", 0, "name"), "base/handlers/main.yml:1:9") {
		t.Errorf("the handler of the role is %q at %s", got, at(role, "handlers", 0, "name"))
	}
}

// What a stream includes is not read: nobody knows where it came from.
func TestStream(t *testing.T) {
	d := &source.Document{File: "stdin", Index: 1, Line: 1, Text: []byte("- hosts: all\n  roles: [base]\n  tasks:\n    - include_tasks: ansible_test.go\n")}
	parsed := ansible.New().Parse(d)
	if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Value.At(0, "tasks", 0, "tasks").Exists() {
		t.Errorf("%+v", parsed)
	}
}

// An include that includes itself ends.
func TestCycle(t *testing.T) {
	read := project(t, map[string]string{"a.yml": "- hosts: all\n  tasks:\n    - include_tasks: b.yml\n", "b.yml": "- include_tasks: b.yml\n- include_tasks: b.yml\n"})
	if n := size(read["a.yml"].Value); n > 10_000 {
		t.Errorf("it became %d values", n)
	}
}

func size(v value.Value) int {
	n := 1
	for _, item := range v.Items() {
		n += size(item)
	}
	for _, member := range v.Members() {
		n += size(member)
	}
	return n
}

func TestConfiguration(t *testing.T) {
	d := &source.Document{File: "x/ansible.cfg", Index: 1, Line: 1, Text: []byte("\ufeff# a\r\n[defaults]\r\n; b\r\nhost_key_checking: False ; why\r\n\r\n[empty]\r\nnothing\r\n")}
	parsed := ansible.New().Parse(d)
	if len(parsed.Artefacts) != 1 {
		t.Fatalf("%+v", parsed)
	}
	a := parsed.Artefacts[0]
	if got := a.Value.String(); got != `{"defaults":{"host_key_checking":"False"},"empty":{}}` {
		t.Error(got)
	}
	if got := at(a, "defaults", "host_key_checking"); got != "x/ansible.cfg:4:1" {
		t.Error(got)
	}
	if got := at(a, "empty", "x"); got != "x/ansible.cfg:6:1" {
		t.Error(got)
	}
}

// A playbook that is broken is an error with a line, and a list of something else is another format's.
func TestBroken(t *testing.T) {
	for text, want := range map[string]bool{
		"- hosts: all\n  tasks:\n   - apt: {name: x\n":      true,
		"- name: a\n  hosts: all\n  tasks: [\n":             true,
		"- name: a\n  email: {\n":                           false,
		"- import_playbook: a.yml\n- hosts: all\n  x: \"\n": true,
	} {
		parsed := ansible.New().Parse(&source.Document{File: "f.yml", Index: 1, Line: 1, Text: []byte(text)})
		if got := len(parsed.Errors) > 0 && !parsed.IsOther && parsed.Errors[0].Line > 0; got != want {
			t.Errorf("%q: %+v", text, parsed)
		}
	}
}

// TestObjects takes what tasks apply to a cluster for objects, and says of the rest that it is not judged.
func TestObjects(t *testing.T) {
	const text = `- hosts: all
  tasks:
    - name: a pod
      kubernetes.core.k8s:
        namespace: shop
        definition:
          apiVersion: v1
          kind: Pod
          metadata: {name: a}
          spec: {hostNetwork: true}
    - block:
        - k8s:
            resource_definition:
              - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
              - "{{ c }}"
    - kubernetes.core.k8s: {state: absent, definition: {apiVersion: v1, kind: Pod, metadata: {name: d}}}
    - kubernetes.core.k8s: {state: patched, definition: {apiVersion: v1, kind: Pod, metadata: {name: d}}}
    - kubernetes.core.k8s: {src: e.yaml}
    - kubernetes.core.k8s: {definition: "{{ lookup('template', 'f.j2') }}"}
    - kubernetes.core.k8s: {api_version: v1, kind: Namespace, name: g}
`
	parsed := (format.Set{kubernetes.New(), ansible.New()}).Parse(&source.Document{File: "site.yml", Index: 1, Line: 1, Text: []byte(text), Met: true})
	var got []string
	for _, a := range parsed.Artefacts {
		at := a.Position([]any{"spec", "hostNetwork"})
		got = append(got, fmt.Sprintf("%s in %q at %d, %d", a.Ref, a.InNamespace, a.Position(nil).Line, at.Line))
	}
	for _, n := range parsed.Notices {
		words := strings.Fields(n.Message)
		got = append(got, fmt.Sprintf("%d %s", n.Position.Line, strings.Join(words[1:4], " ")))
	}
	want := []string{
		`Playbook site in "" at 1, 1`, `Pod a in "shop" at 6, 10`, `Namespace b in "" at 14, 14`,
		"15 is applied to", "17 is a patch", "18 applies objects of", "19 is applied to", "20 makes an object",
	}
	if len(parsed.Errors) > 0 || !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q, errors %v", got, want, parsed.Errors)
	}
}
