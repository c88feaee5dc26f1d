package harness_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/judge/text"
)

// TestReports has a run written in every format, more than once.
func TestReports(t *testing.T) {
	engine, err := harness.New(harness.Options{Controls: []string{"schema.unknown_field"}})
	if err != nil {
		t.Fatal(err)
	}
	run, err := engine.Check(t.Context(), harness.Bytes("a.yaml", []byte("{apiVersion: v1, kind: Pod, metadata: {name: a}, mistake: 1}")))
	if err != nil {
		t.Fatal(err)
	}
	formats := harness.Reports()
	if len(formats) < 12 || len(slices.Compact(slices.Sorted(slices.Values(formats)))) != len(formats) {
		t.Errorf("the formats are %q", formats)
	}
	for _, format := range formats {
		var first, second strings.Builder
		if err := errors.Join(run.Write(&first, format), run.Write(&second, format)); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		for _, want := range []string{"unknown_field", "mistake", "a.yaml"} {
			if !strings.Contains(strings.ReplaceAll(first.String(), `\_`, "_"), want) {
				t.Errorf("%s: want %s in\n%s", format, want, first.String())
			}
		}
		if format != "gitlab-sast" && first.String() != second.String() {
			t.Errorf("%s: the same run gives two reports", format)
		}
	}
	if err := run.Write(&strings.Builder{}, "xml"); err == nil || !strings.HasPrefix(err.Error(), `unknown format "xml"; use one of text, json, sarif, junit`) {
		t.Errorf("got %v", err)
	}
}

// TestReportsThatCannotBeWritten wants every format to say that its output is broken, wherever it breaks.
func TestReportsThatCannotBeWritten(t *testing.T) {
	engine, err := harness.New(harness.Options{Controls: []string{"schema.unknown_field"}})
	if err != nil {
		t.Fatal(err)
	}
	run, err := engine.Check(t.Context(), harness.Bytes("a.yaml", []byte("{apiVersion: v1, kind: Pod, metadata: {name: a}, mistake: 1}")))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range harness.Reports() {
		var whole strings.Builder
		if err := run.Write(&whole, format); err != nil {
			t.Fatal(err)
		}
		for room := 0; room < whole.Len(); room += 1 + whole.Len()/20 {
			if err := run.Write(&limited{room}, format); !errors.Is(err, errFull) {
				t.Errorf("%s: with room for %d of %d bytes: got %v", format, room, whole.Len(), err)
				break
			}
		}
	}
}

var errFull = errors.New("full")

// limited takes a number of bytes.
type limited struct{ room int }

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.room {
		return l.room, errFull
	}
	l.room -= len(p)
	return len(p), nil
}

// TestDuplicateKeysOfFormats: in whatever format a key stands twice, that is said, since the last one counts and hides the
// other.
func TestDuplicateKeysOfFormats(t *testing.T) {
	engine, err := harness.New(harness.Options{Controls: []string{text.DuplicateKey}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"report.json":   "{\"SchemaVersion\": 2, \"ArtifactName\": \"a\", \"ArtifactType\": \"container_image\",\n\"Results\": [{}],\n\"Results\": []}",
		"plan.json":     "{\"format_version\": \"1.2\",\n\"planned_values\": {\"a\": 1},\n\"planned_values\": {}}",
		"template.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nResources: {A: {Type: 'AWS::EKS::Cluster', Type: 'AWS::S3::Bucket'}}\n",
		"k3s.yaml":      "secrets-encryption: true\ncluster-init: true\nsecrets-encryption: false\n",
		"policy.json":   "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Effect\": \"Allow\"}]}",
		"playbook.yaml": "- hosts: all\n  become: false\n  become: true\n  tasks: []\n",
	} {
		run, err := engine.Check(t.Context(), harness.Bytes(name, []byte(content)))
		if err != nil {
			t.Fatal(err)
		}
		if len(run.Findings) != 1 || !strings.Contains(run.Findings[0].Message, "is already set on line") {
			t.Errorf("%s: got %v", name, run.Findings)
		}
	}
	run, err := engine.Check(t.Context(), harness.Bytes("k3s.yaml", []byte("secrets-encryption: true\n")))
	if err != nil || len(run.Findings) > 0 {
		t.Errorf("got %v, %v", run.Findings, err)
	}
}
