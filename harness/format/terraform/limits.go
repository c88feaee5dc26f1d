package terraform

import (
	"errors"
	"math"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// A few lines of a module can stand for more than any machine holds: locals that double one another, loops within loops,
// functions that multiply. What would cost too much is not evaluated, and so is not known.
const (
	// maxSize is how large a value may become, in elements; eight bytes of a text count as one.
	maxSize = 1 << 17
	// maxCost is what one expression may cost, roughly in elements that are read or made.
	maxCost = 1 << 24
	// maxCosts is what all expressions of a module may cost, with those of the modules that it calls.
	maxCosts = 1 << 25
	// maxBlocks is how many blocks are written out, where each instance that count or for_each makes has its own.
	maxBlocks = 1 << 13
	// maxInstances is how many of them one count, for_each or dynamic block makes. Of one that makes more nothing is known but
	// what all of them have in common.
	maxInstances = 1 << 10
	// maxProduct is how large what functions make of the product of their arguments may become, in bytes or elements.
	maxProduct = 1 << 16
	// maxExponent is how large a number may be, in bits.
	maxExponent = 1 << 12
)

// evaluator evaluates the expressions of the modules of one artefact.
type evaluator struct {
	left      float64 // what they may still cost
	blocks    int     // that were written out
	functions map[string]function.Function
}

func newEvaluator() *evaluator { return &evaluator{left: maxCosts, functions: functions()} }

// isSpent reports whether count, for_each and dynamic blocks have made so many blocks that no more are written out.
func (e *evaluator) isSpent() bool { return e.blocks >= maxBlocks }

// value evaluates an expression, unless that costs too much.
func (e *evaluator) value(expression hcl.Expression, context *hcl.EvalContext) (v cty.Value, ok bool) {
	cost := 1.0
	if native, ok := expression.(hclsyntax.Expression); ok {
		cost = costOf(native, context)
	}
	if cost > maxCost || cost > e.left {
		return cty.DynamicVal, false
	}
	v, diagnostics := expression.Value(context)
	if diagnostics.HasErrors() {
		return cty.DynamicVal, false
	}
	v, _ = v.Unmark()
	size := sizeOf(v, maxSize)
	e.left -= cost + float64(size)
	if size > maxSize {
		return cty.DynamicVal, false
	}
	return v, true
}

// sizeOf counts the elements of a value, and stops above a limit.
func sizeOf(v cty.Value, limit int) int {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return 1
	}
	switch {
	case v.Type() == cty.String:
		return 1 + len(v.AsString())/8
	case v.Type() == cty.Number:
		if exponent := v.AsBigFloat().MantExp(nil); v.AsBigFloat().IsInf() || exponent > maxExponent || exponent < -maxExponent {
			return limit + 1
		}
	case v.CanIterateElements():
		size := 1
		for it := v.ElementIterator(); it.Next() && size <= limit; {
			_, element := it.Element()
			size += sizeOf(element, limit-size)
		}
		return size
	}
	return 1
}

// costOf returns about how many elements are read or made to evaluate an expression: loops multiply.
func costOf(expression hclsyntax.Expression, context *hcl.EvalContext) float64 {
	c := &coster{context: context, factor: 1}
	_ = hclsyntax.Walk(expression, c)
	return c.cost
}

type coster struct {
	context *hcl.EvalContext
	cost    float64
	factor  float64   // how often what is read now is evaluated
	loops   []float64 // how often those around it run
	copying int       // how many templates and functions are around it, which copy what they refer to
}

func (c *coster) Enter(n hclsyntax.Node) hcl.Diagnostics {
	c.cost += c.factor
	switch n := n.(type) {
	case *hclsyntax.ForExpr:
		c.loops = append(c.loops, c.iterations(n.CollExpr))
	case hclsyntax.ChildScope:
		if len(c.loops) > 0 {
			c.factor *= c.loops[len(c.loops)-1]
		}
	case *hclsyntax.TemplateExpr:
		c.copying++
	case *hclsyntax.FunctionCallExpr:
		c.copying++
		switch n.Name {
		case "range", "setproduct", "replace", "join", "format", "formatlist", "indent":
			c.cost += c.factor * 1024
		}
	case *hclsyntax.LiteralValueExpr:
		if c.cost += c.factor * float64(sizeOf(n.Val, maxSize)); n.Val.Type() == cty.Number && n.Val.AsBigFloat().IsInf() {
			c.cost = math.Inf(1)
		}
	case *hclsyntax.ScopeTraversalExpr:
		if c.copying > 0 {
			c.cost += c.factor * c.size(n.Traversal)
		}
	}
	return nil
}

