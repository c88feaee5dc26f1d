package control_test

import (
	"encoding/json"
	"testing"

	"github.com/guiderail/guiderail/harness/control"
)

func TestSeverities(t *testing.T) {
	if !(control.Info < control.Low && control.Low < control.Medium && control.Medium < control.High && control.High < control.Critical) {
		t.Error("the severities do not rise")
	}
	for _, name := range control.Severities() {
		severity, err := control.ParseSeverity(name)
		if err != nil || severity.String() != name {
			t.Errorf("%s: got %v, %v", name, severity, err)
		}
		if text, err := json.Marshal(severity); err != nil || string(text) != `"`+name+`"` {
			t.Errorf("%s: got %s, %v", name, text, err)
		}
	}
	if _, err := control.ParseSeverity("High"); err == nil {
		t.Error("High is not a name of a severity")
	}
}
