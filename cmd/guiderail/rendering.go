package main

import (
	"regexp"
	"strings"

	"github.com/spf13/pflag"
	kubernetes "k8s.io/apimachinery/pkg/util/version"

	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/harness/source"
)

// renderFlags say how charts and kustomizations are rendered.
type renderFlags struct {
	isOff  bool
	each   bool
	values render.Values
}

func (r *renderFlags) register(f *pflag.FlagSet) {
	f.BoolVar(&r.isOff, "no-render", false, "do not render charts and kustomizations: no chart is read, and the resources of a\nkustomization are read as they are written")
	f.StringArrayVar(&r.values.Files, "values", nil, "file of values for charts (repeatable, the last one counts most)")
	f.StringArrayVar(&r.values.Set, "set", nil, "value for charts, as in helm template: KEY=VALUE (repeatable)")
	f.StringArrayVar(&r.values.SetString, "set-string", nil, "the same for a value that is a string (repeatable)")
	f.StringArrayVar(&r.values.SetFile, "set-file", nil, "the same for a value that is the text of a file (repeatable)")
	f.StringVar(&r.values.ReleaseName, "release-name", "", "name of the release of charts (default \"release-name\")")
	f.StringVar(&r.values.KubeVersion, "kube-version", "", "version of Kubernetes that charts are rendered for (default: the newest that Helm knows)")
	f.StringSliceVar(&r.values.APIVersions, "api-versions", nil, "API versions that charts find in the cluster, beside those of Kubernetes (repeatable)")
}

func (r *renderFlags) registerEach(f *pflag.FlagSet) {
	f.BoolVar(&r.each, "each", false, "render charts once with each file of --values; what is found with all of them is said once")
}

// configure fills in what the command line does not say. given reports whether it has a flag.
func (r *renderFlags) configure(given func(flag string) bool, c *charts) error {
	for _, field := range []struct {
		flag       string
		value      *[]string
		configured []string
	}{
		{"values", &r.values.Files, c.Values},
		{"set", &r.values.Set, c.Set},
		{"set-string", &r.values.SetString, c.SetString},
		{"set-file", &r.values.SetFile, c.SetFile},
		{"api-versions", &r.values.APIVersions, c.APIVersions},
	} {
		if !given(field.flag) {
			*field.value = field.configured
		}
	}
	if !given("release-name") {
		r.values.ReleaseName = c.ReleaseName
	}
	if !given("kube-version") {
		r.values.KubeVersion = c.KubeVersion
	}
	if !given("each") {
		r.each = c.Each
	}
	if given("each") && r.each && len(r.values.Files) < 2 {
		return usageError("--each: there is one rendering with each file of --values; name two files or more")
	}
	return r.check()
}

// isRelease matches the names that Helm gives a release, which have 53 characters at most.
var isRelease = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)

// check returns an error of usage for a value that no chart can be rendered with.
func (r *renderFlags) check() error {
	if name := r.values.ReleaseName; name != "" && (len(name) > 53 || !isRelease.MatchString(name)) {
		return usageError("--release-name: no release has this name; write at most 53 lower case letters, digits, dashes and dots")
	}
	if r.values.KubeVersion != "" {
		if _, err := kubernetes.ParseGeneric(r.values.KubeVersion); err != nil {
			return usageError("--kube-version: is not a version such as 1.33")
		}
	}
	for flag, expressions := range map[string][]string{"--set": r.values.Set, "--set-string": r.values.SetString, "--set-file": r.values.SetFile} {
		for i, expression := range expressions {
			if !strings.Contains(expression, "=") {
				return usageError("%s: number %d is not of the form KEY=VALUE", flag, i+1)
			}
		}
	}
	return nil
}

// apply has a search render charts and kustomizations. namespace is the one of the release; "" leaves it to Helm.
func (r *renderFlags) apply(search source.Search, namespace string) source.Search {
	search.Renderer = r.renderer()
	search.Values, search.Each = r.values, r.each
	search.Values.Namespace = namespace
	return search
}

// renderer returns what renders; nil if nothing does.
func (r *renderFlags) renderer() render.Renderer {
	if r.isOff {
		return nil
	}
	return newProgram()
}

// newProgram returns the program that renders, of the same version.
func newProgram() *render.Program {
	return &render.Program{Install: "install it: go install github.com/guiderail/guiderail/cmd/...@" + installable() + " (or leave charts out with --no-render)"}
}
