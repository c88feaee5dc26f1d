package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

// status shows how far something is, in one line of a terminal that it writes over and over. What takes less than a second
// shows none.
type status struct {
	w     io.Writer
	start time.Time
	stop  chan struct{}
	done  sync.WaitGroup
	// text is asked for what is shown, with mu held.
	text func() string

	mu    sync.Mutex
	shown bool
}

// everySoOften is how often the line is written.
const everySoOften = 200 * time.Millisecond

func newStatus(w io.Writer) *status {
	return &status{w: w, start: time.Now(), stop: make(chan struct{})}
}

// begin starts the clock.
func (s *status) begin() {
	s.done.Go(func() {
		ticks := time.NewTicker(everySoOften)
		defer ticks.Stop()
		for {
			select {
			case <-s.stop:
				return
			case now := <-ticks.C:
				s.show(now.Sub(s.start))
			}
		}
	})
}

// show writes the line after a second.
func (s *status) show(after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if after < time.Second {
		return
	}
	s.shown = true
	fmt.Fprintf(s.w, "\r\x1b[K%s, %d s", s.text(), int(after.Seconds()))
}

// close removes the line, whether what it is about came to its end or not. It may be called twice.
func (s *status) close() {
	select {
	case <-s.stop:
		return
	default:
		close(s.stop)
	}
	s.done.Wait()
	if s.shown {
		fmt.Fprint(s.w, "\r\x1b[K")
	}
}

// progress is a reporter that shows how far a run is.
type progress struct {
	*status
	files, documents, findings int
}

func newProgress(w io.Writer) *progress {
	p := &progress{status: newStatus(w)}
	p.text = func() string {
		return prose.Count(p.files, "file") + ", " + prose.Count(p.documents, "document") + ", " + prose.Count(p.findings, "finding")
	}
	return p
}

// Begin starts the clock.
func (p *progress) Begin(*report.Run) error {
	p.begin()
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

// End removes the line.
func (p *progress) End(*report.Summary) error {
	p.close()
	return nil
}

// rounds shows how far the fixes of a run are, which is judged again and again.
type rounds struct {
	*status
	round, file, files int
}

func newRounds(w io.Writer) *rounds {
	r := &rounds{status: newStatus(w)}
	r.text = func() string {
		if r.round == 1 {
			return "checking: " + prose.Count(r.file, "file")
		}
		return fmt.Sprintf("verifying fixes, round %d: file %d of %d", r.round-1, r.file, r.files)
	}
	return r
}

// at notes how far they are.
func (r *rounds) at(round, file, files int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.round, r.file, r.files = round, file, files
}
