variable "mutability" {
  default = "IMMUTABLE"
}

resource "aws_ecr_repository" "shop" {
  name                 = "shop"
  image_tag_mutability = var.mutability
}

resource "aws_ecr_repository" "cache" {
  name                 = "cache"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "cache-*"
    filter_type = "WILDCARD"
  }
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.node.arn, "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_ecr_repository_policy" "pull" {
  repository = aws_ecr_repository.shop.name
  policy     = data.aws_iam_policy_document.pull.json
}

resource "aws_iam_role" "node" {
  name = "node"
}

data "aws_caller_identity" "current" {}
