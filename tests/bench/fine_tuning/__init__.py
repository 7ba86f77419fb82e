"""What a detector learns from verdicts: a camera it has never seen, before and after, and what it forgets."""
