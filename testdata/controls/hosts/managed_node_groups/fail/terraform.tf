variable "type" {
  type = string
}

resource "aws_eks_node_group" "own" {
  ami_type = "CUSTOM" # want hosts.managed_node_groups `aws_eks_node_group.own: ami_type asks for an image of your own, which AWS does not patch`
}

resource "aws_eks_node_group" "open" {
  ami_type = var.type # unknown hosts.managed_node_groups `aws_eks_node_group.open: whether AWS patches the images of ami_type is not known`
}

resource "aws_autoscaling_group" "nodes" { # want hosts.managed_node_groups `aws_autoscaling_group.nodes: the nodes are not in a managed node group, so EKS does not update them`
  tag {
    key                 = "kubernetes.io/cluster/main"
    value               = "owned"
    propagate_at_launch = true
  }
}

resource "aws_eks_node_group" "templated" {
  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.latest_version
  }
}

resource "aws_launch_template" "nodes" {
  image_id = "ami-0123456789abcdef0" # want hosts.managed_node_groups `aws_launch_template.nodes: image_id names the image, so EKS does not update it`
}
