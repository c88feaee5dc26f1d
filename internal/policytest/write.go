package policytest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/guiderail/guiderail/internal/prose"
)

// Formats lists the formats of Write.
func Formats() []string { return []string{"text", "json", "junit"} }

// Write writes the report in a format.
func (r *Report) Write(out io.Writer, format string) error {
	switch format {
	case "text":
		return r.text(out)
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(r.withCounts())
	case "junit":
		return r.junit(out)
	}
	return fmt.Errorf("unknown format %q; use one of %s", format, strings.Join(Formats(), ", "))
}

// counted is the report as JSON has it.
type counted struct {
	*Report
	Tests  int `json:"tests"`
	Failed int `json:"failed"`
}

func (r *Report) withCounts() counted {
	ran, failed := r.Count("")
	return counted{r, ran, failed}
}

// text writes a line for each subject, with what failed below it, and the counts.
func (r *Report) text(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "policies  %s\n", r.Policies)
	if r.Fixtures != "" {
		fmt.Fprintf(&b, "fixtures  %s\n\n", r.Fixtures)
	} else {
		b.WriteString("fixtures  none: no testdata/controls in the policy directory or above it\n\n")
	}
	for _, s := range r.Subjects {
		verdict := "ok  "
		if _, failed := s.Count(""); failed > 0 {
			verdict = "FAIL"
		}
		tests, _ := s.Count(CheckRego)
		fixtures, _ := s.Count(CheckFixture)
		fmt.Fprintf(&b, "%s  %s", verdict, s.Name)
		if tests+fixtures > 0 {
			fmt.Fprintf(&b, "  %s, %s", prose.Count(tests, "Rego test"), prose.Count(fixtures, "fixture"))
		}
		b.WriteString("\n")
		for _, c := range s.Cases {
			for _, f := range c.Failures {
				if c.Check == CheckRego {
					f.Message = c.Name + ": " + f.Message
				}
				fmt.Fprintln(&b, f)
			}
		}
	}
	ran, failed := r.Count("")
	tests, _ := r.Count(CheckRego)
	fixtures, _ := r.Count(CheckFixture)
	fmt.Fprintf(&b, "\n%d of %d checks failed; ran %s and %s\n", failed, ran, prose.Count(tests, "Rego test"), prose.Count(fixtures, "fixture"))
	_, err := io.WriteString(out, b.String())
	return err
}

type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Time     string     `xml:"time,attr"`
	Cases    []testcase `xml:"testcase"`
}

type testcase struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	File    string   `xml:"file,attr"`
	Line    int      `xml:"line,attr,omitempty"`
	Time    string   `xml:"time,attr"`
	Failure *failure `xml:"failure"`
}

type failure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// junit writes a suite for each subject, as CI servers read them.
func (r *Report) junit(out io.Writer) error {
	ran, failed := r.Count("")
	all := suites{Tests: ran, Failures: failed}
	for _, s := range r.Subjects {
		one := suite{Name: s.Name}
		one.Tests, one.Failures = s.Count("")
		seconds := 0.0
		for _, c := range s.Cases {
			seconds += c.Duration.Seconds()
			t := testcase{Class: s.Name, Name: strings.TrimSpace(string(c.Check) + " " + c.Name), File: c.File, Line: c.Line, Time: fmt.Sprintf("%.3f", c.Duration.Seconds())}
			if len(c.Failures) > 0 {
				t.Failure = &failure{Message: c.Failures[0].Message}
				for _, f := range c.Failures {
					t.Failure.Text += f.String() + "\n"
				}
			}
			one.Cases = append(one.Cases, t)
		}
		one.Time = fmt.Sprintf("%.3f", seconds)
		all.Suites = append(all.Suites, one)
	}
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(out, "\n")
	return err
}
