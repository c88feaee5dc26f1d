resource "aws_launch_template" "nodes" {
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_launch_configuration" "off" {
  metadata_options {
    http_endpoint = "disabled"
  }
}
