#!/bin/sh
# Tries the password of the database after it was changed, and prints no more than when the last change was.
set -eu
PGPASSWORD="$(aws secretsmanager get-secret-value --secret-id xroad/sidecar --query SecretString --output text | jq -r .databasePassword)"
export PGPASSWORD
psql --quiet --no-password "host=sidecar.cluster-example.eu-north-1.rds.amazonaws.com user=sidecar dbname=sidecar sslmode=verify-full" -c 'select 1' > /dev/null
aws secretsmanager describe-secret --secret-id xroad/sidecar --query LastChangedDate --output text
