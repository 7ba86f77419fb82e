"""Works in the ground: requests, what lies there and whose it is, answers, deviations; what is known of a place."""
