package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/guiderail/guiderail/harness/source"
)

// labels is how many labels the blocks of each kind have that a file in JSON is read for.
var labels = map[string]int{"resource": 2, "data": 2, "module": 1, "variable": 1, "provider": 1, "locals": 0}

// mapNames are the attributes of resources that are maps. JSON writes a map and a block in the same way, and only the provider
// knows which it is.
var mapNames = []string{
	"tags", "tags_all", "default_tags", "labels", "annotations", "variables", "parameters", "triggers", "triggers_replace", "keepers",
	"data", "string_data", "binary_data", "node_labels", "match_labels", "app_settings", "environment_variables", "filter_policy",
	"for_each", "default_node_pool_labels", "query", "secret_environment_variables", "settings_map", "selector",
}

// jsonReader reads a file in the JSON syntax as the blocks that the native syntax would have.
// Source: https://developer.hashicorp.com/terraform/language/syntax/json
type jsonReader struct {
	file        *file
	diagnostics hcl.Diagnostics
}

// readJSON sets the body of a file in JSON.
func readJSON(f *file) hcl.Diagnostics {
	root, diagnostics := json.ParseExpression(f.text, f.name)
	if diagnostics.HasErrors() {
		return diagnostics
	}
	if _, isObject := root.(interface{ ExprMap() []hcl.KeyValuePair }); !isObject || len(objects(root)) == 0 {
		if v, _ := root.Value(nil); !v.Type().IsObjectType() && !v.Type().IsTupleType() {
			return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Root value must be object", Detail: "A file in JSON must be an object or a list of objects.", Subject: root.Range().Ptr()}}
		}
	}
	r := &jsonReader{file: f}
	f.body = r.root(root)
	return r.diagnostics
}

// root reads what stands at the top of a file.
func (r *jsonReader) root(e hcl.Expression) *hclsyntax.Body {
	if source.SetsVariables(r.file.name) {
		return &hclsyntax.Body{Attributes: r.attributes(e, r.literal), SrcRange: e.Range()}
	}
	body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: e.Range()}
	for _, object := range objects(e) {
		for _, pair := range hclMap(object) {
			kind := text(pair.Key)
			if n, known := labels[kind]; known {
				body.Blocks = append(body.Blocks, r.labelled(kind, nil, n, pair.Key.Range(), pair.Value)...)
			}
		}
	}
	return body
}

// labelled goes down to the bodies of blocks with so many more labels.
func (r *jsonReader) labelled(kind string, before []string, n int, at hcl.Range, e hcl.Expression) []*hclsyntax.Block {
	var all []*hclsyntax.Block
	for _, object := range objects(e) {
		if n == 0 {
			all = append(all, &hclsyntax.Block{Type: kind, Labels: before, TypeRange: at, Body: r.body(kind, object)})
			continue
		}
		for _, pair := range hclMap(object) {
			if label := text(pair.Key); label != "//" {
				all = append(all, r.labelled(kind, append(slices.Clone(before), label), n-1, pair.Key.Range(), pair.Value)...)
			}
		}
	}
	return all
}

// body reads the body of a block.
func (r *jsonReader) body(kind string, e hcl.Expression) *hclsyntax.Body {
	switch kind {
	case "variable": // which takes no expressions
		return &hclsyntax.Body{Attributes: r.attributes(e, r.literal), SrcRange: e.Range()}
	case "locals", "module":
		return &hclsyntax.Body{Attributes: r.attributes(e, r.expression), SrcRange: e.Range()}
	}
	body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: e.Range()}
	for _, pair := range hclMap(e) {
		name := text(pair.Key)
		switch {
		case name == "//":
		case name == "dynamic" && hclMap(pair.Value) != nil:
			body.Blocks = append(body.Blocks, r.dynamic(pair.Value)...)
		case r.isBlock(name, pair.Value):
			for _, object := range objects(pair.Value) {
				at := pair.Key.Range()
				if hclMap(pair.Value) == nil {
					at = object.Range()
				}
				body.Blocks = append(body.Blocks, &hclsyntax.Block{Type: name, TypeRange: at, Body: r.body("", object)})
			}
		default:
			body.Attributes[name] = r.attribute(name, pair, r.expression)
		}
	}
	return body
}

// isBlock reports whether a value in a body is one block or several.
func (r *jsonReader) isBlock(name string, e hcl.Expression) bool {
	if slices.Contains(mapNames, name) {
		return false
	}
	if hclMap(e) != nil {
		return true
	}
	items := hclList(e)
	return len(items) > 0 && !slices.ContainsFunc(items, func(item hcl.Expression) bool { return hclMap(item) == nil })
}

