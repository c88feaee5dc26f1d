package main

import (
	"bufio"
	"bytes"
	"io/fs"
	"math"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
)

// boundMemory has garbage collected more and more often as the memory ends that there is, unless the environment sets a
// limit.
func boundMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit(os.DirFS("/")))
	}
}

// leastMemory is what a limit leaves in any case: below it, a run would do nothing but collect garbage.
const leastMemory = 128 << 20

// memoryLimit returns three quarters of the memory that Linux has for the process: of what is available, and of what its
// control groups allow. It is math.MaxInt64 where neither is known.
func memoryLimit(root fs.FS) int64 {
	least := int64(math.MaxInt64)
	take := func(n int64, known bool) {
		if known && n > 0 {
			least = min(least, n)
		}
	}
	if text, err := fs.ReadFile(root, "proc/meminfo"); err == nil {
		_, rest, _ := bytes.Cut(text, []byte("MemAvailable:"))
		if fields := bytes.Fields(rest); len(fields) > 0 {
			kilobytes, known := number(fields[0])
			take(kilobytes<<10, known)
		}
	}
	groups, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		groups = nil
	}
	for lines := bufio.NewScanner(bytes.NewReader(groups)); lines.Scan(); {
		// 0::/group, or 7:memory:/group in version 1
		_, rest, _ := strings.Cut(lines.Text(), ":")
		controllers, group, _ := strings.Cut(rest, ":")
		mount, file := "sys/fs/cgroup", "memory.max"
		switch controllers {
		case "":
		case "memory":
			mount, file = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		default:
			continue
		}
		// A group is bound by those that it is in. In a container, the first of its own may be that of the mount.
		for group = path.Clean("/" + group); ; group = path.Dir(group) {
			if text, err := fs.ReadFile(root, path.Join(mount, group, file)); err == nil {
				take(number(bytes.TrimSpace(text)))
			}
			if group == "/" {
				break
			}
		}
	}
	if least == math.MaxInt64 {
		return least
	}
	return max(least/4*3, leastMemory)
}

// number reads a number; "max" is none.
func number(text []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(text), 10, 64)
	return n, err == nil
}
