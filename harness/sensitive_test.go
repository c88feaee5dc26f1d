package harness_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness"
)

// TestSensitive marks every value of every plan among the fixtures as sensitive, and wants none of those in any report that
// the messages name where nothing is marked.
func TestSensitive(t *testing.T) {
	files, err := filepath.Glob("../testdata/controls/*/*/*/terraform_plan.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no plans: %v", err)
	}
	engine, err := harness.New(harness.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// What reports say of controls, whatever is judged.
	var about strings.Builder
	for _, c := range engine.Controls() {
		text, err := os.ReadFile(filepath.Join("../policies", c.File))
		if err != nil {
			continue
		}
		about.Write(text)
	}
	named := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var plan map[string]any
		if err := yaml.Unmarshal(text, &plan); err != nil {
			t.Fatal(err)
		}
		before := checkPlan(t, engine, plan)
		values := map[string]bool{}
		changes, _ := plan["resource_changes"].([]any)
		for _, entry := range changes {
			change, _ := entry.(map[string]any)["change"].(map[string]any)
			leaves(change["after"], values)
			change["after_sensitive"] = true
		}
		var secret []string
		for value := range values {
			if slices.ContainsFunc(before.Findings, func(f harness.Finding) bool { return strings.Contains(said1(f), value) }) && len(value) > 3 {
				secret = append(secret, value)
			}
		}
		named += len(secret)
		after := checkPlan(t, engine, plan)
		if len(after.Findings) != len(before.Findings) || len(after.Unknowns) != len(before.Unknowns) {
			t.Errorf("%s: what is marked as sensitive changes the verdict", file)
		}
		for _, f := range slices.Concat(after.Findings, after.Unknowns) {
			for _, value := range secret {
				if isSaid(said1(f), value) {
					t.Errorf("%s: %s says %q: %s", file, f.Control.ID, value, f.Message)
				}
			}
		}
		for _, name := range harness.Reports() {
			var out bytes.Buffer
			if err := after.Write(&out, name); err != nil {
				t.Fatal(err)
			}
			for _, value := range secret {
				if !strings.Contains(about.String(), value) && strings.Contains(out.String(), value) && strings.ContainsAny(value, ":/.0123456789") {
					t.Errorf("%s: %s says %q", file, name, value)
				}
			}
		}
	}
	if named < 30 {
		t.Errorf("messages name %d values, want 30 at least: the test shows nothing", named)
	}
}

// said1 is what a finding says, without the address of its resource.
func said1(f harness.Finding) string {
	_, text, found := strings.Cut(f.Message, ": ")
	if !found {
		text = f.Message
	}
	return text + " " + f.Snippet
}

// isSaid reports whether a text has a value as a word.
func isSaid(text, value string) bool {
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;()\"", r) }), value)
}

func checkPlan(t *testing.T, engine *harness.Engine, plan any) *harness.Run {
	t.Helper()
	text, err := json.MarshalIndent(plan, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	checked, err := engine.Check(t.Context(), harness.Bytes("plan.json", text))
	if err != nil {
		t.Fatal(err)
	}
	return checked
}

// leaves adds the texts of a value, also those within a text that is JSON.
func leaves(v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			leaves(member, into)
		}
	case []any:
		for _, item := range v {
			leaves(item, into)
		}
	case string:
		var within any
		if strings.HasPrefix(v, "{") && json.Unmarshal([]byte(v), &within) == nil {
			leaves(within, into)
			return
		}
		into[v] = true
	}
}

// TestSensitiveVariables hides values of variables, and leaves the addresses of resources as they are.
func TestSensitiveVariables(t *testing.T) {
	plannedRoot(t, `-- main.tf --
variable "open" {
  default   = "0.0.0.0/0"
  sensitive = true
}
variable "name" {
  default   = "nodes"
  sensitive = true
}
resource "aws_security_group" "nodes" {
  name = var.name
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [var.open]
  }
}
`)
	results, _ := run(t, harness.Options{Controls: []string{"hosts.security_group_ingress"}}, ".")
	if got, want := results[0].Judgements[0].Findings[0].Message, "aws_security_group.nodes: ingress.cidr_blocks lets (sensitive value) reach these ports: 22"; !strings.HasPrefix(got, want) {
		t.Errorf("it says %q, want %q", got, want)
	}
}
