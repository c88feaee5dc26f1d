package harness_test

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

type fields = map[string]any

// bystander is a pod that is none of those that the controls look for.
func bystander() fields {
	return fields{
		"metadata": fields{"labels": fields{"part": "bystander"}},
		"spec": fields{"containers": []any{fields{
			"name":  "bystander",
			"image": "registry.example.org/bystander@sha256:" + strings.Repeat("0", 64),
		}}},
	}
}

// severalPods makes objects of several pods out of templates.
var severalPods = map[string]func(templates []any) fields{
	"Volcano Job": func(templates []any) fields {
		return fields{"apiVersion": "batch.volcano.sh/v1alpha1", "kind": "Job", "spec": fields{"tasks": inEach(templates, "template")}}
	},
	"JobSet": func(templates []any) fields {
		return fields{"apiVersion": "jobset.x-k8s.io/v1alpha2", "kind": "JobSet", "spec": fields{"replicatedJobs": inEach(templates, "template", "spec", "template")}}
	},
	"RayCluster": func(templates []any) fields {
		return fields{"apiVersion": "ray.io/v1", "kind": "RayCluster", "spec": fields{
			"headGroupSpec":    fields{"template": templates[0]},
			"workerGroupSpecs": inEach(templates[1:], "template"),
		}}
	},
	"PyTorchJob": func(templates []any) fields {
		replicas := fields{}
		for i, template := range templates {
			replicas[fmt.Sprintf("Part%d", i)] = fields{"template": template}
		}
		return fields{"apiVersion": "kubeflow.org/v1", "kind": "PyTorchJob", "spec": fields{"pytorchReplicaSpecs": replicas}}
	},
	"Workflow": func(templates []any) fields {
		var all []any
		for _, template := range templates {
			spec, _ := member(template, "spec").(fields)
			own := fields{"metadata": member(template, "metadata"), "containerSet": fields{"containers": spec["containers"]}}
			for _, field := range []string{"automountServiceAccountToken", "initContainers", "nodeSelector", "securityContext", "serviceAccountName", "volumes"} {
				if value, ok := spec[field]; ok {
					own[field] = value
				}
			}
			all = append(all, own)
		}
		return fields{"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": fields{"templates": all}}
	},
}

func inEach(templates []any, where ...string) []any {
	var items []any
	for _, template := range templates {
		item := template
		for i := len(where) - 1; i >= 0; i-- {
			item = fields{where[i]: item}
		}
		items = append(items, item)
	}
	return items
}

func member(value any, keys ...string) any {
	for _, key := range keys {
		parent, _ := value.(fields)
		value = parent[key]
	}
	return value
}

// template gives what an object of one of the usual kinds makes its pods from; nil for any other.
func template(object fields) fields {
	apiVersion, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	var made any
	switch path.Join(apiVersion, kind) {
	case "v1/Pod":
		made = fields{"metadata": object["metadata"], "spec": object["spec"]}
	case "apps/v1/Deployment", "apps/v1/StatefulSet", "apps/v1/DaemonSet", "apps/v1/ReplicaSet", "batch/v1/Job":
		made = member(object, "spec", "template")
	case "batch/v1/CronJob":
		made = member(object, "spec", "jobTemplate", "spec", "template")
	}
	template, _ := made.(fields)
	if _, ok := template["spec"].(fields); !ok {
		return nil
	}
	return template
}

// TestSeveralPods moves the pods of each control's fixtures into objects that make several, at the first place
// and at the second: it says of them what it says where they are alone.
func TestSeveralPods(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	engine := func(id string) func() *harness.Engine {
		return sync.OnceValue(func() *harness.Engine {
			engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{id}})
			if err != nil {
				t.Error(err)
			}
			return engine
		})
	}
	var compared atomic.Int64
	t.Run("controls", func(t *testing.T) {
		for _, c := range all.Controls {
			if c.File == "" || !c.Names(artefact.Ref{Type: artefact.Kubernetes, APIVersion: "batch.volcano.sh/v1", Kind: "Job"}) && c.Family() != "network" && c.Family() != "sidecar" {
				continue
			}
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				engine := engine(c.ID)
				said := 0
				for _, file := range yamlFiles(t, path.Join(controlsFolder, c.Family(), c.Name())) {
					objects := objectsOf(t, file)
					if !slices.ContainsFunc(objects, func(o fields) bool { return template(o) != nil }) {
						continue
					}
					for kind, make := range severalPods {
						judged := func(place func(template any) []any) []string {
							var documents [][]byte
							for _, o := range objects {
								if template := template(o); template != nil {
									o2 := make(place(template))
									o2["metadata"] = fields{"name": member(o, "metadata", "name"), "namespace": member(o, "metadata", "namespace")}
									o = o2
								}
								text, err := json.Marshal(o)
								if err != nil {
									t.Fatal(err)
								}
								documents = append(documents, text)
							}
							return messages(t, engine(), documents)
						}
						alone := judged(func(template any) []any { return []any{template} })
						first := judged(func(template any) []any { return []any{template, bystander()} })
						second := judged(func(template any) []any { return []any{bystander(), template} })
						if !slices.Equal(first, second) {
							t.Errorf("%s, as pods of a %s:\n first  %s\n second %s", file, kind, strings.Join(first, "\n        "), strings.Join(second, "\n        "))
						}
						for _, message := range alone {
							if !slices.Contains(second, message) {
								t.Errorf("%s, as pods of a %s: not said of the second: %s", file, kind, message)
							}
						}
						said += len(alone)
					}
				}
				compared.Add(int64(said))
			})
		}
	})
	if compared.Load() < 1500 {
		t.Errorf("only %d findings were compared", compared.Load())
	}
	t.Logf("%d findings compared", compared.Load())
}

func objectsOf(t *testing.T, file string) (objects []fields) {
	t.Helper()
	parser := kubernetes.New()
	for found := range source.Find([]string{file}, nil) {
		for document, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range parser.Parse(document).Artefacts {
				text := a.Value.JSON()
				var object fields
				if err := json.Unmarshal(text, &object); err != nil {
					t.Fatal(err)
				}
				objects = append(objects, object)
			}
		}
	}
	return objects
}

// messages judges documents and gives what is said, sorted.
func messages(t *testing.T, engine *harness.Engine, documents [][]byte) (all []string) {
	t.Helper()
	sources := func(yield func(source.Found) bool) {
		for _, text := range documents {
			from := source.Bytes("several", text)
			if !yield(source.Found{Source: from}) {
				return
			}
		}
	}
	_, err := engine.Each(t.Context(), sources, func(r *harness.Result) error {
		for _, a := range r.Judgements {
			for _, f := range a.Findings {
				all = append(all, f.Message)
			}
			for _, u := range a.Unknowns {
				all = append(all, "unknown: "+u.Message)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}
