package chart

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/render"
)

// good is the beginning of charts of which one thing is bad, and one template is good.
const good = `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
-- c/templates/good.yaml --
kind: Good
`

// values are secret: nothing of them is in a message.
const values = `
-- c/values.yaml --
password: "hunter2-%s\\'\"x"
number: 1234567
lines: |
  hunter2 one
  hunter2 two
nested:
  list: [hunter2-%s]
`

func TestBad(t *testing.T) {
	tests := map[string]struct {
		chart  string
		values render.Values
		want   string
	}{
		"required": {chart: good + values + `
-- c/templates/bad.yaml --
kind: Bad
name: {{ required "a name is required" .Values.name }}
`, want: `
error c/templates/bad.yaml:2:10: cannot be rendered: a name is required

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"fail": {chart: good + values + `
-- c/templates/bad.yaml --
{{ fail "this chart is obsolete: use another" }}
`, want: `
error c/templates/bad.yaml:1:4: cannot be rendered: this chart is obsolete: use another

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"fail with a value": {chart: good + values + `
-- c/templates/bad.yaml --
{{ fail (printf "the password %s is bad" .Values.password) }}
`, want: `
error c/templates/bad.yaml:1:4: cannot be rendered: the password … is bad

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"fail with what is made of a value": {chart: good + values + `
-- c/templates/bad.yaml --
{{ fail (printf "the password %s (%s) is bad; it must not be %v" (.Values.password | upper) (.Values.password | trunc 5) .Values.nested) }}
`, want: `
error c/templates/bad.yaml:1:4: cannot be rendered: the password …-%…\'"… (…) is bad; it must not be …[…:[…]]

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"fail with lines": {chart: good + values + `
-- c/templates/bad.yaml --
{{ fail .Values.lines }}
`, want: `
error c/templates/bad.yaml:1:4: cannot be rendered: …

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"nil pointer": {chart: good + values + `
-- c/templates/bad.yaml --
kind: Bad
name: {{ .Values.a.b.c }}
`, want: `
error c/templates/bad.yaml:2:17: cannot be rendered: nil pointer evaluating interface {}.b

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"field of a text": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ .Values.password.key }}
`, want: `
error c/templates/bad.yaml:1:17: cannot be rendered: can't evaluate field key in type interface {}

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"unknown function": {chart: good + values + `
-- c/templates/bad.yaml --
kind: Bad

name: {{ .Values.a | noSuch }}
`, want: `
error c/templates/bad.yaml:3: cannot be rendered: function "noSuch" not defined

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"env": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ env "HOME" }}
`, want: `
error c/templates/bad.yaml:1: cannot be rendered: function "env" not defined

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"expandenv": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ expandenv "$HOME" }}
`, want: `
error c/templates/bad.yaml:1: cannot be rendered: function "expandenv" not defined

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"unclosed action": {chart: good + values + `
-- c/templates/bad.yaml --
kind: Bad
name: {{ .Values.a

`, want: `
error c/templates/bad.yaml:4: cannot be rendered: unclosed action started at c/templates/bad.yaml:2

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"unclosed if": {chart: good + values + `
-- c/templates/bad.yaml --
{{ if .Values.a }}
kind: Bad

`, want: `
error c/templates/bad.yaml:4: cannot be rendered: unexpected EOF

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"no such template": {chart: good + values + `
-- c/templates/bad.yaml --
kind: {{ include "no.such" . }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: no template "no.such"

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"value names a template": {chart: good + values + `
-- c/templates/bad.yaml --
kind: {{ include .Values.password . }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: no template …

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"in a helper": {chart: good + values + `
-- c/templates/bad.yaml --
kind: Bad
{{ include "h" . }}
-- c/templates/_h.tpl --
{{ define "h" }}
name: {{ .Values.a.b }}
{{ end }}
`, want: `
error c/templates/_h.tpl:2:17: cannot be rendered: nil pointer evaluating interface {}.b (while rendering c/templates/bad.yaml)

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"helper is broken": {chart: good + values + `
-- c/templates/bad.yaml --
kind: Bad
{{ include "h" . }}
-- c/templates/_h.tpl --
{{ define "h" }}
name: {{ .Values.a.b }
{{ end }}
`, want: `
error c/templates/_h.tpl:2: cannot be rendered: unexpected "}" in operand
error c/templates/bad.yaml:2:4: cannot be rendered: no template "h"

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"range over a value": {chart: good + values + `
-- c/templates/bad.yaml --
{{ range .Values.password }}{{ end }}
`, want: `
error c/templates/bad.yaml:1:17: cannot be rendered: range can't iterate over what is neither a list nor a mapping

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"range over what is made of a value": {chart: good + values + `
-- c/templates/bad.yaml --
{{ range (upper .Values.password) }}{{ end }}
`, want: `
error c/templates/bad.yaml:1:24: cannot be rendered: range can't iterate over what is neither a list nor a mapping

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"range over lines": {chart: good + values + `
-- c/templates/bad.yaml --
{{ range (.Values.lines | upper) }}{{ end }}
`, want: `
error c/templates/bad.yaml:1:27: cannot be rendered: range can't iterate over what is neither a list nor a mapping

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"tpl that does not parse": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ tpl (printf "{{ %s" .Values.password) . }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: cannot parse template …: template: gotpl:1: bad character U+002D …

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"tpl that fails": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ tpl "{{ .Values.a.b.c }}" . }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: nil pointer evaluating interface {}.b

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"tpl of a value that fails": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ tpl (printf "{{ fail %q }}" .Values.password) . }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: …

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"tpl with an unknown function": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ tpl (printf "{{ x%s }}" (.Values.password | trunc 7)) . }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: cannot parse template …: template: gotpl:1: function … not defined

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"time of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ mustToDate "2006-01-02" .Values.password }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: parsing time … as "2006-01-02": cannot parse … as "2006"

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"regex of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ regexMatch (printf "(%s" .Values.password) "x" }}
`, want: `
== c/templates/bad.yaml
name: false                              1→c/templates/bad.yaml:1:1 7→c/templates/bad.yaml:1:10

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"must regex of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ mustRegexMatch (printf "(%s" (upper .Values.password)) "x" }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: error parsing regexp: missing closing ): …

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"url of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ urlParse (printf "http://a b:%s@" .Values.password) }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: unable to parse url: parse …: net/url: invalid userinfo

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"version of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ semver .Values.password }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: invalid semantic version

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"index of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ index .Values.nested .Values.password "x" "y" }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: index of nil pointer

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"wrong type": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ upper .Values.nested }}
`, want: `
error c/templates/bad.yaml:1:23: cannot be rendered: wrong type for value; expected string; got map[string]interface {}

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"JSON of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ mustFromJson .Values.password }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: invalid character … looking for beginning of value

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"function of a value": {chart: good + values + `
-- c/templates/bad.yaml --
name: {{ call .Values.password }}
`, want: `
error c/templates/bad.yaml:1:10: cannot be rendered: non-function .Values.password of type string

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"values.yaml is broken": {chart: good + `
-- c/values.yaml --
a: 1
password: "hunter2
 b: [
`, want: `
error c/values.yaml:4: cannot be read: it is not valid YAML
`},
		"values.yaml is a text": {chart: good + `
-- c/values.yaml --
hunter2
`, want: `
error c/values.yaml: cannot be read: it is not a mapping
`},
		"values.yaml has a key twice": {chart: good + `
-- c/values.yaml --
a: 1
b: 2
hunter2: 1
hunter2: 2
`, want: `
== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"values.yaml is a bomb": {chart: good + `
-- c/values.yaml --
a0: &a0 [hunter2, x]
a1: &a1 [*a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0]
a2: &a2 [*a1, *a1, *a1, *a1, *a1, *a1, *a1, *a1, *a1]
a3: &a3 [*a2, *a2, *a2, *a2, *a2, *a2, *a2, *a2, *a2]
a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
a5: &a5 [*a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4]
a6: &a6 [*a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5]
a7: &a7 [*a6, *a6, *a6, *a6, *a6, *a6, *a6, *a6, *a6]
a8: &a8 [*a7, *a7, *a7, *a7, *a7, *a7, *a7, *a7, *a7]
a9: &a9 [*a8, *a8, *a8, *a8, *a8, *a8, *a8, *a8, *a8]
a10: &a10 [*a9, *a9, *a9, *a9, *a9, *a9, *a9, *a9, *a9]
a11: &a11 [*a10, *a10, *a10, *a10, *a10, *a10, *a10, *a10, *a10]
`, want: `
error c/values.yaml: cannot be read: its aliases repeat too much
`},
		"values file is broken": {chart: good + `
-- v.yaml --
a: [hunter2
b: {
`, values: render.Values{Files: []string{"v.yaml"}}, want: `
error v.yaml:1: cannot be read: it is not valid YAML
`},
		"values file is missing": {chart: good + `
`, values: render.Values{Files: []string{"none.yaml"}}, want: `
error none.yaml: cannot be read: no such file or directory
`},
		"Chart.yaml is broken": {chart: `
-- c/Chart.yaml --
name: "c
version: 1
`, want: `
error c/Chart.yaml:3: cannot be read: it is not valid YAML
`},
		"Chart.yaml has no name": {chart: `
-- c/Chart.yaml --
apiVersion: v2
version: 1.0.0
`, want: `
error c/Chart.yaml: is not a valid chart: chart.metadata.name is required
`},
		"Chart.yaml has wrong types": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: [c]
version: 1.0.0
`, want: `
error c/Chart.yaml: cannot be read: name must be of type string
`},
		"Chart.yaml is empty": {chart: `
-- c/Chart.yaml --
`, want: `
error c/Chart.yaml: is not a valid chart: chart.metadata.name is required
`},
		"no templates": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
`, want: `
notice c/Chart.yaml:0: renders to nothing
`},
		"set without a value": {chart: good + `
`, values: render.Values{Set: []string{"a=1", "hunter2"}}, want: `
error c/Chart.yaml: cannot be rendered: --set number 2 is not of the form KEY=VALUE
`},
		"set with a comma": {chart: good + `
`, values: render.Values{Set: []string{"password=hun,hunter2.b"}}, want: `
error c/Chart.yaml: cannot be rendered: --set password: what follows cannot be read; a comma, bracket or brace in a value is written with a backslash before it
`},
		"set with a bracket": {chart: good + `
`, values: render.Values{SetString: []string{"a[x]=hunter2"}}, want: `
error c/Chart.yaml: cannot be rendered: --set-string a[x]: what follows cannot be read; a comma, bracket or brace in a value is written with a backslash before it
`},
		"set file that is missing": {chart: good + `
`, values: render.Values{SetFile: []string{"a=none.txt"}}, want: `
error c/Chart.yaml: cannot be rendered: --set-file a: reading none.txt: no such file or directory
`},
		"Kubernetes version is none": {chart: good + `
`, values: render.Values{KubeVersion: "latest"}, want: `
error c/Chart.yaml: cannot be rendered: --kube-version: "latest" is not a version such as 1.33
`},
		"Kubernetes version does not fit": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
kubeVersion: ">=1.30.0"
`, values: render.Values{KubeVersion: "1.29"}, want: `
error c/Chart.yaml: cannot be rendered: it requires Kubernetes >=1.30.0 and the version is v1.29; pass --kube-version
`},
		"dependency is missing": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: https://charts.example
-- c/templates/good.yaml --
kind: Good
`, want: `
error c/Chart.yaml:6: dependency d is not in charts/, and nothing is fetched; run: helm dependency build c
`},
		"dependency beside is missing": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file://../d
-- c/templates/good.yaml --
kind: Good
`, want: `
error c/Chart.yaml:6: dependency d is not in charts/, and d has no Chart.yaml; run: helm dependency build c
`},
		"dependency is outside": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file://../../d
-- c/templates/good.yaml --
kind: Good
`, want: `
error c/Chart.yaml:6: dependency d is not in charts/, and ../d is outside the repository or the checked directory, and is not read; run: helm dependency build c
`},
		"dependency is outside by an absolute path": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file:///etc
-- c/templates/good.yaml --
kind: Good
`, want: `
error c/Chart.yaml:6: dependency d is not in charts/, and /etc is outside the repository or the checked directory, and is not read; run: helm dependency build c
`},
		"dependency of a dependency is missing": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file://../d
-- c/templates/good.yaml --
kind: Good
-- d/Chart.yaml --
apiVersion: v2
name: d
version: "1.0"
dependencies:
  - name: e
    version: "1"
    repository: https://charts.example
-- d/templates/d.yaml --
kind: D
`, want: `
notice d/Chart.yaml:5: dependency e is not in charts/, and nothing is fetched; the chart is rendered without it, as by Helm

== d/templates/d.yaml
kind: D                                  1→d/templates/d.yaml:1:1 7→d/templates/d.yaml:1:7

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"dependency depends on itself": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file://../d
-- c/templates/good.yaml --
kind: Good
-- d/Chart.yaml --
apiVersion: v2
name: d
version: "1.0"
dependencies:
  - name: e
    version: "1"
    repository: file://../e
-- e/Chart.yaml --
apiVersion: v2
name: e
version: "1.0"
dependencies:
  - name: d
    version: "1"
    repository: file://../d
`, want: `
error e/Chart.yaml:5: dependency d depends on itself
`},
		"dependency is broken": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file://../d
-- c/templates/good.yaml --
kind: Good
-- d/Chart.yaml --
apiVersion: v2
name: d
version: [
`, want: `
error d/Chart.yaml:3: cannot be read: it is not valid YAML
`},
		"values of a dependency are no mapping": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file://../d
-- c/templates/good.yaml --
kind: Good
-- d/Chart.yaml --
apiVersion: v2
name: d
version: "1.0"
-- c/values.yaml --
d: hunter2
`, want: `
error c/Chart.yaml: cannot be rendered: the values of the dependency d must be a mapping
`},
		"archive is none": {chart: good + `
-- c/charts/d.tgz --
hunter2
`, want: `
error c/charts/d.tgz: cannot be read as an archive of a chart: unexpected EOF
`},
		"values do not fit the schema": {chart: good + values + `
-- c/values.schema.json --
{"properties": {"nested": {"properties": {"list": {"items": {"pattern": "^x", "enum": ["y"]}}}}}}
`, want: `
error c/values.yaml:7:10: nested.list[0] does not fit c/values.schema.json: see enum there
`},
		"value is missing in the schema": {chart: good + values + `
-- c/values.schema.json --
{"required": ["tag"], "properties": {"nested": {"additionalProperties": false}}}
`, want: `
error c/values.yaml: the values do not fit c/values.schema.json: see required there, which names tag
error c/values.yaml:6:1: nested does not fit c/values.schema.json: see additionalProperties there
`},
		"values file does not fit the schema": {chart: good + values + `
-- v.yaml --
nested:
  deep: hunter2
-- c/values.schema.json --
{"properties": {"nested": {"properties": {"deep": {"type": "number"}}}}}
`, values: render.Values{Files: []string{"v.yaml"}}, want: `
error v.yaml:2:3: nested.deep does not fit c/values.schema.json: see type there
`},
		"values of a dependency do not fit its schema": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - version: "1.0"
    name: d
    repository: file://../d
-- c/templates/good.yaml --
kind: Good
-- d/Chart.yaml --
apiVersion: v2
name: d
version: "1.0"
-- d/values.yaml --
a: 1
b: hunter2
-- d/values.schema.json --
{"properties": {"b": {"const": 3}}}
`, want: `
error d/values.yaml:2:1: d.b does not fit d/values.schema.json: see const there
`},
		"schema is broken": {chart: good + `
-- c/values.schema.json --
{"hunter2
`, want: `
error c/values.schema.json: cannot be read as JSON
`},
		"schema is no schema": {chart: good + `
-- c/values.schema.json --
{"type": 3}
`, want: `
notice c/values.schema.json:0: is not a valid schema, or refers to other files, which are not read; the values are not held against it

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"schema refers to itself": {chart: good + `
-- c/values.schema.json --
{"$ref": "#"}
`, want: `
error c/values.yaml: the values do not fit c/values.schema.json
`},
		"library": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
type: library
`, want: `
notice c/Chart.yaml:0: is a library chart: it renders nothing itself, and is judged through the charts that use it
`},
		"tpl of a field with a name that is made of a value": {chart: good + values + `
-- c/templates/bad.yaml --
a: {{ tpl (printf "{{ .Values.a.%s }}" (trunc 7 .Values.password | upper)) . }}
`, want: `
error c/templates/bad.yaml:1:7: cannot be rendered: nil pointer evaluating interface {}.…

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"fail with numbers": {chart: good + values + `
-- c/templates/bad.yaml --
{{ fail (printf "%v %d %s" .Values.number (int .Values.number) (.Values.password | b64enc)) }}
`, want: `
error c/templates/bad.yaml:1:4: cannot be rendered: … … …=

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"alias that fails": {chart: `
-- c/Chart.yaml --
apiVersion: v2
name: c
version: 1.0.0
dependencies:
  - {name: d, alias: one, version: "*", repository: "file://../d"}
  - {name: d, alias: two, version: "*", repository: "file://../d"}
-- c/values.yaml --
two: {name: x}
-- d/Chart.yaml --
apiVersion: v2
name: d
version: 1.0.0
-- d/templates/d.yaml --
kind: {{ required "a name is needed" .Values.name }}
`, want: `
error d/templates/d.yaml:1:10: cannot be rendered: a name is needed

== d/templates/d.yaml
kind: x                                  1→d/templates/d.yaml:1:1 7→c/values.yaml:1:13
`},
		"include of itself": {chart: good + values + `
-- c/templates/bad.yaml --
{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}
`, want: `
error c/templates/bad.yaml:1:20: cannot be rendered: rendering template has a nested reference name: x: unable to execute template

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"template of itself": {chart: good + values + `
-- c/templates/bad.yaml --
{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}
`, want: `
error c/templates/bad.yaml:1:29: cannot be rendered: exceeded maximum template depth (100000)

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"files outside": {chart: good + values + `
-- c/templates/bad.yaml --
a: {{ .Files.Get "../../etc/passwd" }}
b: {{ .Files.Get "/etc/passwd" }}
c: {{ (.Files.Glob "../**").AsConfig }}
d: {{ .Files.Lines "../../../../../etc/hostname" }}
`, want: `
== c/templates/bad.yaml
a:                                       1→c/templates/bad.yaml:1:1 3→c/templates/bad.yaml:1:3 4→c/templates/bad.yaml:1:7
b:                                       1→c/templates/bad.yaml:2:1 3→c/templates/bad.yaml:2:3 4→c/templates/bad.yaml:2:7
c: {}                                    1→c/templates/bad.yaml:3:1 4→c/templates/bad.yaml:3:7
d: []                                    1→c/templates/bad.yaml:4:1 4→c/templates/bad.yaml:4:7

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
		"network": {chart: good + values + `
-- c/templates/bad.yaml --
a: {{ getHostByName "localhost" | quote }}
b: {{ lookup "v1" "Pod" "" "" }}
`, want: `
== c/templates/bad.yaml
a: ""                                    1→c/templates/bad.yaml:1:1 4→c/templates/bad.yaml:1:7
b: map[]                                 1→c/templates/bad.yaml:2:1 4→c/templates/bad.yaml:2:7

== c/templates/good.yaml
kind: Good                               1→c/templates/good.yaml:1:1 7→c/templates/good.yaml:1:7
`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			request := unpack(t, txtar.Parse([]byte(test.chart)))
			request.Values = test.values
			got := strings.TrimSpace(format(rendered(&request)))
			if got != strings.TrimSpace(test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
			if strings.Contains(strings.ToLower(got), "hunter") || strings.Contains(got, "1234567") {
				t.Error("a value is printed")
			}
		})
	}
}
