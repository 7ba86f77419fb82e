"""How good a detector is: on labelled pairs, beside published answers, on invented quarters, where nothing changed."""
