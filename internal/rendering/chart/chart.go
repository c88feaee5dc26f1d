// Package chart renders Helm charts with Helm's own libraries, as helm template does, and tells for each value of what
// is rendered where a person edits it: in a template, in a file of values or in Chart.yaml.
package chart

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	helm "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	charts "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/oserror"
	"github.com/guiderail/guiderail/internal/rendering"
)

// renderer renders one chart.
type renderer struct {
	request *render.Request
	emit    rendering.Emit
	roots   rendering.Roots
	chart   *helm.Chart
	// files are the names on disk of the files of the chart and its dependencies, and texts what they hold.
	files map[*common.File]string
	texts map[string][]byte
	// templates are the templates by the names that Helm gives them.
	templates map[string]*common.File
	values    *origins
	chance    chance
	// vocabulary is made for the first error.
	vocabulary *vocabulary
	// isIncomplete reports that a template could not be rendered.
	isIncomplete bool
}

// Render renders a chart. Each template of it that renders to anything is a text; a template that cannot be rendered is
// an error, and the others are rendered nevertheless.
func Render(request *render.Request, emit rendering.Emit) {
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil))) // Helm's remarks about what it coalesces,
	log.SetOutput(io.Discard)                                       // in which values are
	r := newRenderer(request, emit)
	if err := r.render(); err != nil {
		var at *artefact.Error
		if !errors.As(err, &at) {
			at = rendering.Errorf(r.place().File, "cannot be rendered: %v", err)
		}
		emit(render.Part{Error: at})
	}
}

func newRenderer(request *render.Request, emit rendering.Emit) *renderer {
	return &renderer{request: request, emit: emit, files: map[*common.File]string{}, texts: map[string][]byte{}, templates: map[string]*common.File{}}
}

const chartFile = "Chart.yaml"

func (r *renderer) render() error {
	values, err := r.prepare()
	if err != nil || values == nil {
		return err
	}
	rendered, err := r.execute(values)
	if err != nil {
		return err
	}
	isEmpty := len(r.chart.CRDObjects()) == 0 && !r.isIncomplete
	traced := r.trace(values)
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		text := rendered[name]
		if strings.HasSuffix(name, "NOTES.txt") || strings.TrimSpace(text) == "" {
			continue
		}
		isEmpty = false
		file := r.files[r.templates[name]]
		if !r.emit(render.Part{Text: &render.Text{File: file, Text: []byte(text), Places: traced.places(name, file, text)}}) {
			return nil
		}
	}
	for _, crd := range r.chart.CRDObjects() {
		if !r.emit(render.Part{Text: &render.Text{File: r.files[crd.File], Text: crd.File.Data}}) {
			return nil
		}
	}
	if isEmpty {
		r.notice(r.place(), "renders to nothing")
	}
	return nil
}

// place returns the place of what concerns the chart as a whole.
func (r *renderer) place() artefact.Position {
	return artefact.Position{File: filepath.Join(r.request.Directory, chartFile)}
}

// notice says what is left out.
func (r *renderer) notice(at artefact.Position, format string, arguments ...any) {
	r.emit(render.Part{Notice: &artefact.Notice{Position: at, Message: fmt.Sprintf(format, arguments...)}})
}

// freshValues returns what templates have as $. Templates may change it, so that each rendering has its own.
type freshValues func() (common.Values, error)

// prepare reads the chart and its values; nil if the chart renders nothing.
func (r *renderer) prepare() (freshValues, error) {
	var err error
	if r.roots, err = rendering.RootsOf(r.request); err != nil {
		return nil, err
	}
	if r.chart, err = r.load(r.request.Directory); err != nil {
		return nil, err
	}
	if r.chart.Metadata.Type == "library" {
		r.notice(r.place(), "is a library chart: it renders nothing itself, and is judged through the charts that use it")
		return nil, nil
	}
	if err := r.complete(r.chart, nil); err != nil {
		return nil, err
	}
	given, err := r.given()
	if err != nil {
		return nil, err
	}
	capabilities, err := r.capabilities()
	if err != nil {
		return nil, err
	}
	if err := charts.ProcessDependencies(r.chart, given); err != nil {
		return nil, r.unfit(err)
	}
	r.listTemplates(r.chart)
	release := common.ReleaseOptions{
		Name:      cmp.Or(r.request.Values.ReleaseName, "release-name"),
		Namespace: cmp.Or(r.request.Values.Namespace, "default"),
		Revision:  1,
		IsInstall: true,
	}
	values := func() (common.Values, error) {
		return util.ToRenderValuesWithSchemaValidation(r.chart, given, release, capabilities, true)
	}
	top, err := values()
	if err != nil {
		return nil, r.unfit(err)
	}
	r.values.all, _ = asMap(top["Values"])
	return values, r.validate(r.chart, r.values.all, nil)
}

