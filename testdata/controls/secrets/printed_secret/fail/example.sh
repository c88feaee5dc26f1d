#!/bin/sh
aws secretsmanager get-secret-value --secret-id my-secret-id # want secrets.printed_secret `aws secretsmanager get-secret-value prints a secret; have its output go into a variable or to another command`
aws ssm get-parameter --name /db/password --with-decryption --query Parameter.Value # want secrets.printed_secret `aws ssm get-parameter prints a secret; have its output go into a variable or to another command`
echo db | xargs -n 1 vault kv get # want secrets.printed_secret `vault kv get prints a secret; have its output go into a variable or to another command`
