package kubernetes

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	yamlv2 "go.yaml.in/yaml/v2"

	"github.com/guiderail/guiderail/harness/value"
)

// resolver returns scalars the meaning that kubectl's reader gives them, and remembers it: manifests
// repeat themselves. It serves one goroutine.
type resolver struct {
	plain map[string]value.Value // what plain scalars mean, by their spelling
}

// maxRemembered bounds the memory of a resolver. Nothing longer than maxRememberedText goes in.
const (
	maxRemembered     = 8192
	maxRememberedText = 128
)

func newResolver() *resolver {
	return &resolver{plain: map[string]value.Value{}}
}

// value returns the value of a scalar.
func (r *resolver) value(node *tree) (value.Value, error) {
	if isText(node) {
		return value.NewText(node.Value), nil
	}
	tagged := node.Style&taggedStyle != 0
	if known, ok := r.plain[node.Value]; ok && !tagged {
		return known, nil
	}
	meaning, err := meaningOf(node)
	if err != nil {
		return value.Value{}, err
	}
	v, err := valueOf(meaning)
	if err == nil && !tagged && len(r.plain) < maxRemembered && len(node.Value) <= maxRememberedText {
		r.plain[node.Value] = v
	}
	return v, err
}

func valueOf(meaning any) (value.Value, error) {
	switch meaning := meaning.(type) {
	case nil:
		return value.NewNull(), nil
	case bool:
		return value.NewBoolean(meaning), nil
	case int:
		return value.NewInt(meaning), nil
	case int64:
		return value.NewNumber(strconv.FormatInt(meaning, 10)), nil
	case uint64:
		return value.NewNumber(strconv.FormatUint(meaning, 10)), nil
	case float64:
		number, err := json.Marshal(meaning)
		if err != nil {
			return value.Value{}, errors.New("is an infinite number or .nan, which JSON cannot express; quote it if it is a string")
		}
		return value.NewNumber(string(number)), nil
	case string:
		return value.NewText(meaning), nil
	}
	return value.Value{}, fmt.Errorf("is a scalar of unknown type %T", meaning)
}

// keyName returns the name of a mapping key. Numbers and booleans become text, as in kubectl's reader.
func keyName(key *tree) (string, error) {
	key = resolve(key)
	if key.Kind != scalarNode {
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
		return "", errors.New("has null as a key; quote it if it is a string")
	case float64:
		return floatName(meaning), nil
	case uint64:
		return "", errors.New("has a number above 9223372036854775807 as a key; quote it if it is a string")
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

// isText reports whether a scalar is a string without a doubt: quoted ones, block scalars, and plain
// ones with white space or that neither begin as a number does nor are a word with a meaning.
func isText(node *tree) bool {
	if node.Kind != scalarNode {
		return false
	}
	if node.Style != 0 {
		return node.Style&taggedStyle == 0 || node.Tag == "!!str"
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

// isWord reports whether a word is a boolean or null in YAML 1.1.
func isWord(s string) bool {
	switch s {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE",
		"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE",
		"~", "null", "Null", "NULL":
		return true
	}
	return false
}

func isNull(node *tree) bool {
	if node.Kind != scalarNode || isText(node) {
		return false
	}
	meaning, err := meaningOf(node)
	return err == nil && meaning == nil
}

// meaningOf asks kubectl's own parser, go.yaml.in/yaml/v2, what a scalar means. The scalar stands in a
// sequence, since --- and ... mean something else at the beginning of a line.
func meaningOf(node *tree) (any, error) {
	text := node.Value
	tagged := node.Style&taggedStyle != 0
	if tagged {
		if text = node.Tag + " " + strconv.Quote(node.Value); !isResolved(node.Tag) {
			return node.Value, nil
		}
	}
	var items []any
	err := yamlv2.Unmarshal([]byte("- "+text), &items)
	switch {
	case err != nil && tagged:
		return nil, fmt.Errorf("has a value that does not match its tag %s", node.Tag)
	case err != nil || len(items) != 1:
		return node.Value, nil
	}
	switch items[0].(type) {
	case []any, map[any]any: // as a lone hyphen or a last colon would have it
		return node.Value, nil
	}
	return items[0], nil
}

// isResolved reports whether a tag gives a scalar a meaning; any other tag leaves it text.
func isResolved(tag string) bool {
	switch tag {
	case "!!str", "!!bool", "!!int", "!!float", "!!null", "!!timestamp", "!!binary":
		return true
	}
	return false
}
