variable "encrypted" {
  type = bool
}

resource "aws_launch_template" "unsaid" {
  block_device_mappings {
    device_name = "/dev/xvda"

    ebs { # want hosts.disk_encryption `aws_launch_template.unsaid: block_device_mappings.ebs.encrypted does not encrypt the disk; set it to true`
      volume_size = 50
    }
  }
}

resource "aws_launch_template" "open" {
  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      encrypted = var.encrypted # unknown hosts.disk_encryption `aws_launch_template.open: whether block_device_mappings.ebs.encrypted encrypts the disk is not known; set it to true`
    }
  }
}

resource "aws_eks_node_group" "nodes" { # want hosts.disk_encryption `aws_eks_node_group.nodes: without launch_template, the disks of the nodes are encrypted only if the account does so by default`
  disk_size = 50
}
