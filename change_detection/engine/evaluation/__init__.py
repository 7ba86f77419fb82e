"""How good a detector is: on labelled pairs, beside published answers, on invented quarters, on ground without change."""
