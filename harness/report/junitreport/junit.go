// Package junitreport writes a run as JUnit XML, as Jenkins and GitLab read it: a suite for each file, and in it a case
// for each control and object that it applies to.
//
// A class is a control, so that Jenkins groups controls by family. What is unknown or waived is skipped. What could
// not be read is an error of its own, and what was not judged a skipped case.
package junitreport

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// maxCases is how many cases a suite has about. A file with more of them, such as the export of a cluster, gets several
// suites, so that not all of them have to be kept in memory.
const maxCases = 20_000

// classRead is the class of the cases about what was read.
const classRead = "guiderail.read"

type suite struct {
	XMLName  xml.Name   `xml:"testsuite"`
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Errors   int        `xml:"errors,attr"`
	Skipped  int        `xml:"skipped,attr"`
	File     string     `xml:"file,attr,omitempty"`
	Cases    []testcase `xml:"testcase"`

	names map[string]int
	part  int // of the file, from 1
}

type testcase struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	Failure *outcome `xml:"failure"`
	Error   *outcome `xml:"error"`
	Skipped *outcome `xml:"skipped"`
}

type outcome struct {
	// Type is the severity of the control, or why the case was skipped.
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// Reporter writes a suite when its file is over.
type Reporter struct {
	w     io.Writer
	run   *report.Run
	suite *suite
}

// New makes a reporter.
func New(w io.Writer) *Reporter { return &Reporter{w: w} }

// Begin writes what precedes the first suite.
func (x *Reporter) Begin(run *report.Run) error {
	x.run = run
	_, err := io.WriteString(x.w, xml.Header+"<testsuites name=\"guiderail\">\n")
	return err
}

// Result adds a document to the suite of its file.
func (x *Reporter) Result(r *report.Result) error {
	if x.suite == nil || x.suite.File != name(r.File) || x.suite.Tests >= maxCases {
		if err := x.flush(); err != nil {
			return err
		}
		next := newSuite(name(r.File))
		if x.suite != nil && x.suite.File == next.File {
			next.part = x.suite.part + 1
			next.Name = fmt.Sprintf("%s (%d)", next.File, next.part)
		}
		x.suite = next
	}
	for i := range r.Judgements {
		j := &r.Judgements[i]
		for _, c := range x.run.Cases(j) {
			x.suite.add(x.of(j, &c))
		}
	}
	for _, err := range r.Errors {
		x.suite.add(testcase{Class: classRead, Name: position(err.Position), Error: said("not read", []string{at(err.Position, err.Message)})})
	}
	for _, n := range r.Notices {
		x.suite.add(testcase{Class: classRead, Name: position(n.Position), Skipped: said("not judged", []string{at(n.Position, n.Message)})})
	}
	return nil
}

func (x *Reporter) of(j *judge.Judgement, c *report.Case) testcase {
	t := testcase{Class: c.Control.ID, Name: report.OneLine(j.Ref.String())}
	var lines []string
	for _, f := range c.Findings {
		lines = append(lines, at(f.Position, f.Message))
	}
	switch {
	case c.Err != nil:
		t.Error = said("not evaluated", []string{at(j.Position, "could not be evaluated: "+c.Err.Error())})
	case len(c.Findings) > 0:
		for _, u := range c.Unknowns {
			lines = append(lines, at(u.Position, "unknown: "+u.Message))
		}
		t.Failure = said(c.Control.Severity.String(), lines)
		if c.Control.Remediation != "" {
			t.Failure.Text += "fix: " + report.OneLine(c.Control.Remediation) + "\n"
		}
		if page := x.run.Page(c.Control); page != "" {
			t.Failure.Text += page + "\n"
		}
	case len(c.Unknowns) > 0:
		for _, u := range c.Unknowns {
			lines = append(lines, at(u.Position, "unknown: "+u.Message))
		}
		t.Skipped = said("unknown", lines)
	case len(c.Waived) > 0:
		for _, f := range c.Waived {
			reason := "waived"
			if why := report.Accepted(&f); why != "" {
				reason += " (" + why + ")"
			}
			lines = append(lines, at(f.Position, reason+": "+f.Message))
		}
		t.Skipped = said("waived", lines)
	}
	return t
}

func newSuite(file string) *suite {
	return &suite{Name: file, File: file, names: map[string]int{}, part: 1}
}

// add adds a case. Jenkins and GitLab know a case by its class and name, so that one that comes again gets a number.
func (s *suite) add(t testcase) {
	key := t.Class + "\x00" + t.Name
	if s.names[key]++; s.names[key] > 1 {
		t.Name = fmt.Sprintf("%s (%d)", t.Name, s.names[key])
	}
	s.Tests++
	switch {
	case t.Failure != nil:
		s.Failures++
	case t.Error != nil:
		s.Errors++
	case t.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, t)
}

func (x *Reporter) flush() error {
	if x.suite == nil || x.suite.Tests == 0 {
		return nil
	}
	text, err := xml.MarshalIndent(x.suite, "  ", "  ")
	if err != nil {
		return fmt.Errorf("writing a test suite: %w", err)
	}
	// A line feed of the text is written as it is: attributes have none.
	_, err = fmt.Fprintf(x.w, "%s\n", bytes.ReplaceAll(text, []byte("&#xA;"), []byte("\n")))
	return err
}

// End writes the last suites: that of the last file, and one of what the whole run did not judge.
func (x *Reporter) End(s *report.Summary) error {
	if err := x.flush(); err != nil {
		return err
	}
	x.suite = newSuite("guiderail")
	x.suite.File = ""
	for _, text := range s.NotJudged() {
		text = report.OneLine(text)
		subject, _, _ := strings.Cut(text, ": ")
		x.suite.add(testcase{Class: "guiderail.run", Name: subject, Skipped: said("not judged", []string{text})})
	}
	if err := x.flush(); err != nil {
		return err
	}
	_, err := io.WriteString(x.w, "</testsuites>\n")
	return err
}

// said returns an outcome with lines of text, the first of which is its message.
func said(kind string, lines []string) *outcome {
	return &outcome{Type: kind, Message: lines[0], Text: "\n" + strings.Join(lines, "\n") + "\n"}
}

func at(p artefact.Position, message string) string {
	return position(p) + ": " + report.OneLine(message)
}

func position(p artefact.Position) string { return report.OneLine(report.Place(p)) }

func name(file string) string { return report.OneLine(file) }
