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
		Short: "Download and verify a bundle",
		Long: strings.TrimSpace(`
Download a bundle, verify it, and write it to a file. A bundle that fails
verification is not written. If it comes from a registry, the Rego files for
conftest must also match the bundle.

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
			if err := refuseOverwriting("--output", output, []string{flags.key}); err != nil {
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
	command.Flags().BoolVar(&skip, "insecure-skip-verify", false, "do not verify the signature of the bundle")
	command.Flags().StringVarP(&output, "output", "o", "bundle.tar.gz", "file to write")
	return command
}
