package chart

import (
	"reflect"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

// chance has the functions of templates that return something else each time. What they return in one rendering they
// return in the next one again, so that the two are equal.
type chance struct {
	returned map[string][][]reflect.Value
}

// chances are the names of the functions.
var chances = []string{
	"ago", "bcrypt", "encryptAES", "genCA", "genCAWithKey", "genPrivateKey", "genSelfSignedCert", "genSelfSignedCertWithKey",
	"genSignedCert", "genSignedCertWithKey", "htpasswd", "now", "randAlpha", "randAlphaNum", "randAscii", "randBytes",
	"randInt", "randNumeric", "shuffle", "uuidv4",
}

// first returns the functions for a rendering.
func (c *chance) first() template.FuncMap {
	c.returned = map[string][][]reflect.Value{}
	return c.functions(func(name string, call func() []reflect.Value) []reflect.Value {
		c.returned[name] = append(c.returned[name], call())
		return c.returned[name][len(c.returned[name])-1]
	})
}

// again returns them for the rendering that follows.
func (c *chance) again() template.FuncMap {
	number := map[string]int{}
	return c.functions(func(name string, call func() []reflect.Value) []reflect.Value {
		if number[name] == len(c.returned[name]) {
			return call()
		}
		number[name]++
		return c.returned[name][number[name]-1]
	})
}

func (c *chance) functions(call func(name string, call func() []reflect.Value) []reflect.Value) template.FuncMap {
	all, sprigs := template.FuncMap{}, sprig.TxtFuncMap()
	for _, name := range chances {
		function := reflect.ValueOf(sprigs[name])
		all[name] = reflect.MakeFunc(function.Type(), func(arguments []reflect.Value) []reflect.Value {
			return call(name, func() []reflect.Value {
				if function.Type().IsVariadic() {
					return function.CallSlice(arguments)
				}
				return function.Call(arguments)
			})
		}).Interface()
	}
	return all
}
