"""What writes: requests and their steps, answers, views, finds, disclosure."""
