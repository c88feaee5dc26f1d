package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/internal/bundletest"
	"github.com/guiderail/guiderail/internal/clustertest"
)

// canary is a secret that stands wherever a secret may stand, and comes out nowhere.
const canary = "caN4ryBird"

// canaryFiles are what a command may be given, by mistake or with a mistake in it.
func canaryFiles(t *testing.T) map[string]string {
	t.Helper()
	encoded := base64.StdEncoding.EncodeToString([]byte(canary))
	files := map[string]string{
		"alias.yaml":    "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: *CANARY }}",
		"anchor.yaml":   "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: &CANARY {password: *CANARY }}",
		"tag.yaml":      "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: !!int CANARY}}",
		"ownTag.yaml":   "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: !CANARY!x y}}",
		"binary.yaml":   "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {password: !!binary CANARY!}}",
		"escape.yaml":   "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: \"\\CANARY\"}}",
		"open.yaml":     "apiVersion: v1\nkind: Secret\nstringData:\n  password: \"CANARY\n  b: c\n",
		"colon.yaml":    "apiVersion: v1\nkind: Secret\nstringData:\n  password: CANARY: CANARY\n",
		"percent.yaml":  "apiVersion: v1\nkind: Secret\nstringData:\n  password: %CANARY\n  other: @CANARY\n",
		"indent.yaml":   "apiVersion: v1\nkind: Secret\nstringData:\n  password: CANARY\n CANARY: CANARY\n",
		"merge.yaml":    "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {<<: CANARY}}",
		"directive":     "%CANARY CANARY\n---\na: b\n",
		"text":          "CANARY\n",
		"list.json":     `["CANARY"]`,
		"broken.json":   `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": {"password": CANARY}}`,
		"escape.json":   `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": {"password": "\CANARY"}}`,
		"trailing.json": `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": {"password": "CANARY"}} CANARY`,
		"control.yaml":  "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: \"CANARY\x01\"}}",
		"latin.yaml":    "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: CANARY\xe9}}",
		"zero.yaml":     "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: CANARY\x00}}",
		"env":           "PASSWORD=CANARY\nexport TOKEN='CANARY'\n",
		"script":        "#!/bin/sh\nmysql -pCANARY\n",
		"template.yaml": "apiVersion: v1\nkind: Secret\nstringData:\n  password: {{ CANARY }}\n",
		"key.pem":       "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n",
		"public.key":    "-----BEGIN PUBLIC KEY-----\nCANARY\n-----END PUBLIC KEY-----\n",
		"duplicates.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: twice, namespace: shop}\nstringData:\n  password: CANARY\n  password: CANARY2\n---\n" +
			"apiVersion: v1\nkind: Secret\nmetadata: {name: twice, namespace: shop}\nstringData: {password: CANARY}\n",
		"types.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: types, namespace: shop, annotations: {a: [CANARY]}, labels: CANARY}\ntype: [CANARY]\nimmutable: CANARY\ndata: {password: CANARY!, other: [CANARY], third: CANARY}\nstringData: {password: {a: CANARY}}\nspec: {password: CANARY}\n",
		"pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod\n  namespace: shop\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{\"stringData\":{\"password\":\"CANARY\"}}', example.org/password: CANARY}\n" +
			"spec:\n  password: CANARY\n  priority: CANARY\n  imagePullSecrets: CANARY\n  securityContext: {runAsUser: CANARY, sysctls: [{name: a, value: CANARY}]}\n" +
			"  volumes: [{name: a, csi: {driver: x, volumeAttributes: {password: CANARY}}, hostPath: CANARY}, {name: b, flexVolume: {driver: x, options: {password: CANARY}}}]\n" +
			"  containers:\n    - name: a\n      image: 'user:CANARY@registry.example.org/x'\n      password: CANARY\n      ports: CANARY\n" +
			"      command: [mysql, -pCANARY]\n      args: [--password=CANARY, -Dpassword=CANARY, {password: CANARY}]\n      env:\n        - {name: DB_PASSWORD, value: CANARY}\n        - {name: URL, value: 'https://user:CANARY@example.org'}\n        - {name: API_KEY, value: [CANARY]}\n        - {name: A, value: 'ENCODED'}\n" +
			"      livenessProbe: {httpGet: {port: CANARY, path: '/?password=CANARY', httpHeaders: [{name: Authorization, value: Basic CANARY}]}, exec: {command: [sh, -c, 'curl -u a:CANARY x']}}\n" +
			"    - {name: b, image: 'user:CANARY@registry.example.org/x@sha256:0000'}\n    - {name: c, image: 'https://user:CANARY@registry.example.org/${NAME}'}\n",
		"config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config, namespace: shop}\ndata:\n  password: CANARY\n  url: 'postgres://user:CANARY@db:5432/x'\n  app.properties: |\n    password=CANARY\n  app.json: '{\"password\": \"CANARY\"}'\n  key.pem: |\n    -----BEGIN RSA PRIVATE KEY-----\n    CANARY\n    -----END RSA PRIVATE KEY-----\nbinaryData: {a: CANARY!}\n",
		"review.yaml": "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest:\n  uid: CANARY\n  operation: [CANARY]\n  userInfo: {extra: {password: [CANARY]}, username: [CANARY]}\n  object: {apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: CANARY}, password: CANARY}\n",
		"helm.yaml":   "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, namespace: argocd}\nspec: {source: {repoURL: 'https://user:CANARY@example.org/x', helm: {parameters: [{name: password, value: CANARY}], values: 'password: CANARY'}}}\n",
		"profile.yaml": "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: mine}\nspec:\n  title: [CANARY]\n  parameters: {secrets.plaintext_env: {name_patterns: CANARY, password: CANARY}, images.registry_allowlist: {registries: {password: CANARY}}}\n" +
			"  exclude: [{controls: [images.digest], namespaces: {password: CANARY}, reason: a}]\n  severities: {images.digest: CANARY, secrets.plaintext_env: [CANARY]}\n  password: CANARY\n",
		"waiver.yaml":   "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: mine}\nspec:\n  title: mine\n  exclude: [{controls: [images.digest], namespaces: [shop], reason: [CANARY], expires: {password: CANARY}}]\n",
		"waivers.yaml":  "apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nwaivers:\n  - {control: CANARY, object: {kind: [CANARY], name: a, password: CANARY}, owner: [CANARY], reason: {a: CANARY}, expires: CANARY}\npassword: CANARY\n",
		"baseline.json": `{"version": 1, "kind": "Baseline", "findings": [{"fingerprint": "CANARY", "control": ["CANARY"], "password": "CANARY"}], "password": CANARY}`,
		"patterns.yaml": "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: mine}\nspec:\n  title: mine\n  parameters: {secrets.plaintext_env: {password: CANARY, name_patterns: [[CANARY]]}}\n",
		"flows.yaml":    "flows: [{from: {password: CANARY}, to: [CANARY], port: {a: CANARY}}]\npassword: CANARY\n",
	}
	for name, text := range kubeconfigs {
		files[name] = text
	}
	for name, text := range files {
		files[name] = strings.NewReplacer("CANARY", canary, "ENCODED", encoded).Replace(text)
	}
	files["bundle.tar.gz"] = archive(t, map[string]string{"/data.json": `{"password": ` + canary + `}`, "/.manifest": `{"revision": ["` + canary + `"]}`})
	files["manifest.tar.gz"] = archive(t, map[string]string{"/.manifest": `{"revision": "1.0.0", "password": "` + canary + `", "metadata": "` + canary + `"}`, "/data.json": `{"password": "` + canary + `"}`})
	files["signed.tar.gz"] = archive(t, map[string]string{"/.signatures.json": `{"signatures": ["` + canary + `"]}`, "/data.json": `{"password": "` + canary + `"}`})
	return files
}

