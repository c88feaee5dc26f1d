// Package policyreport writes a run as the reports that clusters keep: PolicyReports of the Kubernetes policy working
// group, or Reports of OpenReports. They are manifests that kubectl applies, one for each namespace and one for
// what belongs to the cluster.
//
// Each finding is a result. What passed is counted in the summary of a report and is no result, since a report is one
// object, whose size etcd limits. A report that would be too long is continued in another one.
package policyreport

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// API is the API of the reports.
type API struct {
	version, kind, clusterKind string
	// isFiltered reports that a report can say which results it leaves out.
	isFiltered bool
}

// WGPolicy is the API of the Kubernetes policy working group.
func WGPolicy() API {
	return API{"wgpolicyk8s.io/v1alpha2", "PolicyReport", "ClusterPolicyReport", false}
}

// OpenReports is the API that continues it.
func OpenReports() API { return API{"openreports.io/v1alpha1", "Report", "ClusterReport", true} }

// name is that of the reports, of their source, and of the policies that are about the run.
const name = "guiderail"

// maxBytes is how long the results of a report are at most. An object in etcd has at most 1.5 MB.
const maxBytes = 900_000

// maxMessage is how many characters of a message are kept.
const maxMessage = 2000

// outcome is what a result says.
type outcome string

const (
	pass   outcome = "pass"
	fail   outcome = "fail"
	failed outcome = "error"
	skip   outcome = "skip"
)

type header struct {
	APIVersion    string          `json:"apiVersion"`
	Kind          string          `json:"kind"`
	Metadata      metadata        `json:"metadata"`
	Source        string          `json:"source,omitempty"`
	Configuration *configuration  `json:"configuration,omitempty"`
	Summary       map[outcome]int `json:"summary"`
}

type metadata struct {
	Name      string            `json:"name"`
	Namespace string            `json:"namespace,omitempty"`
	Labels    map[string]string `json:"labels"`
}

type configuration struct {
	Limits limits `json:"limits"`
}

type limits struct {
	StatusFilter []outcome `json:"statusFilter"`
}

type result struct {
	Source     string            `json:"source"`
	Policy     string            `json:"policy"`
	Category   string            `json:"category,omitempty"`
	Severity   string            `json:"severity,omitempty"`
	Result     outcome           `json:"result"`
	Scored     bool              `json:"scored"`
	Message    string            `json:"message"`
	Resources  []resource        `json:"resources,omitempty"`
	Properties map[string]string `json:"properties,omitempty"`
}

type resource struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name,omitempty"`
	FieldPath  string `json:"fieldPath,omitempty"`
}

// scope is where a report belongs. An object that is namespaced and names no namespace belongs where it is applied.
type scope struct {
	isCluster bool
	namespace string
}

// pages is a report that is being written, and its pages that were written before.
type pages struct {
	number  int
	summary map[outcome]int
	results strings.Builder
}

// Reporter keeps the results of a namespace until its report is long enough or the run ends.
type Reporter struct {
	w      io.Writer
	api    API
	run    *report.Run
	open   map[scope]*pages
	scopes map[string]bool // whether a group and kind is namespaced
	docs   int
}

// New makes a reporter for an API.
func New(w io.Writer, api API) *Reporter {
	return &Reporter{w: w, api: api, open: map[scope]*pages{}, scopes: map[string]bool{}}
}

// Begin keeps the description of the run.
func (p *Reporter) Begin(run *report.Run) error {
	p.run = run
	return nil
}

