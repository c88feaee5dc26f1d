package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/prose"
)

func newBaselineCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "baseline",
		Short: "Accept what is found today, so that only new findings fail",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	command.AddCommand(newBaselineWriteCommand())
	return command
}

func newBaselineWriteCommand() *cobra.Command {
	var flags runFlags
	var output string
	command := &cobra.Command{
		Use:   "write PATH...",
		Short: "Write the findings in files and directories to a baseline",
		Long: strings.TrimSpace(`
Check the manifests in files and directories, and write what is found to a file.
"guiderail check --baseline FILE" accepts these findings, and fails on new ones
only. What a profile or a waiver accepts is not written.`),
		Example: strings.Trim(`
  guiderail baseline write -o baseline.json deploy/
  guiderail check --baseline baseline.json deploy/`, "\n"),
		Args: usageArgs(flags.args),
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeBaseline(cmd, &flags, output, flags.paths(args))
		},
	}
	command.Flags().StringVarP(&output, "output", "o", "", "file to write (default: the baseline of the configuration); - is standard output")
	flags.register(command.Flags())
	return command
}

func writeBaseline(cmd *cobra.Command, flags *runFlags, output string, paths []string) error {
	configured, err := flags.configure(cmd, paths)
	if err != nil {
		return err
	}
	if output = cmp.Or(output, configured.Baseline); output == "" {
		return usageError("--output is required, for example -o baseline.json")
	}
	engine, err := flags.engine(cmd, func(*harness.Options) {})
	if err != nil {
		return err
	}
	search := flags.search(cmd, paths)
	files := slices.Concat(flags.settings(paths), profileFiles(engine.About().Profile))
	if err := refuseOverwriting("--output", output, files, search, source.Search{Paths: flags.inventory}); err != nil {
		return err
	}
	var entries []baseline.Entry
	var unread []string
	summary, err := engine.Each(cmd.Context(), flags.found(search, nil), func(r *harness.Result) error {
		for _, err := range r.Errors {
			unread = append(unread, err.Error())
		}
		for i := range r.Judgements {
			entries = append(entries, harness.BaselineOf(r.Judgements[i].Findings)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, message := range unread {
		fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: %s\n", message)
	}
	// A baseline of a part would call the rest new.
	rule := harness.ExitRule{FailOn: control.Critical + 1}
	if code, incomplete := rule.Exit(summary); len(incomplete) > 0 {
		return &exitError{code, "the check is incomplete, so that no baseline is written: " + strings.Join(incomplete, "; ")}
	}
	var text bytes.Buffer
	if err := baseline.Write(&text, version(), entries); err != nil {
		return err
	}
	if output == "-" {
		_, err := cmd.OutOrStdout().Write(text.Bytes())
		return err
	}
	if err := replaceFile(output, text.Bytes()); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  %s in %s\n", output, prose.Count(len(entries), "finding"), prose.Count(summary.Files, "file"))
	return err
}
