package guiderail.irsa.static_credentials_test

import data.guiderail.irsa.static_credentials

test_denied_variable[note] if {
	some note, env in {
		"key ID": {"name": "AWS_ACCESS_KEY_ID", "value": "AKIAIOSFODNN7EXAMPLE"},
		"temporary key ID": {"name": "AWS_ACCESS_KEY_ID", "value": "ASIAIOSFODNN7EXAMPLE"},
		"secret key from a Secret": {"name": "AWS_SECRET_ACCESS_KEY", "valueFrom": {"secretKeyRef": {"name": "aws", "key": "secret"}}},
		"session token": {"name": "AWS_SESSION_TOKEN", "valueFrom": {"secretKeyRef": {"name": "aws", "key": "token"}}},
		"another variable": {"name": "AWS_SECRET_ACCESS_KEY", "value": "$(OTHER)"},
		"placeholder": {"name": "AWS_ACCESS_KEY_ID", "value": "<access key>"},
		"number": {"name": "AWS_SESSION_TOKEN", "value": 7},
		"file": {"name": "AWS_SHARED_CREDENTIALS_FILE", "value": "/credentials/cloud"},
		"Azure": {"name": "AZURE_CLIENT_SECRET", "valueFrom": {"secretKeyRef": {"name": "azure", "key": "secret"}}},
		"Terraform": {"name": "ARM_CLIENT_SECRET", "valueFrom": {"secretKeyRef": {"name": "azure", "key": "secret"}}},
	}
	want := {finding(
		sprintf(`container "app": env %s contains static cloud credentials; use a role for the service account`, [env.name]),
		["spec", "containers", 0, "env", 1],
	)}
	static_credentials.violation == want with input as pod({"containers": [{"name": "app", "env": [{"name": "MODE"}, env]}]})
}

