package chart

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
)

var (
	// location is a place in a template as Helm's messages write it.
	location = regexp.MustCompile(`(?m)(?:^\w+ error (?:at|in) \(|template: |^\s*)(.+?):(\d+)(?::(\d+))?`)
	// where is what the messages say before what is wrong.
	where = regexp.MustCompile(`^(?:parse error|execution error) (?:at|in) \(.*?\): `)
)

// explain returns the template that failed, by the name that Helm gives it, and what is wrong where.
func (r *renderer) explain(err error) (failed string, said *artefact.Error) {
	text := err.Error()
	at := r.place()
	for _, found := range location.FindAllStringSubmatch(text, -1) {
		template := r.templates[found[1]]
		if template == nil {
			continue
		}
		if failed == "" {
			failed = found[1]
		}
		at = artefact.Position{File: r.files[template]}
		at.Line, _ = strconv.Atoi(found[2])
		if column, err := strconv.Atoi(found[3]); err == nil {
			at.Column = column + 1 // a template counts from 0
		}
	}
	message := r.withoutValues(text)
	if file := r.files[r.templates[failed]]; file != "" && file != at.File {
		message += fmt.Sprintf(" (while rendering %s)", file)
	}
	return failed, &artefact.Error{Position: at, Message: "cannot be rendered: " + message}
}

var (
	// quoted are texts that the messages quote.
	quoted = regexp.MustCompile("(?s)\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|'(?:[^'\\\\ ]|\\\\.){1,10}'")
	// iterated is a value that the message of a range ends with.
	iterated = regexp.MustCompile(`(?s)can't iterate over .*`)
	// absent is a field that is not there.
	absent = regexp.MustCompile(`(?:\.|field )[\pL\pN_]+`)
	// executing is what the messages say before what is wrong, the innermost one at last.
	executing = regexp.MustCompile(`(?s)^.*executing .* at <.*>: (?:error calling \w+: )?`)
	// among is the list of all templates.
	among = regexp.MustCompile(` associated with template .*`)
	word  = regexp.MustCompile(`[\pL\pN_]+`)
)

// hidden takes the place of what may be a value.
const hidden = "…"

// withoutValues returns what an error of Helm's says is wrong, in one line, without what may come from a value: the
// values, and beside them what a template makes of them and passes to fail, to required, or to a function that quotes it.
// What stands in the templates is no secret.
func (r *renderer) withoutValues(text string) string {
	known := r.written()
	hideWords := func(part string) string {
		return word.ReplaceAllStringFunc(part, func(word string) string {
			if known.words[word] {
				return word
			}
			return hidden
		})
	}
	for _, value := range known.values {
		text = strings.ReplaceAll(text, value, hidden)
		text = strings.ReplaceAll(text, strings.Trim(strconv.Quote(value), `"`), hidden)
	}
	switch prefix := where.FindString(text); {
	case strings.HasPrefix(prefix, "execution"): // of fail or required
		text = hideWords(text[len(prefix):])
	case prefix != "": // of the parser
		text = text[len(prefix):]
	default:
		text = iterated.ReplaceAllString(text, "can't iterate over what is neither a list nor a mapping")
		text = executing.ReplaceAllString(text, "")
		text = among.ReplaceAllString(text, "")
		// A place is on each line, then what is executed there, and at the end what is wrong.
		lines := strings.Split(strings.TrimSpace(text), "\n")
		text = strings.TrimPrefix(strings.TrimSpace(lines[len(lines)-1]), "template: ")
		text = absent.ReplaceAllStringFunc(text, func(field string) string {
			if at := strings.LastIndexAny(field, ". "); !known.words[field[at+1:]] {
				return field[:at+1] + hidden
			}
			return field
		})
		text = quoted.ReplaceAllStringFunc(text, func(quotation string) string {
			if inner := quotation[1 : len(quotation)-1]; strings.Contains(known.text, inner) {
				return quotation
			}
			return hidden
		})
	}
	return strings.Join(strings.Fields(text), " ")
}

// vocabulary is what stands in the templates, which is no secret, and the values that do not.
type vocabulary struct {
	text   string
	words  map[string]bool
	values []string
}

// written returns the vocabulary of the chart.
func (r *renderer) written() *vocabulary {
	if r.vocabulary != nil {
		return r.vocabulary
	}
	var b strings.Builder
	for _, template := range r.templates {
		b.Write(r.texts[r.files[template]])
		b.WriteByte('\n')
	}
	v := &vocabulary{text: b.String(), words: map[string]bool{}}
	for _, word := range word.FindAllString(v.text, -1) {
		v.words[word] = true
	}
	v.values = slices.DeleteFunc(r.values.texts(), func(value string) bool { return strings.Contains(v.text, value) })
	r.vocabulary = v
	return v
}

// texts returns the values that are texts or numbers of some length, the longest first.
func (o *origins) texts() (all []string) {
	var collect func(v any)
	collect = func(v any) {
		if m, ok := asMap(v); ok {
			for _, inner := range m {
				collect(inner)
			}
			return
		}
		switch v := v.(type) {
		case []any:
			for _, inner := range v {
				collect(inner)
			}
		case string, float64, int64:
			all = append(all, fmt.Sprint(v))
			if number, ok := v.(float64); ok {
				all = append(all, strconv.FormatFloat(number, 'f', -1, 64))
			}
		}
	}
	collect(o.all)
	all = slices.DeleteFunc(all, func(text string) bool { return len(text) < 4 })
	slices.Sort(all)
	all = slices.Compact(all)
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}
