package terraform

import (
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/guiderail/guiderail/harness/value"
)

// scope evaluates the expressions of a module within a block that may be made several times.
type scope struct {
	module *module
	each   map[string]cty.Value // each, count and the iterators of dynamic blocks
}

func (m *module) scope(each map[string]cty.Value) *scope { return &scope{m, each} }

func (s *scope) with(each map[string]cty.Value) *scope {
	all := map[string]cty.Value{}
	for _, values := range []map[string]cty.Value{s.each, each} {
		for name, v := range values {
			all[name] = v
		}
	}
	return &scope{s.module, all}
}

// eval returns the value of an expression; what cannot be told is not known.
func (s *scope) eval(expression hclsyntax.Expression) cty.Value {
	v, _ := s.module.evaluator.value(expression, s.context(expression))
	return v
}

// context has what an expression refers to.
func (s *scope) context(expression hclsyntax.Expression) *hcl.EvalContext {
	m := s.module
	values := map[string]cty.Value{}
	nested := map[string]map[string]cty.Value{}
	set := func(root, name string, v cty.Value) {
		if nested[root] == nil {
			nested[root] = map[string]cty.Value{}
		}
		nested[root][name] = v
	}
	for _, traversal := range expression.Variables() {
		root := traversal.RootName()
		if v, ok := s.each[root]; ok {
			values[root] = v
			continue
		}
		name := step(traversal, 1)
		switch {
		case root == "var" && name != "":
			v, ok := m.variables[name]
			if !ok {
				v = cty.DynamicVal
			}
			set(root, name, v)
		case root == "local" && name != "":
			set(root, name, m.local(name))
		case root == "data" && name == "aws_iam_policy_document" && step(traversal, 2) != "":
			set("data", step(traversal, 2), m.document(step(traversal, 2)))
		default:
			if _, ok := values[root]; !ok {
				values[root] = cty.DynamicVal
			}
		}
	}
	for root, members := range nested {
		if root == "data" {
			if _, mixed := values["data"]; !mixed {
				values["data"] = cty.ObjectVal(map[string]cty.Value{"aws_iam_policy_document": cty.ObjectVal(members)})
			}
			continue
		}
		values[root] = cty.ObjectVal(members)
	}
	return &hcl.EvalContext{Variables: values, Functions: m.evaluator.functions}
}

// step returns the name of an attribute in a traversal; "" if there is none.
func step(t hcl.Traversal, i int) string {
	if i >= len(t) {
		return ""
	}
	switch at := t[i].(type) {
	case hcl.TraverseAttr:
		return at.Name
	case hcl.TraverseIndex:
		if at.Key.Type() == cty.String && at.Key.IsKnown() {
			return at.Key.AsString()
		}
	}
	return ""
}

// local returns the value of a local.
func (m *module) local(name string) cty.Value {
	return m.once("local."+name, func() cty.Value {
		expression, ok := m.locals[name]
		if !ok {
			return cty.DynamicVal
		}
		return m.scope(nil).eval(expression)
	})
}

// template returns the template that an expression takes from a local. What is known of it is in the text, as if it were
// written in the local's place.
func (m *module) template(expression hclsyntax.Expression) (*hclsyntax.TemplateExpr, bool) {
	for range len(m.locals) { // no more, where locals refer to each other in a circle
		reference, ok := expression.(*hclsyntax.ScopeTraversalExpr)
		if !ok || reference.Traversal.RootName() != "local" || len(reference.Traversal) != 2 {
			break
		}
		expression = m.locals[step(reference.Traversal, 1)]
		if template, ok := expression.(*hclsyntax.TemplateExpr); ok {
			return template, true
		}
	}
	return nil, false
}

// once evaluates something that other expressions refer to, once. What refers to itself is not known.
func (m *module) once(name string, evaluate func() cty.Value) cty.Value {
	if v, ok := m.known[name]; ok {
		return v
	}
	if m.busy[name] {
		return cty.DynamicVal
	}
	m.busy[name] = true
	v := evaluate()
	delete(m.busy, name)
	m.known[name] = v
	return v
}

// node returns what is known of the value of an expression, with the places of its parts.
func (s *scope) node(expression hclsyntax.Expression) *node {
	at := position(expression.Range())
	switch e := expression.(type) {
	case *hclsyntax.ObjectConsExpr:
		members := map[string]*node{}
		for _, item := range e.Items {
			n := s.node(item.ValueExpr)
			n.at = position(item.KeyExpr.Range())
			members[s.key(item.KeyExpr)] = n
		}
		return objectNode(at, members)
	case *hclsyntax.TupleConsExpr:
		items := make([]*node, len(e.Exprs))
		for i, item := range e.Exprs {
			items[i] = s.node(item)
		}
		return listNode(at, items)
	case *hclsyntax.ParenthesesExpr:
		return s.node(e.Expression)
	case *hclsyntax.FunctionCallExpr:
		// What is known of a policy is in the text, though other parts of it are not.
		if e.Name == "jsonencode" && len(e.Args) == 1 {
			return &node{at: at, value: value.NewText(string(s.node(e.Args[0]).value.JSON()))}
		}
	}
	if v := s.eval(expression); v.IsWhollyKnown() {
		return plain(v, at)
	}
	if template, ok := s.module.template(expression); ok {
		return &node{at: at, value: value.NewText(s.module.scope(nil).text(template))}
	}
	text := s.text(expression)
	if _, isTemplate := expression.(*hclsyntax.TemplateExpr); !isTemplate {
		text = open(text)
	}
	return &node{at: at, value: value.NewText(text)}
}

