resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "none" # want messagelog.s3_at_rest `aws_s3_bucket.logs: rule.apply_server_side_encryption_by_default.sse_algorithm is none; wanted is one of AES256, aws:kms, aws:kms:dsse`
    }
  }
}

resource "aws_s3_bucket" "old" {
  bucket = "old"

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "aws:s3" # want messagelog.s3_at_rest `aws_s3_bucket.old: server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm is aws:s3; wanted is one of AES256, aws:kms, aws:kms:dsse`
      }
    }
  }
}

resource "aws_s3_bucket" "none" {
  count  = 0
  bucket = "none"
}
