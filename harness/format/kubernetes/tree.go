package kubernetes

import (
	"go.yaml.in/yaml/v3"
)

// tree is a node of a document, with what is below it. It is half as large as a node of the parser, and many are kept at a
// time.
type tree struct {
	Kind         kind
	Style        style
	Line, Column int32  // from 1
	Tag          string // of a node that is tagged, and of the key << that merges
	Value        string
	Content      []*tree // keys and values in turn, or items
	Alias        *tree   // what an alias stands for
}

type kind uint8

const (
	scalarNode kind = iota
	sequenceNode
	mappingNode
	aliasNode
)

// style is how a node is written.
type style uint8

const (
	taggedStyle style = 1 << iota
	doubleQuotedStyle
	singleQuotedStyle
	literalStyle
	foldedStyle
	flowStyle
)

const mergeTag = "!!merge"

var kinds = map[yaml.Kind]kind{yaml.ScalarNode: scalarNode, yaml.SequenceNode: sequenceNode, yaml.MappingNode: mappingNode, yaml.AliasNode: aliasNode}

// treeOf returns what the parser read. The anchors are those of the document so far.
func treeOf(node *yaml.Node, anchors map[*yaml.Node]*tree) *tree {
	t := &tree{Kind: kinds[node.Kind], Style: styleOf(node.Style), Line: int32(node.Line), Column: int32(node.Column), Value: node.Value}
	if node.Style&yaml.TaggedStyle != 0 || node.Tag == mergeTag {
		t.Tag = node.Tag
	}
	if node.Anchor != "" {
		anchors[node] = t
	}
	if node.Kind == yaml.AliasNode {
		t.Alias = anchors[node.Alias]
	}
	if len(node.Content) > 0 {
		t.Content = make([]*tree, len(node.Content))
		for i, child := range node.Content {
			t.Content[i] = treeOf(child, anchors)
		}
	}
	return t
}

func styleOf(s yaml.Style) (written style) {
	for theirs, ours := range map[yaml.Style]style{
		yaml.TaggedStyle: taggedStyle, yaml.DoubleQuotedStyle: doubleQuotedStyle, yaml.SingleQuotedStyle: singleQuotedStyle,
		yaml.LiteralStyle: literalStyle, yaml.FoldedStyle: foldedStyle, yaml.FlowStyle: flowStyle,
	} {
		if s&theirs != 0 {
			written |= ours
		}
	}
	return written
}
