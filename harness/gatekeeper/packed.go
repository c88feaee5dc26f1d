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

// selection is what the controls of one packed constraint have in common.
type selection struct {
	enforcement profile.Enforcement
	namespaces  string // that are excluded
}

// packing is one packed constraint while it is put together.
type packing struct {
	selection
	excluded []string
	until    string // the first last day of a waiver in it
	kinds    []kinds
	controls map[string]*asked
}

// pack puts the constraints of the controls together that are enforced alike in the same namespaces.
func pack(p *profile.Profile, controls []*control.Control, waived *Waived) []constraint {
	found := map[selection]*packing{}
	for _, c := range controls {
		for _, one := range waived.constraints(p, c) {
			s := selection{p.Enforcement(c), strings.Join(one.spec.Match.ExcludedNamespaces, " ")}
			if found[s] == nil {
				found[s] = &packing{selection: s, excluded: one.spec.Match.ExcludedNamespaces, controls: map[string]*asked{}}
			}
			found[s].add(c, one)
		}
	}
	// What most controls have gets the plain name.
	all := slices.SortedFunc(maps.Values(found), func(a, b *packing) int {
		return cmp.Or(cmp.Compare(len(b.controls), len(a.controls)), cmp.Compare(a.namespaces, b.namespaces))
	})
	var constraints []constraint
	names := map[string]int{}
	for _, one := range all {
		name := packedName(one.enforcement)
		if names[name]++; names[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, names[name])
		}
		constraints = append(constraints, one.constraint(p, controls, name))
	}
	slices.SortFunc(constraints, func(a, b constraint) int { return cmp.Compare(a.metadata.Name, b.metadata.Name) })
	return constraints
}

func (x *packing) add(c *control.Control, one constraint) {
	if x.controls[c.ID] == nil {
		x.controls[c.ID] = &asked{Parameters: one.spec.Parameters}
	}
	for _, k := range one.spec.Match.Kinds {
		x.controls[c.ID].Kinds = append(x.controls[c.ID].Kinds, k.Kinds...)
		x.match(k)
	}
	if until := one.metadata.Annotations[waivedUntil]; until != "" && (x.until == "" || until < x.until) {
		x.until = until
	}
}

// match adds kinds to those that the constraint matches, which are by groups.
func (x *packing) match(more kinds) {
	i := slices.IndexFunc(x.kinds, func(k kinds) bool { return slices.Equal(k.APIGroups, more.APIGroups) })
	if i < 0 {
		i, x.kinds = len(x.kinds), append(x.kinds, kinds{APIGroups: more.APIGroups})
	}
	x.kinds[i].Kinds = append(slices.Clone(x.kinds[i].Kinds), more.Kinds...)
	slices.Sort(x.kinds[i].Kinds)
	x.kinds[i].Kinds = slices.Compact(x.kinds[i].Kinds)
}

