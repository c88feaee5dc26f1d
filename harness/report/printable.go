package report

import (
	"regexp"
	"strings"
	"unicode"
)

// command is what GitHub's runner takes for a command where it begins a line: ::error file=a::text.
var command = regexp.MustCompile(`(^|\s):(:[A-Za-z-]+(?: .*?)?::)`)

// Printable replaces what others would interpret: the characters that control or reorder a terminal, and the beginnings
// of commands in the log of a CI system. Those of Azure Pipelines begin with ## anywhere in a line.
func Printable(s string) string {
	if strings.Contains(s, "##") {
		s = strings.ReplaceAll(s, "##", "# #")
	}
	if strings.Contains(s, "::") {
		s = command.ReplaceAllString(s, "$1: $2")
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// OneLine returns a text as one line of printable characters, with single spaces between the words.
func OneLine(s string) string { return Printable(strings.Join(strings.Fields(s), " ")) }

// Markdown returns a text of one line as Markdown shows it, wherever it is written: in a paragraph, an item or the
// cell of a table. It makes no mention of a person, reference to an issue or link: a space without width, &#8203;, keeps
// GitHub and GitLab from seeing one.
func Markdown(s string) string {
	return strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`, "!", `\!`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
		"@", "@&#8203;", "#", "#&#8203;", "://", ":&#8203;//", "www.", "www&#8203;.",
	).Replace(OneLine(s))
}
