package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newBundleVerifyCommand() *cobra.Command {
	var flags verificationFlags
	command := &cobra.Command{
		Use:   "verify BUNDLE",
		Short: "Verify the signature of a bundle",
		Long: strings.TrimSpace(`
Verify the signature of a bundle with a key, and every file of the bundle against
the signature. The exit code is 1 if the verification fails.

` + referenceUsage),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			verification, err := flags.verification()
			if err != nil {
				return err
			}
			fetched, b, err := flags.fetch(cmd.Context(), args[0], verification)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  revision %s, verified: %s\n%s\n", fetched.Reference, b.Revision, b.Signature, fetched.Digest)
			return err
		},
	}
	flags.register(command.Flags())
	registerRegistry(command.Flags(), &flags.registry)
	return command
}