func (c *coster) Exit(n hclsyntax.Node) hcl.Diagnostics {
	switch n.(type) {
	case *hclsyntax.ForExpr:
		c.loops = c.loops[:len(c.loops)-1]
	case hclsyntax.ChildScope:
		if len(c.loops) > 0 {
			c.factor /= c.loops[len(c.loops)-1]
		}
	case *hclsyntax.TemplateExpr, *hclsyntax.FunctionCallExpr:
		c.copying--
	}
	return nil
}

// iterations returns how many elements the collection of a loop has at most. One that the variables of other loops give has
// no more than those have.
func (c *coster) iterations(collection hclsyntax.Expression) float64 {
	most := costOf(collection, c.context)
	for _, traversal := range collection.Variables() {
		size := c.size(traversal)
		if _, known := c.lookUp(traversal.RootName()); !known && len(c.loops) > 0 {
			size = c.loops[len(c.loops)-1]
		}
		most += size
	}
	return math.Max(most, 1)
}

func (c *coster) size(traversal hcl.Traversal) float64 {
	if _, known := c.lookUp(traversal.RootName()); !known {
		return 1
	}
	v, diagnostics := traversal.TraverseAbs(c.context)
	if diagnostics.HasErrors() {
		return 1
	}
	return float64(sizeOf(v, maxSize))
}

func (c *coster) lookUp(name string) (cty.Value, bool) {
	if c.context == nil {
		return cty.DynamicVal, false
	}
	v, ok := c.context.Variables[name]
	return v, ok
}

var errLarge = errors.New("the result would be too large")

// bounded returns a function that fails where an estimate of its result is too large.
func bounded(f function.Function, estimate func([]cty.Value) float64) function.Function {
	spec := &function.Spec{
		Params: f.Params(), VarParam: f.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) { return f.ReturnTypeForValues(args) },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if estimate(args) > maxProduct {
				return cty.DynamicVal, errLarge
			}
			return f.Call(args)
		},
	}
	return function.New(spec)
}

func length(v cty.Value) float64 {
	if v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
		return float64(len(v.AsString()))
	}
	return float64(sizeOf(v, maxSize))
}

// multiplying are the functions whose result may be larger than all their arguments.
func multiplying() map[string]function.Function {
	wide := regexp.MustCompile(`%[^a-zA-Z%]*(\d{4}|\*)`)
	formatted := func(args []cty.Value) float64 {
		if args[0].IsKnown() && !args[0].IsNull() && wide.MatchString(args[0].AsString()) {
			return math.Inf(1)
		}
		return 0
	}
	return map[string]function.Function{
		"replace": bounded(replaceFunc(), func(args []cty.Value) float64 {
			found := math.Max(length(args[1]), 1)
			if args[1].IsKnown() && strings.HasPrefix(args[1].AsString(), "/") { // a regular expression, of which a letter may match
				found = 1
			}
			return length(args[0]) / found * math.Max(length(args[2])-found, 0)
		}),
		"join": bounded(stdlib.JoinFunc, func(args []cty.Value) float64 {
			parts := 0.0
			for _, list := range args[1:] {
				parts += float64(sizeOf(list, maxSize))
			}
			return length(args[0]) * parts
		}),
		"setproduct": bounded(stdlib.SetProductFunc, func(args []cty.Value) float64 {
			product := float64(len(args))
			for _, set := range args {
				product *= float64(sizeOf(set, maxSize))
			}
			return product
		}),
		"indent": bounded(stdlib.IndentFunc, func(args []cty.Value) float64 {
			spaces, _ := args[0].AsBigFloat().Float64()
			return spaces * length(args[1])
		}),
		"format":     bounded(stdlib.FormatFunc, formatted),
		"formatlist": bounded(stdlib.FormatListFunc, formatted),
	}
}
