#!/bin/sh
password="$(aws secretsmanager get-secret-value --secret-id db --query SecretString --output text)"
aws secretsmanager get-secret-value --secret-id db --query SecretString --output text | kubectl create secret generic db --from-file=password=/dev/stdin
aws secretsmanager get-secret-value --secret-id db --query ARN
aws secretsmanager get-secret-value --secret-id db --output none
vault kv get -metadata db
aws ssm get-parameter --name /db/host
az keyvault secret show --vault-name v --name n --query value -o tsv > /run/secrets/n