// mismatch is what Helm says of a dependency whose values are no mapping; what follows is their value.
var mismatch = regexp.MustCompile(`type mismatch on ([^:]+):`)

// unfit says that values do not have the form that dependencies need.
func (r *renderer) unfit(err error) error {
	if found := mismatch.FindStringSubmatch(err.Error()); found != nil {
		return fmt.Errorf("the values of the dependency %s must be a mapping", found[1])
	}
	return errors.New("its values and those of its dependencies do not fit together")
}

// capabilities returns what the cluster is assumed to have.
func (r *renderer) capabilities() (*common.Capabilities, error) {
	c := common.DefaultCapabilities.Copy()
	if version := r.request.Values.KubeVersion; version != "" {
		parsed, err := common.ParseKubeVersion(version)
		if err != nil {
			return nil, fmt.Errorf("--kube-version: %q is not a version such as 1.33", version)
		}
		c.KubeVersion = *parsed
	}
	c.APIVersions = append(c.APIVersions, r.request.Values.APIVersions...)
	if wanted := r.chart.Metadata.KubeVersion; wanted != "" && !charts.IsCompatibleRange(wanted, c.KubeVersion.String()) {
		return nil, fmt.Errorf("it requires Kubernetes %s and the version is %s; pass --kube-version", wanted, c.KubeVersion.Version)
	}
	return c, nil
}

// maxFailures is how many templates of a chart may fail before nothing of it is rendered. Each has the others rendered
// again.
const maxFailures = 100

// execute renders all templates. One that fails is an error and counts as empty for the others.
func (r *renderer) execute(values freshValues) (map[string]string, error) {
	for failures := 0; ; failures++ {
		top, err := values()
		if err != nil {
			return nil, r.unfit(err)
		}
		rendered, err := engine.Engine{CustomTemplateFuncs: r.chance.first()}.Render(r.chart, top)
		if err == nil {
			return rendered, nil
		}
		failed, said := r.explain(err)
		t := r.templates[failed]
		if t == nil || len(t.Data) == 0 {
			return nil, said
		}
		if failures == maxFailures {
			return nil, rendering.Errorf(r.place().File, "more than %d of its templates cannot be rendered; nothing of the chart is judged", maxFailures)
		}
		if !r.emit(render.Part{Error: said}) {
			return nil, nil
		}
		t.Data, r.isIncomplete = nil, true
	}
}

// given returns the values that are given beside those of the chart.
func (r *renderer) given() (map[string]any, error) {
	v := &r.request.Values
	all := map[string]any{}
	for _, within := range v.Within {
		values, err := r.valuesWithin(within)
		if err != nil {
			return nil, err
		}
		all = loader.MergeMaps(all, values)
	}
	for _, file := range v.Files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, rendering.Errorf(source.WithoutCredentials(file), "cannot be read: %v", oserror.WithoutPath(err))
		}
		values, err := loader.LoadValues(bytes.NewReader(text))
		if err != nil {
			return nil, notYAML(file, err)
		}
		all = loader.MergeMaps(all, values)
		r.texts[file] = text
	}
	r.values = newOrigins(r)
	return all, set(all, v)
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// lineOf returns the line that an error about YAML names; 0 if it names none.
func lineOf(err error) int {
	if found := yamlLine.FindStringSubmatch(err.Error()); found != nil {
		line, _ := strconv.Atoi(found[1])
		return line
	}
	return 0
}
