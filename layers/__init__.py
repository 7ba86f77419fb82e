"""The one spatial model: collections, features, areas, CRS, policy, publishing."""
