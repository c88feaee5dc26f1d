package picture_test

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/flows/picture"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/policies"
)

func analyse(t *testing.T, found iter.Seq[source.Found]) *flows.Flows {
	t.Helper()
	loaded, err := rego.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := flows.Read(t.Context(), loaded, found, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := cluster.Analyse(t.Context(), flows.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func file(name string) iter.Seq[source.Found] {
	return source.Find([]string{filepath.Join("testdata", name)}, nil)
}

func svg(t *testing.T, p *picture.Picture) string {
	t.Helper()
	var out strings.Builder
	if err := p.SVG(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func page(t *testing.T, p *picture.Picture, problems []flows.Problem) string {
	t.Helper()
	var out strings.Builder
	if err := p.HTML(&out, problems); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// body is a page without what is the same in all pages.
func body(page string) string {
	for _, fixed := range []string{"style", "script"} {
		page = regexp.MustCompile("(?s)<"+fixed+">.*?</"+fixed+">").ReplaceAllString(page, "<"+fixed+"></"+fixed+">")
	}
	return regexp.MustCompile(`sha256-[^ ]*=&#39;`).ReplaceAllString(page, "sha256-…&#39;")
}

func TestPictures(t *testing.T) {
	for _, name := range []string{"shop", "hostile"} {
		t.Run(name, func(t *testing.T) {
			f := analyse(t, file(name+".yaml"))
			p := picture.New(f, f.Connections(), true)
			drawn, text := svg(t, p), page(t, p, f.Problems())
			reporttest.Golden(t, filepath.Join("testdata", name+".svg"), drawn)
			reporttest.Golden(t, filepath.Join("testdata", name+".html"), body(text))
			again := picture.New(f, f.Connections(), true)
			if drawn != svg(t, again) || text != page(t, again, f.Problems()) {
				t.Error("the same connections give another picture")
			}
			wellFormed(t, drawn)
		})
	}
}

// wellFormed holds that a picture is XML, without scripts, and without what a reader would reorder.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	if strings.ContainsAny(text, "\x1b\u202e") {
		t.Error("control characters are written as they are")
	}
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !slices.Contains([]string{"svg", "title", "style", "rect", "g", "text", "path"}, start.Name.Local) {
			t.Errorf("a picture has an element %s", start.Name.Local)
		}
		for _, a := range start.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
				t.Errorf("a picture has an attribute %s", a.Name.Local)
			}
		}
	}
}

// TestWorkloadsWithoutConnections holds that a picture of everything has them, and one of a part has not.
func TestWorkloadsWithoutConnections(t *testing.T) {
	f := analyse(t, file("shop.yaml"))
	var some []flows.Connection
	for _, c := range f.Connections() {
		if c.Ports.String() == "TCP 8080" {
			some = append(some, c)
		}
	}
	for areAll, want := range map[bool]bool{true: true, false: false} {
		if got := strings.Contains(svg(t, picture.New(f, some, areAll)), ">report</text>"); got != want {
			t.Errorf("all connections %v: got %v, want %v", areAll, got, want)
		}
	}
}

// TestLargePictures holds that what a large cluster has is drawn.
func TestLargePictures(t *testing.T) {
	const services = 300
	var text strings.Builder
	for i := range services {
		number := func(n int) string {
			return string(rune('a'+n/26/26%26)) + string(rune('a'+n/26%26)) + string(rune('a'+n%26))
		}
		text.WriteString(strings.NewReplacer("NAME", number(i), "TEAM", number(i/12), "OTHER", number((i*3+1)%services)).Replace(`
apiVersion: v1
kind: Pod
metadata: {name: NAME, namespace: TEAM, labels: {app: NAME}}
spec: {containers: [{name: a, image: a}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: NAME, namespace: TEAM}
spec:
  podSelector: {matchLabels: {app: NAME}}
  ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: OTHER}}}], ports: [{port: 80}]}]
---
`))
	}
	f := analyse(t, slices.Values([]source.Found{{Source: source.Bytes("large.yaml", []byte(text.String()))}}))
	drawn := svg(t, picture.New(f, f.Connections(), true))
	wellFormed(t, drawn)
	if got := strings.Count(drawn, `<g class="node workload"`); got != services {
		t.Errorf("got %d workloads, want %d", got, services)
	}
	if got, want := strings.Count(drawn, `<g class="link`), len(f.Connections()); got != want {
		t.Errorf("got %d connections, want %d", got, want)
	}
}
