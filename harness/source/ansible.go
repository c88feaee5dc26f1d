package source

import (
	"path/filepath"
	"strings"
)

// IsAnsibleConfiguration reports whether a file configures Ansible, by its name.
func IsAnsibleConfiguration(name string) bool {
	base := filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	return base == "ansible.cfg" || base == ".ansible.cfg"
}
