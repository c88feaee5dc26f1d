package source

import (
	"context"
	"iter"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Step is one step of reading sources: a document, an error or a notice.
type Step struct {
	// Sequence counts the steps from 0, in the order of the sources.
	Sequence int
	// Source counts the sources from 0, errors and notices among them.
	Source int
	File   string
	// Scope and Variant are those of the source.
	Scope   int
	Variant string
	// First reports that it is the first step of a file or stream.
	First bool
	// Exactly one of Document, Error and Notice is set.
	Document *Document
	Error    *artefact.Error
	Notice   *artefact.Notice
}

// Options configure how sources are read.
type Options struct {
	// Limits bound the cost of sources and documents that have no limits of their own.
	Limits Limits
	// Workers is the number of documents that are processed concurrently; 0 means one for each processor.
	Workers int
}

const (
	// queued is how many documents may be on their way for each worker, so that one that takes long keeps
	// none of the workers waiting.
	queued = 64
	// maxInMemory bounds the text that is on its way, in bytes. A larger document goes alone.
	maxInMemory = 32 << 20
)

// Each reads sources, calls work for each step concurrently, and yields the results in the order of the sources.
// Its memory is bounded by the largest document. If it ends early, through the context, an error of work or the
// consumer of the sequence, it does not wait for the source that is being read, which may be a terminal.
func Each[T any](ctx context.Context, sources iter.Seq[Found], options Options, work func(context.Context, *Step) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		workers := options.Workers
		if workers == 0 {
			workers = runtime.GOMAXPROCS(0)
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()

		type job struct {
			step   *Step
			size   int64 // that its document takes of what is in memory
			result T
			err    error
		}
		// As many steps are on their way at a time as there are tokens, so that the channels never block.
		tokens := make(chan struct{}, queued*workers)
		jobs, done := make(chan *job, cap(tokens)), make(chan *job, cap(tokens))
		memory := semaphore.NewWeighted(maxInMemory)
		go func() {
			defer close(jobs)
			for step := range steps(sources, options.Limits) {
				j := &job{step: step}
				if step.Document != nil {
					j.size = int64(min(len(step.Document.Text), maxInMemory))
				}
				if memory.Acquire(ctx, j.size) != nil {
					return
				}
				select {
				case tokens <- struct{}{}:
					jobs <- j
				case <-ctx.Done():
					return
				}
			}
		}()
		var working sync.WaitGroup
		for range workers {
			working.Go(func() {
				for j := range jobs {
					if ctx.Err() == nil {
						j.result, j.err = work(ctx, j.step)
					}
					j.step.Document = nil
					memory.Release(j.size)
					done <- j
				}
			})
		}
		go func() {
			working.Wait()
			close(done)
		}()

		var none T
		waiting := map[int]*job{}
		for next := 0; ; {
			select {
			case <-ctx.Done():
				yield(none, ctx.Err())
				return
			case j, more := <-done:
				if !more {
					if err := ctx.Err(); err != nil {
						yield(none, err)
					}
					return
				}
				waiting[j.step.Sequence] = j
			}
			for ; waiting[next] != nil; next++ {
				j := waiting[next]
				delete(waiting, next)
				<-tokens
				if !yield(j.result, j.err) || j.err != nil {
					return
				}
			}
		}
	}
}

// steps returns what reading the sources yields, in order.
func steps(sources iter.Seq[Found], limits Limits) iter.Seq[*Step] {
	return func(yield func(*Step) bool) {
		sequence, number := 0, -1
		var from Found
		send := func(s *Step) bool {
			s.Sequence, s.Source, s.Scope, s.Variant = sequence, number, from.Scope, from.Variant
			sequence++
			return yield(s)
		}
		for found := range sources {
			number++
			from = found
			ok := true
			switch {
			case found.Error != nil:
				ok = send(&Step{File: found.Error.File, Error: found.Error})
			case found.Notice != nil:
				ok = send(&Step{File: found.Notice.File, Notice: found.Notice})
			default:
				first := true
				for document, err := range found.Source.Documents(limits) {
					if ok = send(&Step{File: found.Source.Name(), First: first, Document: document, Error: err}); !ok {
						break
					}
					first = false
				}
				for _, notice := range noticesOf(found.Source, first) {
					if !ok {
						break
					}
					ok = send(&Step{File: found.Source.Name(), First: first, Notice: &notice})
					first = false
				}
			}
			if !ok {
				return
			}
		}
	}
}

// noticesOf returns what is to be said of a source whose documents were read, if any.
func noticesOf(s Source, isEmpty bool) (notices []artefact.Notice) {
	r, isRendered := s.(*rendered)
	if isRendered {
		notices = r.notices()
	}
	if isEmpty && len(notices) == 0 {
		message := "is empty: it contains no documents"
		if isRendered {
			message = "renders to no objects"
		}
		notices = append(notices, artefact.Notice{Position: artefact.Position{File: s.Name()}, Message: message})
	}
	return notices
}
