#!/bin/sh
PGPASSWORD="$(cat /run/secrets/db)" psql -h db
mysql -uroot -p"$MYSQL_PASSWORD" -e 'select 1'
sshpass -f /run/secrets/ssh ssh host uptime
curl --netrc-file /run/secrets/netrc https://example.org
export TOKEN_FILE=/run/secrets/token
echo "usage: $0 --password PASSWORD" # run --password hunter2
echo "$REGISTRY_PASSWORD" | docker login -u app --password-stdin registry.example.org
printf 'app:%s' "$APP_PASSWORD" | sudo chpasswd
