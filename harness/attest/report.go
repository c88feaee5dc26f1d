package attest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/guiderail/guiderail/harness/source"
)

// Report has the counts of a report on the configuration of hosts.
type Report struct {
	// Kind is what wrote it: InSpec, OpenSCAP or Puppet.
	Kind string
	// Passed and Failed count checks. Unknown counts those that were made and ended without an answer, and Other those that
	// were not made, or say nothing either way.
	Passed, Failed, Unknown, Other int
	// Resources counts what a catalogue of Puppet manages; it has no results.
	Resources int
}

// Unmet counts the checks that were made, and do not show what they look for.
func (r *Report) Unmet() int { return r.Failed + r.Unknown }

// String returns the counts as people read them.
func (r *Report) String() string {
	if r.Kind == puppet {
		return fmt.Sprintf("Puppet catalogue: %d resources", r.Resources)
	}
	text := fmt.Sprintf("%s: %d passed, %d failed, %d others", r.Kind, r.Passed, r.Failed, r.Other)
	if r.Unknown > 0 {
		text += fmt.Sprintf(", %d not known", r.Unknown)
	}
	return text
}

const (
	inspec   = "InSpec"
	openSCAP = "OpenSCAP"
	puppet   = "Puppet"
)

// outcome is what the result of one check means.
type outcome int

const (
	met outcome = iota + 1
	unmet
	unanswered
	aside // not made, or without a say
)

func (r *Report) count(o outcome) {
	switch o {
	case met:
		r.Passed++
	case unmet:
		r.Failed++
	case unanswered:
		r.Unknown++
	default:
		r.Other++
	}
}

// ofXCCDF returns what each result of XCCDF means. Those that are not scored are aside.
// Source: NISTIR 7275 revision 4, table 26 and section 7.3.2
func ofXCCDF(result string) outcome {
	switch result {
	case "pass", "fixed":
		return met
	case "fail":
		return unmet
	case "error", "unknown":
		return unanswered
	case "notapplicable", "notchecked", "notselected", "informational":
		return aside
	}
	return 0
}

// ofInSpec returns what each status of InSpec means, those of --enhanced-outcomes among them.
// Source: https://docs.chef.io/inspec/reporters/
func ofInSpec(status string) outcome {
	switch status {
	case "passed":
		return met
	case "failed":
		return unmet
	case "error":
		return unanswered
	case "skipped", "not_applicable", "not_reviewed":
		return aside
	}
	return 0
}

// readReport returns the counts of a report; nil where the text is none of a kind that is known. The error says why a text
// that begins as one cannot be read whole.
func readReport(text []byte) (*Report, error) {
	if bytes.HasPrefix(text, []byte("\x1f\x8b")) {
		return nil, errors.New("it is compressed; keep it as it was written")
	}
	text, err := source.UTF8(text)
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	isJSON, isXML := bytes.HasPrefix(trimmed, []byte("{")), bytes.HasPrefix(trimmed, []byte("<"))
	if err == nil && !isJSON && !isXML {
		return nil, hidden(trimmed)
	}
	switch {
	case err != nil && (isJSON || isXML):
		return nil, err
	case isJSON:
		report, err := readJSON(trimmed)
		if report == nil && err == nil {
			err = hidden(trimmed[1:])
		}
		return report, err
	case isXML:
		return readXCCDF(trimmed)
	}
	return nil, nil
}

// hidden returns an error where a report stands within another text: in a list, or behind lines that a tool wrote. Nobody
// would see its counts there.
func hidden(text []byte) error {
	const most = 20 // of the places where one may begin: each is read to its end
	for range most {
		at := bytes.IndexAny(text, "{<")
		if at < 0 {
			return nil
		}
		text = text[at:]
		read := readJSON
		if text[0] == '<' {
			read = readXCCDF
		}
		var value json.RawMessage
		one := text
		if text[0] == '{' {
			if json.NewDecoder(bytes.NewReader(text)).Decode(&value) != nil {
				text = text[1:]
				continue
			}
			one = value
		}
		if report, err := read(one); report != nil && err == nil {
			return errors.New("it has a report within another text; keep each report in a file of its own, as the tool wrote it")
		}
		text = text[1:]
	}
	return nil
}

// repeated returns the name of a member that an object of a JSON text has twice. Of the names that are read, those that
// differ by case alone count as one, since JSON's readers do not agree on them.
func repeated(text []byte) string {
	read := []string{"profiles", "controls", "results", "status", "resources", "type", "title", "data"}
	decoder := json.NewDecoder(bytes.NewReader(text))
	type level struct {
		names  map[string]bool // nil in a list
		isName bool
	}
	var levels []*level
	for {
		token, err := decoder.Token()
		if err != nil {
			return ""
		}
		var in *level
		if len(levels) > 0 {
			in = levels[len(levels)-1]
		}
		switch token {
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:len(levels)-1]
			continue
		}
		if in != nil && in.names != nil && in.isName {
			name, _ := token.(string)
			if lower := strings.ToLower(name); slices.Contains(read, lower) {
				name = lower
			}
			if in.names[name] {
				return name
			}
			in.names[name], in.isName = true, false
			continue
		}
		if in != nil {
			in.isName = true
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, &level{names: map[string]bool{}, isName: true})
		case json.Delim('['):
			levels = append(levels, &level{})
		}
	}
}

