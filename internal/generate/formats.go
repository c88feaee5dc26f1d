package main

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/policytest"
)

// fixtures is where the fixtures of controls are.
const fixtures = "testdata/controls"

// matrix has the fixtures of the controls that judge other files than Kubernetes objects, by control and type.
type matrix map[string]map[string][]string

// readMatrix reads which types of artefacts are in the fixtures of each control.
func readMatrix(folder string) (matrix, error) {
	files, err := policytest.FixtureFiles(folder)
	if err != nil {
		return nil, err
	}
	m := matrix{}
	for id, all := range files {
		m[id] = map[string][]string{}
		slices.Sort(all)
		for _, file := range all {
			for found := range source.Find([]string{file}, strings.NewReader("")) {
				if found.Source == nil {
					continue
				}
				for document, err := range found.Source.Documents(source.Limits{}) {
					if err != nil {
						return nil, err
					}
					for _, a := range harness.Formats().Parse(document).Artefacts {
						if !slices.Contains(m[id][a.Type], file) {
							m[id][a.Type] = append(m[id][a.Type], file)
						}
					}
				}
			}
		}
	}
	return m, nil
}

// typesOf lists the types that a control matches, Kubernetes objects among them.
func typesOf(c *control.Control) []string {
	var types []string
	for _, m := range c.Match {
		if t := cmp.Or(m.Type, artefact.Kubernetes); !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types
}

// columns are the types in the order of the table, with their headings.
var columns = []struct{ kind, heading string }{
	{"eksctl", "eksctl"}, {"terraform-plan", "plan"}, {"terraform", "HCL"}, {"cloudformation", "CloudFormation"}, {"arm", "ARM"},
	{"iam-policy", "IAM"}, {"eks-cluster", "EKS"}, {"aks-cluster", "AKS"}, {"kubeconfig", "kubeconfig"},
	{"k3s", "K3s"}, {"dockerfile", "Dockerfile"}, {"script", "script"}, {"ansible", "Ansible"}, {"recipe", "Chef, Puppet"},
	{"scan-report", "scans"}, {"scan-waivers", "ignored"},
}

// formatsTable writes which control judges which type, with a fixture of each.
func formatsTable(all *catalogue.Catalogue) (string, error) {
	m, err := readMatrix(fixtures)
	if err != nil {
		return "", fmt.Errorf("reading fixtures: %w", err)
	}
	var b strings.Builder
	b.WriteString("| control |")
	for _, column := range columns {
		fmt.Fprintf(&b, " %s |", column.heading)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(columns)) + "\n")
	for _, c := range all.Controls {
		types := typesOf(c)
		if !slices.ContainsFunc(columns, func(column struct{ kind, heading string }) bool { return slices.Contains(types, column.kind) }) {
			continue
		}
		fmt.Fprintf(&b, "| [%s](controls/%s/%s.md) |", c.ID, c.Family(), c.Name())
		for _, column := range columns {
			cell := ""
			if files := m[c.ID][column.kind]; len(files) > 0 {
				i := max(slices.IndexFunc(files, func(file string) bool { return path.Base(path.Dir(filepath.ToSlash(file))) == "fail" }), 0)
				cell = fmt.Sprintf(" [fixture](../%s)", filepath.ToSlash(files[i]))
			}
			fmt.Fprintf(&b, "%s |", cell)
		}
		b.WriteString("\n")
	}
	b.WriteString("\nAn empty cell: the files have no such thing in them, or it is the other cloud's. What a control's library knows and the\nfiles cannot show:\n\n")
	for _, r := range reasons() {
		fmt.Fprintf(&b, "- %s: %s (`%s`).\n", r.heading, r.why, strings.Join(r.controls, "`, `"))
	}
	return b.String(), nil
}

// unseen returns why a type cannot show what a control judges, although the library that it matches by knows the type;
// "" if it can.
func unseen(id, kind string) string {
	for _, r := range reasons() {
		if r.kind == kind && slices.Contains(r.controls, id) {
			return r.why
		}
	}
	return ""
}

type reason struct {
	kind, heading, why string
	controls           []string
}

func reasons() []reason {
	return []reason{
		{"script", "script", "a command line of k3s is read beside the configuration file of its host", []string{"secrets.encryption_provider"}},
		{"arm", "ARM", "a template makes no Helm releases", []string{"dashboard.helm_release"}},
		{"eksctl", "eksctl", "it writes the trust policies itself", []string{
			"irsa.pod_identity_trust", "irsa.trust_audience", "irsa.trust_provider", "irsa.trust_subject",
		}},
		{"eksctl", "eksctl", "it makes a role for each account", []string{"irsa.shared_trust"}},
		{"eksctl", "eksctl", "what it writes is for programs, not for people", []string{"cluster.mfa"}},
		{"eks-cluster", "EKS", "AWS describes neither add-ons nor access entries nor what IAM knows with a cluster", []string{
			"irsa.oidc_provider", "monitoring.addons", "network.addon_enforcement", "rbac.access_entries",
		}},
	}
}
