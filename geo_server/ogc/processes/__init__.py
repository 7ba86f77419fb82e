"""OGC API Processes: what the server computes on request, at once or as a job of the house."""
