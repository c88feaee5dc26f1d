package guiderail.images.registry_allowlist_test

import data.guiderail.images.registry_allowlist

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_denied[reference] if {
	some reference, name in {
		"nginx:1.29": "docker.io/library/nginx",
		"quay.io/prometheus/prometheus:v3.13.2": "quay.io/prometheus/prometheus",
		"docker.io/niis-evil/xroad-security-server-sidecar:7.8.1": "docker.io/niis-evil/xroad-security-server-sidecar",
		"niis.attacker.example/xroad-security-server-sidecar:7.8.1": "niis.attacker.example/xroad-security-server-sidecar",
		"niis/xroad-security-server-sidecar-evil:7.8.1": "docker.io/niis/xroad-security-server-sidecar-evil",
		"niis/xroad-security-server-sidecar/evil:7.8.1": "docker.io/niis/xroad-security-server-sidecar/evil",
		"xroad-security-server-sidecar:7.8.1": "docker.io/library/xroad-security-server-sidecar",
		"ghcr.io/niis/xroad-security-server-sidecar:7.8.1": "ghcr.io/niis/xroad-security-server-sidecar",
		"evil.example/123456789012.dkr.ecr.eu-north-1.amazonaws.com/app:1": "evil.example/123456789012.dkr.ecr.eu-north-1.amazonaws.com/app",
		"123456789012.dkr.ecr.eu-north-1.amazonaws.com.evil.example/app:1": "123456789012.dkr.ecr.eu-north-1.amazonaws.com.evil.example/app",
		"x123456789012.dkr.ecr.eu-north-1.amazonaws.com/app:1": "x123456789012.dkr.ecr.eu-north-1.amazonaws.com/app",
		"public.ecr.aws/nginx/nginx:1": "public.ecr.aws/nginx/nginx",
		"evil.example.azurecr.io/app:1": "evil.example.azurecr.io/app",
		"localhost:5000/app:1": "localhost:5000/app",
		"nginx:<version>": "docker.io/library/nginx",
		"docker.io.evil.example/niis/xroad-security-server-sidecar:7.8.1": "docker.io.evil.example/niis/xroad-security-server-sidecar",
		"evildocker.io/niis/xroad-security-server-sidecar:7.8.1": "evildocker.io/niis/xroad-security-server-sidecar",
		"docker.io:443/niis/xroad-security-server-sidecar:7.8.1": "docker.io:443/niis/xroad-security-server-sidecar",
		"docker.io/library/niis/xroad-security-server-sidecar:7.8.1": "docker.io/library/niis/xroad-security-server-sidecar",
		"niis-evil/xroad-security-server-sidecar:7.8.1": "docker.io/niis-evil/xroad-security-server-sidecar",
		"xn--dcker-jua.io/niis/xroad-security-server-sidecar:7.8.1": "xn--dcker-jua.io/niis/xroad-security-server-sidecar",
		"docker_hub.io/niis/xroad-security-server-sidecar:7.8.1": "docker_hub.io/niis/xroad-security-server-sidecar",
		"123456789012_dkr.ecr.eu-north-1.amazonaws.com/app:1": "123456789012_dkr.ecr.eu-north-1.amazonaws.com/app",
		"123456789012.dkr.ecr.eu-north-1.amazonaws.com:8443/app:1": "123456789012.dkr.ecr.eu-north-1.amazonaws.com:8443/app",
		"contoso.azurecr.io.evil.example/app:1": "contoso.azurecr.io.evil.example/app",
		"[::1]:5000/niis/xroad-security-server-sidecar:7.8.1": "[::1]:5000/niis/xroad-security-server-sidecar",
	}
	registry_allowlist.violation == {finding(sprintf("image %s comes from %s, which is not allowed; copy it to a private registry", [reference, name]))} with input as container(reference)
	registry_allowlist.unknown == set() with input as container(reference)
}

test_denied_invalid_reference[reference] if {
	some reference in [
		"docker://nginx", "nginx:1.29 ", "docker.io/niis/../evil:1", "docker.io/niis/xroad-security-server-sidecar:7.8.1:evil",
		# A Cyrillic letter, full width, user information, a doubled slash.
		"docker.iо/niis/xroad-security-server-sidecar:7.8.1", "ｄocker.io/niis/xroad-security-server-sidecar:7.8.1",
		"docker.io@evil.example/niis/xroad-security-server-sidecar:7.8.1", "docker.io//niis/xroad-security-server-sidecar:7.8.1",
	]
	registry_allowlist.violation == {finding(sprintf("image %q is not a valid reference", [reference]))} with input as container(reference)
}

test_denied_mounted_image if {
	registry_allowlist.violation == {{
		"msg": `volume "models": image ghcr.io/a/models:1 comes from ghcr.io/a/models, which is not allowed; copy it to a private registry`,
		"details": {"path": ["spec", "volumes", 0, "image", "reference"]},
	}} with input as pod({"volumes": [{"name": "models", "image": {"reference": "ghcr.io/a/models:1"}}]})
}

