package kubernetes_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

const blockStyle = `apiVersion: v1
kind: Pod
metadata:
  name: x
  annotations: {a: b, "c": d}
spec:
  containers:
    - name: one
      image:   nginx
      args: [a, 'b']
    -
      name: two
      command:
      - sh
      - |
        echo
  empty:
  quoted: "é" # ünïcode
  "key é": {é: ü, b: c}
  numbers: {0x10: a, yes: b, 1.5: c}
`

const aliasStyle = `apiVersion: v1
kind: Pod
base: &base
  image: nginx
  ports:
    - 80
  list: &list [a, b]
plain: &plain text
alias: *base
deep:
  - *list
  - *plain
merged:
  <<: *base
  own: x
twice:
  <<: [{image: first, more: 1}, *base]
over:
  image: before
  <<: *base
*plain : keyed
`

func TestPosition(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want map[string]string // path as JSON → line:column
	}{
		"block style": {blockStyle, map[string]string{
			`[]`:                                    "1:1",
			`["kind"]`:                              "2:7",
			`["absent"]`:                            "1:1",
			`["metadata"]`:                          "3:1",
			`["metadata","name"]`:                   "4:9",
			`["metadata","labels"]`:                 "3:1",
			`["metadata","labels","app"]`:           "3:1",
			`["metadata","annotations"]`:            "5:16",
			`["metadata","annotations","c"]`:        "5:28",
			`["metadata","annotations","absent"]`:   "5:16",
			`["metadata",0]`:                        "3:1",
			`["spec","containers"]`:                 "7:3",
			`["spec","containers",0]`:               "8:7",
			`["spec","containers",0,"image"]`:       "9:16",
			`["spec","containers",0,"args",1]`:      "10:17",
			`["spec","containers",0,"absent"]`:      "8:7",
			`["spec","containers",1]`:               "12:7",
			`["spec","containers",1,"command"]`:     "13:7",
			`["spec","containers",1,"command",1]`:   "15:9",
			`["spec","containers",2]`:               "7:3",
			`["spec","containers",-1]`:              "7:3",
			`["spec","containers","0"]`:             "7:3",
			`["spec","empty"]`:                      "17:3",
			`["spec","empty","below"]`:              "17:3",
			`["spec","quoted"]`:                     "18:11",
			`["spec","key é"]`:                      "19:12",
			`["spec","key é","b"]`:                  "19:22",
			`["spec","numbers","16"]`:               "20:19",
			`["spec","numbers","true"]`:             "20:27",
			`["spec","numbers","1.5"]`:              "20:35",
			`["spec","containers",0,"image","a",5]`: "9:16",
		}},
		"aliases": {aliasStyle, map[string]string{
			`["base"]`:            "3:1",
			`["alias"]`:           "9:8",
			`["alias","image"]`:   "4:10",
			`["alias","ports",0]`: "6:7",
			`["alias","ports"]`:   "5:3",
			`["alias","absent"]`:  "9:8",
			`["deep",0]`:          "11:5",
			`["deep",0,1]`:        "7:19",
			`["deep",1]`:          "12:5",
			`["merged","image"]`:  "4:10",
			`["merged","own"]`:    "15:8",
			`["merged"]`:          "13:1",
			`["twice","image"]`:   "17:16",
			`["twice","more"]`:    "17:29",
			`["twice","ports"]`:   "5:3",
			`["over","image"]`:    "4:10",
			`["text"]`:            "21:10",
			`["plain"]`:           "8:8",
		}},
		"duplicate keys": {"apiVersion: v1\nkind: Pod\na: 1\na: 2\n", map[string]string{`["a"]`: "4:4"}},
		"CRLF":           {strings.ReplaceAll(blockStyle, "\n", "\r\n"), map[string]string{`["spec","quoted"]`: "18:11", `["spec","containers",1,"command",1]`: "15:9"}},
		"lone CR":        {strings.ReplaceAll(blockStyle, "\n", "\r"), map[string]string{`["spec","quoted"]`: "18:11", `["spec","containers",1,"command",1]`: "15:9"}},
		"JSON": {"{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Pod\", \"é\\u00e9\": [1, {\"a\" : \"é\", \"b\":true}],\r\n\t\"spec\": {\n  \"c\": null\n}}\n", map[string]string{
			`[]`:             "1:1",
			`["kind"]`:       "3:11",
			`["éé"]`:         "3:29",
			`["éé",0]`:       "3:30",
			`["éé",1]`:       "3:33",
			`["éé",1,"a"]`:   "3:40",
			`["éé",1,"b"]`:   "3:49",
			`["spec"]`:       "4:10",
			`["spec","c"]`:   "5:8",
			`["spec","b"]`:   "4:10",
			`["metadata",1]`: "1:1",
		}},
		"JSON minified":   {`{"apiVersion":"v1","kind":"Pod","spec":{"é":"x","b":[1,2]}}`, map[string]string{`["spec","b",1]`: "1:56", `["spec"]`: "1:40"}},
		"JSON, marker":    {"---\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n\"a\":1}", map[string]string{`["a"]`: "3:5", `[]`: "2:1"}},
		"JSON with LS":    {"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"a\":\"\u2028\",\n\"b\": 1}", map[string]string{`["b"]`: "2:6"}},
		"JSON, lone CR":   {"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\r\"b\": 1}", map[string]string{`["b"]`: "2:6"}},
		"U+2028 and such": {"# a\u2028apiVersion: v1\u0085kind: Pod\nb:\u2029  c: d\n  e: f\n", map[string]string{`["kind"]`: "1:26", `["b","c"]`: "2:9", `["b","e"]`: "3:6"}},
		"markers":         {"--- # x\napiVersion: v1\nkind: Pod\n...\n", map[string]string{`["kind"]`: "3:7"}},
		"tags":            {"apiVersion: v1\nkind: Pod\na: !!str &x 1\n!!str b: 2\n", map[string]string{`["a"]`: "3:4", `["b"]`: "4:10"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := only(t, parse(test.text))
			for path, want := range test.want {
				p := a.Position(pathOf(t, path))
				if got := fmt.Sprintf("%d:%d", p.Line, p.Column); got != want || p.File != "f.yaml" {
					t.Errorf("%s: got %s in %s, want %s in f.yaml", path, got, p.File, want)
				}
			}
		})
	}
}

