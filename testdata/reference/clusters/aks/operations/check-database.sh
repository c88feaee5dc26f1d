#!/bin/sh
# Tries the password of the database after it was changed, and prints no more than when the last change was.
set -eu
PGPASSWORD="$(az keyvault secret show --vault-name sidecar-example --name sidecar-database-password --query value --output tsv)"
export PGPASSWORD
psql --quiet --no-password "host=sidecar-example.postgres.database.azure.com user=sidecar dbname=sidecar sslmode=verify-full" -c 'select 1' > /dev/null
az keyvault secret show --vault-name sidecar-example --name sidecar-database-password --query attributes.updated --output tsv
