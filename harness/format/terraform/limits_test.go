package terraform_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestHostile reads modules that are short and stand for more than any machine holds. What costs too much is not known, and
// what stands beside it is.
func TestHostile(t *testing.T) {
	doubled := "locals {\n a0 = \"x\"\n"
	for i := range 40 {
		doubled += fmt.Sprintf(" a%d = \"${local.a%d}${local.a%d}\"\n", i+1, i, i)
	}
	lists := strings.NewReplacer(`"x"`, "[1]", `"${`, "[", `}${`, ", ", `}"`, "]").Replace(doubled)
	nested := strings.Repeat("[for a in range(1000) : ", 6) + "1" + strings.Repeat("]", 6)
	literal := strings.Repeat("[for a in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : ", 9) + "1" + strings.Repeat("]", 9)
	text := "locals {\n s = join(\"\", [for a in range(1000) : \"" + strings.Repeat("a", 64) + "\"])\n"
	for name, test := range map[string]struct{ a, others string }{
		"locals that double one another": {"local.a40", doubled + "}"},
		"lists that double one another":  {"local.a40", lists + "}"},
		"loops within loops":             {nested, ""},
		"loops over loops":               {"[for a in local.l : [for b in local.l : local.l]]", "locals {\n l = [for a in range(1000) : range(1000)]\n}"},
		"loops in a variable's default":  {"var.x", "variable \"x\" {\n default = " + literal + "\n}"},
		"a replacement that multiplies":  {`replace(local.s, "a", local.s)`, text + "}"},
		"a separator that multiplies":    {`join(local.s, range(1000))`, text + "}"},
		"a template that multiplies":     {`"${join("", [for a in range(1000) : "${local.s}${local.s}"])}"`, text + "}"},
		"a product of sets":              {"setproduct(range(1000), range(1000), range(1000))", ""},
		"a width":                        {`format("%1000000000d", 1)`, ""},
		"widths of a list":               {`formatlist("%*d", 1000000000, [1])`, ""},
		"an indentation":                 {`indent(1000000000, "a\nb")`, ""},
		"a number with too many digits":  {"1e999999999", ""},
		"the text of such a number":      {"tostring(1e999999999)", ""},
		"a number that grows too large":  {strings.Repeat("1e1000 * ", 10) + "1", ""},
		"a template of that number":      {`"${1e999999999}"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := one(t, read(t, fmt.Sprintf("-- m/main.tf --\nresource \"x\" \"y\" {\n a = %s\n b = \"judged\"\n}\n%s\n", test.a, test.others)), 0)
			made := a.Value.Get("resource").Get("x").Get("y").Items()[0]
			if got := made.Get("a").TextOrEmpty(); !strings.HasPrefix(got, "${") {
				t.Errorf("the value is known: %.200s", made.Get("a").JSON())
			}
			same(t, "judged", made.Get("b").TextOrEmpty())
		})
	}
}

// TestManyBlocks writes no more blocks out than a machine holds: what count, for_each and dynamic blocks would make of
// themselves besides is one block that is not known.
func TestManyBlocks(t *testing.T) {
	for name, files := range map[string]string{
		"count":    "-- m/main.tf --\nresource \"x\" \"y\" {\n count = 1000000000\n a = count.index\n}\n",
		"for_each": "-- m/main.tf --\nresource \"x\" \"y\" {\n for_each = toset([for a in range(2000) : tostring(a)])\n a = each.key\n}\n",
		"nested for_each": "-- m/main.tf --\nlocals {\n l = toset([for a in range(100) : tostring(a)])\n}\nmodule \"c\" {\n source = \"../n\"\n for_each = local.l\n}\n" +
			"-- n/main.tf --\nlocals {\n l = toset([for a in range(100) : tostring(a)])\n}\nresource \"x\" \"y\" {\n for_each = local.l\n a = each.key\n}\n",
		"dynamic blocks": "-- m/main.tf --\nresource \"x\" \"y\" {" + strings.Repeat("\ndynamic \"c\" {\nfor_each = range(1000)\ncontent {", 5) +
			strings.Repeat("\n}\n}", 5) + "\n}\n",
		"modules": "-- m/main.tf --\nmodule \"c\" {\n source = \"../n\"\n count = 1000\n}\n-- n/main.tf --\nmodule \"c\" {\n source = \"../o\"\n count = 1000\n i = count.index\n}\n" +
			"-- o/main.tf --\nvariable \"i\" {}\nresource \"x\" \"y\" {\n a = var.i\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := string(one(t, read(t, files), 0).Value.JSON())
			if len(text) > 2<<20 || !strings.Contains(text, "${") {
				t.Errorf("%d bytes were written out: %.200s", len(text), text)
			}
		})
	}
}

// TestInstances has one block for what makes more instances than anybody writes out, and one for each of a few.
func TestInstances(t *testing.T) {
	for count, want := range map[string]int{"3": 3, "1000": 1000, "1000000000": 1, "var.unknown": 1} {
		made := one(t, read(t, "-- m/main.tf --\nresource \"x\" \"y\" {\n count = "+count+"\n a = \"n-${count.index}\"\n b = \"judged\"\n}\n"), 0).Value.Get("resource").Get("x").Get("y").Items()
		if len(made) != want || made[0].Get("b").TextOrEmpty() != "judged" {
			t.Errorf("%s: got %d instances, want %d", count, len(made), want)
		}
		if got := made[0].Get("a").TextOrEmpty(); want == 1 && got != "n-${count.index}" {
			t.Errorf("%s: the name is %q", count, got)
		}
	}
}
