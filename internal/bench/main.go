// Bench measures guiderail check on generated corpora, beside the real conftest with the same control
// files, a real OPA server with the signed bundle of them, and programs that only decode the same YAML. The
// tools take turns, each a process of its own, in several rounds; the table holds the medians.
//
//	go run ./internal/bench [-documents 1,100,1000,10000] [-cluster 1000,10000,50000] [-stream 1000000]
//	    [-files install.yaml] [-rounds 5] [-conftest-max 1000] [-kube-linter FILE] [-controls=false]
//
// kube-linter is measured with the checks that it runs by default, if it is there: it is not built here.
//
// A run counts only if the tool did the work: it read every document, and the checkers had findings.
// A benchmark that a tool passes by doing nothing flatters it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
)

// seed of every corpus: a comparison over time needs the same documents.
const seed = 1

type options struct {
	documents   []int
	clusters    []int
	rounds      int
	conftestMax int
	streams     []int
	files       []string
	kubeLinter  string
	controls    bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	documents := flag.String("documents", "1,100,1000,10000", "sizes of the corpora, or none")
	clusters := flag.String("cluster", "1000,10000", "sizes of the corpora whose objects refer to one another, or none")
	rounds := flag.Int("rounds", 5, "how often each tool runs on each corpus")
	conftestMax := flag.Int("conftest-max", 1000, "largest corpus that conftest and OPA servers are given")
	streams := flag.String("stream", "none", "sizes of the corpora that are given as one file, or none: -documents gives its largest")
	files := flag.String("files", "", "files to check as well, with commas between them")
	kubeLinter := flag.String("kube-linter", "", "the program kube-linter, to measure as well")
	controls := flag.Bool("controls", true, "measure each control by itself as well")
	flag.Parse()
	o := options{rounds: *rounds, conftestMax: *conftestMax, controls: *controls, kubeLinter: *kubeLinter}
	if *files != "" {
		o.files = strings.Split(*files, ",")
	}
	var err error
	if o.documents, err = sizes(*documents); err != nil {
		return fmt.Errorf("reading -documents: %w", err)
	}
	if o.clusters, err = sizes(*clusters); err != nil {
		return fmt.Errorf("reading -cluster: %w", err)
	}
	if o.streams, err = sizes(*streams); err != nil {
		return fmt.Errorf("reading -stream: %w", err)
	}
	if len(o.documents)+len(o.clusters)+len(o.streams)+len(o.files) == 0 {
		return errors.New("-documents, -cluster, -stream and -files name nothing to measure")
	}
	if o.rounds < 1 {
		return fmt.Errorf("-rounds wants a number above 0, not %d", o.rounds)
	}
	folder, err := os.MkdirTemp("", "guiderail-bench-")
	if err != nil {
		return fmt.Errorf("making a directory for the corpora: %w", err)
	}
	defer os.RemoveAll(folder) //nolint:errcheck // it lies among temporary files

	tools, err := prepare(ctx, folder, o.kubeLinter)
	if err != nil {
		return err
	}
	corpora, err := writeCorpora(folder, o)
	if err != nil {
		return err
	}
	if err := tools.header(ctx, os.Stdout); err != nil {
		return err
	}
	results, err := measure(ctx, tools, corpora, o)
	if err != nil {
		return err
	}
	if err := printTable(os.Stdout, tools, results, o); err != nil {
		return err
	}
	if !o.controls {
		return nil
	}
	return printDearest(ctx, os.Stdout)
}

// sizes reads numbers with commas between them.
func sizes(list string) ([]int, error) {
	if list == "none" {
		return nil, nil
	}
	var all []int
	for _, size := range strings.Split(list, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("it wants numbers above 0, not %q", size)
		}
		all = append(all, n)
	}
	return all, nil
}
