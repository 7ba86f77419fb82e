"""What this package writes: scenes, runs and their steps, findings, verdicts."""
