package oscaldossier

// The types have the members that are written, in OSCAL's spelling; a list that is empty is left out, since OSCAL knows
// no empty one.

type document struct {
	Catalog             *catalog             `json:"catalog,omitempty"`
	ComponentDefinition *componentDefinition `json:"component-definition,omitempty"`
	AssessmentPlan      *assessmentPlan      `json:"assessment-plan,omitempty"`
	AssessmentResults   *assessmentResults   `json:"assessment-results,omitempty"`
}

type metadata struct {
	Title        string     `json:"title"`
	LastModified string     `json:"last-modified"`
	Version      string     `json:"version"`
	OSCALVersion string     `json:"oscal-version"`
	Props        []property `json:"props,omitempty"`
	Roles        []role     `json:"roles,omitempty"`
	Parties      []party    `json:"parties,omitempty"`
	Remarks      string     `json:"remarks,omitempty"`
}

type role struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type party struct {
	UUID string `json:"uuid"`
	Type string `json:"type"`
	Name string `json:"name"`
}

type responsibleParty struct {
	RoleID     string   `json:"role-id"`
	PartyUUIDs []string `json:"party-uuids"`
}

type property struct {
	Name    string `json:"name"`
	NS      string `json:"ns,omitempty"`
	Value   string `json:"value"`
	Class   string `json:"class,omitempty"`
	Remarks string `json:"remarks,omitempty"`
}

type link struct {
	Href string `json:"href"`
	Rel  string `json:"rel,omitempty"`
	Text string `json:"text,omitempty"`
}

type backMatter struct {
	Resources []resource `json:"resources"`
}

type resource struct {
	UUID        string       `json:"uuid"`
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Props       []property   `json:"props,omitempty"`
	DocumentIDs []documentID `json:"document-ids,omitempty"`
	RLinks      []rlink      `json:"rlinks,omitempty"`
}

type documentID struct {
	Scheme     string `json:"scheme"`
	Identifier string `json:"identifier"`
}

type rlink struct {
	Href      string `json:"href"`
	MediaType string `json:"media-type,omitempty"`
	Hashes    []hash `json:"hashes,omitempty"`
}

type hash struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"value"`
}

type catalog struct {
	UUID       string      `json:"uuid"`
	Metadata   metadata    `json:"metadata"`
	Groups     []group     `json:"groups,omitempty"`
	BackMatter *backMatter `json:"back-matter,omitempty"`
}

type group struct {
	ID       string           `json:"id"`
	Class    string           `json:"class"`
	Title    string           `json:"title"`
	Props    []property       `json:"props,omitempty"`
	Links    []link           `json:"links,omitempty"`
	Groups   []group          `json:"groups,omitempty"`
	Controls []catalogControl `json:"controls,omitempty"`
}

type catalogControl struct {
	ID    string     `json:"id"`
	Class string     `json:"class"`
	Title string     `json:"title"`
	Props []property `json:"props,omitempty"`
	Parts []part     `json:"parts"`
}

type part struct {
	UUID  string     `json:"uuid,omitempty"` // of a part of an assessment
	ID    string     `json:"id,omitempty"`   // of a part of a catalogue
	Name  string     `json:"name"`
	NS    string     `json:"ns,omitempty"`
	Title string     `json:"title,omitempty"`
	Props []property `json:"props,omitempty"`
	Prose string     `json:"prose"`
	Links []link     `json:"links,omitempty"`
}

type componentDefinition struct {
	UUID       string             `json:"uuid"`
	Metadata   metadata           `json:"metadata"`
	Components []definedComponent `json:"components"`
	BackMatter *backMatter        `json:"back-matter,omitempty"`
}

type definedComponent struct {
	UUID                   string                  `json:"uuid"`
	Type                   string                  `json:"type"`
	Title                  string                  `json:"title"`
	Description            string                  `json:"description"`
	Props                  []property              `json:"props,omitempty"`
	ControlImplementations []controlImplementation `json:"control-implementations,omitempty"`
}

type controlImplementation struct {
	UUID                    string                   `json:"uuid"`
	Source                  string                   `json:"source"`
	Description             string                   `json:"description"`
	ImplementedRequirements []implementedRequirement `json:"implemented-requirements"`
}

type implementedRequirement struct {
	UUID        string     `json:"uuid"`
	ControlID   string     `json:"control-id"`
	Description string     `json:"description"`
	Props       []property `json:"props,omitempty"`
}

type assessmentPlan struct {
	UUID               string            `json:"uuid"`
	Metadata           metadata          `json:"metadata"`
	ImportSSP          reference         `json:"import-ssp"`
	LocalDefinitions   *localDefinitions `json:"local-definitions,omitempty"`
	ReviewedControls   reviewedControls  `json:"reviewed-controls"`
	AssessmentSubjects []subjects        `json:"assessment-subjects,omitempty"`
	AssessmentAssets   *assessmentAssets `json:"assessment-assets,omitempty"`
	Tasks              []task            `json:"tasks,omitempty"`
	BackMatter         *backMatter       `json:"back-matter,omitempty"`
}

type reference struct {
	Href    string `json:"href"`
	Remarks string `json:"remarks,omitempty"`
}

type localDefinitions struct {
	Components       []component       `json:"components,omitempty"`
	InventoryItems   []inventoryItem   `json:"inventory-items,omitempty"`
	Activities       []activity        `json:"activities,omitempty"`
	AssessmentAssets *assessmentAssets `json:"assessment-assets,omitempty"`
}

type component struct {
	UUID        string     `json:"uuid"`
	Type        string     `json:"type"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Props       []property `json:"props,omitempty"`
	Status      status     `json:"status"`
}

type status struct {
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Remarks string `json:"remarks,omitempty"`
}

