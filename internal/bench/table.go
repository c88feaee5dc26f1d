package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

func printTable(w io.Writer, box *toolbox, results []result, o options) error {
	of := func(tool string, in input) *result {
		i := slices.IndexFunc(results, func(r result) bool { return r.tool == tool && r.input == in })
		if i < 0 {
			return nil
		}
		return &results[i]
	}
	ratio := func(r result, tool string) string {
		base := of(tool, r.input)
		if base == nil || base.cpu == 0 {
			return "-"
		}
		return fmt.Sprintf("%.2f", float64(r.cpu)/float64(base.cpu))
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "documents\ttool\twall s\tCPU s\tCPU ms/doc\tpeak MB\tCPU : decode\tCPU : guiderail\tevaluations/CPU s\tfindings\t")
	for i, r := range results {
		documents, findings, evaluations := "", "-", "-"
		if i == 0 || r.input != results[i-1].input {
			documents = r.input.String()
		}
		if r.tool != decoder && r.tool != ownReader {
			findings = strconv.Itoa(r.work.findings)
			if r.tool != kubeLinter {
				evaluations = fmt.Sprintf("%.0f", float64(r.input.documents*box.controls)/r.cpu.Seconds())
			}
		}
		fmt.Fprintf(table, "%s\t%s\t%.3f\t%.3f\t%.3f\t%.0f\t%s\t%s\t%s\t%s\t\n",
			documents, r.tool, r.wall.Seconds(), r.cpu.Seconds(), r.cpu.Seconds()*1000/float64(r.input.documents),
			float64(r.peak)/1e6, ratio(r, decoder), ratio(r, guiderail), evaluations, findings)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, `
Medians of %d rounds. CPU is user and system time, that of starting included; an OPA server's is its own and
that of the program that reads the documents and asks it. An evaluation is one control and one document,
whether the control has anything to say of it or not. Findings are those of the controls in Rego, which all
run; what looks at other objects sees them only where the documents are given together. guiderail also holds
every field against its API type. conftest and OPA servers are given directories of at most %d documents.
`,
		o.rounds, o.conftestMax)
	if err != nil {
		return err
	}
	var activations []float64
	for _, r := range results {
		if r.work.activation > 0 {
			activations = append(activations, r.work.activation)
		}
	}
	if len(activations) == 0 {
		return nil
	}
	slices.Sort(activations)
	_, err = fmt.Fprintf(w, "The signed bundle has %.0f kB; an OPA server takes %.2f s to verify, compile and activate it.\n",
		float64(box.bundle)/1e3, activations[len(activations)/2])
	return err
}

var measured = regexp.MustCompile(`(?m)^BenchmarkControl/([a-z_.]+).* ([0-9.]+) cpu-µs/object`)

// dearest is how many controls printDearest shows.
const dearest = 10

// printDearest shows what each control costs by itself, as the harness's own benchmark measures it.
func printDearest(ctx context.Context, w io.Writer) error {
	c := exec.CommandContext(ctx, "go", "test", "./harness", "-run", "^$", "-bench", "^BenchmarkControl$")
	output, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("running %s: %w\n%s", strings.Join(c.Args, " "), err, output)
	}
	type price struct {
		control string
		µs      float64
	}
	var prices []price
	for _, match := range measured.FindAllStringSubmatch(string(output), -1) {
		µs, err := strconv.ParseFloat(match[2], 64)
		if err != nil {
			return fmt.Errorf("reading %q: %w", match[0], err)
		}
		prices = append(prices, price{match[1], µs})
	}
	if len(prices) == 0 {
		return fmt.Errorf("running %s: it measured no control\n%s", strings.Join(c.Args, " "), output)
	}
	slices.SortFunc(prices, func(a, b price) int { return cmp.Compare(b.µs, a.µs) })
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\ncontrol, evaluated alone\tCPU µs for each object that it matches\n")
	for _, p := range prices[:min(dearest, len(prices))] {
		fmt.Fprintf(table, "%s\t%.1f\n", p.control, p.µs)
	}
	return table.Flush()
}
