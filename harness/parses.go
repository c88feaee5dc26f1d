package harness

import (
	"bytes"
	"reflect"
	"sync"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
)

// parses keep what the inventory parsed of documents until these are judged, so that each is parsed once. There is room
// for so much, since a run may have any number of documents: what finds none is parsed again. The modules of Terraform are
// kept to the end, since a few lines of one may stand for very much, and plans are located in them.
type parses struct {
	formats format.Set

	mu      sync.Mutex
	room    int  // for the texts, in bytes; the values and their places take some 20 times as much
	hasLong bool // a long scan report is kept
	kept    map[documentPlace]parse
	modules map[documentPlace]*module
}

// module is a module that is parsed once, by whoever asks first.
type module struct {
	document *source.Document
	parsed   func() format.Parsed
}

// maxParses is the room for texts. More would save hardly any time, and takes memory.
const maxParses = 1 << 20

// documentPlace is where a document is.
type documentPlace struct {
	file  string
	index int
}

// parse is a document with what it was parsed to.
type parse struct {
	document *source.Document
	parsed   format.Parsed
}

func newParses(formats format.Set) *parses {
	return &parses{formats: formats, room: maxParses, kept: map[documentPlace]parse{}, modules: map[documentPlace]*module{}}
}

// keeping returns the formats, with what they parse kept.
func (p *parses) keeping() format.Set { return format.Set{keeping{p}} }

// parse parses a document, or takes what was kept of it.
func (p *parses) parse(d *source.Document) format.Parsed {
	if parsed, isModule := p.module(d); isModule {
		return parsed
	}
	if parsed, kept := p.take(d); kept {
		return parsed
	}
	return p.formats.Parse(d)
}

// module parses a document that is a module, or takes what was parsed of it.
func (p *parses) module(d *source.Document) (format.Parsed, bool) {
	if !source.IsTerraform(d.File) {
		return format.Parsed{}, false
	}
	p.mu.Lock()
	at := documentPlace{d.File, d.Index}
	m := p.modules[at]
	if m == nil {
		m = &module{d, sync.OnceValue(func() format.Parsed { return p.formats.Parse(d) })}
		p.modules[at] = m
	}
	p.mu.Unlock()
	if m.document != d && !isSame(m.document, d) {
		return p.formats.Parse(d), true
	}
	return m.parsed(), true
}

func (p *parses) take(d *source.Document) (format.Parsed, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := documentPlace{d.File, d.Index}
	k, ok := p.kept[at]
	if !ok || !isSame(k.document, d) {
		return format.Parsed{}, false
	}
	delete(p.kept, at)
	if d.IsTrimmed {
		p.hasLong = false
	} else {
		p.room += len(k.document.Text)
	}
	return k.parsed, true
}

func (p *parses) keep(d *source.Document, parsed format.Parsed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := documentPlace{d.File, d.Index}
	if _, taken := p.kept[at]; taken {
		return
	}
	// One long report is kept whole: most runs have no other.
	switch isLong := d.IsTrimmed; {
	case isLong && p.hasLong, !isLong && p.room < len(d.Text):
		return
	case isLong:
		p.hasLong = true
	default:
		p.room -= len(d.Text)
	}
	p.kept[at] = parse{d, parsed}
}

// isSame reports whether documents give the same artefacts. A file may have changed since it was read, and charts that
// are rendered with several files of values have documents of one name.
func isSame(a, b *source.Document) bool {
	return a.Line == b.Line && a.Limits == b.Limits && a.Met == b.Met && a.IsKustomization == b.IsKustomization &&
		a.Namespace == b.Namespace && a.Unit == b.Unit && bytes.Equal(a.Text, b.Text) && reflect.DeepEqual(a.Places, b.Places)
}

// keeping is a format for everything, which parses as others do.
type keeping struct{ parses *parses }

func (keeping) Type() string { return "" }

func (keeping) Detect(string, []byte) int { return 1 }

func (k keeping) Parse(d *source.Document) format.Parsed {
	if parsed, isModule := k.parses.module(d); isModule {
		return parsed
	}
	parsed := k.parses.formats.Parse(d)
	k.parses.keep(d, parsed)
	return parsed
}
