package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
)

func newControlsCommand() *cobra.Command {
	var output, path, name string
	command := &cobra.Command{
		Use:   "controls",
		Short: "List the controls",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := openPolicies(path)
			if err != nil {
				return err
			}
			controls := all.Controls
			p, err := loadProfile(cmd, all, name)
			if err != nil {
				return err
			}
			if p != nil {
				controls = p.Choose(controls)
			}
			switch output {
			case "text":
				w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
				fmt.Fprintln(w, "CONTROL\tSEVERITY\tREQUIREMENTS\tTITLE")
				for _, c := range controls {
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.ID, severityOf(c), strings.Join(c.Requirements, ", "), c.Title)
				}
				return w.Flush()
			case "json":
				entries := make([]controlEntry, 0, len(controls))
				for _, c := range controls {
					entry, err := entryOf(cmd.Context(), all, p, c)
					if err != nil {
						return err
					}
					entries = append(entries, entry)
				}
				return writeJSON(cmd.OutOrStdout(), entries)
			}
			return usageError("--output: unknown format %q; use one of text, json", output)
		},
	}
	registerDirectory(command.Flags(), &path)
	command.Flags().StringVar(&name, "profile", "", "list the controls that this profile chooses, as it sets them: a name, or the path of a .yaml file")
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

// severityOf writes the severity of a control, and its own where a profile changes it.
func severityOf(c *control.Control) string {
	if own := c.DefaultSeverity(); own != c.Severity {
		return fmt.Sprintf("%s (default: %s)", c.Severity, own)
	}
	return c.Severity.String()
}

// controlEntry is one control as controls -o json writes it.
type controlEntry struct {
	ID          string           `json:"id"`
	RenamedFrom []string         `json:"renamedFrom,omitempty"`
	Title       string           `json:"title"`
	Description string           `json:"description"`
	Severity    control.Severity `json:"severity"`
	// DefaultSeverity is there where a profile changes the severity.
	DefaultSeverity *control.Severity `json:"defaultSeverity,omitempty"`
	Requirements    []string          `json:"requirements"`
	Match           []control.Match   `json:"match"`
	// Reads are the kinds of other objects that the control looks up.
	Reads []readEntry `json:"reads,omitempty"`
	// Limits say what the control cannot do in a channel, by the name of the channel.
	Limits      map[string]string `json:"limits,omitempty"`
	Remediation string            `json:"remediation"`
	Parameters  map[string]any    `json:"parameters,omitempty"`
	Defaults    map[string]any    `json:"defaults,omitempty"`
	// Values are the values that a profile gives to parameters.
	Values     map[string]any `json:"values,omitempty"`
	References []string       `json:"references,omitempty"`
}

// readEntry is a kind of objects that a control looks up. A group, version or kind may be a wildcard.
type readEntry struct {
	Group      string `json:"group"`
	Version    string `json:"version"`
	Kind       string `json:"kind"`
	Namespaced bool   `json:"namespaced"`
}

// entryOf returns the entry of a control, as a profile sets it if there is one.
func entryOf(ctx context.Context, all *catalogue.Catalogue, p *profile.Profile, c *control.Control) (controlEntry, error) {
	defaults, err := all.Rego.Defaults(ctx, c)
	if err != nil {
		return controlEntry{}, err
	}
	entry := controlEntry{
		ID: c.ID, RenamedFrom: c.RenamedFrom, Title: c.Title, Description: c.Description, Severity: c.Severity, Requirements: c.Requirements,
		Match: c.Match, Limits: c.Limits, Remediation: c.Remediation, Parameters: c.Parameters, Defaults: defaults, References: c.References,
	}
	if own := c.DefaultSeverity(); own != c.Severity {
		entry.DefaultSeverity = &own
	}
	if p != nil {
		entry.Values = p.Parameters[c.ID]
	}
	for _, r := range c.Reads {
		entry.Reads = append(entry.Reads, readEntry{r.Group, r.Version, r.Kind, r.Namespaced})
	}
	return entry, nil
}
