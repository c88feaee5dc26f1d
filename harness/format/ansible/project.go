package ansible

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

const (
	// maxFiles is how many files are read around one, and maxDepth how deep they include each other.
	maxFiles = 300
	maxDepth = 12
	// maxSiblings is how many files of a directory are looked into for the playbook that imports one.
	maxSiblings = 50
	// maxTemplate is how long a template is that is looked into, in bytes.
	maxTemplate = 64 << 10
)

// project reads what a file includes of those around it.
type project struct {
	format   *Format
	document *source.Document
	mounts   mounts
	left     int // files that may still be read
	// roleFolders and collectionFolders are those that ansible.cfg names.
	roleFolders, collectionFolders []string
	// importing are the playbooks that are being read, each imported by the one before.
	importing []string
}

// mounts finds positions in the files that values were read from.
type mounts []mount

type mount struct {
	path    []any // where the value stands
	within  []any // where it stands in its file
	locator artefact.Locator
}

// Position returns the position of the value at a path, in the file that it was read from.
func (m mounts) Position(path []any) (artefact.Position, bool) {
	best := -1
	for i := range m {
		if len(m[i].path) <= len(path) && slices.Equal(m[i].path, path[:len(m[i].path)]) && (best < 0 || len(m[i].path) > len(m[best].path)) {
			best = i
		}
	}
	if best < 0 {
		return artefact.Position{}, false
	}
	return m[best].locator.Position(slices.Concat(m[best].within, path[len(m[best].path):]))
}

func (p *project) mount(path []any, locator artefact.Locator, within []any) {
	p.mounts = append(p.mounts, mount{slices.Clone(path), within, locator})
}

func to(path []any, steps ...any) []any { return slices.Concat(path, steps) }

// read reads a file, and gives it a place in the value. It returns nothing for what cannot be read or is no YAML.
func (p *project) read(file string, path []any) value.Value {
	text := p.text(file, p.document.Limits.OrDefault().Document)
	if text == nil {
		return value.Value{}
	}
	roots, _ := p.format.yaml.Roots(&source.Document{File: file, Index: 1, Line: 1, Text: text, Limits: p.document.Limits}, nil)
	if len(roots) != 1 {
		return value.Value{}
	}
	p.mount(path, roots[0].Locator, nil)
	return roots[0].Value
}

func (p *project) text(file string, most int) []byte {
	if !p.document.IsLocal || p.left <= 0 || strings.Contains(file, "{{") {
		return nil
	}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > int64(most) {
		return nil
	}
	p.left--
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return text
}

// first reads the first file that is there.
func (p *project) first(path []any, files ...string) (value.Value, string) {
	for _, file := range files {
		if v := p.read(file, path); v.Exists() {
			return v, file
		}
	}
	return value.Value{}, ""
}

// playbook adds to plays what they include.
func (p *project) playbook(v value.Value) value.Value {
	directory := filepath.Dir(p.document.File)
	importer := ""
	if p.document.Met {
		importer = p.importer(directory)
	}
	p.configure(directory)
	return p.plays(v, nil, directory, importer, 0)
}

// plays does the same for the plays of one file.
func (p *project) plays(v value.Value, at []any, directory, importer string, depth int) value.Value {
	plays := slices.Clone(v.Items())
	for i, play := range plays {
		path := to(at, i)
		if play.Kind() != value.Object {
			continue
		}
		if imported := p.imported(play, path, directory, depth); imported.Exists() {
			plays[i] = play.With(value.Member{Name: "plays", Value: imported})
			continue
		}
		if importer != "" {
			play = play.With(value.Member{Name: "imported_by", Value: value.NewText(importer)})
		}
		for _, section := range []string{"pre_tasks", "tasks", "post_tasks", "handlers"} {
			if list := play.Get(section); list.Kind() == value.List {
				play = play.With(value.Member{Name: section, Value: p.tasks(list, to(path, section), directory, 0)})
			}
		}
		if list := play.Get("roles"); list.Kind() == value.List {
			play = play.With(value.Member{Name: "roles", Value: p.roles(list, to(path, "roles"), directory, 0)})
		}
		if around := p.around(play, path, directory); len(around) > 0 && play.Kind() == value.Object {
			play = play.With(around...)
		}
		plays[i] = play
	}
	return value.NewList(plays...)
}

