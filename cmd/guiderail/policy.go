package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/policies"

	"github.com/guiderail/guiderail/harness/catalogue"
)

// policyFlags say which policies a check runs.
type policyFlags struct {
	bundle       string
	skip         bool
	verification verificationFlags
}

func (f *policyFlags) register(flags *pflag.FlagSet) {
	// Those of the verification mean nothing without a bundle.
	of := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.verification.register(of)
	registerRegistry(of, &f.verification.registry)
	of.BoolVar(&f.skip, "insecure-skip-verify", false, "take the bundle whoever signed it, or nobody")
	of.VisitAll(func(flag *pflag.Flag) { flag.Usage = "with --bundle: " + flag.Usage })
	flags.StringVar(&f.bundle, "bundle", "", "take the policies from this bundle, a file, URL or oci:// reference, instead of the\nembedded ones")
	flags.AddFlagSet(of)
}

// policySource is what a command takes its policies from.
type policySource struct {
	catalogue *catalogue.Catalogue
	// bundle is what they were taken from; nil for the embedded ones.
	bundle *report.Policy
	// profile is what a bundle was made for, where nothing else is asked for.
	profile string
}

// load gives the embedded policies, or those of a bundle that is what it must be.
func (f *policyFlags) load(cmd *cobra.Command) (*policySource, error) {
	if f.bundle == "" {
		for _, name := range []string{"verification-key", "verification-alg", "key-id", "scope", "min-revision", "plain-http", "insecure-skip-verify"} {
			if cmd.Flags().Changed(name) {
				return nil, usageError("--%s is about a bundle; name it with --bundle", name)
			}
		}
		all, err := catalogue.Load(policies.FS)
		return &policySource{catalogue: all}, err
	}
	verification, err := f.verification.unless(f.skip)
	if err != nil {
		return nil, err
	}
	fetched, b, err := f.verification.fetch(cmd.Context(), f.bundle, verification)
	if err != nil {
		return nil, err
	}
	if f.skip {
		warnOf(cmd, fetched.Reference)
	}
	directory, err := b.FS()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", fetched.Reference, err)
	}
	all, err := catalogue.Load(directory)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", fetched.Reference, err)
	}
	return &policySource{
		catalogue: all,
		bundle:    &report.Policy{Reference: fetched.Reference, Digest: fetched.Digest, Revision: b.Revision, Verified: b.Verified},
		profile:   b.Metadata.Profile,
	}, nil
}
