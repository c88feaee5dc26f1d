package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// IsDockerfile reports whether a file is a Dockerfile, or Containerfile, by its name.
func IsDockerfile(name string) bool {
	name = strings.ToLower(filepath.Base(strings.ReplaceAll(name, `\`, "/")))
	for _, word := range []string{"dockerfile", "containerfile"} {
		switch rest, begins := strings.CutPrefix(name, word); {
		case name == word || strings.HasSuffix(name, "."+word):
			return true
		case begins && strings.ContainsAny(rest[:1], ".-_"):
			return !slices.Contains(others, filepath.Ext(name))
		}
	}
	return false
}

// others are endings of files about Dockerfiles.
var others = []string{
	".dockerignore", ".containerignore", ".md", ".rst", ".txt", ".go", ".py", ".js", ".ts", ".rb", ".sh", ".yaml", ".yml", ".json", ".toml",
	".lock", ".rego", ".html", ".orig", ".rej", ".patch", ".diff", ".sha256", ".asc", ".sig", ".log", ".vim", ".lua", ".snap", ".golden",
}

// IsTemplate reports whether a file is a template that a program makes another file from, by its name.
func IsTemplate(name string) bool {
	return slices.Contains([]string{".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".erb", ".in", ".mustache", ".m4", ".ejs", ".gotmpl", ".hbs"}, strings.ToLower(filepath.Ext(name)))
}

// IsScript reports whether a file is a shell script, by its name.
func IsScript(name string) bool {
	return slices.Contains([]string{".sh", ".bash", ".ksh", ".zsh", ".dash"}, strings.ToLower(filepath.Ext(name)))
}

// IsJenkinsfile reports whether a file is a pipeline of Jenkins, by its name.
func IsJenkinsfile(name string) bool {
	name = strings.ToLower(filepath.Base(strings.ReplaceAll(name, `\`, "/")))
	return name == "jenkinsfile" || strings.HasPrefix(name, "jenkinsfile.") && !slices.Contains(others, filepath.Ext(name)) || strings.HasSuffix(name, ".jenkinsfile")
}

// isKnown reports whether the name of a file alone tells its format, and that its text is one document.
func isKnown(name string) bool { return IsDockerfile(name) || IsScript(name) || IsJenkinsfile(name) }

var shebang = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\xef\xbb\xbf)?#![ \t]*(?:/\S+/)?(?:env[ \t]+(?:-\S+[ \t]+)*)?(?:ba|da|a|k|mk|z)?sh(?:[ \t\r\n]|$)`)
})

// isShell reports whether the first line of a text says that a shell runs it.
func isShell(text []byte) bool { return shebang().Match(text) }

// IsShell reports whether a text is a shell script, by its first line.
func IsShell(text []byte) bool {
	return len(text) > 2 && (text[0] == '#' || text[0] == 0xef) && isShell(text[:min(len(text), maxShebang)])
}

// isProgram reports whether a file without an ending is a shell script that can be run.
func isProgram(name string, info fs.FileInfo) bool {
	if filepath.Ext(name) != "" || !info.Mode().IsRegular() || info.Mode()&0o111 == 0 {
		return false
	}
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // nothing was written
	head := make([]byte, maxShebang)
	n, _ := file.Read(head)
	return IsShell(head[:n])
}
