"""Draws scenes of an invented place as a satellite would see them: for training as an addition, and for the demo city.

Use `ground.Ground` and `scene.draw_scene`; `invented` makes whole random quarters with known change.
"""
