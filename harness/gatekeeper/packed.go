package gatekeeper

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/profile"
)

// PackedKind is the kind of the constraints of a packed profile. Gatekeeper requires the template to have its name.
const PackedKind = "Guiderail"

// maxPacked is how large a template may be as the API server stores it: etcd takes 1.5 MiB, and the server adds who owns
// which field.
const maxPacked = 1_450_000

// packedPackage is where the packages of controls are in a packed template: libraries of Gatekeeper have to be below lib.
const packedPackage = "lib.controls."

// packed renders a profile in the layout Packed. A constraint says what the constraints of its controls would say, the
// control's ID in brackets before the message and as control in the details.
func packed(policies fs.FS, p *profile.Profile, controls []*control.Control, waived *Waived) ([]File, error) {
	chosen := Chosen(p, controls)
	if len(chosen) == 0 {
		return nil, fmt.Errorf("packing profile %s: it has no control that runs in Gatekeeper", p.Name)
	}
	t, err := packedTemplate(policies, chosen)
	if err != nil {
		return nil, fmt.Errorf("packing profile %s: %w", p.Name, err)
	}
	text, err := render(t)
	if err != nil {
		return nil, err
	}
	files, err := profileFiles(p, controls, []string{"template.yaml"}, pack(p, chosen, waived))
	if err != nil {
		return nil, err
	}
	return append([]File{{path.Join(home(p), "templates", "template.yaml"), text}}, files...), nil
}

// packedTemplate returns the template of several controls.
func packedTemplate(policies fs.FS, controls []*control.Control) (*object, error) {
	source := templateSource{Version: "v1"}
	libraries, operations, properties := map[string]bool{}, map[string]bool{}, map[string]any{}
	var ids []string
	for _, c := range controls {
		text, err := fs.ReadFile(policies, c.File)
		if err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		renamed, err := rename(c, string(text))
		if err != nil {
			return nil, err
		}
		source.Libs = append(source.Libs, literal(renamed))
		for _, file := range c.Libraries {
			libraries[file] = true
		}
		for _, operation := range c.Operations {
			operations[operation] = true
		}
		properties[c.ID] = packedSchema(c)
		ids = append(ids, c.ID)
	}
	for _, file := range slices.Sorted(maps.Keys(libraries)) {
		text, err := fs.ReadFile(policies, file)
		if err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		source.Libs = append(source.Libs, literal(text))
	}
	entry, err := packedEntry(controls)
	if err != nil {
		return nil, err
	}
	source.Rego = literal(entry)
	spec := templateSpec{Targets: []target{{
		Target:     "admission.k8s.gatekeeper.sh",
		Operations: slices.Sorted(maps.Keys(operations)),
		Code:       []code{{Engine: "Rego", Source: source}},
	}}}
	spec.CRD.Spec.Names.Kind = PackedKind
	spec.CRD.Spec.Validation.Schema = schema{Type: "object", Default: map[string]any{}, Properties: map[string]any{
		"controls": map[string]any{
			"type": "object", "minProperties": 1, "properties": properties,
			"description": "The controls that the constraint asks, by their IDs.",
		},
	}}
	annotations := map[string]string{
		"metadata.gatekeeper.sh/title": "The controls of a profile",
		"description":                  "Holds every control of the profile that runs in Gatekeeper. Constraints name those that they ask.",
		"guiderail.dev/controls":       strings.Join(ids, ", "),
	}
	sync, err := syncAnnotation(controls...)
	if err != nil {
		return nil, err
	}
	if sync != "" {
		annotations["metadata.gatekeeper.sh/requires-sync-data"] = sync
	}
	t := &object{
		APIVersion: "templates.gatekeeper.sh/v1",
		Kind:       "ConstraintTemplate",
		Metadata: metadata{
			Name:        strings.ToLower(PackedKind),
			Labels:      packedLabels(),
			Annotations: annotations,
		},
		Spec: spec,
	}
	return t, t.fitsEtcd()
}

// fitsEtcd reports an error for what is too large to be stored.
func (o *object) fitsEtcd() error {
	// In JSON, as the API server stores it; there, a line break takes two bytes and a < takes six.
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("measuring the template: %w", err)
	}
	if len(text) > maxPacked {
		return fmt.Errorf("the template would have %d bytes, and a cluster stores %d; leave out controls, or render a template for each", len(text), maxPacked)
	}
	return nil
}

var packageLine = regexp.MustCompile(`(?m)^package guiderail\.`)

// rename gives the text of a control the package that it has in a packed template.
func rename(c *control.Control, text string) (string, error) {
	at := packageLine.FindStringIndex(text)
	if at == nil {
		return "", fmt.Errorf("%s has no line that begins with: package guiderail", c.File)
	}
	return text[:at[0]] + "package " + packedPackage + text[at[1]:], nil
}

