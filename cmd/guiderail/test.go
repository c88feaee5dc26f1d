package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/internal/policydir"
	"github.com/guiderail/guiderail/internal/policytest"
)

type testFlags struct {
	policies, fixtures, output string
	mutate, changed, update    bool
	record                     string
	jobs                       int
}

func newTestCommand() *cobra.Command {
	var flags testFlags
	command := &cobra.Command{
		Use:   "test [CONTROL...]",
		Short: "Test a policy directory, or some of its controls",
		Long: strings.TrimSpace(`
Test a policy directory: run the Rego tests, which must cover every line of the
policies, compare the findings on the fixtures with their "# want" comments, and
check annotations, formatting and compatibility with Gatekeeper, conftest and OPA.

If controls are named, only these are tested, which takes seconds. Otherwise
everything in the directory is tested, including libraries.`),
		Example: strings.Trim(`
  guiderail test
  guiderail test secrets.plaintext_env
  guiderail test --policies mine -o junit`, "\n"),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return test(cmd, &flags, args) },
	}
	f := command.Flags()
	f.StringVar(&flags.policies, "policies", "", "policy directory (default: the folder policies in the working directory or above it)")
	f.StringVar(&flags.fixtures, "fixtures", "", "folder of fixtures, <family>/<control>/{pass,fail}/<case> (default: testdata/controls in\nthe policy directory or above it)")
	f.BoolVar(&flags.mutate, "mutate", false, "change the policies in one place at a time, and list the changes that no test notices")
	f.BoolVar(&flags.changed, "changed", false, "with --mutate: only what changed since the record was written, which fails")
	f.BoolVar(&flags.update, "update", false, "with --mutate: write the record")
	f.StringVar(&flags.record, "record", "", "with --mutate: file of what earlier runs found, and of the changes that mean the same\n(default: mutation.json in the policy directory)")
	f.IntVar(&flags.jobs, "jobs", 1, "with --mutate: how many changes are tried at the same time")
	f.StringVarP(&flags.output, "output", "o", "text", "output format: "+strings.Join(policytest.Formats(), ", "))
	return command
}

func test(cmd *cobra.Command, flags *testFlags, controls []string) error {
	formats := policytest.Formats()
	if flags.mutate {
		formats = policytest.MutationFormats()
	}
	if !slices.Contains(formats, flags.output) {
		return usageError("--output: unknown format %q; use one of %s", flags.output, strings.Join(formats, ", "))
	}
	for _, name := range []string{"changed", "update", "record", "jobs"} {
		if cmd.Flags().Changed(name) && !flags.mutate {
			return usageError("--%s requires --mutate", name)
		}
	}
	found, err := policydir.Find()
	if err != nil {
		return err
	}
	path := cmp.Or(flags.policies, found)
	if path == "" {
		return usageError("--policies is required here; the policies that are built into guiderail come without their tests")
	}
	directory, err := policydir.Open(path)
	if err != nil {
		return err
	}
	options := policytest.Options{Directory: directory, Fixtures: flags.fixtures}
	if options.Fixtures == "" {
		if options.Fixtures, err = directory.Fixtures(); err != nil {
			return err
		}
	} else if _, err := os.Stat(options.Fixtures); err != nil {
		return fmt.Errorf("opening the fixtures: %w", err)
	}
	for _, name := range controls {
		options.Controls = append(options.Controls, strings.NewReplacer("/", ".", "-", "_").Replace(name))
	}
	if flags.mutate {
		return testMutants(cmd, flags, options)
	}
	report, err := policytest.Run(cmd.Context(), options)
	if err != nil {
		return selectionError(err)
	}
	if err := report.Write(cmd.OutOrStdout(), flags.output); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	_, failed := report.Count("")
	tests, _ := report.Count(policytest.CheckRego)
	fixtures, _ := report.Count(policytest.CheckFixture)
	switch {
	case failed > 0:
		return &exitError{code: 3}
	case tests+fixtures == 0:
		return &exitError{1, "nothing was tested: no Rego tests and no fixtures were found"}
	}
	return nil
}

// testMutants looks which changes of the policies no test notices.
func testMutants(cmd *cobra.Command, flags *testFlags, options policytest.Options) error {
	file := cmp.Or(flags.record, filepath.Join(options.Directory.Path, "mutation.json"))
	record, err := policytest.ReadRecord(file)
	if err != nil {
		return err
	}
	found, err := policytest.Mutate(cmd.Context(), policytest.MutationOptions{Options: options, Record: record, Changed: flags.changed, Jobs: flags.jobs})
	var unknown *policytest.NameError
	switch {
	case errors.As(err, &unknown):
		return usageError("%v", unknown)
	case err != nil:
		return err
	}
	if flags.update {
		if err := record.Write(file, found); err != nil {
			return err
		}
	}
	problems := found.Judge()
	if err := found.Write(cmd.OutOrStdout(), flags.output); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if len(problems) > 0 {
		return &exitError{1, strings.Join(problems, "\n")}
	}
	return nil
}
