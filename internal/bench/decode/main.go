// Decode reads manifests and does nothing with them: the floor that every checker stands on. With
// -reader artefact the harness's own reader is measured instead of sigs.k8s.io/yaml.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	k8syaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
)

func main() {
	reader := flag.String("reader", "sigs", "sigs or artefact")
	flag.Parse()
	// As guiderail itself has it, so that collecting garbage costs both the same.
	debug.SetGCPercent(400)
	decode := map[string]func(string) (int, error){"sigs": decodeSigs, "artefact": decodeArtefact}[*reader]
	if decode == nil {
		fmt.Fprintf(os.Stderr, "decode: unknown reader %q\n", *reader)
		os.Exit(2)
	}
	total := 0
	for _, path := range flag.Args() {
		n, err := decode(path)
		if err != nil {
			fmt.Fprintf(os.Stderr, "decode: %v\n", err)
			os.Exit(1)
		}
		total += n
	}
	fmt.Println(total)
}

func decodeSigs(path string) (documents int, err error) {
	err = filepath.WalkDir(path, func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		n, err := decodeFile(file)
		documents += n
		return err
	})
	return documents, err
}

func decodeFile(name string) (documents int, err error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	for reader := k8syaml.NewYAMLReader(bufio.NewReader(file)); ; documents++ {
		text, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return documents, fmt.Errorf("reading %s: %w", name, err)
		}
		var object any
		if err := yaml.Unmarshal(text, &object); err != nil {
			return documents, fmt.Errorf("reading %s: %w", name, err)
		}
	}
}

func decodeArtefact(path string) (documents int, err error) {
	formats := harness.Formats()
	for found := range source.Find([]string{path}, bytes.NewReader(nil)) {
		if found.Source == nil {
			return documents, fmt.Errorf("%s holds what is no source", path)
		}
		for document, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				return documents, err
			}
			parsed := formats.Parse(document)
			if len(parsed.Errors) > 0 {
				return documents, parsed.Errors[0]
			}
			documents += len(parsed.Artefacts)
		}
	}
	return documents, nil
}
