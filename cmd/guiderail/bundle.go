package main

import (
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
		Short: "Build, sign, verify and publish bundles of policies",
		Example: strings.Trim(`
  guiderail bundle build --revision 1.4.0 --profile xroad-eks
  guiderail bundle sign --signing-key private.pem bundle.tar.gz
  guiderail bundle verify --verification-key public.pem bundle.tar.gz
  guiderail bundle push bundle.tar.gz oci://registry.example.com/policies:1.4.0`, "\n"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	for _, sub := range []*cobra.Command{
		newBundleBuildCommand(), newBundleSignCommand(), newBundleVerifyCommand(), newBundleInspectCommand(),
		newBundlePushCommand(), newBundlePullCommand(), newBundleServeCommand(), newBundleDiffCommand(),
	} {
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
		return bundle.Key{}, usageError("no key; pass its file with --%s, or set %s to its text", flag, variable)
	}
	return bundle.NewKey(text), nil
}

// verificationFlags say what a bundle is held against.
type verificationFlags struct {
	key, algorithm, keyID, scope, minRevision string
	registry                                  bundle.RegistryOptions
}

func (f *verificationFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.key, "verification-key", "", "file with the public key (PEM), or with the secret of an HS algorithm (default: the\ntext in "+verificationKeyVariable+")")
	flags.StringVar(&f.algorithm, "verification-alg", bundle.DefaultAlgorithm, "required signature algorithm: "+strings.Join(bundle.Algorithms(), ", "))
	flags.StringVar(&f.keyID, "key-id", "", "required key ID (default: any)")
	flags.StringVar(&f.scope, "scope", "", "required scope (default: none)")
	flags.StringVar(&f.minRevision, "min-revision", "", "oldest accepted revision: a semantic version, a whole number or a date")
}

func registerRegistry(flags *pflag.FlagSet, options *bundle.RegistryOptions) {
	flags.BoolVar(&options.PlainHTTP, "plain-http", false, "use a registry without TLS (always the case for a registry on this machine)")
}

// hasKey reports whether a key was given.
func (f *verificationFlags) hasKey() bool {
	return f.key != "" || os.Getenv(verificationKeyVariable) != ""
}

func (f *verificationFlags) verification() (bundle.Verification, error) {
	key, err := readKey("verification-key", f.key, verificationKeyVariable)
	return bundle.Verification{Key: key, Algorithm: f.algorithm, KeyID: f.keyID, Scope: f.scope, MinRevision: f.minRevision}, err
}

// ifKey verifies where a key was given, and only there.
func (f *verificationFlags) ifKey() (bundle.Verification, error) {
	if f.hasKey() {
		return f.verification()
	}
	return bundle.Verification{Skip: true, MinRevision: f.minRevision}, nil
}

// unless verifies, unless it is asked not to.
func (f *verificationFlags) unless(skip bool) (bundle.Verification, error) {
	switch {
	case skip && f.key != "":
		return bundle.Verification{}, usageError("--insecure-skip-verify and --verification-key cannot be used together")
	case skip:
		return bundle.Verification{Skip: true, MinRevision: f.minRevision}, nil
	}
	return f.verification()
}

// warnOf says that the bundle of a reference was not verified.
func warnOf(cmd *cobra.Command, reference string) {
	fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: WARNING: the signature of %s is NOT VERIFIED (--insecure-skip-verify); anyone who can change the bundle controls the results\n", reference)
}

// fetch gets a bundle and reads it.
func (f *verificationFlags) fetch(ctx context.Context, ref string, v bundle.Verification) (*bundle.Fetched, *bundle.Bundle, error) {
	fetched, err := bundle.Fetch(ctx, ref, bundle.FetchOptions{Registry: f.registry})
	if err != nil {
		return nil, nil, err
	}
	b, err := fetched.Read(v)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", fetched.Reference, err)
	}
	return fetched, b, nil
}

// writeBundle writes a bundle to a file.
func writeBundle(b *bundle.Bundle, file string) (data []byte, err error) {
	if data, err = b.Bytes(); err != nil {
		return nil, err
	}
	if err := replaceFile(file, data); err != nil {
		return data, fmt.Errorf("writing the bundle: %w", err)
	}
	return data, nil
}

// replaceFile writes a file whole or not at all, since somebody may be reading it; of a link, the file behind it. What is
// no regular file, such as a device, is written as it is.
func replaceFile(file string, data []byte) error {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(file, data, 0o644)
	}
	if _, err := os.Readlink(file); err == nil {
		file = target(file)
	}
	part := file + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return nil
}
