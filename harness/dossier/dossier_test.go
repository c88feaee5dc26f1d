package dossier_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/policies"
)

// now is when the reference clusters are judged.
func now() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) }

// maker makes dossiers by the built-in policies.
type maker struct {
	*testing.T
	all               *catalogue.Catalogue
	library           *guide.Library
	foreign, provided map[string][]string
}

func newMaker(t *testing.T) *maker {
	t.Helper()
	m := &maker{T: t}
	var err error
	if m.all, err = catalogue.Load(policies.FS); err != nil {
		t.Fatal(err)
	}
	if m.library, err = m.all.Guides(); err != nil {
		t.Fatal(err)
	}
	if m.foreign, m.provided, err = dossier.Platforms(m.all, m.library, now()); err != nil {
		t.Fatal(err)
	}
	return m
}

// dossier answers scopes.
func (m *maker) dossier(asked ...*dossier.Asked) *dossier.Dossier {
	m.Helper()
	d, err := dossier.New(&dossier.About{Now: now(), Version: "test", Catalogue: m.all, Library: m.library})
	if err != nil {
		m.Fatal(err)
	}
	for _, a := range asked {
		engine, err := harness.New(harness.Options{Catalogue: m.all, Profile: a.Profile, Waivers: a.Waivers, Now: now()})
		if err != nil {
			m.Fatal(err)
		}
		scope, statements, err := dossier.Answer(m.Context(), a, dossier.Options{
			Library: m.library, Controls: m.all.Controls, Foreign: m.foreign, Provided: m.provided, Engine: engine, Sources: source.Search{Paths: a.Paths, Exclude: a.Exclude}.Find(), Now: now(),
		})
		if err != nil {
			m.Fatal(err)
		}
		d.Add(scope, statements)
	}
	return d
}

// scopes reads the scopes in a folder.
func (m *maker) scopes(folder string) []*dossier.Asked {
	m.Helper()
	files, err := dossier.FindScopes([]string{folder})
	if err != nil {
		m.Fatal(err)
	}
	var all []*dossier.Asked
	for _, file := range files {
		asked, err := dossier.ReadScope(file)
		if err != nil {
			m.Fatal(err)
		}
		all = append(all, asked)
	}
	return all
}

const reference = "../../testdata/reference"

// Each statement is answered for each of the reference clusters, and most of them by artefacts.
func TestReference(t *testing.T) {
	m := newMaker(t)
	d := m.dossier(m.scopes(reference)...)
	if len(d.Scopes) != 2 {
		t.Fatalf("got %d scopes, want EKS and AKS", len(d.Scopes))
	}
	for _, s := range d.Scopes {
		answered, byArtefacts := 0, 0
		for _, one := range d.Statements {
			if one.Scope != s.Name {
				continue
			}
			switch one.Verdict {
			case dossier.NothingShown, dossier.Fails:
				t.Errorf("%s: %s is %s: %v", s.Name, one.ID, one.Verdict, one.Missing)
			case dossier.Holds, dossier.Partly, dossier.Waived:
				if len(one.Reasons) == 0 {
					t.Errorf("%s: %s is %s without a reason", s.Name, one.ID, one.Verdict)
				}
			}
			answered++
			if strings.HasPrefix(one.Basis, "artefacts") {
				byArtefacts++
			}
		}
		t.Logf("%s: %d statements answered, %d by artefacts; %v", s.Name, answered, byArtefacts, s.Verdicts)
		if answered != 162 || byArtefacts < 120 {
			t.Errorf("%s: %d statements are answered, %d of them by artefacts; want 162 and at least 120", s.Name, answered, byArtefacts)
		}
		for _, a := range s.Attestations {
			if !a.Counts {
				t.Errorf("%s: %s does not count: %v", s.Name, a.File, a.Reasons)
			}
		}
		if s.Counts.Errors+s.Counts.Findings > 0 {
			t.Errorf("%s: %+v", s.Name, s.Counts)
		}
	}
}

