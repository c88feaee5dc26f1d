variable "scan" {
  type = bool
}

resource "aws_ecr_repository" "absent" { # want images.registry_scan `aws_ecr_repository.absent: image_scanning_configuration.scan_on_push must be true, so that images are scanned when they are pushed`
  name = "absent"
}

resource "aws_ecr_repository" "off" {
  name = "off"

  image_scanning_configuration {
    scan_on_push = false # want images.registry_scan `aws_ecr_repository.off: image_scanning_configuration.scan_on_push must be true, so that images are scanned when they are pushed`
  }
}

resource "aws_ecr_repository" "open" {
  name = "open"

  image_scanning_configuration {
    scan_on_push = var.scan # unknown images.registry_scan `aws_ecr_repository.open: whether images are scanned when they are pushed is not known`
  }
}

resource "aws_ecr_repository" "none" {
  count = 0
  name  = "none"
}
