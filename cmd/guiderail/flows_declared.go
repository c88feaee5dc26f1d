package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/internal/prose"
	"github.com/guiderail/guiderail/policies"
)

// flows.Result is part of this, so that its fields do not change without its version.
type declaredDocument struct {
	Version  int             `json:"version"`
	Table    string          `json:"table"`
	Title    string          `json:"title"`
	Results  []flows.Result  `json:"results"`
	Problems []flows.Problem `json:"problems"`
}

func declaredFlows(cmd *cobra.Command, flags *flowsFlags, args []string) error {
	switch {
	case flags.from+flags.to+flags.port != "":
		return usageError("--declared cannot be used with --from, --to or --port")
	case flags.output != "text" && flags.output != "json":
		return usageError("--output: unknown format %q; with --declared use one of text, json", flags.output)
	}
	table, err := flows.LoadTable(policies.FS, flags.declared)
	var unknown *flows.UnknownTableError
	if errors.As(err, &unknown) {
		return usageError("--declared: %v", unknown)
	}
	if err != nil {
		return err
	}
	policy, err := flags.policy.load(cmd)
	if err != nil {
		return err
	}
	read, err := flags.read(cmd, policy, args)
	if err != nil {
		return err
	}
	f, err := read.Analyse(cmd.Context(), flows.Options{Blocks: table.Blocks()})
	if err != nil {
		return err
	}
	document := declaredDocument{Version: 1, Table: table.Name, Title: table.Title, Problems: []flows.Problem{}}
	if document.Results, err = f.Hold(cmd.Context(), table); err != nil {
		return err
	}
	document.Problems = append(document.Problems, f.Problems()...)
	if flags.output == "json" {
		err = writeJSON(cmd.OutOrStdout(), document)
	} else {
		err = document.text(cmd.OutOrStdout())
	}
	if err != nil {
		return err
	}
	if err := incomplete(document.Problems); err != nil {
		return err
	}
	return document.verdict()
}

// verdict is an error unless everything is proven. As in a check, what is not known weighs more than what was
// found.
func (d *declaredDocument) verdict() error {
	tally := d.tally()
	if n := tally[flows.Unproven]; n > 0 {
		return &exitError{1, fmt.Sprintf("the answer is incomplete: %s could not be proven", prose.Count(n, "flow"))}
	}
	uncertain := 0
	for _, problem := range d.Problems {
		if problem.IsUncertain {
			uncertain++
		}
	}
	if uncertain > 0 {
		return &exitError{1, fmt.Sprintf("the cluster may differ: %s not known from these files", prose.Count(uncertain, "fact is", "facts are"))}
	}
	if tally[flows.Refuted] > 0 {
		return &exitError{code: 3}
	}
	return nil
}

func (d *declaredDocument) tally() map[flows.Status]int {
	tally := map[flows.Status]int{}
	for _, r := range d.Results {
		tally[r.Status]++
	}
	return tally
}

func (d *declaredDocument) text(out io.Writer) error {
	var lines [][]string
	lines = append(lines, []string{"RESULT", "EXPECTED", "FLOW"})
	for _, r := range d.Results {
		lines = append(lines, []string{string(r.Status), string(r.Expect), r.Name}, []string{"", "", "  " + r.Message})
		for _, line := range because(r.Witness) {
			lines = append(lines, []string{"", "", "  " + line})
		}
		if r.Status == flows.Unproven && r.Witness != nil {
			lines = append(lines, []string{"", "", fmt.Sprintf("  in total from %s to %s", strings.Join(shorten(r.From), ", "), strings.Join(shorten(r.To), ", "))})
		}
		if r.Against > 1 {
			lines = append(lines, []string{"", "", fmt.Sprintf("  in total from %s to %s, %d of %d pairs", strings.Join(shorten(r.From), ", "), strings.Join(shorten(r.To), ", "), r.Against, r.Pairs)})
		}
	}
	var b strings.Builder
	columns(&b, lines)
	flowsProblems(&b, d.Problems)
	tally := d.tally()
	fmt.Fprintf(&b, "\n%s: proven %d, refuted %d, unproven %d\n", d.Table, tally[flows.Proven], tally[flows.Refuted], tally[flows.Unproven])
	_, err := io.WriteString(out, b.String())
	return err
}

// because names the rules that let a witness's traffic through, and otherwise the policies that do not.
func because(w *flows.Witness) []string {
	if w == nil {
		return nil
	}
	var lines []string
	for _, side := range []struct {
		title, name string
		flows.WitnessOfSide
	}{{"egress of ", w.From, w.Egress}, {"ingress of ", w.To, w.Ingress}} {
		var admits, isolates []string
		for _, v := range side.Policies {
			if len(v.Admits) == 0 {
				isolates = append(isolates, v.Policy.Namespace+"/"+v.Policy.Name)
			}
			for _, a := range v.Admits {
				admits = append(admits, fmt.Sprintf("%s (%s)", a.Rule, a.Position))
			}
		}
		line := side.title + side.name + ": "
		switch {
		case side.IsOpen:
			line += "open, no policy isolates it"
		case len(admits) > 0:
			line += "allowed by policy " + strings.Join(admits, ", ")
		default:
			line += "isolated by policy " + strings.Join(isolates, ", ")
		}
		lines = append(lines, line)
	}
	return lines
}
