"""How well two scenes are brought together, and what a shift or another light costs the findings."""
