package dockerfile_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/dockerfile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// parse reads a text as a file with a name.
func parse(name, text string) format.Parsed {
	var all format.Parsed
	f := dockerfile.New()
	for document, err := range source.Bytes(name, []byte(text)).Documents(source.Limits{}) {
		if err != nil {
			all.Errors = append(all.Errors, err)
			continue
		}
		parsed := f.Parse(document)
		all.Artefacts = append(all.Artefacts, parsed.Artefacts...)
		all.Notices = append(all.Notices, parsed.Notices...)
		all.Errors = append(all.Errors, parsed.Errors...)
	}
	return all
}

// TestShape holds the value against what conftest 0.71.0 shows of the same file.
func TestShape(t *testing.T) {
	text := "ARG A=1\n# hello\nFROM alpine AS b\nENV A=b C=\"d e\"\nENV X y z\nONBUILD RUN echo x\nRUN [\"a\",\"b\"]\n" +
		"RUN --mount=type=secret,id=x cat <<EOF && b\nfoo\nEOF\nCOPY --from=b a b c\nLABEL a=b\nHEALTHCHECK CMD x\nEXPOSE 80\n"
	const want = `[{"Cmd":"arg","Flags":[],"JSON":false,"Stage":0,"SubCmd":"","Value":["A=1"]},{"Cmd":"comment","Flags":null,"JSON":false,"Stage":0,"SubCmd":"","Value":["hello"]},{"Cmd":"from","Flags":[],"JSON":false,"Stage":0,"SubCmd":"","Value":["alpine","AS","b"]},{"Cmd":"env","Flags":[],"JSON":false,"Stage":0,"SubCmd":"","Value":["A","b","=","C","\"d e\"","="]},{"Cmd":"env","Flags":[],"JSON":false,"Stage":0,"SubCmd":"","Value":["X","y z",""]},{"Cmd":"onbuild","Flags":[],"JSON":false,"Stage":0,"SubCmd":"RUN","Value":["echo x"]},{"Cmd":"run","Flags":[],"JSON":true,"Stage":0,"SubCmd":"","Value":["a","b"]},{"Cmd":"run","Flags":["--mount=type=secret,id=x"],"JSON":false,"Stage":0,"SubCmd":"","Value":["cat <<EOF && b"]},{"Cmd":"copy","Flags":["--from=b"],"JSON":false,"Stage":0,"SubCmd":"","Value":["a","b","c"]},{"Cmd":"label","Flags":[],"JSON":false,"Stage":0,"SubCmd":"","Value":["a","b","="]},{"Cmd":"healthcheck","Flags":[],"JSON":false,"Stage":0,"SubCmd":"","Value":["CMD","x"]},{"Cmd":"expose","Flags":[],"JSON":false,"Stage":0,"SubCmd":"","Value":["80"]}]`
	parsed := parse("Dockerfile", text)
	if len(parsed.Artefacts) != 2 || len(parsed.Errors)+len(parsed.Notices) > 0 {
		t.Fatalf("%+v", parsed)
	}
	if got := string(parsed.Artefacts[0].Value.JSON()); got != want {
		t.Errorf("got %s", got)
	}
}

// words lists the words of a script's commands, with their places.
func words(a *artefact.Artefact) []string {
	var all []string
	for i, c := range a.Value.Get("commands").Items() {
		var line []string
		for j, w := range c.Get("words").Items() {
			at := a.Position([]any{"commands", i, "words", j})
			line = append(line, fmt.Sprintf("%d:%d %s", at.Line, at.Column, w.Get("text").TextOrEmpty()))
		}
		all = append(all, strings.Join(line, " | "))
	}
	return all
}

