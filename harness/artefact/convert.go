package artefact

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	yamlv2 "go.yaml.in/yaml/v2"
	"go.yaml.in/yaml/v4"
)

const (
	// maxDepth bounds the nesting of a document. Kubernetes' deepest schemas stay below 100.
	maxDepth = 1000
	// maxAliased bounds how many values a document may come to hold through aliases, so that a few
	// lines of anchors cannot fill the memory.
	maxAliased = 100_000
)

// converter makes an ast.Value of a node tree, in one pass and with nothing in between.
type converter struct {
	document *Document
	scalars  *resolver
	root     *yaml.Node
	problems []Problem

	depth   int
	aliased int                 // values made below an alias
	aliases map[*yaml.Node]bool // anchors that are being followed
}

func (c *converter) convert(node *yaml.Node) (*ast.Term, error) {
	if c.depth++; c.depth > maxDepth {
		return nil, c.document.errorf(c.document.position(node).Line, "is nested more than %d levels deep", maxDepth)
	}
	defer func() { c.depth-- }()
	if len(c.aliases) > 0 {
		if c.aliased++; c.aliased > maxAliased {
			return nil, c.document.errorf(c.document.position(node).Line, "grows to more than %d values through its aliases", maxAliased)
		}
	}
	switch node.Kind {
	case yaml.AliasNode:
		if c.aliases[node.Alias] {
			return nil, c.document.errorf(c.document.position(node).Line, "has an anchor &%s that contains itself", node.Value)
		}
		if c.aliases == nil {
			c.aliases = map[*yaml.Node]bool{}
		}
		c.aliases[node.Alias] = true
		defer delete(c.aliases, node.Alias)
		return c.convert(node.Alias)
	case yaml.ScalarNode:
		return c.scalars.term(node)
	case yaml.SequenceNode:
		terms := make([]*ast.Term, len(node.Content))
		for i, item := range node.Content {
			term, err := c.convert(item)
			if err != nil {
				return nil, err
			}
			terms[i] = term
		}
		return ast.NewTerm(ast.NewArray(terms...)), nil
	case yaml.MappingNode:
		return c.mapping(node)
	}
	return nil, c.document.errorf(c.document.position(node).Line, "holds a YAML node of unknown kind")
}

func (c *converter) mapping(node *yaml.Node) (*ast.Term, error) {
	pairs := make([][2]*ast.Term, 0, len(node.Content)/2)
	keys := make([]*yaml.Node, 0, len(node.Content)/2)
	seen := make(map[string]int, len(node.Content)/2)
	merges := false
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if isMerge(key) {
			merges = true
			continue
		}
		name, err := c.scalars.key(c.document, key)
		if err != nil {
			return nil, err
		}
		value, err := c.convert(node.Content[i+1])
		if err != nil {
			return nil, err
		}
		pair := [2]*ast.Term{c.scalars.keyTerm(name), value}
		if first, duplicate := seen[name]; duplicate {
			c.problems = append(c.problems, Problem{
				Kind:     DuplicateKey,
				Path:     append(pathTo(c.root, node), name),
				Position: c.document.position(key),
				Message:  fmt.Sprintf("key %q is already set on line %d", name, c.document.position(keys[first]).Line),
			})
			pairs[first], keys[first] = pair, key
			continue
		}
		seen[name] = len(pairs)
		pairs, keys = append(pairs, pair), append(keys, key)
	}
	object := ast.NewObject(pairs...)
	if merges {
		if err := c.merge(object, node); err != nil {
			return nil, err
		}
	}
	return ast.NewTerm(object), nil
}

// merge adds what the merge keys of a mapping bring and the mapping does not have itself.
func (c *converter) merge(object ast.Object, node *yaml.Node) error {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if !isMerge(node.Content[i]) {
			continue
		}
		for _, source := range mergeSources(node.Content[i+1]) {
			if resolve(source).Kind != yaml.MappingNode {
				return c.document.errorf(c.document.position(node.Content[i]).Line, "has a merge key << that names no mapping")
			}
			term, err := c.convert(source)
			if err != nil {
				return err
			}
			merged, ok := term.Value.(ast.Object)
			if !ok {
				continue
			}
			merged.Foreach(func(key, value *ast.Term) {
				if object.Get(key) == nil {
					object.Insert(key, value)
				}
			})
		}
	}
	return nil
}

