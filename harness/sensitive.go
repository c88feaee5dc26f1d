package harness

import (
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/terraform"
	"github.com/guiderail/guiderail/harness/judge"
)

// hidden stands in messages for a value that is not to be printed.
const hidden = "(sensitive value)"

// hide takes the values out of what is said of an artefact that Terraform marks as sensitive.
func hide(a *artefact.Artefact, j *judge.Judgement) {
	if a.Type != terraform.PlanType && a.Type != terraform.Type || len(j.Findings)+len(j.Unknowns)+len(j.Errors) == 0 {
		return
	}
	secrets := terraform.Sensitive(a)
	if len(secrets) == 0 {
		return
	}
	for _, findings := range [][]judge.Finding{j.Findings, j.Unknowns} {
		for i := range findings {
			f := &findings[i]
			f.Message = without(f.Message, secrets, terraform.TitleOf(a, f.Path))
			f.Snippet = without(f.Snippet, secrets, "")
		}
	}
}

// without replaces words in a text, but not in a name, which is none of them: what identifies a resource is not sensitive.
func without(text string, words []string, name string) string {
	if text == "" {
		return ""
	}
	const kept = "\x00"
	if name != "" {
		text = strings.ReplaceAll(text, name, kept)
	}
	for _, word := range words {
		text = withoutWord(text, word)
	}
	return strings.ReplaceAll(text, kept, name)
}

func withoutWord(text, word string) string {
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // of letters that are longer in the other case
		lower = text
	} else {
		word = strings.ToLower(word)
	}
	var out strings.Builder
	from := 0
	for from < len(text) {
		i := strings.Index(lower[from:], word)
		if i < 0 {
			break
		}
		begin, end := from+i, from+i+len(word)
		if isWithin(text, begin) || isWithin(text, end) {
			out.WriteString(text[from : begin+1])
			from = begin + 1
			continue
		}
		out.WriteString(text[from:begin] + hidden)
		from = end
	}
	return out.String() + text[from:]
}

// isWithin reports whether a word goes on across an offset.
func isWithin(text string, at int) bool {
	return at > 0 && at < len(text) && isLetter(text[at-1]) && isLetter(text[at])
}

func isLetter(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
