// Package dossiertest has dossiers for the tests of each format: one with everything that a dossier may have to say, one
// whose texts try to be more than text, and a big one.
package dossiertest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/dossier"
)

// Hostile is what every text of a hostile dossier begins with.
const Hostile = `</style></script><script>alert(1)</script>" onload='alert(2)' [x](javascript:alert(3)) ![i](http://a.example/i) @you #1 |*_~` + "`$\\ \u202e\x1b]]>{{.}}\r\n# h\n- l "

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// Everything is a dossier of two scopes with every verdict and every kind of reason.
func Everything() *dossier.Dossier {
	d := &dossier.Dossier{
		APIVersion: dossier.APIVersion, Kind: dossier.Kind, Now: "2026-11-30T12:00:00Z",
		Tool:     dossier.Tool{Name: "guiderail", Version: "v1.2.3"},
		Policies: dossier.Policies{Reference: "oci://registry.example.com/policies:1", Digest: digest, Revision: "1.4.0", Verified: true, Controls: 255},
		Guides: []dossier.Guide{
			{ID: "sidecar", Title: "Sidecar Security Guide", Version: "1.5", Date: "2024-04-11", Sources: digest, Compared: &dossier.Compared{File: "guide.md", Digest: digest, Changed: []string{"A002"}}},
			{ID: "essentials", Title: "Essentials", Date: "2024-08-21", Sources: digest, Compared: &dossier.Compared{File: "essentials.md", Digest: digest, Changed: []string{}}},
		},
		Framework: &dossier.Framework{ID: "pss", Title: "Pod Security Standards", Edition: "1.36", Note: "Partly mapped.", Entries: []dossier.Mapping{
			{Scope: "prod", Section: "Baseline", Subject: "Privileged containers", Relation: "equal", Controls: []string{"pods.privileged", "pods.host"}, Verdict: dossier.Holds, Note: "The same fields."},
			{Scope: "prod", Section: "Restricted", Subject: "Volume types", Relation: "partial", Controls: []string{"pods.volumes"}, Verdict: dossier.Fails},
		}},
		Scopes: []dossier.Scope{prod(), {
			Name: "staging", Cluster: dossier.Cluster{Name: "staging"}, Paths: []string{"staging"}, Inputs: []dossier.Input{}, Verdicts: dossier.Tally{}, ByGuide: map[string]dossier.Tally{},
		}},
	}
	for _, scope := range []string{"prod", "staging"} {
		for _, s := range statements() {
			if scope == "staging" {
				s.Verdict, s.Basis, s.Reasons, s.Missing = dossier.NothingShown, "", []dossier.Reason{}, []dossier.Missing{{Requirement: "RBAC-01", Control: "rbac.wildcards", Text: "nothing that rbac.wildcards judges (Role)"}}
			}
			s.Scope = scope
			d.Statements = append(d.Statements, s)
		}
	}
	tally(d)
	return d
}

// tally counts the verdicts of the statements.
func tally(d *dossier.Dossier) {
	for i := range d.Scopes {
		s := &d.Scopes[i]
		s.Verdicts, s.ByGuide = dossier.Tally{}, map[string]dossier.Tally{}
		for _, g := range d.Guides {
			s.ByGuide[g.ID] = dossier.Tally{}
			for _, one := range d.Of(s.Name, g.ID) {
				s.Verdicts[one.Verdict]++
				s.ByGuide[g.ID][one.Verdict]++
			}
		}
	}
}

