"""How much a scene looks like the pictures a detector was trained on: `traits`, their `reference`, `measure`.

A detector answers with confidence also where it has seen nothing alike. The traits are plain: light, colour, contrast,
sharpness at two scales; they cost little, and can be named to the person who is warned.
"""
