package kubernetes

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// document is a document that is being read.
type document struct {
	*source.Document
	breaks []exoticBreak
	// takesComments reports that JSON may have comments.
	takesComments bool
}

// Format is the format of Kubernetes objects: YAML or JSON. It is safe for concurrent use.
type Format struct {
	// resolvers remember what scalars mean; each serves one reader at a time.
	resolvers sync.Pool
}

// New makes the format.
func New() *Format { return &Format{} }

// Type returns the type of the artefacts.
func (f *Format) Type() string { return artefact.Kubernetes }

// Detect accepts any document with the lowest likelihood; Parse reports documents that are not objects.
func (f *Format) Detect(string, []byte) int { return 1 }

// Parse reads one document: an object, a list whose items are separate artefacts, or an AdmissionReview, whose
// artefact is the object under review. As in kubectl, any object with a sequence of items is a list, whatever its
// kind: its items are applied, and the list itself is not.
func (f *Format) Parse(text *source.Document) format.Parsed {
	scalars := f.resolver()
	defer f.resolvers.Put(scalars)
	d := &document{Document: text}
	out := (&parser{scalars}).parse(d)
	f.followPlugins(text, &out)
	return out
}

func (f *Format) resolver() *resolver {
	if r, ok := f.resolvers.Get().(*resolver); ok {
		return r
	}
	return newResolver()
}

type parser struct {
	scalars *resolver
}

func (p *parser) parse(d *document) format.Parsed {
	var out format.Parsed
	if err := d.isNoText(); err != nil {
		out.Errors = append(out.Errors, err)
		return out
	}
	limits := d.Limits.OrDefault()
	roots, err := d.roots(limits.Values)
	p.objects(d, limits, roots, &out)
	if err != nil {
		out.Errors = append(out.Errors, err)
	}
	return out
}

// isNoText says why a document is no text.
func (d *document) isNoText() *artefact.Error {
	if i := bytes.IndexByte(d.Text, 0); i >= 0 {
		return d.errorf(d.LineAt(i), "is binary: it contains a zero byte")
	}
	if i := invalidUTF8(d.Text); i >= 0 {
		return d.errorf(d.LineAt(i), "is not valid UTF-8; save the file as UTF-8 or UTF-16 with a byte order mark")
	}
	return nil
}

// objects makes artefacts of the values of a document.
func (p *parser) objects(d *document, limits source.Limits, roots []*tree, out *format.Parsed) {
	r := &reading{converter: converter{document: d, scalars: p.scalars, limits: limits}, out: out}
	for _, root := range roots {
		r.object(root, nil)
	}
}

// roots parses the text: as JSON where it is JSON, else as YAML. With an error it returns the values
// that stand before it.
func (d *document) roots(maxValues int) ([]*tree, *artefact.Error) {
	d.breaks = nil
	if !d.isJSON() {
		return d.parseYAML(maxValues)
	}
	fromJSON, jsonErr := d.parseJSON(maxValues)
	if jsonErr == nil {
		return fromJSON, nil
	}
	fromYAML, yamlErr := d.parseYAML(maxValues)
	if yamlErr != nil && d.takesComments {
		plain := *d.Document
		plain.Text = format.WithoutComments(d.Text)
		if roots, err := (&document{Document: &plain}).parseJSON(maxValues); err == nil {
			d.breaks = nil
			return roots, nil
		}
	}
	if yamlErr != nil && (len(fromJSON) > 0 || strings.HasSuffix(d.File, ".json")) {
		d.breaks = nil
		return fromJSON, jsonErr
	}
	return fromYAML, yamlErr
}

// parseYAML reads to the end of the text. The splitter leaves one document in it, unless the text goes
// on after the end of a value, and what stands there must not go unseen.
//
// The parser is that of go.yaml.in/yaml/v3, which has the grammar of v2, kubectl's own. That of v4 is
// YAML 1.2: {?privileged: true} has the key privileged here and there, but ?privileged in v4.
func (d *document) parseYAML(maxValues int) (roots []*tree, err *artefact.Error) {
	// The parser cannot be told to stop. Where there are many values there are as many lines or commas.
	if n := bytes.Count(d.Text, []byte("\n")) + bytes.Count(d.Text, []byte(",")); n > maxValues {
		return nil, d.errorf(d.Line, "has %d lines and commas, so it may contain more than %d values; it is not judged; raise the limit: --limit values=NUMBER", n, maxValues)
	}
	defer func() {
		if p := recover(); p != nil { // the parser panics where it contradicts itself
			err = d.errorf(d.Line, "cannot be read as YAML: the parser gave contradictory results")
		}
	}()
	if root := readPlain(d.Text); root != nil {
		return []*tree{root}, nil
	}
	d.breaks = exoticBreaks(d.Text)
	decoder := yaml.NewDecoder(bytes.NewReader(d.Text))
	for {
		var root yaml.Node
		if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
			return roots, nil
		} else if err != nil {
			return roots, d.syntaxError(err)
		}
		for _, content := range root.Content {
			roots = append(roots, treeOf(content, map[*yaml.Node]*tree{}))
		}
	}
}

