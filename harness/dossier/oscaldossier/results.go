package oscaldossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/dossier"
)

// The roles of people.
const (
	attesterRole = "attester"
	authorRole   = "author"
)

// results makes the assessment results: one result for each scope.
func (s *source) results(plan string) *assessmentResults {
	planned := resource{
		UUID:        identify("resource", AssessmentPlan, plan),
		Title:       "The assessment plan",
		DocumentIDs: []documentID{{Scheme: Namespace, Identifier: plan}},
		RLinks:      []rlink{{Href: AssessmentPlan + ".json", MediaType: mediaType}},
	}
	a := &assessmentResults{
		Metadata:   s.metadata("Results of an assessment by the statements of security guides"),
		ImportAP:   reference{Href: "#" + planned.UUID},
		BackMatter: &backMatter{[]resource{planned, catalogResource()}},
	}
	for _, g := range s.library.Guides {
		a.BackMatter.Resources = append(a.BackMatter.Resources, guideResource(g, s.guideOf(g.ID).Sources))
	}
	people := map[string]bool{}
	inputs := map[string]bool{}
	for i := range s.Scopes {
		r := &resultWriter{source: s, scope: &s.Scopes[i], inputs: map[string]string{}, observations: map[string]*observation{}, risks: map[string]*risk{}}
		for _, in := range r.scope.Inputs {
			document := inputResource(&in)
			r.inputs[in.Path] = document.UUID
			if !inputs[document.UUID] {
				inputs[document.UUID] = true
				a.BackMatter.Resources = append(a.BackMatter.Resources, document)
			}
		}
		a.Results = append(a.Results, r.result())
		if i == 0 {
			a.Results[0].LocalDefinitions.AssessmentAssets = s.assets() // which hold for the others too: a UUID is given once
		}
		for _, person := range r.people {
			if !people[person.UUID] {
				people[person.UUID] = true
				a.Metadata.Parties = append(a.Metadata.Parties, person)
			}
		}
	}
	if len(people) > 0 {
		a.Metadata.Roles = []role{{attesterRole, "Who attests"}, {authorRole, "Who made what is attested"}}
	}
	return a
}

// inputResource is a file that was read.
func inputResource(in *dossier.Input) resource {
	document := resource{
		UUID:   identify("input", in.Path, in.Digest),
		Title:  markup(in.Path),
		RLinks: []rlink{{Href: fileReference(in.Path), Hashes: hashes(in.Digest)}},
	}
	if document.RLinks[0].Hashes == nil {
		document.Props = props(prop("digest", in.Digest))
	}
	return document
}

// resultWriter makes the result of one scope.
type resultWriter struct {
	*source
	scope *dossier.Scope
	// inputs are the UUIDs of the scope's files, by path.
	inputs map[string]string
	// observations and risks are those of the result, by UUID: what several statements rest on is there once.
	observations map[string]*observation
	risks        map[string]*risk
	people       []party
	written      result
}

func (r *resultWriter) result() result {
	scope := r.scope
	cluster := r.cluster(scope)
	c := scope.Counts
	r.written = result{
		UUID:  identify("result", scope.Name),
		Title: markup(nameOf(scope)),
		Description: markup(fmt.Sprintf("What the scope %s shows of the cluster %s at %s: %d files with %d artefacts were read.",
			scope.Name, cmp.Or(scope.Cluster.Name, "without a name"), r.now, c.Files, c.Artefacts)),
		Start:            r.now,
		End:              r.now,
		Props:            props(prop("scope", scope.Name), prop("profile", scope.Profile)),
		LocalDefinitions: &localDefinitions{Components: []component{cluster}, InventoryItems: r.images()},
	}
	for _, verdict := range dossier.Verdicts() {
		if n, isCounted := scope.Verdicts[verdict]; isCounted {
			p := prop("statements", fmt.Sprint(n))
			p.Class = string(verdict)
			r.written.Props = append(r.written.Props, p)
		}
	}
	for i := range scope.Attestations {
		r.attestation(&scope.Attestations[i], identify("attestation", scope.Name, fmt.Sprint(i)))
	}
	for i := range r.Statements {
		if statement := &r.Statements[i]; statement.Scope == scope.Name {
			r.finding(statement)
		}
	}
	for i := range scope.Accepted {
		r.risk(&scope.Accepted[i], nil)
	}
	for i := range scope.Readings {
		reading := &scope.Readings[i]
		r.written.Props = append(r.written.Props, props(prop("read", reading.String()))...)
		for j := range reading.Unread {
			r.place("not-read", &dossier.Place{File: reading.Source, Message: reading.Unread[j].String()})
		}
	}
	for _, p := range scope.Errors {
		r.place("error", &p)
	}
	for _, p := range scope.Notices {
		r.place("notice", &p)
	}
	r.written.ReviewedControls = r.reviewed()
	return r.written
}

