package guiderail.secrets.embedded_values_test

import data.guiderail.secrets.command_args
import data.guiderail.secrets.embedded_values
import data.guiderail.secrets.plaintext_env

test_denied[note] if {
	some note, case in {
		"HelmRelease": {
			"object": flux({"auth": {"password": "hunter2", "username": "app"}}),
			"want": {finding("spec.values.auth.password", "password", ["spec", "values", "auth", "password"])},
		},
		"HelmRelease with variables": {
			"object": flux({"env": [{"name": "MODE", "value": "x"}, {"name": "API_TOKEN", "value": "9f8e7d"}]}),
			"want": {finding("spec.values.env[1].value", "API_TOKEN", ["spec", "values", "env", 1, "value"])},
		},
		"Application with parameters": {
			"object": application({"helm": {"parameters": [{"name": "db.password", "value": "hunter2"}]}}),
			"want": {finding("spec.source.helm.parameters[0].value", "db.password", ["spec", "source", "helm", "parameters", 0, "value"])},
		},
		"Application with values": {
			"object": application({"helm": {"values": "db:\n  url: postgres://app:hunter2@db/x\n  password: hunter2\n"}}),
			"want": {finding("spec.source.helm.values", "a password in a URL, password", ["spec", "source", "helm", "values"])},
		},
		"Application of several sources": {
			"object": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "spec": {"sources": [{"helm": {"valuesObject": {"apiKeys": ["x1", "y2"]}}}]}},
			"want": {
				finding("spec.sources[0].helm.valuesObject.apiKeys[0]", "apiKeys", ["spec", "sources", 0, "helm", "valuesObject", "apiKeys", 0]),
				finding("spec.sources[0].helm.valuesObject.apiKeys[1]", "apiKeys", ["spec", "sources", 0, "helm", "valuesObject", "apiKeys", 1]),
			},
		},
		"HelmChart": {
			"object": {"apiVersion": "helm.cattle.io/v1", "kind": "HelmChart", "spec": {"valuesContent": "password: hunter2", "set": {"adminPassword": "hunter2"}}},
			"want": {
				finding("spec.valuesContent", "password", ["spec", "valuesContent"]),
				finding("spec.set.adminPassword", "adminPassword", ["spec", "set", "adminPassword"]),
			},
		},
		"ExternalSecret": {
			"object": {"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "spec": {"target": {"template": {"data": {"password": "hunter2"}}}}},
			"want": {finding("spec.target.template.data.password", "password", ["spec", "target", "template", "data", "password"])},
		},
		"SealedSecret": {
			"object": {"apiVersion": "bitnami.com/v1alpha1", "kind": "SealedSecret", "spec": {"template": {"data": {"config.ini": "password = hunter2"}}}},
			"want": {finding("spec.template.data.config.ini", "password", ["spec", "template", "data", "config.ini"])},
		},
		"workflow": {
			"object": {"apiVersion": "argoproj.io/v1alpha1", "kind": "CronWorkflow", "spec": {"workflowSpec": {"arguments": {"parameters": [{"name": "token", "value": "9f8e7d"}]}}}},
			"want": {finding("spec.workflowSpec.arguments.parameters[0].value", "token", ["spec", "workflowSpec", "arguments", "parameters", 0, "value"])},
		},
		"variables of a run": {
			"object": {"apiVersion": "tekton.dev/v1", "kind": "TaskRun", "spec": {"podTemplate": {"env": [{"name": "DB_PASSWORD", "value": "9f8e7d"}]}}},
			"want": {finding("spec.podTemplate.env[0].value", "DB_PASSWORD", ["spec", "podTemplate", "env", 0, "value"])},
		},
		"default of a task": {
			"object": {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {"params": [{"name": "token", "default": "9f8e7d"}]}},
			"want": {finding("spec.params[0].default", "token", ["spec", "params", 0, "default"])},
		},
		"trigger of KEDA": {
			"object": keda("ScaledObject", {"triggers": [{"type": "rabbitmq", "metadata": {"queueName": "q", "host": "amqp://worker:hunter2@rabbit:5672/"}}]}),
			"want": {finding("spec.triggers[0].metadata.host", "a password in a URL", ["spec", "triggers", 0, "metadata", "host"])},
		},
		"trigger of a job of KEDA": {
			"object": keda("ScaledJob", {"triggers": [{"type": "redis", "metadata": {"address": "redis:6379", "password": "hunter2"}}]}),
			"want": {finding("spec.triggers[0].metadata.password", "password", ["spec", "triggers", 0, "metadata", "password"])},
		},
		"token of KEDA": {
			"object": keda("ClusterTriggerAuthentication", {"hashiCorpVault": {"address": "https://vault", "credential": {"token": "hvs.CAESIJ8yT0kq5nX2wVbZ"}}}),
			"want": {finding("spec.hashiCorpVault.credential.token", "token, what looks like a token", ["spec", "hashiCorpVault", "credential", "token"])},
		},
		"script of a task": {
			"object": tekton("Task", {"steps": [{"name": "a", "script": "curl -u app:hunter2 x"}]}),
			"want": set(),
		},
		"script of a run of a task": {
			"object": tekton("TaskRun", {"taskSpec": {"steps": [{"name": "a", "script": "export TOKEN=9f8e7d"}]}}),
			"want": set(),
		},
		"last task of a run of a pipeline": {
			"object": tekton("PipelineRun", {"pipelineSpec": {"finally": [{"name": "a", "params": [{"name": "token", "value": "9f8e7d"}]}]}}),
			"want": {finding("spec.pipelineSpec.finally[0].params[0].value", "token", ["spec", "pipelineSpec", "finally", 0, "params", 0, "value"])},
		},
		"variable that the steps share": {
			"object": tekton("Task", {"stepTemplate": {"env": [{"name": "TOKEN", "value": "9f8e7d"}]}, "steps": [{"name": "a", "env": [{"name": "MODE", "value": "x"}]}]}),
			"want": {finding("spec.stepTemplate.env[0].value", "TOKEN", ["spec", "stepTemplate", "env", 0, "value"])},
		},
		"variable that a step takes on": {
			"object": tekton("Task", {"stepTemplate": {"env": [{"name": "TOKEN", "value": "9f8e7d"}]}, "steps": [{"name": "a"}]}),
			"want": set(),
		},
		"number": {
			"object": flux({"pin": 4711}),
			"want": {finding("spec.values.pin", "pin", ["spec", "values", "pin"])},
		},
		"Kustomization": {
			"object": {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "secretGenerator": [{"name": "db", "literals": ["password=hunter2"]}]},
			"want": {finding("secretGenerator[0].literals[0]", "password", ["secretGenerator", 0, "literals", 0])},
		},
	}
	embedded_values.violation == case.want with input as {"review": {"object": case.object}}
}

