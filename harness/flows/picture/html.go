package picture

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/htmlpage"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	script string
)

// HTML writes a page with the picture, and with a table of the connections and the rules behind them. It needs
// nothing but itself; without JavaScript it shows all that it has. Problems are what the files leave open.
func (p *Picture) HTML(w io.Writer, problems []flows.Problem) error {
	page, err := template.New("page").Funcs(template.FuncMap{"p": report.Printable}).Parse(pageText)
	if err != nil {
		return fmt.Errorf("reading the page's template: %w", err)
	}
	var drawing strings.Builder
	buffered := bufio.NewWriter(&drawing)
	p.svg(buffered, true)
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("drawing: %w", err)
	}
	css := style + pageStyle
	content := struct {
		Policy, Summary string
		Style           template.CSS
		Script          template.JS
		Drawing         template.HTML
		Rows            []row
		Problems        []string
	}{
		Policy:  htmlpage.Policy(css, script),
		Summary: p.summary(),
		Style:   template.CSS(css), Script: template.JS(script), Drawing: template.HTML(drawing.String()), // of our own making, with escaped names
		Rows: p.rows(),
	}
	for _, problem := range problems {
		content.Problems = append(content.Problems, problem.String())
	}
	out := bufio.NewWriter(w)
	if err := page.Execute(out, content); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return out.Flush()
}

// row is a connection in the table.
type row struct {
	Number          int
	From, To, Ports []string
	Rules           []flows.Rule
	IsOpen          bool
	Open            string // which ends no policy isolates
}

func (p *Picture) rows() []row {
	var rows []row
	for _, l := range p.links {
		r := row{Number: l.number, From: texts(l.from), To: texts(l.to), Ports: portParts(l.of.Ports), Rules: l.rules(), IsOpen: l.isOpen()}
		switch {
		case l.isOpen():
			r.Open = "open, no policy isolates either end"
		case l.of.Egress.IsOpen:
			r.Open = "no policy isolates the source"
		case l.of.Ingress.IsOpen:
			r.Open = "no policy isolates the destination"
		}
		rows = append(rows, r)
	}
	return rows
}