// reviewed names the statements that the result answers, by guide.
func (r *resultWriter) reviewed() reviewedControls {
	var reviewed reviewedControls
	for _, g := range r.library.Guides {
		selection := controlSelection{Description: markup("The statements of " + g.Title)}
		for _, statement := range r.Of(r.scope.Name, g.ID) {
			selection.IncludeControls = append(selection.IncludeControls, controlByID{token(statement.ID)})
		}
		if len(selection.IncludeControls) > 0 {
			reviewed.ControlSelections = append(reviewed.ControlSelections, selection)
		}
	}
	if len(reviewed.ControlSelections) == 0 {
		all := everyStatement()
		all.Description = "Every statement of the guides. None of them was answered."
		reviewed.ControlSelections = []controlSelection{all}
	}
	return reviewed
}

// images are the images of the scope.
func (r *resultWriter) images() []inventoryItem {
	var items []inventoryItem
	for _, image := range r.scope.Images {
		all := []property{prop("image", image.Reference), prop("listed", fmt.Sprint(image.IsListed))}
		all = append(all, each("report", image.Reports)...)
		for _, e := range image.RunBy {
			all = append(all, prop("run-by", e.Artefact))
		}
		items = append(items, inventoryItem{
			UUID:        identify("image", r.scope.Name, image.Reference, fmt.Sprint(len(items))),
			Description: markup("The image " + image.Reference),
			Props:       props(all...),
		})
	}
	return items
}

// person returns the UUID of somebody, of whom no more is written than the name.
func (r *resultWriter) person(name string) string {
	p := party{UUID: identify("person", name), Type: "person", Name: line(name)}
	r.people = append(r.people, p)
	return p.UUID
}

// attestation writes an attestation: as one where it counts, and as an observation where it does not.
func (r *resultWriter) attestation(a *dossier.Attestation, id string) {
	all := []property{
		prop("attestation", a.Name), prop("requirement", a.Requirement), prop("file", a.File), prop("date", a.Date),
		prop("expires", a.Expires), prop("signer", a.Signer), prop("key", a.Key), prop("counts", fmt.Sprint(a.Counts)),
	}
	var basis []evidence
	var links []link
	for _, e := range a.Basis {
		one := r.basis(&e)
		basis = append(basis, one)
		if one.Href != "" {
			links = append(links, link{Href: one.Href, Rel: "reference", Text: one.Description})
		}
	}
	if !a.Counts {
		r.observe(&observation{
			UUID:             id,
			Title:            markup("An attestation of " + a.Requirement + " that does not count"),
			Description:      list(append([]string{"The attestation does not count."}, a.Reasons...)...),
			Props:            props(append(all, prop("attester", a.Attester))...),
			Methods:          []string{"EXAMINE"},
			Types:            []string{"discovery"},
			RelevantEvidence: append([]evidence{r.evidence(dossier.Evidence{File: a.File, Artefact: cmp.Or(a.Name, "the attestation")}, "")}, basis...),
			Collected:        r.now,
		})
		return
	}
	written := attestation{
		ResponsibleParties: []responsibleParty{{attesterRole, []string{r.person(a.Attester)}}},
		Parts: []part{{
			UUID:  id,
			Name:  "attestation",
			NS:    Namespace,
			Title: markup("Attestation of " + a.Requirement),
			Props: props(append(all, each("note", a.Reasons)...)...),
			Prose: prose(a.Statement),
			Links: links,
		}},
	}
	var authors []string
	for _, name := range a.Authors {
		if author := r.person(name); !slices.Contains(authors, author) {
			authors = append(authors, author)
		}
	}
	if len(authors) > 0 {
		written.ResponsibleParties = append(written.ResponsibleParties, responsibleParty{authorRole, authors})
	}
	r.written.Attestations = append(r.written.Attestations, written)
}

// basis is what an attestation rests on.
func (r *resultWriter) basis(e *dossier.AttestedEvidence) evidence {
	written := evidence{
		Description: markup(cmp.Or(e.Description, e.File, e.URL, "evidence") + ": " + cmp.Or(e.State, "not known")),
		Props:       props(prop("file", e.File), prop("digest", e.Digest), prop("state", e.State), prop("summary", e.Summary)),
	}
	if e.File != "" {
		written.Href = r.hrefOf(e.File)
	} else if reference, ok := address(e.URL); ok {
		written.Href = reference
	}
	return written
}

