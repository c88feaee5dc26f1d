package harness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

// owners are the objects of a run that others of it name as their controllers: the Deployment of a ReplicaSet,
// the ReplicaSet of a Pod. What the controls say of such a copy they have often said of its owner, whose
// template it is made from; that is said once, of the owner. A reference alone proves nothing, as whoever
// writes an object may put any there. So only that is left out which the owner is found to have as well: the
// same message of the same control, at the same place of the template. What was added to a copy, or changed
// in it, is said of the copy.
//
// Whether an owner comes before its copies or after them makes no difference: the first copy of a run has
// the sources read twice more, for the references and for the owners, of which alone the objects stay in
// memory, with what is said of them.
type owners struct {
	objects map[objectKey]*owner
}

// findOwners gives the owners of a run, which are read when they are asked for.
type findOwners func() (*owners, error)

type owner struct {
	artefact *artefact.Artefact
	uid      string
	owner    *reference

	asWritten, asFilled sayings
}

// sayings are what the controls say of an owner, which is asked for once.
type sayings struct {
	mu  sync.Mutex
	all map[remark]bool // nil as long as that is not known
}

// remark is what a control says of an object, wherever its template stands.
type remark struct {
	control, message, path string
	unknown                bool
}

// reference is what an object says of its controller.
type reference struct {
	objectKey
	uid string
}

// controllerOf gives the controller that an object names; nil if it names none, or more than the one that
// there may be.
func controllerOf(a *artefact.Artefact) *reference {
	if a.Review != nil {
		return nil
	}
	references, ok := field(ast.NewTerm(metadataOf(a)), "ownerReferences").(*ast.Array)
	if !ok {
		return nil
	}
	var named *reference
	for i := range references.Len() {
		entry := references.Elem(i)
		if is, ok := field(entry, "controller").(ast.Boolean); !ok || !bool(is) {
			continue
		}
		if named != nil {
			return nil
		}
		kind := schema.FromAPIVersionAndKind(textOf(entry, "apiVersion"), textOf(entry, "kind"))
		named = &reference{objectKey{kind.Group, kind.Kind, a.Namespace, textOf(entry, "name")}, textOf(entry, "uid")}
	}
	return named
}

func keyOf(i artefact.Identity) objectKey { return objectKey{i.Group(), i.Kind, i.Namespace, i.Name} }

func metadataOf(a *artefact.Artefact) ast.Value {
	if metadata := field(ast.NewTerm(a.Value), "metadata"); metadata != nil {
		return metadata
	}
	return ast.Null{}
}

func textOf(term *ast.Term, key string) string {
	text, _ := field(term, key).(ast.String)
	return string(text)
}

// readOwners reads the sources for the objects that others name as their controllers. Of two objects of one
// name the last one counts.
func (e *Engine) readOwners(ctx context.Context, all []artefact.Found) (*owners, error) {
	wanted := map[objectKey]bool{}
	kinds := map[string]bool{}
	for a := range e.objects(ctx, all, func(text []byte) bool { return bytes.Contains(text, []byte("ownerReferences")) }) {
		if r := controllerOf(a); r != nil {
			wanted[r.objectKey] = true
			kinds[r.kind] = true
		}
	}
	o := &owners{map[objectKey]*owner{}}
	mayHold := func(text []byte) bool {
		for kind := range kinds {
			if bytes.Contains(text, []byte(kind)) {
				return true
			}
		}
		return false
	}
	for a := range e.objects(ctx, all, mayHold) {
		key := keyOf(a.Identity)
		if wanted[key] && a.Review == nil && !a.GeneratesName() {
			uid := textOf(ast.NewTerm(metadataOf(a)), "uid")
			// Without its text, which would stay in memory.
			o.objects[key] = &owner{artefact: &artefact.Artefact{Identity: a.Identity, Value: a.Value}, uid: uid, owner: controllerOf(a)}
		}
	}
	return o, ctx.Err()
}