func TestCommands(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"continued, with comments": {
			"FROM a\nRUN --mount=type=cache,target=/x \\\n  # why\n\n  b \\\n  # more\n  'c d' && \\\n  e\n",
			[]string{"5:3 b | 7:3 c d", "8:3 e"},
		},
		"here-document that is the script":     {"FROM a\nRUN <<EOF\nb c\n  d\nEOF\nRUN e\n", []string{"3:1 b | 3:3 c", "4:3 d", "6:5 e"}},
		"here-document behind continued flags": {"FROM a\nRUN --mount=target=/a \\\n    --mount=target=/b  \\\n  <<EOT\nset -e\n\nb\nEOT\n", []string{"5:1 set | 5:5 -e", "7:1 b"}},
		"here-document of a command":           {"FROM a\nRUN cat <<EOF >/b && c\ntext\nEOF\n", []string{"2:5 cat", "2:22 c"}},
		"several":                              {"FROM a\nRUN <<A cat && b <<C\nx\nA\ny\nC\n", []string{"2:9 cat", "2:16 b"}},
		"JSON":                                 {"FROM a\nRUN [\"sh\", \"-c\", \"b c\"]\n", []string{"2:7 sh | 2:13 -c | 2:19 b c", "2:19 b | 2:19 c"}},
		"program cmd":                          {"FROM a\nRUN cmd x\nCMD cmd y\nHEALTHCHECK --interval=5s CMD c d\n", []string{"2:5 cmd | 2:9 x", "3:5 cmd | 3:9 y", "4:31 c | 4:33 d"}},
		"trigger":                              {"FROM a\nONBUILD RUN b\n", []string{"2:13 b"}},
		"nothing that it runs":                 {"FROM a\nHEALTHCHECK NONE\n", nil},
		"escape":                               {"# escape=`\nFROM a\nRUN b `\n  c\n", []string{"3:5 b | 4:3 c"}},
		"white space after the sign":           {"FROM a\nRUN b \\  \n  c\n", []string{"2:5 b | 3:3 c"}},
		"CRLF":                                 {"FROM a\r\nRUN b \\\r\n  c\r\n", []string{"2:5 b | 3:3 c"}},
		"byte order mark":                      {"\ufeffFROM a\nRUN b\n", []string{"2:5 b"}},
		"markers of YAML":                      {"FROM a\nCOPY <<EOF /b\n---\na: b\n...\nEOF\nRUN c\n", []string{"7:5 c"}},
		"another script":                       {"FROM a\nRUN <<EOF\n#!/usr/bin/python3\nprint(1)\nEOF\n", nil},
		"a shell's script":                     {"FROM a\nRUN <<-\"EOF\"\n#!/bin/bash\nb\nEOF\n", []string{"4:1 b"}},
		"PowerShell":                           {"FROM a\nSHELL [\"C:\\\\x\\\\PowerShell.exe\", \"-Command\"]\nRUN b\nFROM c\nRUN d\n", []string{"5:5 d"}},
	} {
		parsed := parse("Dockerfile", test.text)
		if len(parsed.Errors) > 0 {
			t.Errorf("%s: %v", name, parsed.Errors)
		}
		var got []string
		if len(parsed.Artefacts) == 2 {
			got = words(parsed.Artefacts[1])
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
		if skips := strings.Contains(test.text, "python") || strings.Contains(test.text, "SHELL"); skips != (len(parsed.Notices) > 0) {
			t.Errorf("%s: notices %v", name, parsed.Notices)
		}
	}
}

// TestPositions makes files of instructions whose values are all different, and wants each value where it is written.
func TestPositions(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var b strings.Builder
		b.WriteString("FROM base\n")
		number := 0
		word := func() string { number++; return fmt.Sprintf("w%dä", number) }
		gap := func() string {
			return []string{" ", "  ", "\t", " \\\n", " \\\n  # note\n  ", " \\ \n\t"}[random.IntN(6)]
		}
		for range 1 + random.IntN(8) {
			switch random.IntN(6) {
			case 0:
				b.WriteString("ENV" + gap() + word() + "=" + word() + gap() + word() + "=\"" + word() + "\"\n")
			case 1:
				b.WriteString("  COPY --chown=" + word() + gap() + word() + gap() + word() + "\n")
			case 2:
				b.WriteString("RUN " + word() + gap() + word() + "\n")
			case 3:
				b.WriteString("# " + word() + "\nexpose" + gap() + word() + "\n")
			case 4:
				b.WriteString("CMD [\"" + word() + "\", \"" + word() + "\"]\n")
			case 5:
				b.WriteString("COPY <<EOF /" + word() + "\n" + word() + "\nEOF\n")
			}
		}
		text := b.String()
		parsed := parse("Dockerfile", text)
		if len(parsed.Errors) > 0 {
			t.Fatalf("%v\n%s", parsed.Errors, text)
		}
		lines := strings.Split(text, "\n")
		for _, a := range parsed.Artefacts {
			everywhere(a.Value, nil, func(path []any, v value.Value) {
				written, ok := v.Text()
				at := a.Position(path)
				if !ok || !strings.Contains(written, "w") || at.Line < 1 {
					return
				}
				if len(path) == 4 && path[3] == "Value" || !strings.HasPrefix(written, "w") {
					return
				}
				rest := string([]rune(lines[at.Line-1])[at.Column-1:])
				first := strings.FieldsFunc(written, func(r rune) bool { return r == ' ' || r == '\t' })[0]
				if !strings.HasPrefix(strings.TrimLeft(rest, `"# `), first) {
					t.Fatalf("%v is %q and its place %s, where %q stands, in\n%s", path, written, at, rest, text)
				}
			})
		}
	}
}

