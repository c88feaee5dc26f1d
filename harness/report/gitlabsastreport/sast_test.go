package gitlabsastreport_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/gitlabsastreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

// rules are those of GitLab's schema for SAST that concern what is written here.
const rules = `{
	"required": ["version", "vulnerabilities", "scan"],
	"properties": {
		"version": {"const": "15.0.7"},
		"scan": {
			"required": ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
			"properties": {
				"start_time": {"pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$"},
				"end_time": {"pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$"},
				"status": {"enum": ["success", "failure"]},
				"type": {"const": "sast"},
				"scanner": {"$ref": "#/$defs/tool"},
				"analyzer": {"$ref": "#/$defs/tool"},
				"messages": {"items": {"required": ["level", "value"], "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": {"minLength": 1}}}}
			}
		},
		"vulnerabilities": {"type": "array", "items": {
			"required": ["id", "identifiers", "location"],
			"properties": {
				"id": {"pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
				"name": {"maxLength": 255},
				"description": {"maxLength": 1048576},
				"severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
				"solution": {"maxLength": 7000},
				"identifiers": {"minItems": 1, "maxItems": 20, "items": {"required": ["type", "name", "value"], "properties": {
					"type": {"minLength": 1}, "name": {"minLength": 1}, "value": {"minLength": 1}, "url": {"pattern": "^https?://.+"}
				}}},
				"links": {"items": {"required": ["url"], "properties": {"url": {"pattern": "^https?://.+"}}}},
				"location": {"properties": {"file": {"type": "string"}, "start_line": {"type": "number"}}},
				"tracking": {"required": ["items"], "properties": {"type": {"const": "source"}, "items": {"items": {
					"required": ["signatures"],
					"properties": {"signatures": {"minItems": 1, "items": {"required": ["algorithm", "value"], "properties": {
						"algorithm": {"enum": ["hash", "location", "scope_offset"]}
					}}}}
				}}}},
				"details": {"additionalProperties": {"required": ["name", "type", "value"], "properties": {"name": {"minLength": 1}, "type": {"const": "text"}}}}
			}
		}}
	},
	"$defs": {"tool": {"required": ["id", "name", "version", "vendor"], "properties": {
		"id": {"minLength": 1}, "name": {"minLength": 1}, "version": {"minLength": 1}, "vendor": {"required": ["name"]}
	}}}
}`

func write(t *testing.T, run *report.Run, results []report.Result, summary *report.Summary) string {
	t.Helper()
	var out strings.Builder
	now := time.Date(2024, 2, 29, 23, 59, 58, 0, time.FixedZone("", 3600))
	reporttest.Write(t, gitlabsastreport.New(&out, func() time.Time { now = now.Add(time.Second); return now }), run, results, summary)
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(rules))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("rules.json", schema); err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.MustCompile("rules.json").Validate(instance); err != nil {
		t.Error(err)
	}
	return out.String()
}

func TestReport(t *testing.T) {
	for _, run := range reporttest.Runs(t) {
		t.Run(run.Name, func(t *testing.T) {
			reporttest.Golden(t, filepath.Join("testdata", run.Name+".json"), write(t, run.Run, run.Results, run.Summary))
		})
	}
}

// TestLimits wants what is too long for GitLab to be shortened.
func TestLimits(t *testing.T) {
	run, results, summary := reporttest.Run(t)
	long := &control.Control{ID: "a.b", Title: strings.Repeat("é", 300), Remediation: strings.Repeat("é", 8000), Requirements: strings.Split(strings.Repeat("x,", 30)+"x", ",")}
	results[0].Judgements[0].Findings = []judge.Finding{{Control: long}}
	if text := write(t, run, results[:1], summary); !strings.Contains(text, strings.Repeat("é", 254)+"…\"") {
		t.Errorf("the name is not shortened:\n%s", text)
	}
}