// objects gives the objects of the documents in which they may be, at a glance. One that is spelt with
// escapes or tags may be anywhere. What cannot be read is said where it is judged.
func (e *Engine) objects(ctx context.Context, all []artefact.Found, mayHold func([]byte) bool) iter.Seq[*artefact.Artefact] {
	return func(yield func(*artefact.Artefact) bool) {
		parser := artefact.NewParser()
		for _, found := range all {
			if found.Source == nil || found.Source.Once { // and gone by now
				continue
			}
			for document, err := range found.Source.Within(e.limits) {
				if ctx.Err() != nil {
					return
				}
				if err != nil || !mayHold(document.Text) && !bytes.ContainsAny(document.Text, `\!`) {
					continue
				}
				for _, a := range parser.Parse(document).Artefacts {
					if !yield(a) {
						return
					}
				}
			}
		}
	}
}

// of gives the controller that a reference means; nil where the run holds none.
func (o *owners) of(r *reference) *owner {
	if r == nil {
		return nil
	}
	found := o.objects[r.objectKey]
	if found == nil || r.uid != "" && found.uid != "" && r.uid != found.uid {
		return nil
	}
	return found
}

// leadsTo tells whether an object is among the owners of its owners: then none of them is the one of which
// everything is said.
func (o *owners) leadsTo(from *owner, a *artefact.Artefact) bool {
	key := keyOf(a.Identity)
	seen := map[*owner]bool{}
	for next := from; next != nil && !seen[next]; next = o.of(next.owner) {
		seen[next] = true
		if keyOf(next.artefact.Identity) == key {
			return true
		}
	}
	return false
}

// of judges an owner once for all its copies.
func (s *sayings) of(ctx context.Context, e *Engine, look lookup, a *artefact.Artefact) (map[remark]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all != nil {
		return s.all, nil
	}
	plan := e.dispatcher.plan(a.Group(), a.Kind)
	var outcomes []outcome
	if len(plan.controls) > 0 {
		var err error
		// What takes too long is not judged as itself either: nothing is said of it.
		if outcomes, err = e.outcomes(ctx, plan, look, a); err != nil && !errors.Is(err, errTooLong) {
			return nil, err
		}
	}
	s.all = map[remark]bool{}
	for i, outcome := range outcomes {
		for _, said := range outcome.violations {
			s.all[remarkOf(plan.controls[i], said.message, said.path, false)] = true
		}
		for _, said := range outcome.unknowns {
			s.all[remarkOf(plan.controls[i], said.message, said.path, true)] = true
		}
	}
	return s.all, nil
}

// says tells whether an owner is found to have what is said of its copy. A cluster fills in what a template
// leaves out, and the copy is told that the account is default where the owner is told that none is named. It is one
// thing if the owner, filled in, has it as well, and has it said of where that would be written.
func (o *owner) says(ctx context.Context, e *Engine, look lookup, r remark) (bool, error) {
	written, err := o.asWritten.of(ctx, e, look, o.artefact)
	if err != nil || written[r] {
		return written[r], err
	}
	isAround := func(said remark) bool {
		return said.control == r.control && said.unknown == r.unknown && strings.HasPrefix(r.path, said.path)
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(written)), isAround) {
		return false, nil
	}
	filled, err := o.asFilled.of(ctx, e, look, &artefact.Artefact{Identity: o.artefact.Identity, Value: filledIn(o.artefact.Value)})
	return filled[r], err
}

