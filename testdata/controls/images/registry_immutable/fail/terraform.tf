variable "mutability" {
  type = string
}

variable "principals" {
  type = list(string)
}

variable "policy" {
  type = string
}

resource "aws_ecr_repository" "absent" { # want images.registry_immutable `aws_ecr_repository.absent: image_tag_mutability must be IMMUTABLE, so that a tag stays with its image`
  name = "absent"
}

resource "aws_ecr_repository" "mutable" {
  for_each             = toset(["a", "b"])
  name                 = "mutable/${each.key}"
  image_tag_mutability = "MUTABLE" # want images.registry_immutable `aws_ecr_repository.mutable[0]: image_tag_mutability must be IMMUTABLE, so that a tag stays with its image` # want images.registry_immutable `aws_ecr_repository.mutable[1]: image_tag_mutability must be IMMUTABLE, so that a tag stays with its image`
}

resource "aws_ecr_repository" "open" {
  name                 = "open"
  image_tag_mutability = var.mutability # unknown images.registry_immutable `aws_ecr_repository.open: whether image_tag_mutability keeps tags as they are is not known`
}

resource "aws_ecr_repository" "none" {
  count = 0
  name  = "none"
}

resource "aws_ecrpublic_repository" "public" { # want images.registry_immutable `aws_ecrpublic_repository.public: everyone can pull from a public repository; make it a private one`
  repository_name = "public"
}

data "aws_iam_policy_document" "everyone" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_ecr_repository_policy" "everyone" {
  repository = aws_ecr_repository.absent.name
  policy     = data.aws_iam_policy_document.everyone.json # want images.registry_immutable `aws_ecr_repository_policy.everyone: policy lets in every AWS account; name those that need it`
}

resource "aws_ecr_repository_policy" "half" {
  repository = aws_ecr_repository.open.name
  policy = jsonencode({ # unknown images.registry_immutable `aws_ecr_repository_policy.half: whom policy lets in is not known`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "ecr:BatchGetImage"
      Principal = { AWS = var.principals }
    }]
  })
}

resource "aws_ecr_repository_policy" "open" {
  repository = aws_ecr_repository.open.name
  policy     = var.policy # unknown images.registry_immutable `aws_ecr_repository_policy.open: whom policy lets in is not known`
}
