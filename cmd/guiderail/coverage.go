package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/policies"
)

type coverageFlags struct {
	output string
	texts  map[string]string
}

func newCoverageCommand() *cobra.Command {
	var flags coverageFlags
	command := &cobra.Command{
		Use:   "coverage",
		Short: "Show how each statement of the guides is covered",
		Long: strings.TrimSpace(`
Show every statement of the guides and what covers it: controls that enforce it
fully or partly, an attestation by a person, or a planned control. Planned
controls never count as coverage.

With --text, compare the statements with the current text of a guide, and list
those whose source sentence has changed.`),
		Example: strings.Trim(`
  guiderail coverage
  guiderail coverage --text xroad-sidecar=guide.txt`, "\n"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return coverage(cmd, &flags) },
	}
	f := command.Flags()
	f.StringVarP(&flags.output, "output", "o", "text", "output format: text, json, markdown (counts only)")
	f.StringToStringVar(&flags.texts, "text", nil, "ID of a guide, and the file with its current text: GUIDE=FILE")
	return command
}

func coverage(cmd *cobra.Command, flags *coverageFlags) error {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		return err
	}
	library, err := all.Guides()
	if err != nil {
		return err
	}
	if len(flags.texts) > 0 {
		return drift(cmd.OutOrStdout(), library, flags.texts)
	}
	enforced := map[string][]string{}
	for _, c := range all.Controls {
		for _, id := range c.Requirements {
			enforced[id] = append(enforced[id], c.ID)
		}
	}
	entries := library.Coverage(enforced)
	switch flags.output {
	case "text":
		return coverageText(cmd.OutOrStdout(), library, entries)
	case "json":
		return coverageJSON(cmd.OutOrStdout(), entries)
	case "markdown":
		return coverageMarkdown(cmd.OutOrStdout(), library, entries)
	}
	return usageError("--output: unknown format %q; use one of text, json, markdown", flags.output)
}

func coverageText(out io.Writer, library *guide.Library, entries []guide.Coverage) error {
	for _, g := range library.Guides {
		fmt.Fprintf(out, "%s: %s\n\n", g.ID, g.Title)
		for _, e := range entries {
			if e.Guide == g.ID {
				fmt.Fprintf(out, "  %s  %s\n%s\n", e.Statement.ID, e.Status, fill(e.Statement.Text, "        "))
				fmt.Fprint(out, answer("enforced by", e.Controls), answer("planned", e.Planned), answer("to be attested", e.Attested))
				if e.Statement.NotCheckable != "" {
					fmt.Fprintln(out, fill("why not: "+e.Statement.NotCheckable, "        "))
				}
			}
		}
		fmt.Fprintln(out)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "GUIDE\tSTATEMENTS\t%s\n", strings.ToUpper(strings.Join(statusNames(), "\t")))
	for _, s := range guide.Summarise(entries) {
		fmt.Fprintf(w, "%s\t%d", s.Guide, s.Statements)
		for _, status := range guide.Statuses() {
			fmt.Fprintf(w, "\t%d", s.Counts[status])
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

func answer(title string, ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return fill(title+": "+strings.Join(ids, ", "), "        ") + "\n"
}

func statusNames() []string {
	var names []string
	for _, s := range guide.Statuses() {
		names = append(names, string(s))
	}
	return names
}

// coverageEntry is one statement as coverage -o json writes it.
type coverageEntry struct {
	Guide        string       `json:"guide"`
	ID           string       `json:"id"`
	Section      string       `json:"section"`
	Statement    string       `json:"statement"`
	Requirements []string     `json:"requirements,omitempty"`
	Status       guide.Status `json:"status"`
	Controls     []string     `json:"controls,omitempty"`
	Planned      []string     `json:"planned,omitempty"`
	Attested     []string     `json:"attested,omitempty"`
	NotCheckable string       `json:"notCheckable,omitempty"`
}

func coverageJSON(out io.Writer, entries []guide.Coverage) error {
	list := make([]coverageEntry, 0, len(entries))
	for _, e := range entries {
		list = append(list, coverageEntry{
			Guide: e.Guide, ID: e.Statement.ID, Section: e.Statement.Section, Statement: e.Statement.Text,
			Requirements: e.Statement.Requirements, Status: e.Status, Controls: e.Controls, Planned: e.Planned,
			Attested: e.Attested, NotCheckable: e.Statement.NotCheckable,
		})
	}
	return writeJSON(out, list)
}

// coverageMarkdown counts the statements of each section, in the guides' order.
func coverageMarkdown(out io.Writer, library *guide.Library, entries []guide.Coverage) error {
	for _, g := range library.Guides {
		fmt.Fprintf(out, "**%s** (`%s`)\n\n", g.Title, g.ID)
		fmt.Fprintf(out, "| section | statements | %s |\n|---|---|%s\n", strings.Join(statusNames(), " | "), strings.Repeat("---|", len(guide.Statuses())))
		var sections []string
		counts := map[string]map[guide.Status]int{}
		row := func(name string, counts map[guide.Status]int) {
			total := 0
			cells := ""
			for _, status := range guide.Statuses() {
				total += counts[status]
				cells += fmt.Sprintf(" %d |", counts[status])
			}
			fmt.Fprintf(out, "| %s | %d |%s\n", name, total, cells)
		}
		all := map[guide.Status]int{}
		for _, e := range entries {
			if e.Guide != g.ID {
				continue
			}
			section := e.Statement.Section
			if !slices.Contains(sections, section) {
				sections = append(sections, section)
				counts[section] = map[guide.Status]int{}
			}
			counts[section][e.Status]++
			all[e.Status]++
		}
		for _, section := range sections {
			row(section, counts[section])
		}
		row("**all**", all)
		fmt.Fprintln(out)
	}
	return nil
}

// drift names the statements whose source has changed, and ends as findings do if there are any.
func drift(out io.Writer, library *guide.Library, texts map[string]string) error {
	drifted := 0
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		i := slices.IndexFunc(library.Guides, func(g *guide.Guide) bool { return g.ID == id })
		if i < 0 {
			return usageError("--text: unknown guide %q", id)
		}
		text, err := os.ReadFile(texts[id])
		if err != nil {
			return fmt.Errorf("reading the text of %s: %w", id, err)
		}
		for _, s := range library.Guides[i].Drift(string(text)) {
			drifted++
			fmt.Fprintf(out, "%s  %s  %s\n", id, s.ID, s.Text)
		}
	}
	if drifted > 0 {
		text := fmt.Sprintf("%d statements no longer match their source; review them and update their hashes", drifted)
		if drifted == 1 {
			text = "1 statement no longer matches its source; review it and update its hashes"
		}
		fmt.Fprintln(out, text)
		return &exitError{code: 3}
	}
	fmt.Fprintln(out, "no statement has drifted")
	return nil
}
