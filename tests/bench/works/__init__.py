"""What a dig check, its paper and a place card cost in a large city."""
