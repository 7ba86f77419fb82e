"""The door for programs: submissions, their parts and acts, publications and rules as JSON."""
