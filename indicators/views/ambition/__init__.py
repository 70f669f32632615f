"""The 2030 ambition as readers meet it: the index, its ranges, projections, weights and polls."""
