package policies_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"
	"k8s.io/apimachinery/pkg/api/resource"
)

// comparisons tells of each text whether it is a quantity, and how it compares with its successor.
const comparisons = `package oracle

import data.lib.guiderail.quantity

answers := [[validity(text), order(i, (i + 1) % count(input))] | some i, text in input]

validity(text) if quantity.is_valid(text)

else := false

amounts := {i: quantity.parse(text) | some i, text in input}

order(i, j) := -1 if {
	amounts[i] < amounts[j]
} else := 0 if {
	amounts[i] == amounts[j]
} else := 1 if {
	amounts[i] > amounts[j]
} else := null
`

// TestQuantityOracle holds the library of quantities against apimachinery, on texts from a fixed seed:
// which of them are quantities, and how each compares with the next. QUANTITIES sets their number.
func TestQuantityOracle(t *testing.T) {
	n := sizeOf(t, "QUANTITIES", 20_000)
	library, err := os.ReadFile(libraryFile(t, "quantity"))
	if err != nil {
		t.Fatal(err)
	}
	query, err := rego.New(
		rego.Query("answers := data.oracle.answers"),
		rego.Module("quantity.rego", string(library)),
		rego.Module("oracle.rego", comparisons),
		rego.StrictBuiltinErrors(true),
	).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var total counts
	// In parts, since a part's answers are in memory all at once.
	for left := n; left > 0; left -= len(total.texts) {
		total.texts = quantityTexts(random, min(left, 20_000))
		results, err := query.Eval(t.Context(), rego.EvalInput(total.texts))
		if err != nil {
			t.Fatal(err)
		}
		total.compare(t, results[0].Bindings["answers"].([]any))
	}
	t.Logf("%d texts: %d quantities, %d comparisons, %d of them equal", n, total.valid, total.compared, total.equal)
	if total.valid < n/4 || total.valid > n*9/10 || total.equal < n/20 {
		t.Error("the texts are too much alike to tell anything")
	}
	for _, kind := range kindsOfTexts {
		t.Logf("%8d %s, %d of them quantities", total.kinds[kind.name], kind.name, total.validKinds[kind.name])
		if total.kinds[kind.name] == 0 && n >= 20_000 {
			t.Errorf("no text is of the kind: %s", kind.name)
		}
	}
}

// kindsOfTexts are those that people and machines write and parsers differ about. Each must occur.
var kindsOfTexts = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"thousandths (200m)", regexp.MustCompile(`^[+-]?[0-9.]*[0-9][0-9.]*m$`)},
	{"an exponent (1e3)", regexp.MustCompile(`[0-9.][eE][+-]?[0-9]+$`)},
	{"no digit before the point (.5)", regexp.MustCompile(`^[+-]?\.[0-9]`)},
	{"no digit behind the point (5.)", regexp.MustCompile(`[0-9]\.[^0-9]*$`)},
	{"exa (1E)", regexp.MustCompile(`[0-9.]E$`)},
	{"a binary suffix (1Ki)", regexp.MustCompile(`[0-9.][KMGTPE]i$`)},
	{"a suffix in the wrong case (200K)", regexp.MustCompile(`[0-9.](K|[mkgtp]i)$`)},
	{"a sign (-1)", regexp.MustCompile(`^[+-]`)},
	{"more digits than 64 bits hold", regexp.MustCompile(`[1-9][0-9]{19}`)},
	{"more than 64 bits by a suffix (10E)", regexp.MustCompile(`^[+-]?[0-9]{2,}(E|Ei)$`)},
	{"digits of other scripts", regexp.MustCompile(`[０-９٠-٩½]`)},
	{"white space", regexp.MustCompile(`[\s\x{a0}]`)},
	{"nothing", regexp.MustCompile(`^$`)},
}

type counts struct {
	texts                  []string
	valid, compared, equal int
	kinds, validKinds      map[string]int
}

// compare holds the answers about texts against apimachinery and counts them.
func (c *counts) compare(t *testing.T, answers []any) {
	t.Helper()
	if len(answers) != len(c.texts) {
		t.Fatalf("%d answers for %d texts", len(answers), len(c.texts))
	}
	if c.kinds == nil {
		c.kinds, c.validKinds = map[string]int{}, map[string]int{}
	}
	for i, answer := range answers {
		a, b := readQuantity(c.texts[i]), readQuantity(c.texts[(i+1)%len(c.texts)])
		got := answer.([]any)
		if got[0] != a.valid {
			t.Errorf("%q: is_valid gives %v, apimachinery %v", a.text, got[0], a.valid)
		}
		if a.valid {
			c.valid++
		}
		for _, kind := range kindsOfTexts {
			if kind.pattern.MatchString(a.text) {
				c.kinds[kind.name]++
				if a.valid {
					c.validKinds[kind.name]++
				}
			}
		}
		order := fmt.Sprint(got[1])
		switch {
		case !a.valid || !b.valid:
			if order != "<nil>" {
				t.Errorf("%q and %q compare as %s, though one is not a quantity", a.text, b.text, order)
			}
		case a.isBeyond() || b.isBeyond():
		default:
			c.compared++
			want := a.amount.Cmp(b.amount)
			if want == 0 {
				c.equal++
			}
			if order != strconv.Itoa(want) {
				t.Errorf("%q and %q compare as %s, with apimachinery as %d", a.text, b.text, order, want)
			}
		}
	}
}

