package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
)

// Fix is a way to mend what a control finds: operations on the artefact, near the place that a finding names.
type Fix struct {
	// At are the last steps of the paths of the findings that it mends; * is any step. Without any it mends all.
	At []string
	// If is a path that must lead to a value for the fix to be tried; Unless is one that must not. Both may be nil.
	If, Unless []string
	// Operations are done in order.
	Operations []Operation
}

// The operations of a fix.
const (
	// Rename gives a key another name.
	Rename = "rename"
	// Replace changes the text of a scalar, by the first pattern that fits it.
	Replace = "replace"
	// Set sets a value, with all that leads to it.
	Set = "set"
	// Add adds a value to a list, which it makes if there is none.
	Add = "add"
	// Remove takes a value away, with its key, and with what would be empty then.
	Remove = "remove"
)

// Operations lists the operations in the order in which those of one fix are done.
func Operations() []string { return []string{Rename, Replace, Set, Add, Remove} }

// Operation is one change.
type Operation struct {
	// Kind is one of Operations.
	Kind string
	// Path leads from the finding's own path to the value. The step .. leads to what holds a value, / to the artefact,
	// and . is the last key of the finding's path.
	Path []string
	// Value is what is set or added: a value of JSON, in which a mapping with one of the keys of References stands for
	// another value. It is the new name for Rename, and a list of Replacement for Replace.
	Value any
}

// References lists what stands in a mapping of its own for another value: from for the value at a path, parameter for the
// control's parameter, octal for a number that YAML writes as the mode of a file, secret_items for the items that mount
// every key of the Secret whose name is at a path, and secret_with for the name of the only Secret that has the key at a
// path. Both are Secrets of the run, in the namespace of the artefact.
func References() []string {
	return []string{"from", "parameter", "octal", "secret_items", "secret_with"}
}

// NearestField is the new name of a key that is no field: the one field whose name is similar.
const NearestField = "nearest_field"

// Replacement is a regular expression and what stands in the place of what it finds.
type Replacement struct {
	Pattern *regexp.Regexp
	With    string
}

// Replacements returns those of a Replace.
func (o *Operation) Replacements() ([]Replacement, error) {
	pairs, _ := o.Value.([]any)
	if len(pairs) == 0 {
		return nil, errors.New("replace wants a list of pattern and with")
	}
	var all []Replacement
	for _, pair := range pairs {
		fields, _ := pair.(map[string]any)
		pattern, isPattern := fields["pattern"].(string)
		with, isText := fields["with"].(string)
		if !isPattern || !isText || len(fields) != 2 {
			return nil, errors.New("replace wants a list of pattern and with")
		}
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			return nil, fmt.Errorf("reading a pattern: %w", err)
		}
		all = append(all, Replacement{compiled, with})
	}
	return all, nil
}

// FixedValue returns what the fixes of a control set or add: false unless it is one value for all of them. The parameters of
// the control are asked for if the value is one of them.
func (c *Control) FixedValue(parameters func() (map[string]any, error)) (v any, isOne bool, err error) {
	for _, f := range c.Fixes {
		for _, o := range f.Operations {
			if o.Kind != Set && o.Kind != Add {
				continue
			}
			this := o.Value
			if reference, isMapping := o.Value.(map[string]any); isMapping && len(reference) == 1 && reference["parameter"] != nil {
				steps, err := Steps(reference["parameter"])
				if err != nil {
					return nil, false, err
				}
				of, err := parameters()
				if err != nil {
					return nil, false, err
				}
				if this, err = Parameter(of, steps); err != nil {
					return nil, false, fmt.Errorf("%s: %w", c.ID, err)
				}
			} else if isMapping {
				return nil, false, nil
			}
			if v != nil && !reflect.DeepEqual(v, this) {
				return nil, false, nil
			}
			v = this
		}
	}
	return v, v != nil, nil
}

// errNoParameter means that what a fix takes its value from is not there.
var errNoParameter = errors.New("the parameter that a fix takes its value from is not set")

// Parameter returns what steps lead to in the parameters of a control.
func Parameter(parameters map[string]any, steps []string) (any, error) {
	var v any = parameters
	for _, step := range steps {
		switch in := v.(type) {
		case map[string]any:
			v = in[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(in) {
				return nil, errNoParameter
			}
			v = in[n]
		default:
			return nil, errNoParameter
		}
	}
	if number, isNumber := v.(json.Number); isNumber {
		return number.Float64()
	}
	if v == nil || v == "" {
		return nil, errNoParameter
	}
	return v, nil
}

// Mends reports whether the fix is for findings that have a path.
func (f *Fix) Mends(path []any) bool {
	if len(f.At) > len(path) {
		return false
	}
	for i, want := range f.At {
		if step := path[len(path)-len(f.At)+i]; want != "*" && want != fmt.Sprint(step) {
			return false
		}
	}
	return true
}

// written is a fix as an annotation writes it.
type written struct {
	At      []string   `json:"at"`
	If      []string   `json:"if"`
	Unless  []string   `json:"unless"`
	Rename  *operation `json:"rename"`
	Replace *operation `json:"replace"`
	Remove  *operation `json:"remove"`
	Set     *operation `json:"set"`
	Add     *operation `json:"add"`
}

type operation struct {
	Path  []string `json:"path"`
	Value any      `json:"value"`
}

// ReadFixes reads the fixes of an annotation: what is tried in turn.
func ReadFixes(text []byte) ([]Fix, error) {
	var all []written
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&all); err != nil {
		return nil, fmt.Errorf("reading fix: %w", err)
	}
	var fixes []Fix
	for _, one := range all {
		f := Fix{At: one.At, If: one.If, Unless: one.Unless}
		for i, o := range []*operation{one.Rename, one.Replace, one.Set, one.Add, one.Remove} {
			if o == nil {
				continue
			}
			operation := Operation{Kind: Operations()[i], Path: o.Path, Value: o.Value}
			if err := operation.check(); err != nil {
				return nil, fmt.Errorf("reading fix: %s: %w", operation.Kind, err)
			}
			f.Operations = append(f.Operations, operation)
		}
		if len(f.Operations) == 0 {
			return nil, fmt.Errorf("reading fix: it does nothing; write one of %v", Operations())
		}
		fixes = append(fixes, f)
	}
	return fixes, nil
}

func (o *Operation) check() error {
	switch o.Kind {
	case Remove:
		if o.Value != nil {
			return errors.New("it has a value, and removes whatever is there")
		}
	case Rename:
		if name, _ := o.Value.(string); name == "" {
			return errors.New("its value is the new name of the key")
		}
	case Replace:
		_, err := o.Replacements()
		return err
	default:
		if o.Value == nil {
			return errors.New("it has no value")
		}
		return checkReferences(o.Value)
	}
	return nil
}

// checkReferences wants whatever looks like a reference to be one.
func checkReferences(v any) error {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if err := checkReferences(item); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, item := range v {
			if slices.Contains(References(), name) && len(v) > 1 {
				return fmt.Errorf("%s stands beside other keys, and refers to a value alone", name)
			}
			if slices.Contains(References(), name) && name != "octal" {
				if _, err := Steps(item); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				continue
			}
			if err := checkReferences(item); err != nil {
				return err
			}
		}
	}
	return nil
}

// Steps reads the steps of a path in a value.
func Steps(v any) ([]string, error) {
	list, _ := v.([]any)
	if len(list) == 0 {
		return nil, errors.New("it is no list of steps")
	}
	var steps []string
	for _, item := range list {
		step, isText := item.(string)
		if !isText {
			return nil, errors.New("a step is no string")
		}
		steps = append(steps, step)
	}
	return steps, nil
}
