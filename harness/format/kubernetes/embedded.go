package kubernetes

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Embedding describes where an object contains whole objects that are created from it, in this or another cluster.
type Embedding struct {
	Group, Kind string
	// At is their path; "*" means each item of a list.
	At []string
	// Text reports that they are written as strings, like the manifests of Argo Workflows, where action defines
	// what happens to them.
	Text bool
}

// Embeddings lists what is known to hold objects. The channels take the list from here.
func Embeddings() []Embedding { return slices.Concat(embeddings...) }

var embeddings = [][]Embedding{
	held("template.openshift.io", "Template", "objects.*"),
	held("", "Template", "objects.*"),
	held("kubernetes.crossplane.io", "Object", "spec.forProvider.manifest"),
	held("kubernetes.m.crossplane.io", "Object", "spec.forProvider.manifest"),
	held("apiextensions.crossplane.io", "Composition", "spec.resources.*.base"),
	held("work.open-cluster-management.io", "ManifestWork", "spec.workload.manifests.*"),
	held("work.open-cluster-management.io", "ManifestWorkReplicaSet", "spec.manifestWorkTemplate.workload.manifests.*"),
	held("work.karmada.io", "Work", "spec.workload.manifests.*"),
	held("placement.kubernetes-fleet.io", "Work", "spec.workload.manifests.*"),
	held("hive.openshift.io", "SyncSet", "spec.resources.*"),
	held("hive.openshift.io", "SelectorSyncSet", "spec.resources.*"),
	held("core.oam.dev", "Application", "spec.components.*.properties.objects.*"),
	held("triggers.tekton.dev", "TriggerTemplate", "spec.resourcetemplates.*"),
	held("argoproj.io", "Sensor", "spec.triggers.*.template.k8s.source.resource", "spec.triggers.*.template.argoWorkflow.source.resource"),
	held("kro.run", "ResourceGraphDefinition", "spec.resources.*.template"),
	held("workload.codeflare.dev", "AppWrapper", "spec.components.*.template"),
	manifests("Workflow", "spec"),
	manifests("WorkflowTemplate", "spec"),
	manifests("ClusterWorkflowTemplate", "spec"),
	manifests("CronWorkflow", "spec.workflowSpec"),
}

func held(group, kind string, at ...string) (all []Embedding) {
	for _, path := range at {
		all = append(all, Embedding{Group: group, Kind: kind, At: strings.Split(path, ".")})
	}
	return all
}

// manifests are those of the templates of a workflow, named and where they are called.
func manifests(kind, spec string) (all []Embedding) {
	for _, path := range []string{"", ".steps.*.*.inline", ".dag.tasks.*.inline"} {
		all = append(all, Embedding{"argoproj.io", kind, strings.Split(spec+".templates.*"+path+".resource.manifest", "."), true})
	}
	return all
}

// FillsIn lists the kinds whose objects fill in parameters in what they hold.
func FillsIn() []string {
	return []string{"ClusterWorkflowTemplate", "CronWorkflow", "ResourceGraphDefinition", "Template", "TriggerTemplate", "Workflow", "WorkflowTemplate"}
}

// isFilledIn are the parameters of these kinds: ${NAME} or ${{NAME}}, $(tt.params.name), {{inputs.parameters.name}}.
var isFilledIn = regexp.MustCompile(`\$\{|\$\(|\{\{`)

// withoutParameters leaves the values out of a Secret that are parameters of what holds it: they are no values
// that somebody forgot to set, and its keys are known.
func withoutParameters(secret value.Value) value.Value {
	for _, field := range []string{"data", "stringData"} {
		values := secret.Get(field)
		if values.Kind() != value.Object {
			continue
		}
		var known []value.Member
		for name, v := range values.Members() {
			if text, ok := v.Text(); ok && isFilledIn.MatchString(text) {
				v = value.NewNull()
			}
			known = append(known, value.Member{Name: name, Value: v})
		}
		secret = secret.With(value.Member{Name: field, Value: value.NewObject(known...)})
	}
	return secret
}

// maxEmbedded bounds objects that are held by objects that are held; the channels take as many out.
const maxEmbedded = 2

// embedded takes the objects that an object holds for artefacts of their own; of what is not known to hold any
// it says so.
func (r *reading) embedded(node *tree, identity artefact.Ref, in *list) {
	within, isKnown := &list{Ref: identity, parent: in, holds: true, index: -1}, false
	for _, places := range embeddings {
		if places[0].Kind != identity.Kind || places[0].Group != identity.Group() {
			continue
		}
		isKnown = true
		for _, place := range places {
			for _, leaf := range leavesAt(node, place.At) {
				within.index++
				switch {
				case in.holders() == maxEmbedded:
					r.out.Notices = append(r.out.Notices, artefact.Notice{Position: r.document.position(leaf.value), Message: fmt.Sprintf("%s is nested too deeply in other objects, and is not judged", r.subject(within))})
				case place.Text:
					r.manifest(leaf, within)
				case !isNull(leaf.value):
					r.object(leaf.value, within)
				}
			}
		}
	}
	if !isKnown {
		r.notJudged(node, identity)
	}
}

