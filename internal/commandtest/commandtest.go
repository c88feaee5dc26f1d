// Package commandtest runs programs in tests.
package commandtest

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// Run runs a program in a folder, with settings added to the environment of the test, and returns what it prints and its
// exit code. A program that cannot be started fails the test.
func Run(t *testing.T, folder string, environment []string, args ...string) (output string, code int) {
	t.Helper()
	command := exec.CommandContext(t.Context(), args[0], args[1:]...)
	command.Dir, command.Env = folder, append(os.Environ(), environment...)
	text, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%q: %v", args, err)
	}
	return string(text), command.ProcessState.ExitCode()
}
