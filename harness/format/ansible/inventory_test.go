package ansible_test

import (
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/ansible"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

func parse(file, text string) format.Parsed {
	return format.Set{kubernetes.New(), ansible.New()}.Parse(&source.Document{File: file, Index: 1, Line: 1, Text: []byte(text)})
}

const inventory = "a ansible_host=10.0.0.1 x='b c' # remark\n[web]\nw[1:3] y=\"d\"\n\n[web:vars]\n; remark\nz = 'e' \nu=f # remark\n[all:children]\nweb\n"

func TestInventory(t *testing.T) {
	for name, text := range map[string]string{"lines": inventory, "CRLF": strings.ReplaceAll(inventory, "\n", "\r\n")} {
		parsed := parse("site/hosts", text)
		if len(parsed.Artefacts) != 1 {
			t.Fatalf("%s: %+v", name, parsed)
		}
		a := parsed.Artefacts[0]
		want := `{"all":{"children":{"web":{}}},"ungrouped":{"hosts":{"a":{"ansible_host":"10.0.0.1","x":"b c"}}},"web":{"hosts":{"w[1:3]":{"y":"d"}},"vars":{"u":"f","z":"e"}}}`
		if got := a.Value.Get("variables").String(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if at := a.Position([]any{"variables", "web", "vars", "z"}).String(); at != "site/hosts:7:1" {
			t.Errorf("%s: z is at %s", name, at)
		}
	}
}

// What has the name of an inventory is none if it is something else.
func TestNoInventory(t *testing.T) {
	for name, test := range map[string]struct{ file, text string }{
		"/etc/hosts":    {"hosts", "127.0.0.1 localhost\n::1 localhost\n"},
		"settings":      {"inventory.ini", "[database]\nhost = a\npassword = b\n"},
		"another INI":   {"php.ini", "[PHP]\nengine = On\n"},
		"other objects": {"inventory.yml", "a: {price: 5}\n"},
		"no groups":     {"hosts.yml", "a: {}\n"},
	} {
		if parsed := parse(test.file, test.text); len(parsed.Artefacts) != 0 {
			t.Errorf("%s: %+v", name, parsed.Artefacts[0].Value)
		}
	}
}

func TestInventoryInYAML(t *testing.T) {
	for name, test := range map[string]struct{ file, text string }{
		"all":    {"a.yml", "all: {hosts: {a: {}}}\n"},
		"groups": {"inventory/prod.yml", "web:\n  hosts:\n    a:\n  vars: {x: 1}\ndb:\n  children: {web: }\n"},
	} {
		if parsed := parse(test.file, test.text); len(parsed.Artefacts) != 1 {
			t.Errorf("%s: %+v", name, parsed)
		}
	}
	if parsed := parse("inventory/aws_ec2.yml", "plugin: amazon.aws.aws_ec2\nregions: [eu-north-1]\n"); len(parsed.Notices) != 1 || !strings.Contains(parsed.Notices[0].Message, "dynamic inventory") {
		t.Errorf("%+v", parsed)
	}
}

// TestAround reads what plays are run with, and what they import.
func TestAround(t *testing.T) {
	read := project(t, map[string]string{
		"a.yml":                     "- import_playbook: b.yml\n- hosts: web\n  vars_files: [secrets.yml, [gone.yml, vars/more.yml]]\n  tasks:\n    - include_role: {name: '{{ item }}'}\n      loop: [x, next]\n    - include_tasks: '{{ item }}'\n      with_items: ['{{ open }}']\n",
		"b.yml":                     "- import_playbook: a.yml\n- hosts: db\n  tasks: []\n",
		"secrets.yml":               "s: 1\n",
		"vars/more.yml":             "m: 2\n",
		"hosts":                     "[web]\nw1 common=1 own=2\nw2 common=1\n[servers:children]\nweb\n[servers:vars]\ng=3\n[all:vars]\ng=4\na=5\n",
		"here/x/tasks/main.yml":     "- apt: name=x\n",
		"roles/next/tasks/main.yml": "- apt: name=y\n",
		"ansible.cfg":               "[defaults]\nroles_path = here\n",
		"z/molecule/default/c.yml":  "- hosts: all\n  roles: [acme.zed]\n",
		"z/meta/main.yml":           "galaxy_info:\n  role_name: zed\n",
		"z/tasks/main.yml":          "- apt: name=z\n",
		"w/site.yml":                "- hosts: all\n  roles: [acme.base.role]\n",
		"w/collections/ansible_collections/acme/base/roles/role/tasks/main.yml": "- apt: name=r\n",
	})
	for name, test := range map[string]struct {
		file string
		path []any
		want string
	}{
		"an import":           {"a.yml", []any{0, "plays", 1, "hosts"}, `"db"`},
		"of itself":           {"a.yml", []any{0, "plays", 0, "plays"}, ""},
		"who imports it":      {"b.yml", []any{1, "imported_by"}, `"a.yml"`},
		"files of variables":  {"a.yml", []any{1, "vars_of_files", "1", "m"}, "2"},
		"other files":         {"a.yml", []any{1, "vars_of_other_files", "0", "s"}, "1"},
		"the inventory":       {"a.yml", []any{1, "inventory_vars"}, `{"a":"5","common":"1","g":"3"}`},
		"a role in a loop":    {"a.yml", []any{1, "tasks", 0, "tasks", 0, "tasks", 0, "apt"}, `"name=x"`},
		"another one":         {"a.yml", []any{1, "tasks", 0, "tasks", 1, "tasks", 0, "apt"}, `"name=y"`},
		"an open one":         {"a.yml", []any{1, "tasks", 1, "tasks", 0, "tasks"}, ""},
		"molecule's role":     {"z/molecule/default/c.yml", []any{0, "roles", 0, "tasks", 0, "apt"}, `"name=z"`},
		"a collection's role": {"w/site.yml", []any{0, "roles", 0, "tasks", 0, "apt"}, `"name=r"`},
	} {
		got := ""
		if v := read[test.file].Value.At(test.path...); v.Exists() {
			got = v.String()
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestVault(t *testing.T) {
	parsed := parse("anything.yml", "$ANSIBLE_VAULT;1.1;AES256\n3132\n")
	if len(parsed.Notices) != 1 || !strings.Contains(parsed.Notices[0].Message, "encrypted with Ansible Vault") {
		t.Errorf("%+v", parsed)
	}
}