test_allowed[note] if {
	some note, object in {
		"nothing": flux(null),
		"references": flux({"auth": {"existingSecret": "shop-db", "secretKeys": {"adminPasswordKey": "password"}, "tlsSecret": "shop-tls"}}),
		"template": application({"helm": {"values": "password: ${DB_PASSWORD}\n"}}),
		"text": application({"helm": "x", "path": "charts/shop"}),
		"fetched": {"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "spec": {"target": {"template": {"data": {"password": "{{ .password }}"}}}, "data": [{"secretKey": "password"}]}},
		"triggers with references": keda("ScaledObject", {"triggers": [
			{"type": "rabbitmq", "metadata": {"hostFromEnv": "RABBITMQ_HOST", "queueName": "token-requests"}},
			{"type": "postgresql", "metadata": {"passwordFromEnv": "PG_PASSWORD", "userName": "scaler", "query": "SELECT count(*) FROM tokens"}},
			{"type": "azure-servicebus", "metadata": {"connectionFromEnv": "SERVICEBUS_CONNECTION", "queueName": "q"}},
			{"type": "kafka", "metadata": {"bootstrapServers": "kafka:9092", "sasl": "scram_sha512", "tls": "enable"}, "authenticationRef": {"name": "kafka-secret"}},
			{"type": "aws-sqs-queue", "metadata": {"queueURL": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", "awsSecretAccessKeyFromEnv": "AWS_SECRET_ACCESS_KEY", "identityOwner": "operator"}},
			{"type": "prometheus", "metadata": {"serverAddress": "http://prometheus:9090", "authModes": "bearer", "query": "sum(rate(password_resets_total[2m]))"}},
		]}),
		"where KEDA finds it": keda("TriggerAuthentication", {"secretTargetRef": [{"parameter": "password", "name": "db", "key": "password"}], "hashiCorpVault": {"credential": {"serviceAccount": "/var/run/secrets/kubernetes.io/serviceaccount/token"}}}),
		"another group": {"apiVersion": "example.org/v1", "kind": "HelmRelease", "spec": {"values": {"password": "hunter2"}}},
	}
	embedded_values.violation == set() with input as {"review": {"object": object}}
}

test_allowed_by_parameter if {
	embedded_values.violation == set() with input as {"review": {"object": flux({"token": "blue"})}, "parameters": {"allowed_names": ["token"]}}
}

keda(kind, spec) := {"apiVersion": "keda.sh/v1alpha1", "kind": kind, "spec": spec}

flux(values) := {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "spec": {"values": values}}

application(source) := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "spec": {"source": source}}

finding(shown, names, path) := {
	"msg": sprintf("%s contains a secret in plain text (%s); refer to a Secret", [shown, names]),
	"details": {"path": path},
}

test_of_a_container_others_speak[field] if {
	container := {"env": [{"name": "DB_PASSWORD", "value": "9f8e7d6c"}], "args": ["--password=9f8e7d6c"], "command": ["login", "--password=9f8e7d6c"]}
	some field, value in container
	object := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {"templates": [{"name": "main", "container": {field: value}}]}}
	embedded_values.violation == set() with input as {"review": {"object": object}}
	spoken := plaintext_env.violation | command_args.violation with input as {"review": {"object": object}}
	count(spoken) > 0
}

tekton(kind, spec) := {"apiVersion": "tekton.dev/v1", "kind": kind, "metadata": {"name": "x"}, "spec": spec}
