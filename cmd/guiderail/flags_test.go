package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestScriptsUseEverything wants each flag of each command, and each exit code, in a script: what no script uses nobody
// has seen working.
func TestScriptsUseEverything(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := newRootCommand()
	used, codes := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, _, _ := strings.Cut(string(text), "\n-- ") // the files of an archive are no commands
		for line := range strings.Lines(script) {
			note(root, line, used, codes)
		}
	}
	for path, command := range runnable(newRootCommand(), "") {
		command.InitDefaultHelpFlag()
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			if flag.Name != "help" && !used[path+" --"+flag.Name] {
				t.Errorf("no script in testdata/script uses guiderail %s --%s", path, flag.Name)
			}
		})
	}
	for code := range 4 {
		if !codes[fmt.Sprint(code)] {
			t.Errorf("no script in testdata/script ends with exit code %d", code)
		}
	}
}

// note records the flags and the exit code of a line of a script. A command line in quotes, for sh -c, counts as well.
func note(root *cobra.Command, line string, used, codes map[string]bool) {
	words := strings.Fields(strings.NewReplacer("'", " ", `"`, " ", "|", " | ", ";", " ; ", "&&", " ; ", ">", " > ").Replace(line))
	if i := slices.IndexFunc(words, func(w string) bool { return !strings.HasPrefix(w, "[") }); i > 0 {
		words = words[i:] // a condition
	}
	if len(words) == 0 || !slices.Contains([]string{"exec", "exits", "!"}, words[0]) {
		return
	}
	for at, word := range words {
		if word != "guiderail" && word != "kubectl-guiderail" {
			continue
		}
		if words[0] == "exits" {
			codes[words[1]] = true
		} else if words[0] == "exec" {
			codes["0"] = true
		}
		args := words[at+1:]
		if end := slices.IndexFunc(args, func(w string) bool { return w == "|" || w == ";" || w == ">" }); end >= 0 {
			args = args[:end]
		}
		command, _, err := root.Find(args)
		if err != nil {
			continue
		}
		path := strings.TrimPrefix(strings.TrimPrefix(command.CommandPath(), root.Name()), " ")
		for _, arg := range args {
			name, _, _ := strings.Cut(arg, "=")
			if long, is := strings.CutPrefix(name, "--"); is {
				used[path+" --"+long] = true
			} else if len(name) > 1 && name[0] == '-' {
				if flag := command.Flags().ShorthandLookup(name[1:2]); flag != nil {
					used[path+" --"+flag.Name] = true
				}
			}
		}
	}
}

// runnable gives the commands that do something of their own, by their paths.
func runnable(command *cobra.Command, path string) map[string]*cobra.Command {
	found := leaves(command, path)
	for _, child := range command.Commands() {
		if child.HasSubCommands() && child.Runnable() {
			found[strings.TrimSpace(path+" "+child.Name())] = child
		}
	}
	return found
}
