package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/commandtest"
)

// notRun has the commands of the README that its test does not run, and why. Everything else in a block is run.
var notRun = map[string]string{
	"go install github.com/guiderail/guiderail/cmd/...@latest": "it needs a version that is published; e2e/delivery installs one from a directory",
	"make build":   "CI runs it",
	"make demo":    "CI runs it",
	"make release": "CI runs it for one platform, which the next block but one unpacks",
	"make image":   "it needs images from registries; e2e/delivery builds one on other bases",
	`podman run --rm --network none -v "$PWD:/work:ro" guiderail check examples/web.yaml`: "e2e/delivery runs it where the image was built",
}

// day is a date in the output of a command, which is another one tomorrow.
var day = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)

// TestReadmeCommands does what the README says, from top to bottom, in a copy of what it names: it unpacks the archive of
// a release and runs the program of it. Blocks in the language sh have to succeed. Those in the language console show what
// comes out, with other dates, and end with exit code 3 where that says that something was found.
func TestReadmeCommands(t *testing.T) {
	texts := documents(t)
	texts = map[string]string{"README.md": texts["README.md"]}
	folder := deployment(t, true)
	if err := os.CopyFS(filepath.Join(folder, "examples"), os.DirFS("examples")); err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	environment := []string{"HOME=" + home}
	released := runtime.GOOS == "linux" && runtime.GOARCH == "amd64"
	if released {
		release := exec.CommandContext(t.Context(), "go", "run", "./internal/dist", "-platforms", "linux/amd64", "-o", filepath.Join(t.TempDir(), "dist"))
		if text, err := release.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", release, err, text)
		}
		if err := os.CopyFS(folder, os.DirFS(release.Args[len(release.Args)-1])); err != nil {
			t.Fatal(err)
		}
		environment = append(environment, "PATH="+filepath.Join(home, ".local", "bin")+":"+withoutGuiderail(t))
	}
	blocks := slices.Concat(fences(texts, "sh"), fences(texts, "console"))
	slices.SortFunc(blocks, func(a, b fence) int { return a.line - b.line })
	ran, left := 0, map[string]bool{}
	for _, block := range blocks {
		for _, step := range steps(block) {
			if _, ok := notRun[step.command]; ok {
				left[step.command] = true
				if target, ok := strings.CutPrefix(step.command, "make "); ok {
					if text, err := exec.CommandContext(t.Context(), "make", "-n", target).CombinedOutput(); err != nil {
						t.Errorf("%s:%d: %s: %v\n%s", block.file, block.line, step.command, err, text)
					}
				}
				continue
			}
			if !released && (strings.Contains(step.command, "linux_amd64") || strings.Contains(step.command, "checksums.txt")) {
				continue
			}
			ran++
			out, code := commandtest.Run(t, folder, environment, "bash", "-ec", step.command)
			want := 0
			if regexp.MustCompile(`(?m)^found    \d`).MatchString(step.output) {
				want = 3
			}
			if code != want {
				t.Errorf("%s:%d: %s\nends with %d, not %d:\n%s", block.file, block.line, step.command, code, want, out)
			}
			if block.language == "console" && day.ReplaceAllString(out, "DAY") != day.ReplaceAllString(step.output, "DAY") {
				t.Errorf("%s:%d: %s\nprints\n%s\nwant\n%s", block.file, block.line, step.command, out, step.output)
			}
		}
	}
	for command := range notRun {
		if !left[command] {
			t.Errorf("the README does not have what is not run: %s", command)
		}
	}
	if ran < 9 {
		t.Errorf("only %d commands were run", ran)
	}
}

// step is a command of a block and what it prints, as the block shows it.
type step struct{ command, output string }

// steps are the commands of a block: its lines, or in a console the lines after a prompt. A line that ends with a
// backslash goes on, and a comment after a command is none of it.
func steps(block fence) []step {
	var all []step
	continued := false
	for line := range strings.Lines(block.text) {
		prompted, isCommand := strings.CutPrefix(line, "$ ")
		if block.language == "sh" {
			prompted, isCommand = line, true
		}
		switch {
		case continued:
			all[len(all)-1].command += "\n" + strings.TrimSuffix(line, "\n")
		case isCommand:
			command, _, _ := strings.Cut(strings.TrimSuffix(prompted, "\n"), " #")
			all = append(all, step{command: strings.TrimRight(command, " ")})
		case len(all) == 0:
			panic(fmt.Sprintf("%s:%d: it does not begin with a command", block.file, block.line))
		default:
			all[len(all)-1].output += line
		}
		continued = (continued || isCommand) && strings.HasSuffix(line, "\\\n")
	}
	return all
}
