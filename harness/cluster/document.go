package cluster

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

// document returns the text of an object: with its apiVersion and kind, which lists leave out, and without what servers
// note of who wrote which field. Of a Secret of which only the metadata is wanted nothing else is kept, whatever was answered.
func document(of resource, item json.RawMessage, isSecret bool) ([]byte, error) {
	object := map[string]json.RawMessage{}
	if err := json.Unmarshal(item, &object); err != nil {
		return nil, fmt.Errorf("reading the answer of the cluster: %w", err)
	}
	metadata := map[string]json.RawMessage{}
	if text := object["metadata"]; text != nil {
		if err := json.Unmarshal(text, &metadata); err != nil {
			return nil, fmt.Errorf("reading the answer of the cluster: %w", err)
		}
	}
	delete(metadata, "managedFields")
	if isSecret {
		object = map[string]json.RawMessage{}
		if text := metadata["annotations"]; text != nil {
			var annotations map[string]string
			if err := json.Unmarshal(text, &annotations); err != nil {
				return nil, fmt.Errorf("reading the answer of the cluster: %w", err)
			}
			for name, says := range annotations {
				annotations[name] = withoutValues(says)
			}
			metadata["annotations"] = encoded(annotations)
		}
	}
	object["apiVersion"], object["kind"] = encoded(of.apiVersion()), encoded(of.kind)
	object["metadata"] = encoded(metadata)
	return append(encoded(object), '\n'), nil
}

// encoded writes a value that can be written: texts, and maps of what was read as JSON.
func encoded(value any) json.RawMessage {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return bytes.TrimRight(b.Bytes(), "\n")
}

var likeData = regexp.MustCompile(`(^|[\s{,])"?(data|stringData)"?[ \t]*:`)

// withoutValues returns an annotation of a Secret without the values that it repeats of it, as kubectl apply writes them.
// That it repeats them, and those of which keys, is still to be seen.
func withoutValues(annotation string) string {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(annotation), &object) != nil {
		if likeData.MatchString(annotation) {
			return "data: -"
		}
		return annotation
	}
	kept := map[string]any{}
	for _, field := range []string{"data", "stringData"} {
		text, has := object[field]
		if !has {
			continue
		}
		var values map[string]json.RawMessage
		if json.Unmarshal(text, &values) != nil {
			kept[field] = "-"
			continue
		}
		masked := map[string]string{}
		for key, value := range values {
			if s := string(value); s == `""` || s == "null" {
				masked[key] = ""
			} else {
				masked[key] = "-"
			}
		}
		kept[field] = masked
	}
	if len(kept) == 0 {
		return annotation
	}
	return string(encoded(kept))
}
