package source

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
)

// kustomizationFiles are the names of a kustomization, in the order of preference of kustomize.
func kustomizationFiles() []string {
	return []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}
}

// isKustomization reports whether kustomize takes a file of the name for a kustomization.
func isKustomization(name string) bool { return slices.Contains(kustomizationFiles(), name) }

// maxKustomization bounds how much of a kustomization is read in search of what it names, in bytes.
const maxKustomization = 1 << 20

// kustomization is what a kustomization says of files. All paths are real ones.
type kustomization struct {
	file, folder string
	isComponent  bool // it is part of others
	isPatching   bool // it changes what others have
	// patches are files of patches; names are those as it writes them.
	patches, names []string
	// resources are files of objects, folders other kustomizations, and files what else it reads.
	resources, folders, files []string
}

// kustomizations reads kustomizations, each once.
type kustomizations map[string]*kustomization // by the real path of the file

// in returns the kustomization of a directory; nil if there is none.
func (k kustomizations) in(folder string) *kustomization {
	for _, name := range kustomizationFiles() {
		if path := filepath.Join(folder, name); exists(path) {
			return k.read(realPath(path), path)
		}
	}
	return nil
}

// read returns what a kustomization names; nil if the file is something else. What cannot be read names nothing; that is
// said where it is rendered, or read as a document.
func (k kustomizations) read(real, path string) *kustomization {
	if read, known := k[real]; known {
		return read
	}
	k[real] = nil
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.LimitReader(file, maxKustomization))
	if err != nil {
		return nil
	}
	var fields map[string]any
	if yaml.Unmarshal(text, &fields) != nil {
		fields = nil
	}
	if version, _ := fields["apiVersion"].(string); version != "" && !strings.HasPrefix(version, "kustomize.config.k8s.io/") {
		return nil // an object of Flux may be in a file of this name
	}
	n := &kustomization{file: path, folder: filepath.Dir(path), isComponent: fields["kind"] == "Component"}
	k[real] = n
	n.note(fields)
	return n
}

// note notes the files that the fields of a kustomization name.
func (n *kustomization) note(fields map[string]any) {
	// A patch stands in a file of its own, or in the kustomization itself. Older kustomizations have a list of
	// names in patches as well.
	for _, key := range []string{"patches", "patchesStrategicMerge", "patchesJson6902"} {
		n.isPatching = n.isPatching || fields[key] != nil
		for _, name := range namesIn(fields[key], "path") {
			n.patches = append(n.patches, n.path(name))
			n.names = append(n.names, filepath.Clean(name))
		}
	}
	for _, key := range []string{"resources", "bases", "components"} {
		for _, name := range namesIn(fields[key]) {
			if path := n.path(name); isDirectory(path) {
				n.folders = append(n.folders, path)
			} else {
				n.resources = append(n.resources, path)
			}
		}
	}
	for _, key := range []string{"crds", "configurations", "generators", "transformers", "validators", "replacements", "openapi"} {
		n.addFiles(namesIn(fields[key], "path"))
	}
	for _, key := range []string{"configMapGenerator", "secretGenerator"} {
		generators, _ := fields[key].([]any)
		for _, generator := range generators {
			described, _ := generator.(map[string]any)
			for _, name := range slices.Concat(namesIn(described["files"]), namesIn(described["envs"]), namesIn(described["env"])) {
				if _, file, found := strings.Cut(name, "="); found {
					name = file
				}
				n.addFiles([]string{name})
			}
		}
	}
}

func (n *kustomization) addFiles(names []string) {
	for _, name := range names {
		n.files = append(n.files, n.path(name))
	}
}

func (n *kustomization) path(name string) string { return realPath(filepath.Join(n.folder, name)) }

