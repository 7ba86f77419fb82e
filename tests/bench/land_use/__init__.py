"""Land use and classes of change: how often they are right on invented pairs, and what they cost beside the network."""
