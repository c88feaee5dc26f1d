package structured_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/ansible"
	"github.com/guiderail/guiderail/harness/format/arm"
	"github.com/guiderail/guiderail/harness/format/clouddescription"
	"github.com/guiderail/guiderail/harness/format/cloudformation"
	"github.com/guiderail/guiderail/harness/format/eksctl"
	"github.com/guiderail/guiderail/harness/format/iam"
	"github.com/guiderail/guiderail/harness/format/k3s"
	"github.com/guiderail/guiderail/harness/format/kubeconfig"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/format/scanreport"
	"github.com/guiderail/guiderail/harness/format/terraform"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

var formats = format.Set{
	kubernetes.New(), eksctl.New(), cloudformation.New(), terraform.NewPlan(), arm.New(), clouddescription.NewEKS(), clouddescription.NewAKS(), iam.New(), kubeconfig.New(),
	scanreport.New(), ansible.New(), k3s.New(),
}

// example is the shortest text that is in a format, and where a value stands in it.
type example struct {
	text string
	want string // the reference of the artefact
	path []any
	at   string
}

var examples = map[string]example{
	eksctl.Type: {
		"apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata:\n  name: main\n  version: \"1.34\"\n", "ClusterConfig main",
		[]any{"metadata", "version"}, "f.json:5:12",
	},
	cloudformation.Type: {
		"Resources:\n  Main:\n    Type: AWS::EKS::Cluster\n    Properties:\n      Version: !Ref Version\n", "Template f",
		[]any{"Resources", "Main", "Properties", "Version"}, "f.json:5:16",
	},
	terraform.PlanType: {
		"{\"format_version\": \"1.2\",\n \"resource_changes\": [\n  {\"address\": \"a.b\"}]}", "Plan f",
		[]any{"resource_changes", 0, "address"}, "f.json:3:15",
	},
	arm.Type: {
		"{\"$schema\": \"https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#\",\n \"resources\": [\n  {\"type\": \"A.B/c\"}]}",
		"Template f", []any{"resources", 0, "type"}, "f.json:3:12",
	},
	clouddescription.EKSType: {
		"{\"cluster\": {\n \"arn\": \"arn:aws:eks:eu-north-1:111122223333:cluster/main\",\n \"name\": \"main\"}}", "Cluster main",
		[]any{"cluster", "name"}, "f.json:3:10",
	},
	clouddescription.AKSType: {
		"{\"id\": \"/subscriptions/s\",\n \"name\": \"main\",\n \"type\": \"Microsoft.ContainerService/ManagedClusters\"}", "Cluster main",
		[]any{"name"}, "f.json:2:10",
	},
	scanreport.Type: {
		"{\"SchemaVersion\": 2,\n \"ArtifactName\": \"app:1\",\n \"Results\": [{\"Class\": \"os-pkgs\"}]}", "ScanReport f",
		[]any{"Results", 0, "Class"}, "f.json:3:24",
	},
	ansible.Type: {
		"[{\"hosts\": \"all\",\n \"tasks\": [\n  {\"apt\": {\"upgrade\": \"dist\"}}]}]", "Playbook f",
		[]any{0, "tasks", 0, "apt", "upgrade"}, "f.json:3:23",
	},
	k3s.Type: {
		"{\"cluster-init\": true,\n \"kube-apiserver-arg\": [\n  \"a=b\"]}", "K3sConfig f", []any{"kube-apiserver-arg", 0}, "f.json:3:3",
	},
	iam.Type: {
		"{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Allow\",\n  \"Action\": \"*\"}]}", "Policy f",
		[]any{"Statement", 0, "Action"}, "f.json:3:13",
	},
	kubeconfig.Type: {
		"apiVersion: v1\nkind: Config\nclusters:\n- name: main\n  cluster: {server: \"https://main\"}\n", "Config f",
		[]any{"clusters", 0, "cluster", "server"}, "f.json:5:21",
	},
}

