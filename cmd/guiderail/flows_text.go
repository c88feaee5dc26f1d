package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

func (d *flowsDocument) text(out io.Writer) error {
	var b strings.Builder
	d.describe(&b)
	_, err := io.WriteString(out, b.String())
	return err
}

func (d *flowsDocument) describe(out *strings.Builder) {
	if len(d.Answers) > 0 {
		for i := range d.Answers {
			if i > 0 {
				out.WriteString("\n")
			}
			d.Answers[i].describe(out, d.Question.Port)
		}
		flowsProblems(out, d.Problems)
		return
	}
	rows := [][][]string{{{"FROM"}, {"TO"}, {"PORTS"}, {"BY"}}}
	words := map[string]bool{}
	for _, c := range d.Connections {
		from, to := d.flows.Describe(c.whole.From), d.flows.Describe(c.whole.To)
		for _, word := range slices.Concat(from, to) {
			words[word] = true
		}
		rows = append(rows, [][]string{shorten(from), shorten(to), strings.Split(c.Ports.String(), "; "), decidedBy(&c)})
	}
	if len(d.Connections) == 0 {
		out.WriteString("no connections\n")
	} else {
		table(out, rows)
	}
	if legend := legendOf(words); len(legend) > 0 {
		out.WriteString("\n")
		columns(out, legend)
	}
	flowsProblems(out, d.Problems)
	fmt.Fprintf(out, "\n%s, %s, %s\n", prose.Count(d.flows.Workloads(), "workload"), prose.Count(d.flows.Policies(), "network policy", "network policies"), prose.Count(len(d.Connections), "connection"))
}

func flowsProblems(out *strings.Builder, problems []flows.Problem) {
	if len(problems) > 0 {
		out.WriteString("\n")
	}
	for _, problem := range problems {
		fmt.Fprintln(out, report.Printable(problem.String()))
	}
}

// shorten keeps a cell readable; -o json has it all.
func shorten(names []string) []string {
	const shown, width = 8, 60
	var cell []string
	for i, name := range names {
		if i == shown-1 && len(names) > shown {
			return append(cell, fmt.Sprintf("and %d more", len(names)-i))
		}
		if runes := []rune(name); len(runes) > width {
			name = string(runes[:width-1]) + "…"
		}
		cell = append(cell, name)
	}
	return cell
}

func decidedBy(c *flowsConnection) []string {
	var by []string
	for _, side := range []flows.Side{c.Egress, c.Ingress} {
		for _, rule := range side.Rules {
			by = append(by, rule.String())
		}
	}
	if c.Egress.IsOpen && c.Ingress.IsOpen {
		return []string{"open (no policy isolates)"}
	}
	return shorten(by)
}

// legendOf says what the names stand for that are no objects.
func legendOf(words map[string]bool) [][]string {
	var legend [][]string
	say := func(is func(string) bool, name, meaning string) {
		for word := range words {
			if is(word) {
				legend = append(legend, []string{name, meaning})
				return
			}
		}
	}
	say(func(w string) bool { return strings.HasSuffix(w, "/*") && w != "*/*" && !strings.HasPrefix(w, "(") }, "NAMESPACE/*", "any other pod in the namespace, without labels")
	say(func(w string) bool { return w == flows.EveryoneElse }, flows.EveryoneElse, "every address, and pods in namespaces that are not in the files")
	say(func(w string) bool { return w == "*/*" }, "*/*", "a pod in any namespace that is not in the files, without labels")
	say(func(w string) bool { return strings.Contains(w, "=") }, "NAMESPACE/KEY=VALUE", "pods that a policy selects and that are not in the files")
	say(func(w string) bool { return strings.HasPrefix(w, "(") }, "(KEY=VALUE)/…", "pods in a namespace with that label, which is not in the files")
	say(func(w string) bool { return w == flows.Internet || w == flows.Internet+"-ipv6" }, "internet", "the addresses that no policy names")
	return legend
}

// table writes rows of cells of several lines. What has more than one is set apart.
func table(out *strings.Builder, rows [][][]string) {
	var lines [][]string
	isTall := false
	for i, row := range rows {
		height := 0
		for _, cell := range row {
			height = max(height, len(cell))
		}
		if i > 1 && (isTall || height > 1) {
			lines = append(lines, make([]string, len(row)))
		}
		isTall = height > 1
		for n := range height {
			line := make([]string, len(row))
			for j, cell := range row {
				if n < len(cell) {
					line[j] = cell[n]
				}
			}
			lines = append(lines, line)
		}
	}
	columns(out, lines)
}

// columns writes lines whose cells stand below one another; each has as many.
func columns(out *strings.Builder, lines [][]string) {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, line := range lines {
		for _, cell := range line {
			fmt.Fprint(w, report.Printable(cell), "\t")
		}
		fmt.Fprintln(w)
	}
	w.Flush() //nolint:errcheck // a builder takes everything
	for line := range strings.Lines(b.String()) {
		fmt.Fprintln(out, strings.TrimRight(line, " \n"))
	}
}

func (a *flowsAnswer) describe(out *strings.Builder, port string) {
	on := ""
	switch {
	case a.Allowed:
		on = " on " + portsText(a.Ports)
	case port != "":
		on = " on " + port
	}
	from, to := report.Printable(a.From), report.Printable(a.To)
	if a.Allowed {
		fmt.Fprintf(out, "yes: %s reaches %s%s\n", from, to, on)
	} else {
		fmt.Fprintf(out, "no: %s does not reach %s%s\n", from, to, on)
	}
	if !a.MayPass.IsEmpty() {
		fmt.Fprintf(out, "  unless a rule names its address, which is not in the files; then on %s\n", portsText(a.MayPass))
	}
	a.Egress.describe(out, "egress of "+from)
	a.Ingress.describe(out, "ingress of "+to)
}

func portsText(p flows.Ports) string {
	if p.IsAll() {
		return "any port"
	}
	return p.String()
}

func (s *flowsAnswerOfSide) describe(out *strings.Builder, title string) {
	if s.IsOpen {
		fmt.Fprintf(out, "  %s: open, no policy isolates it\n", title)
		return
	}
	fmt.Fprintf(out, "  %s:\n", title)
	var lines [][]string
	for _, v := range s.Policies {
		name := "    " + v.Policy.Namespace + "/" + v.Policy.Name
		if len(v.Admits) == 0 {
			lines = append(lines, []string{name, "isolates it, and does not allow this", v.Policy.Position.String()})
		}
		for _, a := range v.Admits {
			_, words, _ := strings.Cut(a.Rule.String(), " ")
			lines = append(lines, []string{name, words + " allows " + portsText(a.Ports), a.Position.String()})
		}
	}
	columns(out, lines)
}
