package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// edge is an arrow of a picture. Its ends are what the table calls them, so that a picture of a cluster
// without policies has few arrows.
type edge struct{ from, to, label string }

// picture gives the arrows, and the names at their ends in the order in which they come.
func (d *flowsDocument) picture() (nodes []string, edges []edge) {
	note := func(name string) {
		if !slices.Contains(nodes, name) {
			nodes = append(nodes, name)
		}
	}
	for _, c := range d.Connections {
		for _, from := range d.flows.Describe(c.whole.From) {
			for _, to := range d.flows.Describe(c.whole.To) {
				note(from)
				note(to)
				edges = append(edges, edge{from, to, c.Ports.String()})
			}
		}
	}
	return nodes, edges
}

// namespaceOf gives the namespace of a name in a picture; "" is outside of them all.
func namespaceOf(name string) string {
	if strings.HasPrefix(name, "every pod of ") {
		return strings.TrimPrefix(name, "every pod of ")
	}
	namespace, rest, ok := strings.Cut(name, "/")
	if !ok || namespace == "*" || strings.Trim(rest, "0123456789") == "" || strings.ContainsAny(rest, " ") && strings.Contains(rest, "except") {
		return ""
	}
	return namespace
}

// dot writes a picture for Graphviz.
func (d *flowsDocument) dot(out io.Writer) error {
	nodes, edges := d.picture()
	var b strings.Builder
	b.WriteString("digraph flows {\n  rankdir=LR;\n  node [shape=box];\n")
	var namespaces []string
	for _, node := range nodes {
		namespace := namespaceOf(node)
		switch {
		case namespace == "":
			fmt.Fprintf(&b, "  %s [shape=ellipse];\n", dotText(node))
		case !slices.Contains(namespaces, namespace):
			namespaces = append(namespaces, namespace)
		}
	}
	slices.Sort(namespaces)
	for _, namespace := range namespaces {
		fmt.Fprintf(&b, "  subgraph %s {\n    label=%s;\n", dotText("cluster "+namespace), dotText(namespace))
		for _, node := range nodes {
			if namespaceOf(node) == namespace {
				fmt.Fprintf(&b, "    %s [label=%s];\n", dotText(node), dotText(strings.TrimPrefix(node, namespace+"/")))
			}
		}
		b.WriteString("  }\n")
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "  %s -> %s [label=%s];\n", dotText(e.from), dotText(e.to), dotText(e.label))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(out, b.String())
	return err
}

// dotText quotes a text for Graphviz, which knows escapes of its own behind a backslash.
func dotText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ").Replace(text) + `"`
}

// mermaid writes a flowchart.
func (d *flowsDocument) mermaid(out io.Writer) error {
	nodes, edges := d.picture()
	id := func(name string) string { return fmt.Sprintf("n%d", slices.Index(nodes, name)) }
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	var namespaces []string
	for _, node := range nodes {
		namespace := namespaceOf(node)
		switch {
		case namespace == "":
			fmt.Fprintf(&b, "  %s([%s])\n", id(node), mermaidText(node))
		case !slices.Contains(namespaces, namespace):
			namespaces = append(namespaces, namespace)
		}
	}
	slices.Sort(namespaces)
	for i, namespace := range namespaces {
		fmt.Fprintf(&b, "  subgraph s%d[%s]\n", i, mermaidText(namespace))
		for _, node := range nodes {
			if namespaceOf(node) == namespace {
				fmt.Fprintf(&b, "    %s[%s]\n", id(node), mermaidText(strings.TrimPrefix(node, namespace+"/")))
			}
		}
		b.WriteString("  end\n")
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "  %s -->|%s| %s\n", id(e.from), mermaidText(e.label), id(e.to))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// mermaidText quotes a text for Mermaid, which writes what it would take for its own by entity codes.
func mermaidText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range text {
		switch c {
		case '"', '#', '&', '<', '>', '`', '\\', '\n', '\r', ';':
			fmt.Fprintf(&b, "#%d;", c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
