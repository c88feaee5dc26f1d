// Package owned judges the copies that controllers make through their owners: the ReplicaSet of a Deployment, the
// Pod of a ReplicaSet. What the controls say of such a copy they have often said of its owner, whose template it
// is made from; that is said once, of the owner. A reference alone proves nothing, as whoever writes an object
// may put any there. So only that is left out which the owner is found to have as well: the same message of the
// same control, at the same place of the template. What was added to a copy, or changed in it, is said of the
// copy.
//
// Whether an owner comes before its copies or after them makes no difference: the first copy of a run has
// the sources read twice more, for the references and for the owners, of which alone the objects stay in
// memory, with what is said of them.
package owned

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Judge is a judge of one run that leaves out of what another says of an object what that says of its owner too.
type Judge struct {
	asked judge.Judge
	find  func() (*owners, error)
}

// New makes the judge of a run with the given sources, which can be read again.
func New(ctx context.Context, asked judge.Judge, sources func() []source.Found, formats format.Set, options source.Options) *Judge {
	return &Judge{asked, sync.OnceValues(func() (*owners, error) {
		return read(ctx, &reader{replayable(sources()), formats, options})
	})}
}

func replayable(all []source.Found) []source.Found {
	return slices.DeleteFunc(slices.Clone(all), func(f source.Found) bool { return f.Source == nil || !f.Source.IsReplayable() })
}

// Controls lists the controls of the other judge.
func (j *Judge) Controls() []*control.Control { return j.asked.Controls() }

