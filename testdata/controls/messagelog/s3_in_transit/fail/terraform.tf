variable "policy" {
  type = string
}

variable "private" {
  type = bool
}

resource "aws_s3_bucket" "bare" { # want messagelog.s3_in_transit `aws_s3_bucket.bare: block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets must be true, so that the bucket stays private` # want messagelog.s3_in_transit `aws_s3_bucket.bare: its policy must deny everyone s3:* on the bucket and its objects where aws:SecureTransport is false` # want messagelog.s3_in_transit `aws_s3_bucket.bare: versioning_configuration.status must keep what is overwritten`
  bucket = "bare"
}

resource "aws_s3_bucket" "logs" { # want messagelog.s3_in_transit `aws_s3_bucket.logs: its policy must deny everyone s3:* on the bucket and its objects where aws:SecureTransport is false`
  bucket_prefix = "logs"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket              = aws_s3_bucket.logs.id
  block_public_acls   = true
  block_public_policy = false # want messagelog.s3_in_transit `aws_s3_bucket.logs: block_public_policy, restrict_public_buckets must be true, so that the bucket stays private`
  ignore_public_acls  = var.private # unknown messagelog.s3_in_transit `aws_s3_bucket.logs: whether ignore_public_acls is set is not known`
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Suspended" # want messagelog.s3_in_transit `aws_s3_bucket.logs: versioning_configuration.status must keep what is overwritten`
  }
}

data "aws_iam_policy_document" "objects_only" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${aws_s3_bucket.logs.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.objects_only.json
}

resource "aws_s3_bucket" "open" { # unknown messagelog.s3_in_transit `aws_s3_bucket.open: whether its policy refuses plain HTTP is not known`
  bucket = "open"
}

resource "aws_s3_bucket_public_access_block" "open" {
  bucket                  = aws_s3_bucket.open.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "open" {
  bucket = aws_s3_bucket.open.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "open" {
  bucket = aws_s3_bucket.open.id
  policy = var.policy
}

resource "aws_s3_bucket" "few" { # want messagelog.s3_in_transit `aws_s3_bucket.few: its policy must deny everyone s3:* on the bucket and its objects where aws:SecureTransport is false`
  bucket = "few"
}

resource "aws_s3_bucket_public_access_block" "few" {
  bucket                  = aws_s3_bucket.few.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "few" {
  bucket = aws_s3_bucket.few.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "few" {
  bucket = aws_s3_bucket.few.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.few.arn, "${aws_s3_bucket.few.arn}/*"]
      Condition = {
        Bool            = { "aws:SecureTransport" = "false" }
        StringNotEquals = { "aws:PrincipalAccount" = "111122223333" }
      }
    }]
  })
}

resource "aws_s3_bucket" "none" {
  count  = 0
  bucket = "none"
}
