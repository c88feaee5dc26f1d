package rego

import (
	"fmt"
	"strings"
	"testing"
)

// looking gives a policy directory with one control that stands on a library, which stands on another.
func looking(rule, library string) map[string]string {
	return map[string]string{
		"a/one.rego":    brief + "package guiderail.a.one\n\nimport data.lib.guiderail.near\n\nviolation contains near.x if {\n\t" + rule + "\n}\n",
		"lib/near.rego": "package lib.guiderail.near\n\nx := far.x\n\n" + "import data.lib.guiderail.far\n",
		"lib/far.rego":  "package lib.guiderail.far\n\n# inventory\nx := 1 if {\n\t" + library + "\n}\n",
		"lib/more.rego": "package lib.guiderail.more\n\nx := data.inventory.cluster.v1.Node[_]\n",
	}
}

func TestReads(t *testing.T) {
	for name, test := range map[string]struct{ rule, library, want string }{
		"nothing":          {"true", "input.inventory.namespace", "[]"},
		"one object":       {`data.inventory.namespace[input.n]["apps/v1"].Deployment[input.m].spec.replicas > 1`, "true", "[apps/v1, Kind=Deployment true]"},
		"all of a kind":    {"some name, node in data.inventory.cluster.v1.Node", "true", "[/v1, Kind=Node false]"},
		"all namespaces":   {`x := data.inventory.namespace[_].v1["Pod"][_]`, "true", "[/v1, Kind=Pod true]"},
		"brackets":         {`x := data["inventory"]["cluster"]["v1"]["Node"]`, "true", "[/v1, Kind=Node false]"},
		"in a library":     {"true", "data.inventory.cluster.v1.Namespace.a", "[/v1, Kind=Namespace false]"},
		"in a bracket":     {"input[data.inventory.cluster.v1.Node[_].x]", "true", "[/v1, Kind=Node false]"},
		"in comprehension": {"x := {y: z | z := [1 | data.inventory.cluster.v1.Node[y]]}", "true", "[/v1, Kind=Node false]"},
		"by a negation":    {"not data.inventory.cluster.v1.Node.a", "true", "[/v1, Kind=Node false]"},
		"sorted, each once": {
			`data.inventory.namespace.a["autoscaling/v2"].HorizontalPodAutoscaler; data.inventory.cluster.v1.Node.b; data.inventory.cluster.v1.Node.c`,
			`data.inventory.namespace.a["autoscaling/v1"].HorizontalPodAutoscaler; data.inventory.cluster.v1.Node`,
			"[/v1, Kind=Node false autoscaling/v1, Kind=HorizontalPodAutoscaler true autoscaling/v2, Kind=HorizontalPodAutoscaler true]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			policies, err := Load(policyFiles(looking(test.rule, test.library)))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, read := range policies.Controls()[0].Reads {
				got = append(got, fmt.Sprint(read.GroupVersionKind, read.Namespaced))
			}
			if got := "[" + strings.Join(got, " ") + "]"; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if limit, looks := policies.Controls()[0].Limits["conftest"], len(got) > 0; (limit != "") != looks {
				t.Errorf("looks at other objects: %t; the limit of conftest is %q", looks, limit)
			}
		})
	}
}

