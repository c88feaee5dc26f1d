// Package ansible reads Ansible's playbooks, tasks, roles, variables, inventories and configuration.
//
// A playbook is the list of its plays, as it is written. What its plays include of the files around it is added where it
// is included: the tasks of a file or role stand in the field tasks of what includes them, those of a role with handlers,
// defaults, role_vars and dependencies.
package ansible

import (
	"bytes"
	"cmp"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "ansible"

// Format is the format. It is safe for concurrent use.
type Format struct{ yaml *kubernetes.Format }

// New makes the format.
func New() *Format { return &Format{kubernetes.New()} }

// Type returns the type of the artefacts.
func (f *Format) Type() string { return Type }

// Detect returns how likely it is that a document is in the format.
func (f *Format) Detect(name string, head []byte) int {
	switch {
	case source.IsAnsibleConfiguration(name), isINI(name, head), bytes.HasPrefix(head, []byte("$ANSIBLE_VAULT;")):
		return 2
	case holdsVariables(name), beginsList(head):
		return 2
	case bytes.Contains(head, []byte("hosts:")) && (bytes.Contains(head, []byte("all:")) || source.IsAnsibleInventory(name)), bytes.Contains(head, []byte("plugin:")):
		return 2 // an inventory
	}
	return 0
}

// beginsList reports whether the first thing in a text is a list.
func beginsList(head []byte) bool {
	for len(head) > 0 {
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
		switch {
		case len(line) == 0, line[0] == '#', line[0] == '%', bytes.Equal(line, []byte("---")):
			head = rest
			continue
		}
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("---")))
		return bytes.HasPrefix(line, []byte("- ")) || bytes.Equal(line, []byte("-")) ||
			bytes.HasPrefix(line, []byte("[")) && bytes.Contains(head, []byte(`"hosts"`))
	}
	return false
}

var variables = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(^|/)((group|host)_vars/[^/]+(/[^/]+)*|(defaults|vars|meta)/main(\.ya?ml)?|roles/[^/]+/(defaults|vars)/([^/]+/)*[^/]+|vars/[^/]+\.ya?ml|(vars|vault)\.ya?ml)$`)
})

// holdsVariables reports whether a file has variables, by where Ansible looks for them.
func holdsVariables(name string) bool { return variables().MatchString(filepath.ToSlash(name)) }

// Parse reads a document as one artefact.
func (f *Format) Parse(d *source.Document) format.Parsed {
	if source.IsAnsibleConfiguration(d.File) {
		return f.configuration(d)
	}
	if isINI(d.File, d.Text) {
		return f.inventory(d)
	}
	if bytes.HasPrefix(bytes.TrimSpace(d.Text), []byte("$ANSIBLE_VAULT;")) {
		return format.Parsed{Notices: []artefact.Notice{{Position: d.Position(d.Line, 1), Message: "is encrypted with Ansible Vault, and is not judged"}}}
	}
	roots, errs := f.yaml.Roots(d, nil)
	if len(roots) == 0 {
		// A playbook that cannot be read is an error; what else begins with a list may be anything.
		return format.Parsed{Errors: errs, IsOther: len(errs) == 0 || !saysHosts().Match(d.Text)}
	}
	var parsed format.Parsed
	for _, root := range roots {
		p := &project{format: f, document: d, left: maxFiles}
		p.mount(nil, root.Locator, nil)
		kind, v := "", root.Value
		switch {
		case isPlaybook(v):
			kind, v = "Playbook", p.playbook(v)
		case areTasks(v) && isRole(d.File):
			kind, v = "Role", p.roleAlone(v)
		case areTasks(v):
			kind = "Tasks"
		case isVariables(d.File, v):
			kind, v = "Variables", p.variables(v)
		case v.Get("plugin").TextOrEmpty() != "" && (source.IsAnsibleInventory(d.File) || bytes.Contains(d.Text, []byte("keyed_groups"))):
			parsed.Notices = append(parsed.Notices, artefact.Notice{Position: d.Position(d.Line, 1), Message: "is a dynamic inventory of Ansible, whose hosts and variables no file shows"})
			continue
		default:
			return format.Parsed{IsOther: true}
		}
		parsed.Artefacts = append(parsed.Artefacts, &artefact.Artefact{
			Ref:      artefact.Ref{Type: Type, Kind: kind, Name: name(d.File, kind)},
			Document: d.Index, Unit: cmp.Or(d.Unit, d.File), Value: v, Problems: root.Problems, Origin: root.Origin, Locator: p.mounts,
		})
		// The tasks of other files are read there where files are looked for, and else here.
		applied := &objects{d, p.mounts, &parsed}
		if d.Met {
			v, applied.locator = root.Value, root.Locator
		}
		if kind != "Variables" {
			applied.in(v, nil)
		}
	}
	parsed.Errors = errs
	return parsed
}

// name returns what an artefact is called: the role, or the file with its directory where every role has one of its name.
func name(file, kind string) string {
	steps := strings.Split(strings.TrimPrefix(filepath.ToSlash(file), "/"), "/")
	base := steps[len(steps)-1]
	base = strings.TrimSuffix(base, path.Ext(base))
	switch {
	case kind == "Role" && len(steps) > 2:
		return strings.Clone(steps[len(steps)-3])
	case base == "main" && len(steps) > 2:
		return strings.Join(append(steps[len(steps)-3:len(steps)-1:len(steps)-1], base), "/")
	}
	return strings.Clone(base)
}

// saysHosts finds plays in what cannot be read.
var saysHosts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^(- *|  )(hosts|import_playbook): *[^\s\[{]`)
})

