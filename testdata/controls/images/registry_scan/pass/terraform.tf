variable "frequency" {
  default = "SCAN_ON_PUSH"
}

resource "aws_ecr_repository" "shop" {
  name = "shop/web"
}

resource "aws_ecr_registry_scanning_configuration" "all" {
  scan_type = "BASIC"

  dynamic "rule" {
    for_each = { (var.frequency) = "shop/*" }
    content {
      scan_frequency = rule.key

      repository_filter {
        filter      = rule.value
        filter_type = "WILDCARD"
      }
    }
  }
}