// fields are the members of an object that tell what it is. JSON's names have a case, which a struct does not regard.
type fields map[string]json.RawMessage

func (f fields) has(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return f[name] != nil })
}

// telling are the names of members that reports have.
var telling = []string{"profiles", "controls", "statistics", "platform", "resources", "edges", "catalog_uuid", "catalog_format", "document_type", "data"}

// readJSON reads a report of InSpec (its reporters json and json-min), or a catalogue of Puppet.
func readJSON(text []byte) (*Report, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	var found *Report
	for n := 0; ; n++ {
		read, err := readFields(decoder)
		switch {
		case errors.Is(err, io.EOF):
			return found, nil
		case err != nil && (found != nil || read.has(telling...) || n == 0 && errors.Is(err, io.ErrUnexpectedEOF)):
			return nil, err
		case err != nil: // it is not JSON, and nobody said that it was
			return nil, nil
		}
		report, err := read.report()
		switch {
		case err != nil:
			return nil, err
		case found != nil, report != nil && n > 0:
			return nil, errors.New("it holds more than one value")
		case report == nil:
			continue
		}
		if name := repeated(text); name != "" {
			return nil, fmt.Errorf("it has %s twice", name)
		}
		found = report
	}
}

// readFields reads the members of the next value that tell what it is. It returns io.EOF after the last value.
func readFields(decoder *json.Decoder) (read fields, err error) {
	first, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if first != json.Delim('{') {
		return nil, errors.New("it is not an object")
	}
	read = fields{}
	within := func(err error) error {
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return read, within(err)
		}
		text, _ := name.(string)
		isTelling := slices.Contains(telling, text)
		if isTelling && !read.has(text) {
			read[text] = json.RawMessage("null") // it begins as what has one
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return read, within(err)
		}
		if isTelling {
			read[text] = value
		}
	}
	_, err = decoder.Token()
	return read, within(err)
}

// report returns the counts of what the fields are those of; nil where that is no report.
func (f fields) report() (*Report, error) {
	var kind string
	if json.Unmarshal(f["document_type"], &kind) == nil && kind == "Catalog" {
		inner, err := readFields(json.NewDecoder(bytes.NewReader(f["data"])))
		if err != nil {
			return nil, fmt.Errorf("reading data: %w", err)
		}
		return inner.catalogue()
	}
	if f.has("resources") && f.has("edges", "catalog_uuid", "catalog_format") {
		return f.catalogue()
	}
	return f.inspec()
}

// catalogue counts what a catalogue of Puppet manages, alone, or as PuppetDB gives it out. Its classes, stages and nodes only
// hold the rest, and every catalogue has some.
func (f fields) catalogue() (*Report, error) {
	type resource struct{ Type, Title string }
	var resources []resource
	if bytes.HasPrefix(f["resources"], []byte("{")) {
		var expanded struct{ Data *[]resource }
		if err := json.Unmarshal(f["resources"], &expanded); err != nil {
			return nil, fmt.Errorf("reading resources: %w", err)
		}
		if expanded.Data == nil {
			return nil, errors.New("its resources have no data")
		}
		resources = *expanded.Data
	} else if err := json.Unmarshal(f["resources"], &resources); err != nil {
		return nil, fmt.Errorf("reading resources: %w", err)
	}
	r := &Report{Kind: puppet}
	for i, one := range resources {
		if strings.TrimSpace(one.Type) == "" || strings.TrimSpace(one.Title) == "" {
			return nil, fmt.Errorf("resources[%d] has no type and title, which name what is managed", i)
		}
		if !slices.Contains([]string{"Class", "Stage", "Node"}, one.Type) {
			r.Resources++
		}
	}
	r.Passed = r.Resources // a catalogue says that hosts are managed, which is what it has passed
	return r, nil
}

