resource "aws_dax_cluster" "orders" {}