// oracle is what apimachinery makes of a text.
type oracle struct {
	text   string
	amount resource.Quantity
	valid  bool
}

func readQuantity(text string) oracle {
	// To apimachinery a suffix, sign or point without a digit is 0; to us it is not a quantity.
	if number, _, _ := strings.Cut(strings.ToLower(text), "e"); !strings.ContainsAny(number, "0123456789") {
		return oracle{text: text}
	}
	amount, err := resource.ParseQuantity(text)
	return oracle{text, amount, err == nil}
}

// isBeyond tells whether the exponent is one that apimachinery wraps around, or the amount one of
// those that are all equal to us.
func (o oracle) isBeyond() bool {
	if exponent := exponentOf(o.text); exponent > 1<<31-1 || exponent < -1<<31 {
		return true
	}
	return o.amount.Cmp(resource.MustParse("1e250")) >= 0 || o.amount.Cmp(resource.MustParse("-1e250")) <= 0
}

func exponentOf(text string) int {
	_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	number, _ := strconv.Atoi(exponent)
	return number
}

var (
	signs    = []string{"", "", "", "", "", "-", "+"}
	suffixes = []string{"", "", "n", "u", "m", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}
	rarities = []string{
		"", "0", "-0", "+", "-", ".", "-.", "Mi", "k", "Ei", ".Ei", "e3", "1e", "1E", "1E+", "1e-", "1e+05", "0e-10", "00", "00.00",
		"200K", "3GB", "3gi", "200mi", "2 Gi", " 2Gi", "2Gi ", "2\n", "\t2", "2\u00a0", "\u00a02Gi", "100milliCPU", "0.0005", "1,5",
		"１", "٢", "1２", "1e３", "1\u200b", "1K\u0131", "½", "−1", "1\x00", "1_000", "0x10", "0b1", "0o7", "Inf", "NaN", "infinity", "true",
		"1e400", "-1e400", "1e-400", "1e9223372036854775807", "1e9223372036854775808", "1e-9223372036854775808", "1e-9223372036854775809",
		"1e99999999999999999999", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
		"8Ei", "7.9999999999999999999Ei", "-8Ei", "9E", "10E", "9007199254740993", "9007199254740992", "0.1", "100m", "1e-1", "0.10000000000000000001",
		"0.0000000001", "0.9n", "1.1n", "1.0n", "0.0000000001Ki", "0.0000000009765625Ki", "1.1Ki", "1126.4", "1.5Gi", "1536Mi",
	}
	letters = []rune("0123456789.+-eEinumkKMGTPiB _\u00a0١")
)

// quantityTexts makes n texts. Many are another spelling of the amount before them, or a neighbour of
// it, so that comparisons are close; some are nearly quantities; some are known to be delicate.
func quantityTexts(random *rand.Rand, n int) []string {
	choose := func(from []string) string { return from[random.IntN(len(from))] }
	digits := func(most int) string {
		var b strings.Builder
		for range random.IntN(most + 1) {
			b.WriteByte("0000123456789999"[random.IntN(16)])
		}
		return b.String()
	}
	fresh := func() string {
		most := 4
		if random.IntN(8) == 0 {
			most = 25
		}
		number := choose(signs) + digits(most)
		if random.IntN(2) == 0 {
			number += "." + digits(most)
		}
		switch random.IntN(6) {
		case 0:
			return number + choose([]string{"e", "E"}) + choose(signs) + strconv.Itoa(random.IntN(25))
		case 1:
			if random.IntN(4) == 0 {
				return number + "e" + strconv.Itoa(random.IntN(600)-300)
			}
		}
		return number + choose(suffixes)
	}
	respelled := func(text string) string {
		q, err := resource.ParseQuantity(text)
		if err != nil {
			return fresh()
		}
		switch random.IntN(3) {
		case 0:
			return q.AsDec().String()
		case 1:
			q.Add(resource.MustParse(choose([]string{"1n", "-1n", "1u", "1m", "1", "-1"})))
		}
		return resource.NewDecimalQuantity(*q.AsDec(), resource.Format(choose([]string{"DecimalSI", "BinarySI", "DecimalExponent"}))).String()
	}
	misspelled := func(text string) string {
		runes := []rune(text)
		at := random.IntN(len(runes) + 1)
		letter := letters[random.IntN(len(letters))]
		if at < len(runes) && random.IntN(2) == 0 {
			runes[at] = letter
			return string(runes)
		}
		return string(runes[:at]) + string(letter) + string(runes[at:])
	}

	texts := make([]string, 0, n)
	for len(texts) < n {
		switch kind := random.IntN(10); {
		case kind < 4 || len(texts) == 0:
			texts = append(texts, fresh())
		case kind < 7:
			texts = append(texts, respelled(texts[len(texts)-1]))
		case kind < 9:
			texts = append(texts, misspelled(fresh()))
		default:
			texts = append(texts, choose(rarities))
			continue
		}
		// apimachinery calculates with as many digits as the exponent says, however long it takes.
		if last := len(texts) - 1; max(exponentOf(texts[last]), -exponentOf(texts[last])) > 1000 {
			texts = texts[:last]
		}
	}
	return texts
}