// state says how a finding in OSCAL tells a verdict. The package's comment explains its two states.
func state(s *dossier.Statement) (state, reason, implementation string) {
	if s.Basis == dossier.BasisScope {
		return "not-satisfied", "other", "not-applicable"
	}
	switch s.Verdict {
	case dossier.Holds, dossier.Attested:
		return "satisfied", "pass", "implemented"
	case dossier.NotApplicable, dossier.NotCheckable, dossier.Contradicted:
		return "satisfied", "other", "not-applicable"
	case dossier.Partly:
		return "not-satisfied", "other", "partial"
	case dossier.Fails:
		return "not-satisfied", "fail", ""
	}
	return "not-satisfied", "other", ""
}

// finding writes the answer to one statement, with what it rests on.
func (r *resultWriter) finding(statement *dossier.Statement) {
	is, reason, implementation := state(statement)
	all := []property{prop("verdict", string(statement.Verdict)), prop("basis", statement.Basis), prop("guide", statement.Guide), prop("section", statement.Section)}
	all = append(all, each("requirement", statement.Requirements)...)
	all = append(all, each("erratum", statement.Errata)...)
	if statement.HasChanged {
		all = append(all, prop("changed", "true"))
	}
	f := finding{
		UUID:        identify("finding", r.scope.Name, statement.Guide, statement.ID),
		Title:       markup(statement.ID + ": " + statement.Verdict.Text()),
		Description: prose(statement.Statement),
		Props:       props(all...),
		Origins:     r.byTool(),
		Target: target{
			Type:     "statement-id",
			TargetID: statementPart(statement.ID),
			Status:   status{State: is, Reason: reason},
		},
	}
	if implementation != "" {
		f.Target.ImplementationStatus = &implementationStatus{implementation}
	}
	var reasons []string
	for i := range statement.Reasons {
		cause := &statement.Reasons[i]
		reasons = append(reasons, cause.Text)
		o := r.reason(cause)
		if related := (relatedObservation{o.UUID}); !slices.Contains(f.RelatedObservations, related) {
			f.RelatedObservations = append(f.RelatedObservations, related)
		}
		for j := range cause.Findings {
			if related := (relatedRisk{r.risk(&cause.Findings[j], o)}); !slices.Contains(f.RelatedRisks, related) {
				f.RelatedRisks = append(f.RelatedRisks, related)
			}
		}
	}
	f.Target.Status.Remarks = list(reasons...)
	if len(statement.Missing) > 0 {
		var missing []string
		for _, m := range statement.Missing {
			missing = append(missing, m.Requirement+": "+m.Text)
		}
		f.Remarks = "What could have told, and was not there:\n\n" + list(missing...)
	}
	r.written.Findings = append(r.written.Findings, f)
}

// reason writes why a statement has its verdict.
func (r *resultWriter) reason(cause *dossier.Reason) *observation {
	o := &observation{
		Description: prose(cause.Text),
		Props: props(
			prop("reason", cause.Kind), prop("requirement", cause.Requirement), prop("control", cause.Control),
			prop("attestation", cause.Attestation),
		),
		Methods:   []string{"TEST"},
		Types:     []string{"control-objective"},
		Origins:   r.byTool(),
		Collected: r.now,
	}
	if cause.Count > 0 {
		o.Props = append(o.Props, prop("count", fmt.Sprint(cause.Count)))
	}
	switch cause.Kind {
	case "finding", "accepted":
		o.Types = []string{"finding"}
	case "attested":
		o.Methods = []string{"INTERVIEW"}
		r.attested(cause, o)
	case "missing", "fact", "erratum":
		o.Methods = []string{"EXAMINE"}
	}
	for _, e := range cause.Evidence {
		o.RelevantEvidence = append(o.RelevantEvidence, r.evidence(e, ""))
	}
	for _, f := range cause.Findings {
		o.RelevantEvidence = append(o.RelevantEvidence, r.evidence(f.Evidence, f.Message))
	}
	id := []string{"reason", r.scope.Name, cause.Kind, cause.Text, cause.Requirement, cause.Control, cause.Attestation, fmt.Sprint(cause.Count)}
	for _, e := range o.RelevantEvidence {
		id = append(id, e.Href, e.Description, fmt.Sprint(e.Props))
	}
	o.UUID = identify(id...)
	return r.observe(o)
}

// attested adds who attested what a reason is about.
func (r *resultWriter) attested(cause *dossier.Reason, o *observation) {
	i := slices.IndexFunc(r.scope.Attestations, func(a dossier.Attestation) bool {
		return a.Name == cause.Attestation && (cause.Requirement == "" || a.Requirement == cause.Requirement)
	})
	if i < 0 {
		return
	}
	a := &r.scope.Attestations[i]
	o.Origins = []origin{{[]actor{{"party", r.person(a.Attester), attesterRole}}}}
	o.Collected = cmp.Or(moment(a.Date), r.now)
	o.Expires = moment(a.Expires)
	o.RelevantEvidence = append(o.RelevantEvidence, r.evidence(dossier.Evidence{File: a.File, Artefact: cmp.Or(a.Name, "the attestation")}, ""))
}

