// Package channel writes what the policies need beside the controls to be asked as a whole by conftest
// and by OPA servers: the catalogue, a Rego module that names every control of a profile, the kinds that
// it is asked about and what the profile makes of it.
//
// Together with the modules in policies/channels this is a second engine: what package harness does in Go for the
// command line, they do in Rego. The tables that both need are written into the catalogue from Go: which objects hold
// others, which fill in parameters, which annotations have a Secret copied, what the controls look up, what a profile
// and waivers accept. What stands twice is how lists and admission reviews are taken apart, how an inventory is put together, what
// is kept of a Secret, and when a waiver counts; TestDecisions holds both against every fixture, TestEmbeddedObjects
// against objects that hold others, TestSecretValues against Secrets, and the tests of e2e/bundle against real files.
package channel

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/waiver"
)

// Folder is where a policy directory keeps the modules that only some channels read. None of them is a
// control.
const Folder = "channels"

// CatalogueFile is where the catalogue stands in a policy directory.
const CatalogueFile = Folder + "/catalogue.rego"

// Options say what a catalogue has beside the controls.
type Options struct {
	// Profile chooses among the controls, sets their parameters and says what is accepted in namespaces; nil chooses all
	// of them with their defaults.
	Profile *profile.Profile
	// Version is the version of the policies.
	Version string
	// Waivers accept findings; nil for none.
	Waivers *waiver.Set
	// Clock lets the clock of whoever evaluates say on which day waivers count. Otherwise data.guiderail_settings.day
	// does, and they do not count where it is not set.
	Clock bool
}

// Catalogue writes the catalogue of the controls.
func Catalogue(all *catalogue.Catalogue, options Options) ([]byte, error) {
	p, version := options.Profile, options.Version
	if p == nil {
		p = &profile.Profile{}
	}
	c := writer{policies: all.Rego, profile: p, options: options, groups: map[string]int{}}
	for _, one := range p.Choose(all.Controls) {
		if one.File != "" {
			c.controls = append(c.controls, one)
		}
	}
	if len(c.controls) == 0 {
		return nil, errors.New("writing the catalogue: the profile chooses no control")
	}
	if err := c.write(version); err != nil {
		return nil, err
	}
	text, err := rego.Format(CatalogueFile, []byte(c.text.String()))
	if err != nil {
		return nil, fmt.Errorf("formatting the catalogue: %w", err)
	}
	return text, nil
}

type writer struct {
	policies *rego.Policies
	profile  *profile.Profile
	options  Options
	controls []*control.Control
	groups   map[string]int // the number of each set of kinds and operations, by the condition that it is
	text     strings.Builder
}

func (c *writer) write(version string) error {
	c.printf(`# METADATA
# title: Every control, and when it is asked
# description: |
#   Written by guiderail from what the controls say of themselves; do not edit. Controls that match the
#   same kinds are asked together, so that an object costs only those that have something to say of it.
package lib.guiderail.catalogue

`)
	if c.hasTypes() {
		c.printf("import data.lib.guiderail.artefact_type\n\n")
	}
	if err := c.tables(version); err != nil {
		return err
	}
	var asked strings.Builder
	sizes := map[int]int{}
	for _, one := range c.controls {
		group := c.group(one)
		sizes[group]++
		parameters := ""
		literal, err := parametersOf(one, c.profile.Parameters[one.ID])
		if err != nil {
			return err
		}
		if literal != "" {
			parameters = " with input.parameters as " + literal
		}
		if err := c.ask(&asked, one, group, parameters); err != nil {
			return err
		}
	}
	for _, condition := range slices.SortedFunc(maps.Keys(c.groups), func(a, b string) int { return cmp.Compare(c.groups[a], c.groups[b]) }) {
		group := c.groups[condition]
		c.printf("_is_asked_%d if {\n%s\n}\n\n", group, condition)
		c.printf("said contains [\"\", \"evaluations\", [%d, %d]] if _is_asked_%d\n\n", group, sizes[group], group)
		c.printf("said contains statement if {\n_is_asked_%d\nsome statement in _said_%d\n}\n\n", group, group)
	}
	c.printf("%s", asked.String())
	return nil
}

// hasTypes reports whether any control judges what is no Kubernetes object.
func (c *writer) hasTypes() bool {
	return slices.ContainsFunc(c.controls, func(one *control.Control) bool {
		return slices.ContainsFunc(one.Match, func(m control.Match) bool { return m.Type != "" })
	})
}

func (c *writer) printf(format string, values ...any) { fmt.Fprintf(&c.text, format, values...) }

