package jsonreport_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/jsonreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func TestReport(t *testing.T) {
	run, results, summary := reporttest.Run(t)
	rendered, renderedResults, renderedSummary := reporttest.Rendered(t)
	for name, test := range map[string]struct {
		run     *report.Run
		results []report.Result
		summary *report.Summary
		options jsonreport.Options
	}{
		"run":               {run, results, summary, jsonreport.Options{}},
		"empty":             {&report.Run{Catalogue: run.Catalogue}, nil, &report.Summary{}, jsonreport.Options{}},
		"verdicts":          {run, results, summary, jsonreport.Options{Verdicts: true}},
		"rendered":          {rendered, renderedResults, renderedSummary, jsonreport.Options{}},
		"verdicts_of_empty": {&report.Run{Catalogue: run.Catalogue}, nil, &report.Summary{}, jsonreport.Options{Verdicts: true}},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			reporttest.Write(t, jsonreport.New(&out, test.options), test.run, test.results, test.summary)
			reporttest.Golden(t, filepath.Join("testdata", name+".json"), out.String())

			decoder := json.NewDecoder(strings.NewReader(out.String()))
			decoder.DisallowUnknownFields()
			var document jsonreport.Document
			if err := decoder.Decode(&document); err != nil {
				t.Error(err)
			}
		})
	}
}