// observe adds an observation to the result, or returns the one that is there.
func (r *resultWriter) observe(o *observation) *observation {
	if same := r.observations[o.UUID]; same != nil {
		return same
	}
	if o.Origins == nil {
		o.Origins = r.byTool()
	}
	o.Subjects = []subject{{identify("cluster", r.scope.Name), "component"}}
	r.observations[o.UUID] = o
	r.written.Observations = append(r.written.Observations, o)
	return o
}

// place writes what is said of a place that was not judged.
func (r *resultWriter) place(kind string, p *dossier.Place) {
	e := dossier.Evidence{File: p.File, Line: p.Line}
	o := &observation{
		UUID:        identify(kind, r.scope.Name, p.File, fmt.Sprint(p.Line), p.Message),
		Description: prose(p.Message),
		Props:       props(prop("reason", kind)),
		Methods:     []string{"TEST"},
		Types:       []string{"discovery"},
		Collected:   r.now,
	}
	if p.File != "" {
		o.RelevantEvidence = []evidence{r.evidence(e, "")}
	}
	r.observe(o)
}

func (r *resultWriter) byTool() []origin {
	return []origin{{[]actor{{Type: "tool", ActorUUID: r.tool()}}}}
}

// evidence is a place in an artefact, and what is said of it if anything is.
func (r *resultWriter) evidence(e dossier.Evidence, message string) evidence {
	where := cmp.Or(e.Artefact, e.File)
	if e.Line > 0 {
		where += fmt.Sprintf(", line %d", e.Line)
	}
	if message != "" {
		where += ": " + message
	}
	written := evidence{Description: markup(where), Props: props(prop("artefact", e.Artefact), prop("file", e.File))}
	if e.Line > 0 {
		written.Props = append(written.Props, prop("line", fmt.Sprint(e.Line)))
	}
	if e.File != "" {
		written.Href = r.hrefOf(e.File)
	}
	return written
}

// hrefOf refers to a file: to the resource with its hash if the scope read it, and to its path otherwise.
func (r *resultWriter) hrefOf(file string) string {
	if id, isRead := r.inputs[file]; isRead {
		return "#" + id
	}
	return fileReference(file)
}

// risk writes a finding of a control, whether it is accepted or not, and returns its UUID.
func (r *resultWriter) risk(f *dossier.Finding, seen *observation) string {
	accepted := cmp.Or(f.Accepted, &dossier.Acceptance{})
	id := identify("risk", r.scope.Name, f.Control, f.Message, f.File, fmt.Sprint(f.Line), f.Artefact, fmt.Sprint(f.Accepted != nil), fmt.Sprint(*accepted))
	one := r.risks[id]
	if one == nil {
		one = r.newRisk(id, f)
		r.risks[id] = one
		r.written.Risks = append(r.written.Risks, one)
	}
	if seen != nil {
		if related := (relatedObservation{seen.UUID}); !slices.Contains(one.RelatedObservations, related) {
			one.RelatedObservations = append(one.RelatedObservations, related)
		}
	}
	return id
}

func (r *resultWriter) newRisk(id string, f *dossier.Finding) *risk {
	where := cmp.Or(f.Artefact, f.File, "the scope")
	one := &risk{
		UUID:        id,
		Title:       markup(f.Control + ": " + where),
		Description: prose(f.Message),
		Statement:   markup("The control " + f.Control + " does not hold."),
		Status:      "open",
		Origins:     r.byTool(),
		Characterizations: []characterization{{
			Origin: r.byTool()[0],
			Facets: []facet{{Name: "severity", System: Namespace, Value: line(f.Severity)}},
		}},
	}
	all := []property{prop("control", f.Control), prop("artefact", f.Artefact), prop("file", f.File)}
	if f.Line > 0 {
		all = append(all, prop("line", fmt.Sprint(f.Line)))
	}
	if i := slices.IndexFunc(r.controls, func(c *control.Control) bool { return c.ID == f.Control }); i >= 0 {
		one.Statement = markup(r.controls[i].Title)
		if remediation := r.controls[i].Remediation; strings.TrimSpace(remediation) != "" {
			one.Remediations = []response{{UUID: identify("remediation", id), Lifecycle: "recommendation", Title: "How to mend it", Description: prose(remediation)}}
		}
	}
	if a := f.Accepted; a != nil {
		one.Status = "deviation-approved"
		one.Deadline = moment(a.Expires)
		all = append(all, prop("accepted-by", a.By), prop("reason", a.Reason), prop("owner", a.Owner), prop("ticket", a.Ticket), prop("expires", a.Expires))
	}
	one.Props = props(all...)
	return one
}
