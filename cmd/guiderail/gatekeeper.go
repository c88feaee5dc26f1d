package main

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"

	"github.com/guiderail/guiderail/harness/catalogue"
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
	command.AddCommand(newRenderCommand())
	return command
}

func newRenderCommand() *cobra.Command {
	var name, output, action, own string
	command := &cobra.Command{
		Use:   "render",
		Short: "Write the templates and constraints of a profile",
		Long: strings.TrimSpace(`
Write the ConstraintTemplates and constraints of a profile. The profile is a
built-in one or a file of yours.`),
		Example: `  guiderail gatekeeper render --profile mine.yaml -o mine
  until kubectl apply --server-side -k mine/profiles/mine; do sleep 5; done

  # only report violations, deny nothing
  guiderail gatekeeper render --profile xroad-eks --enforcement dryrun -o watch`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name == "" {
				return usageError("--profile is required; see: guiderail profiles")
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
			files, err := renderProfile(all, p)
			if err != nil {
				return err
			}
			if output == "" {
				return printObjects(cmd.OutOrStdout(), files)
			}
			// Mutators change what is created, so that they are for those to apply who choose to: not
			// part of the stream.
			mutations, err := gatekeeper.Mutations(all.Files, p, all.Controls)
			if err != nil {
				return err
			}
			return gatekeeper.Write(output, append(files, mutations...))
		},
	}
	registerDirectory(command.Flags(), &own)
	command.Flags().StringVar(&name, "profile", "", profileUsage)
	command.Flags().StringVar(&action, "enforcement", "", "enforcement action of every constraint, overriding the profile: deny, warn or dryrun")
	command.Flags().StringVarP(&output, "output", "o", "", "directory to write kustomize files to (default: print all objects)")
	return command
}

// renderProfile returns the templates of the profile's controls and then its constraints.
func renderProfile(all *catalogue.Catalogue, p *profile.Profile) ([]gatekeeper.File, error) {
	templates, err := gatekeeper.Templates(all.Files, gatekeeper.Chosen(p, all.Controls))
	if err != nil {
		return nil, err
	}
	constraints, err := gatekeeper.Profile(p, all.Controls)
	return append(templates, constraints...), err
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
