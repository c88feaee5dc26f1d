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

// configuresHosts reports whether a file is a manifest of Puppet, or a recipe or attributes of Chef, by its name.
func configuresHosts(name string) bool {
	directory := filepath.Base(filepath.Dir(name))
	return filepath.Ext(name) == ".pp" || filepath.Ext(name) == ".rb" && (directory == "recipes" || directory == "attributes")
}
