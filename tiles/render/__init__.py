"""Pure drawing: tile arithmetic, generalisation, imagery windows, glyphs, maps. No Django, no database."""
