// Verdicts writes what every control says of every object of some files: one line for each object with the
// controls of each verdict, and one for each finding, unknown value and waived finding with its path and line.
// Messages are left out. Two such lists show whether a change that should change no verdict changes one:
//
//	go run ./internal/verdicts -each testdata/controls > before
//
// With -each, every file is a run of its own; otherwise all paths are one run.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/judge"
)

func main() {
	each := flag.Bool("each", false, "make every file a run of its own")
	name := flag.String("profile", "", "the profile of the run")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	err := run(context.Background(), out, *name, *each, flag.Args())
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "verdicts:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, profileName string, each bool, paths []string) error {
	engine, err := harness.New(harness.Options{Profile: profileName})
	if err != nil {
		return err
	}
	if !each {
		return write(ctx, out, engine, paths)
	}
	for _, path := range paths {
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			return write(ctx, out, engine, []string{file})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func write(ctx context.Context, out io.Writer, engine *harness.Engine, paths []string) error {
	summary, err := engine.Each(ctx, harness.Path(paths...), func(r *harness.Result) error {
		for _, e := range r.Errors {
			fmt.Fprintf(out, "%s error\n", e.Position)
		}
		for _, n := range r.Notices {
			fmt.Fprintf(out, "%s notice\n", n.Position)
		}
		for _, a := range r.Judgements {
			by := map[harness.Verdict][]string{}
			for id, verdict := range a.Verdicts {
				by[verdict] = append(by[verdict], id)
			}
			for _, verdict := range judge.Verdicts() {
				if ids := slices.Sorted(slices.Values(by[verdict])); len(ids) > 0 {
					fmt.Fprintf(out, "%s %d %s %s: %s\n", a.Position, a.Document, a.Ref, verdict, strings.Join(ids, " "))
				}
			}
			list := func(word string, findings []harness.Finding) {
				var lines []string
				for _, f := range findings {
					lines = append(lines, fmt.Sprintf("%s %s %s %s %#v\n", f.Position, a.Ref, word, f.Control.ID, f.Path))
				}
				for _, line := range slices.Sorted(slices.Values(lines)) {
					io.WriteString(out, line) //nolint:errcheck // a bufio.Writer keeps the error
				}
			}
			list("finding", a.Findings)
			list("unknown", a.Unknowns)
			list("waived", a.Waived)
			for _, id := range slices.Sorted(maps.Keys(a.Errors)) {
				fmt.Fprintf(out, "%s %s failed %s\n", a.Position, a.Ref, id)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "summary %v: %d files, %d documents, %d objects, %v, undeclared %v, unexercised %v, kinds %v\n",
		paths, summary.Files, summary.Documents, summary.Artefacts, summary.Verdicts, summary.Undeclared, summary.Unexercised, summary.UnknownKinds)
	return nil
}
