package judge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// Identify sets the fingerprint of each finding: of its control, of the object, and of the place in the object. So it
// stays the same when lines move, and when the file gets another name. An object without a name is known by its
// file, or by what was rendered to it. Findings of one control at one place are numbered in their order.
func (j *Judgement) Identify() {
	seen := map[string]int{}
	for _, findings := range [][]Finding{j.Findings, j.Unknowns} {
		for i := range findings {
			f := &findings[i]
			if f.place == "" {
				f.place = artefact.PathText(f.Path)
			}
			parts := []string{f.Control.ID, f.Artefact.Type, f.Artefact.Group(), f.Artefact.Kind, f.Artefact.Namespace, stableName(f), f.place}
			if f.Artefact.Name == "" {
				parts = append(parts, f.Position.ReadFrom())
			}
			key := strings.Join(parts, "\x00")
			sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
			seen[key]++
			f.Fingerprint = hex.EncodeToString(sum[:16])
		}
	}
}

// place writes a path with the names of those items of lists that have one instead of their indexes, so that it
// stays the same when items are added or moved.
func place(v value.Value, path []any) string {
	steps := make([]any, len(path))
	for i, step := range path {
		steps[i] = step
		v = v.At(step)
		if _, isKey := step.(string); isKey {
			continue
		}
		if name := v.Get("name").TextOrEmpty(); name != "" {
			steps[i] = "name=" + name
		}
	}
	return artefact.PathText(steps)
}

// generated is what kustomize appends to the name of a generated object: a hash of all that is in it, in an alphabet of
// its own.
var generated = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`-[2456789bcdfghkmt]{10}$`) })

// stableName returns the name of the object, without what changes with every value in it.
func stableName(f *Finding) string {
	kind := f.Artefact.Kind
	if f.Position.RenderedFrom == "" || f.Artefact.Group() != "" || kind != "ConfigMap" && kind != "Secret" {
		return f.Artefact.Name
	}
	return generated().ReplaceAllString(f.Artefact.Name, "")
}