// kubeconfigs have a secret where credentials are, in ones that are right and in ones that are not.
var kubeconfigs = map[string]string{
	"token.kubeconfig":       kubeconfig("server: 'https://127.0.0.1:1'", "token: CANARY"),
	"address.kubeconfig":     kubeconfig("server: 'https://user:CANARY@127.0.0.1:1/?token=CANARY'", "{}"),
	"parsed.kubeconfig":      kubeconfig("server: 'https://user:CANARY%zz@127.0.0.1:1'", "{}"),
	"proxy.kubeconfig":       kubeconfig("server: 'https://127.0.0.1:1', proxy-url: 'http://user:CANARY@127.0.0.1:1'", "{}"),
	"parsedProxy.kubeconfig": kubeconfig("server: 'https://127.0.0.1:1', proxy-url: 'http://user:CANARY%zz@127.0.0.1:1'", "{}"),
	"scheme.kubeconfig":      kubeconfig("server: 'https://127.0.0.1:1', proxy-url: 'a://user:CANARY@127.0.0.1:1'", "{}"),
	"host.kubeconfig":        kubeconfig("server: 'user:CANARY@127.0.0.1:1/CANARY'", "{}"),
	"authority.kubeconfig":   kubeconfig("server: 'https://127.0.0.1:1', certificate-authority-data: CANARY!", "{}"),
	"pair.kubeconfig":        kubeconfig("server: 'https://127.0.0.1:1'", "client-certificate-data: ENCODED, client-key-data: ENCODED"),
	"types.kubeconfig":       kubeconfig("server: 'https://127.0.0.1:1'", "token: [CANARY], password: {CANARY: CANARY}"),
	"both.kubeconfig":        kubeconfig("server: 'https://127.0.0.1:1'", "token: CANARY, username: a, password: CANARY, auth-provider: {name: CANARY, config: {access-token: CANARY}}"),
	"program.kubeconfig":     kubeconfig("server: 'https://127.0.0.1:1'", "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: cat, args: [CANARY], env: [{name: TOKEN, value: CANARY}]}"),
	"answer.kubeconfig":      kubeconfig("server: 'https://127.0.0.1:1'", `exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: echo, args: ['{"token": "CANARY']}`),
}

