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
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/source"
)

func main() {
	// Decoding makes much garbage that dies at once; collecting it less often costs a few megabytes.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
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
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
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
		fmt.Fprintf(stderr, "guiderail: %s\n", message)
	}
	if code == 2 {
		fmt.Fprintln(stderr, "hint: guiderail --help")
	}
	return code
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "guiderail",
		Short: "Enforce two security guides for services on Kubernetes",
		Long: strings.TrimSpace(`
Guiderail checks Kubernetes manifests against two security guides: the X-Road
Security Server Sidecar security guide (EKS and AKS) and an article on EKS
essentials. Run "guiderail coverage" to see which of their statements the
controls enforce.`),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError("%v", err) })
	root.CompletionOptions.HiddenDefaultCmd = true
	for _, command := range []*cobra.Command{
		newCheckCommand(), newControlsCommand(), newExplainCommand(), newProfilesCommand(), newGatekeeperCommand(), newBundleCommand(), newCoverageCommand(), newWhoCanCommand(), newFlowsCommand(), newTestCommand(), newVersionCommand(),
	} {
		command.Args = usageArgs(command.Args)
		root.AddCommand(command)
	}
	root.Args = usageArgs(root.Args)
	return root
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
