package browser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// shop is a web server that reads a database, and a pod apart.
const shop = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: web, image: web}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: db}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]
  egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
`

func TestFlows(t *testing.T) {
	p := open(t, write(t, map[string]string{"shop.yaml": shop}, "flows", "-o", "html"), desktop)
	const rows = "tr[data-link]"
	all := value[int](p, visible(rows))
	if links := value[int](p, "document.querySelectorAll('#picture .link').length"); all < 2 || links != all {
		t.Fatalf("%d connections in the table, %d in the picture", all, links)
	}

	// A connection in the picture shows its rules, and a peer its connections.
	value[any](p, "Array.from(document.querySelectorAll('#picture .link')).find((e) => e.textContent.includes('5432')).querySelector('a').focus()")
	p.do(chromedp.KeyEvent("\r"))
	wants(p, visible(rows), 1)
	wants(p, visible(".link.chosen"), 1)
	rule := value[string](p, "Array.from(document.querySelectorAll('tr[data-link]')).find((e) => e.getClientRects().length).textContent")
	for _, want := range []string{"shop/web egress[0]", "shop/db ingress[0]", "shop.yaml:"} {
		if !strings.Contains(rule, want) {
			t.Errorf("%q does not name %s", rule, want)
		}
	}
	p.do(chromedp.Click(chromedp.CSS("#chosen button")))
	wants(p, visible(rows), all)
	web := value[[]float64](p, "(() => { const r = Array.from(document.querySelectorAll('.node')).find((e) => e.textContent.startsWith('shop/web')).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()")
	p.do(chromedp.MouseClickXY(web[0], web[1]))
	wants(p, visible(rows), 2)
	p.do(chromedp.KeyEvent("\u001b"))

	// Search.
	value[any](p, set("text", "SHOP/db ingress"))
	wants(p, visible(rows), 1)
	value[any](p, set("text", "nothing of that name"))
	wants(p, visible(rows), 0)
	value[any](p, set("text", ""))
	wants(p, visible(rows), all)

	// Zoom, by buttons and keys, and pan.
	const box = "document.querySelector('#picture svg').getAttribute('viewBox')"
	whole := value[string](p, box)
	changes := func(what string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		before := value[string](p, box)
		p.do(actions...)
		if value[string](p, box) == before {
			t.Errorf("%s changes nothing", what)
		}
	}
	changes("+", chromedp.Click(chromedp.CSS("[name=closer]")))
	changes("−", chromedp.Click(chromedp.CSS("[name=farther]")))
	changes("1:1", chromedp.Click(chromedp.CSS("[name=size]")))
	value[any](p, "document.getElementById('picture').focus()")
	changes("the key +", chromedp.KeyEvent("+"))
	value[any](p, "document.getElementById('picture').scrollIntoView()")
	x, y := value[float64](p, "document.getElementById('picture').getBoundingClientRect().x + 5"), value[float64](p, "document.getElementById('picture').getBoundingClientRect().y + 5")
	changes("dragging", chromedp.DragAndDropXY(x, y, x+80, y+40))
	p.do(chromedp.Click(chromedp.CSS("[name=fit]")))
	wants(p, box, whole)
}

// TestTextFits holds that no text in a picture is wider than what it stands in, and that texts do not overlap.
func TestTextFits(t *testing.T) {
	var long strings.Builder
	for i := range 40 {
		fmt.Fprintf(&long, "apiVersion: v1\nkind: Pod\nmetadata: {name: %s-%d, namespace: team-%d, labels: {app: a%d}}\nspec: {containers: [{name: a, image: a}]}\n---\n", strings.Repeat("long-Wörter-名前-", 1+i%9), i, i%7, i)
		fmt.Fprintf(&long, "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a%d, namespace: team-%d}\nspec: {podSelector: {matchLabels: {app: a%d}}, ingress: [{ports: [{port: %d}]}]}\n---\n", i, i%7, i, 1000+i)
	}
	p := open(t, write(t, map[string]string{"shop.yaml": shop, "long.yaml": long.String()}, "flows", "-o", "html"), desktop)
	wants(p, `(() => {
  const boxes = Array.from(document.querySelectorAll('#picture .node, #picture .link a'), (e) => ({
    frame: e.querySelector('rect').getBoundingClientRect(), texts: Array.from(e.querySelectorAll('text'), (t) => t.getBoundingClientRect()),
  }));
  const wrong = boxes.filter(({frame, texts}) => texts.some((t) => t.left < frame.left - 1 || t.right > frame.right + 1 || t.top < frame.top - 2 || t.bottom > frame.bottom + 2));
  const all = Array.from(document.querySelectorAll('#picture text'), (t) => t.getBoundingClientRect());
  const overlapping = all.filter((a, i) => all.some((b, j) => j < i && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 5 && b.top < a.bottom - 5));
  return wrong.length + overlapping.length + (boxes.length > 40 ? 0 : 1000);
})()`, 0)
}
