package kustomization

//lint:file-ignore SA1019 Kustomizations still have fields that are deprecated.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	yamljson "sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// maxKustomizations bounds how often kustomizations are built in one run.
const maxKustomizations = 10_000

// tree is a kustomization and what it is made of, read before kustomize builds it.
type tree struct {
	files *files
	// directory and name are the directory of the kustomization, without links and as the user writes it.
	directory, name string
	texts           map[string]*text
	kustomizations  map[string]*kustomization
	stack           []*kustomization
	built           int
	errors          []*artefact.Error
	notices         []*artefact.Notice
	secrets         []string // which no message may hold
}

// kustomization is one kustomization of the tree.
type kustomization struct {
	directory string // without links
	name      string // of its file, as the user writes it
	base      string // name of the file in the directory
	text      *text
	node      *yaml.Node // its mapping
	fields    types.Kustomization
	removed   bool // something was taken out

	resources, components []part
	strategic             []*patch // patchesStrategicMerge
	patches               []*patch
	json                  []*patch // patchesJson6902
	replacements          []replacement
	generators            []*text // of generators in files of their own
	transformers          []*text
}

// part is an entry of resources or components: a file or another kustomization.
type part struct {
	path          string // as it is written
	file          *text
	kustomization *kustomization
}

// patch is a patch of a kustomization: documents that are merged, or JSON patch operations.
type patch struct {
	target     *types.Selector
	text       *text
	documents  []*yaml.Node
	operations []operation
}

// operation is one operation of a JSON patch that sets a value.
type operation struct {
	path  []string
	key   *yaml.Node // the operation
	value *yaml.Node
}

// replacement is one replacement, and where it is written.
type replacement struct {
	types.Replacement
	text *text
	node *yaml.Node
}

// remote is what kustomize takes for the address of a file or of a repository.
var remote = regexp.MustCompile(`(?i)^(git::)?([a-z][a-z0-9+.-]*://|[a-z][a-z0-9-]*@|github\.com[/:])`)

// forced is a prefix of an address that kustomize does not regard.
var forced = regexp.MustCompile(`(?i)^git::`)

// isRemote reports whether kustomize would fetch a path, were there no such file.
func isRemote(path string) bool { return remote.MatchString(path) }

// isFetched reports whether kustomize fetches a path even if there is such a file.
func isFetched(path string) bool {
	lower := strings.ToLower(path)
	return strings.HasPrefix(lower, "http:") || strings.HasPrefix(lower, "https:")
}

func (t *tree) fail(at artefact.Position, format string, args ...any) {
	one := &artefact.Error{Position: at, Message: fmt.Sprintf(format, args...)}
	if !slices.ContainsFunc(t.errors, func(other *artefact.Error) bool { return *other == *one }) {
		t.errors = append(t.errors, one)
	}
}

func (t *tree) note(at artefact.Position, format string, args ...any) {
	t.notices = append(t.notices, &artefact.Notice{Position: at, Message: fmt.Sprintf(format, args...)})
}

// display returns the name of a path, which is absolute and without links, as the user writes it.
func (t *tree) display(path string) string {
	within, err := filepath.Rel(t.directory, path)
	if err != nil {
		return path
	}
	name := filepath.Join(t.name, within)
	if named, err := os.Stat(name); err == nil {
		if real, err := os.Stat(path); err == nil && os.SameFile(named, real) {
			return name
		}
	} else if errors.Is(err, fs.ErrNotExist) {
		return name
	}
	return path
}

// read returns the text of a file, parsed once.
func (t *tree) read(path string) *text {
	if one, ok := t.texts[path]; ok {
		return one
	}
	one := &text{name: t.display(path)}
	if one.content, one.err = t.files.text(path); one.err == nil {
		one.parse(one.content)
	}
	t.texts[path] = one
	return one
}

