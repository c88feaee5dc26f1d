package sarifreport_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/sarifreport"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/internal/shared"
)

func runs(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, run := range reporttest.Runs(t) {
		var out strings.Builder
		reporttest.Write(t, sarifreport.New(&out), run.Run, run.Results, run.Summary)
		texts[run.Name] = out.String()
	}
	return texts
}

func TestReport(t *testing.T) {
	for name, text := range runs(t) {
		t.Run(name, func(t *testing.T) {
			reporttest.Golden(t, filepath.Join("testdata", name+".sarif"), text)
		})
	}
}

// TestSharedSchema holds the report against the schema that OASIS publishes.
func TestSharedSchema(t *testing.T) {
	text, err := os.ReadFile(shared.Path(t, "schemas/sarif-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema := reporttest.Schema(t, text)
	for name, text := range runs(t) {
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCodeScanning wants what GitHub's code scanning refuses a file for: a location with a line in each result, a rule
// for each, and no more tags than it takes.
func TestCodeScanning(t *testing.T) {
	for name, text := range runs(t) {
		var log struct {
			Runs []struct {
				Tool struct {
					Driver struct {
						Rules []struct {
							ID         string
							Properties struct{ Tags []string }
						}
					}
				}
				Results []struct {
					RuleID    string
					RuleIndex int
					Locations []struct {
						PhysicalLocation struct {
							ArtifactLocation struct{ URI string }
							Region           struct{ StartLine int }
						}
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(text), &log); err != nil {
			t.Fatal(err)
		}
		rules := log.Runs[0].Tool.Driver.Rules
		for _, rule := range rules {
			if len(rule.Properties.Tags) > 20 || rule.Properties.Tags[0] != "security" {
				t.Errorf("%s: rule %s has the tags %q", name, rule.ID, rule.Properties.Tags)
			}
		}
		for _, result := range log.Runs[0].Results {
			at := result.Locations[0].PhysicalLocation
			if at.ArtifactLocation.URI == "" || at.Region.StartLine < 1 || rules[result.RuleIndex].ID != result.RuleID {
				t.Errorf("%s: result %+v", name, result)
			}
		}
	}
}

// TestPaths wants URIs of files wherever they are.
func TestPaths(t *testing.T) {
	for file, want := range map[string]string{
		"a/b c.yaml":   `{"uri":"a/b%20c.yaml","uriBaseId":"%SRCROOT%"}`,
		"./a.yaml":     `{"uri":"a.yaml","uriBaseId":"%SRCROOT%"}`,
		"a:b/%2f.yaml": `{"uri":"a%3Ab/%252f.yaml","uriBaseId":"%SRCROOT%"}`,
		"/tmp/é#.yaml": `{"uri":"file:///tmp/%C3%A9%23.yaml"}`,
	} {
		run, results, summary := reporttest.Run(t)
		results[0].Judgements[0].Findings[0].Position.File = file
		var out strings.Builder
		reporttest.Write(t, sarifreport.New(&out), run, []report.Result{results[0]}, summary)
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(out.String())); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(compact.String(), `"artifactLocation":`+want) {
			t.Errorf("%s: want %s in\n%s", file, want, out.String())
		}
	}
}
