resource "aws_kms_key" "secrets" {
  enable_key_rotation = true
}

resource "aws_eks_cluster" "main" {
  name = "main"

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.secrets.arn
    }
  }
}

resource "aws_eks_cluster" "dynamic" {
  name = "dynamic"

  dynamic "encryption_config" {
    for_each = [aws_kms_key.secrets.arn]

    content {
      resources = ["secrets"]

      provider {
        key_arn = encryption_config.value
      }
    }
  }
}