// load reads the kustomization of a directory, which stands at a position.
func (t *tree) load(directory string, at artefact.Position) *kustomization {
	if one, ok := t.kustomizations[directory]; ok {
		return one
	}
	k := &kustomization{directory: directory}
	var found []string
	for _, base := range konfig.RecognizedKustomizationFileNames() {
		path := filepath.Join(directory, base)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			found = append(found, base)
		}
	}
	switch len(found) {
	case 0:
		t.fail(at, "%s has no kustomization.yaml; write one, or name its files instead", t.display(directory))
		return nil
	case 1:
	default:
		t.fail(at, "%s has several kustomizations, %s; keep one", t.display(directory), strings.Join(found, " and "))
		return nil
	}
	k.base = found[0]
	path := filepath.Join(directory, k.base)
	k.text = t.read(path)
	k.name = k.text.name
	if !t.decode(k) {
		return nil
	}
	t.kustomizations[directory] = k
	t.stack = append(t.stack, k)
	t.check(k)
	t.stack = t.stack[:len(t.stack)-1]
	return k
}

var (
	unknownField = regexp.MustCompile(`unknown field "([^"]*)"`)
	wrongType    = regexp.MustCompile(`cannot unmarshal (\S+).* into Go struct field (\S+) of type (\S+)`)
)

// decode reads the fields of a kustomization.
func (t *tree) decode(k *kustomization) bool {
	file := artefact.Position{File: k.name}
	if k.text.err != nil {
		t.malformed(k.text)
		return false
	}
	if len(k.text.documents) != 1 || resolve(k.text.documents[0]).Kind != yaml.MappingNode {
		if len(k.text.documents) == 0 {
			t.fail(file, "is an empty kustomization; name its resources")
		} else {
			t.fail(file, "is no kustomization, which is one document with fields such as resources")
		}
		return false
	}
	k.node = k.text.documents[0]
	if err := k.fields.Unmarshal(k.text.content); err != nil {
		at, message := file, problem(err)
		if match := unknownField.FindStringSubmatch(message); match != nil {
			if key := findKey(k.node, match[1]); key != nil {
				at = k.text.at(key)
			}
			message = fmt.Sprintf("kustomize knows no field %s; correct or remove it", match[1])
		} else if match := wrongType.FindStringSubmatch(message); match != nil {
			name := match[2][strings.LastIndex(match[2], ".")+1:]
			if key := findKey(k.node, name); key != nil {
				at = k.text.at(key)
			}
			message = fmt.Sprintf("%s is a %s, which kustomize does not accept there; correct it", name, match[1])
		} else {
			message = "is no kustomization that kustomize can read; correct it"
		}
		t.fail(at, "%s", message)
		return false
	}
	k.fields.FixKustomization()
	if err := k.fields.CheckEmpty(); err != nil {
		t.fail(file, "is an empty kustomization; name its resources")
		return false
	}
	if wrong := k.fields.EnforceFields(); len(wrong) > 0 {
		at := file
		if key, _ := field(k.node, "apiVersion"); key != nil {
			at = k.text.at(key)
		}
		t.fail(at, "%s", strings.Join(wrong, "; "))
		return false
	}
	return true
}

// malformed adds the error of a text.
func (t *tree) malformed(one *text) {
	at := artefact.Position{File: one.name}
	var syntax *syntaxError
	switch {
	case one.all != nil:
		at = *one.all
	case errors.As(one.err, &syntax) && syntax.line > 0:
		at.Line = syntax.line + one.line
		if syntax.column > 0 {
			at.Column = syntax.column + one.column
		}
	}
	t.fail(at, "%s", problem(one.err))
}

// findKey returns the first key of a name in a node.
func findKey(node *yaml.Node, name string) *yaml.Node {
	if key, _ := field(node, name); key != nil {
		return key
	}
	for _, one := range node.Content {
		if key := findKey(one, name); key != nil {
			return key
		}
	}
	return nil
}

// list returns the entries of a list of a kustomization, and the nodes of those of its fields.
func (k *kustomization) list(entries []string, names ...string) (nodes []*yaml.Node) {
	for _, name := range names {
		if _, list := field(k.node, name); list != nil {
			nodes = append(nodes, resolve(list).Content...)
		}
	}
	for len(nodes) < len(entries) {
		nodes = append(nodes, k.node)
	}
	return nodes
}

