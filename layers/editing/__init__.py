"""Changes of single features by people and their programs: who may, what was sent, what it changes."""
