package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/bundle"
)

type bundleSignFlags struct {
	key, algorithm, keyID, scope, output string
}

func newBundleSignCommand() *cobra.Command {
	var flags bundleSignFlags
	command := &cobra.Command{
		Use:   "sign FILE",
		Short: "Sign a bundle",
		Long: strings.TrimSpace(`
Sign a bundle, replacing any existing signature. An OPA server accepts only bundles
with its own scope: change the scope to make it reject earlier revisions.`),
		Example: strings.Trim(`
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out private.pem
  openssl pkey -in private.pem -pubout -out public.pem
  guiderail bundle sign --signing-key private.pem bundle.tar.gz`, "\n"),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return signBundle(cmd, &flags, args[0]) },
	}
	f := command.Flags()
	f.StringVar(&flags.key, "signing-key", "", "file with the private key (PEM), or with the secret of an HS algorithm (default: the\ntext in "+signingKeyVariable+")")
	f.StringVar(&flags.algorithm, "signing-alg", bundle.DefaultAlgorithm, "algorithm: "+strings.Join(bundle.Algorithms(), ", "))
	f.StringVar(&flags.keyID, "key-id", bundle.DefaultKeyID, "ID of the key in the configuration of the OPA servers")
	f.StringVar(&flags.scope, "scope", "", "scope of the signature (default: none)")
	f.StringVarP(&flags.output, "output", "o", "", "file to write (default: the input file)")
	return command
}

func signBundle(cmd *cobra.Command, flags *bundleSignFlags, file string) error {
	key, err := readKey("signing-key", flags.key, signingKeyVariable)
	if err != nil {
		return err
	}
	packed, err := os.Open(file)
	if err != nil {
		return err
	}
	defer packed.Close()
	b, err := bundle.Read(packed, bundle.Verification{Skip: true})
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := b.Sign(bundle.Signing{Key: key, Algorithm: flags.algorithm, KeyID: flags.keyID, Scope: flags.scope}); err != nil {
		return err
	}
	output := cmp.Or(flags.output, file)
	if err := refuseOverwriting("--output", output, []string{flags.key}); err != nil {
		return err
	}
	data, err := writeBundle(b, output)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  revision %s, signed: %s\nsha256:%x\n", output, b.Revision, b.Signature, sha256.Sum256(data))
	return err
}