// reading makes artefacts of the nodes of one document.
type reading struct {
	converter
	out     *format.Parsed
	tooDeep bool // it holds too many lists in one another, which was said

	manifests int      // bytes of manifests that are text in it
	lines     [][]byte // of the document, once they are asked for
}

// list is where an object stands that is no document of its own.
type list struct {
	artefact.Ref
	parent *list
	index  int  // of the item that is being read
	holds  bool // it is no list, and an object that holds others
}

// holders counts the objects that hold what stands in a list, be it in lists there.
func (l *list) holders() (n int) {
	for ; l != nil; l = l.parent {
		if l.holds {
			n++
		}
	}
	return n
}

// isFilledIn reports whether what stands in a list is held by an object that fills in its parameters.
func (l *list) isFilledIn() bool {
	for ; l != nil; l = l.parent {
		if l.holds && slices.Contains(FillsIn(), l.Kind) {
			return true
		}
	}
	return false
}

// object takes a node for an artefact, or for a list of them.
func (r *reading) object(node *tree, in *list) {
	if r.exhausted {
		return
	}
	at := r.document.position(node)
	if node.Kind == aliasNode {
		if err := r.follow(node); err != nil {
			r.out.Errors = append(r.out.Errors, err)
			return
		}
		defer r.leave(node)
		node = node.Alias
	}
	if err := r.countObject(node); err != nil {
		r.out.Errors = append(r.out.Errors, err)
		return
	}
	identity, inherited, defect := r.identify(node, in)
	isReview := identity.Kind == "AdmissionReview" && identity.Group() == "admission.k8s.io" && lookup(node, "request") != nil
	if items := listItems(node); items != nil && identity.Kind != "" && (!isReview || len(items.Content) > 0) {
		r.list(items, &list{Ref: identity, parent: in}, at)
		if !isReview {
			return
		}
	}
	if defect != "" {
		r.out.Notices = append(r.out.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("%s is not a Kubernetes object: %s", r.subject(in), defect)})
		return
	}
	var request *tree
	if isReview {
		if request, node = reviewed(node); node == nil {
			r.out.Notices = append(r.out.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("%s is an AdmissionReview without an object", r.subject(in))})
			return
		}
		if identity, inherited, defect = r.identify(node, nil); defect != "" {
			r.out.Notices = append(r.out.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("the object that %s reviews is not a Kubernetes object: %s", r.subject(in), defect)})
			return
		}
		// What is sent to a part of an object, such as the exec of a Pod, bears no name itself.
		identity.Namespace = cmp.Or(identity.Namespace, text(lookup(request, "namespace")))
		identity.Name = cmp.Or(identity.Name, text(lookup(request, "name")))
	}
	review, err := r.review(request)
	if err != nil {
		r.out.Errors = append(r.out.Errors, err)
		return
	}
	v, err := r.artefact(node, r.limits.Object)
	if err != nil {
		r.out.Errors = append(r.out.Errors, err)
		return
	}
	if inherited {
		v = v.With(value.Member{Name: "apiVersion", Value: value.NewText(identity.APIVersion)}, value.Member{Name: "kind", Value: value.NewText(identity.Kind)})
	}
	if identity.APIVersion == "v1" && identity.Kind == "Secret" && in.isFilledIn() {
		v = withoutParameters(v)
	}
	identity.Type = artefact.Kubernetes
	metadata := lookup(node, "metadata")
	r.out.Artefacts = append(r.out.Artefacts, &artefact.Artefact{
		Ref:           identity.Clone(),
		Document:      r.document.Index,
		Unit:          cmp.Or(r.document.Unit, r.document.File),
		Value:         v,
		Request:       review,
		Problems:      r.problems,
		Embedded:      in.holders() > 0,
		GeneratesName: metadata != nil && identity.Name != "" && text(lookup(metadata, "name")) == "",
		Origin:        r.document.position(node),
		Locator:       &locator{r.document, node},
	})
	if !isReview {
		r.embedded(node, identity, in)
	}
}

// reviewed returns the request of an AdmissionReview and the object that it is about: the new one, or the
// old one when that is being deleted; nil if there is none.
func reviewed(node *tree) (request, object *tree) {
	request = lookup(node, "request")
	object = lookup(request, "object")
	if object == nil || isNull(object) || text(lookup(request, "operation")) == artefact.Delete {
		object = lookup(request, "oldObject")
	}
	if object == nil || object.Kind != mappingNode {
		return request, nil
	}
	return request, object
}

// review returns the value of a request, which is absent if there is none.
func (r *reading) review(request *tree) (value.Value, *artefact.Error) {
	if request == nil {
		return value.Value{}, nil
	}
	return r.artefact(request, 2*r.limits.Object) // it holds the object as it is and as it was
}

// maxListDepth bounds lists within lists. kubectl takes none within another, other clients do; the
// channels take as many apart.
const maxListDepth = 4

