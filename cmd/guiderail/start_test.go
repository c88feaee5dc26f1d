package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/commandtest"
)

// TestStart bounds what packages allocate to initialise themselves before the program begins, so that no library
// slows every start unseen: 1.8 MB in 18,000 allocations as of this writing. Beyond 4 MB garbage would be collected already.
func TestStart(t *testing.T) {
	program := filepath.Join(t.TempDir(), "guiderail")
	if output, code := commandtest.Run(t, ".", nil, "go", "build", "-o", program, "."); code != 0 {
		t.Fatal(output)
	}
	output, code := commandtest.Run(t, ".", []string{"GODEBUG=inittrace=1"}, program, "version")
	if code != 0 {
		t.Fatal(output)
	}
	line := regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) bytes, (\d+) allocs$`)
	type initialiser struct {
		name               string
		bytes, allocations int
	}
	var all []initialiser
	bytes, allocations := 0, 0
	for _, match := range line.FindAllStringSubmatch(output, -1) {
		one := initialiser{name: match[1]}
		one.bytes, _ = strconv.Atoi(match[2])
		one.allocations, _ = strconv.Atoi(match[3])
		bytes, allocations = bytes+one.bytes, allocations+one.allocations
		all = append(all, one)
	}
	if len(all) < 20 {
		t.Fatalf("there are only %d initialisers in\n%s", len(all), output)
	}
	const mostBytes, mostAllocations = 2_200_000, 22_000
	if bytes <= mostBytes && allocations <= mostAllocations {
		return
	}
	slices.SortFunc(all, func(a, b initialiser) int { return b.bytes - a.bytes })
	var largest strings.Builder
	for _, one := range all[:10] {
		fmt.Fprintf(&largest, "\n%9d bytes %6d allocations %s", one.bytes, one.allocations, one.name)
	}
	t.Errorf("initialisers take %d bytes in %d allocations, want at most %d in %d:%s", bytes, allocations, mostBytes, mostAllocations, &largest)
}

// TestVersionAllocations bounds what the shortest of commands allocates: the commands and their flags, 3,400 as of this writing.
func TestVersionAllocations(t *testing.T) {
	allocations := testing.AllocsPerRun(5, func() {
		var out bytes.Buffer
		if code := run(t.Context(), []string{"version"}, strings.NewReader(""), &out, io.Discard); code != 0 {
			t.Error(code)
		}
	})
	if most := 3700.0; allocations > most {
		t.Errorf("version takes %.0f allocations, want at most %.0f", allocations, most)
	}
}
