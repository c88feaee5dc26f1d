package recipe_test

import (
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/recipe"
	"github.com/guiderail/guiderail/harness/source"
)

func parse(file, text string) format.Parsed {
	return format.Set{recipe.New()}.Parse(&source.Document{File: file, Index: 1, Line: 1, Text: []byte(text)})
}

const mark = "\n# ufw\n"

// The value of a program is what it writes out.
func TestValue(t *testing.T) {
	for name, test := range map[string]struct{ file, text, path, want string }{
		"a resource":           {"recipes/a.rb", "package 'ufw'", "resources", `[{"attributes":{},"computed":[],"condition":"","is_named":true,"names":["ufw"],"type":"package"}]`},
		"attributes":           {"recipes/a.rb", "service 'ufw' do\n  action [:stop, :disable]\n  timeout 3\n  pattern node['x']\nend", "resources", `[{"attributes":{"action":["stop","disable"],"timeout":"3"},"computed":["pattern"],"condition":"","is_named":true,"names":["ufw"],"type":"service"}]`},
		"the last one counts":  {"recipes/a.rb", "service 'ufw' do\n  action :start\n  action :stop\nend", "resources", `[{"attributes":{"action":["stop"]},"computed":[],"condition":"","is_named":true,"names":["ufw"],"type":"service"}]`},
		"a platform":           {"recipes/a.rb", "if platform?('ubuntu')\n  package 'ufw'\nend", "resources", `[{"attributes":{},"computed":[],"condition":"platform","is_named":true,"names":["ufw"],"type":"package"}]`},
		"platforms":            {"recipes/a.rb", "os = node[:x]\ncase os\nwhen 'redhat', 'centos'\n  package 'ufw'\nend", "resources", `[{"attributes":{},"computed":[],"condition":"platform","is_named":true,"names":["ufw"],"type":"package"}]`},
		"a brace":              {"recipes/a.rb", "%w(ufw a).each { |x| package(x) { action :remove } }", "resources", `[{"attributes":{"action":["remove"]},"computed":[],"condition":"","is_named":true,"names":["ufw","a"],"type":"package"}]`},
		"two conditions":       {"recipes/a.rb", "if platform?('ubuntu') && node['x']\n  package 'ufw'\nend", "resources", `[{"attributes":{},"computed":[],"condition":"other","is_named":true,"names":["ufw"],"type":"package"}]`},
		"behind it":            {"recipes/a.rb", "package 'ufw' unless node['x']", "resources", `[{"attributes":{},"computed":[],"condition":"other","is_named":true,"names":["ufw"],"type":"package"}]`},
		"a variable":           {"recipes/a.rb", "name = 'ufw'\npackage name", "resources", `[{"attributes":{},"computed":[],"condition":"","is_named":true,"names":["ufw"],"type":"package"}]`},
		"what is computed":     {"recipes/a.rb", "package node['ufw']", "resources", `[{"attributes":{},"computed":[],"condition":"","is_named":false,"names":[],"type":"package"}]`},
		"what is filled in":    {"recipes/a.rb", "package \"ufw-#{x}\"", "resources", `[{"attributes":{},"computed":[],"condition":"","is_named":false,"names":[],"type":"package"}]`},
		"a loop":               {"recipes/a.rb", "%w(ufw a).each do |x|\n  package x\nend", "resources", `[{"attributes":{},"computed":[],"condition":"","is_named":true,"names":["ufw","a"],"type":"package"}]`},
		"a loop over others":   {"recipes/a.rb", "node['ufw'].each do |x|\n  package x\nend", "resources", `[{"attributes":{},"computed":[],"condition":"other","is_named":false,"names":[],"type":"package"}]`},
		"a loop over few":      {"recipes/a.rb", "list.each do |x|\n  package 'ufw'\nend", "resources", `[{"attributes":{},"computed":[],"condition":"other","is_named":true,"names":["ufw"],"type":"package"}]`},
		"parentheses":          {"recipes/a.rb", "include_recipe('ufw::default')", "includes", `[{"condition":"","name":"ufw::default"}]`},
		"settings":             {"attributes/a.rb", "node.override['firewall']['ufw']['on'] = false", "settings", `[{"condition":"","level":"override","name":"firewall.ufw.on","value":false}]`},
		"settings of others":   {"attributes/a.rb", "default['ufw'] = node['x']", "settings", `[{"condition":"","level":"default","name":"ufw"}]`},
		"hashes":               {"attributes/a.rb", "default['ufw'] = {\n  policy: { input: 'DROP' },\n  'a' => %w[b c],\n}", "settings", `[{"condition":"","level":"default","name":"ufw","value":{"a":["b","c"],"policy":{"input":"DROP"}}}]`},
		"a heredoc":            {"recipes/a.rb", "file 'ufw' do\n  content <<~EOS\n    a\n  EOS\nend", "resources", `[{"attributes":{"content":"    a"},"computed":[],"condition":"","is_named":true,"names":["ufw"],"type":"file"}]`},
		"comments and strings": {"recipes/a.rb", "=begin\npackage 'ufw'\n=end\n# package 'ufw'\nlog \"package 'ufw'\"", "resources", `[{"attributes":{},"computed":[],"condition":"","is_named":true,"names":["package 'ufw'"],"type":"log"}]`},
		"a guard":              {"recipes/a.rb", "service 'ufw' do\n  only_if { node['x'] }\nend", "resources", `[{"attributes":{},"computed":[],"condition":"other","is_named":true,"names":["ufw"],"type":"service"}]`},
		"within":               {"recipes/a.rb", "service 'ufw' do\n  if node['x']\n    action :stop\n  end\nend", "resources", `[{"attributes":{"action":["stop"]},"computed":[],"condition":"other","is_named":true,"names":["ufw"],"type":"service"}]`},
		"puppet":               {"a.pp", "service { 'ufw': ensure => stopped, enable => $x }", "resources", `[{"attributes":{"ensure":"stopped"},"computed":["enable"],"condition":"","is_named":true,"names":["ufw"],"type":"service"}]`},
		"several bodies":       {"a.pp", "package { 'ufw': ensure => absent; ['a', 'b']: }", "resources", `[{"attributes":{"ensure":"absent"},"computed":[],"condition":"","is_named":true,"names":["ufw"],"type":"package"},{"attributes":{},"computed":[],"condition":"","is_named":true,"names":["a","b"],"type":"package"}]`},
		"else":                 {"a.pp", "class a { if $x { } else { package { 'ufw': } } }", "resources", `[{"attributes":{},"computed":[],"condition":"other","is_named":true,"names":["ufw"],"type":"package"}]`},
		"a fact":               {"a.pp", "case $::osfamily { 'Debian', /x/: { package { 'ufw': } } default: {} }", "resources", `[{"attributes":{},"computed":[],"condition":"platform","is_named":true,"names":["ufw"],"type":"package"}]`},
		"a lambda":             {"a.pp", "$l = ['ufw']\n$l.each |$x| { package { $x: } }", "resources", `[{"attributes":{},"computed":[],"condition":"","is_named":true,"names":["ufw"],"type":"package"}]`},
		"a default":            {"a.pp", "Package { ensure => absent }\nPackage['ufw'] { ensure => absent }", "resources", `[]`},
		"a virtual one":        {"a.pp", "@package { 'ufw': }", "resources", `[{"attributes":{},"computed":[],"condition":"other","is_named":true,"names":["ufw"],"type":"package"}]`},
		"classes":              {"a.pp", "include ::ufw, a\ncontain 'b'\nclass { 'c': x => template(\"a\"), y => [1, undef], }", "includes", `[{"condition":"","name":"ufw"},{"condition":"","name":"a"},{"condition":"","name":"b"}]`},
		"parameters":           {"a.pp", "class a (String $ensure = 'absent') { package { 'ufw': ensure => $ensure } }", "resources", `[{"attributes":{},"computed":["ensure"],"condition":"","is_named":true,"names":["ufw"],"type":"package"}]`},
	} {
		parsed := parse(test.file, test.text+mark+"service 'ufw'\n")
		if strings.HasSuffix(test.file, ".pp") {
			parsed = parse(test.file, test.text+"\n/* x */")
		}
		if len(parsed.Artefacts) != 1 {
			t.Errorf("%s: %+v", name, parsed)
			continue
		}
		got := parsed.Artefacts[0].Value.Get(test.path).String()
		got = strings.Replace(got, `,{"attributes":{},"computed":[],"condition":"","is_named":true,"names":["ufw"],"type":"service"}]`, "]", 1)
		if got != test.want && !strings.HasPrefix(got, strings.TrimSuffix(test.want, "]")) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// Commands are those of a script, at their lines.
func TestCommands(t *testing.T) {
	parsed := parse("recipes/a.rb", "bash 'x' do\n  code <<-EOH\n    true\n    ufw enable\n  EOH\nend\nexecute 'ufw status'\nexecute 'y' do\n  command \"ufw allow #{port}\"\nend\n")
	if len(parsed.Artefacts) != 2 || parsed.Artefacts[1].Type != "script" {
		t.Fatalf("%+v", parsed)
	}
	for i, want := range []int{3, 4, 7} {
		if at := parsed.Artefacts[1].Position([]any{"commands", i}); at.Line != want {
			t.Errorf("command %d is at %s, want line %d", i, at, want)
		}
	}
}

func TestOthers(t *testing.T) {
	if parsed := parse("recipes/a.rb", "# ufw\npackage 'nginx'\n"); len(parsed.Artefacts) != 0 || len(parsed.Notices) != 1 {
		t.Errorf("%+v", parsed)
	}
	if parsed := parse("recipes/a.rb", "package 'ufw'\x00"); len(parsed.Errors) != 1 {
		t.Errorf("%+v", parsed)
	}
	if recipe.New().Detect("lib/a.rb", []byte("puts 1")) != 0 || recipe.New().Detect("a.rb", []byte("package 'ufw'")) == 0 {
		t.Error("other Ruby is told from recipes by its resources")
	}
}

// TestCut says of a program that broke off that it did.
func TestCut(t *testing.T) {
	for _, test := range []struct {
		file, text string
		want       bool
	}{
		{"recipes/a.rb", "service 'ufw' do\n  action [:enable, :start]\nend\n", false},
		{"recipes/a.rb", "if x\n  package 'ufw' if y\nend\nz = [1].map do |a|\n  a\nend\n# ufw\n", false},
		{"recipes/a.rb", "service 'ufw' do\n  action [:enable", true},
		{"recipes/a.rb", "service 'ufw' do\n  action :stop\n", true},
		{"a.pp", "service { 'ufw':\n  ensure => stopped,\n", true},
		{"a.pp", "service { 'ufw': ensure => running }\n", false},
	} {
		parsed := parse(test.file, test.text)
		if got := len(parsed.Notices) > 0; got != test.want {
			t.Errorf("%q: got %v", test.text, parsed.Notices)
		}
	}
}

// TestIdle leaves out what does nothing; what others may have act is not certain.
func TestIdle(t *testing.T) {
	const idle = "service 'ufw' do\n  action :nothing\nend\nexecute 'ufw disable' do\n  action :nothing\nend\n"
	for _, test := range []struct {
		file, text string
		resources  int
		condition  string
		total      int
	}{
		{"recipes/a.rb", idle, 0, "", 1},
		{"recipes/a.rb", idle + "file 'a' do\n  notifies :run, 'execute[ufw disable]'\nend\n", 3, "other", 2},
		{"a.pp", "service { 'ufw': ensure => stopped, noop => true }\n", 0, "", 1},
		{"a.pp", "service { 'ufw': ensure => stopped, noop => false }\n", 1, "", 1},
	} {
		parsed := parse(test.file, test.text)
		if len(parsed.Artefacts) != test.total {
			t.Errorf("%q: %+v", test.text, parsed)
			continue
		}
		resources := parsed.Artefacts[0].Value.Get("resources")
		if got := resources.At(0, "condition").TextOrEmpty(); resources.Len() != test.resources || got != test.condition {
			t.Errorf("%q: got %s", test.text, resources)
		}
	}
}

// TestSecretsElsewhere reads the commands of a program that is about something else.
func TestSecretsElsewhere(t *testing.T) {
	parsed := parse("recipes/a.rb", "execute 'mysql -uroot -phunter2'\n")
	if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Type != "script" || len(parsed.Notices) != 1 {
		t.Errorf("%+v", parsed)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"service 'ufw' do\n  action [:stop]\nend\n", "%w(ufw a).each { |x| package x }", "a <<~X\n#{\nX\n", "default['a']['ufw'] = { a: [",
		"class ufw { case $x { a: { b { 'c': d => { e => [1", "ufw }}}}]]]))) end end end", "'ufw", "ufw $l.each |$x| {", "ufw @(E)\n| E\n", "ufw %w(", "ufw if if if do do end",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, file := range []string{"recipes/a.rb", "a.pp"} {
			begin := time.Now()
			parse(file, text)
			if taken := time.Since(begin); taken > 5*time.Second {
				t.Errorf("%d bytes took %s", len(text), taken)
			}
		}
	})
}

// What is long or deep takes no longer than it must.
func TestHostile(t *testing.T) {
	for name, text := range map[string]string{
		"deep":     "ufw " + strings.Repeat("[", 100_000),
		"blocks":   "ufw\n" + strings.Repeat("if x\n", 50_000),
		"braces":   "class ufw " + strings.Repeat("{", 50_000),
		"nested":   "class ufw { " + strings.Repeat("if $x { ", 5_000),
		"quotes":   "ufw " + strings.Repeat("'a' \"b\" ", 50_000),
		"heredocs": "ufw\n" + strings.Repeat("a <<X\n", 20_000),
	} {
		begin := time.Now()
		for _, file := range []string{"recipes/a.rb", "a.pp"} {
			parse(file, text)
		}
		if taken := time.Since(begin); taken > 5*time.Second {
			t.Errorf("%s took %s", name, taken)
		}
	}
}
