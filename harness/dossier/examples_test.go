package dossier_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/internal/shared"
)

// causes says why each control finds something in the guides' own examples and in upstream's manifests: an erratum of the
// guide, or "a part": the example shows one object, and what the guide asks for beside it is in another section; or "not
// done": the manifest does not do what the guide says. Each was held against the text of the guide and the catalogue of errata.
func causes() map[string]string {
	return map[string]string{
		"eks-ansible.yaml hosts.ansible_become":                   "E-28",
		"eks-ansible.yaml hosts.ansible_firewall":                 "E-28",
		"eks-ecr.sh images.scan_reference":                        "E-22",
		"eks-irsa.yaml irsa.trust_audience":                       "E-20",
		"eks-irsa.yaml irsa.trust_provider":                       "E-21",
		"eks-network-policy.yaml network.dangling_policy":         "a part",
		"eks-network-policy.yaml network.rule_ports":              "E-27",
		"eks-rbac.yaml namespaces.default_namespace":              "E-32",
		"eks-secret.yaml secrets.repository_payload":              "E-23",
		"eks-secret.yaml secrets.default_values":                  "E-23",
		"eks-secrets-manager.sh secrets.printed_secret":           "not done",
		"xroad-3.1-secret-volume.yaml sidecar.ssh_keys":           "E-01, E-02",
		"xroad-3.1-secret-volume.yaml secrets.volume_items":       "E-01",
		"xroad-3.1-secret-volume.yaml secrets.volume_mode":        "E-02",
		"xroad-3.2-env-from.yaml secrets.secret_reference":        "E-03",
		"xroad-3.2-secret-key-ref.yaml secrets.plaintext_env":     "E-04",
		"xroad-3.2-secret.yaml secrets.default_values":            "E-05",
		"xroad-3.2-secret.yaml secrets.repository_payload":        "E-34",
		"xroad-5-internet-access.yaml network.allow_all_ingress":  "E-10",
		"xroad-5-internet-access.yaml network.dangling_policy":    "a part",
		"xroad-5.1-network-policies.yaml network.dangling_policy": "a part",
		"xroad-5.1-network-policies.yaml network.policy_types":    "E-09",
		"xroad-5.1-network-policies.yaml schema.duplicate_object": "E-36",
		"xroad-7-resources.yaml sidecar.resources":                "E-14",
		"xroad-7-units.yaml resources.quantities":                 "E-15",
		// Upstream's manifests.
		"load_balancer_setup.yaml secrets.volume_mode":                                              "E-02",
		"load_balancer_setup.yaml sidecar.ssh_keys":                                                 "E-02",
		"load_balancer_setup.yaml secrets.default_values":                                           "E-05",
		"load_balancer_setup.yaml sidecar.resources":                                                "E-14",
		"security-server-sidecar-network-policy-examples.yaml network.allow_all_ingress":            "E-10",
		"security-server-sidecar-network-policy-examples.yaml network.dangling_policy":              "E-11",
		"security-server-sidecar-network-policy-examples.yaml network.immutable_namespace_selector": "E-11",
		"security-server-sidecar-network-policy-examples.yaml network.rule_ports":                   "E-11",
		"load_balancer_setup.yaml secrets.repository_payload":                                       "E-34",
		// In whichever file.
		"images.digest":                  "E-07",
		"network.workload_selected":      "a part",
		"messagelog.offload":             "a part",
		"backups.persistent_volume":      "not done",
		"namespaces.baseline":            "not done",
		"images.pinned_tag":              "E-07",
		"schema.duplicate_object":        "a part", // the examples are of one Deployment
		"sidecar.external_database":      "not done",
		"sidecar.version_skew":           "not done",
		"sidecar.ssh_key_strength":       "E-05",
		"namespaces.default_namespace":   "not done",
		"sidecar.image":                  "not done",
		"sidecar.log_level":              "not done",
		"network.default_deny_egress":    "not done",
		"network.default_deny_ingress":   "not done",
		"network.internet_opt_in":        "not done",
		"network.primary_isolation":      "not done",
		"podsecurity.enforce_label":      "not done",
		"rbac.dedicated_service_account": "not done",
		"rbac.service_account_token":     "not done",
		"resources.limits":               "not done",
		"resources.requests":             "not done",
		"secrets.plaintext_env":          "not done",
		"sidecar.primary_singleton":      "not done",
		"sidecar.probes":                 "not done",
		"sidecar.resources":              "not done",
		"sidecar.security_context":       "not done",
		"sidecar.volumes":                "not done",
		"sidecar.weak_credentials":       "not done",
	}
}

// The statements that fail for the guides' own examples are those of the errata; what fails beside is explained.
func TestExamples(t *testing.T) { examples(t, "as-written", "../../testdata/guide/as-written") }

// Once they are corrected, what fails is only what an example leaves to other sections.
func TestCorrectedExamples(t *testing.T) { examples(t, "corrected", "../../testdata/guide/corrected") }

// The same for the manifests of X-Road's own guide.
func TestSharedUpstream(t *testing.T) {
	examples(t, "upstream", shared.Path(t, "corpus/xroad/upstream"))
}

func examples(t *testing.T, name, folder string) {
	t.Helper()
	d := newMaker(t).dossier(&dossier.Asked{Name: name, Cluster: name, Profile: "xroad-eks", Paths: []string{folder}})
	known, used := causes(), map[string]bool{}
	var golden strings.Builder
	for _, s := range d.Statements {
		if s.Verdict != dossier.Fails {
			continue
		}
		fmt.Fprintf(&golden, "%s  %s\n", s.ID, s.Statement)
		var lines []string
		for _, r := range s.Reasons {
			for _, f := range r.Findings {
				file := path.Base(f.File)
				key := file + " " + f.Control
				if known[key] == "" {
					key = f.Control
				}
				used[key] = true
				if known[key] == "" {
					t.Errorf("nothing says why %s:%d has a finding of %s", file, f.Line, f.Control)
				}
				lines = append(lines, fmt.Sprintf("      %-10s %s:%d: %s: %s", known[key], file, f.Line, f.Control, f.Message))
			}
		}
		slices.Sort(lines)
		golden.WriteString(strings.Join(slices.Compact(lines), "\n") + "\n")
	}
	reporttest.Golden(t, "testdata/"+name+".golden", golden.String())
	if golden.Len() == 0 {
		t.Error("nothing fails")
	}
	for key := range known {
		if file, _, inFile := strings.Cut(key, " "); inFile && name != "corrected" && strings.Contains(golden.String(), " "+file+":") && !used[key] {
			t.Errorf("nothing is found any more of what is explained: %s", key)
		}
	}
}
