"""What verdicts say of the detector: pure counting, without database and Django."""
