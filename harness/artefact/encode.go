package artefact

import (
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// JSON encodes a value as the JSON text that it stands for.
func JSON(value ast.Value) ([]byte, error) { return appendJSON(nil, value) }

func appendJSON(out []byte, value ast.Value) ([]byte, error) {
	switch value := value.(type) {
	case ast.String:
		return appendString(out, string(value)), nil
	case ast.Null, ast.Boolean, ast.Number:
		return append(out, value.String()...), nil
	case *ast.Array:
		out = append(out, '[')
		for i := range value.Len() {
			if i > 0 {
				out = append(out, ',')
			}
			var err error
			if out, err = appendJSON(out, value.Elem(i).Value); err != nil {
				return nil, err
			}
		}
		return append(out, ']'), nil
	case ast.Object:
		out = append(out, '{')
		first := true
		err := value.Iter(func(key, item *ast.Term) error {
			if !first {
				out = append(out, ',')
			}
			first = false
			out = appendString(out, string(key.Value.(ast.String)))
			out = append(out, ':')
			var err error
			out, err = appendJSON(out, item.Value)
			return err
		})
		return append(out, '}'), err
	}
	return nil, fmt.Errorf("encoding a %T as JSON: no such type", value)
}

func appendString(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(s) // a string always encodes
			return append(out, quoted...)
		}
	}
	out = append(out, '"')
	out = append(out, s...)
	return append(out, '"')
}
