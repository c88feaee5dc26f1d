package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// lazy is how much garbage there may be for what is alive, in percent: decoding makes much that dies at once, and
	// collecting it less often saves a fifth of the time.
	lazy = 400
	// eager is the same for a large heap, as Go has it by default.
	eager = 100
	// modest is the size of the heap in bytes up to which it is collected lazily.
	modest = 160 << 20
)

// collectLazily collects garbage seldom as long as that takes little memory, unless the environment says how often.
func collectLazily() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(lazy)
	afterCollection()
}

// afterCollection sets how often garbage is collected by what is alive, after every collection.
func afterCollection() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	percent := lazy
	if alive := live[0].Value.Uint64(); alive > 0 {
		percent = min(lazy, max(eager, int(modest*100/alive)-100))
	}
	debug.SetGCPercent(percent)
	runtime.SetFinalizer(&struct{ _ [16]byte }{}, func(any) { afterCollection() })
}
