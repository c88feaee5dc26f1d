package guiderail.secrets.pull_secrets_test

import data.guiderail.secrets.pull_secrets

unneeded := finding("imagePullSecrets is set, but every image comes from a public repository; remove it", ["spec", "imagePullSecrets"])

test_denied_without_a_name[note] if {
	some note, entry in {"absent": {}, "null": {"name": null}, "empty": {"name": ""}, "space": {"name": " "}, "text": "regcred", "number": {"name": 7}}
	pull_secrets.violation == {nameless(["spec", "imagePullSecrets", 1, "name"])} with input as pod({
		"imagePullSecrets": [{"name": "regcred"}, entry],
		"containers": [{"name": "app", "image": "registry.example.org/app:1"}],
	})
	pull_secrets.violation == {nameless(["imagePullSecrets", 1, "name"])} with input as review({
		"kind": "ServiceAccount",
		"imagePullSecrets": [{"name": "regcred"}, entry],
	})
}

test_denied_without_a_name_in_a_cron_job if {
	template := {"spec": {"imagePullSecrets": [{}], "initContainers": [{"name": "app", "image": "a/b:1"}]}}
	pull_secrets.violation == {nameless(["spec", "jobTemplate", "spec", "template", "spec", "imagePullSecrets", 0, "name"])} with input as review({
		"apiVersion": "batch/v1",
		"kind": "CronJob",
		"spec": {"jobTemplate": {"spec": {"template": template}}},
	})
}

test_denied_for_public_images[note] if {
	some note, images in {
		"sidecar": ["niis/xroad-security-server-sidecar:7.8.1"],
		"sidecar whose tag is to be filled in": ["niis/xroad-security-server-sidecar:<image tag>"],
		"several": ["registry.k8s.io/pause:3.10", "public.ecr.aws/nginx/nginx:1.29", "mcr.microsoft.com/dotnet/aspnet:9.0"],
	}
	pull_secrets.violation == {unneeded} with input as pod({"imagePullSecrets": [{"name": "regcred"}], "containers": [{"image": image} | some image in images]})
	pull_secrets.unknown == set() with input as pod({"imagePullSecrets": [{"name": "regcred"}], "containers": [{"image": image} | some image in images]})
}

test_allowed[note] if {
	some note, spec in {
		"private image": {"imagePullSecrets": [{"name": "a"}], "containers": [{"image": "registry.example.org/app:1"}]},
		"one private image": {"imagePullSecrets": [{"name": "a"}], "containers": [{"image": "registry.k8s.io/pause:3.10"}], "initContainers": [{"image": "shop/app:1"}]},
		"private image that is mounted": {
			"imagePullSecrets": [{"name": "a"}],
			"containers": [{"image": "registry.k8s.io/pause:3.10"}],
			"volumes": [{"name": "v", "image": {"reference": "registry.example.org/models:1"}}],
		},
		"Docker Hub counts what nobody is logged in for": {"imagePullSecrets": [{"name": "a"}], "containers": [{"image": "nginx:1.29"}]},
		"lookalike": {"imagePullSecrets": [{"name": "a"}], "containers": [{"image": "registry.k8s.io.example.org/pause:3.10"}]},
		"no images": {"imagePullSecrets": [{"name": "a"}]},
		"image absent": {"imagePullSecrets": [{"name": "a"}], "containers": [{"name": "app"}]},
		"none, and public": {"containers": [{"image": "registry.k8s.io/pause:3.10"}]},
		"empty list": {"imagePullSecrets": [], "containers": [{"image": "registry.k8s.io/pause:3.10"}]},
		"null": {"imagePullSecrets": null, "containers": [{"image": "registry.k8s.io/pause:3.10"}]},
	}
	pull_secrets.violation == set() with input as pod(spec)
	pull_secrets.unknown == set() with input as pod(spec)
}

