package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/policydir"
	"github.com/guiderail/guiderail/policies"
)

// registerDirectory registers the flag that names a policy directory of the user's own.
func registerDirectory(flags *pflag.FlagSet, path *string) {
	flags.StringVar(path, "policies", "", "policy directory to use instead of the embedded policies; if it has no folder lib, the\nembedded libraries are used")
}

// openPolicies reads a policy directory of the user's own; the embedded one for "".
func openPolicies(path string) (*catalogue.Catalogue, error) {
	if path == "" {
		return catalogue.Load(policies.FS)
	}
	directory, err := policydir.Open(path)
	if err != nil {
		return nil, err
	}
	return catalogue.Load(directory)
}

// policyFlags say which policies a check runs.
type policyFlags struct {
	directory    string
	bundle       string
	skip         bool
	verification verificationFlags

	// embedded are the embedded policies, if they were read already.
	embedded *catalogue.Catalogue
}

// isOwn reports whether the policies are not the embedded ones.
func (f *policyFlags) isOwn() bool { return f.bundle != "" || f.directory != "" }

func (f *policyFlags) register(flags *pflag.FlagSet) {
	// Those of the verification mean nothing without a bundle.
	of := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.verification.register(of)
	registerRegistry(of, &f.verification.registry)
	of.BoolVar(&f.skip, "insecure-skip-verify", false, "do not verify the signature of the bundle")
	registerDirectory(flags, &f.directory)
	of.VisitAll(func(flag *pflag.Flag) { flag.Usage = "with --bundle: " + flag.Usage })
	flags.StringVar(&f.bundle, "bundle", "", "use the policies of this bundle (a file, URL or oci:// reference) instead of the\nembedded ones")
	flags.AddFlagSet(of)
}

// policySource is what a command takes its policies from.
type policySource struct {
	catalogue *catalogue.Catalogue
	// named is what the user took them from; nil for the embedded ones.
	named *report.Policy
	// profile is what a bundle was made for, where nothing else is asked for.
	profile string
	// waivers are the files of waivers that a bundle carries, each named after the bundle.
	waivers []waiver.File
}

// load returns the embedded policies, those of a directory, or those of a bundle that is what it must be.
func (f *policyFlags) load(cmd *cobra.Command) (*policySource, error) {
	if f.bundle == "" {
		for _, name := range []string{"verification-key", "verification-alg", "key-id", "scope", "min-revision", "plain-http", "insecure-skip-verify"} {
			if cmd.Flags().Changed(name) {
				return nil, usageError("--%s requires --bundle", name)
			}
		}
		if f.directory == "" && f.embedded != nil {
			return &policySource{catalogue: f.embedded}, nil
		}
		all, err := openPolicies(f.directory)
		if f.directory == "" || err != nil {
			return &policySource{catalogue: all}, err
		}
		return &policySource{catalogue: all, named: &report.Policy{Reference: f.directory}}, nil
	}
	if f.directory != "" {
		return nil, usageError("--policies and --bundle cannot be used together")
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
	waivers, err := b.Waivers()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", fetched.Reference, err)
	}
	for i := range waivers {
		waivers[i].Name = fetched.Reference + "/" + waivers[i].Name
	}
	return &policySource{
		catalogue: all,
		waivers:   waivers,
		named:     &report.Policy{Reference: fetched.Reference, Digest: fetched.Digest, Revision: b.Revision, Verified: b.Verified},
		profile:   b.Metadata.Profile,
	}, nil
}
