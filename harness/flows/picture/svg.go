package picture

import (
	"bufio"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/layered"
	"github.com/guiderail/guiderail/internal/prose"
)

//go:embed picture.css
var style string

// SVG writes the picture as a file of its own.
func (p *Picture) SVG(w io.Writer) error {
	out := bufio.NewWriter(w)
	p.svg(out, false)
	return out.Flush()
}

// svg writes the picture. In a page, its parts have what scripts and links know them by.
func (p *Picture) svg(out *bufio.Writer, isInPage bool) {
	l := p.layout
	width, height := max(l.Width, 1), max(l.Height, 1)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="%s" aria-label="%s">`,
		width, height, width, height, map[bool]string{true: "group", false: "img"}[isInPage], escape(p.summary()))
	out.WriteByte('\n')
	if !isInPage {
		fmt.Fprintf(out, "<title>%s</title>\n<style>%s</style>\n", escape(p.summary()), style)
	}
	fmt.Fprintf(out, "<rect class=\"back\" width=\"%d\" height=\"%d\"/>\n", width, height)
	for i, r := range l.Groups {
		fmt.Fprintf(out, "<g class=\"namespace\"><title>%s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>", escape("namespace "+p.namespaces[i]), r.X, r.Y, r.Width, r.Height)
		name := prose.Truncate(report.Printable(p.namespaces[i]), (r.Width-20)*charParts/charWidth)
		text(out, r.X+10, r.Y+19, name)
		out.WriteString("</g>\n")
	}
	lines := make([][]layered.Line, len(p.links))
	for _, line := range l.Lines {
		i := line.Link - len(p.nodes)
		lines[i] = append(lines[i], line)
	}
	for i, link := range p.links {
		p.link(out, link, lines[i], isInPage)
	}
	for i, n := range p.nodes {
		p.node(out, n, l.Nodes[i], isInPage)
	}
	out.WriteString("</svg>\n")
}

func (p *Picture) summary() string {
	return fmt.Sprintf("%s, %s, %s", prose.Count(p.flows.Workloads(), "workload"), prose.Count(p.flows.Policies(), "network policy", "network policies"), prose.Count(len(p.links), "connection"))
}

func (p *Picture) link(out *bufio.Writer, l *link, lines []layered.Line, isInPage bool) {
	class := "link"
	if l.isOpen() {
		class += " open"
	}
	fmt.Fprintf(out, `<g class="%s"`, class)
	if isInPage {
		fmt.Fprintf(out, ` id="link-%d"`, l.number)
	}
	fmt.Fprintf(out, "><title>%s</title>", escape(l.title()))
	var path, heads strings.Builder
	for _, line := range lines {
		middle := (line.Bend.X + line.Curved.X) / 2
		fmt.Fprintf(&path, "M%d %dH%dC%d %d %d %d %d %dH%d", line.Start.X, line.Start.Y, line.Bend.X,
			middle, line.Bend.Y, middle, line.Curved.Y, line.Curved.X, line.Curved.Y, line.End.X)
		switch line.Head {
		case layered.AtEnd:
			fmt.Fprintf(&heads, "M%d %dl-8-4v8z", line.End.X, line.End.Y)
		case layered.AtStart:
			fmt.Fprintf(&heads, "M%d %dl8-4v8z", line.Start.X, line.Start.Y)
		}
	}
	fmt.Fprintf(out, `<path class="line" d="%s"/><path class="head" d="%s"/>`, path.String(), heads.String())
	if isInPage {
		fmt.Fprintf(out, `<a href="#connection-%d" aria-label="%s">`, l.number, escape(strings.ReplaceAll(l.title(), "\n", "; ")))
	}
	r := p.layout.Nodes[len(p.nodes)+l.number-1]
	fmt.Fprintf(out, `<rect x="%d" y="%d" width="%d" height="%d" rx="9"/>`, r.X, r.Y, r.Width, r.Height)
	centred(out, r, l.lines)
	if isInPage {
		out.WriteString("</a>")
	}
	out.WriteString("</g>\n")
}

func (p *Picture) node(out *bufio.Writer, n *node, r layered.Rect, isInPage bool) {
	class := "several"
	switch {
	case n.peer != nil:
		class = string(n.peer.Kind)
	case n.term.Namespace == "":
		class = string(flows.Addresses)
	}
	fmt.Fprintf(out, `<g class="node %s"`, class)
	if isInPage {
		fmt.Fprintf(out, ` data-links="%s"`, strings.Trim(fmt.Sprint(n.links), "[]"))
	}
	radius := 4
	if class == string(flows.Addresses) {
		radius = 14
	}
	fmt.Fprintf(out, `><title>%s</title><rect x="%d" y="%d" width="%d" height="%d" rx="%d"/>`, escape(p.title(n)), r.X, r.Y, r.Width, r.Height, radius)
	centred(out, r, n.lines)
	out.WriteString("</g>\n")
}

func centred(out *bufio.Writer, r layered.Rect, lines []string) {
	y := r.Y + (r.Height-len(lines)*lineHeight)/2 + lineHeight*3/4
	for i, t := range lines {
		text(out, r.X+(r.Width-textWidth(t))/2, y+i*lineHeight, t)
	}
}

func textWidth(s string) int { return prose.Width(s) * charWidth / charParts }

// text writes a text of the width that the layout has for it, whatever font there is.
func text(out *bufio.Writer, x, y int, s string) {
	fmt.Fprintf(out, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs">%s</text>`, x, y, max(textWidth(s), 1), escape(s))
}

// escape writes a text for XML, with lines as they are.
func escape(s string) string {
	var b strings.Builder
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		xml.EscapeText(&b, []byte(report.Printable(line))) //nolint:errcheck // a builder takes everything
	}
	return b.String()
}
