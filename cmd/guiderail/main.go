// Guiderail checks Kubernetes manifests against the rules of two security guides: the X-Road Security
// Server Sidecar security guide and an article on EKS essentials.
//
// # Exit codes
//
//	0  nothing was found at or above --fail-on
//	1  the tool failed: something could not be read or evaluated, --strict found something unjudged, or a
//	   declared flow is not proven
//	2  the command line is wrong
//	3  there are findings
//
// Results go to standard output, everything else to standard error. Code 1 beats code 3: findings of
// an incomplete run are printed, but they are not the whole story.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
)

func main() {
	boundMemory()
	collectLazily()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// writeJSON writes a value for programs and people: indented, and with the letters that it has.
func writeJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// exitError ends the program with a code; its message, if it has one, is printed first.
type exitError struct {
	code    int
	message string
}

func (e *exitError) Error() string { return e.message }

func usageError(format string, args ...any) error {
	return &exitError{2, fmt.Sprintf(format, args...)}
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRootCommand()
	if name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"); name == "kubectl-guiderail" {
		root.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl guiderail"} // as a plugin is called
	}
	root.SetArgs(args)
	root.SetIn(stdin)
	out := &output{to: stdout}
	root.SetOut(out)
	root.SetErr(stderr)
	command, err := root.ExecuteContextC(ctx)
	if out.err != nil && (err == nil || err.Error() == "") {
		err = fmt.Errorf("writing the output: %w", out.err)
	}
	if err == nil {
		return 0
	}
	code := 1
	var exit *exitError
	if errors.As(err, &exit) {
		code = exit.code
	}
	message := err.Error()
	if strings.Contains(message, "PRIVATE KEY-----") {
		// Errors quote invalid values, and logs keep what is printed here.
		message = "a private key was passed as an argument; pass the path of its file instead"
	}
	for _, arg := range args {
		// Messages repeat what was named, which may be an address with a password where a file was meant.
		_, value, _ := strings.Cut(arg, "=") // of --flag=value and of name=value
		for _, named := range []string{arg, value} {
			if printable := source.WithoutCredentials(named); printable != named {
				message = strings.ReplaceAll(message, named, printable)
			}
		}
	}
	if message != "" {
		// Messages quote files, and some have several lines.
		lines := strings.Split(strings.ReplaceAll(message, "\t", "    "), "\n")
		for i, l := range lines {
			lines[i] = report.Printable(l)
		}
		fmt.Fprintf(stderr, "guiderail: %s\n", strings.Join(lines, "\n"))
	}
	if code == 2 && !strings.Contains(message, "; ") { // which says what to do
		fmt.Fprintf(stderr, "hint: %s --help\n", command.CommandPath())
	}
	return code
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "guiderail",
		Short: "Enforce two security guides for services on Kubernetes",
		Long: strings.TrimSpace(`
Guiderail checks Kubernetes manifests, and what surrounds a cluster (Terraform,
CloudFormation, ARM, eksctl, Dockerfiles, scripts, Ansible, scan reports,
kubeconfigs), against two security guides: the X-Road Security Server Sidecar
security guide (EKS and AKS) and an article on EKS essentials. Run "guiderail
coverage" to see which of their statements the controls enforce.`),
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError("%v", err) })
	root.Version = longVersion()
	for _, command := range []*cobra.Command{
		newCheckCommand(), newAuditCommand(), newFixCommand(), newInitCommand(), newWaiverCommand(), newBaselineCommand(), newControlsCommand(), newExplainCommand(), newProfilesCommand(), newGatekeeperCommand(), newBundleCommand(), newCoverageCommand(), newAttestCommand(), newDossierCommand(), newWhoCanCommand(), newFlowsCommand(), newTestCommand(), newVersionCommand(),
	} {
		command.Args = usageArgs(command.Args)
		if command.HasSubCommands() && command.Name() != "dossier" { // which takes paths as well
			command.Args = noSuchCommand
		}
		root.AddCommand(command)
	}
	root.AddCommand(more()...)
	root.Args = noSuchCommand
	refuseEmpty(root)
	return root
}

// refuseEmpty makes it an error of usage, for a command and those below it, to pass a flag an empty text. A variable that
// is not set, as in --waiver-key "$KEY", would leave out without a word what the flag asks for.
func refuseEmpty(command *cobra.Command) {
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		if strings.HasPrefix(flag.Value.Type(), "string") {
			flag.Value = notEmpty{flag.Value}
			flag.DefValue = strings.Trim(flag.DefValue, "[]") // an empty list is no default to show
		}
	})
	for _, child := range command.Commands() {
		refuseEmpty(child)
	}
}

// notEmpty is a flag that takes a text, or a list of them, and no empty one.
type notEmpty struct{ pflag.Value }

func (n notEmpty) Set(text string) error {
	if strings.TrimSpace(text) == "" || strings.HasSuffix(n.Type(), "Slice") && slices.Contains(strings.Split(text, ","), "") {
		return errors.New("it is empty; pass a value, or leave the flag out")
	}
	return n.Value.Set(text)
}

// noSuchCommand refuses what a command that only has other commands is asked for, and suggests one that is there.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	if similar := cmd.SuggestionsFor(args[0]); len(similar) > 0 {
		begun := slices.IndexFunc(similar, func(name string) bool { return strings.HasPrefix(name, args[0]) })
		return usageError("unknown command %q; did you mean %q?", args[0], similar[max(begun, 0)])
	}
	return usageError("unknown command %q; see: %s --help", args[0], cmd.CommandPath())
}

// usageArgs makes an error about the number of arguments one of usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError("%v", err)
		}
		return nil
	}
}
