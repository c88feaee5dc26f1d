package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/bundle"
)

func newBundlePushCommand() *cobra.Command {
	var options bundle.RegistryOptions
	command := &cobra.Command{
		Use:   "push FILE REFERENCE",
		Short: "Push a signed bundle to a registry",
		Long: strings.TrimSpace(`
Push a signed bundle to a registry, under a tag. OPA servers download the bundle
from there and verify it. For tools that do not read bundles, the artefact also
contains the Rego files (for conftest pull) and Gatekeeper's templates and
constraints (for gator test --image). These tools do not verify signatures: pin
the printed digest, or verify the bundle first. The same bundle always has the
same digest.

The credentials are those of docker login.`),
		Example: strings.Trim(`
  guiderail bundle push bundle.tar.gz oci://registry.example.com/policies:1.4.0
  conftest pull oci://registry.example.com/policies:1.4.0
  gator test --image registry.example.com/policies:1.4.0 -f deploy/`, "\n"),
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			fetched, err := bundle.Fetch(cmd.Context(), args[0], bundle.FetchOptions{})
			if err != nil {
				return err
			}
			digest, err := bundle.Push(cmd.Context(), args[1], fetched.Data, options)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n%s\n", args[1], digest)
			return err
		},
	}
	registerRegistry(command.Flags(), &options)
	return command
}
