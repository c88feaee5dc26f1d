package delivery_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/delivery"
)

const (
	flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec:\n"
	helm = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: shop}\nspec:\n"
	argo = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\nspec:\n"
	sets = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: web, namespace: argocd}\nspec:\n  template:\n    spec:\n      source: "
	git  = "  sourceRef: {kind: GitRepository, name: flux-system}\n"
)

// TestNotices: what is remote is said to be not rendered. Of a directory that the run reads, only what changes it is said, and
// one that it does not read is to be passed as well.
func TestNotices(t *testing.T) {
	const render = "and is not rendered; to judge it, pass what it renders: helm template CHART --values FILE | guiderail check -"
	const absent = "and is not in the files; to judge what it deploys, check out the repository and pass the directory"
	const generator = "---\napiVersion: source.extensions.fluxcd.io/v1beta1\nkind: ArtifactGenerator\nmetadata: {name: a, namespace: flux-system}\n" +
		"spec:\n  artifacts:\n  - name: apps\n    copy:\n    - {from: '@repo/apps/base/**', to: '@artifact/base/'}\n    - {from: '@repo/apps/prod/**', to: '@artifact/prod/'}\n" +
		"  - {name: all, copy: [{from: '@repo/apps/**', to: '@artifact/'}]}\n  - {name: some, copy: [{from: '@repo/apps/*.yaml', to: '@artifact/'}, {from: '@repo/../**', to: '@artifact/'}]}\n"
	artifact := func(name, path string) string {
		return flux + "  sourceRef: {kind: ExternalArtifact, name: " + name + "}\n  path: " + path + "\n" + generator
	}
	for name, test := range map[string]struct {
		text    string
		read    string // what the run reads beside it
		without string // what is not there
		want    []string
	}{
		"a chart of a repository": {text: helm + "  chart: {spec: {chart: web, sourceRef: {kind: HelmRepository, name: charts, namespace: infra}}}\n", want: []string{
			"5:25 HelmRelease shop/web: its chart web is in the HelmRepository infra/charts, " + render,
		}},
		"a chart by reference": {text: helm + "  chartRef: {kind: OCIRepository, name: web}\n", want: []string{
			"5:41 HelmRelease shop/web: its chart is in the OCIRepository web, " + render,
		}},
		"a patch of a release": {text: helm + "  values: {a: 1}\n"},
		"a chart that is read": {text: helm + "  chart: {spec: {chart: ./charts/web, sourceRef: {kind: GitRepository, name: flux-system}}}\n", read: "charts/web/values.yaml"},
		"a chart with other values": {text: helm + "  values: {a: 1}\n  postRenderers: [{}]\n  chart: {spec: {chart: ./charts/web, valuesFiles: [x], sourceRef: {kind: GitRepository, name: flux-system}}}\n", read: "charts/web/values.yaml", want: []string{
			"7:25 HelmRelease shop/web: its chart ./charts/web is in the GitRepository flux-system, and is judged as charts/web, without what the HelmRelease changes (postRenderers)",
		}},
		"a chart that is not read": {text: helm + "  chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: flux-system}}}\n", want: []string{
			"5:25 HelmRelease shop/web: its chart charts/web is in the GitRepository flux-system, and charts/web is not part of this run; to judge what it deploys, pass that directory as well",
		}},
		"a path that is read": {text: flux + git + "  path: ./apps/prod\n", read: "apps/prod/a.yaml"},
		"a path with patches": {text: flux + git + "  path: /apps/prod\n  patches: [{patch: x}]\n  images: []\n  postBuild: {substitute: {a: b}}\n", read: "apps/prod/a.yaml", want: []string{
			"6:9 Kustomization flux-system/apps: its path /apps/prod is in the GitRepository flux-system, and is judged as apps/prod, without what the Kustomization changes (patches, postBuild)",
		}},
		"no path": {text: flux + git, want: []string{
			"5:14 Kustomization flux-system/apps: its path ./ is in the GitRepository flux-system, and . is not part of this run; to judge what it deploys, pass that directory as well",
		}},
		"a path that is not there":   {text: flux + git + "  path: ./other\n", want: []string{"6:9 Kustomization flux-system/apps: its path ./other is in the GitRepository flux-system, " + absent}},
		"a path like one that is":    {text: flux + git + "  path: ./apps/pro\n", read: "apps/prod/a.yaml", want: []string{"6:9 Kustomization flux-system/apps: its path ./apps/pro is in the GitRepository flux-system, " + absent}},
		"a path that leads out":      {text: flux + git + "  path: ../../etc\n", want: []string{"6:9 Kustomization flux-system/apps: its path ../../etc is in the GitRepository flux-system, and leads out of it"}},
		"a path that is substituted": {text: flux + git + "  path: ./apps/${cluster}\n", want: []string{"6:9 Kustomization flux-system/apps: its path ./apps/${cluster} is in the GitRepository flux-system, and the Kustomization fills it in; to judge what it deploys, pass the directories"}},
		"a bucket":                   {text: flux + "  sourceRef: {kind: Bucket, name: b}\n  path: ./apps/prod\n", read: "apps/prod/a.yaml", want: []string{"6:9 Kustomization flux-system/apps: its path ./apps/prod is in the Bucket b, and is not read; to judge it, download it and pass the directory"}},
		"an artifact":                {text: artifact("apps", "./prod"), read: "apps/prod/a.yaml"},
		"an artifact of all":         {text: artifact("all", "./prod"), want: []string{"6:9 Kustomization flux-system/apps: its path ./prod is in the ExternalArtifact all, and apps/prod is not part of this run; to judge what it deploys, pass that directory as well"}},
		"an artifact of files":       {text: artifact("some", "./"), want: []string{"6:9 Kustomization flux-system/apps: its path ./ is in the ExternalArtifact some, and the ArtifactGenerator copies no directory to it"}},
		"an unknown artifact":        {text: artifact("none", "./prod"), want: []string{"6:9 Kustomization flux-system/apps: its path ./prod is in the ExternalArtifact none, and no ArtifactGenerator in the files makes that; to judge what it deploys, pass the directories that it is made from"}},
		"a kustomization":            {text: "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nspec:\n" + git},
		"no git repository":          {text: flux + git + "  path: ./apps/prod\n", read: "apps/prod/a.yaml", without: ".git"},
		"a chart of Argo CD": {text: argo + "  source: {chart: web, repoURL: 'https://me:hunter2@example.org/charts'}\n", want: []string{
			"5:19 Application argocd/web: its chart web is in https://…@example.org/charts, " + render,
		}},
		"sources": {text: argo + "  sources:\n  - {repoURL: 'https://example.org/a', path: apps/prod, helm: {parameters: [{name: a}]}}\n  - {repoURL: 'https://example.org/b', ref: values}\n  - {repoURL: 'https://example.org/c', chart: web}\n", read: "apps/prod/a.yaml", want: []string{
			"6:46 Application argocd/web: its path apps/prod is in https://example.org/a, and is judged as apps/prod, without what the Application changes (helm.parameters)",
			"8:47 Application argocd/web: its chart web is in https://example.org/c, " + render,
		}},
		"a path of Argo CD":      {text: argo + "  source: {repoURL: 'https://example.org/a', path: apps/prod}\n", read: "apps/prod/a.yaml"},
		"a template of Argo CD":  {text: sets + "{repoURL: 'https://example.org/a', path: '{{.path.path}}'}\n", want: []string{"7:56 ApplicationSet argocd/web: its path {{.path.path}} is in https://example.org/a, and the ApplicationSet fills it in; to judge what it deploys, pass the directories"}},
		"wrong types":            {text: argo + "  source: [a]\n  sources: {a: b}\n---\n" + helm + "  chart: 1\n  chartRef: null\n"},
		"another API":            {text: "apiVersion: example.org/v1\nkind: HelmRelease\nspec: {chartRef: {name: a}}\n"},
		"nothing but its fields": {text: argo},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, file := range []string{".git/config", "clusters/prod/flux.yaml", "apps/prod/a.yaml", "apps/base/b.yaml", "charts/web/values.yaml"} {
				if test.without != "" && strings.HasPrefix(file, test.without) {
					continue
				}
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(test.text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			const file = "clusters/prod/flux.yaml"
			all := slices.Collect(source.Find(strings.Fields(file+" "+test.read), nil))
			formats := format.Set{kubernetes.New()}
			finder := delivery.New(t.Context(), func() []source.Found { return all }, formats, source.Options{})
			var got []string
			for d, err := range all[0].Source.Documents(source.Limits{}) {
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range formats.Parse(d).Artefacts {
					notices, err := finder.Notices(a, d.File)
					if err != nil {
						t.Fatal(err)
					}
					for _, n := range notices {
						got = append(got, fmt.Sprintf("%d:%d %s", n.Line, n.Column, n.Message))
					}
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// TestOnce: what several overlays render is said once, and what else is said stays.
func TestOnce(t *testing.T) {
	finder := delivery.New(t.Context(), func() []source.Found { return nil }, nil, source.Options{})
	notice := func(line int, from, message string, isDeployed bool) artefact.Notice {
		return artefact.Notice{Position: artefact.Position{File: "base/a.yaml", Line: line, RenderedFrom: from, RenderedLine: 7}, Message: message, IsDeployed: isDeployed}
	}
	var got []string
	for _, r := range []report.Result{
		{Notices: []artefact.Notice{notice(3, "prod", "a", true), notice(0, "prod", "b", true), notice(3, "prod", "c", false)}},
		{Notices: []artefact.Notice{notice(3, "test", "a", true), notice(0, "test", "b", true), notice(3, "test", "c", false), notice(4, "test", "a", true)}},
	} {
		finder.Once(&r)
		for _, n := range r.Notices {
			got = append(got, fmt.Sprintf("%s %d %s", n.RenderedFrom, n.Line, n.Message))
		}
	}
	if want := []string{"prod 3 a", "prod 0 b", "prod 3 c", "test 0 b", "test 3 c", "test 4 a"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