// keep keeps the entries for which a function returns true.
func (k *kustomization) keep(entries *[]string, kept func(i int, entry *string) bool) {
	var rest []string
	for i, entry := range *entries {
		before := entry
		if kept(i, &entry) {
			rest = append(rest, entry)
		}
		k.removed = k.removed || entry != before
	}
	k.removed = k.removed || len(rest) != len(*entries)
	*entries = rest
}

// path returns the path of a file that a kustomization names.
func (k *kustomization) path(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(k.directory, name)
}

// local reports whether a path is one on this disk, and says otherwise that what stands at a node is left out.
func (t *tree) local(k *kustomization, what string, path *string, node *yaml.Node) bool {
	if !isRemote(*path) && !isFetched(*path) {
		return true
	}
	if !isFetched(*path) && t.files.Exists(k.path(*path)) {
		*path = "./" + *path // so that kustomize does not take it for an address
		return true
	}
	t.note(k.text.at(node), "%s %s is remote, and is not rendered; keep a copy in the repository to have it judged", what, source.WithoutCredentials(forced.ReplaceAllString(*path, "")))
	return false
}

// check reads what a kustomization is made of, and takes out of it what is not local.
func (t *tree) check(k *kustomization) {
	nodes := k.list(k.fields.Resources, "resources", "bases")
	k.keep(&k.fields.Resources, func(i int, path *string) bool {
		if !t.local(k, "resource", path, nodes[i]) {
			return false
		}
		k.resources = append(k.resources, t.part(k, "resource", *path, nodes[i], false)...)
		return true
	})
	nodes = k.list(k.fields.Components, "components")
	k.keep(&k.fields.Components, func(i int, path *string) bool {
		if !t.local(k, "component", path, nodes[i]) {
			return false
		}
		k.components = append(k.components, t.part(k, "component", *path, nodes[i], true)...)
		return true
	})
	for _, entries := range []*[]string{&k.fields.Crds, &k.fields.Configurations} {
		name := "crds"
		if entries == &k.fields.Configurations {
			name = "configurations"
		}
		nodes := k.list(*entries, name)
		k.keep(entries, func(i int, path *string) bool {
			return t.local(k, "file", path, nodes[i]) && t.exists(k, *path, nodes[i])
		})
	}
	if path := k.fields.OpenAPI["path"]; path != "" {
		_, node := field(k.node, "openapi")
		if !t.local(k, "file", &path, node) {
			k.fields.OpenAPI, k.removed = nil, true
		} else if t.exists(k, path, node) && path != k.fields.OpenAPI["path"] {
			k.fields.OpenAPI["path"], k.removed = path, true
		}
	}
	t.checkPatches(k)
	t.checkGenerators(k)
	t.checkReplacements(k)
	t.checkPlugins(k)
	t.checkCharts(k)
}

// exists reports whether there is a file; else an error is known.
func (t *tree) exists(k *kustomization, path string, node *yaml.Node) bool {
	if _, err := t.files.text(k.path(path)); err != nil {
		t.fail(k.text.at(node), "%s: %s; correct the path", path, problem(err))
		return false
	}
	return true
}

