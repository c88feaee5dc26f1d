package main

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/waiver"
)

func newGatekeeperCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "gatekeeper",
		Short: "Package the controls for Gatekeeper",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	command.AddCommand(newRenderCommand(), newGatekeeperDiffCommand())
	return command
}

func newRenderCommand() *cobra.Command {
	var name, output, action, own, date, waiverKey string
	layout := string(gatekeeper.Each)
	var files []string
	command := &cobra.Command{
		Use:   "render",
		Short: "Write the templates and constraints of a profile",
		Long: strings.TrimSpace(`
Write the ConstraintTemplates and constraints of a profile. The profile is a
built-in one or a file of yours.

In the layout each, every control has a template and a constraint of its own, so
that a cluster counts violations of each. In the layout packed, one template
holds all controls, with a constraint for each enforcement, and more for
namespaces that only some controls leave out. It says the same and adds much
less to a request; messages and their details name the control.`),
		Example: `  guiderail gatekeeper render --profile mine.yaml -o mine
  until kubectl apply --server-side -k mine/profiles/mine; do sleep 5; done

  # one template for all controls
  guiderail gatekeeper render --profile xroad-eks --layout packed -o packed

  # only report violations, deny nothing
  guiderail gatekeeper render --profile xroad-eks --enforcement dryrun -o watch`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name == "" {
				return usageError("--profile is required; see: guiderail profiles")
			}
			if !slices.Contains(gatekeeper.Layouts(), gatekeeper.Layout(layout)) {
				return usageError("unknown layout %q; use each or packed", layout)
			}
			all, err := openPolicies(own)
			if err != nil {
				return err
			}
			p, err := loadProfile(cmd, all, name)
			if err != nil {
				return err
			}
			if action != "" {
				if !slices.Contains([]profile.Action{profile.Deny, profile.Warn, profile.DryRun}, profile.Action(action)) {
					return usageError("unknown action %q; use deny, warn or dryrun", action)
				}
				p.EnforceEverywhere(profile.Action(action))
			}
			waived, err := waivedBy(cmd, all, p, files, waiverKey, date)
			if err != nil {
				return err
			}
			files, err := gatekeeper.Render(all.Files, gatekeeper.Layout(layout), p, all.Controls, waived)
			if err != nil {
				return err
			}
			if output == "" {
				return printObjects(cmd.OutOrStdout(), files)
			}
			// Mutators change what is created, so that they are for those to apply who choose to: not
			// part of the stream.
			mutations, err := gatekeeper.Mutations(cmd.Context(), all, p)
			if err != nil {
				return err
			}
			return gatekeeper.Write(output, append(files, mutations...))
		},
	}
	registerDirectory(command.Flags(), &own)
	command.Flags().StringVar(&name, "profile", "", profileUsage)
	command.Flags().StringVar(&action, "enforcement", "", "enforcement action of every constraint, overriding the profile: deny, warn or dryrun")
	command.Flags().StringVar(&layout, "layout", layout, "a template for each control, or one in which all are packed: each or packed")
	command.Flags().StringArrayVar(&files, "waivers", nil, "file of waivers; those that a constraint can say are rendered, the others are named (repeatable)")
	registerWaiverKey(command.Flags(), &waiverKey)
	registerDate(command.Flags(), &date)
	command.Flags().StringVarP(&output, "output", "o", "", "directory to write kustomize files to (default: print all objects)")
	return command
}

// waivedBy returns what constraints leave out by waivers, and says which of them they cannot say.
func waivedBy(cmd *cobra.Command, all *catalogue.Catalogue, p *profile.Profile, files []string, key, date string) (*gatekeeper.Waived, error) {
	set, err := loadWaivers(cmd, all, p, files, key, date)
	if err != nil || set == nil {
		return nil, err
	}
	now, err := dateOf(date)
	if err != nil {
		return nil, err
	}
	waived := gatekeeper.NewWaived(p, all.Controls, set, waiver.Day(now))
	for _, u := range waived.Unrendered {
		fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: warning: %s: the waiver of %s is not rendered: %s\n", u.Waiver.Position, report.Printable(u.Waiver.String()), u.Reason)
	}
	if waived.Until != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: warning: constraints have no last day; the first waiver among them ends on %s: render and apply them again after it\n", waived.Until)
	}
	return waived, nil
}

// printObjects writes all objects as one stream, the kustomizations left out.
func printObjects(out io.Writer, files []gatekeeper.File) error {
	for _, f := range files {
		if path.Base(f.Path) == "kustomization.yaml" {
			continue
		}
		if _, err := fmt.Fprintf(out, "---\n%s", f.Text); err != nil {
			return err
		}
	}
	return nil
}
