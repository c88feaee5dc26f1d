package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

// progress is a reporter that shows how far a run is, in one line of a terminal that it writes over and over. A run
// that takes less than a second shows none.
type progress struct {
	w     io.Writer
	start time.Time
	stop  chan struct{}
	done  sync.WaitGroup

	mu                         sync.Mutex
	files, documents, findings int
	shown                      bool
}

// everySoOften is how often the line is written.
const everySoOften = 200 * time.Millisecond

func newProgress(w io.Writer) *progress {
	return &progress{w: w, start: time.Now(), stop: make(chan struct{})}
}

// Begin starts the clock.
func (p *progress) Begin(*report.Run) error {
	p.done.Go(func() {
		ticks := time.NewTicker(everySoOften)
		defer ticks.Stop()
		for {
			select {
			case <-p.stop:
				return
			case now := <-ticks.C:
				p.show(now.Sub(p.start))
			}
		}
	})
	return nil
}

// Result counts a document.
func (p *progress) Result(r *report.Result) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.IsFirst {
		p.files++
	}
	if r.IsDocument {
		p.documents++
	}
	for _, j := range r.Judgements {
		p.findings += len(j.Findings)
	}
	return nil
}

// show writes the line after a second.
func (p *progress) show(after time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if after < time.Second {
		return
	}
	p.shown = true
	fmt.Fprintf(p.w, "\r\x1b[K%s, %s, %s, %d s", prose.Count(p.files, "file"), prose.Count(p.documents, "document"), prose.Count(p.findings, "finding"), int(after.Seconds()))
}

// End removes the line.
func (p *progress) End(*report.Summary) error {
	p.close()
	return nil
}

// close ends the line of a run, whether it came to its end or not. It may be called twice.
func (p *progress) close() {
	select {
	case <-p.stop:
		return
	default:
		close(p.stop)
	}
	p.done.Wait()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
