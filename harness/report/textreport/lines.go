package textreport

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
)

// line is what one control finds in one object.
type line struct {
	control  *control.Control
	rows     string // the lines of the object's file: 17,19
	messages []string
	snippets []string
}

// maxRows is how many lines of the file are named for one control and object.
const maxRows = 5

// linesOf returns what the controls find in an object of a file, the worst first: once for each control, or finding by
// finding.
func linesOf(file string, findings []judge.Finding, each bool) []line {
	byControl := map[string][]judge.Finding{}
	var order []string
	for _, f := range findings {
		if byControl[f.Control.ID] == nil {
			order = append(order, f.Control.ID)
		}
		byControl[f.Control.ID] = append(byControl[f.Control.ID], f)
	}
	var lines []line
	for _, id := range order {
		together := [][]judge.Finding{byControl[id]}
		if each {
			together = slices.Collect(slices.Chunk(byControl[id], 1))
		}
		for _, found := range together {
			lines = append(lines, lineOf(file, found))
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.control.Severity, a.control.Severity) })
	return lines
}

func lineOf(file string, findings []judge.Finding) line {
	l := line{control: findings[0].Control}
	var shown places
	for _, f := range findings {
		number, added := shown.add(f.Position)
		if !added {
			continue
		}
		if strings.Contains(f.Snippet, ": ") && !strings.HasSuffix(f.Snippet, "***") && l.control.Severity >= control.High && len(l.snippets) < 2 {
			if f.Position.File != file || f.Position.Line == 0 {
				number = "rendered"
			}
			l.snippets = append(l.snippets, fmt.Sprintf("%s | %s", number, f.Snippet))
		}
	}
	l.rows = joined(shown.numbers[place{file: file}])
	l.messages = merged(file, findings)
	return l
}

// merged takes together the messages that say the same of several parts: `container "a", container "b": …`. What is not
// on a line of the object's file says where it is: `values.yaml:7,9: container "a": …`.
func merged(file string, findings []judge.Finding) []string {
	type said struct {
		place
		what string
	}
	type of struct {
		subjects []string
		named    map[string]bool
		places   places
	}
	parts := map[said]*of{}
	var order []said
	for _, f := range findings {
		subject, what, found := strings.Cut(f.Message, ": ")
		if !found {
			subject, what = "", f.Message
		}
		key := said{placeOf(f.Position), what}
		if parts[key] == nil {
			parts[key] = &of{named: map[string]bool{}}
			order = append(order, key)
		}
		if !parts[key].named[subject] {
			parts[key].named[subject] = true
			parts[key].subjects = append(parts[key].subjects, subject)
		}
		parts[key].places.add(f.Position)
	}
	var all []string
	for _, key := range order {
		subjects := strings.Join(parts[key].subjects, ", ")
		if subjects != "" {
			subjects += ": "
		}
		where := ""
		switch shown := parts[key].places; {
		case key.file == file && !key.isRendered:
		case key.file == file:
			where = rendered(shown.numbers[key.place]) + ": "
		case shown.String() != "":
			where = shown.String() + ": "
		}
		all = append(all, where+subjects+key.what)
	}
	return withoutRepeatedAdvice(all)
}

// withoutRepeatedAdvice leaves what to do to the last of the messages that say the same of it.
func withoutRepeatedAdvice(messages []string) []string {
	for i := range messages[:len(messages)-1] {
		what, advice, found := cutLast(messages[i], "; ")
		if _, next, _ := cutLast(messages[i+1], "; "); found && advice == next {
			messages[i] = what
		}
	}
	return messages
}

func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
