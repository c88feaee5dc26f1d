# The launch template is in no file.
resource "aws_eks_node_group" "given" {
  cluster_name = "main"

  launch_template { # unknown hosts.instance_metadata `aws_eks_node_group.given: whether http_tokens of launch_template lets requests without a token read the node's credentials is not known; set it to required` # unknown hosts.instance_metadata `aws_eks_node_group.given: whether http_put_response_hop_limit of launch_template lets pods read the node's credentials is not known; set it to 1`
    id      = "lt-0123456789abcdef0"
    version = "3"
  }
}
