// Package textreport writes a run for people who read it in a terminal or a log: each file and each object once, the
// worst first, one line for each control, and at the end what many objects have.
package textreport

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

// Options configure a reporter.
type Options struct {
	// Color allows escape sequences.
	Color bool
	// Width is how many characters a line may have; 0 means 100.
	Width int
	// Verbose lists every finding at its object, and everything that was not judged.
	Verbose bool
	// Quiet leaves out what follows the findings.
	Quiet bool
	// Summary leaves out the findings of single objects: it lists the controls with what they found.
	Summary bool
	// MinSeverity is the lowest severity of the findings that are listed. Others are counted.
	MinSeverity control.Severity
}

// many is of how many objects a control has to find something for it to be told once, at the end.
const many = 4

// most is how many findings are kept until the end. A longer run is written as it comes.
const most = 50_000

// New makes a reporter.
func New(w io.Writer, options Options) *Reporter {
	if options.Width == 0 {
		options.Width = 100
	}
	return &Reporter{w: w, options: options, fixed: map[string]bool{}}
}

// Reporter keeps the findings until it is known which controls find the same in many objects.
type Reporter struct {
	w       io.Writer
	options Options
	run     *report.Run
	err     error

	objects  []object
	kept     int // findings in objects
	common   map[string]*common
	fixed    map[string]bool // controls whose fix was written
	isLong   bool            // too long to be kept
	file     string          // that was written last
	written  bool
	findings int
	hidden   int // below MinSeverity
	controls map[string]bool

	unknowns int
	notices  []string
	details  []string // of unknowns
	errors   []string
	warnings []string // about waivers
	accepted []string
	evidence []evidence
}

// evidence is what is told of an image, by object.
type evidence struct {
	file, ref, line string
	said            report.Evidence
}

// object is an object with findings.
type object struct {
	file     string // that was read
	at       string // the file to edit
	ref      artefact.Ref
	findings []judge.Finding
}

// common is what a control finds in many objects.
type common struct {
	control *control.Control
	objects int
	places  []artefact.Position
	placed  int // objects that have one of the places
}

const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	cyan   = "36"
	worst  = "1;31"
)