// Judge asks the other judge about an object and, if there is something to say of it, about its owner.
func (j *Judge) Judge(ctx context.Context, a *artefact.Artefact, look judge.Lookup) ([]judge.Outcome, error) {
	outcomes, err := j.asked.Judge(ctx, a, look)
	if err != nil {
		return nil, err
	}
	named := controllerOf(a)
	if named == nil || !slices.ContainsFunc(outcomes, func(o judge.Outcome) bool { return len(o.Violations)+len(o.Unknowns) > 0 }) {
		return outcomes, nil
	}
	all, err := j.find()
	if err != nil {
		return nil, err
	}
	owner := all.of(named)
	if owner == nil || all.leadsTo(owner, a) {
		return outcomes, nil
	}
	for i := range outcomes {
		if err := j.leave(ctx, look, owner, &outcomes[i]); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// leave takes from what is said of an object what is said of its owner as well.
func (j *Judge) leave(ctx context.Context, look judge.Lookup, owner *owner, o *judge.Outcome) error {
	var err error
	without := func(statements []judge.Statement, unknown bool) []judge.Statement {
		return slices.DeleteFunc(statements, func(s judge.Statement) bool {
			says, failed := owner.says(ctx, j.asked, look, remarkOf(o.Control, s.Message, s.Path, unknown))
			if failed != nil {
				err = failed
			}
			o.IsOwned = o.IsOwned || says
			return says
		})
	}
	o.Violations, o.Unknowns = without(o.Violations, false), without(o.Unknowns, true)
	if o.IsOwned {
		o.Applies = false // to what the object has of its own
	}
	return err
}

type owners struct {
	objects map[key]*owner
}

// key names an object, of whatever version.
type key struct{ group, kind, namespace, name string }

type owner struct {
	artefact   *artefact.Artefact
	uid        string
	controller *reference

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
	key
	uid string
}

// controllerOf returns the controller that an object names; nil if it names none, or more than the one that
// there may be.
func controllerOf(a *artefact.Artefact) *reference {
	if a.IsRequested() {
		return nil
	}
	var named *reference
	for _, entry := range a.Value.At("metadata", "ownerReferences").Items() {
		if is, _ := entry.Get("controller").Boolean(); !is {
			continue
		}
		if named != nil {
			return nil
		}
		kind := schema.FromAPIVersionAndKind(entry.Get("apiVersion").TextOrEmpty(), entry.Get("kind").TextOrEmpty())
		named = &reference{key{kind.Group, kind.Kind, a.Namespace, entry.Get("name").TextOrEmpty()}, entry.Get("uid").TextOrEmpty()}
	}
	return named
}

func keyOf(r artefact.Ref) key { return key{r.Group(), r.Kind, r.Namespace, r.Name} }

// read reads the sources for the objects that others name as their controllers. Of two objects of one name the
// last one counts.
func read(ctx context.Context, r *reader) (*owners, error) {
	wanted := map[key]bool{}
	kinds := map[string]bool{}
	err := r.objects(ctx, func(text []byte) bool { return bytes.Contains(text, []byte("ownerReferences")) }, func(a *artefact.Artefact) {
		if named := controllerOf(a); named != nil {
			wanted[named.key] = true
			kinds[named.kind] = true
		}
	})
	if err != nil {
		return nil, err
	}
	o := &owners{map[key]*owner{}}
	mayHold := func(text []byte) bool {
		for kind := range kinds {
			if bytes.Contains(text, []byte(kind)) {
				return true
			}
		}
		return false
	}
	return o, r.objects(ctx, mayHold, func(a *artefact.Artefact) {
		if key := keyOf(a.Ref); wanted[key] && !a.IsRequested() && !a.GeneratesName {
			// Without its text, which would stay in memory.
			o.objects[key] = &owner{artefact: &artefact.Artefact{Ref: a.Ref, Value: a.Value, Snapshot: a.Snapshot}, uid: a.Value.At("metadata", "uid").TextOrEmpty(), controller: controllerOf(a)}
		}
	})
}

type reader struct {
	sources []source.Found
	formats format.Set
	options source.Options
}

// objects hands over the objects of the documents in which they may be, at a glance. One that is spelt with
// escapes or tags may be anywhere. What cannot be read is said where it is judged.
func (r *reader) objects(ctx context.Context, mayHold func([]byte) bool, take func(*artefact.Artefact)) error {
	parse := func(_ context.Context, s *source.Step) ([]*artefact.Artefact, error) {
		if s.Document == nil || !mayHold(s.Document.Text) && !bytes.ContainsAny(s.Document.Text, `\!`) {
			return nil, nil
		}
		return r.formats.Parse(s.Document).Artefacts, nil
	}
	for artefacts, err := range source.Each(ctx, slices.Values(r.sources), r.options, parse) {
		if err != nil {
			return err
		}
		for _, a := range artefacts {
			take(a)
		}
	}
	return nil
}

// of returns the controller that a reference means; nil where the run holds none.
func (o *owners) of(r *reference) *owner {
	if r == nil {
		return nil
	}
	found := o.objects[r.key]
	if found == nil || r.uid != "" && found.uid != "" && r.uid != found.uid {
		return nil
	}
	return found
}

// leadsTo reports whether an object is among the owners of its owners: then none of them is the one of which
// everything is said.
func (o *owners) leadsTo(from *owner, a *artefact.Artefact) bool {
	key := keyOf(a.Ref)
	seen := map[*owner]bool{}
	for next := from; next != nil && !seen[next]; next = o.of(next.controller) {
		seen[next] = true
		if keyOf(next.artefact.Ref) == key {
			return true
		}
	}
	return false
}

// of judges an owner once for all its copies.
func (s *sayings) of(ctx context.Context, asked judge.Judge, look judge.Lookup, a *artefact.Artefact) (map[remark]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all != nil {
		return s.all, nil
	}
	// What takes too long is not judged as itself either: nothing is said of it.
	outcomes, err := asked.Judge(ctx, a, look)
	if err != nil && !errors.Is(err, judge.ErrTooLong) {
		return nil, err
	}
	s.all = map[remark]bool{}
	for _, o := range outcomes {
		for _, said := range o.Violations {
			s.all[remarkOf(o.Control, said.Message, said.Path, false)] = true
		}
		for _, said := range o.Unknowns {
			s.all[remarkOf(o.Control, said.Message, said.Path, true)] = true
		}
	}
	return s.all, nil
}

// says reports whether an owner is found to have what is said of its copy. A cluster fills in what a template
// leaves out, and the copy is told that the account is default where the owner is told that none is named. It is one
// thing if the owner, filled in, has it as well, and has it said of where that would be written.
func (o *owner) says(ctx context.Context, asked judge.Judge, look judge.Lookup, r remark) (bool, error) {
	written, err := o.asWritten.of(ctx, asked, look, o.artefact)
	if err != nil || written[r] {
		return written[r], err
	}
	isAround := func(said remark) bool {
		return said.control == r.control && said.unknown == r.unknown && strings.HasPrefix(r.path, said.path)
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(written)), isAround) {
		return false, nil
	}
	filled, err := o.asFilled.of(ctx, asked, look, &artefact.Artefact{Ref: o.artefact.Ref, Value: filledIn(o.artefact.Value), Snapshot: o.artefact.Snapshot})
	return filled[r], err
}

// filledIn returns an object with what a cluster puts into pods whose template leaves it out, as far as
// controls speak of it: the account and when images are pulled.
func filledIn(v value.Value) value.Value {
	switch v.Kind() {
	case value.Object:
		hasContainers := v.Get("containers").Kind() == value.List
		var filled []value.Member
		for name, below := range v.Members() {
			if hasContainers && below.Kind() == value.List && (name == "containers" || name == "initContainers") {
				filled = append(filled, value.Member{Name: name, Value: each(below, pulled)})
			} else {
				filled = append(filled, value.Member{Name: name, Value: filledIn(below)})
			}
		}
		if hasContainers && v.Get("serviceAccountName").TextOrEmpty() == "" && v.Get("serviceAccount").TextOrEmpty() == "" {
			filled = append(filled, value.Member{Name: "serviceAccountName", Value: value.NewText("default")})
		}
		return value.NewObject(filled...)
	case value.List:
		return each(v, filledIn)
	}
	return v
}

func each(list value.Value, change func(value.Value) value.Value) value.Value {
	items := make([]value.Value, list.Len())
	for i, item := range list.Items() {
		items[i] = change(item)
	}
	return value.NewList(items...)
}

// pulled returns a container with the policy by which its image is pulled.
func pulled(container value.Value) value.Value {
	image := container.Get("image").TextOrEmpty()
	if image == "" || container.Get("imagePullPolicy").TextOrEmpty() != "" {
		return container
	}
	policy := "IfNotPresent"
	_, tag, tagged := strings.Cut(image[strings.LastIndex(image, "/")+1:], ":")
	if !strings.Contains(image, "@") && (!tagged || tag == "latest") {
		policy = "Always"
	}
	return container.With(value.Member{Name: "imagePullPolicy", Value: value.NewText(policy)})
}

// templates are the fields below which objects have what they make others from.
var templates = []string{"template", "jobTemplate", "broadcastJobTemplate", "ephemeralRunnerSpec"}

// remarkOf returns what is said, with the path that leads on from the innermost template.
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
