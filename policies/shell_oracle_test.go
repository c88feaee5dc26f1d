package policies_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/format/script"
	"github.com/guiderail/guiderail/harness/source"
)

// splitter makes command lines of the forms that people write, and asks for what a library finds in them: in the command of
// a container, which the library takes apart itself since Gatekeeper has no parser for shell, and in a script, which a
// parser took apart.
type splitter struct {
	random *rand.Rand
	ask    func(query string, arguments ...any) any
}

func (s *splitter) one(options ...string) string { return options[s.random.IntN(len(options))] }

// held returns a text as the command of a container, and as a script.
func (s *splitter) held(t *testing.T, text string) (container, split any) {
	t.Helper()
	container = map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "p"}, "spec": map[string]any{
		"containers": []any{map[string]any{"name": "c", "command": []any{"sh", "-c"}, "args": []any{text}}},
	}}
	parsed := script.New().Parse(&source.Document{File: "a.sh", Index: 1, Line: 1, Text: []byte(text)})
	if len(parsed.Errors) > 0 || len(parsed.Artefacts) != 1 {
		t.Fatalf("%q is no shell: %v", text, parsed.Errors)
	}
	if err := json.Unmarshal(parsed.Artefacts[0].Value.JSON(), &split); err != nil {
		t.Fatal(err)
	}
	return container, split
}

// TestRestoresAgainstShell holds the calls of X-Road's restore scripts that are found in a container's text against those of
// the parser.
func TestRestoresAgainstShell(t *testing.T) {
	s := &splitter{rand.New(rand.NewPCG(3, 4)), evaluator(t)}
	const query = `[[restore.script, restore.flags, count(restore.options)] | some restore in data.lib.guiderail.restore_call.restores]`
	for range 150 {
		name := s.one("restore_xroad_proxy_configuration.sh", "/usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh")
		call := name
		for range 1 + s.random.IntN(4) {
			call += s.one(" ", "  ", " \\\n  ") + s.one("-N", "-P", "-F", "-NF", "–P", "'-N'", `"-F"`, "-s FI/a/b", "-f '/x/b.gpg'", "-f b", `-f "$FILE"`, "$OPTIONS", "-b")
		}
		text := s.one("", "set -e\n", "# "+name+" -N -P\n", "echo "+name+" -N\n", "cd /x && ", "sudo ", "exec ", "VAR=1 ", "if true; then ") + call
		if strings.HasPrefix(text, "if ") {
			text += "; fi"
		}
		text += s.one("", "\n", " || exit 1", "; ls -NP", " # -N -P", " > /tmp/-N", " | tee -N", " && echo -F", "\n# end -N")
		container, split := s.held(t, text)
		got := s.ask("{x | some x in "+query+" } with input as input[0]", container)
		want := s.ask("{x | some x in "+query+" } with input as input[0]", split)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: in a container %v, by the parser %v", text, got, want)
		}
	}
}

// TestSecretsAgainstShell holds whether a secret is found in a container's text against whether one is in what the parser
// makes of it.
func TestSecretsAgainstShell(t *testing.T) {
	s := &splitter{rand.New(rand.NewPCG(5, 6)), evaluator(t)}
	for range 60 {
		secret := s.one("hunter2", "'hunter2'", `"hunter2"`, "$PASS", `"${PASS}"`, `"$(cat /x)"`, "''")
		call := s.one(
			"run --password="+secret, "run --password "+secret, "mysql -uroot -p"+secret, "DB_PASSWORD="+secret+" run", "export API_TOKEN="+secret,
			"sshpass -p "+secret+" ssh host", "curl -u app:"+secret+" https://example.org", "run --mode=x y", "curl -H \"Authorization: Bearer abc123def\" u",
			"redis-cli -a "+secret, "env PGPASSWORD="+secret+" psql",
		)
		text := s.one("", "set -e\n", "# run --password hunter3\n", "cd /x && ", "if true; then\n  ls; fi\n", "sudo -u app ")
		if strings.HasSuffix(text, "sudo -u app ") && (strings.HasPrefix(call, "DB_") || strings.HasPrefix(call, "export")) {
			text = ""
		}
		text += call + s.one("", "\n", " || true", " > /x", " | tee /y", "; ls")
		container, split := s.held(t, text)
		found := func(input any) any {
			return s.ask(`count(data.guiderail.secrets.command_args.violation) > 0 with input as input[0]`, input)
		}
		if got, want := found(container), found(split); got != want {
			t.Errorf("%q: in a container %v, by the parser %v", text, got, want)
		}
	}
}
