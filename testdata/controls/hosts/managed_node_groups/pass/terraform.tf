resource "aws_eks_node_group" "main" {
  ami_type = "BOTTLEROCKET_x86_64"
}

resource "aws_eks_node_group" "default" {
  cluster_name = "main"
}

# No template of a managed node group.
resource "aws_launch_template" "bastion" {
  image_id = "ami-0123456789abcdef0"
}
