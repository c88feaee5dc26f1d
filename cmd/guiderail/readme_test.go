package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

// documents gives the Markdown files that people read, with their texts, by their paths from the root of the
// repository, which becomes the working directory.
func documents(t *testing.T) map[string]string {
	t.Helper()
	t.Chdir("../..")
	texts := map[string]string{}
	for _, root := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "constraints/README.md", "docs", "examples", "testdata/guide"} {
		err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(file) != ".md" {
				return err
			}
			text, err := os.ReadFile(file)
			texts[filepath.ToSlash(file)] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

// fence is a fenced block of Markdown.
type fence struct {
	file           string
	line           int
	language, text string
}

// fences gives the fenced blocks of documents in a language, by file and line.
func fences(documents map[string]string, language string) []fence {
	var found []fence
	for _, file := range slices.Sorted(maps.Keys(documents)) {
		var inside *fence
		end := ""
		for i, line := range strings.Split(documents[file], "\n") {
			ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
			switch {
			case inside != nil && line == end:
				if inside.language == language {
					found = append(found, *inside)
				}
				inside = nil
			case inside != nil:
				inside.text += line + "\n"
			case len(ticks) >= 3:
				inside, end = &fence{file: file, line: i + 1, language: strings.TrimPrefix(line, ticks)}, ticks
			}
		}
	}
	return found
}

// TestDocsConsoles runs what docs show as a console, and wants to see the same; TestReadmeCommands runs the README. Where a
// block shows … for the rest, the beginning counts. Where a line is too long for a terminal, the block may be folded.
func TestDocsConsoles(t *testing.T) {
	texts := documents(t)
	delete(texts, "README.md")
	consoles := fences(texts, "console")
	if len(consoles) < 8 {
		t.Fatalf("only %d consoles were found", len(consoles))
	}
	for _, console := range consoles {
		t.Run(fmt.Sprintf("%s:%d", console.file, console.line), func(t *testing.T) {
			command, want, _ := strings.Cut(console.text, "\n")
			command, ok := strings.CutPrefix(command, "$ guiderail ")
			if !ok {
				t.Fatalf("it does not begin with $ guiderail; what no test can run is in the language sh")
			}
			var out, complaints bytes.Buffer
			run(t.Context(), words(command), strings.NewReader(""), &out, &complaints)
			got := out.String()
			if beginning, rest := strings.CutSuffix(want, "…\n"); rest {
				want, got = beginning, got[:min(len(beginning), len(got))]
			}
			if isWide(got) {
				got, want = strings.Join(strings.Fields(got), "\n"), strings.Join(strings.Fields(want), "\n")
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s\n%s", got, want, complaints.String())
			}
		})
	}
}

// words splits a command as a shell would where nothing but single quotes is special.
func words(command string) []string {
	words := strings.Fields(command)
	for i, word := range words {
		words[i] = strings.Trim(word, "'")
	}
	return words
}

// terminal is how wide a terminal is that the README's blocks fit into.
const terminal = 100

func isWide(text string) bool {
	return slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool { return utf8.RuneCountInString(line) > terminal })
}

// TestReadmeIsShort keeps the README to what somebody reads who has never heard of the program.
func TestReadmeIsShort(t *testing.T) {
	readme := documents(t)["README.md"]
	if lines := strings.Count(readme, "\n"); lines > 200 {
		t.Errorf("it has %d lines, more than 200; move something to docs/", lines)
	}
	blocks := 0
	for _, language := range []string{"console", "sh", "yaml"} {
		for _, block := range fences(map[string]string{"README.md": readme}, language) {
			blocks++
			if isWide(block.text) {
				t.Errorf("line %d: the block is wider than %d columns:\n%s", block.line, terminal, block.text)
			}
		}
	}
	if blocks < 3 {
		t.Errorf("only %d blocks were found", blocks)
	}
}

