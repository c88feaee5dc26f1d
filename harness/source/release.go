package source

import (
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
)

// release is an object of Flux or Argo CD that says how a chart in the repository is installed.
type release struct {
	file     string
	name     string // of the object: HelmRelease shop/till
	document int
	line     int    // on which the document begins
	chart    string // the real path of its directory
	values   render.Values
	// unknown says what the values are taken from beside what is written in the repository; "" if it is nothing.
	unknown string
}

// besides returns a file of the repository in which another one is, as a path of the working directory if that is in it.
func besides(file, name string) string {
	path := filepath.Join(cmp.Or(repositoryOf(filepath.Dir(file)), realPath(".")), filepath.FromSlash(name))
	if working := realPath("."); isWithin(path, working) {
		if relative, err := filepath.Rel(working, path); err == nil {
			return relative
		}
	}
	return path
}

// maxReleases bounds how much of a file is read in search of releases, in bytes.
const maxReleases = 4 << 20

// releases returns what the files that were found say of charts that were found: the values with which a chart is
// installed are known then, and it is judged with them.
func (f *finder) releases() (all []release) {
	charts := map[string]bool{} // by real path
	for _, one := range f.found {
		if r, ok := one.Source.(*rendered); ok && r.request.Kind == render.Chart {
			charts[realPath(r.request.Directory)] = true
		}
	}
	if len(charts) == 0 {
		return nil
	}
	for _, one := range f.found {
		file, isFile := one.Source.(*File)
		if !isFile || file.Once {
			continue
		}
		for d, err := range file.Documents(Limits{Source: maxReleases, Document: maxReleases}) {
			if err != nil || !bytes.Contains(d.Text, []byte("HelmRelease")) && !bytes.Contains(d.Text, []byte("argoproj.io")) {
				continue
			}
			var object map[string]any
			if yaml.Unmarshal(d.Text, &object) != nil {
				continue
			}
			for _, r := range releasesIn(object, file.Path, d.Index) {
				if r.chart = realPath(besides(file.Path, r.chart)); charts[r.chart] {
					r.file, r.line = file.Path, d.Line+blankLines(d.Text)
					all = append(all, r)
				}
			}
		}
	}
	return all
}

// releasesIn returns the releases that an object is. Their chart is a path below the repository.
func releasesIn(object map[string]any, file string, document int) []release {
	version, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	group, _, _ := strings.Cut(version, "/")
	spec, _ := object["spec"].(map[string]any)
	metadata, _ := object["metadata"].(map[string]any)
	name := artefact.Ref{Kind: kind, Namespace: textOf(metadata, "namespace"), Name: textOf(metadata, "name")}.String()
	within := func(isText bool, path ...string) render.Within {
		return render.Within{File: file, Document: document, Path: path, IsText: isText}
	}
	switch {
	case group == "helm.toolkit.fluxcd.io" && kind == "HelmRelease":
		chart := mapping(spec, "chart", "spec")
		if textOf(mapping(chart, "sourceRef"), "kind") != "GitRepository" {
			return nil
		}
		r := release{name: name, chart: textOf(chart, "chart"), document: document}
		if spec["valuesFrom"] != nil {
			r.unknown = "spec.valuesFrom"
		}
		r.values.Namespace = cmp.Or(textOf(spec, "targetNamespace"), textOf(metadata, "namespace"))
		r.values.ReleaseName = cmp.Or(textOf(spec, "releaseName"), strings.TrimPrefix(textOf(spec, "targetNamespace")+"-"+textOf(metadata, "name"), "-"))
		for _, name := range namesIn(chart["valuesFiles"]) {
			r.values.Within = append(r.values.Within, render.Within{File: besides(file, name), Document: 1})
		}
		if mapping(spec, "values") != nil {
			r.values.Within = append(r.values.Within, within(false, "spec", "values"))
		}
		return []release{r}
	case group == "argoproj.io" && kind == "Application":
		var all []release
		sources, _ := spec["sources"].([]any)
		for i, source := range append([]any{spec["source"]}, sources...) {
			described, _ := source.(map[string]any)
			if textOf(described, "path") == "" {
				continue
			}
			r := application(described, file)
			r.name, r.document = name, document
			r.values.Namespace = textOf(mapping(spec, "destination"), "namespace")
			r.values.ReleaseName = cmp.Or(r.values.ReleaseName, textOf(metadata, "name"))
			helm := mapping(described, "helm")
			for _, field := range []string{"values", "valuesObject"} {
				switch {
				case helm[field] == nil:
				case i > 0: // in a list, to which no path leads
					r.unknown = "spec.sources[].helm." + field
				default:
					r.values.Within = append(r.values.Within, within(field == "values", "spec", "source", "helm", field))
				}
			}
			all = append(all, r)
		}
		return all
	}
	return nil
}

