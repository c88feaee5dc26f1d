// Package delivery reads what the objects of Flux and Argo CD deploy: a chart, or a directory of a repository. What they
// name is not part of the objects, and most of it cannot be read, so that a run says of each what becomes of it.
package delivery

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// reference is what an object deploys.
type reference struct {
	// at is the path of the field that names it.
	at []any
	// noun is what it is to the object: chart or path. name is how the object writes it.
	noun, name string
	// in is what has it: the HelmRepository podinfo, https://example.org/charts.
	in string
	// isDirectory reports that it is a directory of a repository. artifact is the name of an ExternalArtifact that
	// it is in, in the namespace of the object unless it names one.
	isDirectory bool
	artifact    objectName
	// changes are the fields of the object that change what is rendered.
	changes []string
}

type objectName struct{ namespace, name string }

const (
	fluxHelm      = "helm.toolkit.fluxcd.io"
	fluxKustomize = "kustomize.toolkit.fluxcd.io"
	fluxGenerator = "source.extensions.fluxcd.io"
	argo          = "argoproj.io"
)

// of returns what an object deploys; nothing for most objects.
func of(a *artefact.Artefact) []reference {
	spec := a.Value.Get("spec")
	switch group := a.Group(); {
	case group == fluxHelm && a.Kind == "HelmRelease":
		return helmRelease(a, spec)
	case group == fluxKustomize && a.Kind == "Kustomization":
		return kustomization(a.Namespace, spec)
	case group == argo && a.Kind == "Application":
		all := application(spec, []any{"spec"})
		if isRead(a) && !spec.Get("sources").Exists() {
			for i := range all {
				all[i].without("helm.values", "helm.valuesObject", "helm.valueFiles", "helm.parameters")
			}
		}
		return all
	case group == argo && a.Kind == "ApplicationSet":
		return application(spec.At("template", "spec"), []any{"spec", "template", "spec"})
	}
	return nil
}

// isRead reports whether a chart in the repository is rendered as an object installs it, with the values that it gives.
// Package source reads files alone for this.
func isRead(a *artefact.Artefact) bool { return a.Origin.RenderedFrom == "" && !a.Embedded }

// without takes fields from the changes.
func (r *reference) without(fields ...string) {
	r.changes = slices.DeleteFunc(r.changes, func(field string) bool { return slices.Contains(fields, field) })
}

func helmRelease(a *artefact.Artefact, spec value.Value) []reference {
	changes := present(spec, "values", "valuesFrom", "postRenderers")
	if ref := spec.Get("chartRef"); ref.Kind() == value.Object {
		return []reference{{at: []any{"spec", "chartRef", "name"}, noun: "chart", in: "the " + named(ref), changes: changes}}
	}
	chart := spec.At("chart", "spec")
	name := chart.Get("chart").TextOrEmpty()
	if name == "" {
		return nil // such as a patch
	}
	r := reference{at: []any{"spec", "chart", "spec", "chart"}, noun: "chart", name: name, changes: append(present(chart, "valuesFiles"), changes...)}
	r.from(a.Namespace, chart.Get("sourceRef"))
	if isRead(a) && r.artifact.name == "" {
		r.without("values", "valuesFiles", "valuesFrom") // what they are taken from, and is not known, is said where it is rendered
	}
	return []reference{r}
}

func kustomization(namespace string, spec value.Value) []reference {
	ref := spec.Get("sourceRef")
	if ref.Kind() != value.Object {
		return nil // such as a patch
	}
	r := reference{
		at: []any{"spec", "path"}, noun: "path", name: spec.Get("path").TextOrEmpty(),
		changes: present(spec, "patches", "postBuild", "images", "components", "targetNamespace", "namePrefix", "nameSuffix", "commonMetadata"),
	}
	if r.name == "" {
		r.at, r.name = []any{"spec", "sourceRef"}, "./"
	}
	r.from(namespace, ref)
	return []reference{r}
}

// from notes the source that a reference of Flux is in.
func (r *reference) from(namespace string, ref value.Value) {
	r.in = "the " + named(ref)
	switch ref.Get("kind").TextOrEmpty() {
	case "GitRepository":
		r.isDirectory = true
	case "ExternalArtifact":
		r.isDirectory = true
		r.artifact = objectName{namespace, ref.Get("name").TextOrEmpty()}
		if other := ref.Get("namespace").TextOrEmpty(); other != "" {
			r.artifact.namespace = other
		}
	}
}

// named names what a reference of Flux is to: GitRepository flux-system.
func named(ref value.Value) string {
	name := ref.Get("name").TextOrEmpty()
	if namespace := ref.Get("namespace").TextOrEmpty(); namespace != "" {
		name = namespace + "/" + name
	}
	return ref.Get("kind").TextOrEmpty() + " " + name
}

// application returns what an Application of Argo CD deploys: its one source, or its sources.
func application(spec value.Value, at []any) []reference {
	var all []reference
	add := func(from value.Value, at []any) {
		r := reference{in: source.WithoutCredentials(from.Get("repoURL").TextOrEmpty()), changes: changesOf(from)}
		chart, directory := from.Get("chart").TextOrEmpty(), from.Get("path").TextOrEmpty()
		switch {
		case chart != "":
			r.at, r.noun, r.name = append(slices.Clone(at), "chart"), "chart", chart
		case directory != "":
			r.at, r.noun, r.name, r.isDirectory = append(slices.Clone(at), "path"), "path", directory, true
		default:
			return // files of values for the other sources
		}
		all = append(all, r)
	}
	for i, from := range spec.Get("sources").Items() {
		add(from, append(slices.Clone(at), "sources", i))
	}
	if len(all) == 0 {
		add(spec.Get("source"), append(slices.Clone(at), "source"))
	}
	return all
}

// changesOf returns the fields of a source of Argo CD that change what is rendered.
func changesOf(from value.Value) []string {
	var all []string
	for tool, fields := range map[string][]string{
		"helm":      {"values", "valuesObject", "valueFiles", "parameters", "fileParameters"},
		"kustomize": {"patches", "images", "components", "namespace", "namePrefix", "nameSuffix", "commonLabels", "commonAnnotations", "replicas"},
		"directory": {"jsonnet", "include", "exclude"},
	} {
		for _, field := range present(from.Get(tool), fields...) {
			all = append(all, tool+"."+field)
		}
	}
	if from.Get("plugin").Exists() {
		all = append(all, "plugin")
	}
	slices.Sort(all)
	return all
}

// present returns those of some fields that have a value.
func present(v value.Value, fields ...string) []string {
	return slices.DeleteFunc(fields, func(field string) bool {
		is := v.Get(field)
		return !is.Exists() || is.Kind() == value.Null || (is.Kind() == value.Object || is.Kind() == value.List) && is.Len() == 0
	})
}

// subject names what an object deploys, and where it is.
func (r *reference) subject() string {
	what := "its " + r.noun
	if r.name != "" {
		what += " " + r.name
	}
	if r.in == "" {
		return what + " is in a repository that is not named,"
	}
	return fmt.Sprintf("%s is in %s,", what, r.in)
}

// isFilledIn reports whether the name is filled in later: by a generator of Argo CD, or a substitution of Flux.
func (r *reference) isFilledIn() bool {
	return strings.Contains(r.name, "{{") || strings.Contains(r.name, "${")
}

// within returns the path of a directory in a repository; false if it leads out of that.
func within(name string) (string, bool) {
	clean := path.Clean("./" + strings.TrimLeft(name, "/"))
	return clean, clean != ".." && !strings.HasPrefix(clean, "../") && !strings.Contains(name, "\x00")
}
