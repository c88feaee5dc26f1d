package source

import (
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Base returns the last step of a path, whatever system wrote it.
func Base(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// isRead reports whether a file of a directory is a source of its own, by its name or, where that has no ending, its first
// line.
func isRead(name string, info fs.FileInfo) bool {
	base := filepath.Base(name)
	return saysYAML(base) || isKustomization(base) || isKubeconfig(name) || isKnown(base) || ignoresFindings(base) || IsAnsibleConfiguration(base) ||
		ConfiguresHosts(name) || isInventory(name, info) ||
		isProgram(name, info)
}

// saysYAML reports whether one of the endings of a file's name says YAML or JSON, and it is not the signature of such a file.
func saysYAML(name string) bool {
	if slices.Contains([]string{".sig", ".asc"}, strings.ToLower(filepath.Ext(name))) {
		return false
	}
	return slices.ContainsFunc(strings.Split(name, ".")[1:], func(ending string) bool {
		switch strings.ToLower(ending) {
		case "yaml", "yml", "json":
			return true
		}
		return false
	})
}

// IsDockerfile reports whether a file is a Dockerfile, or Containerfile, by its name.
func IsDockerfile(name string) bool {
	name = strings.ToLower(Base(name))
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
	name = strings.ToLower(Base(name))
	return name == "jenkinsfile" || strings.HasPrefix(name, "jenkinsfile.") && !slices.Contains(others, filepath.Ext(name)) || strings.HasSuffix(name, ".jenkinsfile")
}

// IsTerraform reports whether a file is written in the language of Terraform and OpenTofu, by its name.
func IsTerraform(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{".tf", ".tofu", ".tf.json", ".tofu.json"}, func(ending string) bool { return strings.HasSuffix(name, ending) })
}

// replaced takes out the files of a module that OpenTofu does not read: those of Terraform beside which there is one of its
// own, with the same name and .tofu for .tf.
// Source: https://opentofu.org/docs/language/files/
func replaced(files []string) (read, unread []string) {
	for _, name := range files {
		stem, isJSON := strings.CutSuffix(name, ".json")
		own, isTerraform := strings.CutSuffix(stem, ".tf")
		if own += ".tofu"; isJSON {
			own += ".json"
		}
		if isTerraform && slices.Contains(files, own) {
			unread = append(unread, name)
		} else {
			read = append(read, name)
		}
	}
	return read, unread
}

// SetsVariables reports whether a file sets the variables of the module in its directory, or does so for whoever names it.
func SetsVariables(name string) bool {
	return strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")
}

// isBicep reports whether a file is a template in Bicep, by its name.
func isBicep(name string) bool { return strings.EqualFold(filepath.Ext(name), ".bicep") }

// isKubeconfig reports whether a file has a name that clients and kubeadm give to kubeconfigs, none of which says YAML.
func isKubeconfig(path string) bool {
	name := filepath.Base(path)
	switch {
	case name == "kubeconfig", strings.HasSuffix(name, ".kubeconfig"):
		return true
	case name == "config":
		return filepath.Base(filepath.Dir(path)) == ".kube"
	}
	return slices.Contains([]string{"admin.conf", "super-admin.conf", "kubelet.conf", "controller-manager.conf", "scheduler.conf"}, name)
}

// IsAnsibleConfiguration reports whether a file configures Ansible, by its name.
func IsAnsibleConfiguration(name string) bool {
	base := Base(name)
	return base == "ansible.cfg" || base == ".ansible.cfg"
}

// IsAnsibleInventory reports whether a file has a name that people give to inventories of Ansible, or is in a directory of
// them.
func IsAnsibleInventory(name string) bool {
	base := strings.ToLower(Base(name))
	stem, ending := base, path.Ext(base)
	if slices.Contains([]string{".ini", ".yml", ".yaml", ".cfg", ".inventory"}, ending) {
		stem = strings.TrimSuffix(base, ending)
	} else if ending != "" {
		return false
	}
	for _, word := range []string{"hosts", "inventory"} {
		if stem == word || strings.HasPrefix(stem, word+"-") || strings.HasPrefix(stem, word+"_") || strings.HasSuffix(stem, "-"+word) || strings.HasSuffix(stem, "_"+word) || ending == "."+word {
			return true
		}
	}
	steps := strings.Split(path.Dir(strings.ReplaceAll(name, `\`, "/")), "/")
	for _, step := range steps[max(len(steps)-2, 0):] {
		if step == "inventory" || step == "inventories" {
			return true
		}
	}
	return false
}

// isInventory reports whether a file of a directory is an inventory that no ending tells: one that speaks of Ansible, or
// has groups.
func isInventory(name string, info fs.FileInfo) bool {
	if !info.Mode().IsRegular() || info.Mode()&0o111 != 0 || !IsAnsibleInventory(name) {
		return false
	}
	head, err := beginning(name, maxProgram)
	return err == nil && groups().Match(head)
}

var groups = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*\[[\w.-]+(?::(?:vars|children))?\][ \t]*(?:[#;].*)?\r?$|\bansible_\w+=`)
})

// ConfiguresHosts reports whether a file is a manifest of Puppet, or a recipe or attributes of Chef, by its name.
func ConfiguresHosts(name string) bool {
	directory := filepath.Base(filepath.Dir(name))
	return filepath.Ext(name) == ".pp" || filepath.Ext(name) == ".rb" && (directory == "recipes" || directory == "attributes")
}

var ofHosts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)firewall|\bufw\b|iptables|nftables|unattended[-_]upgrade|auto-upgrades|dnf[-_]automatic|yum[-_]cron|apt-daily|APT::Periodic|\b(apt|apt-get|aptitude|yum|dnf|zypper|apk)\b[^\n]*\b(dist-upgrade|full-upgrade|upgrade|update|dup|patch)\b`)
})

// SpeaksOfHosts reports whether a program that configures hosts speaks of their firewall or their updates.
func SpeaksOfHosts(text []byte) bool { return ofHosts().Match(comments().ReplaceAll(text, nil)) }

var comments = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^[ \t]*#.*$`) })

// maxProgram is how much of a program that configures hosts is looked into, in bytes.
const maxProgram = 1 << 20

// speaksOfHosts reports whether a file does, or runs commands, in which there may be secrets.
func speaksOfHosts(name string) bool {
	head, err := beginning(name, maxProgram)
	return err != nil || SpeaksOfHosts(head) || runs().Match(head) // an error is said when it is read
}

var runs = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^[ \t]*(?:execute|bash|script|exec)\b`) })

// TrivyIgnore is the name of the file that tells Trivy what to ignore.
const TrivyIgnore = ".trivyignore"

// ignoresFindings reports whether a file tells a scanner of images what to ignore, although no ending says what is in it.
func ignoresFindings(name string) bool { return name == TrivyIgnore || name == ".snyk" }

// isKnown reports whether the name of a file alone tells its format, and that its text is one document.
func isKnown(name string) bool {
	return IsDockerfile(name) || IsScript(name) || IsJenkinsfile(name) || ConfiguresHosts(name)
}

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
	head, err := beginning(name, maxShebang)
	return err == nil && IsShell(head)
}

// beginning reads at most n bytes of a file.
func beginning(name string, n int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	return io.ReadAll(io.LimitReader(file, n))
}