func prod() dossier.Scope {
	return dossier.Scope{
		Name: "prod", Title: "Production of X-Road", File: "clusters/prod/scope.yaml", Profile: "xroad-eks", Paths: []string{"clusters/prod", "charts"},
		Cluster: dossier.Cluster{Name: "prod-eu", Platform: "eks", Namespaces: []string{"xroad", "monitoring"}, ShownBy: []dossier.Evidence{{File: "clusters/prod/infra/main.tf", Line: 3, Artefact: "Module infra"}}},
		Images: []dossier.Image{
			{Reference: "registry.example.com/sidecar:7@sha256:0123", IsListed: true, RunBy: []dossier.Evidence{deployment()}, Reports: []string{"clusters/prod/scan.json"}},
			{Reference: "registry.example.com/forgotten:1", IsListed: true},
		},
		Inputs: []dossier.Input{
			{Path: "charts/sidecar", Digest: digest, Artefacts: map[string]int{"kubernetes": 4, "helm-chart": 1}},
			{Path: "clusters/prod/attestation.yaml", Digest: digest, Artefacts: map[string]int{"attestation": 1}},
			{Path: "clusters/prod/infra/*.tf", Artefacts: map[string]int{"terraform": 1}},
			{Path: "clusters/prod/review.md", Digest: digest, Artefacts: map[string]int{"evidence": 1}},
			{Path: "clusters/prod/scan.json", Digest: digest, Artefacts: map[string]int{"scan-report": 1}},
			{Path: "clusters/prod/scope.yaml", Digest: digest, Artefacts: map[string]int{"scope": 1}},
			{Path: "clusters/prod/web.yaml", Digest: digest, Artefacts: map[string]int{"kubernetes": 2}},
		},
		Readings: []dossier.Reading{{
			Source: "clusters/prod/dump.yaml", Context: "prod", Server: "v1.36.2", At: "2026-11-30T11:00:00Z", Objects: 2, NotServed: []string{"Gateway.gateway.networking.k8s.io"},
			Unread: []dossier.Unread{{Kind: "ClusterRole.rbac.authorization.k8s.io", Reason: "clusterroles is forbidden (403)"}, {Kind: "Secret", Reason: "only their metadata is read", IsExpected: true}},
		}, {Source: "clusters/prod/shop.yaml", Context: "prod", At: "2026-11-30T11:30:00Z", Namespace: "shop", Unread: []dossier.Unread{}}},
		Counts: dossier.Counts{Files: 7, Artefacts: 9, Findings: 12, Unknowns: 1, Accepted: 1, Errors: 1},
		Controls: []dossier.ControlResult{
			{ID: "network.open", Verdicts: map[string]int{"waived": 1, "pass": 3}},
			{ID: "pods.privileged", Verdicts: map[string]int{"fail": 12}},
			{ID: "pods.quota", Excluded: "The platform's\nown quota is used."},
			{ID: "rbac.wildcards"},
		},
		Attestations: []dossier.Attestation{
			{
				Name: "review", File: "clusters/prod/attestation.yaml", Requirement: "RBAC-19", Statement: "I held every binding against the duties of its subjects.\n\nTwo were removed.", Authors: []string{"bob@example.com"},
				Attester: "Ada Example", Signer: "ada@example.com", Key: "SHA256:abcdef", Date: "2026-11-01", Expires: "2027-05-01", Counts: true, Reasons: []string{"it ends in 30 days"},
				Basis: []dossier.AttestedEvidence{
					{File: "review.md", Digest: digest, Description: "Minutes of the review.", State: "unchanged", Summary: "12 passed, 0 failed"},
					{URL: "https://wiki.example.com/review", Digest: digest, State: "not fetched"},
				},
			},
			{Name: "forged", File: "clusters/prod/forged.yaml", Requirement: "HOST-14", Statement: "All is well.", Attester: "Mallory", Authors: []string{}, Date: "2026-11-01", Expires: "2027-05-01", Reasons: []string{"the signature is of another text"}},
			{File: "clusters/prod/broken.yaml", Authors: []string{}, Reasons: []string{"spec.statement is missing"}},
		},
		Accepted: []dossier.Finding{waived()},
		Errors:   []dossier.Place{{File: "clusters/prod/broken.yaml", Line: 2, Message: "spec.statement is missing"}},
		Notices:  []dossier.Place{{File: "clusters/prod/web.yaml", Line: 40, Message: "document 3 is not a Kubernetes object"}, {Message: "the inventory is not known"}},
	}
}

func deployment() dossier.Evidence {
	return dossier.Evidence{File: "clusters/prod/web.yaml", Line: 7, Artefact: "Deployment xroad/sidecar"}
}

func waived() dossier.Finding {
	return dossier.Finding{
		Control: "network.open", Severity: "medium", Message: "port 5588 is open to all", Evidence: deployment(),
		Accepted: &dossier.Acceptance{By: "waiver", Reason: "Until the load balancer moves.", Owner: "ada", Ticket: "OPS-1", Expires: "2027-01-31"},
	}
}

