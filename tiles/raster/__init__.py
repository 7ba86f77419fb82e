"""Values of gridded data (scenes, elevation models): facts, grids, reading, writing. Pure: no Django, no policy."""
