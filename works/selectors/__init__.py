"""What reads: requests, answers within their bounds, what owners may know."""
