package browser_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// hostile is a name that a page must show and not act upon.
const hostile = `</style></script><script>window.hacked = 1</script>"><img src=x onerror="window.hacked = 2">' {{.}} &amp; ` + "\u202e]]>"

// deployments are two files of which many controls find something.
var deployments = map[string]string{
	"web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      hostNetwork: true
      containers:
        - name: web
          image: nginx
          securityContext: {privileged: true}
          env: [{name: PASSWORD, value: correct-horse}]
`,
	"db.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  selector: {matchLabels: {app: db}}
  serviceName: db
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: postgres}]}
`,
}

// shown is the number of findings that are shown, as the page counts them and as they are seen.
const shown = `(() => {
  const seen = Array.from(document.querySelectorAll('.finding li')).filter((e) => e.getClientRects().length > 0).length;
  const told = parseInt(document.forms[0].elements.shown.value);
  return seen === told ? seen : -1;
})()`

func set(name, value string) string {
	return fmt.Sprintf("(() => { const e = document.forms[0].elements[%q]; e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})); })()", name, value)
}

func TestReport(t *testing.T) {
	p := open(t, write(t, deployments, "check", "-o", "html"), desktop)
	all := value[int](p, shown)
	if told := value[int](p, "parseInt(document.querySelector('#summary-title').textContent)"); all < 10 || all != told {
		t.Fatalf("%d findings are shown, and %d told", all, told)
	}
	count := func(selector string) int {
		return value[int](p, fmt.Sprintf("Array.from(document.querySelectorAll(%q)).reduce((n, e) => n + Number(e.dataset.count), 0)", selector))
	}
	// What is left of each filter is what has the mark of it, and something is.
	for _, filter := range []struct{ name, option, selector string }{
		{"control", "document.forms[0].elements.control.options[1].value", ".finding[data-control='%s']"},
		{"file", "document.forms[0].elements.file.options[1].value", ".finding[data-file='%s']"},
		{"statement", "document.forms[0].elements.statement.querySelectorAll('optgroup option')[0].value", ".finding[data-statements~='%s']"},
	} {
		option := value[string](p, filter.option)
		want := count(fmt.Sprintf(filter.selector, option))
		if want == 0 || want == all {
			t.Errorf("%s %s is no choice: %d of %d", filter.name, option, want, all)
		}
		value[any](p, set(filter.name, option))
		wants(p, shown, want)
		value[any](p, set(filter.name, ""))
		wants(p, shown, all)
	}
	value[any](p, set("text", "STATEFULSET db"))
	db := value[int](p, "document.querySelectorAll('.object')[Array.from(document.querySelectorAll('.object h4')).findIndex((e) => e.textContent === 'StatefulSet db')].querySelectorAll('li').length")
	wants(p, shown, db)
	wants(p, visible(".file"), 1)
	value[any](p, set("text", "no such thing"))
	wants(p, shown, 0)
	wants(p, visible("#nothing"), 1)
	p.do(chromedp.Click(chromedp.CSS("button[type=reset]")))
	wants(p, shown, all)
	wants(p, visible("#nothing"), 0)
	p.do(chromedp.Click(chromedp.CSS("[name=severity][value=high]")))
	wants(p, shown, all-count(".finding.high"))

	// A link leads to the explanation, and to what was not judged, which opens.
	value[any](p, "location.hash = document.querySelector('.finding .id').hash")
	wants(p, "document.querySelector('.control:target') !== null", true)
	value[any](p, "location.hash = document.querySelector('.not-judged a').hash")
	wants(p, "document.querySelector(location.hash).open", true)
	if strings.Contains(value[string](p, "document.documentElement.outerHTML"), "correct-horse") {
		t.Error("the page has a secret value")
	}
}