// dynamic reads dynamic blocks by the names of the blocks that they make.
func (r *jsonReader) dynamic(e hcl.Expression) []*hclsyntax.Block {
	var all []*hclsyntax.Block
	for _, pair := range hclMap(e) {
		for _, object := range objects(pair.Value) {
			body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: object.Range()}
			for _, part := range hclMap(object) {
				switch name := text(part.Key); name {
				case "content":
					for _, content := range objects(part.Value) {
						body.Blocks = append(body.Blocks, &hclsyntax.Block{Type: name, TypeRange: part.Key.Range(), Body: r.body("", content)})
					}
				case "iterator": // a name
					if named, diagnostics := hclsyntax.ParseExpression([]byte(text(part.Value)), r.file.name, part.Value.Range().Start); !diagnostics.HasErrors() {
						body.Attributes[name] = &hclsyntax.Attribute{Name: name, Expr: named, NameRange: part.Key.Range()}
					}
				default:
					body.Attributes[name] = r.attribute(name, part, r.expression)
				}
			}
			all = append(all, &hclsyntax.Block{Type: "dynamic", Labels: []string{text(pair.Key)}, TypeRange: pair.Key.Range(), Body: body})
		}
	}
	return all
}

func (r *jsonReader) attributes(e hcl.Expression, read func(hcl.Expression) hclsyntax.Expression) hclsyntax.Attributes {
	all := hclsyntax.Attributes{}
	for _, object := range objects(e) {
		for _, pair := range hclMap(object) {
			if name := text(pair.Key); name != "//" {
				all[name] = r.attribute(name, pair, read)
			}
		}
	}
	return all
}

func (r *jsonReader) attribute(name string, pair hcl.KeyValuePair, read func(hcl.Expression) hclsyntax.Expression) *hclsyntax.Attribute {
	return &hclsyntax.Attribute{Name: name, Expr: read(pair.Value), NameRange: pair.Key.Range(), SrcRange: hcl.RangeBetween(pair.Key.Range(), pair.Value.Range())}
}

// literal reads a value whose texts mean themselves.
func (r *jsonReader) literal(e hcl.Expression) hclsyntax.Expression {
	v, diagnostics := e.Value(nil)
	if diagnostics.HasErrors() {
		r.diagnostics = append(r.diagnostics, diagnostics...)
		v = cty.DynamicVal
	}
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: e.Range()}
}

// expression reads a value whose texts are templates.
func (r *jsonReader) expression(e hcl.Expression) hclsyntax.Expression {
	if pairs := hclMap(e); pairs != nil {
		object := &hclsyntax.ObjectConsExpr{SrcRange: e.Range(), OpenRange: e.StartRange()}
		for _, pair := range pairs {
			key := &hclsyntax.ObjectConsKeyExpr{Wrapped: r.template(text(pair.Key), pair.Key.Range()), ForceNonLiteral: true}
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: key, ValueExpr: r.expression(pair.Value)})
		}
		return object
	}
	if items := hclList(e); items != nil {
		tuple := &hclsyntax.TupleConsExpr{SrcRange: e.Range(), OpenRange: e.StartRange()}
		for _, item := range items {
			tuple.Exprs = append(tuple.Exprs, r.expression(item))
		}
		return tuple
	}
	if v, _ := e.Value(nil); v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
		return r.template(v.AsString(), e.Range())
	}
	return r.literal(e)
}

// template reads a text at a place. What it says without the escapes of JSON is added to the text of the file, where the
// ranges of its parts lead.
func (r *jsonReader) template(text string, at hcl.Range) hclsyntax.Expression {
	if !strings.Contains(text, "${") && !strings.Contains(text, "%{") {
		return &hclsyntax.LiteralValueExpr{Val: cty.StringVal(text), SrcRange: at}
	}
	start := hcl.Pos{Line: at.Start.Line, Column: at.Start.Column, Byte: len(r.file.text)}
	r.file.text = append(slices.Clip(r.file.text), text...)
	e, diagnostics := hclsyntax.ParseTemplate([]byte(text), r.file.name, start)
	if diagnostics.HasErrors() {
		r.diagnostics = append(r.diagnostics, diagnostics...)
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: at}
	}
	if whole, ok := e.(*hclsyntax.TemplateWrapExpr); ok {
		return whole.Wrapped
	}
	return e
}

// objects returns an object, or those of a list.
func objects(e hcl.Expression) []hcl.Expression {
	if hclMap(e) != nil {
		return []hcl.Expression{e}
	}
	var all []hcl.Expression
	for _, item := range hclList(e) {
		if hclMap(item) != nil {
			all = append(all, item)
		}
	}
	return all
}

// hclMap returns the members of an object; nil for what is none.
func hclMap(e hcl.Expression) []hcl.KeyValuePair {
	if of, ok := e.(interface{ ExprMap() []hcl.KeyValuePair }); ok {
		return of.ExprMap()
	}
	return nil
}

// hclList returns the items of a list; nil for what is none.
func hclList(e hcl.Expression) []hcl.Expression {
	if of, ok := e.(interface{ ExprList() []hcl.Expression }); ok {
		return of.ExprList()
	}
	return nil
}

// text returns a text as it is written; "" for what is none.
func text(e hcl.Expression) string {
	if v, diagnostics := e.Value(nil); !diagnostics.HasErrors() && v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
		return v.AsString()
	}
	return ""
}
