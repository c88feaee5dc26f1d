variable "days" {
  default = 30
}

resource "aws_secretsmanager_secret" "shop" {
  for_each = toset(["db", "api"])
  name     = each.key
}

resource "aws_secretsmanager_secret_rotation" "shop" {
  for_each            = toset(["db", "api"])
  secret_id           = aws_secretsmanager_secret.shop[each.key].id
  rotation_lambda_arn = aws_lambda_function.rotate.arn

  rotation_rules {
    automatically_after_days = var.days
  }
}

resource "aws_secretsmanager_secret" "timed" {
  name = "timed"
}

resource "aws_secretsmanager_secret_rotation" "timed" {
  secret_id           = aws_secretsmanager_secret.timed.id
  rotation_lambda_arn = aws_lambda_function.rotate.arn

  rotation_rules {
    schedule_expression = "rate(7 days)"
  }
}
