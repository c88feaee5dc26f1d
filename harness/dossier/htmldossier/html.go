// Package htmldossier writes a dossier as one page, to be read, printed and archived. It needs nothing but itself and has
// no script. Every fact is linked to its evidence, and every verdict is a word, so that it can be read in black and white.
package htmldossier

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/internal/outline"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/htmlpage"
	"github.com/guiderail/guiderail/internal/prose"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	style string
)

// content is what the template of the page is filled with.
type content struct {
	*outline.Document
	Policy string // Content-Security-Policy
	Style  template.CSS
}

// Write writes a dossier.
func Write(w io.Writer, d *dossier.Dossier) error {
	page, err := template.New("page").Funcs(template.FuncMap{
		"p": report.Printable, "line": report.OneLine, "count": prose.Count, "paragraphs": htmlpage.Paragraphs, "upper": strings.ToUpper,
		"kind": outline.KindText, "meaning": outline.Meaning, "counts": outline.Counts, "total": outline.Total, "sha256": outline.SHA256,
		"more": outline.More, "terms": outline.Terms, "said": outline.Said, "bar": bar, "verdicts": dossier.Verdicts, "edition": outline.Edition,
		"in": func(p *outline.Part, of any) within { return within{p, of} },
	}).Parse(pageText)
	if err != nil {
		return fmt.Errorf("reading the page's template: %w", err)
	}
	doc := outline.New(d)
	css := htmlpage.Style(style) + running(doc)
	out := bufio.NewWriter(w)
	// The style is part of the program, but for the titles that are quoted in it.
	if err := page.Execute(out, &content{Document: doc, Policy: htmlpage.Policy(css, ""), Style: template.CSS(css)}); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return out.Flush()
}

// within is something in a part.
type within struct {
	Part *outline.Part
	Of   any
}

// segment is a piece of the bar that shows how many statements have which verdict.
type segment struct {
	Verdict  dossier.Verdict
	At, Size int
}

func bar(t dossier.Tally) []segment {
	var all []segment
	at := 0
	for _, c := range outline.Counts(t) {
		all = append(all, segment{c.Verdict, at, c.Count})
		at += c.Count
	}
	return all
}

// running returns the rules for what stands above and below the printed pages: the title of the dossier, and in a part
// that of its scope.
func running(doc *outline.Document) string {
	var b strings.Builder
	head := func(selector, text string) {
		fmt.Fprintf(&b, "@page%s { @top-left { content: %s; } }\n", selector, quote(text))
	}
	head("", doc.Title)
	fmt.Fprintf(&b, "@page { @bottom-left { content: %s; } }\n", quote("Guiderail "+doc.Tool.Version+", "+doc.Date))
	for _, p := range doc.Parts {
		head(fmt.Sprintf(" part-%d", p.Number), p.Label+", cluster "+p.Cluster.Name)
		fmt.Fprintf(&b, ".part-%d { page: part-%[1]d; }\n", p.Number)
	}
	return b.String()
}

// quote returns a text as a string of CSS: what is not a letter of ASCII, a digit or a space is escaped, so that nothing in
// it ends the string or the style.
func quote(text string) string {
	const most = 100
	runes := []rune(report.OneLine(text))
	if len(runes) > most {
		runes = append(slices.Clip(runes[:most]), '…')
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range runes {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == ' ':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\%06x `, r) // the space is part of it
		}
	}
	b.WriteByte('"')
	return b.String()
}