// namesIn returns the names in a field: a name, or a list of names or of mappings that have one in a field.
func namesIn(field any, keys ...string) (names []string) {
	entries, isList := field.([]any)
	if !isList {
		entries = []any{field}
	}
	for _, entry := range entries {
		if described, ok := entry.(map[string]any); ok && len(keys) > 0 {
			entry = described[keys[0]]
		}
		if name, ok := entry.(string); ok && name != "" && !strings.Contains(name, "\n") {
			names = append(names, name)
		}
	}
	return names
}

// kustomized returns what was found, with what its kustomizations make of it: rendered, if there is a renderer.
func (f *finder) kustomized() []Found {
	read := kustomizations{}
	met := map[string]bool{} // by real path
	var found []*kustomization
	for _, one := range f.found {
		file, isFile := one.Source.(*File)
		if !isFile {
			continue
		}
		real := f.real[file]
		file.Met = file.Met && !f.named[real]
		met[real] = file.Met
		if isKustomization(filepath.Base(file.Path)) && !file.Once {
			if k := read.read(real, file.Path); k != nil {
				found = append(found, k)
			}
		}
	}
	if f.renderer == nil {
		return f.withoutPatches(found, met)
	}
	f.released()
	return f.rendered(read, found, met)
}

// withoutPatches returns what was found, less the patches of its kustomizations: a patch is a part of an
// object, and which one it becomes, only kustomize says. A file that is named on its own is read, and so is
// one that a kustomization takes as a resource.
func (f *finder) withoutPatches(found []*kustomization, met map[string]bool) []Found {
	resources, left, of := map[string]bool{}, map[string]bool{}, map[string]*kustomization{}
	for _, k := range found {
		of[k.file] = k
		for _, path := range k.resources {
			resources[path] = true
		}
	}
	for _, k := range found {
		for _, path := range k.patches {
			left[path] = met[path] && !resources[path] && !isKustomization(filepath.Base(path))
		}
	}
	var rest []Found
	for _, one := range f.found {
		if left[f.real[one.Source]] {
			continue
		}
		rest = append(rest, one)
		if one.Source == nil || of[one.Source.Name()] == nil {
			continue
		}
		if message := of[one.Source.Name()].notJudged(left); message != "" {
			rest = append(rest, Found{Notice: &artefact.Notice{Position: artefact.Position{File: one.Source.Name()}, Message: message}})
		}
	}
	return rest
}

// notJudged says which of its patches are left out; nothing when none is.
func (n *kustomization) notJudged(left map[string]bool) string {
	var names []string
	for i, path := range n.patches {
		if left[path] && !slices.Contains(names, n.names[i]) {
			names = append(names, n.names[i])
		}
	}
	if len(names) == 0 {
		return ""
	}
	build := "render it: kustomize build " + n.folder
	if n.isComponent {
		build = "render a kustomization that has this component: kustomize build DIR"
	}
	return fmt.Sprintf("its patches (%s) are not applied, so what they patch is judged as written; to judge the result, %s | guiderail check -", strings.Join(names, ", "), build)
}