func kubeconfig(cluster, user string) string {
	return "apiVersion: v1\nkind: Config\ncurrent-context: a\nclusters: [{name: a, cluster: {" + cluster + "}}]\nusers: [{name: a, user: {" + strings.Trim(user, "{}") + "}}]\ncontexts: [{name: a, context: {cluster: a, user: a}}]\n"
}

// canaryChart is a chart that says in its values, and makes of them, what must not come out. Faulty ones have a mistake of
// each kind in which a message could quote it.
func canaryChart(t *testing.T, folder string, isFaulty bool) {
	t.Helper()
	files := map[string]string{
		"Chart.yaml":             "apiVersion: v2\nname: shop\nversion: 0.1.0\n",
		"values.yaml":            "password: CANARY\nlist: [CANARY]\nmap: {password: CANARY}\nnumber: 1\n",
		"templates/secret.yaml":  "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: shop}\nstringData: {password: {{ .Values.password }}}\n",
		"templates/pod.yaml":     "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec: {containers: [{name: a, image: a, env: [{name: DB_PASSWORD, value: {{ .Values.password }}}]}]}\n",
		"templates/field.yaml":   "{{ .Values.password.more }}",
		"templates/tpl.yaml":     "{{ tpl (printf \"{{ %s\" .Values.password) . }}",
		"templates/within.yaml":  "{{ tpl (printf \"%s {{ .Values.password.more }}\" .Values.password) . }}",
		"templates/include.yaml": "{{ include .Values.password . }}",
		"templates/index.yaml":   "{{ index .Values.list .Values.password }}{{ index .Values.map 1 }}",
		"templates/semver.yaml":  "{{ semver .Values.password }}",
		"templates/compare.yaml": "{{ semverCompare .Values.password \"1.0.0\" }}",
		"templates/from.yaml":    "{{ mustFromJson .Values.password }}",
		"templates/less.yaml":    "{{ lt .Values.number .Values.password }}",
		"templates/regex.yaml":   "{{ mustRegexMatch (printf \"(%s\" .Values.password) \"a\" }}",
		"templates/date.yaml":    "{{ mustToDate \"2006\" .Values.password }}",
		"templates/url.yaml":     "{{ urlParse (printf \"http://%%%s\" .Values.password) }}",
		"templates/key.yaml":     "{{ genSignedCert \"a\" nil nil 1 (dict \"a\" .Values.password) }}",
		"templates/cert.yaml":    "{{ buildCustomCert .Values.password .Values.password }}",
		"templates/merge.yaml":   "{{ mustMerge .Values.password .Values.map }}",
		"templates/range.yaml":   "{{ range .Values.password }}{{ end }}",
		"templates/yaml.yaml":    "apiVersion: v1\nkind: Secret\nstringData: {password: {{ .Values.password }}: {{ .Values.password }}}\n",
		"templates/parsed.yaml":  "apiVersion: v1\nkind: Secret\nstringData: [{{ .Values.password }}\n",
	}
	right := []string{"Chart.yaml", "values.yaml", "templates/secret.yaml", "templates/pod.yaml"}
	for name, text := range files {
		if !isFaulty && !slices.Contains(right, name) {
			continue
		}
		write(t, filepath.Join(folder, name), strings.ReplaceAll(text, "CANARY", canary))
	}
}

