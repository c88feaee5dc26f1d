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
	cluster   bool // whose objects refer to one another
	file      bool // of the user, who knows what is in it
}

func (in input) String() string {
	switch {
	case in.file:
		return filepath.Base(in.path)
	case in.stream:
		return fmt.Sprintf("%d in one file", in.documents)
	case in.cluster:
		return fmt.Sprintf("%d of a cluster", in.documents)
	}
	return strconv.Itoa(in.documents)
}

// documents returns n documents. A corpus of one is a Deployment, the kind that most controls speak of.
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

// writeCorpora writes a directory of each size, the largest corpus also as one stream, a directory for each size of a
// cluster, and the other streams.
func writeCorpora(folder string, o options) ([]input, error) {
	var inputs []input
	for _, n := range o.documents {
		in := input{path: filepath.Join(folder, fmt.Sprintf("corpus-%d", n)), documents: n}
		if err := writeFiles(in.path, documents(n)); err != nil {
			return nil, err
		}
		inputs = append(inputs, in)
	}
	for _, n := range o.clusters {
		in := input{path: filepath.Join(folder, fmt.Sprintf("cluster-%d", n)), documents: n, cluster: true}
		if err := writeFiles(in.path, corpus.Cluster(seed, n)); err != nil {
			return nil, err
		}
		inputs = append(inputs, in)
	}
	for _, file := range o.files {
		inputs = append(inputs, input{path: file, file: true})
	}
	streams := o.streams
	if len(o.documents) > 0 {
		streams = append([]int{slices.Max(o.documents)}, streams...)
	}
	for _, n := range streams {
		stream := input{path: filepath.Join(folder, fmt.Sprintf("stream-%d.yaml", n)), documents: n, stream: true}
		if err := writeStream(stream); err != nil {
			return nil, fmt.Errorf("writing a corpus: %w", err)
		}
		inputs = append(inputs, stream)
	}
	return inputs, nil
}

func writeFiles(folder string, documents iter.Seq[corpus.Document]) error {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return fmt.Errorf("writing a corpus: %w", err)
	}
	for document := range documents {
		if err := os.WriteFile(filepath.Join(folder, document.Name), document.Text, 0o644); err != nil {
			return fmt.Errorf("writing a corpus: %w", err)
		}
	}
	return nil
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
