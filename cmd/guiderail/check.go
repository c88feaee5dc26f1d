package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"

	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
)

type checkFlags struct {
	output   string
	failOn   string
	controls []string
	profile  string
	strict   bool
	// inventory are paths of objects that are there beside those that are judged.
	inventory []string
	limits    limitFlag
	policy    policyFlags
}

func newCheckCommand() *cobra.Command {
	var flags checkFlags
	command := &cobra.Command{
		Use:   "check PATH...",
		Short: "Check the manifests in files and directories",
		Example: strings.Trim(`
  guiderail check deploy/
  kustomize build overlays/prod | guiderail check -
  guiderail check --profile xroad-eks deploy/
  guiderail check --control images.pinned_tag -o json deploy/
  kubectl get pods,services,networkpolicies -A -o yaml > cluster.yaml
  guiderail check --inventory cluster.yaml deploy/
  guiderail check --policies mine deploy/
  guiderail check --bundle https://policy.example/bundle.tar.gz --verification-key public.pem deploy/`, "\n"),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("nothing to check; pass files or directories, or - for standard input")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, paths []string) error { return check(cmd, &flags, paths) },
	}
	f := command.Flags()
	f.StringVarP(&flags.output, "output", "o", "text", "output format: "+strings.Join(harness.Reports(), ", "))
	f.StringVar(&flags.failOn, "fail-on", "low", "lowest severity that makes the check fail: "+strings.Join(control.Severities(), ", ")+", none")
	f.StringSliceVar(&flags.controls, "control", nil, "run only this control (repeatable)")
	f.StringVar(&flags.profile, "profile", "", profileUsage)
	f.BoolVar(&flags.strict, "strict", false, "fail also on anything that was not judged: unknown values and kinds, documents that are\nnot objects, skipped files, and controls of --control that did not apply to any object")
	f.StringArrayVar(&flags.inventory, "inventory", nil, "file or directory of existing objects, such as those of the cluster: controls can look\nthem up, but they are not judged (repeatable)")
	flags.limits.register(f)
	flags.policy.register(f)
	return command
}

func check(cmd *cobra.Command, flags *checkFlags, paths []string) error {
	failOn := control.Critical + 1
	if flags.failOn != "none" {
		var err error
		if failOn, err = control.ParseSeverity(flags.failOn); err != nil {
			return usageError("--fail-on: %v, none", err)
		}
	}
	policy, err := flags.policy.load(cmd)
	if err != nil {
		return err
	}
	reporter, err := harness.NewReporter(flags.output, cmd.OutOrStdout(), isTerminal(cmd.OutOrStdout()))
	if err != nil {
		return usageError("--output: %v", err)
	}
	options := harness.Options{
		Catalogue: policy.catalogue,
		Controls:  flags.controls,
		Profile:   cmp.Or(flags.profile, policy.profile),
		Limits:    flags.limits.Limits,
		Version:   version(),
		Policy:    policy.named,
	}
	if len(flags.inventory) > 0 {
		if slices.Contains(flags.inventory, "-") {
			return usageError("--inventory: standard input cannot be read twice; pass a file")
		}
		options.Inventory = source.Find(flags.inventory, nil)
	}
	engine, err := harness.New(options)
	if err != nil {
		return selectionError(err)
	}
	warnOfRenamed(cmd, engine.About().Renamed)
	summary, err := engine.Report(cmd.Context(), source.Find(paths, cmd.InOrStdin()), reporter)
	if err != nil {
		return err
	}
	rule := harness.ExitRule{FailOn: failOn, Strict: flags.strict, IsNamed: len(flags.controls) > 0}
	code, incomplete := rule.Exit(summary)
	if len(incomplete) > 0 {
		return &exitError{code, "the check is incomplete: " + strings.Join(incomplete, "; ")}
	}
	if code != harness.ExitOK {
		return &exitError{code: code}
	}
	return nil
}

func selectionError(err error) error {
	var unknown *control.UnknownError
	if errors.As(err, &unknown) {
		return usageError("%v; see: guiderail controls", unknown)
	}
	var profiles *profile.UnknownError
	if errors.As(err, &profiles) {
		return usageError("%v", profiles)
	}
	var excluded *harness.ExcludedControlError
	if errors.As(err, &excluded) {
		return usageError("%v", excluded)
	}
	return err
}

// isTerminal reports whether output is read by a person who has not asked for plain text.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
