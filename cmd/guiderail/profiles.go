package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
)

const profileUsage = "profile that selects controls and parameters: a name, or the path of a .yaml file"

// loadProfile reads the profile of a flag; none for "".
func loadProfile(cmd *cobra.Command, all *catalogue.Catalogue, name string) (*profile.Profile, error) {
	if name == "" {
		return nil, nil
	}
	p, err := profile.Load(all.Files, all.Controls, name)
	var unknown *profile.UnknownError
	if errors.As(err, &unknown) {
		return nil, usageError("%v", err)
	}
	if err == nil {
		warnOfRenamed(cmd, p.Renamed)
	}
	return p, err
}

// warnOfRenamed says which IDs are those of earlier releases.
func warnOfRenamed(cmd *cobra.Command, renamed []control.Renamed) {
	for _, r := range renamed {
		fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: warning: %s\n", r)
	}
}

func newProfilesCommand() *cobra.Command {
	var path string
	command := &cobra.Command{
		Use:   "profiles [PROFILE]",
		Short: "List the profiles, or show one",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := openPolicies(path)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return listProfiles(cmd, all)
			}
			p, err := loadProfile(cmd, all, args[0])
			if err != nil {
				return err
			}
			return showProfile(cmd.OutOrStdout(), p, all.Controls)
		},
	}
	registerDirectory(command.Flags(), &path)
	return command
}

func listProfiles(cmd *cobra.Command, all *catalogue.Catalogue) error {
	names, err := profile.Names(all.Files)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PROFILE\tLEAVES OUT\tTITLE")
	for _, name := range names {
		p, err := loadProfile(cmd, all, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%d\t%s\n", report.Printable(name), len(p.Excluded), report.OneLine(p.Title))
	}
	return w.Flush()
}

func showProfile(out io.Writer, p *profile.Profile, controls []*control.Control) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", report.Printable(p.Name), report.OneLine(p.Title))
	if p.Description != "" {
		b.WriteByte('\n')
	}
	for line := range strings.Lines(p.Description) {
		fmt.Fprintln(&b, report.Printable(strings.TrimRight(line, "\r\n")))
	}
	b.WriteString("\nEnforcement in a cluster:\n")
	for _, severity := range slices.Backward(control.Severities()) {
		s, err := control.ParseSeverity(severity)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "  %-8s  %s\n", severity, p.Enforcement(&control.Control{Severity: s}))
	}
	for _, id := range slices.Sorted(maps.Keys(p.Actions)) {
		fmt.Fprintf(&b, "  %s: %s\n", id, p.Actions[id])
	}
	var severities []string
	for _, c := range p.Choose(controls) {
		if _, given := p.ControlSeverities[c.ID]; given {
			severities = append(severities, fmt.Sprintf("  %s: %s\n", c.ID, severityOf(c)))
		}
	}
	if len(severities) > 0 {
		b.WriteString("\nSeverities:\n" + strings.Join(severities, ""))
	}
	byReason := map[string][]string{}
	for id, reason := range p.Excluded {
		byReason[reason] = append(byReason[reason], id)
	}
	if len(byReason) > 0 {
		b.WriteString("\nLeft out:\n")
	}
	for _, reason := range slices.Sorted(maps.Keys(byReason)) {
		fmt.Fprintf(&b, "%s\n", fill(reason, "  "))
		for _, id := range slices.Sorted(slices.Values(byReason[reason])) {
			fmt.Fprintf(&b, "    %s\n", id)
		}
	}
	for _, x := range p.Waived {
		what := "All controls except those about these namespaces themselves"
		if len(x.Controls) > 0 {
			what = strings.Join(x.Controls, ", ")
		}
		fmt.Fprintf(&b, "\nAccepted in %s%s:\n%s\n", strings.Join(x.Namespaces, ", "), until(x.Expires), fill(x.Reason, "  "))
		fmt.Fprintf(&b, "%s\n", fill(what, "    "))
	}
	for _, x := range p.Expired {
		fmt.Fprintf(&b, "\nLeft out only until %s: %s\n%s\n", x.Expires, strings.Join(slices.Concat(x.Controls, x.Namespaces), ", "), fill(x.Reason, "  "))
	}
	if len(p.Parameters) > 0 {
		text, err := yaml.Marshal(p.Parameters)
		if err != nil {
			return fmt.Errorf("writing the parameters: %w", err)
		}
		b.WriteString("\nParameters:\n")
		for line := range strings.Lines(string(text)) {
			b.WriteString("  " + line)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func until(day string) string {
	if day == "" {
		return ""
	}
	return " until " + day
}
