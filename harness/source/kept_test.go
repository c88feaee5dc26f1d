package source_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/guiderail/guiderail/harness/source"
)

// TestKept reads what can be read once as often as one likes, at the same time too.
func TestKept(t *testing.T) {
	text := strings.Repeat("text of some length\n", 10_000)
	failed := errors.New("the pipe broke")
	for name, test := range map[string]struct {
		reader io.Reader
		err    error
	}{
		"at once":         {strings.NewReader(text), nil},
		"in small pieces": {iotest.OneByteReader(strings.NewReader(text)), nil},
		"end with data":   {iotest.DataErrReader(strings.NewReader(text)), nil},
		"broken":          {io.MultiReader(strings.NewReader(text), iotest.ErrReader(failed)), failed},
	} {
		t.Run(name, func(t *testing.T) {
			opened := 0
			from := &source.File{Path: "stdin", Once: true, Open: func() (io.ReadCloser, error) {
				opened++
				return io.NopCloser(test.reader), nil
			}}
			kept := source.Keep(from).(*source.File)
			var readers sync.WaitGroup
			for range 4 {
				readers.Go(func() {
					file, err := kept.Open()
					if err != nil {
						t.Error(err)
						return
					}
					got, err := io.ReadAll(file)
					if string(got) != text || !errors.Is(err, test.err) {
						t.Errorf("got %d bytes and %v, want %d and %v", len(got), err, len(text), test.err)
					}
				})
			}
			readers.Wait()
			if kept.Name() != "stdin" || opened != 1 {
				t.Errorf("%s was opened %d times", kept.Name(), opened)
			}
		})
	}
	t.Run("more than is kept as it is", func(t *testing.T) {
		random := rand.NewChaCha8([32]byte{})
		want := sha256.New()
		dull := io.LimitReader(iotest.OneByteReader(strings.NewReader(strings.Repeat("kind: Pod\n", 40_000))), 400_000)
		from := io.TeeReader(io.MultiReader(
			strings.NewReader(strings.Repeat(text, 100)), io.LimitReader(random, 1_000_000), dull, io.LimitReader(random, 700_000),
		), want)
		kept := source.Keep(&source.File{Once: true, Open: func() (io.ReadCloser, error) { return io.NopCloser(from), nil }}).(*source.File)
		got := []hash.Hash{sha256.New(), sha256.New(), sha256.New()}
		var readers sync.WaitGroup
		for _, to := range got {
			readers.Go(func() {
				file, err := kept.Open()
				if err != nil {
					t.Error(err)
					return
				}
				if n, err := io.Copy(to, file); err != nil || n != 22_100_000 {
					t.Errorf("read %d bytes, and got %v", n, err)
				}
			})
		}
		readers.Wait()
		for _, got := range got {
			if !bytes.Equal(got.Sum(nil), want.Sum(nil)) {
				t.Error("what is read is not what was there")
			}
		}
	})
	t.Run("cannot be opened", func(t *testing.T) {
		kept := source.Keep(&source.File{Once: true, Open: func() (io.ReadCloser, error) { return nil, failed }}).(*source.File)
		for range 2 {
			if _, err := kept.Open(); !errors.Is(err, failed) {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("files stay as they are", func(t *testing.T) {
		for found := range source.Find([]string{"kept_test.go", "-"}, strings.NewReader("")) {
			if s := found.Source; s.IsReplayable() == (s.Name() == "stdin") || (source.Keep(s) == s) != s.IsReplayable() {
				t.Errorf("%s: replayable is %t", s.Name(), s.IsReplayable())
			}
		}
	})
}
