# Backups and the configuration that the pods of the Security Server share.
resource "aws_efs_file_system" "backups" {
  encrypted        = true
  kms_key_id       = aws_kms_key.data.arn
  throughput_mode  = "elastic"
  performance_mode = "generalPurpose"
}

data "aws_iam_policy_document" "backups" {
  statement {
    sid       = "MountFromMountTargets"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.backups.arn]

    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }

    condition {
      test     = "Bool"
      variable = "elasticfilesystem:AccessedViaMountTarget"
      values   = ["true"]
    }
  }

  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.backups.arn]

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

resource "aws_efs_file_system_policy" "backups" {
  file_system_id = aws_efs_file_system.backups.id
  policy         = data.aws_iam_policy_document.backups.json
}

resource "aws_security_group" "backups" {
  name        = "${var.name}-backups"
  description = "Mount targets of the file system"
  vpc_id      = var.vpc_id

  ingress {
    description     = "NFS from the nodes"
    protocol        = "tcp"
    from_port       = 2049
    to_port         = 2049
    security_groups = [aws_eks_cluster.this.vpc_config[0].cluster_security_group_id]
  }
}

resource "aws_efs_mount_target" "backups" {
  for_each = toset(var.private_subnet_ids)

  file_system_id  = aws_efs_file_system.backups.id
  subnet_id       = each.value
  security_groups = [aws_security_group.backups.id]
}

resource "aws_efs_backup_policy" "backups" {
  file_system_id = aws_efs_file_system.backups.id

  backup_policy {
    status = "ENABLED"
  }
}

# Archives of the message log.
resource "aws_s3_bucket" "archive" {
  bucket_prefix = "${var.name}-messagelog-"
}

resource "aws_s3_bucket_public_access_block" "archive" {
  bucket                  = aws_s3_bucket.archive.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.data.arn
    }
  }
}

data "aws_iam_policy_document" "archive" {
  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.archive.arn, "${aws_s3_bucket.archive.arn}/*"]

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

resource "aws_s3_bucket_policy" "archive" {
  bucket = aws_s3_bucket.archive.id
  policy = data.aws_iam_policy_document.archive.json
}

resource "aws_ecr_repository" "sidecar" {
  name                 = "${var.name}/security-server-sidecar"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.data.arn
  }
}