func TestViews(t *testing.T) {
	pages := map[string]string{
		"report": write(t, deployments, "check", "-o", "html", "--profile", "eks"),
		"flows":  write(t, deployments, "flows", "-o", "html"),
	}
	for name, v := range map[string]view{
		"light": desktop, "dark": {width: 1280, scheme: "dark"}, "phone": {width: 390, scheme: "light"}, "dark phone": {width: 390, scheme: "dark"},
		"print": {width: 800, scheme: "dark", media: "print"}, "without scripts": {width: 1280, scheme: "light", plain: true},
	} {
		for kind, file := range pages {
			t.Run(kind+", "+name, func(t *testing.T) {
				p := open(t, file, v)
				wants(p, fits, true)
				wants(p, pale, "")
				wants(p, "document.querySelectorAll('main, h1').length", 2)
				forms := 1
				if v.plain || v.media == "print" {
					forms = 0
				}
				wants(p, visible("form"), forms)
				switch kind {
				case "report":
					wants(p, "document.querySelectorAll('.finding').length > 5 && document.querySelectorAll('.finding').length === "+visible(".finding"), true)
					wants(p, visible("form label:not(:has(input, select))"), 0)
				case "flows":
					wants(p, "document.querySelectorAll('tr[data-link]').length > 0 && document.querySelectorAll('tr[data-link]').length === "+visible("tr[data-link]"), true)
				}
				if pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF()); err != nil || len(pdf) < 1000 {
					t.Errorf("printing: %d bytes, %v", len(pdf), err)
				}
			})
		}
	}
}

// TestHostileNames holds that names are shown as they are, but for what reorders text.
func TestHostileNames(t *testing.T) {
	files := map[string]string{"a.yaml": fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: %[1]q, namespace: %[1]q, labels: {app: web}}
spec:
  hostNetwork: true
  containers: [{name: %[1]q, image: %[1]q, securityContext: {privileged: true}, env: [{name: %[1]q, value: %[1]q}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: %[1]q, namespace: %[1]q}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 80}]}]}
---
apiVersion: %[1]q
kind: %[1]q
metadata: {name: %[1]q}
`, hostile)}
	want := strings.ReplaceAll(hostile, "\u202e", "\ufffd")
	for kind, file := range map[string]string{
		"report": write(t, files, "check", "-o", "html"),
		"flows":  write(t, files, "flows", "-o", "html"),
	} {
		t.Run(kind, func(t *testing.T) {
			p := open(t, file, desktop)
			wants(p, "typeof window.hacked", "undefined")
			wants(p, "document.querySelectorAll('script').length", 1)
			wants(p, "document.querySelectorAll('img').length", 0)
			wants(p, "document.querySelectorAll('[onerror], [onload], [style]:not(#picture)').length", 0)
			text := value[string](p, "document.body.textContent")
			if !strings.Contains(text, want) {
				t.Error("the name is not shown")
			}
			if strings.Contains(text, "\u202e") {
				t.Error("a character that reorders text is shown")
			}
			// Nothing of a page's own is let in later either.
			value[any](p, "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hacked = 3'}))")
			wants(p, "typeof window.hacked", "undefined")
			p.lock.Lock()
			defer p.lock.Unlock()
			if len(p.noise) != 1 || !strings.Contains(p.noise[0], "Content Security Policy") {
				t.Errorf("the browser does not forbid it: %v", p.noise)
			}
			p.noise = nil
		})
	}
}

// TestManyFindings holds that a page of ten thousand findings opens, and is filtered at once.
func TestManyFindings(t *testing.T) {
	var text strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&text, "apiVersion: v1\nkind: Pod\nmetadata: {name: pod-%d, namespace: shop}\nspec:\n  hostNetwork: true\n  containers: [{name: a, image: nginx, securityContext: {privileged: true}}]\n---\n", i)
	}
	file := write(t, map[string]string{"a.yaml": text.String()}, "check", "-o", "html")
	start := time.Now()
	p := open(t, file, desktop)
	wants(p, "parseInt(document.forms[0].elements.shown.value) >= 10000", true)
	opened := time.Since(start)
	start = time.Now()
	value[any](p, set("text", "pod-1499"))
	wants(p, visible(".object"), 1)
	t.Logf("%d findings: opened in %v, filtered in %v", value[int](p, "document.querySelectorAll('.finding li').length"), opened, time.Since(start))
	if filtered := time.Since(start); opened > 30*time.Second || filtered > 10*time.Second {
		t.Errorf("opened in %v, filtered in %v", opened, filtered)
	}
}