// application returns the release of one source of an Application, with its files of values and parameters.
func application(source map[string]any, file string) release {
	r := release{chart: textOf(source, "path")}
	helm := mapping(source, "helm")
	r.values.ReleaseName = textOf(helm, "releaseName")
	for _, name := range namesIn(helm["valueFiles"]) {
		path := r.chart + "/" + name
		if strings.HasPrefix(name, "$") { // the root of another source, which is taken for the same repository
			_, path, _ = strings.Cut(name, "/")
		}
		path = besides(file, path)
		if helm["ignoreMissingValueFiles"] == true && !exists(path) {
			continue
		}
		r.values.Within = append(r.values.Within, render.Within{File: path, Document: 1})
	}
	parameters, _ := helm["parameters"].([]any)
	for _, parameter := range parameters {
		p, _ := parameter.(map[string]any)
		expression := textOf(p, "name") + "=" + strings.ReplaceAll(textOf(p, "value"), ",", `\,`)
		if p["forceString"] == true {
			r.values.SetString = append(r.values.SetString, expression)
		} else {
			r.values.Set = append(r.values.Set, expression)
		}
	}
	return r
}

// released has the charts that were found rendered as they are installed, if that is known.
func (f *finder) released() {
	if f.each {
		return // the files of values say how
	}
	releases := f.releases()
	var all []Found
	for _, one := range f.found {
		r, isRendered := one.Source.(*rendered)
		if !isRendered || r.request.Kind != render.Chart {
			all = append(all, one)
			continue
		}
		real := realPath(r.request.Directory)
		of := slices.DeleteFunc(slices.Clone(releases), func(release release) bool { return release.chart != real })
		if len(of) == 0 {
			all = append(all, one)
		}
		for _, release := range of {
			if release.unknown != "" {
				all = append(all, Found{Notice: &artefact.Notice{Position: artefact.Position{File: release.file, Line: release.line}, Message: fmt.Sprintf("%s takes values from %s, which are not known here; the chart is rendered without them", release.name, release.unknown), IsUnrendered: true}})
			}
		}
		for _, release := range of {
			request := r.request
			request.Values = withFlags(release.values, f.values)
			if repositoryOf(r.request.Directory) == "" {
				request.Beside = append(slices.Clip(request.Beside), realPath(filepath.Dir(release.file)))
			}
			found := Found{Source: &rendered{request: request, renderer: r.renderer, file: r.file, namespace: release.values.Namespace, made: []string{release.file}, excluded: r.excluded}}
			if len(of) > 1 {
				found.Variant = fmt.Sprintf("%s document %d", release.file, release.document)
			}
			all = append(all, found)
		}
	}
	f.found = all
}

// withFlags returns the values of a release with those of flags, which count more.
func withFlags(of, flags render.Values) render.Values {
	of.Files = flags.Files
	of.Set, of.SetString, of.SetFile = slices.Concat(of.Set, flags.Set), slices.Concat(of.SetString, flags.SetString), flags.SetFile
	of.ReleaseName, of.Namespace = cmp.Or(flags.ReleaseName, of.ReleaseName), cmp.Or(flags.Namespace, of.Namespace)
	of.KubeVersion, of.APIVersions = flags.KubeVersion, flags.APIVersions
	return of
}

func mapping(from map[string]any, keys ...string) map[string]any {
	for _, key := range keys {
		from, _ = from[key].(map[string]any)
	}
	return from
}

func textOf(from map[string]any, key string) string {
	text, _ := from[key].(string)
	return text
}
