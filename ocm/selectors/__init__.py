"""What reads: alerts, competence, terms, cameras near a place; one matter per file."""