func (x *packing) constraint(p *profile.Profile, controls []*control.Control, name string) constraint {
	for _, c := range controls {
		a := x.controls[c.ID]
		if a == nil {
			continue
		}
		slices.Sort(a.Kinds)
		if a.Kinds = slices.Compact(a.Kinds); slices.Equal(a.Kinds, kindsOf(c)) {
			a.Kinds = nil
		}
	}
	slices.SortFunc(x.kinds, func(a, b kinds) int { return slices.Compare(a.APIGroups, b.APIGroups) })
	spec := &constraintSpec{
		Match:      match{Kinds: x.kinds, ExcludedNamespaces: x.excluded},
		Parameters: map[string]any{"controls": x.controls},
	}
	spec.enforce(x.enforcement)
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
	for _, m := range c.Match {
		all = append(all, m.Kinds...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// packedHead is what the entry of a packed template has beside its controls. What a constraint matches is the sum of what
// its controls match, so that the entry chooses among them as Gatekeeper would among their constraints and templates.
//
// Controls are asked together where they can be, since OPA evaluates the libraries anew for each with: those that are
// given nothing and those whose parameters no other control has, which do not see those of the others; and those that are
// given the same.
const packedHead = `# METADATA
# title: The controls of a profile
# description: |
#   Written by guiderail; do not edit. Asks the controls that a constraint names in parameters.controls, each of
#   them as its own constraint would: about its kinds and operations, with its parameters.
package guiderail

%s
violation contains result if {
	ids := (_asked - _special) | _sharing
	parameters := object.union_n([parameters |
		some id in _sharing
		parameters := input.parameters.controls[id].parameters
	])
	some result in _results(ids) with input.parameters as parameters
}

violation contains result if {
	some parameters, ids in _special_ids
	some result in _results(ids) with input.parameters as parameters
}

# Gatekeeper refuses constraints with controls that the template does not hold, but not those with none.
violation contains {"msg": msg, "details": {"control": "", "path": []}} if {
	count(_named) == 0
	msg := "the constraint names no control in parameters.controls"
}

_results(ids) := {result |
	some id in ids
	some said in _violations(id)
	result := {"msg": sprintf("[%%s] %%s", [id, said.msg]), "details": _details(id, said)}
}

_details(id, said) := object.union(said.details, {"control": id}) if {
	is_object(said.details)
} else := {"control": id}

# The builtins are there for speed: a step of Rego for each control and request would cost more than many controls do.
_asked := _named & union({controls |
	some i in _matching
	_operation in _groups[i].operations
	controls := _groups[i].controls
})

default _named := set()

_named := object.keys(input.parameters.controls)

_special := {id | some id in _asked; input.parameters.controls[id] != {}}

_sharing := {id |
	some id in _special & _own
	_covers(input.parameters.controls[id])
}

_special_ids[parameters] contains id if {
	some id in _special - _own
	asked := input.parameters.controls[id]
	_covers(asked)
	parameters := object.get(asked, "parameters", {})
}

# A waiver of all objects of a kind leaves it to the constraint of other namespaces.
_covers(asked) if not asked.kinds

_covers(asked) if {
	some which in ["object", "oldObject"]
	input.review[which].kind in asked.kinds
}

_matching contains i if {
	some kind in _kinds
	some i in _groups_of[kind]
}

default _operation := ""

_operation := input.review.operation if is_string(input.review.operation)

# What a match may say of the kind under review. Gatekeeper asks the object and what it was before for it, whichever is
# there.
_kinds contains kind if some kind in _patterns(input.review.object)

_kinds contains kind if some kind in _patterns(input.review.oldObject)

_patterns(object) := {concat("/", [group, kind]) |
	some group in {_group(object), "*"}
	some kind in {object.kind, "*"}
}

_group(object) := substring(object.apiVersion, 0, max([0, indexof(object.apiVersion, "/")])) if {
	is_string(object.apiVersion)
} else := ""

`

// packedGroup are controls that are asked about the same.
type packedGroup struct {
	kinds      []string
	operations string
	controls   []string
}

// packedEntry writes the module of a packed template that asks its controls.
func packedEntry(controls []*control.Control) ([]byte, error) {
	var groups []*packedGroup
	var text, rules bytes.Buffer
	for _, c := range controls {
		alias := strings.ReplaceAll(c.ID, ".", "__")
		fmt.Fprintf(&text, "import data.%s%s as %s\n", packedPackage, c.ID, alias)
		fmt.Fprintf(&rules, "_violations(%q) := %s.violation\n\n", c.ID, alias)
		var names []string
		for _, m := range c.Match {
			for _, group := range orAny(m.Groups) {
				for _, kind := range orAny(m.Kinds) {
					names = append(names, group+"/"+kind)
				}
			}
		}
		slices.Sort(names)
		names = slices.Compact(names)
		operations := regoSet(append([]string{""}, c.Operations...))
		i := slices.IndexFunc(groups, func(g *packedGroup) bool { return slices.Equal(g.kinds, names) && g.operations == operations })
		if i < 0 {
			i, groups = len(groups), append(groups, &packedGroup{kinds: names, operations: operations})
		}
		groups[i].controls = append(groups[i].controls, c.ID)
	}
	fmt.Fprintf(&rules, "# Controls that describe no parameter that another describes, too.\n_own := %s\n\n", regoSet(owners(controls)))
	imports := text.String()
	text.Reset()
	fmt.Fprintf(&text, packedHead, imports)
	text.WriteString("# Controls that judge the same kinds and operations. In an audit, nobody asks for an operation.\n_groups := [\n")
	groupsOf := map[string][]int{}
	for i, g := range groups {
		fmt.Fprintf(&text, "{\"operations\": %s, \"controls\": %s},\n", g.operations, regoSet(g.controls))
		for _, kind := range g.kinds {
			groupsOf[kind] = append(groupsOf[kind], i)
		}
	}
	text.WriteString("]\n\n# The groups of controls that match a kind.\n_groups_of := {\n")
	for _, kind := range slices.Sorted(maps.Keys(groupsOf)) {
		numbers, err := json.Marshal(groupsOf[kind])
		if err != nil {
			return nil, fmt.Errorf("writing the entry: %w", err)
		}
		fmt.Fprintf(&text, "%q: %s,\n", kind, numbers)
	}
	text.WriteString("}\n\n")
	text.Write(rules.Bytes())
	formatted, err := rego.Format("entry.rego", text.Bytes())
	if err != nil {
		return nil, fmt.Errorf("formatting the entry: %w", err)
	}
	return formatted, nil
}

// owners returns the controls whose parameters have names that no other control's parameters have.
func owners(controls []*control.Control) []string {
	count := map[string]int{}
	for _, c := range controls {
		for name := range c.Parameters {
			count[name]++
		}
	}
	var ids []string
	for _, c := range controls {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(c.Parameters)), func(name string) bool { return count[name] > 1 }) {
			ids = append(ids, c.ID)
		}
	}
	return ids
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
