variable "key" {
  type = string
}

variable "rotate" {
  type = bool
}

variable "principals" {
  type = list(string)
}

resource "aws_secretsmanager_secret" "absent" { # want secrets.manager_key `aws_secretsmanager_secret.absent: kms_key_id must be a KMS key of your own`
  name = "absent"
}

resource "aws_secretsmanager_secret" "shared" {
  name       = "shared"
  kms_key_id = "alias/aws/secretsmanager" # want secrets.manager_key `aws_secretsmanager_secret.shared: kms_key_id must be a KMS key of your own`
}

resource "aws_secretsmanager_secret" "open" {
  name       = "open"
  kms_key_id = var.key # unknown secrets.manager_key `aws_secretsmanager_secret.open: kms_key_id is not known`
}

resource "aws_secretsmanager_secret" "looked_up" {
  name       = "looked-up"
  kms_key_id = data.aws_kms_key.kept.arn # unknown secrets.manager_key `aws_secretsmanager_secret.looked_up: kms_key_id is not known`
}

resource "aws_secretsmanager_secret" "none" {
  count = 0
  name  = "none"
}

resource "aws_kms_key" "kept" { # want secrets.manager_key `aws_kms_key.kept: enable_key_rotation must be true, so that KMS changes the key every year`
  description = "never changed"
}

resource "aws_kms_key" "open" {
  enable_key_rotation = var.rotate # unknown secrets.manager_key `aws_kms_key.open: enable_key_rotation is not known`
}

data "aws_kms_key" "kept" {
  key_id = "alias/kept"
}

data "aws_iam_policy_document" "everyone" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_secretsmanager_secret_policy" "everyone" {
  secret_arn = aws_secretsmanager_secret.absent.arn
  policy     = data.aws_iam_policy_document.everyone.json # want secrets.manager_key `aws_secretsmanager_secret_policy.everyone: policy lets in everyone; name those that need it`
}

resource "aws_secretsmanager_secret_policy" "half" {
  secret_arn = aws_secretsmanager_secret.shared.arn
  policy = jsonencode({ # unknown secrets.manager_key `aws_secretsmanager_secret_policy.half: whom policy lets in is not known`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Principal = { AWS = var.principals }
    }]
  })
}
