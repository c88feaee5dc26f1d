package azurereport_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/report/azurereport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func TestReport(t *testing.T) {
	for _, run := range reporttest.Runs(t) {
		t.Run(run.Name, func(t *testing.T) {
			var out strings.Builder
			reporttest.Write(t, azurereport.New(&out), run.Run, run.Results, run.Summary)
			reporttest.Golden(t, filepath.Join("testdata", run.Name+".txt"), out.String())
			for _, line := range strings.Split(out.String(), "\n") {
				if isCommand.MatchString(line) && !isOurs.MatchString(line) {
					t.Errorf("the agent would take this for a command: %q", line)
				}
			}
		})
	}
}

var (
	// isCommand is what the agent takes for a command: a line that has ##vso[ anywhere, or begins with ##[.
	isCommand = regexp.MustCompile(`##vso\[|^\s*##\[`)
	// isOurs is a command of ours. The agent looks for the first ##vso[, so that another one in the message is text.
	isOurs = regexp.MustCompile(`^##(\[group\]guiderail: all findings|\[endgroup\]|vso\[task\.logissue type=(error|warning);(sourcepath=[^;\]]+;)?(linenumber=\d+;)?(columnnumber=\d+;)?(code=[a-z0-9_.]+;)?\][^\r\n]*)$`)
)
