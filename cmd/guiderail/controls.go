package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/control"
)

func newControlsCommand() *cobra.Command {
	var output, path string
	command := &cobra.Command{
		Use:   "controls",
		Short: "List the controls",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := openPolicies(path)
			if err != nil {
				return err
			}
			switch output {
			case "text":
				w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
				fmt.Fprintln(w, "CONTROL\tSEVERITY\tREQUIREMENTS\tTITLE")
				for _, c := range all.Controls {
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.ID, c.Severity, strings.Join(c.Requirements, ", "), c.Title)
				}
				return w.Flush()
			case "json":
				entries := make([]controlEntry, 0, len(all.Controls))
				for _, c := range all.Controls {
					defaults, err := all.Rego.Defaults(cmd.Context(), c)
					if err != nil {
						return err
					}
					entries = append(entries, controlEntry{
						ID: c.ID, RenamedFrom: c.RenamedFrom, Title: c.Title, Description: c.Description, Severity: c.Severity, Requirements: c.Requirements,
						Match: c.Match, Remediation: c.Remediation, Parameters: c.Parameters, Defaults: defaults, References: c.References,
					})
				}
				return writeJSON(cmd.OutOrStdout(), entries)
			}
			return usageError("--output: unknown format %q; use one of text, json", output)
		},
	}
	registerDirectory(command.Flags(), &path)
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

// controlEntry is one control as controls -o json writes it.
type controlEntry struct {
	ID           string           `json:"id"`
	RenamedFrom  []string         `json:"renamedFrom,omitempty"`
	Title        string           `json:"title"`
	Description  string           `json:"description"`
	Severity     control.Severity `json:"severity"`
	Requirements []string         `json:"requirements"`
	Match        []control.Match  `json:"match"`
	Remediation  string           `json:"remediation"`
	Parameters   map[string]any   `json:"parameters,omitempty"`
	Defaults     map[string]any   `json:"defaults,omitempty"`
	References   []string         `json:"references,omitempty"`
}