// packedSchema is that of what a constraint says of one of its controls.
func packedSchema(c *control.Control) map[string]any {
	properties := map[string]any{"kinds": map[string]any{
		"type": "array", "items": map[string]any{"type": "string"},
		"description": "Of the kinds that the control judges, those about which the constraint asks it, when these are not all.",
	}}
	if len(c.Parameters) > 0 {
		properties["parameters"] = map[string]any{"type": "object", "properties": c.Parameters}
	}
	return map[string]any{"type": "object", "properties": properties}
}

// asked is what a constraint says of one of its controls.
type asked struct {
	Kinds      []string       `yaml:"kinds,omitempty,flow"`
	Parameters map[string]any `yaml:"parameters,omitempty"`
}

// member is a constraint of one control that is packed.
type member struct {
	control    *control.Control
	constraint constraint
}

// pack puts the constraints of the controls together that are enforced alike in the same namespaces.
func pack(p *profile.Profile, controls []*control.Control, waived *Waived) []constraint {
	found := map[profile.Enforcement]map[string][]member{} // by the namespaces that are excluded
	for _, c := range controls {
		for _, one := range waived.constraints(p, c) {
			e, namespaces := p.Enforcement(c), strings.Join(one.spec.Match.ExcludedNamespaces, " ")
			if found[e] == nil {
				found[e] = map[string][]member{}
			}
			found[e][namespaces] = append(found[e][namespaces], member{c, one})
		}
	}
	var constraints []constraint
	for e, selections := range found {
		for i, one := range packings(slices.SortedFunc(maps.Values(selections), bySize)) {
			name := packedName(e)
			if i > 0 {
				name = fmt.Sprintf("%s-%d", name, i+1)
			}
			constraints = append(constraints, one.constraint(p, e, name))
		}
	}
	slices.SortFunc(constraints, func(a, b constraint) int { return cmp.Compare(a.metadata.Name, b.metadata.Name) })
	return constraints
}

// bySize sorts selections so that what most controls have comes first.
func bySize(a, b []member) int {
	return cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a[0].excluded(), b[0].excluded()))
}

func (m member) excluded() []string { return m.constraint.spec.Match.ExcludedNamespaces }

// packings returns the constraints of controls that are enforced alike, given by the namespaces that they leave out. The
// first asks all of them, in the namespaces that none leaves out, where most objects are: OPA evaluates the libraries anew
// for each constraint. The others are for namespaces that only some leave out. These do not match objects outside of
// namespaces, which Gatekeeper would take for ones that are in all of them; but Namespaces, by their names.
func packings(selections [][]member) []*packing {
	all := newPacking(slices.Concat(selections...))
	for _, members := range selections {
		all.match.ExcludedNamespaces = append(all.match.ExcludedNamespaces, members[0].excluded()...)
	}
	slices.Sort(all.match.ExcludedNamespaces)
	all.match.ExcludedNamespaces = slices.Compact(all.match.ExcludedNamespaces)
	packed := []*packing{all}
	for _, members := range selections {
		excluded := members[0].excluded()
		left := slices.DeleteFunc(slices.Clone(all.match.ExcludedNamespaces), func(n string) bool { return slices.Contains(excluded, n) })
		if len(left) == 0 {
			continue
		}
		within := newPacking(members)
		within.match.Scope, within.match.Namespaces, within.match.ExcludedNamespaces = "Namespaced", left, excluded
		packed = append(packed, within)
		if members = slices.DeleteFunc(slices.Clone(members), func(m member) bool { return !m.judgesNamespaces() }); len(members) == 0 {
			continue
		}
		themselves := newPacking(members)
		themselves.match = match{
			Kinds: []kinds{{APIGroups: []string{""}, Kinds: []string{"Namespace"}}},
			Scope: "Cluster", Namespaces: left, ExcludedNamespaces: excluded,
		}
		packed = append(packed, themselves)
	}
	return packed
}

func (m member) judgesNamespaces() bool {
	return slices.ContainsFunc(m.constraint.spec.Match.Kinds, func(k kinds) bool {
		return (slices.Contains(k.APIGroups, "") || slices.Contains(k.APIGroups, "*")) &&
			(slices.Contains(k.Kinds, "Namespace") || slices.Contains(k.Kinds, "*"))
	})
}

// packing is one packed constraint while it is put together.
type packing struct {
	match    match
	until    string // the first last day of a waiver in it
	controls map[string]*asked
}