test_denied_in_a_cron_job if {
	container := {"name": "app", "env": [{"name": "AWS_ACCESS_KEY_ID", "value": "x"}]}
	static_credentials.violation == {finding(
		`init container "app": env AWS_ACCESS_KEY_ID contains static cloud credentials; use a role for the service account`,
		["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "env", 0],
	)} with input as {"review": {"object": {
		"apiVersion": "batch/v1",
		"kind": "CronJob",
		"spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [container]}}}}},
	}}}
}

test_denied_env_from[name] if {
	some name in ["aws-credentials", "shop-aws-creds", "azure-service-principal", "aws.keys", "velero-azure-credentials"]
	static_credentials.violation == {finding(
		sprintf(`container "app": envFrom gets static cloud credentials from Secret %s; use a role for the service account`, [name]),
		["spec", "containers", 0, "envFrom", 0, "secretRef", "name"],
	)} with input as pod({"containers": [{"name": "app", "envFrom": [{"secretRef": {"name": name}}]}]})
}

test_denied_mount[note] if {
	some note, case in {
		"directory": {"mount": {"mountPath": "/root/.aws/"}, "volume": {"secret": {"secretName": "x"}}, "at": "/root/.aws"},
		"file": {"mount": {"mountPath": "/home/app/.aws/credentials", "subPath": "credentials"}, "volume": {"secret": {"secretName": "x"}}, "at": "/home/app/.aws/credentials"},
		"Azure": {"mount": {"mountPath": "/root//.azure"}, "volume": {"persistentVolumeClaim": {"claimName": "x"}}, "at": "/root/.azure"},
		"credentials from a ConfigMap": {"mount": {"mountPath": "/root/.aws/credentials"}, "volume": {"configMap": {"name": "x"}}, "at": "/root/.aws/credentials"},
		"projected": {"mount": {"mountPath": "/root/.aws"}, "volume": {"projected": {"sources": [{"secret": {"name": "x"}}]}}, "at": "/root/.aws"},
	}
	static_credentials.violation == {finding(
		sprintf(`container "app": static cloud credentials are mounted at %s; use a role for the service account`, [case.at]),
		["spec", "containers", 0, "volumeMounts", 0],
	)} with input as pod({
		"containers": [{"name": "app", "volumeMounts": [object.union({"name": "v"}, case.mount)]}],
		"volumes": [object.union({"name": "v"}, case.volume)],
	})
}

test_denied_path_of_the_node if {
	static_credentials.violation == {finding(
		`volume "v": hostPath /root/.aws contains the node's cloud credentials; use a role for the service account`,
		["spec", "volumes", 0, "hostPath", "path"],
	)} with input as pod({"volumes": [{"name": "v", "hostPath": {"path": "/root/.aws"}}]})
}

test_allowed[note] if {
	some note, spec in {
		"what EKS injects": {"containers": [{"env": [
			{"name": "AWS_ROLE_ARN", "value": "arn:aws:iam::111122223333:role/app"},
			{"name": "AWS_WEB_IDENTITY_TOKEN_FILE", "value": "/var/run/secrets/eks.amazonaws.com/serviceaccount/token"},
			{"name": "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "value": "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token"},
			{"name": "AWS_REGION", "value": "eu-north-1"},
		]}]},
		"what AKS injects": {"containers": [{"env": [
			{"name": "AZURE_CLIENT_ID", "value": "x"},
			{"name": "AZURE_TENANT_ID", "value": "x"},
			{"name": "AZURE_FEDERATED_TOKEN_FILE", "value": "/var/run/secrets/azure/tokens/azure-identity-token"},
		]}]},
		"no value": {"containers": [{"env": [{"name": "AWS_ACCESS_KEY_ID"}, {"name": "AWS_SECRET_ACCESS_KEY", "value": ""}, {"name": "AWS_SESSION_TOKEN", "value": null}]}]},
		"null": {"containers": [{"env": null, "envFrom": null, "volumeMounts": null}], "volumes": null},
		"wrong types": {"containers": [{"env": ["AWS_ACCESS_KEY_ID"], "envFrom": [{"secretRef": {"name": 7}}], "volumeMounts": [{"mountPath": 7}]}], "volumes": [{"hostPath": {"path": 7}}]},
		"other Secrets": {"containers": [{"envFrom": [{"secretRef": {"name": "flaws-credentials-x"}}, {"secretRef": {"name": "aws"}}, {"secretRef": {"name": "shop"}}]}]},
		"keys of another server": {"containers": [{
			"env": [
				{"name": "AWS_ACCESS_KEY_ID", "valueFrom": {"secretKeyRef": {"name": "minio", "key": "user"}}},
				{"name": "AWS_ENDPOINT_URL_S3", "value": "http://minio.shop.svc:9000"},
			],
			"envFrom": [{"secretRef": {"name": "minio-aws-credentials"}}],
		}]},
		"a directory of its own": {
			"containers": [{"volumeMounts": [{"name": "v", "mountPath": "/home/app/.aws"}]}],
			"volumes": [{"name": "v", "emptyDir": {}}],
		},
		"configuration": {
			"containers": [{"volumeMounts": [{"name": "v", "mountPath": "/home/app/.aws"}, {"name": "w", "mountPath": "/home/app/.aws/config", "subPath": "config"}]}],
			"volumes": [{"name": "v", "configMap": {"name": "x"}}, {"name": "w", "secret": {"secretName": "x"}}],
		},
		"another directory": {
			"containers": [{"volumeMounts": [{"name": "v", "mountPath": "/srv/.awstats"}, {"name": "w", "mountPath": "/x"}]}],
			"volumes": [{"name": "v", "secret": {"secretName": "x"}}, {"name": "w", "hostPath": {"path": "/var/log/.awstats"}}],
		},
	}
	static_credentials.violation == set() with input as pod(spec)
}

test_denied_variables[name] if {
	some name in [
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_ACCESS_KEY",
		"AWS_SECRET_KEY", "AWS_SHARED_CREDENTIALS_FILE", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH",
		"AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD", "AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY",
		"AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_SAS_TOKEN", "AZURE_CREDENTIALS",
		"AZURE_CREDENTIALS_FILE", "ARM_CLIENT_SECRET", "ARM_ACCESS_KEY", "ARM_SAS_TOKEN",
	]
	static_credentials.violation == {finding(
		sprintf(`container "app": env %s contains static cloud credentials; use a role for the service account`, [name]),
		["spec", "containers", 0, "env", 0],
	)} with input as pod({"containers": [{"name": "app", "env": [{"name": name, "value": "x"}]}]})
}

test_allowed_with_an_endpoint_of_another_server[name] if {
	some name in [
		"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT", "AWS_S3_ENDPOINT_URL", "AWS_ENDPOINT", "S3_ENDPOINT",
		"S3_ENDPOINT_URL", "MLFLOW_S3_ENDPOINT_URL",
	]
	variables := [{"name": "AWS_ACCESS_KEY_ID", "value": "x"}, {"name": name, "value": "http://minio.shop.svc:9000"}]
	static_credentials.violation == set() with input as pod({"containers": [{"name": "app", "env": variables}]})
}

test_denied_with_an_endpoint_of_aws[endpoint] if {
	some endpoint in ["https://vpce-1.s3.eu-north-1.vpce.amazonaws.com", "https://s3.cn-north-1.amazonaws.com.cn/", "https://s3.eu-north-1.api.aws:443", "", null]
	static_credentials.violation == {finding(
		`container "app": env AWS_ACCESS_KEY_ID contains static cloud credentials; use a role for the service account`,
		["spec", "containers", 0, "env", 0],
	)} with input as pod({"containers": [{"name": "app", "env": [{"name": "AWS_ACCESS_KEY_ID", "value": "x"}, {"name": "AWS_ENDPOINT_URL", "value": endpoint}]}]})
}

test_denied_azure_beside_another_server if {
	static_credentials.violation == {finding(
		`container "app": env AZURE_CLIENT_SECRET contains static cloud credentials; use a role for the service account`,
		["spec", "containers", 0, "env", 0],
	)} with input as pod({"containers": [{"name": "app", "env": [{"name": "AZURE_CLIENT_SECRET", "value": "x"}, {"name": "S3_ENDPOINT", "value": "minio:9000"}]}]})
}

test_parameters_name_whole_variables if {
	spec := {"containers": [{"name": "app", "env": [{"name": "AWS_ACCESS_KEY_ID", "value": "x"}, {"name": "GOOGLE_APPLICATION_CREDENTIALS", "value": "x"}, {"name": "XGOOGLE_APPLICATION_CREDENTIALS", "value": "x"}]}]}
	static_credentials.violation == {finding(
		`container "app": env GOOGLE_APPLICATION_CREDENTIALS contains static cloud credentials; use a role for the service account`,
		["spec", "containers", 0, "env", 1],
	)} with input as object.union(pod(spec), {"parameters": {"variables": ["GOOGLE_APPLICATION_CREDENTIALS"]}})
}

finding(msg, path) := {"msg": msg, "details": {"path": path}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
