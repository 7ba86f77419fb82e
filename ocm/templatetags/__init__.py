"""Words and figures in the templates of the operations centre."""