func newPacking(members []member) *packing {
	x := &packing{controls: map[string]*asked{}}
	for _, m := range members {
		x.add(m.control, m.constraint)
	}
	for _, m := range members {
		a := x.controls[m.control.ID]
		slices.Sort(a.Kinds)
		if a.Kinds = slices.Compact(a.Kinds); slices.Equal(a.Kinds, kindsOf(m.control)) {
			a.Kinds = nil
		}
	}
	slices.SortFunc(x.match.Kinds, func(a, b kinds) int { return slices.Compare(a.APIGroups, b.APIGroups) })
	return x
}

func (x *packing) add(c *control.Control, one constraint) {
	if x.controls[c.ID] == nil {
		x.controls[c.ID] = &asked{Parameters: one.spec.Parameters}
	}
	for _, k := range one.spec.Match.Kinds {
		x.controls[c.ID].Kinds = append(x.controls[c.ID].Kinds, k.Kinds...)
		x.matchAlso(k)
	}
	if until := one.metadata.Annotations[waivedUntil]; until != "" && (x.until == "" || until < x.until) {
		x.until = until
	}
}

// matchAlso adds kinds to those that the constraint matches, which are by groups.
func (x *packing) matchAlso(more kinds) {
	all := x.match.Kinds
	i := slices.IndexFunc(all, func(k kinds) bool { return slices.Equal(k.APIGroups, more.APIGroups) })
	if i < 0 {
		i, all = len(all), append(all, kinds{APIGroups: more.APIGroups})
	}
	all[i].Kinds = append(slices.Clone(all[i].Kinds), more.Kinds...)
	slices.Sort(all[i].Kinds)
	all[i].Kinds = slices.Compact(all[i].Kinds)
	x.match.Kinds = all
}

func (x *packing) constraint(p *profile.Profile, e profile.Enforcement, name string) constraint {
	spec := &constraintSpec{Match: x.match, Parameters: map[string]any{"controls": x.controls}}
	spec.enforce(e)
	m := metadata{Name: name, Labels: packedLabels(), Annotations: map[string]string{"guiderail.dev/explain": "guiderail explain CONTROL"}}
	m.Labels["guiderail.dev/profile"] = p.Name
	if x.until != "" {
		m.Annotations[waivedUntil] = x.until
	}
	return constraint{PackedKind, m, spec}
}

// packedLabels tell what is packed from the templates and constraints of single controls, which say the same in a cluster
// that has both.
func packedLabels() map[string]string {
	return map[string]string{"app.kubernetes.io/part-of": "guiderail", "guiderail.dev/layout": "packed"}
}

// packedName is that of a constraint: guiderail-deny, or guiderail-webhook-warn-audit-deny where the two differ.
func packedName(e profile.Enforcement) string {
	name := "guiderail"
	if e.Webhook == e.Audit {
		return name + "-" + string(e.Webhook)
	}
	if e.Webhook != "" {
		name += "-webhook-" + string(e.Webhook)
	}
	if e.Audit != "" {
		name += "-audit-" + string(e.Audit)
	}
	return name
}