func (r *reading) list(items *tree, l *list, at artefact.Position) {
	depth := 0
	for outer := l.parent; outer != nil; outer = outer.parent {
		depth++
	}
	if depth == maxListDepth {
		if !r.tooDeep {
			r.out.Errors = append(r.out.Errors, r.document.errorf(cmp.Or(at.RenderedLine, at.Line), "nests lists more than %d levels deep", maxListDepth))
		}
		r.tooDeep = true
		return
	}
	switch named := strings.HasSuffix(l.Kind, "List"); {
	case named && len(items.Content) == 0:
		r.out.Notices = append(r.out.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("%s is a %s without items", r.subject(l.parent), l.Kind)})
	case !named:
		r.out.Notices = append(r.out.Notices, artefact.Notice{Position: at, Message: fmt.Sprintf("%s is a %s with items, which kubectl treats as a list: the items are applied and judged, the %s itself is not", r.subject(l.parent), l.Kind, l.Kind)})
	}
	for l.index = range items.Content {
		r.object(items.Content[l.index], l)
	}
}

// subject names what an object is in the document.
func (r *reading) subject(in *list) string {
	if in == nil {
		return fmt.Sprintf("document %d", r.document.Index)
	}
	if in.holds {
		return fmt.Sprintf("object %d in the %s of document %d", in.index+1, in.Kind, r.document.Index)
	}
	return fmt.Sprintf("item %d of the %s in document %d", in.index+1, in.Kind, r.document.Index)
}

// listItems returns the items of a list, of whatever kind it is; nil for anything else.
func listItems(node *tree) *tree {
	items := lookup(node, "items")
	if items == nil || items.Kind != sequenceNode {
		return nil
	}
	return items
}

// identify returns which object a node is, or why it is not one. An item that names neither kind nor
// apiVersion inherits those of the list, less the ending of a PodList, as for kubectl.
func (r *reading) identify(node *tree, in *list) (identity artefact.Ref, inherited bool, defect string) {
	switch {
	case node.Kind == sequenceNode:
		return identity, false, "it is a list"
	case node.Kind != mappingNode && isNull(node):
		return identity, false, "it is null"
	case node.Kind != mappingNode:
		return identity, false, "it is a scalar"
	}
	var noKind, noAPIVersion string
	identity.Kind, noKind = r.scalars.word(lookup(node, "kind"), "kind")
	identity.APIVersion, noAPIVersion = r.scalars.word(lookup(node, "apiVersion"), "apiVersion")
	if inherited = noKind != "" && noAPIVersion != "" && in != nil && !in.holds && in.Kind != "List" && in.APIVersion != ""; inherited {
		identity.APIVersion, identity.Kind = in.APIVersion, strings.TrimSuffix(in.Kind, "List")
	} else if defect = cmp.Or(noKind, noAPIVersion); defect != "" {
		return identity, false, defect
	}
	if metadata := lookup(node, "metadata"); metadata != nil {
		identity.Namespace = text(lookup(metadata, "namespace"))
		identity.Name = cmp.Or(text(lookup(metadata, "name")), text(lookup(metadata, "generateName")))
	}
	return identity, inherited, ""
}

// word returns a field that an object is known by, or what is wrong with it.
func (r *resolver) word(node *tree, field string) (word, defect string) {
	if node == nil || isNull(node) {
		return "", field + " is missing"
	}
	if node.Kind == scalarNode {
		if v, err := r.value(node); err == nil {
			if text, ok := v.Text(); ok && text == "" {
				return "", field + " is missing"
			} else if ok {
				return text, ""
			}
		}
	}
	return "", field + " is not a string"
}

// text returns a scalar as it is written.
func text(node *tree) string {
	if node == nil || node.Kind != scalarNode || isNull(node) {
		return ""
	}
	return node.Value
}

// lookup returns the value of a key, through aliases and merge keys; nil when the key is absent.
func lookup(node *tree, key string) *tree {
	_, value := entry(node, key, nil)
	return resolve(value)
}

// entry finds a key in a mapping as the converter understands it: what comes last counts, be it a key
// or what a merge key brings. The value may be an alias. No mapping is searched twice, since mappings
// may merge one another without an end.
func entry(node *tree, key string, searched map[*tree]bool) (keyNode, value *tree) {
	node = resolve(node)
	if node == nil || node.Kind != mappingNode || searched[node] {
		return nil, nil
	}
	for i := len(node.Content) - 2; i >= 0; i -= 2 {
		keyNode, value := node.Content[i], node.Content[i+1]
		if !isMerge(keyNode) {
			if name, err := keyName(keyNode); err == nil && name == key {
				return keyNode, value
			}
			continue
		}
		if searched == nil {
			searched = map[*tree]bool{}
		}
		searched[node] = true
		for _, source := range mergeSources(value) {
			if keyNode, value := entry(source, key, searched); value != nil {
				return keyNode, value
			}
		}
	}
	return nil, nil
}

func resolve(node *tree) *tree {
	for node != nil && node.Kind == aliasNode {
		node = node.Alias
	}
	return node
}

func isMerge(key *tree) bool { return key.Tag == "!!merge" && key.Value == "<<" }

// mergeSources lists the mappings that a merge key names; the first one that has a key wins.
func mergeSources(value *tree) []*tree {
	if value.Kind == sequenceNode {
		return value.Content
	}
	return []*tree{value}
}
