package main

import (
	"math"
	"testing"
	"testing/fstest"
)

func TestMemoryLimit(t *testing.T) {
	const mega = 1 << 20
	for name, test := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"elsewhere":           {nil, math.MaxInt64},
		"of the machine":      {map[string]string{"proc/meminfo": "MemTotal: 8388608 kB\nMemAvailable:    4194304 kB\nBuffers: 1 kB\n", "proc/self/cgroup": "0::/\n"}, 3072 * mega},
		"unlimited":           {map[string]string{"proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "max\n"}, math.MaxInt64},
		"of the group":        {map[string]string{"proc/meminfo": "MemAvailable: 4194304 kB\n", "proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/b/memory.max": "1073741824\n"}, 768 * mega},
		"of one around it":    {map[string]string{"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/memory.max": "1073741824\n", "sys/fs/cgroup/a/b/memory.max": "max\n"}, 768 * mega},
		"of a container":      {map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "536870912\n"}, 384 * mega},
		"version 1":           {map[string]string{"proc/self/cgroup": "9:cpu,cpuacct:/x\n7:memory:/docker/y\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n"}, 384 * mega},
		"version 1, no limit": {map[string]string{"proc/self/cgroup": "7:memory:/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, 9223372036854771712 / 4 * 3},
		"hardly any":          {map[string]string{"proc/meminfo": "MemAvailable: 1024 kB\n"}, leastMemory},
		"unreadable":          {map[string]string{"proc/meminfo": "MemAvailable:\n", "proc/self/cgroup": "0\n\n:::\n"}, math.MaxInt64},
	} {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{}
			for name, text := range test.files {
				root[name] = &fstest.MapFile{Data: []byte(text)}
			}
			if got := memoryLimit(root); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}
