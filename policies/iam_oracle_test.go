package policies_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// iamDecisions tells of each policy whether it allows a request.
const iamDecisions = `package oracle

import data.lib.guiderail.iam
import data.lib.guiderail.iam_documents

answers := [answer |
	some question in input
	documents := iam_documents.all with input as {"review": {"object": question.policy}}
	answer := iam.decide(documents[0].statements, question.request)
]
`

type iamQuestion struct {
	Policy  map[string]any `json:"policy"`
	Request iamRequest     `json:"request"`
}

type iamRequest struct {
	Action    string              `json:"action"`
	Resource  string              `json:"resource"`
	Principal iamPrincipal        `json:"principal"`
	Context   map[string][]string `json:"context"`
}

type iamPrincipal struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

// allowsRequest answers a question as the IAM User Guide tells, in "Policy evaluation logic": a statement that denies
// wins, then one that allows, and what nothing allows is denied.
func allowsRequest(q iamQuestion) bool {
	allowed := false
	for _, s := range oneOrMore(q.Policy["Statement"]) {
		statement := s.(map[string]any)
		if !statementFits(statement, q.Request) {
			continue
		}
		if statement["Effect"] == "Deny" {
			return false
		}
		allowed = true
	}
	return allowed
}

func statementFits(statement map[string]any, r iamRequest) bool {
	fits := func(name string, one func(string) bool) bool {
		if written, ok := statement[name]; ok {
			return slices.ContainsFunc(textsOf(written), one)
		}
		if written, ok := statement["Not"+name]; ok {
			return !slices.ContainsFunc(textsOf(written), one)
		}
		return true
	}
	return fits("Action", func(pattern string) bool { return fitsGlob(strings.ToLower(pattern), strings.ToLower(r.Action)) }) &&
		fits("Resource", func(pattern string) bool { return fitsGlob(pattern, r.Resource) }) &&
		principalFits(statement, r.Principal) && conditionsHold(statement["Condition"], r.Context)
}

// principalFits follows "AWS JSON policy elements: Principal": everybody, an account by its ARN or its number, or one by
// name.
func principalFits(statement map[string]any, p iamPrincipal) bool {
	names := func(written any) bool {
		if written == "*" {
			return true
		}
		for kind, ids := range written.(map[string]any) {
			for _, id := range textsOf(ids) {
				switch {
				case kind == "AWS" && id == "*":
					return true
				case kind != p.Type:
				case id == p.ID || id == "*":
					return true
				case kind == "AWS":
					parts := strings.SplitN(p.ID, ":", 6)
					if len(parts) == 6 && (id == parts[4] || id == "arn:aws:iam::"+parts[4]+":root") {
						return true
					}
				}
			}
		}
		return false
	}
	if written, ok := statement["Principal"]; ok {
		return names(written)
	}
	if written, ok := statement["NotPrincipal"]; ok {
		return !names(written)
	}
	return true
}

// conditionsHold wants every operator and every key of each to hold, as "IAM JSON policy elements: Condition" says.
func conditionsHold(written any, context map[string][]string) bool {
	conditions, _ := written.(map[string]any)
	for operator, keys := range conditions {
		for key, values := range keys.(map[string]any) {
			if !conditionHolds(operator, textsOf(values), context[strings.ToLower(key)]) {
				return false
			}
		}
	}
	return true
}

// conditionHolds follows "Condition operators" and "Single-valued vs. multivalued context keys".
func conditionHolds(operator string, written, values []string) bool {
	if operator == "Null" {
		return slices.ContainsFunc(written, func(text string) bool { return strings.EqualFold(text, "true") == (len(values) == 0) })
	}
	operator, ifExists := strings.CutSuffix(operator, "IfExists")
	operator, all := strings.CutPrefix(operator, "ForAllValues:")
	operator, some := strings.CutPrefix(operator, "ForAnyValue:")
	// A value of the request fits if it fits one that is written; one that must not fit, if it fits none.
	fits := func(value string) bool {
		compare, negated := comparisonOf(operator)
		return slices.ContainsFunc(written, func(text string) bool { return compare(text, value) }) != negated
	}
	_, negated := comparisonOf(operator)
	switch {
	case all:
		return !slices.ContainsFunc(values, func(value string) bool { return !fits(value) })
	case some:
		return slices.ContainsFunc(values, fits)
	case len(values) == 0:
		return ifExists || negated
	}
	return fits(values[0])
}

