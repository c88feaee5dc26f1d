// Cover runs the tests of what users import and run, and holds the statements that they reach, package by package, to
// floors.txt. What the programs reach that tests start counts as well.
//
//	go run ./internal/cover            fail where a package is below its floor, or has none
//	go run ./internal/cover -update    raise the floors to what was measured; none is lowered
//	go run ./internal/cover -errors    list the errors that no test has seen as well
//	go run ./internal/cover -data DIR  take what was measured before
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/cover"
)

// covered are the packages whose statements count.
const covered = "./harness/...,./cmd/..."

const module = "github.com/guiderail/guiderail/"

func main() {
	update := flag.Bool("update", false, "raise the floors")
	errs := flag.Bool("errors", false, "list the errors that no test has seen")
	data := flag.String("data", "", "directories with what was measured before, separated by commas")
	floors := flag.String("floors", "internal/cover/floors.txt", "file with the floors")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *data, *floors, *update, *errs, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "cover:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, floorsFile string, update, listsErrors bool, out io.Writer) error {
	text, err := os.ReadFile(floorsFile)
	if err != nil {
		return fmt.Errorf("reading the floors: %w", err)
	}
	floors, err := parseFloors(string(text))
	if err != nil {
		return fmt.Errorf("reading %s: %w", floorsFile, err)
	}
	if data == "" {
		if data, err = os.MkdirTemp("", "cover"); err != nil {
			return fmt.Errorf("making a directory: %w", err)
		}
		defer os.RemoveAll(data)
		if err := test(ctx, data); err != nil {
			return err
		}
	}
	percent, err := exec.CommandContext(ctx, "go", "tool", "covdata", "percent", "-i="+data).Output()
	if err != nil {
		return fmt.Errorf("reading what was measured: %w", err)
	}
	measured, err := parsePercent(string(percent))
	if err != nil {
		return fmt.Errorf("reading what was measured: %w", err)
	}
	if listsErrors {
		if err := unseen(ctx, data, out); err != nil {
			return err
		}
	}
	wrong := compare(floors, measured, out)
	if update {
		return os.WriteFile(floorsFile, raised(floors, measured), 0o644)
	}
	return errors.Join(wrong...)
}

// test runs the tests. The programs that they start write to the same directory.
func test(ctx context.Context, data string) error {
	command := exec.CommandContext(ctx, "go", "test", "-timeout", "60m", "-cover", "-coverpkg="+covered, "./harness/...", "./cmd/...", "-args", "-test.gocoverdir="+data)
	command.Env = append(os.Environ(), "GOCOVERDIR="+data)
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("running the tests: %w", err)
	}
	return nil
}

// parseFloors reads lines of a package and the percentage that it has at least.
func parseFloors(text string) (map[string]float64, error) {
	floors := map[string]float64{}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if len(fields) != 2 {
			return nil, fmt.Errorf("%q is not a package and a percentage", strings.TrimSpace(line))
		}
		percentage, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			return nil, fmt.Errorf("reading the floor of %s: %w", fields[0], err)
		}
		floors[fields[0]] = percentage
	}
	return floors, nil
}

// parsePercent reads what covdata percent prints. A package without statements has none to cover.
func parsePercent(text string) (map[string]float64, error) {
	measured := map[string]float64{}
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 || fields[1] != "coverage:" || fields[2] == "[no" {
			continue
		}
		percentage, err := strconv.ParseFloat(strings.TrimSuffix(fields[2], "%"), 64)
		if err != nil {
			return nil, fmt.Errorf("reading %q: %w", lines.Text(), err)
		}
		measured[strings.TrimPrefix(fields[0], module)] = percentage
	}
	if len(measured) == 0 {
		return nil, errors.New("nothing was measured")
	}
	return measured, lines.Err()
}

// compare prints what was measured beside the floors, and returns what is wrong.
func compare(floors, measured map[string]float64, out io.Writer) []error {
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(measured)) {
		floor, isKnown := floors[name]
		fmt.Fprintf(out, "%-40s %5.1f%%  floor %5.1f%%\n", name, measured[name], floor)
		switch {
		case !isKnown:
			wrong = append(wrong, fmt.Errorf("%s has no floor; run: make cover COVER=-update", name))
		case measured[name] < floor:
			wrong = append(wrong, fmt.Errorf("%s: %.1f%% of its statements are reached by tests, and must be at least %.1f%%", name, measured[name], floor))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(floors)) {
		if _, is := measured[name]; !is {
			wrong = append(wrong, fmt.Errorf("%s has a floor, and no statements", name))
		}
	}
	return wrong
}

// isError finds the statements that make an error with a message of ours.
var isError = regexp.MustCompile(`\b(errors\.New|fmt\.Errorf|usageError|Errorf|fail)\(`)

// unseen lists the statements that make an error and that nothing reached.
func unseen(ctx context.Context, data string, out io.Writer) error {
	folder, err := os.MkdirTemp("", "cover")
	if err != nil {
		return fmt.Errorf("making a directory: %w", err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "profile")
	if said, err := exec.CommandContext(ctx, "go", "tool", "covdata", "textfmt", "-i="+data, "-o="+file).CombinedOutput(); err != nil {
		return fmt.Errorf("reading what was measured: %w: %s", err, said)
	}
	profiles, err := cover.ParseProfiles(file)
	if err != nil {
		return fmt.Errorf("reading what was measured: %w", err)
	}
	n := 0
	for _, profile := range profiles {
		name := strings.TrimPrefix(profile.FileName, module)
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("reading the source: %w", err)
		}
		lines := strings.Split(string(text), "\n")
		for _, block := range profile.Blocks {
			if block.Count > 0 {
				continue
			}
			for line := block.StartLine; line <= min(block.EndLine, len(lines)); line++ {
				if isError.MatchString(lines[line-1]) {
					n++
					fmt.Fprintf(out, "%s:%d: %s\n", name, line, strings.TrimSpace(lines[line-1]))
				}
			}
		}
	}
	fmt.Fprintf(out, "%d errors that no test has seen\n", n)
	return nil
}

// slack is by how much less a later run may reach: what is reached of code that waits and retries depends on time.
const slack = 0.5

// raised returns the floors, each at what was measured less the slack where that is more.
func raised(floors, measured map[string]float64) []byte {
	var b bytes.Buffer
	b.WriteString("# The percentage of its statements that tests reach of each package at least. make cover COVER=-update raises it.\n")
	for _, name := range slices.Sorted(maps.Keys(measured)) {
		fmt.Fprintf(&b, "%s %.1f\n", name, max(floors[name], math.Floor((measured[name]-slack)*10)/10, 0))
	}
	return b.Bytes()
}