// Result adds the results of a document to the reports.
func (p *Reporter) Result(r *report.Result) error {
	for i := range r.Judgements {
		if err := p.judgement(&r.Judgements[i]); err != nil {
			return err
		}
	}
	for _, err := range r.Errors {
		if err := p.add(scope{isCluster: true}, about(failed, "read", err.Position, err.Message)); err != nil {
			return err
		}
	}
	for _, n := range r.Notices {
		if err := p.add(scope{isCluster: true}, about(skip, "read", n.Position, "not judged: "+n.Message)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Reporter) judgement(j *judge.Judgement) error {
	at, err := p.scope(j.Ref)
	if err != nil {
		return err
	}
	for _, c := range p.run.Cases(j) {
		if c.Verdict == judge.Pass {
			p.page(at).summary[pass]++
		}
		var results []result
		for _, f := range c.Findings {
			results = append(results, p.result(j, c.Control, fail, f.Message, &f))
		}
		for _, u := range c.Unknowns {
			results = append(results, p.result(j, c.Control, skip, "unknown: "+u.Message, &u))
		}
		for _, f := range c.Waived {
			waived := p.result(j, c.Control, skip, "waived: "+f.Message, &f)
			waived.Properties["waived"] = cmp.Or(line(report.Accepted(&f)), "true")
			results = append(results, waived)
		}
		if c.Err != nil {
			results = append(results, p.result(j, c.Control, failed, "could not be evaluated: "+c.Err.Error(), &judge.Finding{Position: j.Position}))
		}
		for _, r := range results {
			if err := p.add(at, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// scope returns where the report about an object belongs.
func (p *Reporter) scope(ref artefact.Ref) (scope, error) {
	key := ref.Group() + "/" + ref.Kind
	isNamespaced, known := p.scopes[key]
	if !known {
		var err error
		if isNamespaced, err = p.run.Catalogue.Rego.IsNamespaced(context.Background(), ref.Group(), ref.Kind); err != nil {
			return scope{}, err
		}
		p.scopes[key] = isNamespaced
	}
	// A namespace that an object of an unknown kind names is believed here: its report is read, and waives nothing.
	if isNamespaced || ref.Namespace != "" && artefact.IsCustom(ref.Group()) {
		return scope{namespace: line(ref.Namespace)}, nil
	}
	return scope{isCluster: true}, nil
}

func (p *Reporter) result(j *judge.Judgement, c *control.Control, is outcome, message string, f *judge.Finding) result {
	properties := map[string]string{
		"fingerprint": f.Fingerprint, "fix": line(c.Remediation), "help": p.run.Page(c), "requirements": strings.Join(c.Requirements, ","),
	}
	place(properties, f.Position)
	maps.DeleteFunc(properties, func(_, value string) bool { return value == "" })
	return result{
		Source: name, Policy: c.ID, Category: c.Family(), Severity: c.Severity.String(), Result: is, Scored: true, Message: line(message),
		Resources:  []resource{{line(j.APIVersion), line(j.Kind), line(j.Namespace), line(j.Name), line(artefact.PathText(f.Path))}},
		Properties: properties,
	}
}

// about returns a result that is about the run and no object.
func about(is outcome, what string, at artefact.Position, message string) result {
	r := result{Source: name, Policy: name + "." + what, Category: name, Result: is, Message: line(message), Properties: map[string]string{}}
	place(r.Properties, at)
	return r
}

func place(properties map[string]string, at artefact.Position) {
	if at.File != "" {
		properties["file"] = line(at.File)
	}
	if at.Line > 0 {
		properties["line"] = strconv.Itoa(at.Line)
	}
	if at.RenderedFrom != "" {
		properties["renderedFrom"] = line(at.RenderedFrom)
	}
	if at.RenderedLine > 0 {
		properties["renderedLine"] = strconv.Itoa(at.RenderedLine)
	}
}

// line returns a text as one line that is not very long.
func line(s string) string {
	s = report.OneLine(s)
	if characters := []rune(s); len(characters) > maxMessage {
		return string(characters[:maxMessage]) + "…"
	}
	return s
}

func (p *Reporter) page(at scope) *pages {
	if p.open[at] == nil {
		p.open[at] = &pages{number: 1, summary: map[outcome]int{}}
	}
	return p.open[at]
}

func (p *Reporter) add(at scope, r result) error {
	text, err := yaml.Marshal([]result{r})
	if err != nil {
		return fmt.Errorf("writing a result: %w", err)
	}
	page := p.page(at)
	if page.results.Len()+len(text) > maxBytes {
		if err := p.write(at, page); err != nil {
			return err
		}
		page = &pages{number: page.number + 1, summary: map[outcome]int{}}
		p.open[at] = page
	}
	page.summary[r.Result]++
	page.results.Write(text)
	return nil
}

func (p *Reporter) write(at scope, page *pages) error {
	h := header{
		APIVersion: p.api.version, Kind: p.api.kind, Metadata: metadata{name, at.namespace, map[string]string{"app.kubernetes.io/managed-by": name}},
		Summary: map[outcome]int{pass: 0, fail: 0, failed: 0, skip: 0, "warn": 0},
	}
	if at.isCluster {
		h.Kind = p.api.clusterKind
	}
	if page.number > 1 {
		h.Metadata.Name = fmt.Sprintf("%s-%d", name, page.number)
	}
	if p.api.isFiltered {
		h.Source, h.Configuration = name, &configuration{limits{[]outcome{fail, failed, skip}}}
	}
	maps.Copy(h.Summary, page.summary)
	text, err := yaml.Marshal(h)
	if err != nil {
		return fmt.Errorf("writing a report: %w", err)
	}
	results := "results: []\n"
	if page.results.Len() > 0 {
		results = "results:\n" + page.results.String()
	}
	separator := ""
	if p.docs > 0 {
		separator = "---\n"
	}
	p.docs++
	_, err = fmt.Fprintf(p.w, "%s%s%s", separator, text, results)
	return err
}

// End writes the reports that are open, with what the whole run did not judge in that of the cluster.
func (p *Reporter) End(s *report.Summary) error {
	cluster := scope{isCluster: true}
	for _, text := range s.NotJudged() {
		if err := p.add(cluster, about(skip, "run", artefact.Position{}, "not judged: "+text)); err != nil {
			return err
		}
	}
	p.page(cluster) // so that an empty run is a report, and not an empty file
	order := func(a, b scope) int {
		if a.isCluster != b.isCluster {
			return map[bool]int{true: -1, false: 1}[a.isCluster]
		}
		return cmp.Compare(a.namespace, b.namespace)
	}
	for _, at := range slices.SortedFunc(maps.Keys(p.open), order) {
		if err := p.write(at, p.open[at]); err != nil {
			return err
		}
	}
	return nil
}
