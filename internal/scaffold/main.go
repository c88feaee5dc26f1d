// Scaffold writes the four files of a new control: rule, test, and a failing and a passing example.
// Its annotation and fixtures fail until they are written.
//
//	go run ./internal/scaffold family/name
package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

//go:embed templates
var templates embed.FS

var name = regexp.MustCompile(`^([a-z]+)/([a-z][a-z0-9_]*)$`)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "scaffold: %v\n", err)
		os.Exit(1)
	}
}

func run(out io.Writer, args []string) error {
	if len(args) != 1 || !name.MatchString(args[0]) {
		return errors.New("write the control as family/name, in lower case: make new CONTROL=secrets/plaintext_env")
	}
	parts := name.FindStringSubmatch(args[0])
	control := struct{ Family, Name string }{parts[1], parts[2]}
	fixtures := filepath.Join("testdata", "controls", control.Family, control.Name)
	files := []struct{ template, path string }{
		{"rule.rego", filepath.Join("policies", control.Family, control.Name+".rego")},
		{"test.rego", filepath.Join("policies", control.Family, control.Name+"_test.rego")},
		{"fail.yaml", filepath.Join(fixtures, "fail", "example.yaml")},
		{"pass.yaml", filepath.Join(fixtures, "pass", "example.yaml")},
	}
	parsed, err := template.New("").Delims("[[", "]]").ParseFS(templates, "templates/*")
	if err != nil {
		return fmt.Errorf("parsing templates: %w", err)
	}
	for _, file := range files {
		if _, err := os.Stat(file.path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s already exists", file.path)
		}
	}
	for _, file := range files {
		var text strings.Builder
		if err := parsed.ExecuteTemplate(&text, file.template, control); err != nil {
			return fmt.Errorf("writing %s: %w", file.path, err)
		}
		if err := os.MkdirAll(filepath.Dir(file.path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file.path, []byte(text.String()), 0o644); err != nil {
			return err
		}
		fmt.Fprintln(out, file.path)
	}
	fmt.Fprintf(out, "Edit them until make test CONTROL=%s passes. No profile contains the control until you add it in\npolicies/profiles; make generate writes the rest.\n", args[0])
	return nil
}
