package document

import (
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/message"
)

// oneOfFields says that an object has none of several fields of which it needs one.
type oneOfFields struct{ fields []string }

// KeywordPath is part of jsonschema.ErrorKind.
func (*oneOfFields) KeywordPath() []string { return []string{"anyOf"} }

// LocalizedString is part of jsonschema.ErrorKind.
func (f *oneOfFields) LocalizedString(*message.Printer) string {
	return "must have " + strings.Join(f.fields, " or ")
}

// said is a sentence about the value at a path, without its subject.
type said struct {
	path []any
	text string
}

// describe says what is wrong with a value, and not what it is: it may be a password.
func describe(defect jsonschema.ErrorKind, unknown string) []said {
	var all []said
	switch defect := defect.(type) {
	case *kind.Required:
		for _, name := range defect.Missing {
			all = append(all, said{[]any{name}, "is missing"})
		}
		return all
	case *kind.DependentRequired:
		for _, name := range defect.Missing {
			all = append(all, said{[]any{name}, "is missing: " + defect.Prop + " requires it"})
		}
		return all
	case *kind.AdditionalProperties:
		for _, name := range defect.Properties {
			all = append(all, said{[]any{name}, unknown})
		}
		return all
	}
	return []said{{text: sentence(defect)}}
}

func sentence(defect jsonschema.ErrorKind) string {
	switch defect := defect.(type) {
	case *oneOfFields:
		return defect.LocalizedString(nil)
	case *kind.Type:
		var types []string
		for _, name := range defect.Want {
			types = append(types, typeNames[name])
		}
		return "must be " + strings.Join(types, " or ")
	case *kind.Enum:
		var values []string
		for _, value := range defect.Want {
			values = append(values, fmt.Sprint(value))
		}
		return "must be one of " + strings.Join(values, ", ")
	case *kind.Const:
		return fmt.Sprintf("must be %v", defect.Want)
	case *kind.Format:
		return fmt.Sprintf("must be a valid %s", defect.Want)
	case *kind.Pattern:
		return fmt.Sprintf("must match the pattern %s", defect.Want)
	case *kind.MinLength:
		if defect.Want == 1 {
			return "must not be empty"
		}
		return fmt.Sprintf("is too short: at least %d characters", defect.Want)
	case *kind.MaxLength:
		return fmt.Sprintf("is too long: at most %d characters", defect.Want)
	case *kind.MinItems:
		if defect.Want == 1 {
			return "must not be empty"
		}
		return fmt.Sprintf("has too few entries: at least %d", defect.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("has too many entries: at most %d", defect.Want)
	case *kind.MinProperties:
		if defect.Want == 1 {
			return "must not be empty"
		}
		return fmt.Sprintf("has too few fields: at least %d", defect.Want)
	case *kind.MaxProperties:
		return fmt.Sprintf("has too many fields: at most %d", defect.Want)
	case *kind.UniqueItems:
		return fmt.Sprintf("must not have duplicates: entries %d and %d are equal", defect.Duplicates[0], defect.Duplicates[1])
	case *kind.Minimum:
		return "must be at least " + defect.Want.RatString()
	case *kind.Maximum:
		return "must be at most " + defect.Want.RatString()
	case *kind.ExclusiveMinimum:
		return "must be greater than " + defect.Want.RatString()
	case *kind.ExclusiveMaximum:
		return "must be less than " + defect.Want.RatString()
	case *kind.MultipleOf:
		return "must be a multiple of " + defect.Want.RatString()
	case *kind.FalseSchema:
		return "is not allowed"
	}
	return "is not valid"
}

// typeNames are the types of JSON as people call them.
var typeNames = map[string]string{
	"string": "a string", "integer": "a whole number", "number": "a number", "boolean": "true or false",
	"array": "a list", "object": "an object", "null": "null",
}