// part reads an entry of resources or components.
func (t *tree) part(k *kustomization, what, path string, node *yaml.Node, component bool) []part {
	at := k.text.at(node)
	full := k.path(path)
	if err := t.files.check(full); err != nil {
		t.fail(at, "%s %s: %s; correct the path", what, path, problem(err))
		return nil
	}
	info, err := os.Stat(full)
	if err != nil {
		t.fail(at, "%s %s: %s; correct the path", what, path, problem(err))
		return nil
	}
	if !info.IsDir() {
		if component {
			t.fail(at, "component %s is no directory; name a directory with a kustomization", path)
			return nil
		}
		one := t.read(full)
		if one.err != nil {
			t.malformed(one)
			return nil
		}
		if what == "resource" {
			t.checkResources(one)
		}
		return []part{{path: path, file: one}}
	}
	if full, err = filepath.EvalSymlinks(full); err != nil {
		t.fail(at, "%s %s: %s; correct the path", what, path, problem(err))
		return nil
	}
	for _, outer := range t.stack {
		if within, err := filepath.Rel(full, outer.directory); err == nil && within != ".." && !strings.HasPrefix(within, ".."+string(filepath.Separator)) {
			t.fail(at, "%s %s leads back to %s, which is a cycle; remove one of the references", what, path, outer.name)
			return nil
		}
	}
	child := t.load(full, at)
	if child == nil {
		return nil
	}
	if isComponent := child.fields.Kind == types.ComponentKind; isComponent != component {
		if component {
			t.fail(at, "component %s is of kind Kustomization; name it under resources", path)
		} else {
			t.fail(at, "resource %s is of kind Component; name it under components", path)
		}
		return nil
	}
	return []part{{path: path, kustomization: child}}
}

// checkPatches reads the patches of a kustomization.
func (t *tree) checkPatches(k *kustomization) {
	keep := func(patches *[]types.Patch, name string, read *[]*patch) {
		var rest []types.Patch
		for i, one := range *patches {
			node := item(k.node, name, i)
			if node == nil {
				node = k.node
			}
			if one.Target != nil {
				if _, err := types.NewSelectorRegex(one.Target); err != nil {
					key, _ := field(node, "target")
					t.fail(k.text.at(key), "the target has a bad regular expression: %v; correct it", err)
				}
			}
			if one.Path != "" {
				_, at := field(node, "path")
				before := one.Path
				if !t.local(k, "patch", &one.Path, at) {
					k.removed = true
					continue
				}
				k.removed = k.removed || one.Path != before
				if inner := t.patchFile(k, one.Path, at); inner != nil {
					*read = append(*read, t.patch(inner, one.Target))
				}
			} else if _, inline := field(node, "patch"); inline == nil || one.Patch == "" {
				t.fail(k.text.at(node), "the patch is empty; give it a path or a patch")
			} else {
				inner := k.text.inside(resolve(inline))
				if inner.err != nil {
					t.malformed(inner)
				} else {
					*read = append(*read, t.patch(inner, one.Target))
				}
			}
			rest = append(rest, one)
		}
		*patches = rest
	}
	keep(&k.fields.Patches, "patches", &k.patches)
	keep(&k.fields.PatchesJson6902, "patchesJson6902", &k.json)

	var rest []types.PatchStrategicMerge
	for i, one := range k.fields.PatchesStrategicMerge {
		node := resolve(item(k.node, "patchesStrategicMerge", i))
		path := string(one)
		switch {
		case node != nil && strings.ContainsAny(path, "\n{"):
			inner := k.text.inside(node)
			if inner.err != nil {
				t.malformed(inner)
			} else {
				k.strategic = append(k.strategic, t.patch(inner, nil))
			}
		case node != nil:
			if !t.local(k, "patch", &path, node) {
				k.removed = true
				continue
			}
			k.removed = k.removed || path != string(one)
			if inner := t.patchFile(k, path, node); inner != nil {
				k.strategic = append(k.strategic, t.patch(inner, nil))
			}
		}
		rest = append(rest, types.PatchStrategicMerge(path))
	}
	k.fields.PatchesStrategicMerge = rest
}

func (t *tree) patchFile(k *kustomization, path string, node *yaml.Node) *text {
	if !t.exists(k, path, node) {
		return nil
	}
	one := t.read(k.path(path))
	if one.err != nil {
		t.malformed(one)
		return nil
	}
	return one
}