// around returns the variables and the configuration that a play is run with.
func (p *project) around(play value.Value, path []any, directory string) []value.Member {
	var added, groups []value.Member
	names := []string{"all"}
	if hosts := play.Get("hosts").TextOrEmpty(); plainName().MatchString(hosts) && hosts != "all" {
		names = append(names, hosts)
	}
	for _, name := range names {
		for _, root := range []string{directory, filepath.Join(directory, ".."), filepath.Join(directory, "inventory"), filepath.Join(directory, "inventories")} {
			base := filepath.Join(root, "group_vars", name)
			v, _ := p.first(to(path, "group_vars", name), base+".yml", base+".yaml", filepath.Join(base, "main.yml"), filepath.Join(base, "vars.yml"), base)
			if v.Kind() == value.Object {
				groups = append(groups, value.Member{Name: name, Value: v})
				break
			}
			base = filepath.Join(root, "host_vars", name)
			v, _ = p.first(to(path, "group_vars", name), base+".yml", base+".yaml", filepath.Join(base, "main.yml"), filepath.Join(base, "vars.yml"))
			if v.Kind() == value.Object && name != "all" {
				groups = append(groups, value.Member{Name: name, Value: v})
				break
			}
		}
	}
	if len(groups) > 0 {
		added = append(added, value.Member{Name: "group_vars", Value: value.NewObject(groups...)})
	}
	if read, _ := p.readConfiguration(directory); read.locator != nil {
		p.mount(to(path, "configuration"), read.locator, nil)
		added = append(added, value.Member{Name: "configuration", Value: read.value})
	}
	if vars := p.inventoried(names, directory); vars.Len() > 0 {
		added = append(added, value.Member{Name: "inventory_vars", Value: vars})
	}
	return append(added, p.varsFiles(play, path, directory)...)
}

// varsFiles reads the files of variables that a play names: those that are judged where they are, and the others, which
// nothing but the play tells from any other file.
func (p *project) varsFiles(play value.Value, path []any, directory string) []value.Member {
	var known, others []value.Member
	for i, entry := range play.Get("vars_files").Items() {
		candidates := entry.Items()
		if entry.Kind() != value.List {
			candidates = []value.Value{entry}
		}
		for _, candidate := range candidates {
			file := candidate.TextOrEmpty()
			if file == "" || filepath.IsAbs(file) {
				continue
			}
			file = filepath.Join(directory, file)
			name, list := "vars_of_files", &known
			if !holdsVariables(file) {
				name, list = "vars_of_other_files", &others
			}
			if v := p.read(file, to(path, name, strconv.Itoa(i))); v.Kind() == value.Object {
				*list = append(*list, value.Member{Name: strconv.Itoa(i), Value: v})
				break
			}
		}
	}
	var members []value.Member
	if len(known) > 0 {
		members = append(members, value.Member{Name: "vars_of_files", Value: value.NewObject(known...)})
	}
	if len(others) > 0 {
		members = append(members, value.Member{Name: "vars_of_other_files", Value: value.NewObject(others...)})
	}
	return members
}

// readConfiguration reads the nearest ansible.cfg, and says in which directory it is.
func (p *project) readConfiguration(directory string) (configuration, string) {
	for _, above := range []string{"", "..", "../.."} {
		root := filepath.Join(directory, above)
		file := filepath.Join(root, "ansible.cfg")
		if text := p.text(file, maxTemplate); text != nil {
			return readConfiguration(file, string(text)), root
		}
	}
	return configuration{}, ""
}

// configure finds where ansible.cfg has roles and collections.
func (p *project) configure(directory string) {
	read, root := p.readConfiguration(directory)
	folders := func(names ...string) []string {
		var found []string
		for _, name := range names {
			for _, folder := range strings.Split(read.value.At("defaults", name).TextOrEmpty(), ":") {
				if folder = strings.TrimSpace(folder); folder != "" && !filepath.IsAbs(folder) && folder[0] != '~' {
					found = append(found, filepath.Join(root, folder))
				}
			}
		}
		return found
	}
	p.roleFolders, p.collectionFolders = folders("roles_path"), folders("collections_path", "collections_paths")
}

