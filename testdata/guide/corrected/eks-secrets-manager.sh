PASSWORD="$(aws secretsmanager get-secret-value --secret-id my-secret-id --query SecretString --output text)"