// TestLimitsOfConftest wants what a control says of its limits itself to stay.
func TestLimitsOfConftest(t *testing.T) {
	files := looking("true", "data.inventory.cluster.v1.Node")
	files["a/one.rego"] = "# METADATA\n# custom:\n#   severity: low\n#   limits: {conftest: Its own., gatekeeper: Another.}\n#   match: [{groups: [x], kinds: [X]}]\n" +
		strings.TrimPrefix(files["a/one.rego"], brief)
	policies, err := Load(policyFiles(files))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(policies.Controls()[0].Limits), "map[conftest:Its own. gatekeeper:Another.]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestReadsThatAreNotKnown wants an error where it is not written what is read: a cluster would not keep
// it at hand, and the control would be silent there for ever.
func TestReadsThatAreNotKnown(t *testing.T) {
	const form = `write data.inventory.namespace[namespace]["group/version"].Kind or data.inventory.cluster["group/version"].Kind`
	for name, test := range map[string]struct{ rule, want string }{
		"all of it":            {"count(data.inventory) > 0", form},
		"a whole side":         {"f := data.inventory.namespace", form},
		"a whole namespace":    {"data.inventory.namespace[input.n]", form},
		"a whole version":      {"data.inventory.namespace[input.n].v1", form},
		"a whole version here": {"data.inventory.cluster.v1", form},
		"any version":          {"data.inventory.namespace[input.n][_].Pod[_]", form},
		"any kind":             {"data.inventory.cluster.v1[input.kind].a", form},
		"any side":             {"data.inventory[input.side].v1.Node.a", form},
		"no side":              {"data.inventory.pods.v1.Node.a", form},
		"no version":           {`data.inventory.cluster["apps/"].Deployment.a`, form},
		"too many groups":      {`data.inventory.cluster["a/b/v1"].Deployment.a`, form},
		"all data":             {`data[input.x].cluster.v1.Node; "inventory" != input.x`, form},
		"put in its place":     {"input.x with data.inventory as {}", form},
	} {
		t.Run(name, func(t *testing.T) {
			for file, files := range map[string]map[string]string{
				"a/one.rego:11: data":  looking(test.rule, "true"),
				"lib/far.rego:5: data": looking("true", test.rule),
			} {
				_, err := Load(policyFiles(files))
				if err == nil || !strings.Contains(err.Error(), "reading control a/one.rego: ") || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want %s … %s", err, file, test.want)
				}
			}
		})
	}
	imported := looking("true", "true")
	imported["a/one.rego"] = strings.Replace(imported["a/one.rego"], "import data.lib.guiderail.near", "import data.inventory", 1)
	if _, err := Load(policyFiles(imported)); err == nil || !strings.Contains(err.Error(), form) {
		t.Errorf("imported: got %v, want %s", err, form)
	}
}

// TestReadsOfSecrets wants a control that looks up Secrets to say that it is not in Gatekeeper.
func TestReadsOfSecrets(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"itself":       looking("data.inventory.namespace[input.n].v1.Secret[_]", "true"),
		"by a library": looking("true", "data.inventory.namespace[input.n].v1.Secret.a"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(policyFiles(files))
			if err == nil || !strings.Contains(err.Error(), "reading control a/one.rego: the control looks up Secrets") || !strings.Contains(err.Error(), "say so in limits") {
				t.Errorf("got %v", err)
			}
			files["a/one.rego"] = strings.Replace(files["a/one.rego"], "# custom:\n", "# custom:\n#   limits: {gatekeeper: Not there.}\n", 1)
			policies, err := Load(policyFiles(files))
			if err != nil {
				t.Fatal(err)
			}
			if !policies.Controls()[0].ReadsSecrets() {
				t.Errorf("it looks up Secrets, not %v", policies.Controls()[0].Reads)
			}
		})
	}
	others := looking(`data.inventory.namespace[input.n]["external-secrets.io/v1"].ExternalSecret; data.inventory.namespace[input.n]["example.org/v1"].Secret`, "true")
	policies, err := Load(policyFiles(others))
	if err != nil || policies.Controls()[0].ReadsSecrets() {
		t.Errorf("it looks up no Secrets: %v", err)
	}
}

// TestFilesOnly wants a control that is about files only to say that it is not in Gatekeeper.
func TestFilesOnly(t *testing.T) {
	files := looking("true", "true")
	files["a/one.rego"] = strings.Replace(files["a/one.rego"], "# custom:\n", "# custom:\n#   files_only: true\n", 1)
	if _, err := Load(policyFiles(files)); err == nil || !strings.Contains(err.Error(), "the control is about files only") {
		t.Errorf("got %v", err)
	}
	files["a/one.rego"] = strings.Replace(files["a/one.rego"], "# custom:\n", "# custom:\n#   limits: {gatekeeper: Not there.}\n", 1)
	policies, err := Load(policyFiles(files))
	if err != nil {
		t.Fatal(err)
	}
	if !policies.Controls()[0].FilesOnly {
		t.Error("it is about files only")
	}
}
