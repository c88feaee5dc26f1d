package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/bundle"
)

func newBundleCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "bundle",
		Short: "Package the policies for OPA servers and conftest, signed",
		Example: strings.Trim(`
  guiderail bundle build --revision 1.4.0 --profile xroad-eks
  guiderail bundle sign --signing-key private.pem bundle.tar.gz
  guiderail bundle verify --verification-key public.pem bundle.tar.gz`, "\n"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	for _, sub := range []*cobra.Command{newBundleBuildCommand(), newBundleSignCommand(), newBundleVerifyCommand(), newBundleInspectCommand()} {
		sub.Args = usageArgs(sub.Args)
		command.AddCommand(sub)
	}
	return command
}

// Keys come from files and the environment: arguments are there for all to see who list processes.
const (
	signingKeyVariable      = "GUIDERAIL_SIGNING_KEY"
	verificationKeyVariable = "GUIDERAIL_VERIFICATION_KEY"
)

const referenceUsage = `A bundle is a file, an http(s) URL, or oci://registry/repository:tag, and may be
pinned with @sha256: and its digest.`

// readKey takes a key from the file that a flag names, or else from the environment.
func readKey(flag, file, variable string) (bundle.Key, error) {
	if file != "" {
		key, err := bundle.ReadKey(file)
		if err != nil {
			return key, fmt.Errorf("--%s: %w", flag, err)
		}
		return key, nil
	}
	text := os.Getenv(variable)
	if text == "" {
		return bundle.Key{}, usageError("name the file of the key with --%s, or put its text into %s", flag, variable)
	}
	return bundle.NewKey(text), nil
}

// verificationFlags say what a bundle is held against.
type verificationFlags struct {
	key, algorithm, keyID, scope, minRevision string
}

func (f *verificationFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.key, "verification-key", "", "file of the public key (PEM), or of the secret of an HS algorithm; without it, the\ntext in "+verificationKeyVariable)
	flags.StringVar(&f.algorithm, "verification-alg", bundle.DefaultAlgorithm, "algorithm that the bundle must be signed with: "+strings.Join(bundle.Algorithms(), ", "))
	flags.StringVar(&f.keyID, "key-id", "", "ID of the key that the signature must name (default any)")
	flags.StringVar(&f.scope, "scope", "", "scope that the signature must have (default none)")
	flags.StringVar(&f.minRevision, "min-revision", "", "oldest revision that is taken: a semantic version, a whole number or a date")
}

// hasKey tells whether a key was given.
func (f *verificationFlags) hasKey() bool {
	return f.key != "" || os.Getenv(verificationKeyVariable) != ""
}

func (f *verificationFlags) verification() (bundle.Verification, error) {
	key, err := readKey("verification-key", f.key, verificationKeyVariable)
	return bundle.Verification{Key: key, Algorithm: f.algorithm, KeyID: f.keyID, Scope: f.scope, MinRevision: f.minRevision}, err
}

// fetchBundle gets a bundle and reads it.
func fetchBundle(ctx context.Context, ref string, v bundle.Verification) (*bundle.Fetched, *bundle.Bundle, error) {
	fetched, err := bundle.Fetch(ctx, ref, bundle.FetchOptions{})
	if err != nil {
		return nil, nil, err
	}
	b, err := bundle.Read(bytes.NewReader(fetched.Data), v)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", fetched.Reference, err)
	}
	return fetched, b, nil
}

// writeBundle writes a bundle to a file, whole or not at all, since a server may be reading it.
func writeBundle(b *bundle.Bundle, file string) (data []byte, err error) {
	if data, err = b.Bytes(); err != nil {
		return nil, err
	}
	part := file + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return nil, fmt.Errorf("writing the bundle: %w", err)
	}
	if err := os.Rename(part, file); err != nil {
		return nil, fmt.Errorf("writing the bundle: %w", errors.Join(err, os.Remove(part)))
	}
	return data, nil
}
