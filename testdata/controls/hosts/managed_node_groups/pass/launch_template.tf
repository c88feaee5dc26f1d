# The launch template is in no file.
resource "aws_eks_node_group" "given" {
  cluster_name = "main"

  launch_template { # unknown hosts.managed_node_groups `aws_eks_node_group.given: whether image_id of launch_template names the image, so that EKS does not update it, is not known`
    id      = "lt-0123456789abcdef0"
    version = "3"
  }
}
