package artefact

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	yamlv2 "go.yaml.in/yaml/v2"
	"go.yaml.in/yaml/v3"
)

// resolver gives scalars the meaning that kubectl's reader gives them, and remembers it: manifests
// repeat themselves. It serves one goroutine.
type resolver struct {
	plain map[string]*ast.Term // what plain scalars mean, by their spelling
	texts map[string]*ast.Term
}

// maxRemembered bounds each memory of a resolver. Nothing longer than maxRememberedText goes in.
const (
	maxRemembered     = 8192
	maxRememberedText = 128
)

func newResolver() *resolver {
	return &resolver{plain: map[string]*ast.Term{}, texts: map[string]*ast.Term{}}
}

func remember(memory map[string]*ast.Term, text string, term *ast.Term) {
	if len(memory) < maxRemembered && len(text) <= maxRememberedText {
		memory[text] = term
	}
}

// term gives the value of a scalar.
func (r *resolver) term(node *yaml.Node) (*ast.Term, error) {
	if isText(node) {
		return r.text(node.Value), nil
	}
	tagged := node.Style&yaml.TaggedStyle != 0
	if term, ok := r.plain[node.Value]; ok && !tagged {
		return term, nil
	}
	meaning, err := meaningOf(node)
	if err != nil {
		return nil, err
	}
	value, err := valueOf(meaning)
	if err != nil {
		return nil, err
	}
	term := ast.NewTerm(value)
	if !tagged {
		remember(r.plain, node.Value, term)
	}
	return term, nil
}

func valueOf(meaning any) (ast.Value, error) {
	switch meaning := meaning.(type) {
	case nil:
		return ast.Null{}, nil
	case bool:
		return ast.Boolean(meaning), nil
	case int:
		return ast.Number(strconv.Itoa(meaning)), nil
	case int64:
		return ast.Number(strconv.FormatInt(meaning, 10)), nil
	case uint64:
		return ast.Number(strconv.FormatUint(meaning, 10)), nil
	case float64:
		number, err := json.Marshal(meaning)
		if err != nil {
			return nil, errors.New("holds an infinite number or .nan, which JSON cannot express; quote it if it is text")
		}
		return ast.Number(number), nil
	case string:
		return ast.String(meaning), nil
	}
	return nil, fmt.Errorf("holds a scalar of the unknown type %T", meaning)
}

// text gives a text as a term.
func (r *resolver) text(s string) *ast.Term {
	if len(s) > maxRememberedText {
		return ast.StringTerm(s)
	}
	if term, ok := r.texts[s]; ok {
		return term
	}
	term := ast.StringTerm(s)
	remember(r.texts, s, term)
	return term
}

// keyName gives the name of a mapping key. Numbers and booleans become text, as in kubectl's reader.
func keyName(key *yaml.Node) (string, error) {
	key = resolve(key)
	if key.Kind != yaml.ScalarNode {
		return "", errors.New("has a mapping or list as a key")
	}
	if isText(key) {
		return key.Value, nil
	}
	meaning, err := meaningOf(key)
	if err != nil {
		return "", err
	}
	switch meaning := meaning.(type) {
	case nil:
		return "", errors.New("has null as a key; quote it if it is text")
	case float64:
		return floatName(meaning), nil
	case uint64:
		return "", errors.New("has a number above 9223372036854775807 as a key; quote it if it is text")
	}
	return fmt.Sprint(meaning), nil
}

// floatName spells a float as sigs.k8s.io/yaml spells one that is a key.
func floatName(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return ".inf"
	case math.IsInf(f, -1):
		return "-.inf"
	case math.IsNaN(f):
		return ".nan"
	}
	return strconv.FormatFloat(f, 'g', -1, 32)
}

// isText tells the scalars that are strings without a doubt: quoted ones, block scalars, and plain
// ones with white space or that neither begin as a number does nor are a word with a meaning.
func isText(node *yaml.Node) bool {
	if node.Kind != yaml.ScalarNode {
		return false
	}
	if node.Style != 0 {
		return node.Style&yaml.TaggedStyle == 0 || node.Tag == "!!str"
	}
	if node.Value == "" {
		return false
	}
	switch c := node.Value[0]; {
	case c >= '0' && c <= '9', c == '+', c == '-', c == '.':
		return strings.ContainsAny(node.Value, " \t\n")
	}
	return !isWord(node.Value)
}

// isWord tells the words that are booleans and nulls in YAML 1.1.
func isWord(s string) bool {
	switch s {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE",
		"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE",
		"~", "null", "Null", "NULL":
		return true
	}
	return false
}

func isNull(node *yaml.Node) bool {
	if node.Kind != yaml.ScalarNode || isText(node) {
		return false
	}
	meaning, err := meaningOf(node)
	return err == nil && meaning == nil
}

// meaningOf asks kubectl's own parser, go.yaml.in/yaml/v2, what a scalar means. The scalar stands in a
// sequence, since --- and ... mean something else at the beginning of a line.
func meaningOf(node *yaml.Node) (any, error) {
	text := node.Value
	tagged := node.Style&yaml.TaggedStyle != 0
	if tagged {
		if text = node.Tag + " " + strconv.Quote(node.Value); !isResolved(node.Tag) {
			return node.Value, nil
		}
	}
	var items []any
	err := yamlv2.Unmarshal([]byte("- "+text), &items)
	switch {
	case err != nil && tagged:
		return nil, fmt.Errorf("has a value that is not what its tag %s says", node.Tag)
	case err != nil || len(items) != 1:
		return node.Value, nil
	}
	switch items[0].(type) {
	case []any, map[any]any: // as a lone hyphen or a last colon would have it
		return node.Value, nil
	}
	return items[0], nil
}

// isResolved tells the tags that give a scalar a meaning; any other tag leaves it text.
func isResolved(tag string) bool {
	switch tag {
	case "!!str", "!!bool", "!!int", "!!float", "!!null", "!!timestamp", "!!binary":
		return true
	}
	return false
}
