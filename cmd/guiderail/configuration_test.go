package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// ofCheckAlone are the flags of check that another command of those that judge as it does need not have.
var ofCheckAlone = map[string][]string{
	// What is written, and what makes a check fail; a baseline accepts only what waivers do not.
	"waiver audit":   {"baseline", "color", "fail-on", "min-severity", "output-file", "quiet", "strict", "summary", "verbose", "verdicts", "watch"},
	"baseline write": {"baseline", "color", "fail-on", "min-severity", "output-file", "quiet", "strict", "summary", "verbose", "verdicts", "watch"},
	// It reads no objects, and names its own as reports do.
	"waiver new": {
		"baseline", "color", "fail-on", "min-severity", "output-file", "quiet", "strict", "summary", "verbose", "verdicts", "watch",
		"control", "engine", "exclude", "filename", "now", "inventory", "limit", "namespace", "skip", "waiver-key", "waivers",
		"api-versions", "each", "kube-version", "no-render", "release-name", "set", "set-file", "set-string", "values",
	},
}

// TestSameFlags wants the commands that judge as check does to have its flags.
func TestSameFlags(t *testing.T) {
	commands := leaves(newRootCommand(), "")
	for name, without := range ofCheckAlone {
		missing := map[string]bool{}
		for _, flag := range without {
			if missing[flag] = true; commands["check"].Flags().Lookup(flag) == nil {
				t.Errorf("check has no flag --%s", flag)
			}
		}
		commands["check"].Flags().VisitAll(func(flag *pflag.Flag) {
			own := commands[name].Flags().Lookup(flag.Name)
			switch {
			case own == nil && !missing[flag.Name]:
				t.Errorf("%s has no flag --%s", name, flag.Name)
			case own != nil && missing[flag.Name]:
				t.Errorf("%s has a flag --%s", name, flag.Name)
			case own != nil && (own.Shorthand != flag.Shorthand || own.Value.Type() != flag.Value.Type()):
				t.Errorf("--%s of %s is another one", flag.Name, name)
			}
		})
	}
}

// TestSameConfiguration wants the commands that judge as check does to heed what the configuration says, key by key.
func TestSameConfiguration(t *testing.T) {
	const audit, baseline, add = "waiver audit", "baseline write", "waiver new"
	tests := map[string]struct {
		text    string
		without string            // what is said without it, by audit and write
		want    map[string]string // what is said with it, by command
	}{
		"profile":   {"profile: none", "", map[string]string{audit: `unknown profile "none"`, baseline: `unknown profile "none"`, add: `unknown profile "none"`}},
		"controls":  {"controls: [none]", "", map[string]string{audit: `unknown control "none"`, baseline: `unknown control "none"`}},
		"skip":      {"skip: [none]", "", map[string]string{audit: `unknown control "none"`, baseline: `unknown control "none"`}},
		"exclude":   {"exclude: [a.yaml]", "", map[string]string{audit: "matches nothing: 1", baseline: "no Kubernetes objects were found"}},
		"inventory": {"inventory: [none.yaml]", "", map[string]string{audit: "none.yaml", baseline: "none.yaml"}},
		"waivers":   {"waivers: [none.yaml]", "", map[string]string{audit: "reading none.yaml", baseline: "reading none.yaml"}},
		"waiverKey": {"waiverKey: none.pem", "", map[string]string{audit: "--waiver-key: reading the key file", baseline: "--waiver-key: reading the key file"}},
		"namespace": {"namespace: shop", "", map[string]string{audit: "matches nothing: 1", baseline: `"namespace":"shop"`}},
		"baseline":  {"baseline: baseline.json", "--output is required", map[string]string{baseline: "baseline.json  1 finding"}},
		"charts":    {"charts: {values: [none.yaml]}", "", map[string]string{audit: "none.yaml: cannot be read", baseline: "none.yaml: cannot be read"}},
		// They say what is written, and what makes a check fail.
		"failOn":  {},
		"strict":  {},
		"outputs": {},
	}
	var schema struct {
		Properties map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(configurationSchema, &schema); err != nil {
		t.Fatal(err)
	}
	for key := range schema.Properties {
		if _, ok := tests[key]; !ok && key != "apiVersion" && key != "kind" {
			t.Errorf("no test for %s of a configuration", key)
		}
	}
	t.Chdir(t.TempDir())
	const control = "# METADATA\n# title: Pods must have a team\n# description: For this test.\n# custom:\n#   severity: high\n#   remediation: Set it.\n" +
		"#   match: [{groups: [\"\"], kinds: [Pod]}]\npackage guiderail.shop.named\n\n" +
		"violation contains {\"msg\": \"label team is not set\", \"details\": {\"path\": []}} if not input.review.object.metadata.labels.team\n"
	for _, directory := range []string{filepath.Join("policies", "shop"), "deploy"} {
		if err := os.MkdirAll(directory, 0o700); err != nil {
			t.Fatal(err)
		}
	}

	writeChart(t, "chart")
	write(t, filepath.Join("policies", "shop", "named.rego"), control)
	write(t, filepath.Join("deploy", "a.yaml"), "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n{apiVersion: v1, kind: Pod, metadata: {name: b}}\n")
	write(t, "waivers.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nwaivers:\n  - {control: shop.named, object: {kind: Pod, name: a}, owner: ada, reason: It is not known yet., expires: 2027-01-31}\n")
	for key, test := range tests {
		for name, want := range test.want {
			args := append(strings.Fields(name), "--policies", "policies", "--date", "2026-11-29")
			switch {
			case name == add:
				args = append(args, "--owner", "ada", "--reason", "It is not known yet.", "shop.named", "Pod", "a")
			case name == baseline && key != "baseline":
				args = append(args, "-o", "-", "deploy")
			default:
				args = append(args, "deploy")
			}
			if key == "charts" {
				args = append(args, "chart")
			}
			configuration := "apiVersion: guiderail.dev/v1alpha1\nkind: Configuration\n"
			if key != "waivers" {
				configuration += "waivers: [waivers.yaml]\n"
			}
			write(t, configurationFile, configuration)
			if out, _ := guiderail(t, args, ""); strings.Contains(out, want) || !strings.Contains(out, test.without) {
				t.Errorf("guiderail %q without %s: got %s", args, key, out)
			}
			write(t, configurationFile, configuration+test.text+"\n")
			if out, _ := guiderail(t, args, ""); !strings.Contains(out, want) {
				t.Errorf("guiderail %q with %s: got %s, want %s", args, key, out, want)
			}
			if out, _ := guiderail(t, append(args, "--no-config"), ""); strings.Contains(out, want) {
				t.Errorf("guiderail %q with %s and --no-config: got %s", args, key, out)
			}
		}
	}
}
