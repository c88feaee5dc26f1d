package junitreport_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/junitreport"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/internal/shared"
)

func runs(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, run := range reporttest.Runs(t) {
		var out strings.Builder
		reporttest.Write(t, junitreport.New(&out), run.Run, run.Results, run.Summary)
		texts[run.Name] = out.String()
	}
	return texts
}

func TestReport(t *testing.T) {
	for name, text := range runs(t) {
		t.Run(name, func(t *testing.T) {
			reporttest.Golden(t, filepath.Join("testdata", name+".xml"), text)
		})
	}
}

// TestLargeFile wants a file with many objects to have several suites.
func TestLargeFile(t *testing.T) {
	run, _, summary := reporttest.Run(t)
	var results []report.Result
	for i := range 45 {
		j := judge.Judgement{Ref: artefact.Ref{Kind: "Pod", Name: fmt.Sprint(i)}, Verdicts: map[string]judge.Verdict{}}
		for k := range 1000 {
			j.Verdicts[fmt.Sprintf("a.b%d", k)] = judge.Pass
		}
		results = append(results, report.Result{File: "cluster.yaml", Judgements: []judge.Judgement{j}})
	}
	results = append(results, report.Result{File: "other.yaml", Judgements: results[0].Judgements})
	var out strings.Builder
	reporttest.Write(t, junitreport.New(&out), run, results, summary)
	for _, want := range []string{
		`<testsuite name="cluster.yaml" tests="20000" `, `<testsuite name="cluster.yaml (2)" tests="20000" `, `<testsuite name="cluster.yaml (3)" tests="5000" `,
		`<testsuite name="other.yaml" tests="1000" `,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("want %s", want)
		}
	}
}

// element is an element of the schema.
type element struct {
	XMLName xml.Name
	Name    string    `xml:"name,attr"`
	Ref     string    `xml:"ref,attr"`
	Use     string    `xml:"use,attr"`
	Inside  []element `xml:",any"`
}

// of lists the elements of a kind on every level below an element, apart from those inside other declarations.
func (e *element) of(kind string) []element {
	var found []element
	for _, inside := range e.Inside {
		if inside.XMLName.Local == kind {
			found = append(found, inside)
			continue
		}
		found = append(found, inside.of(kind)...)
	}
	return found
}

// names lists the names that the elements have, or refer to.
func names(elements []element) []string {
	var all []string
	for _, e := range elements {
		all = append(all, e.Name+e.Ref)
	}
	return all
}

// violations lists what the schema does not allow in a text: elements and attributes that it does not name there,
// and attributes that it requires.
func violations(t *testing.T, schema element, text string) []string {
	t.Helper()
	var found, parents []string
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			i := slices.IndexFunc(schema.Inside, func(e element) bool { return e.XMLName.Local == "element" && e.Name == name })
			if i < 0 {
				found = append(found, name+" is no element")
				continue
			}
			if len(parents) > 0 {
				parent := schema.Inside[slices.IndexFunc(schema.Inside, func(e element) bool { return e.Name == parents[len(parents)-1] })]
				if !slices.Contains(names(parent.of("element")), name) {
					found = append(found, fmt.Sprintf("%s in %s", name, parent.Name))
				}
			}
			attributes := schema.Inside[i].of("attribute")
			for _, a := range token.Attr {
				if !slices.Contains(names(attributes), a.Name.Local) {
					found = append(found, fmt.Sprintf("attribute %s of %s", a.Name.Local, name))
				}
			}
			for _, a := range attributes {
				if a.Use == "required" && !slices.ContainsFunc(token.Attr, func(given xml.Attr) bool { return given.Name.Local == a.Name }) {
					found = append(found, fmt.Sprintf("no attribute %s of %s", a.Name, name))
				}
			}
			parents = append(parents, name)
		case xml.EndElement:
			parents = parents[:len(parents)-1]
		}
	}
}

// TestSharedSchema holds the report against the schema of Jenkins's xUnit plugin.
func TestSharedSchema(t *testing.T) {
	file := shared.Path(t, "schemas/junit-10.xsd")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var schema element
	if err := xml.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for name, text := range runs(t) {
		for _, violation := range violations(t, schema, text) {
			t.Errorf("%s: %s", name, violation)
		}
		bad := strings.NewReplacer("<testcase classname", "<testcase class", "<testsuites name", "<testsuites names").Replace(text)
		if len(violations(t, schema, bad)) == 0 {
			t.Errorf("%s: attributes that the schema does not know are not noticed", name)
		}
	}
	t.Run("xmllint", func(t *testing.T) {
		xmllint, err := exec.LookPath("xmllint")
		if err != nil {
			t.Skip("xmllint is not installed (Debian: libxml2-utils)")
		}
		for name, text := range runs(t) {
			command := exec.CommandContext(t.Context(), xmllint, "--noout", "--schema", file, "-")
			command.Stdin = strings.NewReader(text)
			if output, err := command.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", name, err, output)
			}
		}
	})
}
