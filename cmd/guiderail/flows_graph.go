package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/flows/picture"
	"github.com/guiderail/guiderail/harness/report"
)

// edge is an arrow of a picture. Its ends are what the table calls them, so that a picture of a cluster
// without policies has few arrows.
type edge struct {
	from, to flows.Term
	label    string
}

// picture returns the arrows, the terms at their ends in the order in which they come, and their namespaces.
func (d *flowsDocument) picture() (nodes []flows.Term, namespaces []string, edges []edge) {
	note := func(term flows.Term) {
		if !slices.Contains(nodes, term) {
			nodes = append(nodes, term)
		}
		if term.Namespace != "" && !slices.Contains(namespaces, term.Namespace) {
			namespaces = append(namespaces, term.Namespace)
		}
	}
	for _, c := range d.Connections {
		for _, from := range d.flows.Terms(c.whole.From) {
			for _, to := range d.flows.Terms(c.whole.To) {
				note(from)
				note(to)
				edges = append(edges, edge{from, to, c.Ports.String()})
			}
		}
	}
	slices.Sort(namespaces)
	return nodes, namespaces, edges
}

// drawn returns a picture of the connections that needs no other program.
func (d *flowsDocument) drawn() *picture.Picture {
	connections := make([]flows.Connection, len(d.Connections))
	for i, c := range d.Connections {
		connections[i] = *c.whole
	}
	return picture.New(d.flows, connections, d.Question == nil)
}

// within shortens a term in the frame of its namespace.
func within(term flows.Term) string { return strings.TrimPrefix(term.Text, term.Namespace+"/") }

// dot writes a picture for Graphviz.
func (d *flowsDocument) dot(out io.Writer) error {
	nodes, namespaces, edges := d.picture()
	name := func(node flows.Term) string { return dotName(node.Text, slices.Index(nodes, node)) }
	var b strings.Builder
	b.WriteString("digraph flows {\n  rankdir=LR;\n  node [shape=box];\n")
	for _, node := range nodes {
		if node.Namespace == "" {
			fmt.Fprintf(&b, "  %s [shape=ellipse];\n", name(node))
		}
	}
	for i, namespace := range namespaces {
		fmt.Fprintf(&b, "  subgraph %s {\n    label=%s;\n", dotName("cluster "+namespace, i), dotText(namespace))
		for _, node := range nodes {
			if node.Namespace == namespace {
				fmt.Fprintf(&b, "    %s [label=%s];\n", name(node), dotText(within(node)))
			}
		}
		b.WriteString("  }\n")
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "  %s -> %s [label=%s];\n", name(e.from), name(e.to), dotText(e.label))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(out, b.String())
	return err
}

// dotName quotes the name by which Graphviz knows a node, or a frame. One that is not printable as it is gets a number,
// so that it stays another name than any other.
func dotName(text string, number int) string {
	name := report.Printable(text)
	if name != text {
		name = fmt.Sprintf("%s (%d)", name, number)
	}
	return dotText(name)
}

// dotText quotes a text for Graphviz, which knows escapes of its own behind a backslash.
func dotText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(report.Printable(text)) + `"`
}

// mermaid writes a flowchart.
func (d *flowsDocument) mermaid(out io.Writer) error {
	nodes, namespaces, edges := d.picture()
	id := map[flows.Term]string{}
	for i, node := range nodes {
		id[node] = fmt.Sprintf("n%d", i)
	}
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for _, node := range nodes {
		if node.Namespace == "" {
			fmt.Fprintf(&b, "  %s([%s])\n", id[node], mermaidText(node.Text))
		}
	}
	for i, namespace := range namespaces {
		fmt.Fprintf(&b, "  subgraph s%d[%s]\n", i, mermaidText(namespace))
		for _, node := range nodes {
			if node.Namespace == namespace {
				fmt.Fprintf(&b, "    %s[%s]\n", id[node], mermaidText(within(node)))
			}
		}
		b.WriteString("  end\n")
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "  %s -->|%s| %s\n", id[e.from], mermaidText(e.label), id[e.to])
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// mermaidText quotes a text for Mermaid, which writes what it would take for its own by entity codes.
func mermaidText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range report.Printable(text) {
		switch c {
		case '"', '#', '&', '<', '>', '`', '\\', ';':
			fmt.Fprintf(&b, "#%d;", c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