// filledIn gives an object with what a cluster puts into pods whose template leaves it out, as far as
// controls speak of it: the account and when images are pulled.
func filledIn(value ast.Value) ast.Value {
	switch value := value.(type) {
	case ast.Object:
		_, hasContainers := field(ast.NewTerm(value), "containers").(*ast.Array)
		filled := ast.NewObject()
		value.Foreach(func(key, below *ast.Term) {
			list, isList := below.Value.(*ast.Array)
			name, _ := key.Value.(ast.String)
			if !hasContainers || !isList || name != "containers" && name != "initContainers" {
				filled.Insert(key, ast.NewTerm(filledIn(below.Value)))
				return
			}
			containers := make([]*ast.Term, list.Len())
			for i := range containers {
				containers[i] = ast.NewTerm(pulled(list.Elem(i)))
			}
			filled.Insert(key, ast.ArrayTerm(containers...))
		})
		if hasContainers && textOf(ast.NewTerm(value), "serviceAccountName") == "" && textOf(ast.NewTerm(value), "serviceAccount") == "" {
			filled.Insert(ast.InternedTerm("serviceAccountName"), ast.InternedTerm("default"))
		}
		return filled
	case *ast.Array:
		items := make([]*ast.Term, value.Len())
		for i := range items {
			items[i] = ast.NewTerm(filledIn(value.Elem(i).Value))
		}
		return ast.NewArray(items...)
	}
	return value
}

// pulled gives a container with the policy by which its image is pulled.
func pulled(container *ast.Term) ast.Value {
	spec, ok := container.Value.(ast.Object)
	image := textOf(container, "image")
	if !ok || image == "" || textOf(container, "imagePullPolicy") != "" {
		return container.Value
	}
	policy := "IfNotPresent"
	_, tag, tagged := strings.Cut(image[strings.LastIndex(image, "/")+1:], ":")
	if !strings.Contains(image, "@") && (!tagged || tag == "latest") {
		policy = "Always"
	}
	with := ast.NewObject()
	spec.Foreach(with.Insert)
	with.Insert(ast.InternedTerm("imagePullPolicy"), ast.StringTerm(policy))
	return with
}

// templates are the fields below which objects have what they make others from.
var templates = []string{"template", "jobTemplate", "broadcastJobTemplate", "ephemeralRunnerSpec"}

// remarkOf tells what is said, with the path that leads on from the innermost template.
func remarkOf(c *control.Control, message string, path []any, unknown bool) remark {
	for i, step := range slices.Backward(path) {
		key, ok := step.(string)
		if ok && slices.Contains(templates, key) && i+1 < len(path) && (path[i+1] == "spec" || path[i+1] == "metadata") {
			path = path[i+1:]
			break
		}
	}
	var b strings.Builder
	for _, step := range path {
		fmt.Fprintf(&b, "%#v,", step)
	}
	return remark{c.ID, message, b.String(), unknown}
}

// leaveToOwner takes from what is said of an object what is said of its owner as well.
func (e *Engine) leaveToOwner(ctx context.Context, look lookup, find findOwners, a *artefact.Artefact, judged *Artefact) error {
	named := controllerOf(a)
	if named == nil || len(judged.Findings)+len(judged.Unknowns) == 0 {
		return nil
	}
	all, err := find()
	if err != nil {
		return err
	}
	owner := all.of(named)
	if owner == nil || all.leadsTo(owner, a) {
		return nil
	}
	var left []string
	without := func(findings []Finding, unknown bool) []Finding {
		return slices.DeleteFunc(findings, func(f Finding) bool {
			says, failed := owner.says(ctx, e, look, remarkOf(f.Control, f.Message, f.Path, unknown))
			if failed != nil {
				err = failed
			}
			if says {
				left = append(left, f.Control.ID)
			}
			return says
		})
	}
	judged.Findings = without(judged.Findings, false)
	judged.Unknowns = without(judged.Unknowns, true)
	if err != nil {
		return err
	}
	judged.Owned = len(left) > 0
	for _, id := range left {
		is := func(f Finding) bool { return f.Control.ID == id }
		switch {
		case judged.Verdicts[id] == Errored || slices.ContainsFunc(judged.Findings, is):
		case slices.ContainsFunc(judged.Unknowns, is):
			judged.Verdicts[id] = Unknown
		default:
			judged.Verdicts[id] = NotApplicable
		}
	}
	return nil
}