// imported reads the playbook that an entry imports.
func (p *project) imported(entry value.Value, path []any, directory string, depth int) value.Value {
	file := importedFile(entry)
	if file == "" || filepath.IsAbs(file) || depth > maxDepth {
		return value.Value{}
	}
	file = filepath.Join(directory, file)
	if file == filepath.Clean(p.document.File) || slices.Contains(p.importing, file) {
		return value.Value{} // it imports itself
	}
	p.importing = append(p.importing, file)
	defer func() { p.importing = p.importing[:len(p.importing)-1] }()
	under := to(path, "plays")
	if v := p.read(file, under); isPlaybook(v) {
		return p.plays(v, under, filepath.Dir(file), "", depth+1)
	}
	return value.Value{}
}

// importedFile returns the file that an entry of a playbook imports; "" for a play.
func importedFile(entry value.Value) string {
	for _, key := range []string{"import_playbook", "ansible.builtin.import_playbook"} {
		if file := entry.Get(key).TextOrEmpty(); file != "" {
			file, _, _ = strings.Cut(strings.TrimSpace(file), " ")
			return file
		}
	}
	return ""
}

// importer returns the playbook beside this one, or above it, that imports it; "" if there is none.
func (p *project) importer(directory string) string {
	own, err := filepath.Abs(p.document.File)
	if err != nil {
		return ""
	}
	base := []byte(filepath.Base(own))
	for _, above := range []string{"", ".."} {
		root := filepath.Join(directory, above)
		files, _ := filepath.Glob(filepath.Join(root, "*.y*ml"))
		for _, file := range files[:min(len(files), maxSiblings)] {
			other, err := filepath.Abs(file)
			if err != nil || other == own {
				continue
			}
			if text := p.text(file, maxTemplate); text != nil && bytes.Contains(text, []byte("import_playbook")) && bytes.Contains(text, base) {
				roots, _ := p.format.yaml.Roots(&source.Document{File: file, Index: 1, Line: 1, Text: text, Limits: p.document.Limits}, nil)
				for _, r := range roots {
					for _, entry := range r.Value.Items() {
						if name := importedFile(entry); name != "" && filepath.Join(filepath.Dir(other), name) == own {
							return filepath.Base(file)
						}
					}
				}
			}
		}
	}
	return ""
}

var plainName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+$`) })

// tasks adds to tasks what they include.
func (p *project) tasks(v value.Value, path []any, directory string, depth int) value.Value {
	if depth > maxDepth || v.Kind() != value.List {
		return v
	}
	tasks := slices.Clone(v.Items())
	for i, task := range tasks {
		at := to(path, i)
		for _, part := range []string{"block", "rescue", "always"} {
			if list := task.Get(part); list.Kind() == value.List {
				task = task.With(value.Member{Name: part, Value: p.tasks(list, to(at, part), directory, depth+1)})
			}
		}
		if repeated := p.repeated(task, at, directory, depth); repeated.Exists() {
			tasks[i] = task.With(value.Member{Name: "tasks", Value: repeated})
			continue
		}
		for key, argument := range task.Members() {
			switch key = strings.TrimPrefix(strings.TrimPrefix(key, "ansible.builtin."), "ansible.legacy."); key {
			case "import_tasks", "include_tasks", "include":
				file := argument.TextOrEmpty()
				if file == "" {
					file = argument.Get("file").TextOrEmpty()
				}
				file, _, _ = strings.Cut(strings.TrimSpace(file), " ")
				if file == "" || filepath.IsAbs(file) {
					continue
				}
				under := to(at, "tasks")
				candidates := []string{filepath.Join(directory, file)}
				if filepath.Base(directory) != "tasks" {
					candidates = append(candidates, filepath.Join(directory, "tasks", file))
				}
				if list, found := p.first(under, candidates...); list.Kind() == value.List {
					task = task.With(value.Member{Name: "tasks", Value: p.tasks(list, under, filepath.Dir(found), depth+1)})
				}
			case "import_role", "include_role":
				if role := argument.Get("name").TextOrEmpty(); role != "" {
					from := argument.Get("tasks_from").TextOrEmpty()
					task = p.role(task, role, from, at, directory, depth+1)
				}
			}
		}
		tasks[i] = task
	}
	return value.NewList(tasks...)
}

// repeated returns the tasks that one includes in a loop over a list that is written out: what it includes for each item.
func (p *project) repeated(task value.Value, at []any, directory string, depth int) value.Value {
	var items []value.Value
	for _, field := range []string{"loop", "with_items", "with_list"} {
		items = append(items, task.Get(field).Items()...)
	}
	if len(items) == 0 || len(items) > maxSiblings {
		return value.Value{}
	}
	for key, argument := range task.Members() {
		short := strings.TrimPrefix(strings.TrimPrefix(key, "ansible.builtin."), "ansible.legacy.")
		if short != "include_role" && short != "include_tasks" || !item().MatchString(argument.String()) {
			continue
		}
		var included []value.Value
		for _, one := range items {
			name := one.TextOrEmpty()
			if name == "" {
				return value.Value{}
			}
			named := value.Member{Name: key, Value: filled(argument, name)}
			included = append(included, value.NewObject(named))
		}
		return p.tasks(value.NewList(included...), to(at, "tasks"), directory, depth+1)
	}
	return value.Value{}
}

var item = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{\{\s*item\s*\}\}`) })

