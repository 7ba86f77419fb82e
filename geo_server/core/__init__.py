"""The floor: errors, clock, subject, jobs, events, audit, storage. It knows nobody."""
