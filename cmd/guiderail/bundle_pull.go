package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newBundlePullCommand() *cobra.Command {
	var flags verificationFlags
	var skip bool
	var output string
	command := &cobra.Command{
		Use:   "pull BUNDLE",
		Short: "Get a bundle, verify it, and write it to a file",
		Long: strings.TrimSpace(`
Get a bundle, verify it, and write it to a file as it was signed. A bundle that is
refused is not written. Of an artefact in a registry the Rego for conftest is held
against the bundle as well.

` + referenceUsage),
		Example: `  guiderail bundle pull --verification-key public.pem oci://registry.example.com/policies:1.4.0`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			verification, err := flags.unless(skip)
			if err != nil {
				return err
			}
			fetched, b, err := flags.fetch(cmd.Context(), args[0], verification)
			if err != nil {
				return err
			}
			verified := "not verified"
			if skip {
				warnOf(cmd, fetched.Reference)
			} else {
				verified = "verified: " + b.Signature.String()
			}
			if err := replaceFile(output, fetched.Data); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  revision %s, %s\n%s\n", output, b.Revision, verified, fetched.Digest)
			return err
		},
	}
	flags.register(command.Flags())
	registerRegistry(command.Flags(), &flags.registry)
	command.Flags().BoolVar(&skip, "insecure-skip-verify", false, "take the bundle whoever signed it, or nobody")
	command.Flags().StringVarP(&output, "output", "o", "bundle.tar.gz", "file to write")
	return command
}
