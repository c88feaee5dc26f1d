package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	measured, err := parsePercent("\tgithub.com/guiderail/guiderail/harness\t\tcoverage: 90.0% of statements\n\tgithub.com/guiderail/guiderail/harness/new\t\tcoverage: 10.0% of statements\n\tgithub.com/guiderail/guiderail/harness/none\t\tcoverage: [no statements]\n")
	if err != nil {
		t.Fatal(err)
	}
	floors, err := parseFloors("# a comment\nharness 90.1\nharness/gone 50\n")
	if err != nil {
		t.Fatal(err)
	}
	got := errors.Join(compare(floors, measured, &bytes.Buffer{})...).Error()
	want := "harness: 90.0% of its statements are reached by tests, and must be at least 90.1%\n" +
		"harness/new has no floor; run: make cover COVER=-update\n" +
		"harness/gone has a floor, and no statements"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := string(raised(floors, measured)); !strings.HasSuffix(got, "\nharness 90.1\nharness/new 9.5\n") {
		t.Errorf("raised to\n%s", got)
	}
	if _, err := parsePercent(""); err == nil {
		t.Error("nothing measured is no error")
	}
	if _, err := parseFloors("harness\n"); err == nil {
		t.Error("a floor without a percentage is no error")
	}
}