// The same inputs at the same time give the same bytes, which the schema describes.
func TestJSON(t *testing.T) {
	m := newMaker(t)
	write := func() []byte {
		var out bytes.Buffer
		if err := m.dossier(m.scopes(reference)...).WriteJSON(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	first := write()
	if second := write(); !bytes.Equal(first, second) {
		t.Error("a second dossier differs from the first")
	}
	compiled := reporttest.Schema(t, dossier.Schema)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Errorf("the schema does not describe the dossier: %v", err)
	}
	value.(map[string]any)["verdict"] = "holds"
	if compiled.Validate(value) == nil {
		t.Error("the schema describes anything")
	}
}

// The schema names every field of a dossier.
func TestSchemaIsComplete(t *testing.T) {
	e := []dossier.Evidence{{File: "a", Line: 1, Artefact: "b"}}
	f := dossier.Finding{Control: "a.b", Severity: "high", Message: "m", Evidence: e[0], Accepted: &dossier.Acceptance{By: "waiver", Reason: "r", Owner: "o", Ticket: "t", Expires: "d"}}
	p := []dossier.Place{{File: "a", Line: 1, Message: "m"}}
	digest := "sha256:" + strings.Repeat("0", 64)
	tally := dossier.Tally{}
	for _, v := range dossier.Verdicts() {
		tally[v] = 1
	}
	full := dossier.Dossier{
		APIVersion: dossier.APIVersion, Kind: dossier.Kind, Now: "now", Tool: dossier.Tool{Name: "a", Version: "b", Digest: digest},
		Policies: dossier.Policies{Reference: "a", Digest: digest, Revision: "1", Verified: true, Controls: 1},
		Guides:   []dossier.Guide{{ID: "a", Title: "b", Version: "1", Date: "d", Sources: digest, Compared: &dossier.Compared{File: "f", Digest: digest, Changed: []string{"A1"}}}},
		Scopes: []dossier.Scope{{
			Name: "s", Title: "t", File: "f", Cluster: dossier.Cluster{Name: "c", Platform: "eks", Namespaces: []string{"n"}, ShownBy: e}, Profile: "p", Paths: []string{"."}, Exclude: []string{"x"},
			Readings: []dossier.Reading{{Source: "s", Context: "c", Server: "v", At: "t", Namespace: "n", Objects: 1, Unread: []dossier.Unread{{Kind: "Pod", Reason: "r", IsExpected: true}}, NotServed: []string{"a"}}},
			Images:   []dossier.Image{{Reference: "i", IsListed: true, RunBy: e, Reports: []string{"r"}}}, Inputs: []dossier.Input{{Path: "a", Digest: digest, Artefacts: map[string]int{"a": 1}}},
			Verdicts: tally, ByGuide: map[string]dossier.Tally{"a": tally}, Controls: []dossier.ControlResult{{ID: "a.b", Verdicts: map[string]int{"pass": 1}, Excluded: "x"}},
			Attestations: []dossier.Attestation{{Name: "a", Authors: []string{"b"}, Signer: "s", Key: "k", Reasons: []string{"r"}, Basis: []dossier.AttestedEvidence{{File: "f", URL: "u", Digest: digest, Description: "d", State: "changed", Summary: "s"}}}},
			Accepted:     []dossier.Finding{f}, Errors: p, Notices: p,
		}},
		Statements: []dossier.Statement{{
			Scope: "s", Guide: "a", ID: "A1", Verdict: dossier.Holds, Basis: "artefacts", Requirements: []string{"R"}, Errata: []string{"E"}, HasChanged: true,
			Reasons: []dossier.Reason{{Kind: "shown", Text: "t", Requirement: "R", Control: "a.b", Count: 1, Evidence: e, Findings: []dossier.Finding{f}, Attestation: "a"}},
			Missing: []dossier.Missing{{Requirement: "R", Control: "a.b", Text: "t"}},
		}},
		Framework: &dossier.Framework{ID: "a", Title: "t", Edition: "e", URL: "u", Note: "n", Entries: []dossier.Mapping{{Scope: "s", Section: "1", Subject: "s", Relation: "equal", Controls: []string{"a.b"}, Verdict: dossier.Partly, Note: "n"}}},
	}
	text, err := json.Marshal(&full)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := reporttest.Schema(t, dossier.Schema).Validate(value); err != nil {
		t.Error(err)
	}
}

// artefactOf returns what is removed to remove an artefact: a file, or a folder of Terraform.
func artefactOf(file string) string {
	if filepath.Ext(file) == ".tf" {
		return filepath.Dir(file)
	}
	return file
}

// Removing any one artefact turns what rests on it into nothing shown, or worse.
func TestRemoval(t *testing.T) {
	m := newMaker(t)
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(reference)); err != nil {
		t.Fatal(err)
	}
	scopes := m.scopes(folder)
	removed, turned := 0, 0
	for _, asked := range scopes {
		before := m.dossier(asked)
		artefacts := map[string]bool{}
		for _, input := range before.Scopes[0].Inputs {
			if kinds := input.Artefacts; kinds["scope"]+kinds["profile"] == 0 {
				artefacts[artefactOf(input.Path)] = true
			}
		}
		for artefact := range artefacts {
			hidden := filepath.Join(t.TempDir(), "hidden")
			if err := os.Rename(artefact, hidden); err != nil {
				t.Fatal(err)
			}
			here := *asked
			here.Paths = slices.DeleteFunc(slices.Clone(asked.Paths), func(path string) bool { return path == artefact })
			after := m.dossier(&here)
			if err := os.Rename(hidden, artefact); err != nil {
				t.Fatal(err)
			}
			removed++
			turned += compareRemoval(t, strings.TrimPrefix(artefact, folder), artefact, before, after)
		}
	}
	t.Logf("%d artefacts were removed, one at a time; %d answers turned", removed, turned)
	if removed < 100 || turned < removed {
		t.Errorf("%d artefacts were removed, and %d answers turned", removed, turned)
	}
}

