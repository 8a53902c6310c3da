resource "aws_dax_cluster" "orders" {
  cluster_name = "orders"
}