func everywhere(v value.Value, path []any, visit func(path []any, v value.Value)) {
	visit(path, v)
	for i, item := range v.Items() {
		everywhere(item, append(path[:len(path):len(path)], i), visit)
	}
	for name, item := range v.Members() {
		if name != "Cmd" && name != "text" {
			everywhere(item, append(path[:len(path):len(path)], name), visit)
		} else if name == "text" {
			visit(path, item)
		}
	}
}

func TestNotRead(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"no FROM":           {"Dockerfile", "RUN a\n", "has no FROM"},
		"unknown":           {"Dockerfile", "FROM a\nFOO b\n", ":2: is not a valid Dockerfile: unknown instruction"},
		"open document":     {"Dockerfile", "FROM a\nRUN <<EOF\nb\n", "unterminated heredoc"},
		"no shell":          {"Dockerfile", "FROM a\nRUN b (\n", "is not valid shell"},
		"template":          {"Dockerfile.j2", "FROM {{ base }}\n", "is a template"},
		"zero byte":         {"Dockerfile", "FROM a\nRUN \x00\n", ":2: is binary"},
		"no UTF-8":          {"Dockerfile", "FROM a\nRUN \xff\n", ":2: is not valid UTF-8"},
		"deep":              {"Dockerfile", "FROM a\nRUN " + strings.Repeat("(", 10_000) + "\n", "levels deep"},
		"a very long line":  {"Dockerfile", "FROM a\nRUN " + strings.Repeat("a", 100_000) + "\n", "is not a valid Dockerfile"},
		"many stages":       {"Dockerfile", strings.Repeat("FROM a\n", 1001), ":1001: has more stages than the limit, which is 1000"},
		"a flag of nothing": {"Dockerfile", "FROM a\nCOPY --foo=b c d\n", ":2: is not a valid Dockerfile"},
	} {
		parsed := parse(test.file, test.text)
		var said []string
		for _, err := range parsed.Errors {
			said = append(said, err.Error())
		}
		for _, notice := range parsed.Notices {
			said = append(said, notice.Position.String()+": "+notice.Message)
		}
		if len(said) == 0 || !strings.Contains(strings.Join(said, "\n"), test.want) {
			t.Errorf("%s: said %q", name, said)
		}
	}
}

func TestDetect(t *testing.T) {
	f := dockerfile.New()
	for name, test := range map[string]struct {
		file, text string
		want       bool
	}{
		"name":            {"a/Dockerfile", "", true},
		"other name":      {"a/Containerfile", "", true},
		"ending":          {"app.Dockerfile", "", true},
		"begin":           {"Dockerfile.dev", "", true},
		"a dash":          {"dockerfile-dev", "", true},
		"ignore file":     {"Dockerfile.dockerignore", "*", false},
		"program":         {"dockerfile_test.go", "package a", false},
		"content":         {"x", "# syntax=docker/dockerfile:1\n\nFROM alpine:3 AS a\nRUN b\n", true},
		"argument first":  {"x", "arg A=b\nfrom $A\n", true},
		"with a platform": {"x", "FROM --platform=linux/amd64 a:1\n", true},
		"YAML":            {"x", "from: a\n", false},
		"prose":           {"x", "From here on, all is well.\n", false},
		"mail":            {"x", "From a@example.org Mon Sep 17 00:00:00 2001\n", false},
		"SQL":             {"x", "FROM a\nSELECT b", true}, // as far as the first instruction tells
	} {
		if got := f.Detect(test.file, []byte(test.text)) > 0; got != test.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"FROM a\nRUN b \\\n # c\n d\n", "FROM a\nRUN <<EOF\nb\nEOF\n", "FROM a\nENV A=b C=\"d\"\n", "# escape=`\nFROM a\nRUN b `\n c\n",
		"FROM a\nRUN [\"sh\", \"-c\", \"b\"]\n", "ONBUILD RUN <<A <<B\nA\nB\n", "FROM a\nHEALTHCHECK CMD a\nCMD b",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		parsed := parse("Dockerfile", string(input))
		var at []artefact.Position
		for _, err := range parsed.Errors {
			at = append(at, err.Position)
		}
		for _, notice := range parsed.Notices {
			at = append(at, notice.Position)
		}
		for _, a := range parsed.Artefacts {
			everywhere(a.Value, nil, func(path []any, _ value.Value) { at = append(at, a.Position(path)) })
		}
		for _, p := range at {
			if p.File != "Dockerfile" || p.Line < 1 || p.Line > strings.Count(string(input), "\n")+strings.Count(string(input), "\r")+1 {
				t.Errorf("position %s", p)
			}
		}
	})
}
