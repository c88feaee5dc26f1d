package report

import (
	"fmt"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Place returns a position as text, with the line of what was rendered where that is another file.
func Place(at artefact.Position) string {
	if at.Line > 0 && at.RenderedFrom != at.File && at.Rendered() != "" {
		return fmt.Sprintf("%s (%s)", at, at.Rendered())
	}
	return at.String()
}
