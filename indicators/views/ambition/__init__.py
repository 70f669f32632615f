"""The 2030 ambition: the index, its ranges, projections, weights and polls, as readers meet them."""
