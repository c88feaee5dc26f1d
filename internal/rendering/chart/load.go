package chart

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v3"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	helm "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
	"helm.sh/helm/v4/pkg/strvals"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/oserror"
	"github.com/guiderail/guiderail/internal/rendering"
)

// load reads a chart and the charts that it depends on.
func (r *renderer) load(directory string) (*helm.Chart, error) {
	files, err := r.readFiles(directory)
	if err != nil {
		return nil, err
	}
	return r.build(files, directory)
}

// readFiles reads the files of a chart, without those that its .helmignore leaves out. They are named as in the chart.
func (r *renderer) readFiles(directory string) ([]*archive.BufferedFile, error) {
	rules := ignore.Empty()
	switch text, err := r.roots.ReadFile(filepath.Join(directory, ignore.HelmIgnore)); {
	case err == nil:
		if rules, err = ignore.Parse(bytes.NewReader(text)); err != nil {
			return nil, rendering.Errorf(filepath.Join(directory, ignore.HelmIgnore), "cannot be read: %v", err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, rendering.Errorf(filepath.Join(directory, ignore.HelmIgnore), "cannot be read: %v", oserror.WithoutPath(err))
	}
	rules.AddDefaults()
	l := &lister{roots: r.roots, directory: directory, rules: rules}
	return l.files, l.list("", nil)
}

// lister reads the files of a directory and of what links in it lead to, as Helm does, but nothing outside the root.
type lister struct {
	roots     rendering.Roots
	directory string
	rules     *ignore.Rules
	files     []*archive.BufferedFile
}

// list reads the directory of a name. above are the real paths of the directories around it.
func (l *lister) list(name string, above []string) error {
	directory := filepath.Join(l.directory, filepath.FromSlash(name))
	real, err := filepath.EvalSymlinks(directory)
	if err == nil {
		err = l.roots.Check(real)
	}
	if err == nil && slices.Contains(above, real) {
		err = errors.New("is a link to a directory around it")
	}
	var entries []fs.DirEntry
	if err == nil {
		entries, err = os.ReadDir(directory)
	}
	if err != nil {
		return rendering.Errorf(directory, "cannot be read: %v", oserror.WithoutPath(err))
	}
	above = append(slices.Clip(above), real)
	for _, entry := range entries {
		inner := path.Join(name, entry.Name())
		if err := l.read(inner, above); err != nil {
			return err
		}
	}
	return nil
}

// read reads a file or directory.
func (l *lister) read(name string, above []string) error {
	file := filepath.Join(l.directory, filepath.FromSlash(name))
	info, err := os.Stat(file)
	switch {
	case err != nil:
		if link, _ := os.Lstat(file); link != nil && l.rules.Ignore(name, link) {
			return nil
		}
		return rendering.Errorf(file, "cannot be read: %v", oserror.WithoutPath(err))
	case l.rules.Ignore(name, info):
		return nil
	case info.IsDir():
		return l.list(name, above)
	case !info.Mode().IsRegular():
		return rendering.Errorf(file, "cannot be read: it is no regular file")
	case info.Size() > archive.MaxDecompressedFileSize:
		return rendering.Errorf(file, "cannot be read: a file of a chart has %d bytes at most", archive.MaxDecompressedFileSize)
	}
	text, err := l.roots.ReadFile(file)
	if err != nil {
		return rendering.Errorf(file, "cannot be read: %v", oserror.WithoutPath(err))
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	l.files = append(l.files, &archive.BufferedFile{Name: name, ModTime: info.ModTime(), Data: text})
	return nil
}

// build makes a chart of its files, among which may be those of charts that it depends on. Unlike Helm's loader it notes
// where each one comes from.
func (r *renderer) build(files []*archive.BufferedFile, directory string) (*helm.Chart, error) {
	var own []*archive.BufferedFile
	charts := map[string][]*archive.BufferedFile{}
	for _, file := range files {
		name, inside := strings.CutPrefix(file.Name, "charts/")
		if !inside || path.Ext(name) == ".prov" {
			own = append(own, file)
			continue
		}
		if strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") {
			continue
		}
		name, rest, isDirectory := strings.Cut(name, "/")
		if isDirectory || path.Ext(name) == ".tgz" {
			charts[name] = append(charts[name], &archive.BufferedFile{Name: rest, ModTime: file.ModTime, Data: file.Data})
		}
	}
	c, err := loader.LoadFiles(own)
	if err != nil {
		return nil, unreadable(err, directory)
	}
	r.note(c, directory)
	for _, name := range slices.Sorted(maps.Keys(charts)) {
		inner, files := filepath.Join(directory, "charts", name), charts[name]
		if files[0].Name == "" {
			if files, err = archive.LoadArchiveFiles(bytes.NewReader(files[0].Data)); err != nil {
				return nil, rendering.Errorf(inner, "cannot be read as an archive of a chart: %v", err)
			}
		}
		dependency, err := r.build(files, inner)
		if err != nil {
			return nil, err
		}
		c.AddDependency(dependency)
	}
	return c, nil
}

// note notes where the files of a chart come from.
func (r *renderer) note(c *helm.Chart, directory string) {
	for _, file := range slices.Concat(c.Raw, c.Templates, c.Files) {
		r.files[file] = filepath.Join(directory, filepath.FromSlash(file.Name))
	}
	for _, file := range c.Raw {
		r.texts[r.files[file]] = file.Data
	}
}

// directory returns the directory or archive of a chart. The name of the chart does not tell it: that may be an alias.
func (r *renderer) directory(c *helm.Chart) string {
	for _, file := range c.Raw {
		if file.Name == chartFile {
			return filepath.Dir(r.files[file])
		}
	}
	return r.request.Directory
}

var unreadableFile = regexp.MustCompile(`^cannot load (\S+): `)

// unreadable says which file of a chart cannot be read, and where, without what stands there.
func unreadable(err error, directory string) error {
	text := err.Error()
	if found := unreadableFile.FindStringSubmatch(text); found != nil {
		file := filepath.Join(directory, found[1])
		if field := wrongField.FindStringSubmatch(text); field != nil {
			return rendering.Errorf(file, "cannot be read: %s must be of type %s", field[1], field[2])
		}
		return notYAML(file, err)
	}
	return rendering.Errorf(filepath.Join(directory, chartFile), "is not a valid chart: %s", strings.TrimPrefix(text, "validation: "))
}

// notYAML says of a file that it cannot be read, without what stands there.
func notYAML(file string, err error) error {
	why := "it is not a mapping"
	switch text := err.Error(); {
	case strings.Contains(text, "excessive aliasing"):
		why = "its aliases repeat too much"
	case strings.Contains(text, "yaml: line"):
		why = "it is not valid YAML"
	}
	return &artefact.Error{Position: artefact.Position{File: file, Line: lineOf(err)}, Message: "cannot be read: " + why}
}

// wrongField is what encoding/json says of a field that has another type than it must have.
var wrongField = regexp.MustCompile(`json: cannot unmarshal \w+ into Go struct field \w+\.(\S+) of type (\S+)`)

// complete adds to a chart the dependencies that are directories, and reports those that are not there.
func (r *renderer) complete(c *helm.Chart, above []string) error {
	directory := r.directory(c)
	if slices.Contains(above, directory) {
		return rendering.Errorf(filepath.Join(directory, chartFile), "the chart depends on itself")
	}
	above = append(slices.Clip(above), directory)
	for i, d := range c.Metadata.Dependencies {
		if d == nil || slices.ContainsFunc(c.Dependencies(), func(have *helm.Chart) bool { return have.Name() == d.Name }) {
			continue
		}
		at := r.placeOfDependency(c, i)
		beside, why := r.besideOf(d, directory)
		if why != "" && len(above) > 1 { // Helm demands only the dependencies of the chart that is rendered
			r.notice(at, "dependency %s %s; the chart is rendered without it, as by Helm", d.Name, why)
			continue
		}
		if why != "" {
			return &artefact.Error{Position: at, Message: fmt.Sprintf("dependency %s %s; run: helm dependency build %s", d.Name, why, directory)}
		}
		if slices.Contains(above, beside) {
			return &artefact.Error{Position: at, Message: fmt.Sprintf("dependency %s depends on itself", d.Name)}
		}
		dependency, err := r.load(beside)
		if err != nil {
			return err
		}
		c.AddDependency(dependency)
	}
	for _, dependency := range c.Dependencies() {
		if err := r.complete(dependency, above); err != nil {
			return err
		}
	}
	return nil
}

// besideOf returns the directory of a dependency that is no file of the chart, or why there is none.
func (r *renderer) besideOf(d *helm.Dependency, directory string) (beside, why string) {
	local, isLocal := strings.CutPrefix(d.Repository, "file://")
	if !isLocal {
		return "", "is not in charts/, and nothing is fetched"
	}
	if beside = filepath.FromSlash(local); !filepath.IsAbs(beside) {
		beside = filepath.Join(directory, beside)
	}
	if err := r.roots.Check(beside); err != nil {
		return "", fmt.Sprintf("is not in charts/, and %s %v", beside, oserror.WithoutPath(err))
	}
	if _, err := os.Stat(filepath.Join(beside, chartFile)); err != nil {
		return "", fmt.Sprintf("is not in charts/, and %s has no %s", beside, chartFile)
	}
	return filepath.Clean(beside), ""
}

// placeOfDependency returns where a chart names one of its dependencies.
func (r *renderer) placeOfDependency(c *helm.Chart, number int) artefact.Position {
	at := artefact.Position{File: filepath.Join(r.directory(c), chartFile)}
	for _, name := range []string{"requirements.yaml", chartFile} { // of the first version of charts, and of the second
		file := filepath.Join(r.directory(c), name)
		var named struct{ Dependencies []struct{ Name yaml.Node } }
		if yaml.Unmarshal(r.texts[file], &named) == nil && number < len(named.Dependencies) {
			at = artefact.Position{File: file, Line: named.Dependencies[number].Name.Line}
		}
	}
	return at
}

// listTemplates notes the templates of a chart and its dependencies by the names that Helm gives them. Those of a chart
// that is there by several aliases are made several.
func (r *renderer) listTemplates(c *helm.Chart) {
	c.Templates = slices.Clone(c.Templates)
	for i, shared := range c.Templates {
		own := *shared
		c.Templates[i] = &own
		r.files[&own] = r.files[shared]
		r.templates[path.Join(c.ChartFullPath(), own.Name)] = &own
	}
	for _, dependency := range c.Dependencies() {
		r.listTemplates(dependency)
	}
}

// set applies the values of flags. Its errors name the key at most: what follows it may be a secret, and what the parser
// takes for a key may be a part of one.
func set(all map[string]any, v *render.Values) error {
	apply := func(flag string, expressions []string, parse func(string) error) error {
		for i, expression := range expressions {
			err := parse(expression)
			if err == nil {
				continue
			}
			name, _, isPair := strings.Cut(expression, "=")
			if !isPair || !key.MatchString(name) {
				return fmt.Errorf("%s number %d is not of the form KEY=VALUE", flag, i+1)
			}
			if errors.Is(err, errFile) {
				return fmt.Errorf("%s %s: %w", flag, name, err)
			}
			return fmt.Errorf("%s %s: what follows cannot be read; a comma, bracket or brace in a value is written with a backslash before it", flag, name)
		}
		return nil
	}
	fromFile := func(name []rune) (any, error) {
		text, err := os.ReadFile(string(name))
		if err != nil {
			return nil, fmt.Errorf("%w %s: %w", errFile, source.WithoutCredentials(string(name)), oserror.WithoutPath(err))
		}
		return string(text), nil
	}
	return cmp.Or(
		apply("--set", v.Set, func(s string) error { return strvals.ParseInto(s, all) }),
		apply("--set-string", v.SetString, func(s string) error { return strvals.ParseIntoString(s, all) }),
		apply("--set-file", v.SetFile, func(s string) error { return strvals.ParseIntoFile(s, all, fromFile) }),
	)
}

var errFile = errors.New("reading")

// key matches the keys of expressions that messages repeat. An address with a password is none.
var key = regexp.MustCompile(`^[\w.\[\]\\-]+$`)

// validate holds the values against the schemas of the chart and its dependencies. A schema can refer to no other file.
func (r *renderer) validate(c *helm.Chart, values map[string]any, path []any) error {
	if len(c.Schema) > 0 {
		file := filepath.Join(r.directory(c), "values.schema.json")
		schema, err := jsonschema.UnmarshalJSON(strings.NewReader(string(c.Schema)))
		if err != nil {
			return rendering.Errorf(file, "cannot be read as JSON")
		}
		compiler := jsonschema.NewCompiler()
		compiler.UseLoader(jsonschema.SchemeURLLoader{})
		const name = "file:///values.schema.json"
		if err := compiler.AddResource(name, schema); err != nil {
			return rendering.Errorf(file, "is not a schema")
		}
		compiled, err := compiler.Compile(name)
		if err != nil {
			r.notice(artefact.Position{File: file}, "is not a valid schema, or refers to other files, which are not read; the values are not held against it")
		} else if err := compiled.Validate(plain(values)); err != nil {
			return r.invalid(err, file, path)
		}
	}
	for _, dependency := range c.Dependencies() {
		inner, isMapping := asMap(values[dependency.Name()])
		if !isMapping {
			continue
		}
		if err := r.validate(dependency, inner, append(slices.Clip(path), dependency.Name())); err != nil {
			return err
		}
	}
	return nil
}

// invalid says which of the values at a path do not fit a schema, and by which of its keywords, without the values.
func (r *renderer) invalid(err error, schema string, path []any) error {
	var not *jsonschema.ValidationError
	if !errors.As(err, &not) {
		return rendering.Errorf(schema, "does not accept the values")
	}
	if last := len(not.Causes) - 1; last >= 0 {
		for _, cause := range not.Causes[:last] {
			var said *artefact.Error
			if errors.As(r.invalid(cause, schema, path), &said) {
				r.emit(render.Part{Error: said})
			}
		}
		return r.invalid(not.Causes[last], schema, path)
	}
	return r.misfit(not, schema, path)
}

func (r *renderer) misfit(not *jsonschema.ValidationError, schema string, path []any) *artefact.Error {
	for _, step := range not.InstanceLocation {
		path = append(slices.Clip(path), r.values.step(path, step))
	}
	message := "the values do not fit " + schema
	if len(path) > 0 {
		message = artefact.PathText(path) + " does not fit " + schema
	}
	if keyword := strings.Join(not.ErrorKind.KeywordPath(), "."); keyword != "" {
		message += ": see " + keyword + " there"
	}
	if missing, ok := not.ErrorKind.(*kind.Required); ok {
		message += ", which names " + strings.Join(missing.Missing, ", ")
	}
	return &artefact.Error{Position: r.values.nearest(path), Message: message}
}

// asMap returns a mapping of values, whichever of Helm's types it has.
func asMap(v any) (map[string]any, bool) {
	switch v := v.(type) {
	case map[string]any:
		return v, true
	case common.Values:
		return v, true
	}
	return nil, false
}
