package script

import (
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// Places are the positions of values, by their paths as artefact.PathText writes them.
type Places map[string]artefact.Position

// Position returns the position of the value at a path, or of its nearest parent that has one.
func (p Places) Position(path []any) (artefact.Position, bool) {
	for n := len(path); n >= 0; n-- {
		if at, ok := p[artefact.PathText(path[:n])]; ok {
			return at, true
		}
	}
	return artefact.Position{}, false
}

// Value returns the commands as a list, and adds the positions of what is in it to places that are below a path.
func (c *Commands) Value(places Places, below ...any) value.Value {
	path := func(steps ...any) string { return artefact.PathText(append(below[:len(below):len(below)], steps...)) }
	commands := make([]value.Value, len(c.commands))
	for i, one := range c.commands {
		places[path(i)] = one.at
		words := make([]value.Value, len(one.words))
		for j, w := range one.words {
			places[path(i, "words", j)] = w.at
			words[j] = value.NewObject(w.members()...)
		}
		assignments := make([]value.Value, len(one.assignments))
		for j, a := range one.assignments {
			places[path(i, "assignments", j)] = a.at
			assignments[j] = value.NewObject(append(a.members(), value.Member{Name: "name", Value: value.NewText(a.name)})...)
		}
		redirections := make([]value.Value, len(one.redirections))
		for j, r := range one.redirections {
			if r.at.File != "" {
				places[path(i, "redirections", j)] = r.at
			}
			members := append(r.members(), value.Member{Name: "operator", Value: value.NewText(r.operator)})
			if r.content != nil {
				if r.content.at.File != "" {
					places[path(i, "redirections", j, "content")] = r.content.at
				}
				members = append(members, value.Member{Name: "content", Value: value.NewObject(r.content.members()...)})
			}
			redirections[j] = value.NewObject(members...)
		}
		calls := make([]value.Value, len(one.calls))
		for j, call := range one.calls {
			calls[j] = value.NewObject(
				value.Member{Name: "program", Value: value.NewText(call.program)}, value.Member{Name: "start", Value: value.NewInt(call.start)},
			)
		}
		members := []value.Member{
			{Name: "words", Value: value.NewList(words...)},
			{Name: "assignments", Value: value.NewList(assignments...)},
			{Name: "redirections", Value: value.NewList(redirections...)},
			{Name: "calls", Value: value.NewList(calls...)},
			{Name: "pipeline", Value: value.NewInt(one.pipeline)},
			{Name: "is_ignored", Value: value.NewBoolean(one.isIgnored)},
		}
		if one.within >= 0 {
			members = append(members, value.Member{Name: "within", Value: value.NewInt(one.within)})
		}
		if one.how != "" {
			members = append(members, value.Member{Name: "how", Value: value.NewText(one.how)})
		}
		commands[i] = value.NewObject(append(members, one.members...)...)
	}
	return value.NewList(commands...)
}

func (w word) members() []value.Member {
	return []value.Member{
		{Name: "text", Value: value.NewText(w.text)}, {Name: "is_known", Value: value.NewBoolean(w.isKnown)},
		{Name: "is_script", Value: value.NewBoolean(w.isScript)},
	}
}
