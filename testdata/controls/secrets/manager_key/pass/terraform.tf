variable "rotate" {
  default = true
}

resource "aws_kms_key" "shop" {
  enable_key_rotation = var.rotate
}

resource "aws_kms_key" "signing" {
  customer_master_key_spec = "RSA_4096"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_secretsmanager_secret" "shop" {
  name       = "shop"
  kms_key_id = aws_kms_key.shop.arn
}

resource "aws_secretsmanager_secret_policy" "shop" {
  secret_arn = aws_secretsmanager_secret.shop.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Principal = { AWS = aws_iam_role.reader.arn }
    }]
  })
}

resource "aws_iam_role" "reader" {
  name = "reader"
}

# The account is not known, and is one account.
locals {
  account = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [local.account]
    }
  }
}

resource "aws_kms_key" "logs" {
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.logs.json
}
