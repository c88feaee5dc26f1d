package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// cost is what one run took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

// result is the median cost of a tool on a corpus.
type result struct {
	tool  string
	input input
	work  work
	cost
}

// measure lets the tools take turns on each corpus. One run each before the first round fills the
// caches of the file system and proves that the tools do their work.
func measure(ctx context.Context, box *toolbox, inputs []input, o options) ([]result, error) {
	var results []result
	for _, in := range inputs {
		fmt.Fprintf(os.Stderr, "bench: documents: %v\n", in)
		var tools []tool
		for _, t := range box.tools {
			isSmall := in.documents <= o.conftestMax && !in.stream && !in.cluster
			if t.name == decoder || t.name == ownReader || t.name == guiderail || isSmall && (t.name == topdown || t.name == kubeLinter || !in.file) {
				tools = append(tools, t)
			}
		}
		works := make([]work, len(tools))
		for i, t := range tools {
			_, did, err := runOnce(ctx, t, in)
			if err != nil {
				return nil, fmt.Errorf("running %s on corpus %v: %w", t.name, in, err)
			}
			works[i] = did
		}
		costs := make([][]cost, len(tools))
		for range o.rounds {
			for i, t := range tools {
				c, _, err := runOnce(ctx, t, in)
				if err != nil {
					return nil, fmt.Errorf("running %s on corpus %v: %w", t.name, in, err)
				}
				costs[i] = append(costs[i], c)
			}
		}
		if in.file {
			in.documents = works[0].documents // as the decoder counts them
		}
		for i, t := range tools {
			results = append(results, result{t.name, in, works[i], median(costs[i])})
		}
	}
	return results, nil
}

// runOnce runs a tool on a corpus and checks that it worked.
func runOnce(ctx context.Context, t tool, in input) (cost, work, error) {
	output, err := os.CreateTemp("", "guiderail-bench-output-")
	if err != nil {
		return cost{}, work{}, err
	}
	defer os.Remove(output.Name()) //nolint:errcheck // it lies among temporary files
	defer output.Close()           //nolint:errcheck // the tool wrote it
	var complaints strings.Builder
	c := exec.CommandContext(ctx, t.args[0], append(slices.Clone(t.args[1:]), in.path)...)
	c.Stdout, c.Stderr = output, &complaints
	start := time.Now()
	err = c.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return cost{}, work{}, err
	}
	if !slices.Contains(t.exits, c.ProcessState.ExitCode()) {
		return cost{}, work{}, fmt.Errorf("%v: %s", c.ProcessState, complaints.String())
	}
	if _, err := output.Seek(0, io.SeekStart); err != nil {
		return cost{}, work{}, err
	}
	did, err := t.read(output)
	switch {
	case err != nil:
		return cost{}, work{}, fmt.Errorf("reading what it printed: %w", err)
	case did.results == 0:
		return cost{}, work{}, errors.New("it printed no result")
	case did.findings == 0 && t.checks && in.documents >= 100:
		return cost{}, work{}, errors.New("it found nothing")
	case !in.file && did.documents != 0 && did.documents != in.documents:
		return cost{}, work{}, fmt.Errorf("it read %d documents", did.documents)
	}
	return cost{wall, c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peak(c.ProcessState)}, did, nil
}

// peak is the largest resident size of a process. A child's begins with that of its parent, which is
// why this program imports little and holds no corpus.
func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss << 10
}

func median(costs []cost) cost {
	middle := func(of func(cost) int64) int64 {
		values := make([]int64, len(costs))
		for i, c := range costs {
			values[i] = of(c)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		wall: time.Duration(middle(func(c cost) int64 { return int64(c.wall) })),
		cpu:  time.Duration(middle(func(c cost) int64 { return int64(c.cpu) })),
		peak: middle(func(c cost) int64 { return c.peak }),
	}
}