test_allowed[note] if {
	some note, reference in {
		"sidecar": "niis/xroad-security-server-sidecar:7.8.1",
		"sidecar under its full name": "docker.io/niis/xroad-security-server-sidecar:7.8.1-slim",
		"sidecar under an alias of the registry": "index.docker.io/niis/xroad-security-server-sidecar:7.8.1",
		"sidecar whose tag is to be filled in": "niis/xroad-security-server-sidecar:<version primary>",
		"sidecar without a tag": "niis/xroad-security-server-sidecar",
		"ECR": "123456789012.dkr.ecr.eu-north-1.amazonaws.com/team/app:1",
		"ECR with capitals in the host": "123456789012.dkr.ecr.eu-north-1.AmazonAWS.com/team/app:1",
		"ECR in China": "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1",
		"ECR with FIPS": sprintf("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/app@%s", [digest]),
		"ECR over both versions of IP": "123456789012.dkr-ecr.eu-north-1.on.aws/app:1",
		"ECR whose repository is to be filled in": "123456789012.dkr.ecr.eu-north-1.amazonaws.com/{{APP}}:1",
		"ACR": "contoso.azurecr.io/app:1",
		"ACR with a hash": "contoso-a1b2c3d4.azurecr.io/app:1",
		"empty": "",
		"null": null,
		"no text": 7,
	}
	registry_allowlist.violation == set() with input as container(reference)
	registry_allowlist.unknown == set() with input as container(reference)
}

test_allowed_absent if registry_allowlist.violation == set() with input as pod({"initContainers": [{"name": "app"}]})

test_unknown[note] if {
	some note, reference in {
		"all of it": "{{ .Values.image }}",
		"registry": "{{REGISTRY}}/app:1",
		"account": "<account>.dkr.ecr.eu-north-1.amazonaws.com/app:1",
		"repository": "docker.io/${REPOSITORY}:1",
		"a default that looks like a tag": "${IMAGE:-nginx}:1",
	}
	registry_allowlist.violation == set() with input as container(reference)
	registry_allowlist.unknown == {finding(sprintf("the repository of image %s is still to be filled in", [reference]))} with input as container(reference)
}

# No entry is a pattern, and only one that ends with a slash stands for more than itself.
test_parameters_name_whole_components[entry] if {
	some entry in ["docker.io/niis*", "docker.io/niis/*", "docker.io/niis", "docker.io/ni", "niis/", "niis/app", "docker.io/niis-evil/app:1", ""]
	reviewed := object.union(container("docker.io/niis-evil/app:1"), {"parameters": {"registries": [], "repositories": [entry]}})
	want := "image docker.io/niis-evil/app:1 comes from docker.io/niis-evil/app, which is not allowed; copy it to a private registry"
	registry_allowlist.violation == {finding(want)} with input as reviewed
}

test_parameters[reference] if {
	some reference, name in {
		"gcr.io/app:1": set(),
		"evilgcr.io/app:1": {"evilgcr.io/app"},
		"gcr.io.evil.example/app:1": {"gcr.io.evil.example/app"},
		"niis/app:1": set(),
		"niis-evil/app:1": {"docker.io/niis-evil/app"},
		"quay.io/a/b:1": set(),
		"quay.io/a/b/c:1": {"quay.io/a/b/c"},
		"mirror.io/x:1": set(),
		"xroad.azurecr.io/app:1": {"xroad.azurecr.io/app"},
		"quay.io/a/bc:1": {"quay.io/a/bc"},
		"docker.io/niis:1": {"docker.io/library/niis"},
		"evil.example/docker.io/niis/app:1": {"evil.example/docker.io/niis/app"},
	}
	given := {"registries": [`gcr\.io|mirror\.io`], "repositories": ["docker.io/niis/", "quay.io/a/b"]}
	found := {finding(sprintf("image %s comes from %s, which is not allowed; copy it to a private registry", [reference, n])) | some n in name}
	registry_allowlist.violation == found with input as object.union(container(reference), {"parameters": given})
}

finding(how) := {"msg": sprintf(`container "app": %s`, [how]), "details": {"path": ["spec", "containers", 0, "image"]}}

container(reference) := pod({"containers": [{"name": "app", "image": reference}]})

test_unknown_without_a_list[reference] if {
	some reference in ["nginx:1.29", "quay.io/prometheus/prometheus:v3.13.2", "{{REGISTRY}}/app:1"]
	review := object.union(container(reference), {"parameters": {"registries": [], "repositories": []}})
	registry_allowlist.violation == set() with input as review
	registry_allowlist.unknown == {finding(sprintf("whether image %s is allowed is not known; the parameters list no registry and no repository", [reference]))} with input as review
}

test_unknown_where_it_is_filled_in if {
	metadata := {"name": "p", "labels": {"sidecar.istio.io/inject": "true"}}
	review := object.union(container("auto"), {"review": {"object": {"metadata": metadata, "spec": {"containers": [{"name": "istio-proxy", "image": "auto"}]}}}})
	registry_allowlist.violation == set() with input as review
	registry_allowlist.unknown == {{
		"msg": `container "istio-proxy": the image is filled in by Istio's injector`,
		"details": {"path": ["spec", "containers", 0, "image"]},
	}} with input as review
}

clouds := {
	"registries": [
		`[0-9]{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?`,
		`[0-9]{12}\.dkr-ecr(-fips)?\.[a-z0-9-]+\.on\.(aws|amazonwebservices\.com\.cn)`,
		`[a-z0-9]{5,50}(-[a-z0-9]+)?\.azurecr\.(io|cn|us)`,
	],
	"repositories": ["docker.io/niis/xroad-security-server-sidecar"],
}

pod(spec) := {"parameters": clouds, "review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
