package fix

import (
	"strings"
	"testing"
)

// TestShown shows what stands in a field of a fixed meaning and is of its type, and nothing else of an object.
func TestShown(t *testing.T) {
	for line, want := range map[string]string{
		"spec: {containers: [{name: web, image: 'web:1.2@sha256:0f1e'}]}":                            "",
		"spec: {containers: [{name: web, image: 'user:hunter2@example.org/x'}]}":                     "spec: {containers: [{name: web, image: ***}]}",
		"spec: {containers: [{name: web, image: 'https://hunter2@x/y'}]}":                            "spec: {containers: [{name: web, image: ***}]}",
		"spec: {password: hunter2}":                                                                  "spec: {password: ***}",
		"spec: {priority: 7, hostNetwork: true}":                                                     "",
		"spec: {priority: hunter2, hostNetwork: hunter2}":                                            "spec: {priority: ***, hostNetwork: ***}",
		"spec: {imagePullSecrets: hunter2}":                                                          "spec: {imagePullSecrets: ***}",
		"spec: {containers: [{env: [{name: A, value: hunter2}]}]}":                                   "spec: {containers: [{env: [{name: A, value: ***}]}]}",
		"spec: {containers: [{args: [hunter2]}]}":                                                    "spec: {containers: [{args: [***]}]}",
		"spec: {containers: [{readinessProbe: {httpGet: {path: '/?t=hunter2', port: http}}}]}":       "spec: {containers: [{readinessProbe: {httpGet: {path: ***, port: http}}}]}",
		"spec: {containers: [{resources: {limits: {cpu: 1.5, memory: 128Mi, a: hunter2-hunter2}}}]}": "spec: {containers: [{resources: {limits: {cpu: 1.5, memory: 128Mi, a: ***}}}]}",
		"metadata: {annotations: {a: hunter2}, labels: {a: b}}":                                      "metadata: {annotations: {a: ***}, labels: {a: b}}",
	} {
		if want == "" {
			want = line
		}
		got := shown("pod.yaml", []byte("apiVersion: v1\nkind: Pod\n"+line+"\n"))
		if text := strings.TrimSuffix(got[2], "\n"); text != want {
			t.Errorf("%s is shown as\n%s", line, text)
		}
	}
	custom := "apiVersion: example.org/v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: true}\n"
	if got := strings.Join(shown("a.yaml", []byte(custom)), ""); got != strings.Replace(custom, "true", "***", 1) {
		t.Errorf("a custom resource is shown as\n%s", got)
	}
}