func comparisonOf(operator string) (compare func(written, value string) bool, negated bool) {
	order := func(wanted string, c int) bool {
		switch wanted {
		case "LessThan":
			return c < 0
		case "LessThanEquals":
			return c <= 0
		case "GreaterThan":
			return c > 0
		case "GreaterThanEquals":
			return c >= 0
		}
		return c == 0
	}
	switch {
	case operator == "NotIpAddress":
		return inNetwork, true
	case strings.Contains(operator, "Not"):
		compare, _ = comparisonOf(strings.Replace(operator, "Not", "", 1))
		return compare, true
	case operator == "IpAddress":
		return inNetwork, false
	case operator == "StringLike":
		return fitsGlob, false
	case operator == "StringEqualsIgnoreCase" || operator == "Bool":
		return strings.EqualFold, false
	case operator == "ArnEquals" || operator == "ArnLike":
		return fitsARN, false
	case strings.HasPrefix(operator, "Numeric"):
		return func(written, value string) bool {
			bound, ok1 := new(big.Rat).SetString(written)
			number, ok2 := new(big.Rat).SetString(value)
			return ok1 && ok2 && order(strings.TrimPrefix(operator, "Numeric"), number.Cmp(bound))
		}, false
	case strings.HasPrefix(operator, "Date"):
		return func(written, value string) bool {
			bound, ok1 := moment(written)
			at, ok2 := moment(value)
			return ok1 && ok2 && order(strings.TrimPrefix(operator, "Date"), at.Compare(bound))
		}, false
	}
	return func(written, value string) bool { return written == value }, false
}

