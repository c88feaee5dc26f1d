variable "name" {
  type = string
}

resource "aws_ecr_repository" "web" { # want images.registry_scan `aws_ecr_repository.web: no rule of the registry's scanning configuration covers the repository`
  name = "web"
}

resource "aws_ecr_repository" "named" { # unknown images.registry_scan `aws_ecr_repository.named: whether images are scanned when they are pushed is not known`
  name = var.name
}

resource "aws_ecr_registry_scanning_configuration" "some" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "shop/*"
      filter_type = "WILDCARD"
    }
  }
}
