"""What stands in the columns of a file: null words, numbers, dates, yes and no."""