func moment(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

func inNetwork(written, value string) bool {
	address, err := netip.ParseAddr(value)
	if err != nil {
		return false
	}
	if network, err := netip.ParsePrefix(written); err == nil {
		return network.Contains(address)
	}
	one, err := netip.ParseAddr(written)
	return err == nil && one == address
}

// fitsARN compares each of the six parts of an ARN by itself.
func fitsARN(written, value string) bool {
	want, got := strings.SplitN(written, ":", 6), strings.SplitN(value, ":", 6)
	if len(want) != 6 || len(got) != 6 {
		return false
	}
	for i := range want {
		if !fitsGlob(want[i], got[i]) {
			return false
		}
	}
	return true
}

// fitsGlob reports whether a text fits a pattern, in which * is any letters, ? is one, and ${*}, ${?} and ${$} are the
// letters themselves.
func fitsGlob(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	for _, letter := range []string{"*", "?", "$"} {
		if rest, ok := strings.CutPrefix(pattern, "${"+letter+"}"); ok {
			return strings.HasPrefix(text, letter) && fitsGlob(rest, text[1:])
		}
	}
	if pattern[0] == '*' {
		for i := range len(text) + 1 {
			if fitsGlob(pattern[1:], text[i:]) {
				return true
			}
		}
		return false
	}
	return text != "" && (pattern[0] == '?' || pattern[0] == text[0]) && fitsGlob(pattern[1:], text[1:])
}

func oneOrMore(written any) []any {
	if list, ok := written.([]any); ok {
		return list
	}
	return []any{written}
}

func textsOf(written any) []string {
	texts := []string{}
	for _, item := range oneOrMore(written) {
		switch item := item.(type) {
		case string:
			texts = append(texts, item)
		case bool:
			texts = append(texts, map[bool]string{true: "true", false: "false"}[item])
		}
	}
	return texts
}

// TestIAMOracle holds the evaluator of policies against a reading of AWS's documentation, on policies from a fixed
// seed. Where a part of a policy is not known, the evaluator may be certain only of what holds whatever stands there.
// GUIDERAIL_IAM_POLICIES sets their number.
func TestIAMOracle(t *testing.T) {
	ask := asker[iamQuestion, string](t, iamDecisions, "iam", "iam_documents")
	random := rand.New(rand.NewPCG(20, 12))
	n := sizeOf(t, "GUIDERAIL_IAM_POLICIES", 4_000)
	tally := map[string]int{}
	for done, wrong := 0, 0; done < n && wrong < 3; done += 1000 {
		questions := make([]iamQuestion, min(1000, n-done))
		for i := range questions {
			questions[i] = someIAMQuestion(random)
		}
		for i, got := range ask(questions...) {
			if wrong == 3 {
				break
			}
			q := questions[i]
			tally[got]++
			allowed, isOpen := possibilities(t, q)
			switch {
			case got == "open" && isOpen:
				tally["open at last"] += len(allowed) - 1
			case got == "open", len(allowed) > 1, allowed[got == "yes"] == 0:
				wrong++
				t.Errorf("%s\n got %s, and allowed is %v", jsonOf(t, q), got, allowed)
			}
		}
	}
	t.Logf("%d policies: %v", n, tally)
	if tally["yes"] < n/10 || tally["no"] < n/10 || tally["open"] < n/50 || tally["open at last"] < tally["open"]/3 {
		t.Error("the policies are too much alike to tell anything")
	}
}

// possibilities answers a question for each of the texts that may stand where nothing is known.
func possibilities(t *testing.T, q iamQuestion) (allowed map[bool]int, isOpen bool) {
	t.Helper()
	allowed = map[bool]int{}
	text := jsonOf(t, q)
	isOpen = strings.Contains(text, "${Some}")
	for _, some := range append([]string{"nothing of that"}, iamFillings...) {
		var filled iamQuestion
		if err := json.Unmarshal([]byte(strings.ReplaceAll(text, "${Some}", some)), &filled); err != nil {
			t.Fatal(err)
		}
		allowed[allowsRequest(filled)]++
	}
	return allowed, isOpen
}

var (
	iamFillings  = []string{"", "s3", "s3:GetObject", "GetObject", "b", "arn:aws:s3:::b/k", "*", "a", "system", "111122223333", "aws:tag/a", "10.0.0.0"}
	iamActions   = []string{"s3:GetObject", "s3:*", "S3:get*", "*", "s3:?etObject", "*:*", "iam:Pass*", "s3:PutObject", "sts:AssumeRole", "${Some}:GetObject", "s3:${Some}"}
	iamResources = []string{"*", "arn:aws:s3:::b/*", "arn:aws:s3:::b", "arn:aws:s3:::B/*", "arn:*:k", "arn:aws:s3:::b/?", "arn:aws:s3:::b/${*}", "arn:aws:s3:::b/k.l", "arn:aws:s3:::${Some}/*", "${Some}"}
	iamAsked     = []string{"s3:GetObject", "s3:getobject", "s3:PutObject", "iam:PassRole", "sts:AssumeRole"}
	iamTargets   = []string{"arn:aws:s3:::b/k", "arn:aws:s3:::b", "arn:aws:s3:::b/k:k", "arn:aws:s3:::b/*", "arn:aws:s3:::b/kxl", "arn:aws:iam::111122223333:role/r"}
	iamNames     = []iamPrincipal{
		{"AWS", "arn:aws:iam::111122223333:role/r"}, {"AWS", "arn:aws:iam::444455556666:user/u"}, {"Service", "ec2.amazonaws.com"},
		{"Federated", "arn:aws:iam::111122223333:oidc-provider/example.com/id/A"},
	}
	iamOperators = map[string][]string{
		"StringEquals":           {"a", "b", "A", "a*", "${Some}", "a${Some}", "system:a"},
		"StringEqualsIgnoreCase": {"A", "b", "${Some}"},
		"StringLike":             {"*", "a?", "a*", "s*:a", "${Some}*", "${?}", "A"},
		"NumericEquals":          {"1", "10", "1.0", "x"},
		"NumericLessThan":        {"10", "9"},
		"NumericLessThanEquals":  {"10"}, "NumericGreaterThan": {"9", "2"}, "NumericGreaterThanEquals": {"10"},
		"DateLessThan": {"2026-01-01T00:00:00Z", "2026-06-01"}, "DateGreaterThanEquals": {"2026-01-01"}, "DateEquals": {"2026-01-01"},
		"Bool": {"true", "false", "True"}, "IpAddress": {"10.0.0.0/8", "10.1.2.3", "2001:db8::/32", "${Some}/8"},
		"ArnLike": {"arn:aws:s3:::*", "arn:aws:*:k", "arn:*:s3:::b*", "arn:aws:s3:::b/${Some}"}, "ArnEquals": {"arn:aws:s3:::b/k", "arn:aws:s3:::b/?"},
		"Null": {"true", "false"}, "BinaryEquals": {"YQ=="},
	}
	iamNegated = map[string]string{
		"StringEquals": "StringNotEquals", "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase", "StringLike": "StringNotLike",
		"NumericEquals": "NumericNotEquals", "DateEquals": "DateNotEquals", "IpAddress": "NotIpAddress", "ArnLike": "ArnNotLike", "ArnEquals": "ArnNotEquals",
	}
	iamSetKey = "aws:tagkeys"
	iamKeys   = []string{"aws:Tag/a", "AWS:tag/A", "s3:prefix", "example.com/id/A:sub"}
	iamValues = []string{"a", "A", "b", "ab", "a*", "system:a", "1", "10", "9.5", "true", "10.1.2.3", "2001:db8::1", "2026-01-01", "2026-03-01T00:00:00Z", "arn:aws:s3:::b/k", "arn:aws:s3:x:y:b:k", "YQ==", "?"}
)

func someIAMQuestion(random *rand.Rand) iamQuestion {
	choose := func(from []string) string { return from[random.IntN(len(from))] }
	// A document without unknown parts has more to tell.
	known := random.IntN(2) == 0
	several := func(from []string) any {
		from = slices.DeleteFunc(slices.Clone(from), func(text string) bool { return known && strings.Contains(text, "${Some}") })
		if random.IntN(3) == 0 {
			return choose(from)
		}
		list := []any{}
		for range random.IntN(2) + 1 {
			list = append(list, choose(from))
		}
		return list
	}
	not := func(name string) string {
		if random.IntN(6) == 0 {
			return "Not" + name
		}
		return name
	}
	statement := func() any {
		s := map[string]any{"Effect": choose([]string{"Allow", "Allow", "Allow", "Deny"}), not("Action"): several(iamActions)}
		if random.IntN(3) > 0 {
			s[not("Resource")] = several(iamResources)
		}
		switch random.IntN(6) {
		case 0:
			s[not("Principal")] = "*"
		case 1, 2:
			p := iamNames[random.IntN(len(iamNames))]
			ids := []string{p.ID, p.ID, "*"}
			if p.Type == "AWS" {
				ids = append(ids, "111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::${Some}:root")
			}
			s[not("Principal")] = map[string]any{p.Type: several(ids)}
		}
		conditions := map[string]any{}
		for range max(0, random.IntN(4)-1) {
			operators := []string{"StringEquals", "StringLike"}
			for name := range iamOperators {
				operators = append(operators, name)
			}
			slices.Sort(operators)
			base := choose(operators)
			operator := base
			if negated := iamNegated[base]; negated != "" && random.IntN(4) == 0 {
				operator = negated
			}
			if base != "Null" {
				switch random.IntN(6) {
				case 0:
					operator = "ForAllValues:" + operator
				case 1:
					operator = "ForAnyValue:" + operator
				}
				if !strings.HasPrefix(operator, "ForAny") && random.IntN(5) == 0 {
					operator += "IfExists"
				}
			}
			// Only operators for sets say what several values mean.
			key := choose(iamKeys)
			if strings.HasPrefix(operator, "For") && random.IntN(3) > 0 {
				key = iamSetKey
			}
			conditions[operator] = map[string]any{key: several(iamOperators[base])}
			if base == "Bool" && random.IntN(2) == 0 {
				conditions[operator] = map[string]any{key: true}
			}
		}
		if len(conditions) > 0 {
			s["Condition"] = conditions
		}
		return s
	}
	q := iamQuestion{Policy: map[string]any{"Version": "2012-10-17"}, Request: iamRequest{
		Action: choose(iamAsked), Resource: choose(iamTargets), Principal: iamNames[random.IntN(len(iamNames))], Context: map[string][]string{},
	}}
	if random.IntN(4) == 0 {
		q.Policy["Statement"] = statement()
	} else {
		statements := []any{}
		for range random.IntN(3) + 1 {
			statements = append(statements, statement())
		}
		q.Policy["Statement"] = statements
	}
	for _, key := range iamKeys {
		if random.IntN(3) > 0 {
			values := []string{choose(iamValues)}
			q.Request.Context[strings.ToLower(key)] = values
		}
	}
	q.Request.Context[iamSetKey] = []string{choose(iamValues), choose(iamValues)}[:random.IntN(3)]
	return q
}