// pathOf reads a path with indexes in the two forms in which they come.
func pathOf(t *testing.T, text string) []any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var path []any
	if err := decoder.Decode(&path); err != nil {
		t.Fatal(err)
	}
	for i, step := range path {
		if number, ok := step.(json.Number); ok {
			n, _ := number.Int64()
			path[i] = []any{number, int(n)}[len(path)%2]
		}
	}
	return path
}

func TestPositionInStream(t *testing.T) {
	list := "---\n# first\n---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  a: b\n- {apiVersion: v1, kind: Pod, a: b}\n--- {apiVersion: v1, kind: Pod, a: b}\n"
	var got []string
	for document, err := range source.Bytes("f.yaml", []byte(list)).Documents(source.Limits{Document: 1 << 20}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range kubernetes.New().Parse(document).Artefacts {
			got = append(got, a.Position(nil).String(), a.Position([]any{"a"}).String())
		}
	}
	want := []string{"f.yaml:7:3", "f.yaml:9:6", "f.yaml:10:3", "f.yaml:10:34", "f.yaml:11:5", "f.yaml:11:36"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

var wordPattern = regexp.MustCompile(`word\d+`)

// TestPositionsHoldTheirScalars looks up every scalar of generated documents at its position. Each is a
// word that occurs once, so that a position that is off by anything finds another one.
func TestPositionsHoldTheirScalars(t *testing.T) {
	checked, aliases := 0, 0
	for seed := range 2000 {
		g := newGenerator(uint64(seed))
		g.tame = true
		text := g.document()
		a := only(t, parse(text))
		lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		walk(a.Value, nil, func(path []any, scalar string) {
			p := a.Position(path)
			rest := string([]rune(lines[p.Line-1])[p.Column-1:])
			if strings.HasPrefix(rest, "*") {
				aliases++
				return
			}
			checked++
			rest += "\n" + strings.Join(lines[p.Line:], "\n")
			if got, want := wordPattern.FindString(rest), wordPattern.FindString(scalar); got != want {
				t.Errorf("seed %d: at %v is %s, want %s\n%s", seed, path, got, want, text)
			}
		})
		if t.Failed() {
			return
		}
	}
	if checked < 10_000 || aliases < 1000 {
		t.Errorf("checked only %d scalars and %d aliases", checked, aliases)
	}
}

// walk visits the words of a value with their paths.
func walk(v value.Value, path []any, visit func(path []any, scalar string)) {
	if text := v.TextOrEmpty(); wordPattern.MatchString(text) {
		visit(path, text)
	}
	for i, item := range v.Items() {
		walk(item, append(path[:len(path):len(path)], i), visit)
	}
	for name, item := range v.Members() {
		walk(item, append(path[:len(path):len(path)], name), visit)
	}
}