// TestReadmeNamesCommands wants every command in the README's table, and no other.
func TestReadmeNamesCommands(t *testing.T) {
	readme := documents(t)["README.md"]
	named := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `guiderail ([a-z-]+)").FindAllStringSubmatch(readme, -1) {
		named[row[1]] = true
	}
	var commands []string
	for _, command := range newRootCommand().Commands() {
		if command.IsAvailableCommand() && command.Name() != "help" {
			commands = append(commands, command.Name())
		}
	}
	slices.Sort(commands)
	if got := slices.Sorted(maps.Keys(named)); !slices.Equal(got, commands) {
		t.Errorf("the table names %q, and the commands are %q", got, commands)
	}
}

// TestDocsCommands holds the commands in blocks that cannot be run against the command line: each exists, and
// has the flags that it is shown with.
func TestDocsCommands(t *testing.T) {
	checked := 0
	for _, block := range fences(documents(t), "sh") {
		for i, line := range strings.Split(block.text, "\n") {
			_, command, ok := strings.Cut(line, "guiderail ")
			before := strings.TrimSuffix(line, "guiderail "+command)
			if !ok || before != "" && before != "$ " && !strings.HasSuffix(before, "| ") {
				continue
			}
			command, _, _ = strings.Cut(command, " #")
			command, _, _ = strings.Cut(command, " | ")
			command, _, _ = strings.Cut(command, " || ")
			command = strings.TrimSuffix(command, "\\") // the rest is in the next line
			checked++
			if err := parses(words(command)); err != nil {
				t.Errorf("%s:%d: guiderail %s: %v", block.file, block.line+1+i, command, err)
			}
		}
	}
	if checked < 5 {
		t.Errorf("only %d commands were found", checked)
	}
}

// parses tells whether the command line takes some arguments, without running anything.
func parses(args []string) error {
	command, rest, err := newRootCommand().Find(args)
	if err != nil {
		return err
	}
	if err := command.ParseFlags(rest); err != nil {
		return err
	}
	if !command.Runnable() || !command.HasParent() {
		return fmt.Errorf("it names no command")
	}
	if err := command.ValidateRequiredFlags(); err != nil {
		return err
	}
	return command.ValidateArgs(command.Flags().Args())
}

// TestDocsYAML wants every block of YAML that is shown to be some.
func TestDocsYAML(t *testing.T) {
	blocks := fences(documents(t), "yaml")
	if len(blocks) < 5 {
		t.Fatalf("only %d blocks of YAML were found", len(blocks))
	}
	for _, block := range blocks {
		// The fixtures on the pages of controls may have the faults that their controls are about.
		if strings.HasPrefix(block.file, "docs/controls/") {
			continue
		}
		var value any
		if err := yaml.UnmarshalStrict([]byte(block.text), &value); err != nil {
			t.Errorf("%s:%d: %v", block.file, block.line, err)
		}
	}
}

// TestExamplesProfile judges with the site's own profile, and wants what it accepts to be accepted.
func TestExamplesProfile(t *testing.T) {
	documents(t)
	for arguments, want := range map[string]string{
		"profiles examples/profile.yaml":                                                                        "registry: The population registry's cluster\n",
		"check --profile examples/profile.yaml examples/web.yaml":                                               "profile  registry leaves out ",
		"check --profile examples/profile.yaml --control images.registry_allowlist testdata/reference/workload": "[images.registry_allowlist]",
	} {
		var out, complaints bytes.Buffer
		run(t.Context(), strings.Fields(arguments), strings.NewReader(""), &out, &complaints)
		if !strings.Contains(out.String(), want) {
			t.Errorf("guiderail %s: got\n%s%s\nwant %q in it", arguments, out.String(), complaints.String(), want)
		}
	}
}

// TestExamplesEmbedding runs the program of docs/embedding.md, which ends as guiderail check does.
func TestExamplesEmbedding(t *testing.T) {
	t.Chdir("../..")
	program := filepath.Join(t.TempDir(), "embedding")
	if text, err := exec.Command("go", "build", "-o", program, "./examples/embedding").CombinedOutput(); err != nil {
		t.Fatalf("building it: %v\n%s", err, text)
	}
	found, err := exec.Command(program).Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Fatalf("it ended with %v, want exit code 3", err)
	}
	if !strings.Contains(string(found), "pod.yaml:1:74 podsecurity.restricted_capabilities ") {
		t.Errorf("it found\n%s", found)
	}
}
