"""From what somebody hands in to a published collection: intake, contract, draft, review, publication, harvest."""
