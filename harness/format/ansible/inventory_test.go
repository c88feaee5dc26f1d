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
