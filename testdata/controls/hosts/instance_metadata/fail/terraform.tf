variable "hops" {
  type = number
}

resource "aws_launch_template" "absent" { # want hosts.instance_metadata `aws_launch_template.absent: metadata_options.http_tokens lets requests without a token read the node's credentials; set it to required`
  name_prefix = "absent"
}

resource "aws_launch_template" "pods" {
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 2 # want hosts.instance_metadata `aws_launch_template.pods: metadata_options.http_put_response_hop_limit lets pods read the node's credentials; set it to 1`
  }
}

resource "aws_launch_template" "open" {
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = var.hops # unknown hosts.instance_metadata `aws_launch_template.open: whether metadata_options.http_put_response_hop_limit lets pods read the node's credentials is not known; set it to 1`
  }
}

resource "aws_launch_template" "image" {
  metadata_options { # unknown hosts.instance_metadata `aws_launch_template.image: without metadata_options.http_put_response_hop_limit, the image decides whether pods can read the node's credentials; set it to 1`
    http_tokens = "required"
  }
}
