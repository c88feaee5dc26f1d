package harness_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	psa "k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/report/textreport"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares text with a golden file, or rewrites it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; review what changed and run: go test ./harness -run %s -update\n%s", file, t.Name(), firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\n got  %s\n want %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(g), len(w))
}

// TestDeployments pins what is said of deployments of our own, which are written as many people write theirs:
// where, by which control, and where something cannot be known. A line that changes wants another look.
func TestDeployments(t *testing.T) {
	const folder = "../testdata/deployments"
	for name, options := range map[string]harness.Options{
		"sidecar":    {Profile: "xroad-eks"},
		"monitoring": {},
		"shop":       {},
	} {
		t.Run(name, func(t *testing.T) {
			results, summary := run(t, options, filepath.Join(folder, name))
			var out strings.Builder
			fmt.Fprintf(&out, "%d documents, %d objects\n", summary.Documents, summary.Artefacts)
			list := func(word string, findings []harness.Finding) {
				for _, f := range findings {
					fmt.Fprintf(&out, "%s %s %s\n", strings.TrimPrefix(f.Position.String(), folder+"/"), word, f.Control.ID)
				}
			}
			for _, r := range results {
				failIfNotJudged(t, r)
				for _, a := range r.Judgements {
					list("finding", a.Findings)
					list("unknown", a.Unknowns)
				}
			}
			golden(t, "testdata/deployments-"+name+".golden", out.String())
		})
	}
}

// failIfNotJudged fails a test where something could not be read or judged.
func failIfNotJudged(t *testing.T, r *harness.Result) {
	t.Helper()
	for _, err := range r.Errors {
		t.Error(err)
	}
	for _, a := range r.Judgements {
		for id, err := range a.Errors {
			t.Errorf("%s: %s: %v", a.Position, id, err)
		}
	}
}