func compareRemoval(t *testing.T, name, artefact string, before, after *dossier.Dossier) (turned int) {
	t.Helper()
	attested := map[string]bool{} // attestations that rest on it
	for _, a := range before.Scopes[0].Attestations {
		if a.File == artefact || a.File+".sig" == artefact || slices.ContainsFunc(a.Basis, func(e dossier.AttestedEvidence) bool {
			return filepath.Join(filepath.Dir(a.File), e.File) == artefact
		}) {
			attested[a.Name] = true
		}
	}
	for i, was := range before.Statements {
		is := after.Statements[i]
		alone := map[string]bool{} // requirements that nothing else shows
		all := true
		for _, r := range was.Reasons {
			if r.Kind != "shown" && r.Kind != "attested" {
				continue
			}
			rests := r.Kind == "attested" && attested[r.Attestation] || r.Kind == "shown" && r.Count == len(r.Evidence) && !slices.ContainsFunc(r.Evidence, func(e dossier.Evidence) bool { return artefactOf(e.File) != artefact })
			if earlier, met := alone[r.Requirement]; r.Kind == "shown" && met {
				rests = rests && earlier
			}
			alone[r.Requirement] = rests
			all = all && rests
		}
		if len(alone) == 0 || !slices.Contains(slices.Collect(maps.Values(alone)), true) || was.Verdict == dossier.Contradicted {
			continue
		}
		worse := is.Verdict == dossier.NothingShown || is.Verdict == dossier.Fails
		switch {
		case all && !worse:
			t.Errorf("%s: %s of %s rests on it alone, and is %s without it; was %s", name, was.ID, was.Scope, is.Verdict, was.Verdict)
		case !all && !worse && is.Verdict == was.Verdict && was.Verdict != dossier.Partly:
			t.Errorf("%s: a part of %s of %s rests on it alone, and it is still %s without it", name, was.ID, was.Scope, is.Verdict)
		default:
			turned++
		}
	}
	return turned
}

// What the requirements say of platforms is what the built-in profiles leave out on each.
func TestPlatforms(t *testing.T) {
	m := newMaker(t)
	controls := map[string][]string{}
	for _, c := range m.all.Controls {
		for _, id := range c.Requirements {
			controls[id] = append(controls[id], c.ID)
		}
	}
	for _, r := range m.library.Requirements {
		for _, p := range m.library.Platforms {
			if p.Profile == "" || len(controls[r.ID]) == 0 {
				continue
			}
			foreign := !slices.ContainsFunc(controls[r.ID], func(id string) bool { return !slices.Contains(m.foreign[p.ID], id) })
			if r.IsOn(p.ID) && foreign && r.Attestation == nil {
				t.Errorf("%s is on %s, where no control judges it and nobody attests it", r.ID, p.Title)
			}
			if !r.IsOn(p.ID) && !slices.ContainsFunc(controls[r.ID], func(id string) bool { return slices.Contains(m.foreign[p.ID], id) }) {
				t.Errorf("%s is not on %s, and each of %v is about it", r.ID, p.Title, controls[r.ID])
			}
		}
	}
}

