resource "aws_efs_file_system" "logs" {
  creation_token = "logs"
}

data "aws_iam_policy_document" "tls" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.logs.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_efs_file_system_policy" "logs" {
  file_system_id = aws_efs_file_system.logs.id
  policy         = data.aws_iam_policy_document.tls.json
}