// inspec counts the results of InSpec.
func (f fields) inspec() (*Report, error) {
	if !f.has("profiles", "controls") {
		return nil, nil
	}
	type result struct{ Status *string }
	var profiles []struct {
		Controls *[]struct{ Results []result }
	}
	var results []result
	var err error
	if f.has("profiles") {
		err = json.Unmarshal(f["profiles"], &profiles)
	}
	if f.has("controls") {
		err = errors.Join(err, json.Unmarshal(f["controls"], &results))
	}
	isReport := f.has("statistics", "platform") || slices.ContainsFunc(results, func(r result) bool { return r.Status != nil })
	for _, p := range profiles {
		isReport = isReport || p.Controls != nil
	}
	switch {
	case !isReport:
		return nil, nil
	case err != nil:
		return nil, err
	}
	for _, p := range profiles {
		if p.Controls == nil { // a profile that was skipped
			continue
		}
		for _, c := range *p.Controls {
			results = append(results, c.Results...)
		}
	}
	r := &Report{Kind: inspec}
	for _, one := range results {
		if one.Status == nil {
			return nil, errors.New("one of its results has no status")
		}
		o := ofInSpec(*one.Status)
		if o == 0 {
			return nil, fmt.Errorf("%q is no status of InSpec", *one.Status)
		}
		r.count(o)
	}
	return r, nil
}

// The elements of XML that are read: the root of ARF, and what results of XCCDF are in.
const (
	arf        = "asset-report-collection"
	benchmark  = "Benchmark"
	testResult = "TestResult"
)

// readXCCDF counts the results of rules in XCCDF, as OpenSCAP writes them, alone or in a report in ARF.
func readXCCDF(text []byte) (*Report, error) {
	x := &xccdf{report: Report{Kind: openSCAP}}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.CharsetReader = charset
	for {
		token, err := decoder.RawToken()
		if err == nil {
			err = x.take(token)
		} else if errors.Is(err, io.EOF) && len(x.open) == 0 && x.root != "" {
			break
		}
		if err == nil {
			continue
		}
		isCut := x.root == "" && (errors.Is(err, io.EOF) || strings.Contains(err.Error(), "unexpected EOF") || bytes.HasPrefix(text, []byte("<?")))
		if isCut || x.isFound || slices.Contains([]string{arf, benchmark, testResult}, x.root) {
			return nil, withoutEOF(err)
		}
		return nil, nil // other XML, or HTML
	}
	if !x.isFound && x.root != arf {
		return nil, nil
	}
	return &x.report, nil
}

func withoutEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// xccdf is a report in XCCDF that is being read.
type xccdf struct {
	report  Report
	root    string
	isFound bool     // there are results in it
	open    []string // the names of the elements around
	results []string // of the rule that is open
}

func (x *xccdf) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if len(x.open) == 0 && x.root != "" {
			return fmt.Errorf("<%s> is outside of <%s>", t.Name.Local, x.root)
		}
		if len(x.open) == 0 {
			x.root = t.Name.Local
		}
		x.open = append(x.open, t.Name.Local)
		x.isFound = x.isFound || t.Name.Local == testResult
		switch {
		case t.Name.Local == "rule-result":
			x.results = nil
		case x.isResult():
			x.results = append(x.results, "")
		}
	case xml.EndElement:
		if len(x.open) == 0 || x.open[len(x.open)-1] != t.Name.Local {
			return fmt.Errorf("</%s> ends nothing", t.Name.Local)
		}
		x.open = x.open[:len(x.open)-1]
		if t.Name.Local == "rule-result" {
			return x.rule()
		}
	case xml.CharData:
		switch {
		case len(x.open) == 0 && x.root != "" && len(bytes.TrimSpace(t)) > 0:
			return fmt.Errorf("there is text after </%s>", x.root)
		case x.isResult():
			x.results[len(x.results)-1] += string(t)
		}
	}
	return nil
}

// isResult reports whether what is open is the result of a rule, unlike that of a check of the rule.
func (x *xccdf) isResult() bool {
	n := len(x.open)
	return n > 1 && x.open[n-1] == "result" && x.open[n-2] == "rule-result"
}

// rule counts the rule that ends.
func (x *xccdf) rule() error {
	if len(x.results) != 1 {
		return fmt.Errorf("a rule-result has %s", map[bool]string{true: "no result", false: "several results"}[len(x.results) == 0])
	}
	result := strings.TrimSpace(x.results[0])
	o := ofXCCDF(result)
	if o == 0 {
		return fmt.Errorf("%q is no result of XCCDF", result)
	}
	x.report.count(o)
	return nil
}

// charset reads what declares another encoding than UTF-8. A text in UTF-16 and UTF-32 was decoded before.
func charset(declared string, in io.Reader) (io.Reader, error) {
	plain := func(name string) string {
		return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(name))
	}
	switch name := plain(declared); name {
	case "utf8", "utf16", "utf16le", "utf16be", "utf32", "utf32le", "utf32be", "usascii", "ascii":
		return in, nil
	case "latin1":
		return charset("ISO-8859-1", in)
	default:
		for _, known := range charmap.All {
			if page, ok := known.(*charmap.Charmap); ok && plain(page.String()) == name {
				return page.NewDecoder().Reader(in), nil
			}
		}
	}
	return nil, fmt.Errorf("its charset %s is not known; write it in UTF-8", declared)
}
