package main

import (
	"bufio"
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/guiderail/guiderail/internal/corpus"
)

// input is what the tools are given: a directory with one file for each document, or one file that
// holds them all.
type input struct {
	path      string
	documents int
	stream    bool
}

func (in input) String() string {
	if in.stream {
		return fmt.Sprintf("%d in one file", in.documents)
	}
	return strconv.Itoa(in.documents)
}

// documents gives n documents. A corpus of one is a Deployment, the kind that most controls speak of.
func documents(n int) iter.Seq[corpus.Document] {
	if n > 1 {
		return corpus.Generate(seed, n)
	}
	return func(yield func(corpus.Document) bool) {
		for document := range corpus.Generate(seed, 1000) {
			if strings.HasSuffix(document.Name, "-deployment.yaml") {
				yield(document)
				return
			}
		}
	}
}

// writeCorpora writes a directory of each size, and the largest corpus also as one stream.
func writeCorpora(folder string, sizes []int) ([]input, error) {
	var inputs []input
	for _, n := range sizes {
		in := input{path: filepath.Join(folder, fmt.Sprintf("corpus-%d", n)), documents: n}
		if err := os.Mkdir(in.path, 0o755); err != nil {
			return nil, fmt.Errorf("writing a corpus: %w", err)
		}
		for document := range documents(n) {
			if err := os.WriteFile(filepath.Join(in.path, document.Name), document.Text, 0o644); err != nil {
				return nil, fmt.Errorf("writing a corpus: %w", err)
			}
		}
		inputs = append(inputs, in)
	}
	stream := input{path: filepath.Join(folder, "stream.yaml"), documents: slices.Max(sizes), stream: true}
	if err := writeStream(stream); err != nil {
		return nil, fmt.Errorf("writing a corpus: %w", err)
	}
	return append(inputs, stream), nil
}

func writeStream(in input) error {
	file, err := os.Create(in.path)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // Flush has told of errors
	w := bufio.NewWriter(file)
	for document := range documents(in.documents) {
		if !bytes.HasPrefix(document.Text, []byte("---")) {
			w.WriteString("---\n") //nolint:errcheck // Flush tells
		}
		w.Write(document.Text) //nolint:errcheck // Flush tells
	}
	return w.Flush()
}
