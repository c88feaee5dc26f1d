#!/bin/sh
PGPASSWORD=hunter2 psql -h db # want secrets.command_args `a command contains a secret in plain text (PGPASSWORD); take it from where the pipeline keeps secrets`
mysql -uroot -phunter2 -e 'select 1' # want secrets.command_args `a command contains a secret in plain text (mysql -p); take it from where the pipeline keeps secrets`
sshpass -p hunter2 ssh host uptime # want secrets.command_args `a command contains a secret in plain text (sshpass -p); take it from where the pipeline keeps secrets`
ssh host 'curl -u app:hunter2 https://example.org' # want secrets.command_args `a command contains a secret in plain text (curl -u); take it from where the pipeline keeps secrets`
kubectl exec deploy/db -- sh -c "export DB_PASSWORD=hunter2; run" # want secrets.command_args `a command contains a secret in plain text (DB_PASSWORD); take it from where the pipeline keeps secrets`
git clone https://me:hunter2@git.example.org/app.git # want secrets.command_args `a command contains a secret in plain text (a password in a URL); take it from where the pipeline keeps secrets`
docker run -e XROAD_TOKEN_PIN=5678 -e XROAD_ADMIN_PASSWORD=hunter2 x-road # want secrets.command_args `a command contains a secret in plain text (XROAD_TOKEN_PIN); take it from where the pipeline keeps secrets` secrets.command_args `a command contains a secret in plain text (XROAD_ADMIN_PASSWORD); take it from where the pipeline keeps secrets`
echo hunter2 | docker login -u app --password-stdin registry.example.org # want secrets.command_args `a command contains a secret in plain text (--password-stdin); take it from where the pipeline keeps secrets`
printf 'app:hunter2' | sudo chpasswd # want secrets.command_args `a command contains a secret in plain text (chpasswd); take it from where the pipeline keeps secrets`
