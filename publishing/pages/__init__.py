"""The desk: pages on which people hand in, decide, review, publish and take back."""