// statements have every verdict, and every kind of reason.
func statements() []dossier.Statement {
	shown := dossier.Reason{Kind: "shown", Requirement: "RBAC-01", Control: "rbac.wildcards", Text: "rbac.wildcards: Roles must list what they grant", Count: 3, Evidence: []dossier.Evidence{deployment(), {File: "charts/sidecar/templates/role.yaml", Line: 2, Artefact: "Role xroad/reader"}}}
	attested := dossier.Reason{Kind: "attested", Requirement: "RBAC-19", Text: "attested by Ada Example on 2026-11-01, until 2027-05-01", Attestation: "review", Count: 1}
	of := func(guide, id, section string, v dossier.Verdict, basis string, missing []dossier.Missing, reasons ...dossier.Reason) dossier.Statement {
		return dossier.Statement{Guide: guide, ID: id, Section: section, Statement: "What " + id + " states.", Verdict: v, Basis: basis, Requirements: []string{"RBAC-01", "RBAC-19"}, Reasons: reasons, Missing: missing}
	}
	all := []dossier.Statement{
		of("sidecar", "A001", "1.1", dossier.NotCheckable, "the guide", nil, dossier.Reason{Kind: "fact", Text: "It says whom the guide is for."}),
		of("sidecar", "A002", "1.1", dossier.Holds, "artefacts and attestations", nil, shown, attested),
		of("sidecar", "A003", "4.4", dossier.Attested, "attestations", nil, attested),
		of("sidecar", "A004", "4.4", dossier.Waived, "artefacts", nil, dossier.Reason{Kind: "accepted", Requirement: "NETPOL-01", Control: "network.open", Text: "network.open: 1 finding accepted", Count: 1, Findings: []dossier.Finding{waived()}}),
		of("sidecar", "A005", "4.4", dossier.Contradicted, "the guide", nil, dossier.Reason{Kind: "erratum", Text: "No such field exists."}),
		of("essentials", "B001", "Roles", dossier.Fails, "artefacts", nil, shown, dossier.Reason{
			Kind: "finding", Requirement: "POD-01", Control: "pods.privileged", Text: "pods.privileged: 12 findings", Count: 12,
			Findings: []dossier.Finding{{Control: "pods.privileged", Severity: "high", Message: `container "web" must not be privileged`, Evidence: deployment()}},
		}),
		of("essentials", "B002", "Roles", dossier.Partly, "artefacts", []dossier.Missing{{Requirement: "RBAC-19", Text: "the attestation clusters/prod/forged.yaml does not count: the signature is of another text"}}, dossier.Reason{
			Kind: "unknown", Requirement: "POD-02", Control: "pods.user", Text: "pods.user: 1 value not known", Count: 1,
			Findings: []dossier.Finding{{Control: "pods.user", Severity: "low", Message: "runAsUser is still to be filled in", Evidence: deployment()}},
		}, dossier.Reason{Kind: "missing", Text: "no scan report is of the image"}),
		of("essentials", "B003", "Hosts", dossier.NothingShown, "", []dossier.Missing{{Requirement: "HOST-14", Text: "an attestation (guiderail attest new HOST-14)"}}),
		of("essentials", "B004", "Hosts", dossier.NotApplicable, "the scope", nil, dossier.Reason{Kind: "fact", Requirement: "AKS-01", Text: "it is about AKS, and this cluster is on EKS", Count: 1, Evidence: []dossier.Evidence{{File: "clusters/prod/infra/main.tf", Line: 3, Artefact: "Module infra"}}}),
	}
	all[1].HasChanged = true
	all[4].Errata = []string{"ERR-03"}
	return all
}

// WithHostileTexts returns Everything with each text, but for the verdicts, the kinds and the time, made hostile. What
// refers to each other still does.
func WithHostileTexts(t *testing.T) *dossier.Dossier {
	t.Helper()
	text, err := json.Marshal(Everything())
	if err != nil {
		t.Fatal(err)
	}
	var all any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	var change func(key string, value any) any
	change = func(key string, value any) any {
		switch v := value.(type) {
		case string:
			if key == "verdict" || key == "kind" || key == "now" || key == "severity" {
				return v
			}
			return Hostile + v
		case []any:
			for i := range v {
				v[i] = change(key, v[i])
			}
		case map[string]any:
			changed := map[string]any{}
			for k, one := range v {
				name := k
				if key == "verdictsByGuide" || key == "artefacts" {
					name = Hostile + k
				}
				changed[name] = change(k, one)
			}
			return changed
		}
		return value
	}
	if text, err = json.Marshal(change("", all)); err != nil {
		t.Fatal(err)
	}
	var d dossier.Dossier
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return &d
}

// Big is a dossier of two scopes with 324 statements, 500 findings and 2,000 inputs.
func Big() *dossier.Dossier {
	d := Everything()
	d.Statements = nil
	kinds := statements()
	for i := range d.Scopes {
		s := &d.Scopes[i]
		s.Inputs = nil
		for n := range 1000 {
			s.Inputs = append(s.Inputs, dossier.Input{Path: fmt.Sprintf("clusters/%s/applications/application-%d/manifests/deployment.yaml", s.Name, n), Digest: digest, Artefacts: map[string]int{"kubernetes": 3}})
		}
		at := func(n int) dossier.Evidence {
			return dossier.Evidence{File: s.Inputs[n%1000].Path, Line: n%90 + 1, Artefact: fmt.Sprintf("Deployment application-%d/web", n)}
		}
		for n := range 162 {
			one := kinds[n%len(kinds)]
			one.Scope, one.ID, one.Section = s.Name, fmt.Sprintf("S%03d", n), fmt.Sprint(n/10)
			one.Statement = strings.Repeat("What the guide states in a sentence. ", 4)
			one.Reasons = nil
			for r := range 3 {
				reason := dossier.Reason{Kind: "shown", Requirement: "RBAC-01", Control: "rbac.wildcards", Text: "rbac.wildcards: Roles must list what they grant instead of using wildcards", Count: 1000}
				for e := range 6 {
					reason.Evidence = append(reason.Evidence, at(n*40+r*10+e))
				}
				one.Reasons = append(one.Reasons, reason)
			}
			if n%7 == 0 {
				reason := dossier.Reason{Kind: "finding", Control: "pods.privileged", Text: "pods.privileged: 100 findings", Count: 100}
				for f := range 10 {
					reason.Findings = append(reason.Findings, dossier.Finding{Control: "pods.privileged", Severity: "high", Message: strings.Repeat("a message that says what is wrong ", 4), Evidence: at(n*10 + f)})
				}
				one.Reasons = append(one.Reasons, reason)
			}
			d.Statements = append(d.Statements, one)
		}
		s.Accepted = nil
		for n := range 10 {
			f := waived()
			f.Evidence = at(n)
			s.Accepted = append(s.Accepted, f)
		}
	}
	tally(d)
	return d
}