func TestRecognised(t *testing.T) {
	for kind, e := range examples {
		parsed := parse(e.text)
		if len(parsed.Artefacts) != 1 || len(parsed.Errors)+len(parsed.Notices) > 0 {
			t.Errorf("%s: %d artefacts, errors %v, notices %v", kind, len(parsed.Artefacts), parsed.Errors, parsed.Notices)
			continue
		}
		a := parsed.Artefacts[0]
		if a.Type != kind || a.String() != e.want {
			t.Errorf("%s: read as %s %s", kind, a.Type, a)
		}
		if at := a.Position(e.path).String(); at != e.at {
			t.Errorf("%s: %v is at %s, want %s", kind, e.path, at, e.at)
		}
	}
}

func TestWrapped(t *testing.T) {
	for kind, text := range map[string]string{
		clouddescription.EKSType: `{"kind": "ClusterDescribe", "data": {"Cluster": {"Arn": "arn:aws:eks:eu-north-1:111122223333:cluster/main", "Name": "main"}}}`,
		clouddescription.AKSType: `{"kind": "ClusterDescribe", "data": {"id": "/subscriptions/s", "type": "microsoft.ContainerService/managedClusters", "name": "main"}}`,
	} {
		parsed := parse(text)
		if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Type != kind || parsed.Artefacts[0].Name != "main" {
			t.Errorf("%s: %+v", kind, parsed)
		}
	}
}

// Clients of Kubernetes need neither apiVersion nor kind.
func TestKubeconfigWithoutKind(t *testing.T) {
	for _, text := range []string{
		"clusters: [{name: a, cluster: {server: b}}]\ncontexts: [{name: a, context: {cluster: a}}]",
		"kind: Config\nusers: []",
		`{"kind": "Config", "apiVersion": "", "contexts": null}`,
	} {
		if parsed := parse(text); len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Type != kubeconfig.Type {
			t.Errorf("%s: %+v", text, parsed)
		}
	}
}

// A ConfigMap that holds an example of a format is a ConfigMap.
func TestHeld(t *testing.T) {
	for kind, e := range examples {
		held := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: holder}\ndata:\n  file: |\n    " + strings.ReplaceAll(e.text, "\n", "\n    ") + "\n"
		parsed := parse(held)
		if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].String() != "ConfigMap holder" || len(parsed.Errors) > 0 {
			t.Errorf("%s: %+v", kind, parsed)
		}
	}
}