test_unknown if {
	spec := {"imagePullSecrets": [{"name": "a"}], "containers": [{"image": "registry.k8s.io/pause:3.10"}, {"image": "{{ .Values.image }}"}]}
	pull_secrets.violation == set() with input as pod(spec)
	pull_secrets.unknown == {finding(
		"whether imagePullSecrets is needed depends on image {{ .Values.image }}, which is still to be filled in",
		["spec", "imagePullSecrets"],
	)} with input as pod(spec)
}

test_denied_type[note] if {
	some note, case in {
		"absent": {"secret": {"stringData": {".dockerconfigjson": "{}"}}, "type": "Opaque", "field": "stringData"},
		"null": {"secret": {"type": null, "data": {".dockerconfigjson": "e30="}}, "type": "Opaque", "field": "data"},
		"old": {"secret": {"type": "kubernetes.io/dockercfg", "data": {".dockerconfigjson": "e30="}}, "type": "kubernetes.io/dockercfg", "field": "data"},
	}
	how := "the kubelet ignores the key .dockerconfigjson in a Secret of type %s; set type kubernetes.io/dockerconfigjson"
	pull_secrets.violation == {finding(sprintf(how, [case.type]), [case.field, ".dockerconfigjson"])} with input as review(object.union({"kind": "Secret"}, case.secret))
}

test_denied_without_credentials[note] if {
	some note, secret in {"no data": {}, "null": {"data": null}, "another key": {"data": {"config.json": "e30="}}, "key null": {"stringData": {".dockerconfigjson": null}}}
	pull_secrets.violation == {finding(
		"key .dockerconfigjson is not set, so the pull secret contains no credentials; set it",
		["data", ".dockerconfigjson"],
	)} with input as review(object.union({"kind": "Secret", "type": "kubernetes.io/dockerconfigjson"}, secret))
}

test_allowed_secret[note] if {
	some note, secret in {
		"data": {"type": "kubernetes.io/dockerconfigjson", "data": {".dockerconfigjson": "e30="}},
		"stringData": {"type": "kubernetes.io/dockerconfigjson", "stringData": {".dockerconfigjson": "{}"}},
		"of another kind": {"type": "Opaque", "data": {"config.json": "e30="}},
		"of another group": {"apiVersion": "example.org/v1", "data": {".dockerconfigjson": "e30="}},
	}
	pull_secrets.violation == set() with input as review(object.union({"kind": "Secret"}, secret))
}

test_parameter_names_whole_components[entry] if {
	some entry, is_public in {"quay.io/a/": true, "quay.io/a/b": true, "quay.io/": true, "quay.io": false, "quay.io/a*": false, "quay.io/a": false}
	spec := {"imagePullSecrets": [{"name": "a"}], "containers": [{"image": "quay.io/a/b:1"}]}
	want := {unneeded | is_public}
	pull_secrets.violation == want with input as object.union(pod(spec), {"parameters": {"public_repositories": [entry]}})
}

nameless(path) := finding(
	sprintf("imagePullSecrets[%d] has no name, so images are pulled without its credentials; set name", [path[count(path) - 2]]),
	path,
)

finding(msg, path) := {"msg": msg, "details": {"path": path}}

pod(spec) := review({"kind": "Pod", "spec": spec})

review(fields) := {"review": {"object": object.union({"apiVersion": "v1", "metadata": {"name": "x"}}, fields)}}

test_applies[note] if {
	some note, object in {
		"pod without": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": []}},
		"pod": {"apiVersion": "v1", "kind": "Pod", "spec": {"imagePullSecrets": [{"name": "a"}]}},
		"account": {"apiVersion": "v1", "kind": "ServiceAccount", "imagePullSecrets": [{"name": "a"}]},
		"type": {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/dockerconfigjson"},
		"key": {"apiVersion": "v1", "kind": "Secret", "data": {".dockerconfigjson": "e30="}},
	}
	pull_secrets.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"account without": {"apiVersion": "v1", "kind": "ServiceAccount"},
		"another Secret": {"apiVersion": "v1", "kind": "Secret", "data": {"a": "Yg=="}},
	}
	not pull_secrets.applies with input as {"review": {"object": object}}
}
