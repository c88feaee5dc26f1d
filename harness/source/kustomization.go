package source

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
)

// isKustomization reports whether kustomize takes a file of the name for a kustomization.
func isKustomization(name string) bool {
	return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization"
}

// maxKustomization bounds how much of a kustomization is read in search of its patches, in bytes.
const maxKustomization = 1 << 20

// withoutPatches returns what was found, less the patches of its kustomizations: a patch is a part of an
// object, and which one it becomes, only kustomize says. A file that is named on its own is read, and so is
// one that a kustomization takes as a resource.
func (f *finder) withoutPatches() []Found {
	kustomizations := map[Source]kustomization{}
	met, resources, left := map[string]bool{}, map[string]bool{}, map[string]bool{} // by real path
	for source, real := range f.real {
		file := source.(*File)
		file.Met = file.Met && !f.named[real]
		met[real] = file.Met
		if !isKustomization(filepath.Base(file.Path)) || file.Once {
			continue
		}
		k := readKustomization(file)
		for _, path := range k.resources {
			resources[path] = true
		}
		kustomizations[source] = k
	}
	for _, k := range kustomizations {
		for _, path := range k.patches {
			left[path] = met[path] && !resources[path] && !isKustomization(filepath.Base(path))
		}
	}
	var rest []Found
	for _, found := range f.found {
		if left[f.real[found.Source]] {
			continue
		}
		rest = append(rest, found)
		if message := kustomizations[found.Source].notJudged(left); message != "" {
			rest = append(rest, Found{Notice: &artefact.Notice{Position: artefact.Position{File: found.Source.Name()}, Message: message}})
		}
	}
	return rest
}

// kustomization is what a kustomization says of files. They are real paths; names are those of the patches
// as it writes them.
type kustomization struct {
	folder                    string
	component                 bool // it is none on its own
	patches, names, resources []string
}

// notJudged says which of its patches are left out; nothing when none is.
func (k kustomization) notJudged(left map[string]bool) string {
	var names []string
	for i, path := range k.patches {
		if left[path] && !slices.Contains(names, k.names[i]) {
			names = append(names, k.names[i])
		}
	}
	if len(names) == 0 {
		return ""
	}
	render := "render it: kustomize build " + k.folder
	if k.component {
		render = "render a kustomization that has this component: kustomize build DIR"
	}
	return fmt.Sprintf("its patches (%s) are not applied, so what they patch is judged as written; to judge the result, %s | guiderail check -", strings.Join(names, ", "), render)
}

// readKustomization returns the files that a kustomization names. What cannot be read names none; that is said
// where it is read as a document.
func readKustomization(file *File) (k kustomization) {
	k.folder = filepath.Dir(file.Path)
	reader, err := file.Open()
	if err != nil {
		return k
	}
	defer reader.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.LimitReader(reader, maxKustomization))
	if err != nil {
		return k
	}
	var fields map[string]any
	if err := yaml.Unmarshal(text, &fields); err != nil {
		return k
	}
	k.component = fields["kind"] == "Component"
	// A patch stands in a file of its own, or in the kustomization itself. Older kustomizations have a list of
	// names in patches as well.
	list := func(key string) (paths, names []string) {
		entries, _ := fields[key].([]any)
		for _, entry := range entries {
			if described, ok := entry.(map[string]any); ok {
				entry = described["path"]
			}
			if name, ok := entry.(string); ok && name != "" && !strings.Contains(name, "\n") {
				paths = append(paths, realPath(filepath.Join(k.folder, name)))
				names = append(names, filepath.Clean(name))
			}
		}
		return paths, names
	}
	for _, key := range []string{"patches", "patchesStrategicMerge", "patchesJson6902"} {
		paths, names := list(key)
		k.patches, k.names = append(k.patches, paths...), append(k.names, names...)
	}
	k.resources, _ = list("resources")
	return k
}