func TestNotRecognised(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a state":               {`{"format_version": "1.0", "values": {}}`, "is a Terraform state"},
		"parameters":            {`{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"}`, "has parameters of an Azure template"},
		"a schema of another":   {`{"$schema": "https://example.com/x.json", "description": "deploymentTemplate.json"}`, "is not a Kubernetes object"},
		"a resource of Azure":   {`{"type": "Microsoft.ContainerService/managedClusters", "name": "main"}`, "is not a Kubernetes object"},
		"another node":          {`{"id": "/subscriptions/s", "type": "Microsoft.ContainerService/snapshots"}`, "is not a Kubernetes object"},
		"statements and more":   {`{"Statement": [{"Effect": "Allow"}], "Comment": "x"}`, "is not a Kubernetes object"},
		"resources of others":   {`{"Resources": {"A": {"Type": "x"}}, "AWSTemplateFormatVersion": "2010-09-09"}`, "is not a Kubernetes object"},
		"SARIF":                 {`{"runs": [{"tool": {"driver": {"name": "sarif"}}}]}`, "is a report in SARIF"},
		"CycloneDX":             {`{"bomFormat": "CycloneDX", "vulnerabilities": []}`, "in CycloneDX"},
		"SPDX":                  {`{"spdxVersion": "SPDX-2.3"}`, "in SPDX"},
		"a list":                {`["eksctl.io/", "format_version"]`, "is not a Kubernetes object"},
		"a text":                {`"arn:aws:eks:eu-north-1:111122223333:cluster/main"`, "is not a Kubernetes object"},
		"another Config":        {"apiVersion: config.gatekeeper.sh/v1alpha1\nkind: Config\nmetadata: {name: a}\nusers: []", ""},
		"a Config of kustomize": {"kind: Config\nnameReference: [users]", "is not a Kubernetes object"},
		"lists of others":       {"clusters: [a]\ncontexts: [b]", "is not a Kubernetes object"},
		"an object of eksctl's": {"apiVersion: eksctl.io/v1\nkind: Other\nmetadata: {name: a}", ""},
	} {
		parsed := parse(test.text)
		for _, a := range parsed.Artefacts {
			if a.Type != artefact.Kubernetes {
				t.Errorf("%s: read as %s", name, a.Type)
			}
		}
		said := fmt.Sprint(parsed.Errors)
		for _, notice := range parsed.Notices {
			said += notice.Message
		}
		if !strings.Contains(said, test.want) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// What is broken is an error with a line, whatever of it is missing, and nothing of it is judged in silence.
func TestBroken(t *testing.T) {
	for kind, e := range examples {
		if !strings.HasPrefix(e.text, "{") {
			continue // the beginning of a text in YAML is a text in YAML
		}
		for end := 1; end < len(e.text); end++ {
			parsed := parse(e.text[:end])
			if len(parsed.Errors) == 0 || parsed.Errors[0].Line < 1 {
				t.Errorf("%s: nothing wrong with %q: %+v", kind, e.text[:end], parsed)
			}
		}
	}
}

func TestHostile(t *testing.T) {
	for kind, e := range examples {
		for name, text := range map[string]string{
			"empty":           "",
			"white space":     " \n\n",
			"deeply nested":   strings.Replace(e.text, "{", `{"a": `+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+", ", 1),
			"deep and broken": e.text + strings.Repeat("{\"a\":", 20_000),
			"twice":           e.text + "\n---\n" + e.text,
			"a zero byte":     e.text[:len(e.text)-1] + "\x00",
			"not UTF-8":       e.text[:len(e.text)-1] + "\xff",
		} {
			if says(parse(text)) == (strings.TrimSpace(text) == "") {
				t.Errorf("%s, %s: %+v", kind, name, parse(text))
			}
		}
	}
}

// FuzzParse holds for any input: nothing crashes, and whatever is said has a place in the file.
func FuzzParse(f *testing.F) {
	for _, e := range examples {
		f.Add([]byte(e.text))
		f.Add([]byte(e.text[:len(e.text)/2]))
		f.Add([]byte("---\n" + e.text + "\n---\n[" + e.text + "]"))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		parsed := parse(string(input))
		var at []artefact.Position
		for _, err := range parsed.Errors {
			at = append(at, err.Position)
		}
		for _, notice := range parsed.Notices {
			at = append(at, notice.Position)
		}
		for _, a := range parsed.Artefacts {
			at = append(at, a.Origin)
			everywhere(a.Value, nil, func(path []any) { at = append(at, a.Position(path)) })
		}
		for _, p := range at {
			if p.File != "f.json" || p.Line < 1 {
				t.Errorf("position %s", p)
			}
		}
	})
}

func everywhere(v value.Value, path []any, visit func(path []any)) {
	visit(path)
	if len(path) > 10 {
		return
	}
	for i, item := range v.Items()[:min(len(v.Items()), 20)] {
		everywhere(item, append(path[:len(path):len(path)], i), visit)
	}
	for name, item := range v.Members() {
		everywhere(item, append(path[:len(path):len(path)], name), visit)
	}
}

func says(p format.Parsed) bool { return len(p.Artefacts)+len(p.Errors)+len(p.Notices) > 0 }

func parse(text string) format.Parsed {
	var all format.Parsed
	file := &source.File{Path: "f.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	for document, err := range file.Documents(source.Limits{}) {
		if err != nil {
			all.Errors = append(all.Errors, err)
			continue
		}
		parsed := formats.Parse(document)
		all.Artefacts = append(all.Artefacts, parsed.Artefacts...)
		all.Notices = append(all.Notices, parsed.Notices...)
		all.Errors = append(all.Errors, parsed.Errors...)
	}
	return all
}

// TestLarge reads a plan that is larger than an object that an API server stores.
func TestLarge(t *testing.T) {
	text := `{"format_version": "1.2", "resource_changes": [], "variables": {"a": {"value": "` + strings.Repeat("x", 5<<20) + `"}}}`
	parsed := formats.Parse(&source.Document{File: "plan.json", Index: 1, Line: 1, Text: []byte(text)})
	if len(parsed.Errors) > 0 || len(parsed.Artefacts) != 1 {
		t.Errorf("got %d artefacts and %v", len(parsed.Artefacts), parsed.Errors)
	}
}
