variable "policy" {
  type = string
}

variable "resources" {
  type = list(string)
}

variable "actions" {
  default = ["s3:GetObject", "s3:PutObject"]
}

data "aws_iam_policy_document" "wide" {
  statement {
    actions   = var.actions
    resources = ["*"]
  }

  statement {
    actions   = ["secretsmanager:*"]
    resources = [aws_secretsmanager_secret.shop.arn]
  }
}

resource "aws_iam_policy" "wide" {
  name   = "wide"
  policy = data.aws_iam_policy_document.wide.json # want irsa.least_privilege `aws_iam_policy.wide: policy: s3:GetObject, s3:PutObject on *; name the resources` # want irsa.least_privilege `aws_iam_policy.wide: policy: secretsmanager:* allows everything in a service; name the actions`
}

resource "aws_iam_role_policy" "negated" {
  role = aws_iam_role.reader.id
  policy = jsonencode({ # want irsa.least_privilege `aws_iam_role_policy.negated: policy: NotAction allows every action but these, in every service; name the actions`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      NotAction = "iam:*"
      Resource  = aws_s3_bucket.logs.arn
    }]
  })
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = "{}"

  inline_policy {
    name = "all"
    policy = jsonencode({ # want irsa.least_privilege `aws_iam_role.reader: inline_policy.policy: * allows everything in AWS; name the actions`
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
    })
  }
}

resource "aws_iam_policy" "half" {
  name = "half"
  policy = jsonencode({ # unknown irsa.least_privilege `aws_iam_policy.half: policy: whether actions and resources are named is not known`
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = var.resources
    }]
  })
}

resource "aws_iam_policy" "open" {
  name   = "open"
  policy = var.policy # unknown irsa.least_privilege `aws_iam_policy.open: policy is not known, so that nobody can tell what it allows`
}

resource "aws_iam_policy" "none" {
  count  = 0
  name   = "none"
  policy = data.aws_iam_policy_document.wide.json
}

resource "aws_iam_policy" "unresolved" {
  name = "unresolved"
  policy = jsonencode({ # unknown irsa.least_privilege `aws_iam_policy.unresolved: policy: whether actions and resources are named is not known`
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["${var.actions}", "s3:${var.verb}Object"]
      Resource = "*"
    }]
  })
}
