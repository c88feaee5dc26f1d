# METADATA
# title: What kind of file a document is
# description: |
#   The type of an artefact that is no Kubernetes object, told by what it contains, as guiderail check does.
package lib.guiderail.artefact_type

import data.lib.guiderail.ctx
import data.lib.guiderail.scan_format

# METADATA
# description: The type of what is under review; undefined for a Kubernetes object.
under_review := of(ctx.document)

# METADATA
# description: The type of a document; undefined if it is none of these.
of(document) := "eksctl" if {
	is_string(document.apiVersion)
	startswith(document.apiVersion, "eksctl.io/")
	document.kind == "ClusterConfig"
} else := "cloudformation" if {
	some resource in document.Resources
	is_string(resource.Type)
	contains(resource.Type, "::")
} else := "scan-report" if {
	scan_format.scanner(document)
} else := "terraform-plan" if {
	is_string(document.format_version)
	count({"resource_changes", "planned_values"} & object.keys(document)) > 0
} else := "terraform" if {
	not document.kind
	some block in ["resource", "data"]
	is_array(document[block][_][_])
} else := "terraform" if {
	not document.kind
	is_array(document.module[_])
} else := "arm" if {
	is_object(document)
	is_string(document["$schema"])
	contains(lower(document["$schema"]), "deploymenttemplate.json")
} else := "eks-cluster" if {
	contains(_arn(document), ":eks:")
} else := "aks-cluster" if {
	_is_aks(document)
} else := "aks-cluster" if {
	document.kind == "ClusterDescribe"
	_is_aks(document.data)
} else := "iam-policy" if {
	_is_policy(document)
} else := "iam-policy" if {
	is_object(document)
	some path in [["Role", "AssumeRolePolicyDocument"], ["PolicyVersion", "Document"], ["PolicyDocument"]]
	_is_policy(object.get(document, path, null))
} else := "ansible" if {
	_is_ansible(document)
} else := "kubeconfig" if {
	is_kubeconfig(document)
} else := "scan-waivers" if {
	is_object(document)
	scan_format.waivers(document)
} else := "dockerfile" if {
	is_array(document)
	is_string(document[0].Cmd)
} else := "k3s" if {
	_is_k3s(document)
} else := "recipe" if {
	is_object(document)
	document.tool in {"chef", "puppet"}
	is_array(document.resources)
} else := "script" if {
	is_string(document.origin)
	is_array(document.commands[0].words)
}

# METADATA
# scope: document
# description: |
#   Whether a document is a kubeconfig. Clients need neither apiVersion nor kind; a file without a kind is one if it has
#   clusters and contexts.
is_kubeconfig(document) if {
	is_object(document)
	object.get(document, "apiVersion", null) in {"v1", "", null}
	document.kind == "Config"
	count({"clusters", "contexts", "users"} & object.keys(document)) > 0
}

is_kubeconfig(document) if {
	is_object(document)
	object.get(document, "apiVersion", null) in {"v1", "", null}
	object.get(document, "kind", null) in {"", null}
	is_object(document.clusters[0].cluster)
	is_object(document.contexts[0].context)
}

# Settings that nothing else has.
_is_k3s(document) if {
	is_object(document)
	count({"kind", "apiVersion"} & object.keys(document)) == 0
	names := {
		"kube-apiserver-arg", "kube-controller-manager-arg", "secrets-encryption", "write-kubeconfig-mode",
		"pod-security-admission-config-file", "flannel-backend", "cluster-init",
	}

	# A key with a + adds to what other files say.
	count(names & {trim_suffix(name, "+") | some name in object.keys(document)}) > 0
}

_arn(document) := document.cluster.arn if is_string(document.cluster.arn)

_arn(document) := document.data.Cluster.Arn if is_string(document.data.Cluster.Arn)

# Unlike one in a template, a cluster that exists has an ID.
_is_aks(document) if {
	is_object(document)
	is_string(document.id)
	startswith(document.id, "/subscriptions/")
	is_string(document.type)
	lower(document.type) == "microsoft.containerservice/managedclusters"
}

_is_policy(document) if {
	document.Statement
	every name, _ in document {
		name in {"Version", "Id", "Statement"}
	}
}

# As guiderail check wraps a role, and a file of variables.
_is_ansible(document) if document.ansible in {"role", "variables"}

_is_ansible(document) if {
	is_array(document)
	count(document) > 0
	every item in document {
		is_object(item)
		_is_play(item)
	}
}

_is_ansible(document) if {
	is_array(document)
	every item in document {
		is_object(item)
		_is_task(item)
	}
	some item in document
	_is_certain(item)
}

# ansible.cfg, as parsers of INI give it.
_is_ansible(document) if {
	is_object(document)
	every section in document {
		is_object(section)
	}
	names := {
		"become", "forks", "host_key_checking", "interpreter_python", "inventory", "pipelining", "private_key_file",
		"remote_user", "retry_files_enabled", "roles_path", "ssh_args", "stdout_callback",
	}
	some section in ["defaults", "privilege_escalation", "ssh_connection"]
	count(names & object.keys(document[section])) > 0
}

_is_play(item) if item.import_playbook

_is_play(item) if item["ansible.builtin.import_playbook"]

_is_play(item) if {
	item.hosts
	fields := {
		"become", "connection", "environment", "gather_facts", "handlers", "name", "post_tasks", "pre_tasks",
		"remote_user", "roles", "serial", "strategy", "sudo", "tasks", "user", "vars", "vars_files",
	}
	count(fields & object.keys(item)) > 0
}

# A task has one module beside the fields that say how it is run.
_is_task(item) if is_array(item.block)

_is_task(item) if {
	count([1 |
		some key, _ in item
		not ansible_keyword(key)
	]) == 1
}

_is_task(item) if count(object.keys(item) & {"action", "local_action"}) > 0

_is_certain(item) if is_array(item.block)

_is_certain(item) if count(object.keys(item) & {"action", "local_action"}) > 0

_is_certain(item) if {
	some key, _ in item
	regex.match(_ansible_module, key)
}

# METADATA
# description: Whether a field of a task of Ansible says how it is run. Whatever else a task has is its module.
ansible_keyword(key) if regex.match(_ansible_keyword, key)

_ansible_keyword := concat("|", [
	`^(name|when|become|become_(user|method|exe|flags)|notify|register|loop|loop_control|tags|vars|block|rescue|always`,
	`delegate_to|delegate_facts|environment|no_log|ignore_errors|ignore_unreachable|changed_when|failed_when|check_mode`,
	`diff|until|retries|delay|listen|run_once|any_errors_fatal|throttle|timeout|module_defaults|collections|args`,
	`connection|port|remote_user|async|poll|debugger|first_available_file|sudo|sudo_user|local_action|action|with_\w+)$`,
])

# With a collection, or well known: a list of something else hardly has one.
_ansible_module := concat("|", [
	`^([a-z][a-z0-9_]*(\.[a-z0-9_]+){2,}|apt|apt_key|apt_repository|yum|yum_repository|dnf|dnf5|package|command|shell`,
	`raw|script|service|systemd|systemd_service|copy|template|file|lineinfile|blockinfile|replace|get_url|uri|unarchive`,
	`git|pip|user|group|authorized_key|cron|mount|sysctl|ufw|firewalld|iptables|set_fact|debug|assert|fail|stat|include`,
	`include_vars|(include|import)_(tasks|role)|meta|setup|wait_for|reboot|hostname|zypper|pacman|apk|homebrew`,
	`seboolean|selinux|modprobe|docker_container|k8s|helm|mysql_user|mysql_db|postgresql_user)$`,
])