// TestSharedXRoad pins what is said of the manifests that the X-Road project ships, current and archived. The
// golden file was reviewed line by line against those manifests.
func TestSharedXRoad(t *testing.T) {
	file, err := filepath.Abs("testdata/xroad.golden")
	if err != nil {
		t.Fatal(err)
	}
	// The report is wrapped with the paths in it, so they have to be the same wherever the shared data lies.
	t.Chdir(shared.Path(t, "corpus"))
	engine, err := harness.New(harness.Options{Profile: "xroad-eks"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	reporter, err := harness.NewReporter("text", &out, harness.ReportOptions{Text: textreport.Options{Verbose: true, Width: 160}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Report(t.Context(), harness.Path("xroad"), reporter); err != nil {
		t.Fatal(err)
	}
	golden(t, file, out.String())
}

// TestSharedFalsePositives pins how often each control speaks of two deployments that many people run. Each
// finding was looked at and is right; a number that changes wants another look.
func TestSharedFalsePositives(t *testing.T) {
	for _, name := range []string{"kube-prometheus", "microservices-demo"} {
		t.Run(name, func(t *testing.T) {
			results, summary := run(t, harness.Options{}, shared.Path(t, "corpus/"+name))
			findings, unknowns := map[string]int{}, map[string]int{}
			for _, r := range results {
				failIfNotJudged(t, r)
				for _, a := range r.Judgements {
					for _, f := range a.Findings {
						findings[f.Control.ID]++
					}
					for _, u := range a.Unknowns {
						unknowns[u.Control.ID]++
					}
				}
			}
			var out strings.Builder
			fmt.Fprintf(&out, "%d documents, %d objects\n", summary.Documents, summary.Artefacts)
			engine, err := harness.New(harness.Options{Policies: os.DirFS("../policies")})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range engine.Controls() {
				fmt.Fprintf(&out, "%-32s %3d findings %3d unknown\n", c.ID, findings[c.ID], unknowns[c.ID])
			}
			golden(t, "testdata/"+name+".golden", out.String())
		})
	}
}

// references are the deployments that we hold up as examples, with the profile that each is for and the
// Pod Security level that its namespace enforces.
var references = map[string]struct {
	profile string
	level   psa.Level
}{
	"xroad-eks": {"xroad-eks", psa.LevelBaseline},
	"xroad-aks": {"xroad-aks", psa.LevelBaseline},
	"workload":  {"testdata/site.yaml", psa.LevelRestricted},
}

// TestReference wants them to pass everything.
func TestReference(t *testing.T) {
	for name, reference := range references {
		t.Run(name, func(t *testing.T) {
			results, summary := run(t, harness.Options{Profile: reference.profile}, "../testdata/reference/"+name)
			for _, r := range results {
				compare(t, r.File, []*harness.Result{r})
			}
			if summary.Artefacts < 15 || summary.Verdicts[harness.Unknown] > 0 {
				t.Errorf("want at least 15 objects and no unknown verdict, got %d and %d", summary.Artefacts, summary.Verdicts[harness.Unknown])
			}
		})
	}
}

// unexercised are the controls that find nothing to judge in the reference clusters, where everything lies that an operator keeps
// about a cluster.
var unexercised = map[string][]string{
	"eks": {
		"backups.restore_source",        // a script restores, and no pod
		"dashboard.insecure_flags",      // there is no Dashboard
		"dashboard.static_token",        // the same
		"hosts.recipe_firewall",         // Ansible administers the hosts
		"hosts.recipe_updates",          // the same
		"images.ssh_host_keys",          // no SSH server is installed in an image
		"irsa.node_role",                // charts and add-ons install what calls AWS
		"kubeconfig.admin_command",      // a command of Azure
		"monitoring.cluster_command",    // Terraform makes the cluster
		"monitoring.container_insights", // the add-ons are in Terraform, and the nodes in no file
		"monitoring.node_health",        // the same
		"network.admin_allow_all",       // the VPC CNI enforces the policies
		"network.calico_allow_all",      // the same
		"network.cilium_allow_all",      // the same
		"network.cilium_default_deny",   // the same
		"network.enforcing_cni",         // the nodes are in no file
		"rbac.aws_auth",                 // access entries alone decide who gets in
		"resources.fits_node",           // the nodes are in no file
		"waivers.bounded",               // nothing is waived
	},
	"aks": {
		"backups.restore_source",     // a script restores, and no pod
		"dashboard.insecure_flags",   // there is no Dashboard
		"dashboard.static_token",     // the same
		"gatekeeper.config",          // Azure Policy runs Gatekeeper
		"gatekeeper.webhook",         // the same
		"hosts.recipe_firewall",      // Ansible administers the hosts
		"hosts.recipe_updates",       // the same
		"images.scan_reference",      // a command of AWS
		"images.ssh_host_keys",       // no SSH server is installed in an image
		"monitoring.cluster_command", // Terraform makes the cluster
		"monitoring.node_health",     // AKS monitors its nodes itself
		"network.admin_allow_all",    // Cilium enforces the policies
		"network.calico_allow_all",   // the same
		"waivers.bounded",            // nothing is waived
	},
}

// TestReferenceClusters wants every control to find something to judge there, and to pass it.
func TestReferenceClusters(t *testing.T) {
	for name, want := range unexercised {
		t.Run(name, func(t *testing.T) {
			folders := []string{"clusters/" + name, "xroad-" + name, name + "-terraform"}
			for i := range folders {
				folders[i] = "../testdata/reference/" + folders[i]
			}
			results, summary := run(t, harness.Options{Profile: folders[0] + "/profile.yaml"}, folders...)
			for _, r := range results {
				failIfNotJudged(t, r)
				for _, a := range r.Judgements {
					for _, f := range slices.Concat(a.Findings, a.Unknowns) {
						t.Errorf("%s: %s: %s", f.Position, f.Control.ID, f.Message)
					}
				}
			}
			if !slices.Equal(summary.Unexercised, want) {
				t.Errorf("these controls found nothing to judge:\n%v\nwant\n%v", summary.Unexercised, want)
			}
		})
	}
}

// TestReferencePodSecurity asks Kubernetes' own evaluator whether their pods may run at the level that
// their namespace enforces.
func TestReferencePodSecurity(t *testing.T) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, reference := range references {
		t.Run(name, func(t *testing.T) {
			level := psa.LevelVersion{Level: reference.level, Version: psa.LatestVersion()}
			pods := 0
			for object := range objects(t, "../testdata/reference/"+name) {
				var template corev1.PodTemplateSpec
				switch object := object.(type) {
				case *appsv1.Deployment:
					template = object.Spec.Template
				case *batchv1.CronJob:
					template = object.Spec.JobTemplate.Spec.Template
				default:
					continue
				}
				pods++
				for _, result := range evaluator.EvaluatePod(level, &template.ObjectMeta, &template.Spec) {
					if !result.Allowed {
						t.Errorf("%s: %s", result.ForbiddenReason, result.ForbiddenDetail)
					}
				}
			}
			if pods < 2 {
				t.Errorf("evaluated %d pods, want 2 at least", pods)
			}
		})
	}
}

// objects decodes the objects under a path that client-go has types for.
func objects(t *testing.T, path string) func(func(runtime.Object) bool) {
	t.Helper()
	decoder := scheme.Codecs.UniversalDeserializer()
	return func(yield func(runtime.Object) bool) {
		parser := kubernetes.New()
		for found := range source.Find([]string{path}, nil) {
			for document, readErr := range found.Source.Documents(source.Limits{}) {
				if readErr != nil {
					t.Fatal(readErr)
				}
				for _, a := range parser.Parse(document).Artefacts {
					text := a.Value.JSON()
					object, _, err := decoder.Decode(text, nil, nil)
					if runtime.IsNotRegisteredError(err) {
						continue
					}
					if err != nil {
						t.Fatal(err)
					}
					if !yield(object) {
						return
					}
				}
			}
		}
	}
}

// TestGuideExamples wants the guides' own examples to fail where the guides are wrong and nowhere
// else, and the mended ones to pass.
func TestGuideExamples(t *testing.T) {
	for _, folder := range []string{"as-written", "corrected"} {
		for _, file := range yamlFiles(t, "../testdata/guide/"+folder) {
			t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) {
				// An example of the X-Road guide is one of a sidecar, whose profile leaves out what it cannot pass.
				name := "eks"
				if strings.HasPrefix(filepath.Base(file), "xroad-") {
					name = "xroad-eks"
				}
				results, summary := run(t, harness.Options{Profile: name}, file)
				compare(t, file, results)
				switch failed := summary.Verdicts[harness.Fail]; {
				case folder == "as-written" && failed == 0:
					t.Error("it passes as it was written")
				case folder == "corrected" && failed+summary.Verdicts[harness.Unknown] > 0:
					t.Error("it does not pass")
				}
			})
		}
	}
}