// isPlaybook reports whether a value is a list of plays.
func isPlaybook(v value.Value) bool {
	for _, item := range v.Items() {
		switch {
		case item.Get("import_playbook").Exists(), item.Get("ansible.builtin.import_playbook").Exists():
		case item.Get("hosts").Exists() && isPlay(item):
		default:
			return false
		}
	}
	return v.Len() > 0 && v.Kind() == value.List
}

// isPlay reports whether something with hosts is a play and nothing else that has them, such as the rule of a router.
func isPlay(v value.Value) bool {
	for _, field := range []string{"tasks", "roles", "pre_tasks", "post_tasks", "handlers", "become", "gather_facts", "vars", "vars_files", "connection", "remote_user", "name", "user", "sudo", "serial", "strategy", "environment"} {
		if v.Get(field).Exists() {
			return true
		}
	}
	return false
}

// isKeyword finds the fields of a task that say how it is run. Whatever else it has is the module.
var isKeyword = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(name|when|become|become_(user|method|exe|flags)|notify|register|loop|loop_control|tags|vars|block|rescue|always|delegate_to|delegate_facts|environment|no_log|ignore_errors|ignore_unreachable|changed_when|failed_when|check_mode|diff|until|retries|delay|listen|run_once|any_errors_fatal|throttle|timeout|module_defaults|collections|args|connection|port|remote_user|async|poll|debugger|first_available_file|sudo|sudo_user|local_action|action|with_\w+)$`)
})

// areTasks reports whether a value is a list of tasks, each with one module.
func areTasks(v value.Value) bool {
	if v.Kind() != value.List || v.Len() == 0 {
		return false
	}
	certain := false
	for _, item := range v.Items() {
		modules := 0
		for key := range item.Members() {
			if !isKeyword().MatchString(key) {
				modules++
				certain = certain || isModule().MatchString(key)
			}
		}
		switch {
		case item.Get("block").Kind() == value.List || item.Get("action").Exists() || item.Get("local_action").Exists():
			certain = true
			modules++
		}
		if modules != 1 {
			return false
		}
	}
	return certain
}

// isModule finds the names of modules that a list of something else hardly has: with a collection, or well known.
var isModule = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([a-z][a-z0-9_]*(\.[a-z0-9_]+){2,}|apt|apt_key|apt_repository|yum|yum_repository|dnf|dnf5|package|command|shell|raw|script|service|systemd|systemd_service|copy|template|file|lineinfile|blockinfile|replace|get_url|uri|unarchive|git|pip|user|group|authorized_key|cron|mount|sysctl|ufw|firewalld|iptables|set_fact|debug|assert|fail|stat|include|include_vars|(include|import)_(tasks|role)|meta|setup|wait_for|reboot|hostname|zypper|pacman|apk|homebrew|seboolean|selinux|modprobe|docker_container|k8s|helm|unattended_upgrades|mysql_user|mysql_db|postgresql_user)$`)
})

// isRole reports whether a file is the entry of a role: tasks/main.yml.
func isRole(file string) bool {
	steps := strings.Split(filepath.ToSlash(file), "/")
	return len(steps) > 1 && steps[len(steps)-2] == "tasks" && (steps[len(steps)-1] == "main.yml" || steps[len(steps)-1] == "main.yaml")
}

// isVariables reports whether a value has variables: by its file, or as an inventory.
func isVariables(file string, v value.Value) bool {
	if v.Kind() != value.Object || v.Get("apiVersion").Exists() || v.Get("$schema").Exists() {
		return false
	}
	if holdsVariables(file) {
		return true
	}
	if all := v.Get("all"); all.Get("hosts").Kind() == value.Object || all.Get("children").Kind() == value.Object {
		return true
	}
	return isInventory(file, v)
}
