"""What the pages answer: `scenes` (list, bring in, compare), `runs` (a comparison, a job), `findings` (pictures)."""