// leaf is a value that was found, and the mapping that it stands in.
type leaf struct{ parent, value *tree }

func leavesAt(node *tree, at []string) []leaf {
	leaves := []leaf{{nil, node}}
	for _, step := range at {
		var next []leaf
		for _, l := range leaves {
			within := resolve(l.value)
			if step != "*" {
				if _, value := entry(within, step, nil); value != nil {
					next = append(next, leaf{within, value})
				}
				continue
			}
			if within != nil && within.Kind == sequenceNode {
				for _, item := range within.Content {
					next = append(next, leaf{within, item})
				}
			}
		}
		leaves = next
	}
	return leaves
}

// manifest reads the objects that a text of a workflow has the cluster make. What it reads, deletes or
// changes there is no object of its own.
func (r *reading) manifest(l leaf, within *list) {
	node := resolve(l.value)
	if r.exhausted || node == nil || node.Kind != scalarNode || node.Value == "" || isNull(node) {
		return
	}
	at := r.document.position(l.value)
	switch action := text(lookup(l.parent, "action")); action {
	case "get", "delete":
		return
	case "patch":
		r.out.Notices = append(r.out.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("%s is a patch of another object; what it sets is not judged", r.subject(within))})
		return
	}
	if l.value.Kind == aliasNode {
		if err := r.follow(l.value); err != nil {
			r.out.Errors = append(r.out.Errors, err)
			return
		}
		defer r.leave(l.value)
	}
	if r.manifests += len(node.Value); r.manifests > r.limits.Document {
		r.exhausted = true
		r.out.Errors = append(r.out.Errors, r.errorf(l.value, "the manifests in the document exceed %s here; the rest of it is not judged", source.ByteSize(int64(r.limits.Document))))
		return
	}
	roots, ok := r.textRoots(node)
	if !ok {
		r.out.Notices = append(r.out.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("%s is not a manifest until its parameters are filled in, and is not judged", r.subject(within))})
		return
	}
	for _, root := range roots {
		if !isNull(root) {
			r.object(root, within)
		}
	}
}

// parameter is one that stands for a whole value, without quotes, which YAML would take for a mapping.
var parameter = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)((?:^|[:,\[-])[ \t]+)(\{\{[^{}"\n]*\}\}[^\s,\]}"]*)`)
})

// textRoots parses a text that stands in the document. Its values are placed where they stand, if the text is
// written line by line, and otherwise where it begins.
func (r *reading) textRoots(text *tree) ([]*tree, bool) {
	for _, written := range []string{parameter().ReplaceAllString(text.Value, `$1"$2"`), text.Value} {
		inner := &document{Document: &source.Document{File: r.document.File, Line: 1, Text: []byte(written), Limits: r.limits}}
		roots, err := inner.roots(r.limits.Values)
		if err != nil {
			continue
		}
		place, plain := r.placing(text), true
		seen := map[*tree]bool{}
		for _, root := range roots {
			walk(root, seen, func(node *tree) {
				place(node)
				plain = plain && hasPlainKeys(node)
			})
		}
		if plain {
			return roots, true
		}
	}
	return nil, false
}

// hasPlainKeys reports whether no key of a mapping is a mapping itself, as {{ }} makes one.
func hasPlainKeys(node *tree) bool {
	if node.Kind == mappingNode {
		for i := 0; i < len(node.Content); i += 2 {
			if kind := resolve(node.Content[i]).Kind; kind != scalarNode {
				return false
			}
		}
	}
	return true
}

// placing returns what moves a value of a text to its place in the document.
func (r *reading) placing(text *tree) func(*tree) {
	if text.Style&literalStyle == 0 {
		return func(node *tree) { node.Line, node.Column = text.Line, text.Column }
	}
	if r.lines == nil {
		r.lines = bytes.Split(r.document.Text, []byte("\n"))
	}
	indent := 0
	for i, line := range strings.Split(text.Value, "\n") {
		if at := int(text.Line) + i; strings.TrimSpace(line) != "" && at < len(r.lines) {
			indent = max(0, bytes.Index(r.lines[at], []byte(strings.TrimSpace(line)))-strings.Index(line, strings.TrimSpace(line)))
			break
		}
	}
	return func(node *tree) {
		node.Line += text.Line
		node.Column += int32(indent)
	}
}

func walk(node *tree, seen map[*tree]bool, visit func(*tree)) {
	if node == nil || seen[node] {
		return
	}
	seen[node] = true
	visit(node)
	walk(node.Alias, seen, visit)
	for _, child := range node.Content {
		walk(child, seen, visit)
	}
}
