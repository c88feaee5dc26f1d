package gatekeeper

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	metaschema "k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
)

// requirement is a kind that a control looks up, as the annotation of its template tells: any of the
// versions will do, since an API server shows each object in every version that it serves.
type requirement struct {
	Groups   []string `json:"groups"`
	Versions []string `json:"versions"`
	Kinds    []string `json:"kinds"`
}

// requirements returns what controls look up, by group and kind, the newest version of each first.
func requirements(controls ...*control.Control) []requirement {
	versions := map[metaschema.GroupKind][]string{}
	for _, c := range controls {
		for _, read := range c.Reads {
			if kind := read.GroupKind(); !slices.Contains(versions[kind], read.Version) {
				versions[kind] = append(versions[kind], read.Version)
			}
		}
	}
	var all []requirement
	for kind, known := range versions {
		slices.SortFunc(known, func(a, b string) int { return -version.CompareKubeAwareVersionStrings(a, b) })
		all = append(all, requirement{[]string{kind.Group}, known, []string{kind.Kind}})
	}
	slices.SortFunc(all, func(a, b requirement) int {
		return cmp.Or(cmp.Compare(a.Groups[0], b.Groups[0]), cmp.Compare(a.Kinds[0], b.Kinds[0]))
	})
	return all
}

// syncAnnotation says to Gatekeeper's tools what controls look up: requirements that all have to be met,
// each a list of ways to meet it. It is "" for controls that look up nothing.
func syncAnnotation(controls ...*control.Control) (string, error) {
	var all [][]requirement
	for _, r := range requirements(controls...) {
		all = append(all, []requirement{r})
	}
	if all == nil {
		return "", nil
	}
	text, err := json.Marshal(all)
	if err != nil {
		return "", fmt.Errorf("writing what has to be synced: %w", err)
	}
	return `"` + string(text) + `"`, nil
}

type syncSetSpec struct {
	Kinds []syncedKind `yaml:"gvks"`
}

type syncedKind struct {
	Group   string `yaml:"group"`
	Version string `yaml:"version"`
	Kind    string `yaml:"kind"`
}

// SyncSet renders which objects Gatekeeper keeps at hand for the controls of a profile: those that they
// look up, in one version each, since another would hold the same objects again. It is nil where they look
// up nothing. Secrets are never among them: Gatekeeper does not run what looks them up.
func SyncSet(p *profile.Profile, controls []*control.Control) ([]byte, error) {
	var spec syncSetSpec
	for _, r := range requirements(Chosen(p, controls)...) {
		spec.Kinds = append(spec.Kinds, syncedKind{r.Groups[0], r.Versions[0], r.Kinds[0]})
	}
	if spec.Kinds == nil {
		return nil, nil
	}
	return render(object{
		APIVersion: "syncset.gatekeeper.sh/v1alpha1",
		Kind:       "SyncSet",
		Metadata: metadata{
			Name:   "guiderail",
			Labels: map[string]string{"app.kubernetes.io/part-of": "guiderail", "guiderail.dev/profile": p.Name},
		},
		Spec: spec,
	})
}