func (t *Reporter) paint(style, s string) string {
	if !t.options.Color || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (t *Reporter) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// wrapped writes a text that begins in the column where head ends, and stays right of it.
func (t *Reporter) wrapped(head, text string) {
	t.hanging(head, strings.Repeat(" ", prose.Width(head)), text)
}

// hanging writes a text after head, and what does not fit there in lines that begin with indent.
func (t *Reporter) hanging(head, indent, text string) {
	width := prose.Width(indent)
	if prose.Width(head)+prose.Width(text) > t.options.Width && prose.Width(head) > width {
		t.printf("%s\n", strings.TrimRight(head, " "))
		head = indent
	}
	lines := prose.Wrap(text, indent, t.options.Width)
	t.printf("%s\n", head+strings.TrimPrefix(lines, indent))
}

// Begin keeps the description of the run, which is written at the end.
func (t *Reporter) Begin(run *report.Run) error {
	t.run, t.controls = run, map[string]bool{}
	t.warn(run.Warnings)
	return nil
}

// Result keeps what was found in a document.
func (t *Reporter) Result(r *report.Result) error {
	for _, j := range r.Judgements {
		t.take(r.File, &j)
		for _, u := range j.Unknowns {
			t.unknowns++
			if t.options.Verbose {
				t.details = append(t.details, fmt.Sprintf("%s: %s: %s: %s", u.Position, u.Control.ID, j.Ref, u.Message))
			}
		}
		for i := range j.Evidence {
			e := &j.Evidence[i]
			t.evidence = append(t.evidence, evidence{r.File, j.Ref.String(), strconv.Itoa(e.Position.LineRead()), report.NewEvidence(e)})
		}
		t.warn(j.Remarks)
		for i := range j.Waived {
			if t.options.Verbose {
				t.accepted = append(t.accepted, acceptedLine(&j.Waived[i]))
			}
		}
		for _, id := range slices.Sorted(maps.Keys(j.Errors)) {
			t.errors = append(t.errors, fmt.Sprintf("%s: control %s could not be evaluated: %v", j.Position, id, j.Errors[id]))
		}
	}
	for _, n := range r.Notices {
		t.notices = append(t.notices, fmt.Sprintf("%s: %s", n.Position, n.Message))
	}
	for _, err := range r.Errors {
		t.errors = append(t.errors, err.Error())
	}
	return t.err
}

func (t *Reporter) take(file string, j *judge.Judgement) {
	o := object{file: file, at: cmp.Or(j.Position.File, file), ref: j.Ref}
	for _, f := range j.Findings {
		t.controls[f.Control.ID] = true
		if f.Control.Severity < t.options.MinSeverity {
			t.hidden++
			continue
		}
		o.findings = append(o.findings, f)
	}
	t.findings += len(o.findings)
	if len(o.findings) == 0 {
		return
	}
	t.objects = append(t.objects, o)
	if t.kept += len(o.findings); t.kept > most || t.isLong {
		t.isLong = true
		t.flush()
	}
}

// flush writes what is kept, but for what many objects have.
func (t *Reporter) flush() {
	if t.common == nil {
		t.common = map[string]*common{}
		if !t.options.Verbose {
			t.common = commonOf(t.objects, t.options.Summary)
		}
	}
	for i := range t.objects {
		t.setAside(&t.objects[i])
	}
	for _, of := range byFile(t.objects) {
		t.writeFile(of)
	}
	t.objects, t.kept = nil, 0
}

// commonOf returns the controls that find something in many objects, or in any.
func commonOf(objects []object, all bool) map[string]*common {
	counts := map[string]*common{}
	for _, o := range objects {
		seen := map[string]bool{}
		for _, f := range o.findings {
			if counts[f.Control.ID] == nil {
				counts[f.Control.ID] = &common{control: f.Control}
			}
			if !seen[f.Control.ID] {
				counts[f.Control.ID].objects++
			}
			seen[f.Control.ID] = true
		}
	}
	for id, c := range counts {
		if c.objects < many && !all {
			delete(counts, id)
		}
		c.objects = 0
	}
	return counts
}

// setAside takes out of an object what is written at the end.
func (t *Reporter) setAside(o *object) {
	seen := map[string]bool{}
	o.findings = slices.DeleteFunc(o.findings, func(f judge.Finding) bool {
		c := t.common[f.Control.ID]
		if c == nil {
			return false
		}
		if !seen[f.Control.ID] {
			seen[f.Control.ID] = true
			c.objects++
			c.place(f.Position)
		}
		return true
	})
}

// byFile returns the objects that have findings left, by file, the worst first.
func byFile(objects []object) [][]object {
	var files [][]object
	index := map[string]int{}
	for _, o := range objects {
		if len(o.findings) == 0 {
			continue
		}
		i, known := index[o.file]
		if !known {
			i = len(files)
			index[o.file] = i
			files = append(files, nil)
		}
		files[i] = append(files[i], o)
	}
	for _, of := range files {
		slices.SortStableFunc(of, func(a, b object) int { return cmp.Compare(severityOf(b), severityOf(a)) })
	}
	slices.SortStableFunc(files, func(a, b []object) int { return cmp.Compare(severityOf(b[0]), severityOf(a[0])) })
	return files
}

func severityOf(o object) control.Severity {
	var most control.Severity
	for _, f := range o.findings {
		most = max(most, f.Control.Severity)
	}
	return most
}

func (t *Reporter) writeFile(objects []object) {
	if file := objects[0].file; file != t.file || !t.written {
		if t.written {
			t.printf("\n")
		}
		t.printf("%s\n", t.paint(bold, report.Printable(file)))
		t.file, t.written = file, true
	}
	for _, o := range objects {
		name := report.Printable(o.ref.String())
		if o.at != o.file {
			name += "  " + t.paint(dim, "("+report.Printable(o.at)+")")
		}
		t.printf("  %s\n", name)
		lines := linesOf(o.at, o.findings, t.options.Verbose)
		width := 0
		for _, l := range lines {
			width = max(width, len(l.rows))
		}
		for _, l := range lines {
			t.writeLine(l, width)
		}
	}
}

// severityWidth is the width of the longest severity.
const severityWidth = 8

// writeLine writes what a control finds in an object: the severity, the lines of the file, what is wrong, and the
// control.
func (t *Reporter) writeLine(l line, width int) {
	c := l.control
	head := t.head(c) + t.paint(dim, fmt.Sprintf("%*s  ", width, l.rows))
	indent := strings.Repeat(" ", prose.Width(head))
	room := t.options.Width - len(indent)
	messages := l.messages
	if n := len(messages) - maxMessages; n > 0 && !t.options.Verbose {
		messages = append(slices.Clone(messages[:maxMessages]), fmt.Sprintf("and %d more; -v lists them", n))
	}
	for i, message := range messages {
		id := ""
		if i == len(messages)-1 {
			id = " [" + c.ID + "]"
		}
		// What to do follows below, but it is told here as well where it costs no line.
		if what, _, found := cutLast(message, "; "); found && !t.options.Verbose && prose.Width(message+id) > room {
			message = what
		}
		t.hanging(head, indent, report.Printable(message)+t.paint(bold, id))
		head = indent
	}
	for _, s := range l.snippets {
		t.printf("%s\n", prose.Truncate(indent+t.paint(dim, report.Printable(s)), t.options.Width))
	}
	t.fix(c, indent)
}

// head is how the line of a control begins.
func (t *Reporter) head(c *control.Control) string {
	severity := c.Severity.String()
	return "    " + t.severity(c.Severity) + strings.Repeat(" ", severityWidth-len(severity)+1)
}

// maxMessages is how many messages of a control about one object people still read.
const maxMessages = 3

// fix writes what to do about what a control finds, once; explain has more than the first sentence.
func (t *Reporter) fix(c *control.Control, indent string) {
	if t.fixed[c.ID] || c.Remediation == "" {
		return
	}
	t.fixed[c.ID] = true
	first, _, _ := strings.Cut(c.Remediation, ". ")
	t.hanging(indent, indent, t.paint(dim, "fix: "+report.Printable(strings.TrimSuffix(first, "."))))
}

func (t *Reporter) severity(s control.Severity) string {
	style := cyan
	switch s {
	case control.Critical:
		style = worst
	case control.High:
		style = red
	case control.Medium:
		style = yellow
	}
	return t.paint(style, s.String())
}

// End writes what many objects have, what could not be judged, and the counts.
func (t *Reporter) End(s *report.Summary) error {
	t.flush()
	t.writeCommon()
	t.section("could not be read or evaluated", t.errors)
	if s.Artefacts == 0 && !t.options.Verbose {
		t.section("not judged", t.notices) // which is why there is nothing
	}
	if t.options.Quiet {
		t.writeWarnings()
		if not := t.notJudged(s); not != "" {
			t.begin(not)
		}
		return t.err
	}
	t.writeEvidence()
	if t.options.Verbose {
		t.writeDetails(s)
	}
	t.writeWarnings()
	if t.written {
		t.printf("\n")
	}
	t.writeCounts(s)
	return t.err
}

func (t *Reporter) writeCommon() {
	if len(t.common) == 0 {
		return
	}
	title := fmt.Sprintf("in %d objects or more (-v lists them)", many)
	if t.options.Summary {
		title = "by control"
	}
	t.begin(title)
	found := slices.SortedFunc(maps.Values(t.common), func(a, b *common) int {
		return cmp.Or(cmp.Compare(b.control.Severity, a.control.Severity), cmp.Compare(b.objects, a.objects), cmp.Compare(a.control.ID, b.control.ID))
	})
	for _, c := range found {
		head := t.head(c.control)
		indent := strings.Repeat(" ", prose.Width(head))
		t.hanging(head, indent, report.Printable(c.control.Title)+t.paint(bold, " ["+c.control.ID+"]"))
		t.hanging(indent, indent, fmt.Sprintf("%s: %s", prose.Count(c.objects, "object"), t.paint(dim, report.Printable(c.where()))))
		if !t.options.Summary {
			t.fix(c.control, indent)
		}
	}
}

// place notes where an object has it. Several objects may be made from one line of what was rendered.
func (c *common) place(at artefact.Position) {
	isKnown := at.RenderedFrom != "" && slices.ContainsFunc(c.places, func(p artefact.Position) bool {
		return placeOf(p) == placeOf(at) && p.Line == at.Line && (at.Line > 0 || p.RenderedLine == at.RenderedLine)
	})
	if !isKnown && len(c.places) == maxPlaces {
		return
	}
	c.placed++
	if !isKnown {
		c.places = append(c.places, at)
	}
}

// maxPlaces is how many places are named of what many objects have.
const maxPlaces = 3

// where names some of the places: a.yaml:7,19, b.yaml:3 and 6 more.
func (c *common) where() string {
	var b strings.Builder
	short := shortest(c.places)
	for i := 0; i < len(c.places); {
		if i > 0 {
			b.WriteString(", ")
		}
		var numbers []string
		of := placeOf(c.places[i])
		for ; i < len(c.places) && placeOf(c.places[i]) == of; i++ {
			if row := c.places[i].Line; row > 0 {
				numbers = append(numbers, strconv.Itoa(row))
			} else if of.isRendered {
				numbers = append(numbers, strconv.Itoa(c.places[i].RenderedLine))
			}
		}
		of.file = short[of.file]
		b.WriteString(of.with(numbers))
	}
	if more := c.objects - c.placed; more > 0 {
		fmt.Fprintf(&b, " and %d more", more)
	}
	return b.String()
}

// shortest returns the ends of files' paths, as long as it takes to tell the files apart.
func shortest(places []artefact.Position) map[string]string {
	elements := 1
	if slices.ContainsFunc(places, func(p artefact.Position) bool { return p.RenderedFrom != "" }) {
		elements = 2 // many files of charts and kustomizations have the same name
	}
	for ; ; elements++ {
		byFile, byEnd := map[string]string{}, map[string]string{}
		for _, p := range places {
			steps := strings.Split(p.File, "/")
			end := strings.Join(steps[max(0, len(steps)-elements):], "/")
			byFile[p.File], byEnd[end] = end, p.File
		}
		if len(byFile) == len(byEnd) {
			return byFile
		}
	}
}

// begin starts a section.
func (t *Reporter) begin(title string) {
	if t.written {
		t.printf("\n")
	}
	t.written = true
	t.printf("%s\n", t.paint(bold, title))
}

func (t *Reporter) section(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.begin(title)
	for _, l := range lines {
		t.wrapped("  ", report.Printable(l))
	}
}

// maxEvidence is how many containers are listed with the scan reports of their images.
const maxEvidence = 20

// writeEvidence writes which scan report is of the image of each container.
func (t *Reporter) writeEvidence() {
	if len(t.evidence) == 0 {
		return
	}
	t.begin(report.EvidenceTitle)
	listed := t.evidence
	if !t.options.Verbose {
		listed = listed[:min(len(listed), maxEvidence)]
	}
	width := 0
	for _, e := range listed {
		width = max(width, len(e.line))
	}
	for i, e := range listed {
		if i == 0 || e.file != listed[i-1].file || e.ref != listed[i-1].ref {
			t.wrapped("  ", report.Printable(e.ref)+" "+t.paint(dim, "("+report.Printable(e.file)+")"))
		}
		t.wrapped("    "+t.paint(dim, fmt.Sprintf("%*s  ", width, e.line)), report.Printable(e.said.String()))
	}
	if more := len(t.evidence) - len(listed); more > 0 {
		t.wrapped("    ", fmt.Sprintf("and %d more; -v lists them", more))
	}
}

// writeDetails writes everything that was not judged, and the counts of verdicts.
func (t *Reporter) writeDetails(s *report.Summary) {
	t.section("accepted", t.accepted)
	t.section("in the baseline, and not found any more", fixedLines(s))
	t.section("not known", t.details)
	t.section("not judged", t.notices)
	unchecked := maps.Clone(s.NotSchemaChecked)
	for kind := range s.UnknownKinds {
		delete(unchecked, kind)
	}
	t.section("unknown kinds, which no control covers and whose fields were not checked", kinds(s.UnknownKinds))
	t.section("fields not checked, as the API type is unknown", kinds(unchecked))
	t.list("namespaces not declared in any file, whose labels, quotas and defaults were not judged", s.Undeclared)
	t.list("controls that did not apply to any object", s.Unexercised)
	t.begin("counts")
	t.printf("  read      %s, %s, %s", prose.Count(s.Files, "file"), prose.Count(s.Documents, "document"), prose.Count(s.Artefacts, "object"))
	if s.Inventory > 0 {
		t.printf("\n  inventory %s, not judged", prose.Count(s.Inventory, "object"))
	}
	if s.Owned > 0 {
		t.printf("\n  owned     %s judged through their controllers, except for what differs", prose.Count(s.Owned, "object"))
	}
	if s.Fallbacks > 0 {
		t.printf("\n  opa       evaluated %s, where the plan of the policies failed: %v", prose.Count(s.Fallbacks, "object"), s.Fallback)
	}
	t.printf("\n  verdicts ")
	for i, v := range judge.Verdicts() {
		if i > 0 {
			t.printf(",")
		}
		t.printf(" %s %d", strings.ReplaceAll(string(v), "_", " "), s.Verdicts[v])
	}
	t.printf("\n")
}

// list writes names one after the other.
func (t *Reporter) list(title string, names []string) {
	if len(names) > 0 {
		t.begin(title)
		t.wrapped("  ", report.Printable(strings.Join(names, ", ")))
	}
}

func kinds(counts map[string]int) []string {
	var lines []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("%s (%d)", kind, counts[kind]))
	}
	return lines
}

