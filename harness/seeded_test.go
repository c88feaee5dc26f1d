package harness_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/seeded"
	"github.com/guiderail/guiderail/policies"
)

var (
	corpora    = flag.String("corpora", "", "folders of manifests, with commas between them, in which TestSeededFaults plants faults as well")
	seededFile = flag.String("seeded", "", "file into which TestSeededFaults writes what was found of which fault, where")
)

// unit is a folder of manifests that belong together.
type unit struct {
	name    string
	objects []seeded.Object
}

// TestSeededFaults plants faults in manifests that are good and demands that each is found where it is: by the
// control that knows it, in the object that has it, and not without it.
func TestSeededFaults(t *testing.T) {
	faults, err := seeded.Faults()
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string][]*unit{}
	var names []string
	add := func(name string, units []*unit) {
		settings[name] = units
		names = append(names, name)
	}
	for _, folder := range []string{"../testdata/reference/workload", "../testdata/reference/xroad-eks", "testdata/seeded/operator"} {
		add(filepath.Base(folder), readUnits(t, folder))
	}
	for _, folder := range strings.FieldsFunc(*corpora, func(r rune) bool { return r == ',' }) {
		add(filepath.Base(folder), readUnits(t, folder))
	}

	var table strings.Builder
	controls := map[string]bool{}
	planted := 0
	for _, fault := range faults {
		controls[fault.Control] = true
		engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{fault.Control}})
		if err != nil {
			t.Fatal(err)
		}
		fits := false
		for _, name := range names {
			where, found := plant(t, engine, fault, settings[name])
			if where == "" {
				continue
			}
			fits = true
			planted++
			fmt.Fprintf(&table, "%s\t%s\t%s\t%v\n", fault, name, where, found)
			if !found {
				t.Errorf("%s: not found in %s, %s", fault, name, where)
			}
		}
		if !fits {
			t.Errorf("%s: fits nowhere", fault)
		}
	}
	if len(faults) < 100 || len(controls) < 80 {
		t.Errorf("only %d faults of %d controls", len(faults), len(controls))
	}
	t.Logf("%d faults of %d controls, planted %d times", len(faults), len(controls), planted)
	if *seededFile != "" {
		if err := os.WriteFile(*seededFile, []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// plant puts a fault into the first object that it fits, and that is good without it. It says which, and
// whether the fault is found there.
func plant(t *testing.T, engine *harness.Engine, fault *seeded.Fault, units []*unit) (where string, found bool) {
	t.Helper()
	for _, u := range units {
		var before map[int][]string
		for i := range u.objects {
			objects, at, ok := fault.Plant(u.objects, i)
			if !ok {
				continue
			}
			if before == nil {
				before = judgeObjects(t, engine, fault.Unknown, u.objects)
			}
			if len(before[at]) > 0 {
				continue
			}
			after := judgeObjects(t, engine, fault.Unknown, objects)
			metadata, _ := objects[at]["metadata"].(seeded.Object)
			where = fmt.Sprintf("%s: %v %v", u.name, objects[at]["kind"], metadata["name"])
			if fault.Elsewhere {
				for j, said := range after {
					if len(said) > len(before[j]) {
						return where, true
					}
				}
				return where, false
			}
			return where, len(after[at]) > 0
		}
	}
	return "", false
}

// judgeObjects gives what the engine's control finds, or does not know, by the place of the object.
func judgeObjects(t *testing.T, engine *harness.Engine, unknown bool, objects []seeded.Object) map[int][]string {
	t.Helper()
	var text bytes.Buffer
	for _, o := range objects {
		encoded, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString("---\n")
		text.Write(encoded)
		text.WriteByte('\n')
	}
	from := source.Bytes("planted", text.Bytes())
	said := map[int][]string{}
	_, err := engine.Each(t.Context(), slices.Values([]source.Found{{Source: from}}), func(r *harness.Result) error {
		for _, a := range r.Judgements {
			list := a.Findings
			if unknown {
				list = a.Unknowns
			}
			for _, f := range list {
				said[a.Document-1] = append(said[a.Document-1], f.Message)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// maxObjects is how many objects of a folder stand for it.
const maxObjects = 150

// readUnits reads the objects of each folder below one. Of very many the first show as much.
func readUnits(t *testing.T, root string) []*unit {
	t.Helper()
	var units []*unit
	parser := kubernetes.New()
	for found := range source.Find([]string{root}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		name, err := filepath.Rel(root, filepath.Dir(found.Source.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if len(units) == 0 || units[len(units)-1].name != name {
			units = append(units, &unit{name: name})
		}
		u := units[len(units)-1]
		for document, readErr := range found.Source.Documents(source.Limits{}) {
			if readErr != nil {
				continue // what is no manifest is of no use here
			}
			for _, a := range parser.Parse(document).Artefacts {
				if !a.IsRequested() && a.Kind != "CustomResourceDefinition" && len(u.objects) < maxObjects {
					u.objects = append(u.objects, object(t, a))
				}
			}
		}
	}
	return units
}

func object(t *testing.T, a *artefact.Artefact) seeded.Object {
	t.Helper()
	encoded := a.Value.JSON()
	var o seeded.Object
	if err := json.Unmarshal(encoded, &o); err != nil {
		t.Fatal(err)
	}
	return o
}