// patch reads the documents or operations of a patch.
func (t *tree) patch(inner *text, target *types.Selector) *patch {
	one := &patch{target: target, text: inner}
	if text := bytes.TrimSpace(inner.parsed); bytes.HasPrefix(text, []byte("[")) && !json.Valid(text) && len(inner.documents) > 0 {
		t.fail(inner.at(inner.documents[0]), "is a list in brackets, which kustomize reads as JSON, and no JSON; quote its strings, or write it as a YAML list with a dash before each operation")
	}
	for _, document := range inner.documents {
		switch resolve(document).Kind {
		case yaml.MappingNode:
			one.documents = append(one.documents, document)
		case yaml.SequenceNode:
			for _, node := range resolve(document).Content {
				operation := operation{key: node, path: pointer(value(node, "path"))}
				switch value(node, "op") {
				case "add", "replace", "test":
					_, operation.value = entry(node, "value")
				}
				one.operations = append(one.operations, operation)
			}
		default:
			t.fail(inner.at(document), "is no patch, which is an object or a list of JSON patch operations; correct it")
		}
	}
	return one
}

// pointer returns the steps of a JSON pointer.
func pointer(text string) []string {
	steps := strings.Split(strings.TrimPrefix(text, "/"), "/")
	for i, step := range steps {
		steps[i] = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
	}
	return steps
}

// checkGenerators reads what config maps and secrets are generated from.
func (t *tree) checkGenerators(k *kustomization) {
	check := func(name string, i int, args *types.GeneratorArgs, secret bool) {
		node := item(k.node, name, i)
		if node == nil {
			node = k.node
		}
		at := func(list string, j int) *yaml.Node {
			if one := item(node, list, j); one != nil {
				return one
			}
			if _, one := field(node, strings.TrimSuffix(list, "s")); one != nil {
				return one
			}
			return node
		}
		for j, literal := range args.LiteralSources {
			if secret {
				_, value, _ := strings.Cut(literal, "=")
				t.secrets = append(t.secrets, literal, value)
			}
			if strings.Index(literal, "=") < 1 {
				t.fail(k.text.at(at("literals", j)), "a literal is no key=value; correct it")
			}
		}
		j := -1
		k.keep(&args.FileSources, func(_ int, entry *string) bool {
			j++
			key, path, keyed := strings.Cut(*entry, "=")
			if !keyed {
				path = key
			}
			before := path
			if !t.local(k, "file", &path, at("files", j)) {
				return false
			}
			if before != path {
				if !keyed {
					key = filepath.Base(path)
				}
				*entry = key + "=" + path
			}
			t.exists(k, path, at("files", j))
			return true
		})
		j = -1
		k.keep(&args.EnvSources, func(_ int, path *string) bool {
			j++
			if !t.local(k, "file", path, at("envs", j)) {
				return false
			}
			if !t.exists(k, *path, at("envs", j)) {
				return true
			}
			content, _ := t.files.text(k.path(*path))
			for n, line := range strings.Split(string(content), "\n") {
				if !utf8.ValidString(line) {
					t.fail(artefact.Position{File: t.display(k.path(*path)), Line: n + 1}, "is not UTF-8; name the file under files if it is binary")
				}
				if secret {
					_, value, _ := strings.Cut(strings.TrimSpace(line), "=")
					t.secrets = append(t.secrets, strings.TrimSpace(line), value)
				}
			}
			return true
		})
	}
	for i := range k.fields.ConfigMapGenerator {
		check("configMapGenerator", i, &k.fields.ConfigMapGenerator[i].GeneratorArgs, false)
	}
	for i := range k.fields.SecretGenerator {
		check("secretGenerator", i, &k.fields.SecretGenerator[i].GeneratorArgs, true)
	}
}

// checkReplacements reads the replacements of a kustomization.
func (t *tree) checkReplacements(k *kustomization) {
	var rest []types.ReplacementField
	for i, one := range k.fields.Replacements {
		node := item(k.node, "replacements", i)
		if node == nil {
			node = k.node
		}
		if one.Path == "" {
			k.replacements = append(k.replacements, replacement{one.Replacement, k.text, node})
			rest = append(rest, one)
			continue
		}
		_, at := field(node, "path")
		before := one.Path
		if !t.local(k, "replacement", &one.Path, at) {
			k.removed = true
			continue
		}
		k.removed = k.removed || one.Path != before
		rest = append(rest, one)
		if inner := t.patchFile(k, one.Path, at); inner != nil {
			for _, document := range inner.documents {
				nodes := []*yaml.Node{document}
				if resolve(document).Kind == yaml.SequenceNode {
					nodes = resolve(document).Content
				}
				for _, node := range nodes {
					var read types.Replacement
					if text, err := yaml.Marshal(node); err == nil && yamljson.Unmarshal(text, &read) == nil {
						k.replacements = append(k.replacements, replacement{read, inner, node})
					}
				}
			}
		}
	}
	k.fields.Replacements = rest
}