// writeCounts writes what was found, and in one line what was not judged.
func (t *Reporter) writeCounts(s *report.Summary) {
	if p := t.run.Policy; p != nil && p.Digest == "" {
		t.wrapped("policy   ", report.Printable(p.Reference)+", a directory")
	} else if p != nil {
		verified := t.paint(red, "NOT VERIFIED")
		if p.Verified {
			verified = "signature verified"
		}
		t.wrapped("policy   ", fmt.Sprintf("%s, revision %s, %s, %s", report.Printable(p.Reference), report.Printable(p.Revision), verified, p.Digest))
	}
	if p := t.run.Profile; p != nil {
		text := fmt.Sprintf("%s leaves out %s", report.Printable(p.Name), prose.Count(len(p.Excluded), "control"))
		if n := len(t.run.Overridden()); n > 0 {
			text += " and changes the severity of " + prose.Count(n, "control")
		}
		// The command shows a profile that comes with guiderail, or a file.
		if t.run.Policy == nil {
			name := p.Name
			if len(p.Sources) > 0 {
				name = p.Sources[0].File
			}
			text += "; see: guiderail profiles " + report.Printable(name)
		}
		t.wrapped("profile  ", text)
	}
	if file := t.run.Configuration; file != "" {
		t.wrapped("config   ", report.Printable(file))
	}
	t.wrapped("read     ", t.read(s))
	if text := t.acceptedOf(s); text != "" {
		t.wrapped("accepted ", text)
	}
	t.wrapped("found    ", t.found(s))
}