// tables writes what is known of the controls before any is asked.
func (c *writer) tables(version string) error {
	type entry struct {
		Severity    control.Severity `json:"severity"`
		Enforcement profile.Action   `json:"enforcement"`
	}
	entries := map[string]entry{}
	waived := map[string]map[string]string{}
	namespaced, cluster := map[string]bool{}, map[string]bool{}
	for _, one := range c.controls {
		entries[one.ID] = entry{one.Severity, cmp.Or(c.profile.Enforcement(one).Webhook, "off")}
		if until := c.profile.WaivedUntil(one); len(until) > 0 {
			waived[one.ID] = until
		}
		for _, read := range one.Reads {
			kind := fmt.Sprintf("[%q, %q]", read.GroupVersion().String(), read.Kind)
			if read.Namespaced {
				namespaced[kind] = true
			} else {
				cluster[kind] = true
			}
		}
	}
	for _, table := range []struct {
		name, description string
		value             any
	}{
		{"version", "The version of the policies.", version},
		{"profile", "The profile that chose the controls; \"\" when they are all there are, with their defaults.", c.profile.Name},
		{"controls", "The `severity` of each control, and its `enforcement` when a request comes in: deny, warn, dryrun or off.", entries},
		{"embeddings", "Where objects hold whole objects that are made of them, by group and kind: `at`, in which \"*\" is each item of a list, and `is_text` for manifests that are text there.", embeddings()},
		{"filled_in", "The kinds whose objects fill in parameters in what they hold.", kubernetes.FillsIn()},
		{"copiers", "What annotations begin with that have a Secret copied to other namespaces.", inventory.Copiers()},
		{"waived", "The namespaces in which the profile accepts what a control finds, with the last day of it, \"\" for good.", waived},
		{"waivers", "The waivers by kind, namespace and name; the names of `patterns` are regular expressions.", waiversOf(c.options.Waivers)},
		{"clock", "Whether the clock says on which day waivers count.", c.options.Clock},
	} {
		literal, err := json.MarshalIndent(table.value, "", "\t")
		if err != nil {
			return fmt.Errorf("writing the catalogue: %w", err)
		}
		c.printf("# METADATA\n# description: |\n#   %s\n%s := %s\n\n", table.description, table.name, literal)
	}
	c.printf("# METADATA\n# description: |\n#   The apiVersions and kinds that controls look up, by where these live.\n")
	c.printf("reads := {\"namespace\": %s, \"cluster\": %s}\n\n", set(namespaced), set(cluster))
	kind := `_kind := concat("/", [_group, _object.kind])`
	if c.hasTypes() {
		kind = "_kind := type if {\n\ttype := artefact_type.of(_object)\n} else := concat(\"/\", [_group, _object.kind])"
	}
	c.printf(`_object := input.review.object if {
	type_name(input.review.object) in {"array", "object"}
} else := input.review.oldObject

_group := substring(_object.apiVersion, 0, max([0, indexof(_object.apiVersion, "/")]))

%s

default _operation := ""

_operation := input.review.operation if input.review.operation in {"CREATE", "UPDATE", "DELETE", "CONNECT"}

# METADATA
# description: |
#   What the controls say of input.review: [control, verdict, statement]. The verdict "evaluations" counts
#   how many controls were asked, and "looks" names one that looks at other objects.
`, kind)
	return nil
}

// accepted is a waiver as Rego reads it.
type accepted struct {
	Name      string   `json:"name,omitempty"`
	Controls  []string `json:"controls"`
	Container string   `json:"container"`
	Path      []any    `json:"path"`
	Until     string   `json:"until"`
}

// waivers are those about the objects of a kind in a namespace.
type waivers struct {
	Names    map[string][]accepted `json:"names"`
	Patterns []accepted            `json:"patterns"`
}

func waiversOf(set *waiver.Set) map[string]map[string]*waivers {
	all := map[string]map[string]*waivers{}
	if set == nil {
		return all
	}
	for _, w := range set.Waivers {
		if all[w.Kind] == nil {
			all[w.Kind] = map[string]*waivers{}
		}
		if all[w.Kind][w.Namespace] == nil {
			all[w.Kind][w.Namespace] = &waivers{map[string][]accepted{}, []accepted{}}
		}
		of := all[w.Kind][w.Namespace]
		a := accepted{Controls: w.Controls, Container: w.Container, Path: append([]any{}, w.Path...), Until: w.Expires}
		if w.IsPattern {
			a.Name = w.NameExpression()
			of.Patterns = append(of.Patterns, a)
			continue
		}
		of.Names[w.Name] = append(of.Names[w.Name], a)
	}
	return all
}

