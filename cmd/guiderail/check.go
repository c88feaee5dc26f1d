package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/report"
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
		Short: "Judge the manifests in files and directories; - reads standard input",
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
				return fmt.Errorf("nothing to check; name files or directories, or - for standard input")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, paths []string) error { return check(cmd, &flags, paths) },
	}
	f := command.Flags()
	f.StringVarP(&flags.output, "output", "o", "text", "format: "+strings.Join(report.Formats(), ", "))
	f.StringVar(&flags.failOn, "fail-on", "low", "lowest severity that fails the run: "+strings.Join(control.Severities(), ", ")+", none")
	f.StringSliceVar(&flags.controls, "control", nil, "check only this control (repeat for several)")
	f.StringVar(&flags.profile, "profile", "", profileUsage)
	f.BoolVar(&flags.strict, "strict", false, "fail also on what was not judged: unknown values and kinds, documents that are no\nobjects, files left out, and controls named by --control that met nothing to judge")
	f.StringArrayVar(&flags.inventory, "inventory", nil, "file or directory of objects that are there besides, as in the cluster: shown to the\ncontrols that look at other objects, and not judged (repeat for several)")
	flags.limits.register(f)
	flags.policy.register(f)
	return command
}

func check(cmd *cobra.Command, flags *checkFlags, paths []string) error {
	failOn := control.Critical + 1
	if flags.failOn != "none" {
		var err error
		if failOn, err = control.ParseSeverity(flags.failOn); err != nil {
			return usageError("--fail-on: %v, or none", err)
		}
	}
	policy, err := flags.policy.load(cmd)
	if err != nil {
		return err
	}
	chosen, err := loadProfile(policy.directory, cmp.Or(flags.profile, policy.profile))
	if err != nil {
		return err
	}
	statements := newStatementFinder(policy.directory)
	reporter, err := report.New(flags.output, cmd.OutOrStdout(), report.Options{
		Color:      isTerminal(cmd.OutOrStdout()),
		Version:    version(),
		Statements: statements.find,
		Policy:     policy.named,
		Profile:    chosen,
	})
	if err != nil {
		return usageError("--output: %v", err)
	}
	var around iter.Seq[artefact.Found]
	if len(flags.inventory) > 0 {
		if slices.Contains(flags.inventory, "-") {
			return usageError("--inventory: standard input cannot be read twice; name a file")
		}
		around = artefact.FindWithin(flags.limits.Limits, flags.inventory, nil)
	}
	engine, err := harness.New(harness.Options{Policies: policy.directory, Controls: flags.controls, Profile: chosen, Inventory: around, Limits: flags.limits.Limits})
	if err != nil {
		return selectionError(err)
	}
	controlErrors := 0
	summary, err := engine.Check(cmd.Context(), artefact.Find(paths, cmd.InOrStdin()), func(r *harness.Result) error {
		for _, a := range r.Artefacts {
			controlErrors += len(a.Errors)
		}
		return reporter.Result(r)
	})
	if err != nil {
		return err
	}
	if err := reporter.End(summary); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return outcome(summary, failOn, flags, controlErrors)
}

// outcome decides how the command ends.
func outcome(s *harness.Summary, failOn control.Severity, flags *checkFlags, controlErrors int) error {
	failed := 0
	for severity, n := range s.Findings {
		if severity >= failOn {
			failed += n
		}
	}
	var reasons []string
	add := func(n int, format string) {
		if n > 0 {
			reasons = append(reasons, fmt.Sprintf(format, n))
		}
	}
	add(s.Errors, "%d files or documents could not be read")
	add(controlErrors, "%d evaluations failed")
	if s.Artefacts == 0 && s.Errors == 0 {
		reasons = append(reasons, "there was no Kubernetes object to judge")
	}
	if flags.strict {
		add(s.Verdicts[harness.Unknown], "%d verdicts are unknown")
		add(s.Notices, "%d files or documents were not judged")
		add(len(s.UnknownKinds), "%d kinds are unknown")
		if len(flags.controls) > 0 {
			add(len(s.Unexercised), "%d of the named controls met nothing to judge")
		}
	}
	switch {
	case len(reasons) > 0:
		return &exitError{1, "the check is incomplete: " + strings.Join(reasons, "; ")}
	case failed > 0:
		return &exitError{code: 3}
	}
	return nil
}

func selectionError(err error) error {
	var unknown *control.UnknownError
	if errors.As(err, &unknown) {
		return usageError("%v; see: guiderail controls", unknown)
	}
	var excluded *harness.ExcludedControlError
	if errors.As(err, &excluded) {
		return usageError("%v", excluded)
	}
	return err
}

// statementFinder tells the guide statements that a control answers. The guides are read when the
// first control is asked for.
type statementFinder struct {
	directory fs.FS
	library   *guide.Library
}

func newStatementFinder(directory fs.FS) *statementFinder {
	return &statementFinder{directory: directory}
}

func (s *statementFinder) find(c *control.Control) ([]string, error) {
	if s.library == nil {
		library, err := loadGuides(s.directory)
		if err != nil {
			return nil, err
		}
		s.library = library
	}
	ids := []string{}
	for _, g := range s.library.Guides {
		for _, statement := range g.Statements {
			if answers(c, statement) {
				ids = append(ids, statement.ID)
			}
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// loadGuides reads the guides of a policy directory, which need not answer any.
func loadGuides(directory fs.FS) (*guide.Library, error) {
	library, err := guide.Load(directory)
	if errors.Is(err, fs.ErrNotExist) {
		return &guide.Library{}, nil
	}
	return library, err
}

// isTerminal tells whether output is read by a person who has not asked for plain text.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
