# The launch template is in no file.
resource "aws_eks_node_group" "given" {
  cluster_name = "main"

  launch_template { # unknown hosts.disk_encryption `aws_eks_node_group.given: whether block_device_mappings of launch_template encrypts the disk of the node is not known`
    id      = "lt-0123456789abcdef0"
    version = "3"
  }
}
