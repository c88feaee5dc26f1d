variable "days" {
  type = number
}

resource "aws_secretsmanager_secret" "never" { # want secrets.rotation `aws_secretsmanager_secret.never: the secret is never rotated; rotate it at least every 90 days`
  name = "never"
}

resource "aws_secretsmanager_secret" "seldom" {
  name = "seldom"
}

resource "aws_secretsmanager_secret_rotation" "seldom" {
  secret_id           = aws_secretsmanager_secret.seldom.id
  rotation_lambda_arn = aws_lambda_function.rotate.arn

  rotation_rules {
    automatically_after_days = 365 # want secrets.rotation `aws_secretsmanager_secret.seldom: rotation_rules.automatically_after_days rotates the secret every 365 days; at least every 90 days is wanted`
  }
}

resource "aws_secretsmanager_secret" "open" {
  name = "open"
}

resource "aws_secretsmanager_secret_rotation" "open" {
  secret_id           = aws_secretsmanager_secret.open.arn
  rotation_lambda_arn = aws_lambda_function.rotate.arn

  rotation_rules {
    automatically_after_days = var.days # unknown secrets.rotation `aws_secretsmanager_secret.open: how often rotation_rules.automatically_after_days rotates the secret is not known`
  }
}

resource "aws_secretsmanager_secret" "none" {
  count = 0
  name  = "none"
}
