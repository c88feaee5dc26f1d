package jsonreport

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"

	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// verdicts keeps the verdicts until the findings are written, which come first in the document. They say the same of
// most artefacts, so that they are kept compressed: a long run does not accumulate much.
type verdicts struct {
	kept       bytes.Buffer
	compressor *gzip.Writer
	artefacts  int
}

func newVerdicts() *verdicts {
	v := &verdicts{}
	v.compressor = gzip.NewWriter(&v.kept)
	return v
}

func (v *verdicts) add(run *report.Run, j *judge.Judgement) error {
	all := make(map[string]judge.Verdict, len(run.Controls))
	for _, c := range run.Controls {
		all[c.ID] = judge.NotApplicable // one that does not match the kind was not asked
	}
	for id, verdict := range j.Verdicts {
		all[id] = verdict
	}
	text, err := json.MarshalIndent(Verdicts{j.Ref, j.Position, j.Document, all}, "    ", "  ")
	if err != nil {
		return fmt.Errorf("writing verdicts: %w", err)
	}
	separator := "\n    "
	if v.artefacts > 0 {
		separator = ",\n    "
	}
	v.artefacts++
	_, err = fmt.Fprintf(v.compressor, "%s%s", separator, text)
	return err
}

// write writes the field of the document.
func (v *verdicts) write(w io.Writer) error {
	if err := v.compressor.Close(); err != nil {
		return fmt.Errorf("writing verdicts: %w", err)
	}
	text, err := gzip.NewReader(&v.kept)
	if err != nil {
		return fmt.Errorf("writing verdicts: %w", err)
	}
	if _, err := io.WriteString(w, ",\n  \"verdicts\": ["); err != nil {
		return err
	}
	if _, err := io.Copy(w, text); err != nil {
		return err
	}
	end := "\n  ]"
	if v.artefacts == 0 {
		end = "]"
	}
	_, err = io.WriteString(w, end)
	return err
}