// set writes the elements of a set as Rego does.
func set(elements map[string]bool) string {
	if len(elements) == 0 {
		return "set()"
	}
	return "{" + strings.Join(slices.Sorted(maps.Keys(elements)), ", ") + "}"
}

// group returns the number of the controls that are asked about the same as this one.
func (c *writer) group(one *control.Control) int {
	var kinds []string
	every := false
	for _, match := range one.Match {
		if match.Type != "" && match.Type != artefact.Kubernetes {
			kinds = append(kinds, fmt.Sprintf("%q", match.Type))
		}
		for _, group := range match.Groups {
			for _, kind := range match.Kinds {
				every = every || group == "*" || kind == "*"
				kinds = append(kinds, fmt.Sprintf("%q", group+"/"+kind))
			}
		}
	}
	slices.Sort(kinds)
	var operations []string
	for _, operation := range append([]string{""}, one.Operations...) {
		operations = append(operations, fmt.Sprintf("%q", operation))
	}
	condition := fmt.Sprintf("_operation in {%s}\n", strings.Join(operations, ", "))
	if every {
		condition += "_kind"
	} else {
		condition += fmt.Sprintf("_kind in {%s}", strings.Join(slices.Compact(kinds), ", "))
	}
	if _, ok := c.groups[condition]; !ok {
		c.groups[condition] = len(c.groups) + 1
	}
	return c.groups[condition]
}

// parametersOf returns an object of Rego with the parameters of a control: what the profile sets, and the time of the run;
// "" for none.
func parametersOf(c *control.Control, values map[string]any) (string, error) {
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		literal, err := json.Marshal(values[name])
		if err != nil {
			return "", fmt.Errorf("writing the parameters of %s: %w", c.ID, err)
		}
		fields = append(fields, fmt.Sprintf("%q: %s", name, literal))
	}
	if _, isSet := values["now"]; !isSet && c.Parameters["now"] != nil {
		fields = append(fields, `"now": input.now`)
	}
	if len(fields) == 0 {
		return "", nil
	}
	return "{" + strings.Join(fields, ", ") + "}", nil
}

// ask writes the rules that ask one control.
func (w *writer) ask(text *strings.Builder, c *control.Control, group int, parameters string) error {
	unknown, err := w.policies.Defines(c, "unknown")
	if err != nil {
		return err
	}
	applies, err := w.policies.Defines(c, "applies")
	if err != nil {
		return err
	}
	pkg := c.Package()
	rule := func(verdict, statement, body string) {
		fmt.Fprintf(text, "_said_%d contains [%q, %q, %s] if %s\n\n", group, c.ID, verdict, statement, body)
	}
	rule("violation", "statement", fmt.Sprintf("some statement in %s.violation%s", pkg, parameters))
	if unknown {
		rule("unknown", "statement", fmt.Sprintf("some statement in %s.unknown%s", pkg, parameters))
	}
	if len(c.Reads) == 0 {
		return nil
	}
	// Who sends a request has a cluster in mind of which the inventory may show nothing.
	body := []string{"input.asked", fmt.Sprintf("count(%s.violation) == 0%s", pkg, parameters)}
	looks := "true"
	if unknown {
		body = append(body, fmt.Sprintf("count(%s.unknown) == 0%s", pkg, parameters))
	}
	if applies {
		looks = pkg + ".applies" + parameters
		body = append(body, looks)
	}
	for i, read := range c.Reads {
		shown := fmt.Sprintf("_shown_%s_%d", strings.ReplaceAll(c.ID, ".", "_"), i+1)
		path := fmt.Sprintf("data.inventory.cluster[%q].%s[_]", read.GroupVersion().String(), read.Kind)
		if read.Namespaced {
			path = fmt.Sprintf("data.inventory.namespace[_][%q].%s[_]", read.GroupVersion().String(), read.Kind)
		}
		fmt.Fprintf(text, "%s if %s\n\n", shown, path)
		body = append(body, "not "+shown)
	}
	message, err := json.Marshal(map[string]any{"msg": c.Unseen(), "details": map[string]any{"path": []any{}}})
	if err != nil {
		return err
	}
	rule("unknown", string(message), "{\n"+strings.Join(body, "\n")+"\n}")
	rule("looks", "true", looks)
	return nil
}

// embedding is a place where an object holds others.
type embedding struct {
	At     []string `json:"at"`
	IsText bool     `json:"is_text"`
}

func embeddings() map[string]map[string][]embedding {
	all := map[string]map[string][]embedding{}
	for _, e := range kubernetes.Embeddings() {
		if all[e.Group] == nil {
			all[e.Group] = map[string][]embedding{}
		}
		all[e.Group][e.Kind] = append(all[e.Group][e.Kind], embedding{e.At, e.Text})
	}
	return all
}