func (t *Reporter) found(s *report.Summary) string {
	all := t.findings + t.hidden
	if all == 0 {
		return "no findings"
	}
	text := fmt.Sprintf("%s: %s", prose.Count(all, "finding"), report.BySeverity(s.Findings))
	if t.hidden > 0 {
		text += fmt.Sprintf("; %d below %s not listed", t.hidden, t.options.MinSeverity)
	}
	return fmt.Sprintf("%s; by %s, each explained by: guiderail explain CONTROL", text, prose.Count(len(t.controls), "control"))
}

// read says what was read and, always, how much of it was not judged.
func (t *Reporter) read(s *report.Summary) string {
	text := fmt.Sprintf("%s, %s", prose.Count(s.Files, "file"), prose.Count(s.Artefacts, "object"))
	if s.Errors > 0 {
		text += "; " + t.paint(red, fmt.Sprintf("%d could not be read", s.Errors))
	}
	if not := t.notJudged(s); not != "" {
		text += "; " + not
	}
	return text
}

// notJudged says how much was not judged; "" where all was.
func (t *Reporter) notJudged(s *report.Summary) string {
	var not []string
	for _, part := range []struct {
		n           int
		one, plural string
	}{
		{t.unknowns, "value not known", "values not known"},
		{s.Notices, "file or document without objects", "files or documents without objects"},
		{s.Unrendered, "part not rendered", "parts not rendered"},
		{s.Unread, "called module not read", "called modules not read"},
		{s.Deployed, "deployed chart or directory", "deployed charts or directories"},
		{len(s.UnknownKinds), "unknown kind", "unknown kinds"},
		{len(s.Undeclared), "namespace not declared", "namespaces not declared"},
	} {
		if part.n > 0 {
			not = append(not, prose.Count(part.n, part.one, part.plural))
		}
	}
	if len(not) == 0 {
		return ""
	}
	if !t.options.Verbose {
		not[len(not)-1] += " (-v lists them)"
	}
	return "not judged: " + strings.Join(not, ", ")
}
