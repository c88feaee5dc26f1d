variable "any" {
  type = string
}

variable "algorithm" {
  default = "aws:kms"
}

resource "aws_s3_bucket" "by_default" {
  bucket = "by-default"
}

resource "aws_s3_bucket" "logs" {
  bucket_prefix = "logs"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.bucket

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.logs.arn
      sse_algorithm     = var.algorithm
    }
  }
}

resource "aws_kms_key" "logs" {
  enable_key_rotation = true
}

# S3 knows no algorithm but those that are wanted.
resource "aws_s3_bucket" "open" {
  bucket = "open"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "open" {
  bucket = aws_s3_bucket.open.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = var.any
    }
  }
}