type inventoryItem struct {
	UUID        string     `json:"uuid"`
	Description string     `json:"description"`
	Props       []property `json:"props,omitempty"`
}

type activity struct {
	UUID        string `json:"uuid"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

type assessmentAssets struct {
	Components          []component `json:"components"`
	AssessmentPlatforms []platform  `json:"assessment-platforms"`
}

type platform struct {
	UUID           string          `json:"uuid"`
	Title          string          `json:"title"`
	UsesComponents []usedComponent `json:"uses-components"`
}

type usedComponent struct {
	ComponentUUID string `json:"component-uuid"`
}

type subjects struct {
	Type            string    `json:"type"`
	IncludeSubjects []subject `json:"include-subjects"`
}

type subject struct {
	SubjectUUID string `json:"subject-uuid"`
	Type        string `json:"type"`
}

type task struct {
	UUID                 string               `json:"uuid"`
	Type                 string               `json:"type"`
	Title                string               `json:"title"`
	Description          string               `json:"description"`
	Props                []property           `json:"props,omitempty"`
	Timing               timing               `json:"timing"`
	AssociatedActivities []associatedActivity `json:"associated-activities"`
}

type timing struct {
	OnDate onDate `json:"on-date"`
}

type onDate struct {
	Date string `json:"date"`
}

type associatedActivity struct {
	ActivityUUID string     `json:"activity-uuid"`
	Subjects     []subjects `json:"subjects"`
}

type reviewedControls struct {
	ControlSelections []controlSelection `json:"control-selections"`
}

type controlSelection struct {
	Description     string        `json:"description"`
	IncludeAll      *struct{}     `json:"include-all,omitempty"`
	IncludeControls []controlByID `json:"include-controls,omitempty"`
}

type controlByID struct {
	ControlID string `json:"control-id"`
}

type assessmentResults struct {
	UUID       string      `json:"uuid"`
	Metadata   metadata    `json:"metadata"`
	ImportAP   reference   `json:"import-ap"`
	Results    []result    `json:"results"`
	BackMatter *backMatter `json:"back-matter,omitempty"`
}

type result struct {
	UUID             string            `json:"uuid"`
	Title            string            `json:"title"`
	Description      string            `json:"description"`
	Start            string            `json:"start"`
	End              string            `json:"end"`
	Props            []property        `json:"props,omitempty"`
	LocalDefinitions *localDefinitions `json:"local-definitions,omitempty"`
	ReviewedControls reviewedControls  `json:"reviewed-controls"`
	Attestations     []attestation     `json:"attestations,omitempty"`
	Observations     []*observation    `json:"observations,omitempty"`
	Risks            []*risk           `json:"risks,omitempty"`
	Findings         []finding         `json:"findings,omitempty"`
}

type attestation struct {
	ResponsibleParties []responsibleParty `json:"responsible-parties,omitempty"`
	Parts              []part             `json:"parts"`
}

type observation struct {
	UUID             string     `json:"uuid"`
	Title            string     `json:"title,omitempty"`
	Description      string     `json:"description"`
	Props            []property `json:"props,omitempty"`
	Methods          []string   `json:"methods"`
	Types            []string   `json:"types,omitempty"`
	Origins          []origin   `json:"origins,omitempty"`
	Subjects         []subject  `json:"subjects,omitempty"`
	RelevantEvidence []evidence `json:"relevant-evidence,omitempty"`
	Collected        string     `json:"collected"`
	Expires          string     `json:"expires,omitempty"`
}

type origin struct {
	Actors []actor `json:"actors"`
}

type actor struct {
	Type      string `json:"type"`
	ActorUUID string `json:"actor-uuid"`
	RoleID    string `json:"role-id,omitempty"`
}

type evidence struct {
	Href        string     `json:"href,omitempty"`
	Description string     `json:"description"`
	Props       []property `json:"props,omitempty"`
}

type relatedObservation struct {
	ObservationUUID string `json:"observation-uuid"`
}

type relatedRisk struct {
	RiskUUID string `json:"risk-uuid"`
}

type risk struct {
	UUID                string               `json:"uuid"`
	Title               string               `json:"title"`
	Description         string               `json:"description"`
	Statement           string               `json:"statement"`
	Props               []property           `json:"props,omitempty"`
	Status              string               `json:"status"`
	Origins             []origin             `json:"origins,omitempty"`
	Characterizations   []characterization   `json:"characterizations,omitempty"`
	Deadline            string               `json:"deadline,omitempty"`
	Remediations        []response           `json:"remediations,omitempty"`
	RelatedObservations []relatedObservation `json:"related-observations,omitempty"`
}

type characterization struct {
	Origin origin  `json:"origin"`
	Facets []facet `json:"facets"`
}

type facet struct {
	Name   string `json:"name"`
	System string `json:"system"`
	Value  string `json:"value"`
}

type response struct {
	UUID        string `json:"uuid"`
	Lifecycle   string `json:"lifecycle"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

type finding struct {
	UUID                string               `json:"uuid"`
	Title               string               `json:"title"`
	Description         string               `json:"description"`
	Props               []property           `json:"props,omitempty"`
	Origins             []origin             `json:"origins,omitempty"`
	Target              target               `json:"target"`
	RelatedObservations []relatedObservation `json:"related-observations,omitempty"`
	RelatedRisks        []relatedRisk        `json:"related-risks,omitempty"`
	Remarks             string               `json:"remarks,omitempty"`
}

type target struct {
	Type                 string                `json:"type"`
	TargetID             string                `json:"target-id"`
	Status               status                `json:"status"`
	ImplementationStatus *implementationStatus `json:"implementation-status,omitempty"`
}

type implementationStatus struct {
	State string `json:"state"`
}
