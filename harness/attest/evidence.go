package attest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
)

// Report has the counts of a report on the configuration of hosts.
type Report struct {
	// Kind is what wrote it: InSpec, OpenSCAP or Puppet.
	Kind string
	// Passed, Failed and Other count checks. Other ones were skipped, do not apply, or ended with an error.
	Passed, Failed, Other int
	// Resources counts what a catalogue of Puppet manages; it has no results.
	Resources int
}

// String returns the counts as people read them.
func (r *Report) String() string {
	if r.Kind == puppet {
		return fmt.Sprintf("Puppet catalogue: %d resources", r.Resources)
	}
	return fmt.Sprintf("%s: %d passed, %d failed, %d others", r.Kind, r.Passed, r.Failed, r.Other)
}

const (
	inspec   = "InSpec"
	openSCAP = "OpenSCAP"
	puppet   = "Puppet"
)

// isOdd reports whether a name leads to what is no file, such as a pipe, which would be waited for without an end.
func isOdd(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.Mode().IsRegular()
}

func readEvidence(name string) ([]byte, error) {
	if isOdd(name) {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxEvidence+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxEvidence {
		return nil, fmt.Errorf("%s is larger than %d MiB", name, maxEvidence>>20)
	}
	return text, nil
}

// readReport returns the counts of a report; nil where the text is none of a kind that is known.
func readReport(text []byte) *Report {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	switch {
	case bytes.HasPrefix(trimmed, []byte("{")):
		return readJSON(trimmed)
	case bytes.HasPrefix(trimmed, []byte("<")):
		return readXCCDF(trimmed)
	}
	return nil
}

func readJSON(text []byte) *Report {
	var known struct {
		// InSpec's reporters json and json-min.
		Profiles []struct {
			Controls []struct {
				Results []result `json:"results"`
			} `json:"controls"`
		} `json:"profiles"`
		Controls []result `json:"controls"`
		Version  any      `json:"version"`
		// A catalogue of Puppet.
		Resources   []json.RawMessage `json:"resources"`
		CatalogUUID string            `json:"catalog_uuid"`
		Edges       []json.RawMessage `json:"edges"`
	}
	if json.Unmarshal(text, &known) != nil {
		return nil
	}
	if known.Resources != nil && (known.CatalogUUID != "" || known.Edges != nil) {
		// What a catalogue says is that hosts are managed, which is what it has passed.
		return &Report{Kind: puppet, Passed: len(known.Resources), Resources: len(known.Resources)}
	}
	results := known.Controls
	for _, p := range known.Profiles {
		for _, c := range p.Controls {
			results = append(results, c.Results...)
		}
	}
	r := &Report{Kind: inspec}
	for _, one := range results {
		switch one.Status {
		case "passed":
			r.Passed++
		case "failed":
			r.Failed++
		default:
			r.Other++
		}
	}
	if len(results) == 0 && known.Profiles == nil {
		return nil
	}
	return r
}

type result struct {
	Status string `json:"status"`
}

// readXCCDF counts the results of rules in XCCDF, as OpenSCAP writes them, alone or in a report in ARF.
func readXCCDF(text []byte) *Report {
	r := &Report{Kind: openSCAP}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	var open []string // the names of the elements around
	found := false
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = append(open, t.Name.Local)
			found = found || t.Name.Local == "TestResult"
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if n := len(open); n < 2 || open[n-1] != "result" || open[n-2] != "rule-result" {
				continue
			}
			switch strings.TrimSpace(string(t)) {
			case "pass", "fixed":
				r.Passed++
			case "fail":
				r.Failed++
			default:
				r.Other++
			}
		}
	}
	if !found {
		return nil
	}
	return r
}
