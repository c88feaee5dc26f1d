package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/flows"
)

func (d *flowsDocument) text(out io.Writer) error {
	if len(d.Answers) > 0 {
		for i := range d.Answers {
			d.Answers[i].text(out, d.Question.Port)
		}
		return flowsProblems(out, d.Problems)
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
		if _, err := fmt.Fprintln(out, "nothing passes"); err != nil {
			return err
		}
	} else if err := table(out, rows); err != nil {
		return err
	}
	if legend := legendOf(words); len(legend) > 0 {
		fmt.Fprintln(out)
		if err := columns(out, legend); err != nil {
			return err
		}
	}
	if err := flowsProblems(out, d.Problems); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%s, %s, %s\n", count(d.flows.Workloads(), "workload", "workloads"), count(d.flows.Policies(), "network policy", "network policies"), count(len(d.Connections), "connection", "connections"))
	return err
}

func flowsProblems(out io.Writer, problems []flows.Problem) error {
	if len(problems) > 0 {
		if _, err := fmt.Fprintln(out); err != nil {
			return err
		}
	}
	for _, problem := range problems {
		if _, err := fmt.Fprintln(out, problem); err != nil {
			return err
		}
	}
	return nil
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
	say(func(w string) bool { return strings.HasSuffix(w, "/*") && w != "*/*" && !strings.HasPrefix(w, "(") }, "NAMESPACE/*", "any other pod of the namespace, without labels")
	say(func(w string) bool { return w == flows.EveryoneElse }, flows.EveryoneElse, "every address, and pods of namespaces that are in no file")
	say(func(w string) bool { return w == "*/*" }, "*/*", "a pod of any namespace that is in no file, without labels")
	say(func(w string) bool { return strings.Contains(w, "=") }, "NAMESPACE/KEY=VALUE", "pods that a policy selects and no file holds")
	say(func(w string) bool { return strings.HasPrefix(w, "(") }, "(KEY=VALUE)/…", "pods of a namespace with that label, which is in no file")
	say(func(w string) bool { return w == flows.Internet || w == flows.Internet+"-ipv6" }, "internet", "the addresses that no policy names")
	return legend
}

// table writes rows of cells of several lines. What has more than one is set apart.
func table(out io.Writer, rows [][][]string) error {
	isTall := func(row [][]string) bool {
		return slices.ContainsFunc(row, func(cell []string) bool { return len(cell) > 1 })
	}
	var lines [][]string
	for i, row := range rows {
		height := 0
		for _, cell := range row {
			height = max(height, len(cell))
		}
		for n := range height {
			line := make([]string, len(row))
			for j, cell := range row {
				if n < len(cell) {
					line[j] = cell[n]
				}
			}
			lines = append(lines, line)
		}
		if i > 0 && i < len(rows)-1 && (isTall(row) || isTall(rows[i+1])) {
			lines = append(lines, nil)
		}
	}
	return columns(out, lines)
}

// columns writes lines whose cells stand below one another.
func columns(out io.Writer, lines [][]string) error {
	var widths []int
	for _, line := range lines {
		for j, cell := range line {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], utf8.RuneCountInString(cell))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		for j, cell := range line {
			fmt.Fprintf(&b, "%-*s  ", widths[j], cell)
		}
		if _, err := fmt.Fprintln(out, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

func (a *flowsAnswer) text(out io.Writer, port string) {
	on := ""
	switch {
	case a.Allowed:
		on = " on " + portsText(a.Ports)
	case port != "":
		on = " on " + port
	}
	if a.Allowed {
		fmt.Fprintf(out, "yes: %s reaches %s%s\n", a.From, a.To, on)
	} else {
		fmt.Fprintf(out, "no: %s does not reach %s%s\n", a.From, a.To, on)
	}
	if !a.MayPass.IsEmpty() {
		fmt.Fprintf(out, "  unless a rule names its address, which is in no file: then on %s\n", portsText(a.MayPass))
	}
	a.Egress.text(out, "egress of "+a.From)
	a.Ingress.text(out, "ingress of "+a.To)
	fmt.Fprintln(out)
}

func portsText(p flows.Ports) string {
	if p.IsAll() {
		return "any port"
	}
	return p.String()
}

func (s *flowsAnswerOfSide) text(out io.Writer, title string) {
	if s.IsOpen {
		fmt.Fprintf(out, "  %s: open, no policy isolates it\n", title)
		return
	}
	fmt.Fprintf(out, "  %s:\n", title)
	var lines [][]string
	for _, v := range s.Policies {
		name := "    " + v.Policy.Namespace + "/" + v.Policy.Name
		if len(v.Admits) == 0 {
			lines = append(lines, []string{name, "isolates and does not admit it", v.Policy.Position.String()})
		}
		for _, a := range v.Admits {
			_, words, _ := strings.Cut(a.Rule.String(), " ")
			lines = append(lines, []string{name, words + " admits " + portsText(a.Ports), a.Position.String()})
		}
	}
	_ = columns(out, lines)
}