func archive(t *testing.T, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	compressor := gzip.NewWriter(&b)
	w := tar.NewWriter(compressor)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := compressor.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// oneByOne are the files that are enough where only one can be given: each kind of mistake, and each kind of
// file that some command wants.
var oneByOne = []string{"alias.yaml", "colon.yaml", "escape.yaml", "broken.json", "latin.yaml", "key.pem", "public.key", "text", "types.yaml", "profile.yaml", "waiver.yaml", "waivers.yaml", "baseline.json", "patterns.yaml", "flows.yaml", "bundle.tar.gz", "manifest.tar.gz", "signed.tar.gz"}

// canarySecret is a Secret as an API server has it.
var canarySecret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  namespace: shop\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{\"stringData\":{\"password\":\"" + canary + "\"}}'}\ndata: {password: " + base64.StdEncoding.EncodeToString([]byte(canary)) + "}\n"

// canaried has command lines for each command. In the place of FILE there is one file after the other and one
// reference; in that of DIR the directory of all files and the references, in that of KUBECONFIG one kubeconfig after the
// other; live is one of a cluster that is there. FORMATS stands for all formats of reports.
var canaried = map[string][]string{
	"check": {"DIR", "--profile xroad-eks -o json --verdicts DIR", "FORMATS DIR", "--profile FILE right.yaml", "--inventory DIR right.yaml", "--bundle FILE --verification-key public.pem right.yaml", "--bundle FILE --insecure-skip-verify right.yaml", "--bundle policy.tar.gz --verification-key FILE right.yaml", "--policies DIR right.yaml", "-v DIR", "--summary DIR", "--config FILE right.yaml", "--exclude FILE DIR", "--filename FILE", "--skip FILE right.yaml", "--output-file FILE right.yaml", "--output-file json=FILE/x right.yaml", "--watch -", "--waivers FILE right.yaml", "--waivers own.yaml --waiver-key FILE right.yaml", "--waivers FILE --waiver-key public.pem right.yaml", "--baseline FILE right.yaml", "--date 2026-11-29 DIR",
		"FORMATS chart", "strict", "-v clean/Chart.yaml --values FILE", "clean --set FILE", "chart --set password=FILE", "clean --set-string FILE", "clean --set-file FILE", "chart --set-file password=FILE", "clean --values FILE --values own.yaml --each", "--no-render chart", "-o json --verdicts chart"},
	"audit": {"--kubeconfig FILE", "--kubeconfig KUBECONFIG", "--kubeconfig live FORMATS --verdicts", "--kubeconfig live --read-secrets --control secrets FORMATS --verdicts", "--kubeconfig live --context FILE", "--kubeconfig live --dump FILE/x", "--kubeconfig live --dump dump.yaml", "--kubeconfig live --diff DIR", "--kubeconfig live -o json --diff DIR", "--kubeconfig live --inventory DIR", "--kubeconfig live --waivers FILE", "--kubeconfig live --waivers own.yaml --waiver-key FILE", "--kubeconfig live --baseline FILE", "--kubeconfig live --output-file FILE",
		"--rbac --profile FILE", "--rbac --policies DIR", "--rbac --bundle FILE --insecure-skip-verify", "--rbac --bundle policy.tar.gz --verification-key FILE", "--rbac --config FILE", "--rbac --skip FILE", "--rbac --kubeconfig KUBECONFIG"},
	"fix": {"DIR", "-o json DIR", "-", "--write right.yaml", "--profile FILE right.yaml", "--inventory DIR right.yaml", "--bundle FILE --insecure-skip-verify right.yaml", "--bundle policy.tar.gz --verification-key FILE right.yaml", "--policies DIR right.yaml", "--config FILE right.yaml", "--exclude FILE DIR", "--filename FILE", "--skip FILE right.yaml", "--waivers FILE right.yaml", "--waivers own.yaml --waiver-key FILE right.yaml", "--baseline FILE right.yaml",
		"chart", "strict", "clean --values FILE --set FILE --set-string FILE --set-file FILE", "--no-render chart", "-o json chart"},
	"waiver audit": {"--waivers FILE right.yaml", "--waivers waivers.yaml --skip FILE right.yaml", "--waivers FILE -o json right.yaml", "--waivers waivers.yaml --profile FILE DIR", "--waivers waivers.yaml --inventory DIR --bundle FILE --insecure-skip-verify right.yaml", "--waivers waivers.yaml --policies DIR right.yaml", "--waivers waivers.yaml --bundle policy.tar.gz --verification-key FILE right.yaml", "--config FILE right.yaml", "--waivers own.yaml --waiver-key FILE right.yaml", "--waivers own.yaml --exclude FILE DIR", "--waivers own.yaml --filename FILE",
		"--waivers own.yaml --values FILE --set FILE --set-string FILE --set-file FILE clean"},
	"waiver new":    {"images.digest Pod shop/a --owner a --reason b -o FILE", "images.digest Pod shop/a --owner a --reason b --profile FILE", "images.digest Pod shop/a --owner a --reason b --policies DIR", "images.digest Pod shop/a --owner a --reason b --config FILE", "images.digest Pod shop/a --owner a --reason b --bundle FILE --insecure-skip-verify", "images.digest Pod shop/a --owner a --reason b --bundle policy.tar.gz --verification-key FILE"},
	"waiver sign":   {"--signing-key private.pem FILE", "--signing-key FILE own.yaml"},
	"waiver verify": {"--verification-key public.pem FILE", "--verification-key FILE own.yaml"},
	"baseline write": {"-o out.json DIR", "-o out.json --skip FILE right.yaml", "-o FILE/x right.yaml", "-o out.json --profile FILE right.yaml", "-o out.json --inventory DIR right.yaml", "-o out.json --waivers FILE right.yaml", "-o out.json --bundle FILE --insecure-skip-verify right.yaml", "-o out.json --policies DIR right.yaml", "-o out.json --bundle policy.tar.gz --verification-key FILE right.yaml", "-o out.json --config FILE right.yaml", "-o out.json --waivers own.yaml --waiver-key FILE right.yaml", "-o out.json --exclude FILE DIR", "-o out.json --filename FILE",
		"-o out.json --values FILE --set FILE --set-string FILE --set-file FILE clean"},
	"init":              {"FILE", "--profile FILE FILE"},
	"who-can":           {"get secrets DIR", "-o json get secrets DIR", "get secrets -", "--kubeconfig KUBECONFIG get secrets", "--kubeconfig live get secrets", "--kubeconfig live --aws s3:GetObject DIR", "get secrets --values FILE --set FILE --set-string FILE --set-file FILE clean"},
	"flows":             {"DIR", "-o json DIR", "-o dot DIR", "--declared FILE right.yaml", "--kubeconfig KUBECONFIG", "--kubeconfig live -o json", "--bundle FILE --insecure-skip-verify right.yaml", "--bundle policy.tar.gz --verification-key FILE right.yaml", "--policies DIR right.yaml", "-", "--values FILE --set FILE --set-string FILE --set-file FILE clean"},
	"profiles":          {"FILE", "--policies DIR mine"},
	"controls":          {"", "--policies DIR", "--profile FILE"},
	"explain":           {"secrets.plaintext_env", "--policies DIR secrets.plaintext_env", "--profile FILE secrets.plaintext_env"},
	"test":              {"--policies DIR", "--policies DIR --fixtures DIR -o json secrets.plaintext_env", "--policies DIR --mutate", "--policies canaries --mutate --changed --update --record FILE"},
	"version":           {""},
	"coverage":          {"--text xroad-sidecar=FILE"},
	"attest list":       {""},
	"attest new":        {"SECRETS-20 --cluster a --author b --attester c --statement d --evidence FILE", "SECRETS-20 --cluster FILE --author b --attester c --statement dddddddddddddddddddddd --evidence own.yaml"},
	"attest sign":       {"--signing-key FILE own.yaml", "--signing-key private.pem FILE"},
	"attest verify":     {"--profile FILE own.yaml", "--profile eks FILE", "--profile eks --cluster FILE own.yaml"},
	"dossier":           {"DIR", "-o json DIR", "-o html DIR", "-o markdown DIR", "-o oscal-assessment-results DIR", "--profile FILE clean", "--waivers FILE clean", "--text xroad-sidecar=FILE clean", "--bundle FILE --insecure-skip-verify clean", "--bundle policy.tar.gz --verification-key FILE clean", "--policies DIR clean", "--exclude FILE clean", "--output-file json=FILE/x clean", "--waivers own.yaml --waiver-key FILE clean", "--values FILE --set FILE --set-string FILE --set-file FILE clean", "--kubeconfig KUBECONFIG", "--kubeconfig live -v", "--kubeconfig live -o json", "--kubeconfig live -o oscal-assessment-results", "--cluster FILE clean"},
	"dossier diff":      {"FILE own.yaml", "own.yaml FILE"},
	"dossier sign":      {"--signing-key FILE own.yaml", "--signing-key private.pem FILE"},
	"dossier verify":    {"--verification-key FILE own.yaml", "--verification-key public.pem FILE", "--verification-key public.pem --inputs FILE own.yaml"},
	"gatekeeper render": {"--profile FILE", "--profile eks --waivers own.yaml --waiver-key FILE", "--profile eks --waivers FILE", "--policies DIR --profile mine", "--layout packed --profile FILE", "--layout FILE --profile eks", "--layout packed --policies DIR --profile mine"},
	"gatekeeper diff":   {"FILE watch", "watch FILE", "watch enforce FILE", "watch enforce DIR", "watch enforce canaries/pod.yaml", "-o json watch enforce canaries/config.yaml"},
	"bundle build":      {"--revision 1.0.0 --commit x --waivers own.yaml --waiver-key FILE -o out.tar.gz", "--revision 1.0.0 --commit x --waivers FILE -o out.tar.gz", "--revision 1.0.0 --commit x --profile FILE -o out.tar.gz", "--revision 1.0.0 --commit x --policies DIR -o out.tar.gz"},
	"bundle sign":       {"--signing-key FILE -o out.tar.gz policy.tar.gz", "--signing-key private.pem -o out.tar.gz FILE"},
	"bundle verify":     {"--verification-key FILE policy.tar.gz", "--verification-key public.pem FILE"},
	"bundle inspect":    {"FILE", "-o json FILE", "--verification-key FILE policy.tar.gz"},
	"bundle push":       {"FILE oci://127.0.0.1:1/x:1", "policy.tar.gz FILE"},
	"bundle pull":       {"--verification-key public.pem -o out.tar.gz FILE", "--insecure-skip-verify -o out.tar.gz FILE", "--verification-key FILE -o out.tar.gz policy.tar.gz"},
	"bundle diff":       {"--insecure-skip-verify FILE policy.tar.gz", "--insecure-skip-verify policy.tar.gz FILE", "--verification-key FILE policy.tar.gz policy.tar.gz"},
	"bundle serve":      {"--address 127.0.0.1:0 --verification-key public.pem FILE", "--address 127.0.0.1:0 --verification-key FILE policy.tar.gz"},
}

// plainFlags hold words that are no secrets, and that messages repeat.
var plainFlags = []string{"aws", "resource", "now", "date", "container", "days", "owner", "path", "reason", "ticket", "output", "color", "min-severity", "fail-on", "control", "limit", "jobs", "engine", "verification-alg", "key-id", "scope", "min-revision", "from", "to", "port", "namespace", "name", "subject", "enforcement", "revision", "commit", "signing-alg", "address", "release-name", "kube-version", "api-versions", "context", "framework", "only"}

// TestCanaries puts a secret into every file and every reference that any command can be given, right and
// wrong, and wants it to come out nowhere. A command or a flag that is not among the command lines above fails.
func TestCanaries(t *testing.T) {
	t.Chdir(t.TempDir())
	files := canaryFiles(t)
	if err := os.Mkdir("canaries", 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		write(t, filepath.Join("canaries", name), text)
	}
	var names []string
	for _, name := range oneByOne {
		names = append(names, filepath.Join("canaries", name))
	}
	var stream strings.Builder // of all that is text
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasSuffix(name, ".tar.gz") && name != "zero.yaml" {
			stream.WriteString("---\n" + files[name] + "\n")
		}
	}
	keys, err := bundletest.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	write(t, "public.pem", keys.Public)
	write(t, "private.pem", keys.Private)
	write(t, "right.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}")
	for folder, schema := range map[string]string{"chart": "", "clean": "", "strict": `{"properties": {"password": {"type": "integer", "enum": [1], "maxLength": 3, "pattern": "^a$"}, "map": {"additionalProperties": false, "properties": {"password": {"const": "b"}}}}}`} {
		if err := os.MkdirAll(filepath.Join(folder, "templates"), 0o700); err != nil {
			t.Fatal(err)
		}
		canaryChart(t, folder, folder != "clean")
		if schema != "" {
			write(t, filepath.Join(folder, "values.schema.json"), schema)
		}
	}
	write(t, "own.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nwaivers: []\n")
	for _, line := range []string{"waiver sign --signing-key private.pem own.yaml", "bundle build --revision 1.0.0 --commit x -o policy.tar.gz", "bundle sign --signing-key private.pem policy.tar.gz"} {
		if out, code := guiderail(t, strings.Fields(line), ""); code != 0 {
			t.Fatalf("guiderail %s: %s", line, out)
		}
	}
	write(t, "one.yaml", "{apiVersion: guiderail.dev/v1alpha1, kind: Profile, metadata: {name: one}, spec: {title: One, controls: [secrets]}}")
	for _, line := range []string{"gatekeeper render --profile one.yaml --enforcement dryrun -o watch", "gatekeeper render --profile one.yaml -o enforce"} {
		if out, code := guiderail(t, strings.Fields(line), ""); code != 0 {
			t.Fatalf("guiderail %s: %s", line, out)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/elsewhere":
			http.Redirect(w, r, "http://127.0.0.1:1/x?X-Amz-Signature="+canary, http.StatusFound)
		default:
			http.Error(w, "no access", http.StatusForbidden)
		}
	}))
	defer server.Close()
	live := &clustertest.Server{}
	if err := live.Add(strings.Join([]string{files["pod.yaml"], files["config.yaml"], canarySecret}, "\n---\n")); err != nil {
		t.Fatal(err)
	}
	live.Start()
	defer live.Close()
	if err := live.WriteKubeconfig("live"); err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(server.URL, "http://")
	references := []string{"https://user:" + canary + "@127.0.0.1:1/x.yaml", "user:" + canary + "@127.0.0.1:1/x", "http://" + host + "/x?sig=" + canary, "-----BEGIN PRIVATE KEY-----\n" + canary}
	everything := append([]string{"canaries"}, references...)
	moreReferences := []string{
		"oci://user:" + canary + "@127.0.0.1:1/x:1", "ftp://user:" + canary + "@127.0.0.1:1/x", "http://user:" + canary + "@" + host + "/x", "http://" + canary + "@" + host + "/x",
		"http://" + host + "/elsewhere", "https://user:" + canary + "%zz@x/", "oci://127.0.0.1:1/x?token=" + canary + ":1",
	}
	for path, command := range leaves(newRootCommand(), "") {
		t.Run(strings.ReplaceAll(path, " ", "_"), func(t *testing.T) {
			lines, known := canaried[path]
			lines = slices.Clone(lines)
			if !known {
				t.Fatal("no canary goes through this command; give it command lines")
			}
			for i := range lines {
				lines[i] = strings.Replace(lines[i], "FORMATS", formatFlags(), 1)
			}
			command.Flags().VisitAll(func(flag *pflag.Flag) {
				isGiven := slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "--"+flag.Name) })
				if flag.Value.Type() != "bool" && !isGiven && !slices.Contains(plainFlags, flag.Name) {
					t.Errorf("no canary is given to --%s", flag.Name)
				}
			})
			for _, line := range lines {
				inputs := []string{""}
				switch {
				case strings.Contains(line, "FILE"):
					inputs = slices.Concat(names, references)
					if strings.HasPrefix(path, "bundle ") {
						inputs = append(inputs, moreReferences...)
					}
				case strings.Contains(line, "DIR"):
					inputs = everything
				case strings.Contains(line, "KUBECONFIG"):
					inputs = slices.Sorted(maps.Keys(kubeconfigs))
				}
				for _, input := range inputs {
					args := strings.Fields(path)
					for _, word := range strings.Fields(line) {
						args = append(args, strings.NewReplacer("KUBECONFIG", filepath.Join("canaries", input), "FILE", input, "DIR", input).Replace(word))
					}
					holdCanary(t, args, stream.String())
					holdCanaryInReports(t, args)
				}
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// holdCanary runs a command and wants no canary in what it prints.
func holdCanary(t *testing.T, args []string, stdin string) {
	t.Helper()
	out, _ := guiderail(t, args, stdin)
	for _, secret := range []string{canary, base64.StdEncoding.EncodeToString([]byte(canary))} {
		if i := strings.Index(out, secret); i >= 0 {
			begin, end := strings.LastIndex(out[:i], "\n")+1, min(len(out), i+80)
			t.Errorf("guiderail %q prints it: %s", args, out[begin:end])
			return
		}
	}
}

// formatFlags has a run write a report in every format to a file of its name.
func formatFlags() string {
	flags := "-v"
	for _, format := range harness.Reports() {
		flags += " --output-file " + format + "=report." + format
	}
	return flags
}

// holdCanaryInReports wants no canary in the reports that formatFlags has written, and findings in each: a report
// of nothing holds no canary.
func holdCanaryInReports(t *testing.T, args []string) {
	t.Helper()
	if !slices.Contains(args, "text=report.text") {
		return
	}
	for _, format := range harness.Reports() {
		text, err := os.ReadFile("report." + format)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{canary, base64.StdEncoding.EncodeToString([]byte(canary))} {
			if i := bytes.Index(text, []byte(secret)); i >= 0 {
				t.Errorf("guiderail %q writes it as %s: …%s…", args, format, text[max(0, i-80):min(len(text), i+80)])
				break
			}
		}
		if slices.Contains(args, "canaries") && !bytes.Contains(text, []byte("plaintext")) {
			t.Errorf("the report as %s has no finding of a secret", format)
		}
	}
}

func guiderail(t *testing.T, args []string, stdin string) (out string, code int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if slices.Contains(args, "serve") {
		ctx, cancel = context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
	}
	var b bytes.Buffer
	code = run(ctx, args, strings.NewReader(stdin), &b, &b)
	return b.String(), code
}

// leaves gives the commands that do something, by their paths.
func leaves(command *cobra.Command, path string) map[string]*cobra.Command {
	found := map[string]*cobra.Command{}
	for _, child := range command.Commands() {
		if child.Name() == "help" || child.Name() == "completion" {
			continue
		}
		childPath := strings.TrimSpace(path + " " + child.Name())
		// What only groups others takes no arguments.
		if !child.HasSubCommands() || child.ValidateArgs([]string{"x"}) == nil {
			found[childPath] = child
		}
		for p, c := range leaves(child, childPath) {
			found[p] = c
		}
	}
	return found
}