// filled puts an item into the texts of an argument.
func filled(argument value.Value, name string) value.Value {
	if s, ok := argument.Text(); ok {
		return value.NewText(item().ReplaceAllLiteralString(s, name))
	}
	if argument.Kind() != value.Object {
		return argument
	}
	var members []value.Member
	for field, v := range argument.Members() {
		members = append(members, value.Member{Name: field, Value: filled(v, name)})
	}
	return value.NewObject(members...)
}

// roles adds to the roles of a play what they do.
func (p *project) roles(v value.Value, path []any, directory string, depth int) value.Value {
	entries := slices.Clone(v.Items())
	for i, entry := range entries {
		name := entry.TextOrEmpty()
		if name == "" {
			name = entry.Get("role").TextOrEmpty()
		}
		if name == "" {
			name = entry.Get("name").TextOrEmpty()
		}
		if name == "" {
			continue
		}
		whole := entry
		if entry.Kind() != value.Object {
			whole = value.NewObject(value.Member{Name: "role", Value: entry})
		}
		if read := p.role(whole, name, entry.Get("tasks_from").TextOrEmpty(), to(path, i), directory, depth+1); read.Get("tasks").Exists() {
			entries[i] = read
		}
	}
	return value.NewList(entries...)
}

// role adds to what names a role what it does. It changes nothing where the role is not there.
func (p *project) role(entry value.Value, name, from string, path []any, directory string, depth int) value.Value {
	if depth > maxDepth || !roleName().MatchString(name) || strings.Contains(name, "..") {
		return entry
	}
	for _, root := range p.rolesNamed(name, directory) {
		if info, err := os.Stat(root); !p.document.IsLocal || err != nil || !info.IsDir() {
			continue
		}
		if members := p.parts(root, from, path, depth); len(members) > 0 {
			return entry.With(members...)
		}
	}
	return entry
}

// rolesNamed lists where a role may be. Its name may have a collection before it.
func (p *project) rolesNamed(name, directory string) []string {
	var roots []string
	parts := strings.Split(name, ".")
	above := []string{"roles", "../roles", "../../roles", "../..", "../../../roles"}
	for _, folder := range above {
		roots = append(roots, filepath.Join(directory, folder, name))
	}
	if root := filepath.Join(directory, "../.."); filepath.Base(filepath.Dir(directory)) == "molecule" && p.isCalled(root, parts[len(parts)-1]) {
		roots = append(roots, root) // the tests of a role stand in it
	}
	for _, folder := range p.roleFolders {
		roots = append(roots, filepath.Join(folder, name))
	}
	if len(parts) == 3 {
		within := filepath.Join("ansible_collections", parts[0], parts[1], "roles", parts[2])
		for _, folder := range p.collectionFolders {
			roots = append(roots, filepath.Join(folder, within))
		}
		for _, folder := range []string{"collections", "../collections", "../../collections", "../../../collections"} {
			roots = append(roots, filepath.Join(directory, folder, within))
		}
	}
	return roots
}