// rendered returns what was found, with those kustomizations rendered that no other one of them uses, in place of the
// files that they are made from. A file that is named on its own is read as well.
func (f *finder) rendered(read kustomizations, found []*kustomization, met map[string]bool) []Found {
	uses := map[*kustomization]map[*kustomization]bool{}
	for _, k := range found {
		uses[k] = map[*kustomization]bool{}
		read.follow(k, uses[k])
	}
	isUsed := func(k *kustomization) bool {
		return slices.ContainsFunc(found, func(other *kustomization) bool { return other != k && uses[other][k] })
	}
	isRoot := func(i int, k *kustomization) bool {
		if k.isComponent {
			return !k.isPatching && !isUsed(k)
		}
		return !slices.ContainsFunc(found, func(other *kustomization) bool {
			// Of those that use each other, which is an error that rendering explains, the first one is taken.
			return other != k && !other.isComponent && uses[other][k] && (!uses[k][other] || slices.Index(found, other) < i)
		})
	}
	folders := map[string]bool{} // of roots: of several files in one, rendering says what is wrong
	used, roots := map[string]bool{}, map[string]*kustomization{}
	idle, parts := map[string]bool{}, map[string]bool{} // by file
	for i, k := range found {
		if isRoot(i, k) {
			if !folders[k.folder] {
				roots[k.file] = k
			}
			folders[k.folder] = true
			for part := range uses[k] {
				parts[part.file] = true
				for _, path := range slices.Concat(part.resources, part.patches, part.files) {
					used[path] = used[path] || met[path] && !isKustomization(filepath.Base(path))
				}
			}
			continue
		}
		if k.isComponent && !isUsed(k) {
			idle[k.file] = true
			for _, path := range k.patches { // which are no objects
				used[path] = used[path] || met[path] && !slices.Contains(k.resources, path)
			}
		}
	}
	f.useValues(used, met)
	files := map[string]Source{} // by real path
	for _, one := range f.found {
		if one.Source != nil {
			files[f.real[one.Source]] = one.Source
		}
	}
	var rest []Found
	for _, one := range f.found {
		if used[f.real[one.Source]] {
			continue
		}
		rest = append(rest, one)
		if one.Source == nil {
			continue
		}
		name := one.Source.Name()
		if file, isFile := one.Source.(*File); isFile {
			file.IsKustomization = parts[name] || idle[name]
		}
		if k := roots[name]; k != nil {
			rest = append(rest, Found{Source: f.kustomization(k, uses[k], files)})
		}
		if idle[name] {
			rest = append(rest, Found{Notice: &artefact.Notice{Position: artefact.Position{File: name}, Message: "is a component that no kustomization of the run uses: its patches are not judged; pass a kustomization that has it as well", IsUnrendered: true}})
		}
	}
	return rest
}

// useValues notes the files of values that were met and that charts are rendered with: they are no objects.
func (f *finder) useValues(used, met map[string]bool) {
	for _, one := range f.found {
		r, isRendered := one.Source.(*rendered)
		if !isRendered {
			continue
		}
		for _, file := range r.request.Values.Files {
			used[realPath(file)] = met[realPath(file)]
		}
		for _, within := range r.request.Values.Within {
			if len(within.Path) == 0 {
				used[realPath(within.File)] = met[realPath(within.File)]
			}
		}
	}
}

// follow adds a kustomization and those that it uses to a set.
func (k kustomizations) follow(n *kustomization, all map[*kustomization]bool) {
	if n == nil || all[n] {
		return
	}
	all[n] = true
	for _, folder := range n.folders {
		k.follow(k.in(folder), all)
	}
}

// kustomization returns the source of a kustomization. If it cannot be rendered, the resources that it is made from are
// judged as they are written.
func (f *finder) kustomization(k *kustomization, uses map[*kustomization]bool, files map[string]Source) Source {
	repository := repositoryOf(k.folder)
	source := &rendered{
		request:  render.Request{Kind: render.Kustomization, Directory: k.folder, Root: cmp.Or(repository, realPath(k.folder))},
		renderer: f.renderer,
		file:     k.file,
		excluded: f.excludedBy[k.file],
	}
	for part := range uses {
		if repository == "" {
			source.request.Beside = append(source.request.Beside, realPath(part.folder))
		}
		source.made = slices.Concat(source.made, []string{part.file}, part.resources, part.patches, part.files)
		for _, path := range part.resources {
			if file := files[path]; file != nil && !slices.Contains(source.instead, file) {
				source.instead = append(source.instead, file)
			}
		}
	}
	slices.Sort(source.made)
	if repository == "" {
		source.request.Beside = append(source.request.Beside, f.excludedBy[k.file].named()...)
	}
	slices.Sort(source.request.Beside)
	slices.SortFunc(source.instead, func(a, b Source) int { return strings.Compare(a.Name(), b.Name()) })
	return source
}

// exists reports whether there is a file or directory of the name.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// isWithin reports whether a path is a directory or lies below it.
func isWithin(path, directory string) bool {
	relative, err := filepath.Rel(directory, path)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}