// pathTo finds the path that leads to a mapping or sequence of the tree.
func pathTo(root, target *yaml.Node) []any {
	if root == target {
		return []any{}
	}
	for i, node := range root.Content {
		var step any = i
		if root.Kind == yaml.MappingNode {
			if i%2 == 0 {
				continue
			}
			step = root.Content[i-1].Value
		}
		if path := pathTo(node, target); path != nil {
			return append([]any{step}, path...)
		}
	}
	return nil
}

// resolver gives scalars the meaning that kubectl's reader gives them, by asking that reader's own
// parser, go.yaml.in/yaml/v2, and remembering its answers: manifests repeat themselves. It serves one
// goroutine.
type resolver struct {
	plain map[string]*ast.Term
	keys  map[string]*ast.Term
}

// maxRemembered bounds each memory of a resolver.
const maxRemembered = 8192

func newResolver() *resolver {
	return &resolver{plain: map[string]*ast.Term{}, keys: map[string]*ast.Term{}}
}

// term gives the value of a scalar.
func (r *resolver) term(node *yaml.Node) (*ast.Term, error) {
	if isText(node) {
		return ast.StringTerm(node.Value), nil
	}
	memory := node.Tag + " " + node.Value
	if term, ok := r.plain[memory]; ok {
		return term, nil
	}
	value, err := r.scalar(node)
	if err != nil {
		return nil, err
	}
	term := ast.NewTerm(value)
	if len(r.plain) < maxRemembered {
		r.plain[memory] = term
	}
	return term, nil
}

// isText tells the scalars that are strings without a doubt: quoted ones, block scalars, and plain
// ones with white space or with a beginning that no number, boolean or null has.
func isText(node *yaml.Node) bool {
	if node.Style&yaml.TaggedStyle != 0 {
		return node.Tag == "!!str"
	}
	if node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return true
	}
	if node.Value == "" {
		return false
	}
	if strings.ContainsAny(node.Value, " \t\n#") {
		return true
	}
	switch c := node.Value[0]; {
	case c >= '0' && c <= '9', c == '+', c == '-', c == '.', c == '~', c == '<':
		return false
	}
	switch len(node.Value) {
	case 1, 2, 3, 4, 5: // y, on, yes, null, false in any case
		return !isWord(node.Value)
	}
	return true
}

// isWord tells whether a short plain scalar begins as a boolean or null of YAML 1.1 does.
func isWord(s string) bool {
	switch s[0] {
	case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O':
		return true
	}
	return false
}

func (r *resolver) scalar(node *yaml.Node) (ast.Value, error) {
	text := node.Value
	if node.Style&yaml.TaggedStyle != 0 {
		text = node.Tag + " " + strconv.Quote(node.Value)
	}
	var value any
	if err := yamlv2.Unmarshal([]byte(text), &value); err != nil {
		return ast.String(node.Value), nil
	}
	switch value := value.(type) {
	case nil:
		return ast.Null{}, nil
	case bool:
		return ast.Boolean(value), nil
	case int:
		return ast.Number(strconv.Itoa(value)), nil
	case int64:
		return ast.Number(strconv.FormatInt(value, 10)), nil
	case uint64:
		return ast.Number(strconv.FormatUint(value, 10)), nil
	case float64:
		if math.IsInf(value, 0) || math.IsNaN(value) {
			return nil, fmt.Errorf("holds the number %s, which JSON cannot express", node.Value)
		}
		number, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("reading number %s: %w", node.Value, err)
		}
		return ast.Number(number), nil
	case string:
		return ast.String(value), nil
	}
	return ast.String(node.Value), nil
}

// key gives the name of a mapping key. Numbers and booleans become text, as in kubectl's reader.
func (r *resolver) key(d *Document, node *yaml.Node) (string, error) {
	node = resolve(node)
	if node.Kind != yaml.ScalarNode {
		return "", d.errorf(d.position(node).Line, "has a mapping or sequence as a key")
	}
	if isText(node) {
		return node.Value, nil
	}
	term, err := r.term(node)
	if err != nil {
		return "", err
	}
	switch value := term.Value.(type) {
	case ast.String:
		return string(value), nil
	case ast.Null:
		return "", d.errorf(d.position(node).Line, "has null as a key; quote it")
	default:
		return value.String(), nil
	}
}

func (r *resolver) keyTerm(name string) *ast.Term {
	if term, ok := r.keys[name]; ok {
		return term
	}
	term := ast.StringTerm(name)
	if len(r.keys) < maxRemembered {
		r.keys[name] = term
	}
	return term
}