// key returns the key of an entry of an object, with ${…} around what is not known of it.
func (s *scope) key(expression hclsyntax.Expression) string {
	if v, err := convert.Convert(s.eval(expression), cty.String); err == nil && v.IsKnown() && !v.IsNull() {
		return v.AsString()
	}
	if key, ok := expression.(*hclsyntax.ObjectConsKeyExpr); ok {
		expression = key.Wrapped
	}
	switch key := expression.(type) {
	case *hclsyntax.TemplateExpr:
		return s.text(key)
	case *hclsyntax.ParenthesesExpr:
		return s.key(key.Expression)
	}
	return open(s.text(expression))
}

// open marks an expression as what is not known. Braces within it would end it.
func open(expression string) string {
	return "${" + strings.NewReplacer("${", "(", "{", "(", "}", ")").Replace(expression) + "}"
}

// text returns an expression as it is written; of a template what stands between its quotes, with what is known of it in
// the place of what refers to it.
func (s *scope) text(expression hclsyntax.Expression) string {
	template, ok := expression.(*hclsyntax.TemplateExpr)
	if !ok {
		return s.module.written(expression.Range())
	}
	text := ""
	for _, part := range template.Parts {
		v := s.eval(part)
		if known, err := convert.Convert(v, cty.String); err == nil && known.IsKnown() && !known.IsNull() && len(text) < 8*maxSize {
			text += known.AsString()
		} else {
			text += open(s.module.written(part.Range()))
		}
	}
	return text
}

// written returns the text of a range.
func (m *module) written(r hcl.Range) string {
	for _, files := range m.directories {
		for _, f := range files {
			if f.name == r.Filename && r.CanSliceBytes(f.text) {
				return string(r.SliceBytes(f.text))
			}
		}
	}
	return "?"
}

// replaceFunc is Terraform's replace: between slashes stands a regular expression.
// Source: https://developer.hashicorp.com/terraform/language/functions/replace
func replaceFunc() function.Function {
	text := func(name string) function.Parameter { return function.Parameter{Name: name, Type: cty.String} }
	return function.New(&function.Spec{
		Params: []function.Parameter{text("str"), text("substr"), text("replace")},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if what := args[1].AsString(); len(what) > 1 && strings.HasPrefix(what, "/") && strings.HasSuffix(what, "/") {
				return stdlib.RegexReplace(args[0], cty.StringVal(what[1:len(what)-1]), args[2])
			}
			return stdlib.Replace(args[0], args[1], args[2])
		},
	})
}

// functions returns those of Terraform's functions that go-cty has. A call of any other is not known.
func functions() map[string]function.Function {
	all := map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "can": tryfunc.CanFunc, "ceil": stdlib.CeilFunc, "chomp": stdlib.ChompFunc,
		"chunklist": stdlib.ChunklistFunc, "coalesce": stdlib.CoalesceFunc, "coalescelist": stdlib.CoalesceListFunc,
		"compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc, "distinct": stdlib.DistinctFunc,
		"element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc, "floor": stdlib.FloorFunc,
		"jsondecode": stdlib.JSONDecodeFunc,
		"jsonencode": stdlib.JSONEncodeFunc, "keys": stdlib.KeysFunc, "length": stdlib.LengthFunc, "lookup": stdlib.LookupFunc,
		"lower": stdlib.LowerFunc, "max": stdlib.MaxFunc, "merge": stdlib.MergeFunc, "min": stdlib.MinFunc, "parseint": stdlib.ParseIntFunc,
		"range": stdlib.RangeFunc, "regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc,
		"reverse": stdlib.ReverseListFunc, "setintersection": stdlib.SetIntersectionFunc,
		"setsubtract": stdlib.SetSubtractFunc, "setunion": stdlib.SetUnionFunc, "slice": stdlib.SliceFunc, "sort": stdlib.SortFunc,
		"split": stdlib.SplitFunc, "strrev": stdlib.ReverseFunc, "substr": stdlib.SubstrFunc, "title": stdlib.TitleFunc,
		"tobool": stdlib.MakeToFunc(cty.Bool), "tolist": stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)),
		"tomap": stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)), "tonumber": stdlib.MakeToFunc(cty.Number),
		"toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), "tostring": stdlib.MakeToFunc(cty.String), "trim": stdlib.TrimFunc,
		"trimprefix": stdlib.TrimPrefixFunc, "trimspace": stdlib.TrimSpaceFunc, "trimsuffix": stdlib.TrimSuffixFunc, "try": tryfunc.TryFunc,
		"upper": stdlib.UpperFunc, "values": stdlib.ValuesFunc, "zipmap": stdlib.ZipmapFunc,
	}
	maps.Copy(all, multiplying())
	return all
}