// isCalled reports whether the role in a directory has a name, as Galaxy would give it.
func (p *project) isCalled(root, name string) bool {
	for _, file := range []string{"main.yml", "main.yaml"} {
		for line := range strings.SplitSeq(string(p.text(filepath.Join(root, "meta", file), maxTemplate)), "\n") {
			if key, written, ok := strings.Cut(strings.TrimSpace(line), ":"); ok && key == "role_name" && strings.Trim(strings.TrimSpace(written), `"'`) == name {
				return true
			}
		}
	}
	return false
}

var roleName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_./-]+$`) })

// parts reads what a role is made of.
func (p *project) parts(root, from string, path []any, depth int) []value.Member {
	if from == "" {
		from = "main"
	}
	from = strings.TrimSuffix(strings.TrimSuffix(from, ".yml"), ".yaml")
	base := filepath.Join(root, "tasks", from)
	tasks, _ := p.first(to(path, "tasks"), base+".yml", base+".yaml")
	if tasks.Kind() != value.List {
		return nil
	}
	return append(p.beside(root, path, depth), value.Member{Name: "tasks", Value: p.tasks(tasks, to(path, "tasks"), filepath.Join(root, "tasks"), depth+1)})
}

// beside reads what stands beside the tasks of a role.
func (p *project) beside(root string, path []any, depth int) []value.Member {
	var members []value.Member
	add := func(name string, v value.Value) {
		if v.Exists() {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	main := func(part string) []string {
		return []string{filepath.Join(root, part, "main.yml"), filepath.Join(root, part, "main.yaml")}
	}
	for part, name := range map[string]string{"defaults": "defaults", "vars": "role_vars"} {
		if v, _ := p.first(to(path, name), main(part)...); v.Kind() == value.Object {
			add(name, v)
		}
	}
	if v, _ := p.first(to(path, "handlers"), main("handlers")...); v.Kind() == value.List {
		add("handlers", p.tasks(v, to(path, "handlers"), filepath.Join(root, "handlers"), depth+1))
	}
	if v, _ := p.first(to(path, "meta"), main("meta")...); v.Get("dependencies").Len() > 0 {
		under := to(path, "dependencies")
		p.mount(under, p.mounts[len(p.mounts)-1].locator, []any{"dependencies"})
		add("dependencies", p.roles(v.Get("dependencies"), under, filepath.Dir(root), depth+1))
	}
	add("templates", p.templates(root))
	return members
}

var aboutUpdates = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)periodic|upgrades|automatic|nftables|nft`) })

// templates reads the files that a role copies to hosts and that say whether updates are installed or a firewall is up.
func (p *project) templates(root string) value.Value {
	var members []value.Member
	for _, directory := range []string{"files", "templates"} {
		entries, _ := os.ReadDir(filepath.Join(root, directory))
		for _, entry := range entries {
			if aboutUpdates().MatchString(entry.Name()) {
				if text := p.text(filepath.Join(root, directory, entry.Name()), maxTemplate); text != nil {
					members = append(members, value.Member{Name: entry.Name(), Value: value.NewText(strings.ToValidUTF8(string(text), "\ufffd"))})
				}
			}
		}
	}
	if len(members) == 0 {
		return value.Value{}
	}
	return value.NewObject(members...)
}

// roleAlone returns a role that is judged without a play.
func (p *project) roleAlone(v value.Value) value.Value {
	tasks := filepath.Dir(p.document.File)
	p.mounts[0] = mount{[]any{"tasks"}, nil, p.mounts[0].locator}
	members := []value.Member{
		{Name: "ansible", Value: value.NewText("role")},
		{Name: "tasks", Value: p.tasks(v, []any{"tasks"}, tasks, 0)},
	}
	if p.document.IsLocal {
		members = append(p.beside(filepath.Dir(tasks), nil, 0), members...)
	}
	return value.NewObject(members...)
}

// variables returns variables so that they are not taken for anything else.
func (p *project) variables(v value.Value) value.Value {
	p.mounts[0] = mount{[]any{"variables"}, nil, p.mounts[0].locator}
	return value.NewObject(value.Member{Name: "ansible", Value: value.NewText("variables")}, value.Member{Name: "variables", Value: v})
}
