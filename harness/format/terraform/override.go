package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/guiderail/guiderail/harness/source"
)

// isOverride reports whether the blocks of a file are merged into those of others.
// Source: https://developer.hashicorp.com/terraform/language/files/override
func isOverride(name string) bool {
	name = source.Base(name)
	for _, ending := range []string{".json", ".tf", ".tofu"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name == "override" || strings.HasSuffix(name, "_override")
}

// override merges blocks into those of a module.
func override(blocks, with []*hclsyntax.Block) []*hclsyntax.Block {
	for _, block := range with {
		i := slices.IndexFunc(blocks, func(b *hclsyntax.Block) bool { return block.Type != "locals" && isSameBlock(b, block) })
		if i < 0 {
			blocks = append(blocks, block) // locals replace one another by their names; other blocks must have one to override
			continue
		}
		blocks[i] = merged(blocks[i], block)
	}
	return blocks
}

// isSameBlock reports whether a block overrides another one.
func isSameBlock(a, b *hclsyntax.Block) bool {
	return a.Type == b.Type && slices.Equal(a.Labels, b.Labels) && (a.Type != "provider" || alias(a) == alias(b))
}

func alias(b *hclsyntax.Block) string {
	if named := b.Body.Attributes["alias"]; named != nil {
		return text(named.Expr)
	}
	return ""
}

// merged returns a block with what another one sets in its place: each attribute, and all blocks of a type.
func merged(base, with *hclsyntax.Block) *hclsyntax.Block {
	block, body := *base, *base.Body
	block.Body = &body
	body.Attributes = maps.Clone(body.Attributes)
	if body.Attributes == nil {
		body.Attributes = hclsyntax.Attributes{}
	}
	maps.Copy(body.Attributes, with.Body.Attributes)
	body.Blocks = slices.DeleteFunc(slices.Clone(body.Blocks), func(b *hclsyntax.Block) bool {
		return slices.ContainsFunc(with.Body.Blocks, func(w *hclsyntax.Block) bool { return made(w) == made(b) && made(b) != "lifecycle" })
	})
	body.Blocks = append(body.Blocks, with.Body.Blocks...)
	return &block
}

// made returns the type of the blocks that a block is or, if it is dynamic, makes.
func made(b *hclsyntax.Block) string {
	if b.Type == "dynamic" && len(b.Labels) == 1 {
		return b.Labels[0]
	}
	return b.Type
}
