package policyreport_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/policyreport"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/internal/shared"
)

var apis = map[string]policyreport.API{"policyreport": policyreport.WGPolicy(), "openreports": policyreport.OpenReports()}

func TestReport(t *testing.T) {
	for format, api := range apis {
		for _, run := range reporttest.Runs(t) {
			t.Run(format+"/"+run.Name, func(t *testing.T) {
				var out strings.Builder
				reporttest.Write(t, policyreport.New(&out, api), run.Run, run.Results, run.Summary)
				reporttest.Golden(t, filepath.Join("testdata", run.Name+"."+format+".yaml"), out.String())
			})
		}
	}
}

// TestSharedSchema holds the reports against the definitions of their APIs, in which nothing else is allowed: an API
// server drops fields that it does not know.
func TestSharedSchema(t *testing.T) {
	schemas := map[string]*jsonschema.Schema{}
	for _, file := range []string{
		"wgpolicyk8s.io_v1alpha2_policyreports.yaml", "wgpolicyk8s.io_v1alpha2_clusterpolicyreports.yaml",
		"openreports.io_reports.yaml", "openreports.io_clusterreports.yaml",
	} {
		text, err := os.ReadFile(shared.Path(t, "schemas/"+file))
		if err != nil {
			t.Fatal(err)
		}
		var definition struct {
			Spec struct {
				Group    string
				Names    struct{ Kind string }
				Versions []struct {
					Name   string
					Schema struct{ OpenAPIV3Schema map[string]any }
				}
			}
		}
		if err := yaml.Unmarshal(text, &definition); err != nil {
			t.Fatal(err)
		}
		for _, version := range definition.Spec.Versions {
			name := definition.Spec.Group + "/" + version.Name + " " + definition.Spec.Names.Kind
			schema := version.Schema.OpenAPIV3Schema
			shut(schema, true)
			compiler := jsonschema.NewCompiler()
			// The document has to be one that the compiler has read, with its kinds of numbers.
			text, err := json.Marshal(schema)
			if err != nil {
				t.Fatal(err)
			}
			document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
			if err != nil {
				t.Fatal(err)
			}
			if err := compiler.AddResource(name, document); err != nil {
				t.Fatal(err)
			}
			if schemas[name], err = compiler.Compile(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	for format, api := range apis {
		for _, run := range reporttest.Runs(t) {
			var out strings.Builder
			reporttest.Write(t, policyreport.New(&out, api), run.Run, run.Results, run.Summary)
			for _, document := range strings.Split(out.String(), "\n---\n") {
				text, err := yaml.YAMLToJSONStrict([]byte(document))
				if err != nil {
					t.Fatal(err)
				}
				instance, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
				if err != nil {
					t.Fatal(err)
				}
				object := instance.(map[string]any)
				name := fmt.Sprint(object["apiVersion"], " ", object["kind"])
				if schemas[name] == nil {
					t.Fatalf("%s: no definition of %s", format, name)
				}
				if err := schemas[name].Validate(instance); err != nil {
					t.Errorf("%s of %s: %v", format, run.Name, err)
				}
			}
		}
	}
}

// shut has a schema allow no field that it does not name.
func shut(schema map[string]any, isRoot bool) {
	properties, isObject := schema["properties"].(map[string]any)
	if isObject {
		if schema["additionalProperties"] == nil {
			schema["additionalProperties"] = false
		}
		for name, inside := range properties {
			if !isRoot || name != "metadata" {
				shut(inside.(map[string]any), false)
			}
		}
	}
	if items, ok := schema["items"].(map[string]any); ok {
		shut(items, false)
	}
}

// TestPages wants reports that fit into etcd, and each finding in one.
func TestPages(t *testing.T) {
	run, _, summary := reporttest.Run(t)
	c := &control.Control{ID: "a.b", Remediation: strings.Repeat("x", 1000)}
	j := judge.Judgement{Ref: artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Namespace: "shop", Name: "a"}}
	for range 1500 {
		j.Findings = append(j.Findings, judge.Finding{Control: c, Message: "a message"})
	}
	var out strings.Builder
	reporttest.Write(t, policyreport.New(&out, policyreport.WGPolicy()), run, []report.Result{{Judgements: []judge.Judgement{j}}}, summary)
	var names []string
	results := 0
	for _, document := range strings.Split(out.String(), "\n---\n") {
		if len(document) > 1_000_000 {
			t.Errorf("a report has %d bytes", len(document))
		}
		var object struct {
			Metadata struct{ Name, Namespace string }
			Summary  map[string]int
			Results  []struct{ Result string }
		}
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			t.Fatal(err)
		}
		if object.Metadata.Namespace == "shop" {
			names = append(names, object.Metadata.Name)
			results += len(object.Results)
			if object.Summary["fail"] != len(object.Results) {
				t.Errorf("%s counts %d of %d", object.Metadata.Name, object.Summary["fail"], len(object.Results))
			}
		}
	}
	if got := strings.Join(names, " "); got != "guiderail guiderail-2 guiderail-3" || results != 1500 {
		t.Errorf("got %s with %d findings", got, results)
	}
}