// Every input has a digest, which changes with the input.
func TestInputs(t *testing.T) {
	m := newMaker(t)
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(reference)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	d := m.dossier(m.scopes(".")...)
	if changed, err := d.ChangedInputs("."); err != nil || len(changed) > 0 {
		t.Fatalf("got %v, %v", changed, err)
	}
	for _, s := range d.Scopes {
		for _, input := range s.Inputs {
			if input.Digest == "" {
				t.Errorf("%s has no digest", input.Path)
			}
		}
	}
	for file, want := range map[string]string{
		"eks-terraform/cluster.tf": "eks-terraform/cluster.tf has changed", "clusters/eks/profile.yaml": "clusters/eks/profile.yaml has changed",
		"clusters/aks/attestations/evidence/secrets-2026-11.csv": "clusters/aks/attestations/evidence/secrets-2026-11.csv has changed",
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		if changed, err := d.ChangedInputs("."); err != nil || !slices.Equal(changed, []string{want}) {
			t.Errorf("%s: got %v, %v, want %s", file, changed, err, want)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove("xroad-eks/10-identity.yaml"); err != nil {
		t.Fatal(err)
	}
	if changed, err := d.ChangedInputs("."); err != nil || !slices.Equal(changed, []string{"xroad-eks/10-identity.yaml is missing"}) {
		t.Errorf("got %v, %v", changed, err)
	}
}

// An artefact that names another cluster than the scope is said, and answers nothing.
func TestOtherClusters(t *testing.T) {
	m := newMaker(t)
	const eks, aks = "eks.json", "aks.json"
	described := map[string]string{
		eks:           `{"cluster": {"name": "prod", "arn": "arn:aws:eks:eu-north-1:111122223333:cluster/prod", "version": "1.36", "resourcesVpcConfig": {"endpointPublicAccess": true, "publicAccessCidrs": ["0.0.0.0/0"]}}}`,
		aks:           `{"name": "prod", "id": "/subscriptions/a/resourcegroups/b/providers/Microsoft.ContainerService/managedClusters/prod", "type": "Microsoft.ContainerService/ManagedClusters", "kubernetesVersion": "1.36"}`,
		"eksctl.yaml": "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: prod, region: eu-north-1}\n",
	}
	for file, text := range described {
		for _, test := range []struct {
			cluster   string
			isUnnamed bool
			other     bool
		}{{"prod", false, false}, {"test", false, true}, {"test", true, false}, {"Prod", false, file != aks}} {
			t.Chdir(t.TempDir())
			place(t, map[string]string{file: text, "namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"})
			asked := &dossier.Asked{Name: "a", Cluster: test.cluster, IsUnnamed: test.isUnnamed, Paths: []string{"."}}
			s := m.dossier(asked).Scopes[0]
			said := slices.ContainsFunc(s.Errors, func(p dossier.Place) bool {
				return p.File == file && strings.Contains(p.Message, "is about the cluster prod, and the scope is about "+test.cluster)
			})
			if said != test.other || (s.Counts.Errors > 0) != test.other || (s.Cluster.ShownBy == nil) != test.other || (s.Counts.Artefacts == 1) != test.other {
				t.Errorf("%s in %s: got %+v, %v, shown by %v", file, test.cluster, s.Counts, s.Errors, s.Cluster.ShownBy)
			}
			asked.Aliases = []string{"other", "prod"}
			if s := m.dossier(asked).Scopes[0]; s.Counts.Errors > 0 || s.Cluster.ShownBy == nil {
				t.Errorf("%s in %s, also named prod: got %v", file, test.cluster, s.Errors)
			}
		}
	}
}

// Infrastructure as code that names another cluster is about that one; one whose name is not known is about no other.
func TestOtherClustersOfCode(t *testing.T) {
	m := newMaker(t)
	const (
		arm  = `"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0"`
		plan = `"format_version": "1.2", "terraform_version": "1.9.0"`
	)
	for name, test := range map[string]struct {
		file, text string
		line       int // of the name; 0 where it is not known
		isAzure    bool
	}{
		"terraform":             {"main.tf", "resource \"aws_eks_cluster\" \"x\" {\n  name = \"prod\"\n}\n", 2, false},
		"terraform in JSON":     {"main.tf.json", `{"resource": {"aws_eks_cluster": {"x": {"name": "prod"}}}}`, 1, false},
		"a default":             {"main.tf", "variable \"a\" { default = \"prod\" }\nresource \"aws_eks_cluster\" \"x\" {\n  name = var.a\n}\n", 3, false},
		"no default":            {"main.tf", "variable \"a\" {}\nresource \"aws_eks_cluster\" \"x\" {\n  name = var.a\n}\n", 0, false},
		"half a name":           {"main.tf", "variable \"a\" {}\nresource \"aws_eks_cluster\" \"x\" {\n  name = \"prod-${var.a}\"\n}\n", 0, false},
		"an add-on":             {"main.tf", "resource \"aws_eks_addon\" \"x\" {\n  cluster_name = \"prod\"\n  addon_name = \"coredns\"\n}\n", 2, false},
		"one of each":           {"main.tf", "resource \"aws_eks_cluster\" \"x\" {\n  for_each = toset([\"test\", \"prod\"])\n  name = each.key\n}\n", 3, false},
		"azurerm":               {"main.tf", "resource \"azurerm_kubernetes_cluster\" \"x\" {\n  name = \"prod\"\n}\n", 2, true},
		"planned values":        {"plan.json", `{` + plan + `, "planned_values": {"root_module": {"child_modules": [{"resources": [{"mode": "managed", "type": "aws_eks_cluster", "name": "x", "values": {"name": "prod"}}]}]}}}`, 1, false},
		"planned changes":       {"plan.json", `{` + plan + `, "resource_changes": [{"address": "azurerm_kubernetes_cluster.x", "mode": "managed", "type": "azurerm_kubernetes_cluster", "name": "x", "change": {"actions": ["create"], "after": {"name": "prod"}}}]}`, 1, true},
		"a plan without it":     {"plan.json", `{` + plan + `, "resource_changes": [{"address": "aws_eks_cluster.x", "mode": "managed", "type": "aws_eks_cluster", "name": "x", "change": {"actions": ["create"], "after": {}, "after_unknown": {"name": true}}}]}`, 0, false},
		"cloudformation":        {"stack.yaml", "Resources:\n  X:\n    Type: AWS::EKS::Cluster\n    Properties:\n      Name: prod\n", 5, false},
		"a default of a stack":  {"stack.yaml", "Parameters: {A: {Type: String, Default: prod}}\nResources:\n  X:\n    Type: AWS::EKS::Cluster\n    Properties:\n      Name: !Ref A\n", 6, false},
		"a stack without it":    {"stack.yaml", "Parameters: {A: {Type: String}}\nResources:\n  X:\n    Type: AWS::EKS::Cluster\n    Properties:\n      Name: !Ref A\n", 0, false},
		"nodes of a stack":      {"stack.yaml", "Resources:\n  X:\n    Type: AWS::EKS::Nodegroup\n    Properties:\n      ClusterName: prod\n", 5, false},
		"arm":                   {"template.json", `{` + arm + `, "resources": [{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2024-09-01", "name": "prod"}]}`, 1, true},
		"a parameter of arm":    {"template.json", `{` + arm + `, "parameters": {"A": {"type": "string", "defaultValue": "prod"}}, "resources": [{"type": "Microsoft.ContainerService/managedClusters", "name": "[parameters('a')]"}]}`, 1, true},
		"arm without it":        {"template.json", `{` + arm + `, "parameters": {"a": {"type": "string"}}, "resources": [{"type": "Microsoft.ContainerService/managedClusters", "name": "[parameters('a')]"}]}`, 0, true},
		"nodes of arm":          {"template.json", `{` + arm + `, "resources": {"x": {"type": "Microsoft.ContainerService/managedClusters/agentPools", "name": "prod/workers"}}}`, 1, true},
		"a cluster within":      {"template.json", `{` + arm + `, "resources": [{"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [{"type": "Microsoft.ContainerService/managedClusters", "name": "prod"}]}}}]}`, 1, true},
		"a parameter of within": {"template.json", `{` + arm + `, "parameters": {"a": {"type": "string", "defaultValue": "prod"}}, "resources": [{"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [{"type": "Microsoft.ContainerService/managedClusters", "name": "[parameters('a')]"}]}}}]}`, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			place(t, map[string]string{test.file: test.text, "namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"})
			for _, of := range []struct {
				asked *dossier.Asked
				other bool
			}{
				{&dossier.Asked{Cluster: "test"}, test.line > 0},
				{&dossier.Asked{Cluster: "test", IsUnnamed: true}, false},
				{&dossier.Asked{Cluster: "test", Aliases: []string{"prod"}}, false},
				{&dossier.Asked{Cluster: "test", Aliases: []string{"Prod"}}, test.line > 0 && !test.isAzure},
			} {
				of.asked.Name, of.asked.Paths = "a", []string{"."}
				s := m.dossier(of.asked).Scopes[0]
				said := slices.ContainsFunc(s.Errors, func(p dossier.Place) bool {
					return p.File == test.file && p.Line == test.line && strings.Contains(p.Message, "is about the cluster prod, and the scope is about test")
				})
				if said != of.other || (s.Counts.Errors > 0) != of.other || (s.Counts.Artefacts == 1) != of.other || of.other && s.Cluster.ShownBy != nil {
					t.Errorf("%+v: got %+v, %v, shown by %v", of.asked, s.Counts, s.Errors, s.Cluster.ShownBy)
				}
			}
		})
	}
}

// A scope is found wherever a search looks, and nowhere else; one with a slip is an error that says where it is and what is
// wanted.
func TestScopes(t *testing.T) {
	t.Chdir(t.TempDir())
	const good = "apiVersion: guiderail.dev/v1alpha1\nkind: Scope\nmetadata: {name: a}\nspec:\n  cluster: {name: a}\n"
	place(t, map[string]string{
		"in/ours.yaml": good, "in/deep/scope.json": `{"apiVersion": "guiderail.dev/v1alpha1", "kind": "Scope"}`, "in/pod.yaml": "apiVersion: v1\nkind: Pod\n", "in/left/scope.yaml": good,
		"in/.guiderailignore": "ignored\n", "in/ignored/scope.yaml": good, "in/node_modules/scope.yaml": good, "in/.hidden/scope.yml": good, "beyond/scope.yaml": good, "in/scope.md": good,
	})
	for target, name := range map[string]string{"../beyond": "in/linked", "ours.yaml": "in/again.yaml", "nowhere": "in/lost.yaml", "..": "in/up"} {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	found, err := dossier.FindScopes([]string{"in", "in/ours.yaml"}, "left")
	if want := []string{"in/.hidden/scope.yml", "in/again.yaml", "in/deep/scope.json", "in/linked/scope.yaml"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("got %q, %v, want %q", found, err, want)
	}
	const wanted = "a scope has apiVersion: guiderail.dev/v1alpha1, kind: Scope, metadata.name and spec.cluster.name"
	for name, test := range map[string]struct{ text, at string }{
		"a kind cut short":        {strings.Replace(good, "Scope", "Scop", 1), "slips/scope.yaml:2:7: kind must be Scope"},
		"the field in upper case": {strings.Replace(good, "kind", "Kind", 1), "slips/scope.yaml:1:1: document 1 is not a Kubernetes object: kind is missing"},
		"no kind":                 {strings.Replace(good, "kind: Scope\n", "", 1), "slips/scope.yaml:1:1: "},
		"another version":         {strings.Replace(good, "v1alpha1", "v2", 1), "slips/scope.yaml:1:13: apiVersion must be guiderail.dev/v1alpha1"},
		"another group":           {strings.Replace(good, "guiderail", "guiderial", 1), "slips/scope.yaml:1:13: apiVersion must be guiderail.dev/v1alpha1"},
		"empty":                   {"", "slips/scope.yaml:1: must contain one document, a scope, not 0"},
		"a comment":               {"# to do\n", "slips/scope.yaml:1: must contain one document, a scope, not 0"},
		"two":                     {good + "---\n" + good, "slips/scope.yaml:1: must contain one document, a scope, not 2"},
		"broken":                  {good + "  paths: [\n", "slips/scope.yaml:"},
		"an odd name":             {strings.Replace(good, "cluster: {name: a}", "cluster: {name: 'a b'}", 1), "slips/scope.yaml:5:19: spec.cluster.name is not the name of a cluster"},
	} {
		place(t, map[string]string{"slips/scope.yaml": test.text})
		found, err := dossier.FindScopes([]string{"slips"})
		if err != nil || !slices.Equal(found, []string{"slips/scope.yaml"}) {
			t.Errorf("%s: found %q, %v", name, found, err)
		}
		_, err = dossier.ReadScope("slips/scope.yaml")
		if err == nil || !strings.HasPrefix(err.Error(), test.at) || !strings.Contains(err.Error(), wanted) && name != "an odd name" {
			t.Errorf("%s: got %v, want %s", name, err, test.at)
		}
	}
}

// Whatever a run reads, or decides what it reads, is an input, and so is what it would read besides: a change of any is named.
func TestChangedInputs(t *testing.T) {
	m := newMaker(t)
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n"
	files := map[string]string{
		"in/scope.yaml": "apiVersion: guiderail.dev/v1alpha1\nkind: Scope\nmetadata: {name: prod}\nspec:\n  cluster: {name: prod}\n  exclude: [left]\n  paths: [., ../other]\n",
		"in/pod.yaml":   pod, "in/empty.yaml": "", "in/left/pod.yaml": pod, "in/README.md": "a", "in/Dockerfile": "FROM a\n",
		"in/.guiderailignore": "ignored.yaml\n", "in/ignored.yaml": pod, "in/deep/.guiderailignore": "*\n", "in/deep/pod.yaml": pod,
		"in/tf/main.tf": "module \"a\" {\n  source = \"../../modules/a\"\n}\n", "in/tf/a.tfvars": "a = 1\n", "modules/a/main.tf": "# ours\n", "elsewhere/linked.tf": "# linked\n",
		"in/a.yaml": attestation, "in/signed.yaml": strings.Replace(attestation, "review.csv", "signed.csv", 1), "in/signed.yaml.sig": "nothing", "in/signed.csv": "a",
		"in/chart/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n", "in/chart/templates/pod.yaml": pod, "in/chart/values.yaml": "a: 1\n",
		"in/kustomized/kustomization.yaml": "resources: [pod.yaml, ../../base]\npatches: [{path: patch.yaml}]\nconfigMapGenerator: [{name: a, files: [settings.txt]}]\n", "in/kustomized/pod.yaml": pod,
		"in/kustomized/patch.yaml": strings.Replace(pod, "name: a}\n", "name: a, labels: {a: b}}\n", 1), "in/kustomized/settings.txt": "a", "base/kustomization.yaml": "resources: [service.yaml]\n",
		"base/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {}\n", "other/pod.yaml": strings.ReplaceAll(pod, "name: a", "name: b"),
	}
	t.Chdir(t.TempDir())
	place(t, files)
	link := func(target, name string) {
		t.Helper()
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	link("../../elsewhere/linked.tf", "in/tf/linked.tf")
	d := m.dossier(m.scopes("in")...)
	if changed, err := d.ChangedInputs("."); err != nil || len(changed) > 0 {
		t.Fatalf("got %v, %v", changed, err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if changed, err := d.ChangedInputs(here); err != nil || len(changed) > 0 {
		t.Errorf("from another folder: got %v, %v", changed, err)
	}
	t.Chdir(here)
	held := func(name string, want ...string) {
		t.Helper()
		if changed, err := d.ChangedInputs("."); err != nil || !slices.Equal(changed, want) {
			t.Errorf("%s: got %q, %v, want %q", name, changed, err, want)
		}
	}
	// What is not read may change.
	unread := []string{"in/README.md", "in/left/pod.yaml", "in/ignored.yaml", "in/deep/pod.yaml"}
	for _, name := range unread {
		place(t, map[string]string{name: "changed"})
		held(name + " changed")
	}
	place(t, files)
	for name, text := range files {
		if slices.Contains(unread, name) {
			continue
		}
		if name == "elsewhere/linked.tf" {
			place(t, map[string]string{name: "# changed\n"})
			held(name, "in/tf/linked.tf has changed")
			place(t, files)
			continue
		}
		if !strings.HasPrefix(path.Base(name), ".") && path.Base(name) != "kustomization.yaml" { // they decide what else is read
			place(t, map[string]string{name: text + "\n"})
			held(name+" changed", name+" has changed")
			place(t, files)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if changed, err := d.ChangedInputs("."); err != nil || !slices.Contains(changed, name+" is missing") {
			t.Errorf("%s removed: got %q, %v", name, changed, err)
		}
		place(t, files)
	}
	for name, want := range map[string]string{
		"in/new.yaml": "", "in/new/a.json": "", "other/new.yml": "", "in/tf/new.tf": "", "modules/a/new.tf": "", "in/chart/templates/new.yaml": "", "in/new/Chart.yaml": "", "in/new.sh": "", "in/new/.guiderailignore": "",
		"in/a.yaml.sig": "", "in/review.csv": "", "in/kustomized/more.yaml": "", "in/left/new.yaml": "no", "in/deep/new.yaml": "no", "in/new.md": "no", "modules/b/main.tf": "no", "in/.git/new.yaml": "no",
	} {
		place(t, map[string]string{name: pod})
		if want == "" {
			held(name, name+" was added")
		} else {
			held(name)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	// An ignore file that changes is named, whatever it now leaves out.
	place(t, map[string]string{"in/.guiderailignore": ""})
	held("in/.guiderailignore", "in/.guiderailignore has changed", "in/ignored.yaml was added")
	place(t, files)
	// What cannot be held against anything is never verified.
	d.Scopes[0].Inputs[0].Digest = ""
	held("no digest", d.Scopes[0].Inputs[0].Path+" has no digest, and cannot be verified")
	d.Scopes[0].Inputs[0].Path = "../x"
	if changed, err := d.ChangedInputs("."); err != nil || !slices.Contains(changed, "../x is outside of the directory") {
		t.Errorf("got %v, %v", changed, err)
	}
	for _, folder := range []string{"none", "in/pod.yaml"} {
		if _, err := d.ChangedInputs(folder); err == nil {
			t.Errorf("%s is taken for a directory", folder)
		}
	}
}

// attestation is one of prod, which nobody has signed.
const attestation = `apiVersion: guiderail.dev/v1alpha1
kind: Attestation
metadata: {name: secrets}
spec:
  requirement: SECRETS-20
  scope: {cluster: prod}
  statement: I held the log of rotations against the list of secrets.
  authors: [Ann Ops]
  attester: audit@example.org
  date: "2026-11-01"
  expires: "2027-03-01"
  evidence: [{file: review.csv, digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}]
`

// place writes files, each with the folders above it. One whose name ends with a slash is a folder.
func place(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		folder := filepath.Dir(name)
		if strings.HasSuffix(name, "/") {
			folder = name
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if folder == name {
			continue
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// An attestation of which something cannot be read does not count, is named where its requirement is answered, and stops
// nothing else. One that is none itself makes the dossier incomplete.
func TestUnreadAttestations(t *testing.T) {
	m := newMaker(t)
	for name, test := range map[string]struct {
		files  map[string]string
		want   string
		errors []dossier.Place
	}{
		"a signature that is a folder": {map[string]string{"a.yaml": attestation, "a.yaml.sig/": ""}, "a.yaml.sig: it is not a regular file", nil},
		"evidence that is a folder":    {map[string]string{"a.yaml": attestation, "review.csv/": ""}, "review.csv cannot be read: it is not a regular file", nil},
		"evidence from outside":        {map[string]string{"a.yaml": strings.Replace(attestation, "review.csv", "../../../etc/x", 1)}, "is outside of what the scope holds", nil},
		"a field that is none": {
			map[string]string{"a.yaml": strings.Replace(attestation, "authors:", "author:", 1)}, "a.yaml:8:11: spec.author is not a field of an attestation",
			[]dossier.Place{{File: "a.yaml", Line: 4, Message: "spec.authors is missing"}, {File: "a.yaml", Line: 8, Message: "spec.author is not a field of an attestation"}},
		},
		"two documents": {
			map[string]string{"a.yaml": attestation + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"}, "must contain one document, an attestation, not 2",
			[]dossier.Place{{File: "a.yaml", Message: "must contain one document, an attestation, not 2"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			place(t, test.files)
			d := m.dossier(&dossier.Asked{Name: "prod", Cluster: "prod", Paths: []string{"."}})
			s := d.Scopes[0]
			if len(s.Attestations) != 1 || s.Attestations[0].Counts || !strings.Contains(strings.Join(s.Attestations[0].Reasons, "; "), test.want) {
				t.Errorf("got %+v, want %s", s.Attestations, test.want)
			}
			if !slices.Equal(s.Errors, test.errors) || s.Counts.Errors != len(test.errors) {
				t.Errorf("got %d errors: %v, want %v", s.Counts.Errors, s.Errors, test.errors)
			}
			named := slices.ContainsFunc(d.Statements, func(one dossier.Statement) bool {
				return slices.ContainsFunc(one.Missing, func(m dossier.Missing) bool {
					return m.Requirement == "SECRETS-20" && strings.Contains(m.Text, "a.yaml") && strings.Contains(m.Text, test.want)
				})
			})
			if !named {
				t.Errorf("no statement of SECRETS-20 names it")
			}
		})
	}
}

func TestDiff(t *testing.T) {
	of := func(verdicts ...dossier.Verdict) *dossier.Dossier {
		d := &dossier.Dossier{}
		for i, v := range verdicts {
			d.Statements = append(d.Statements, dossier.Statement{Scope: "s", Guide: "g", ID: string(rune('A' + i)), Verdict: v})
		}
		return d
	}
	for _, test := range []struct {
		before, after dossier.Verdict
		want          int
	}{
		{dossier.Holds, dossier.Fails, -1}, {dossier.Fails, dossier.Holds, 1}, {dossier.Holds, dossier.Attested, 0}, {dossier.Holds, dossier.Waived, -1},
		{dossier.Partly, dossier.NothingShown, -1}, {dossier.NothingShown, dossier.Partly, 1}, {dossier.NothingShown, dossier.Fails, -1}, {dossier.Fails, dossier.NothingShown, 0},
	} {
		changes, added, removed := dossier.Diff(of(test.before), of(test.after))
		if len(changes) != 1 || changes[0].Better != test.want || changes[0].Before != test.before || len(added)+len(removed) > 0 {
			t.Errorf("from %s to %s: got %+v, want %d", test.before, test.after, changes, test.want)
		}
	}
	changes, added, removed := dossier.Diff(of(dossier.Holds), of(dossier.Holds, dossier.Fails))
	if len(changes) != 0 || len(added) != 1 || len(removed) != 0 {
		t.Errorf("got %v, %v, %v", changes, added, removed)
	}
	word := of(dossier.NotApplicable)
	word.Statements[0].Basis = dossier.BasisScope
	for _, test := range []struct {
		before, after *dossier.Dossier
		want          int
	}{{of(dossier.Holds), word, -1}, {of(dossier.NotApplicable), word, -1}, {word, of(dossier.NotApplicable), 1}, {of(dossier.Fails), word, 0}} {
		if changes, _, _ := dossier.Diff(test.before, test.after); len(changes) != 1 || changes[0].Better != test.want {
			t.Errorf("on the word of the scope: got %+v, want %d", changes, test.want)
		}
	}
	changes, _, _ = dossier.Diff(of(dossier.Fails, dossier.Holds), of(dossier.Holds, dossier.Fails))
	if got := cmp.Compare(changes[0].Better, changes[1].Better); got != -1 {
		t.Errorf("the worse one is not first: %+v", changes)
	}
}

// What every cluster has cannot be left out by the word of a scope.
func TestNotUsed(t *testing.T) {
	m := newMaker(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "scope.yaml")
	for id, want := range map[string]string{"DASH-04": "", "NETPOL-04": "scope.yaml:9:23: spec.notUsed: NETPOL-04", "DASH-99": "scope.yaml:9:23: spec.notUsed: DASH-99 is not a requirement"} {
		text := "apiVersion: guiderail.dev/v1alpha1\nkind: Scope\nmetadata:\n  name: a\nspec:\n  cluster:\n    name: a\n  notUsed:\n    - {requirements: [" + id + "], reason: There is none of it.}\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		asked, err := dossier.ReadScope(file)
		if err != nil {
			t.Fatal(err)
		}
		engine, err := harness.New(harness.Options{Catalogue: m.all, Now: now()})
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = dossier.Answer(t.Context(), asked, dossier.Options{Library: m.library, Controls: m.all.Controls, Engine: engine, Sources: harness.Path(folder), Now: now()})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", id, err, want)
		}
	}
}