// kindsOf returns the names of the kinds that a control matches, sorted.
func kindsOf(c *control.Control) []string {
	var all []string
	for _, m := range c.Objects() {
		all = append(all, m.Kinds...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// packedHead is what the entry of a packed template has beside its controls. What a constraint matches is the sum of what
// its controls match, so that the entry chooses among them as Gatekeeper would among their constraints and templates.
//
// Controls are asked together where they can be, since OPA evaluates the libraries anew for each with: all but those that
// are given a parameter that another one of those that are asked describes and is given otherwise, or not at all.
const packedHead = `# METADATA
# title: The controls of a profile
# description: |
#   Written by guiderail; do not edit. Asks the controls that a constraint names in parameters.controls, each of
#   them as its own constraint would: about its kinds and operations, with its parameters.
package guiderail

import data.lib.controls

violation contains result if {
	ids := (_asked - _special) | _sharing
	parameters := object.union_n([parameters |
		some id in _sharing
		parameters := input.parameters.controls[id].parameters
	])
	some result in _results(ids) with input.parameters as parameters
}

violation contains result if {
	some parameters, ids in _apart
	some result in _results(ids) with input.parameters as parameters
}

# Gatekeeper refuses constraints with controls that the template does not hold, but not those with none.
violation contains {"msg": msg, "details": {"control": "", "path": []}} if {
	count(_named) == 0
	msg := "the constraint names no control in parameters.controls"
}

_results(ids) := {result |
	some id in ids
	[family, name] := split(id, ".")
	some said in controls[family][name].violation
	result := {"msg": sprintf("[%s] %s", [id, said.msg]), "details": _details(id, said)}
}

_details(id, said) := object.union(said.details, {"control": id}) if {
	is_object(said.details)
} else := {"control": id}

default _asked := set()

# The builtins are there for speed: a step of Rego for each control and request would cost more than many controls do.
_asked := (_named & union(_judging)) - _not_about[_operation]

default _named := set()

_named := object.keys(input.parameters.controls)

# Those of which the constraint says anything but their names.
_special := _asked & {id | input.parameters.controls[id][_]}

_covered := {id |
	some id in _special
	_covers(input.parameters.controls[id])
}

_sharing := {id |
	some id in _covered
	not _clashes(id)
}

_apart[parameters] contains id if {
	some id in _covered
	_clashes(id)
	parameters := input.parameters.controls[id].parameters
}

_clashes(id) if {
	some name, value in input.parameters.controls[id].parameters
	some other in (_describing[name] & _asked) - {id}
	not _is_given(other, name, value)
}

_is_given(id, name, value) if input.parameters.controls[id].parameters[name] == value

# A waiver of all objects of a kind leaves it to the constraint of other namespaces.
_covers(asked) if not asked.kinds

_covers(asked) if {
	some which in ["object", "oldObject"]
	input.review[which].kind in asked.kinds
}

_judging contains ids if {
	some kind in _kinds
	ids := _groups[_group_of[kind]]
}

default _operation := ""

_operation := input.review.operation if is_string(input.review.operation)

# What a match may say of the kind under review. Gatekeeper asks the object and what it was before for it, whichever is
# there.
_kinds contains kind if some kind in _patterns(input.review.object)

_kinds contains kind if some kind in _patterns(input.review.oldObject)

_patterns(object) := {concat("/", [group, kind]) |
	some group in {_api_group(object), "*"}
	some kind in {object.kind, "*"}
}

_api_group(object) := substring(object.apiVersion, 0, max([0, indexof(object.apiVersion, "/")])) if {
	is_string(object.apiVersion)
} else := ""

`

// packedEntry writes the module of a packed template that asks its controls.
func packedEntry(controls []*control.Control) ([]byte, error) {
	judging := map[string][]string{}           // controls by the kinds that they match
	operations := map[string][]string{"": nil} // those that are not asked about an operation
	describing := map[string][]string{}
	for _, c := range controls {
		for _, operation := range c.Operations {
			operations[operation] = nil
		}
	}
	for _, c := range controls {
		for _, m := range c.Objects() {
			for _, group := range orAny(m.Groups) {
				for _, kind := range orAny(m.Kinds) {
					judging[group+"/"+kind] = append(judging[group+"/"+kind], c.ID)
				}
			}
		}
		for operation := range operations {
			// In an audit, nobody asks for an operation.
			if operation != "" && !slices.Contains(c.Operations, operation) {
				operations[operation] = append(operations[operation], c.ID)
			}
		}
		for name := range c.Parameters {
			describing[name] = append(describing[name], c.ID)
		}
	}
	maps.DeleteFunc(describing, func(_ string, ids []string) bool { return len(ids) == 1 })
	var text bytes.Buffer
	text.WriteString(packedHead)
	var groups []string
	text.WriteString("# The group of controls that judge a kind.\n_group_of := {\n")
	for _, kind := range slices.Sorted(maps.Keys(judging)) {
		ids := regoSet(judging[kind])
		i := slices.Index(groups, ids)
		if i < 0 {
			i, groups = len(groups), append(groups, ids)
		}
		fmt.Fprintf(&text, "%q: %d,\n", kind, i)
	}
	fmt.Fprintf(&text, "}\n\n_groups := [%s]\n\n", strings.Join(groups, ",\n"))
	text.WriteString("# The controls that are not asked about an operation.\n")
	writeSets(&text, "_not_about", operations)
	text.WriteString("# The controls that describe a parameter, where these are several.\n")
	writeSets(&text, "_describing", describing)
	formatted, err := rego.Format("entry.rego", text.Bytes())
	if err != nil {
		return nil, fmt.Errorf("formatting the entry: %w", err)
	}
	return formatted, nil
}

// writeSets writes a rule that has sets of texts by their names.
func writeSets(to *bytes.Buffer, rule string, sets map[string][]string) {
	fmt.Fprintf(to, "%s := {\n", rule)
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		fmt.Fprintf(to, "%q: %s,\n", name, regoSet(sets[name]))
	}
	to.WriteString("}\n\n")
}

// orAny returns names, or what stands for any where there are none.
func orAny(names []string) []string {
	if len(names) == 0 {
		return []string{"*"}
	}
	return names
}

// regoSet writes a set of texts as Rego does.
func regoSet(texts []string) string {
	if len(texts) == 0 {
		return "set()"
	}
	slices.Sort(texts)
	quoted := make([]string, 0, len(texts))
	for _, text := range slices.Compact(texts) {
		quoted = append(quoted, fmt.Sprintf("%q", text))
	}
	return "{" + strings.Join(quoted, ", ") + "}"
}
