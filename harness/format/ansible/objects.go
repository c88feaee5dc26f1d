package ansible

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// appliers are the modules that apply objects to a cluster.
var appliers = []string{"kubernetes.core.k8s", "community.kubernetes.k8s", "community.okd.k8s", "redhat.openshift.k8s", "k8s"}

// definitions are the names of the parameter that holds objects.
var definitions = []string{"definition", "resource_definition", "inline"}

// objects finds the objects that tasks apply to a cluster.
// Source: https://docs.ansible.com/ansible/latest/collections/kubernetes/core/k8s_module.html
type objects struct {
	document *source.Document
	locator  artefact.Locator
	parsed   *format.Parsed
}

// in takes the objects of all tasks in a value.
func (o *objects) in(v value.Value, path []any) {
	for i, item := range v.Items() {
		o.in(item, to(path, i))
	}
	for name, member := range v.Members() {
		if at := to(path, name); slices.Contains(appliers, name) && member.Kind() == value.Object {
			o.applied(member, at)
		} else {
			o.in(member, at)
		}
	}
}

// applied takes the objects that a task applies as artefacts of their own. Of what is no literal mapping it says that nothing
// judges it.
func (o *objects) applied(module value.Value, path []any) {
	state := module.Get("state").TextOrEmpty()
	if state == "absent" {
		return
	}
	found := false
	for _, name := range definitions {
		definition := module.Get(name)
		if !definition.Exists() {
			continue
		}
		found = true
		at := to(path, name)
		if state == "patched" {
			o.notice(at, "is a patch of another object; what it sets is not judged")
			continue
		}
		if definition.Kind() != value.List {
			o.object(definition, at, module)
		}
		for i, item := range definition.Items() {
			o.object(item, to(at, i), module)
		}
	}
	for _, name := range []string{"src", "template"} {
		if module.Get(name).Exists() {
			found = true
			o.notice(to(path, name), "applies objects of another file to a cluster, which are judged only where that is read as a manifest; pass it, or what is made of it")
		}
	}
	if !found && module.Get("kind").Exists() {
		o.notice(path, "makes an object that has nothing but a kind and a name, and is not judged")
	}
}

func (o *objects) object(v value.Value, path []any, module value.Value) {
	ref := artefact.Ref{
		Type: artefact.Kubernetes, APIVersion: v.Get("apiVersion").TextOrEmpty(), Kind: v.Get("kind").TextOrEmpty(),
		Namespace: v.At("metadata", "namespace").TextOrEmpty(), Name: cmp.Or(v.At("metadata", "name").TextOrEmpty(), v.At("metadata", "generateName").TextOrEmpty()),
	}
	if ref.APIVersion == "" || ref.Kind == "" || v.Get("items").Kind() == value.List {
		o.notice(path, "is applied to a cluster, and is no object that is written out with apiVersion and kind; it is not judged")
		return
	}
	origin, known := o.locator.Position(path)
	if !known {
		origin = o.document.Position(o.document.Line, 1)
	}
	o.parsed.Artefacts = append(o.parsed.Artefacts, &artefact.Artefact{
		Ref: ref.Clone(), Document: o.document.Index, Unit: cmp.Or(o.document.Unit, o.document.File), Value: v, Origin: origin, Locator: within{o.locator, path},
		Embedded: true, InNamespace: module.Get("namespace").TextOrEmpty(),
		GeneratesName: ref.Name != "" && v.At("metadata", "name").TextOrEmpty() == "",
	})
}

func (o *objects) notice(path []any, message string) {
	at, known := o.locator.Position(path)
	if !known {
		at = o.document.Position(o.document.Line, 1)
	}
	o.parsed.Notices = append(o.parsed.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("%s %s", artefact.PathText(path), message)})
}

// within finds values below a path.
type within struct {
	locator artefact.Locator
	path    []any
}

// Position returns the position of a value.
func (w within) Position(path []any) (artefact.Position, bool) {
	return w.locator.Position(slices.Concat(w.path, path))
}
