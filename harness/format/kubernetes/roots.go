package kubernetes

import (
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Root is the value of a document in YAML or JSON that is no Kubernetes object.
type Root struct {
	Value    value.Value
	Origin   artefact.Position
	Locator  artefact.Locator
	Problems []artefact.Problem
}

// Roots reads the values of a document for other formats: as Parse does, with the same positions, and the same
// limits but for that of an object's size. tags are the tags of YAML that stand for an object with one key, as CloudFormation's !Ref does for {"Ref": …}.
func (f *Format) Roots(text *source.Document, tags map[string]string) ([]Root, []*artefact.Error) {
	d := &document{Document: text, takesComments: true}
	if err := d.isNoText(); err != nil {
		return nil, []*artefact.Error{err}
	}
	scalars := f.resolver()
	defer f.resolvers.Put(scalars)
	limits := d.Limits.OrDefault()
	trees, err := d.roots(limits.Values)
	var errs []*artefact.Error
	if err != nil {
		errs = append(errs, err)
	}
	c := &converter{document: d, scalars: scalars, limits: limits}
	var roots []Root
	for _, tree := range trees {
		if len(tags) > 0 {
			untag(tree, tags, 0)
		}
		// No API server stores it: what bounds the document is enough.
		v, err := c.artefact(tree, limits.Document)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		roots = append(roots, Root{Value: v, Origin: d.position(tree), Locator: &locator{d, tree}, Problems: c.problems})
	}
	return roots, errs
}

// untag writes tags in their long form. Deeper than a document may be nested nothing is read.
func untag(node *tree, tags map[string]string, depth int) {
	if depth > maxDepth {
		return
	}
	for _, child := range node.Content {
		untag(child, tags, depth+1)
	}
	key, known := tags[node.Tag]
	if !known {
		return
	}
	within := *node
	within.Tag, within.Style = "", within.Style&^taggedStyle
	if within.Kind == scalarNode && within.Style == 0 {
		within.Style = doubleQuotedStyle // what such a tag is given is a text
	}
	*node = tree{
		Kind: mappingNode, Style: flowStyle, Line: node.Line, Column: node.Column,
		Content: []*tree{{Kind: scalarNode, Style: doubleQuotedStyle, Line: node.Line, Column: node.Column, Value: key}, &within},
	}
}