// checkPlugins takes out generators, transformers and validators that are programs, or are not local.
func (t *tree) checkPlugins(k *kustomization) {
	for _, kind := range []struct {
		what, name string
		entries    *[]string
	}{
		{"generator", "generators", &k.fields.Generators},
		{"transformer", "transformers", &k.fields.Transformers},
		{"validator", "validators", &k.fields.Validators},
	} {
		nodes := k.list(*kind.entries, kind.name)
		k.keep(kind.entries, func(i int, entry *string) bool {
			node := resolve(nodes[i])
			var texts []*text
			if inner := k.text.inside(node); inner.err == nil && len(inner.documents) > 0 && resolve(inner.documents[0]).Kind != yaml.ScalarNode {
				texts = append(texts, inner)
			} else {
				if !t.local(k, kind.what, entry, node) {
					return false
				}
				for _, part := range t.part(k, kind.what, *entry, node, false) {
					texts = append(texts, part.texts()...)
				}
			}
			for _, one := range texts {
				for _, document := range one.documents {
					if name := value(document, "kind"); value(document, "apiVersion") != "builtin" || name == "HelmChartInflationGenerator" {
						t.note(k.text.at(node), "the %s %s at %s is a program, and is not run; what it makes or changes is not judged; render with kustomize build, and check what it prints", kind.what, name, one.at(document))
						return false
					}
					if address, node := fetched(document); node != nil {
						t.note(one.at(node), "%s is remote, and the %s that needs it is left out; keep a copy in the repository to have it judged", source.WithoutCredentials(address), kind.what)
						return false
					}
				}
			}
			switch kind.name {
			case "generators":
				k.generators = append(k.generators, texts...)
			case "transformers":
				k.transformers = append(k.transformers, texts...)
			}
			return true
		})
	}
}

// fetched returns the first address among the files that a generator or transformer reads, and where it is.
func fetched(document *yaml.Node) (string, *yaml.Node) {
	for _, name := range []string{"path", "paths", "files", "env", "envs", "replacements"} {
		_, list := entry(document, name)
		if list == nil {
			continue
		}
		nodes := []*yaml.Node{list}
		if resolve(list).Kind == yaml.SequenceNode {
			nodes = resolve(list).Content
		}
		for _, node := range nodes {
			if _, path := entry(node, "path"); path != nil {
				node = path
			}
			path := resolve(node).Value
			if _, after, keyed := strings.Cut(path, "="); keyed && !isFetched(path) {
				path = after
			}
			if isFetched(path) {
				return path, node
			}
		}
	}
	return "", nil
}

// texts returns the files of a part.
func (p part) texts() []*text {
	if p.file != nil {
		return []*text{p.file}
	}
	var texts []*text
	for _, inner := range slices.Concat(p.kustomization.resources, p.kustomization.components) {
		texts = append(texts, inner.texts()...)
	}
	return texts
}

// checkCharts takes out the charts of a kustomization, for which kustomize would start helm.
func (t *tree) checkCharts(k *kustomization) {
	if len(k.fields.HelmCharts) == 0 {
		return
	}
	for _, name := range []string{"helmCharts", "helmChartInflationGenerator"} {
		_, list := field(k.node, name)
		if list == nil {
			continue
		}
		for _, node := range resolve(list).Content {
			chart := value(node, "name")
			if chart == "" {
				chart = value(node, "chartName")
			}
			t.note(k.text.at(node), "chart %s is not rendered as part of the kustomization; check the chart itself, or render with kustomize build --enable-helm, and check what it prints", chart)
		}
	}
	k.fields.HelmCharts, k.removed = nil, true
}
