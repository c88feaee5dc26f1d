package oscaldossier

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/report"
)

// line returns a text as OSCAL wants a string: one line of printable characters that begins and ends with no space. It
// cannot be empty.
func line(s string) string {
	s = strings.TrimFunc(report.OneLine(s), func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
	if s == "" {
		return "-"
	}
	return s
}

// markup returns a text as one line of OSCAL's Markdown that shows it as it is.
func markup(s string) string {
	var b strings.Builder
	runes := []rune(line(s))
	for i, r := range runes {
		switch {
		case strings.ContainsRune("\\`*[]<~^{", r), i == 0 && strings.ContainsRune("#>+-=", r), r == '_' && !isInWord(runes, i):
			b.WriteByte('\\')
		case (r == '.' || r == ')') && isNumber(runes[:i]): // begins a list
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isInWord reports whether a character has letters or digits on both sides: there an underscore is no emphasis.
func isInWord(runes []rune, i int) bool {
	isWord := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	return isWord(i-1) && isWord(i+1)
}

func isNumber(runes []rune) bool {
	for _, r := range runes {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(runes) > 0
}

// prose returns a text as OSCAL's Markdown, with its lines.
func prose(s string) string {
	var lines []string
	for l := range strings.Lines(s) {
		if strings.TrimSpace(l) == "" {
			lines = append(lines, "")
		} else {
			lines = append(lines, markup(l))
		}
	}
	text := strings.Trim(strings.Join(lines, "\n"), "\n")
	if text == "" {
		return markup("")
	}
	return text
}

// list returns texts as a list in OSCAL's Markdown; "" if there are none.
func list(texts ...string) string {
	var lines []string
	for _, text := range texts {
		lines = append(lines, "- "+markup(text))
	}
	return strings.Join(lines, "\n")
}

// token returns a text as OSCAL wants an identifier. What has to be changed for it is marked, so that two texts that
// differ stay apart.
func token(s string) string {
	changed := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.L, unicode.N) || strings.ContainsRune("._-", r) {
			return r
		}
		return '-'
	}, strings.ToValidUTF8(s, "-"))
	if first, _ := utf8.DecodeRuneInString(changed); !unicode.IsLetter(first) && first != '_' {
		changed = "_" + changed
	}
	if changed != s {
		changed += "-" + identify("token", s)[:8]
	}
	return changed
}

// slug returns the words of a text, in lower case, as a part of an identifier.
func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '.' })
	return strings.Join(words, "-")
}

// prop is a property in the project's namespace. One without a value is none; props leaves it out.
func prop(name, value string) property {
	if value != "" {
		value = line(value)
	}
	return property{Name: name, NS: Namespace, Value: value}
}

// props returns the properties that have a value.
func props(all ...property) []property {
	return slices.DeleteFunc(all, func(p property) bool { return p.Value == "" })
}

// each returns a property for each value.
func each(name string, values []string) []property {
	var all []property
	for _, value := range values {
		all = append(all, prop(name, value))
	}
	return all
}

// fileReference returns the path of a file as a reference.
func fileReference(path string) string {
	return (&url.URL{Path: strings.ToValidUTF8(path, "\ufffd")}).String()
}

// address returns a URL as a reference; ok is false for a text that is none.
func address(s string) (reference string, ok bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return "", false
	}
	u.User = nil
	return u.String(), true
}

// moment returns a time, or the last second of a day, as OSCAL spells it; "" for other texts.
func moment(s string) string {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day.Add(24*time.Hour - time.Second).Format(time.RFC3339)
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.UTC().Format(time.RFC3339)
	}
	return ""
}

// hashes returns a digest as OSCAL has it; nothing for what is no SHA-256.
func hashes(digest string) []hash {
	digest = strings.TrimPrefix(digest, "sha256:")
	if len(digest) != 64 || strings.Trim(digest, "0123456789abcdef") != "" {
		return nil
	}
	return []hash{{Algorithm: "SHA-256", Value: digest}}
}
