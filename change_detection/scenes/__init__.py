"""From a file that somebody hands in to what a scene is made of: pictures, sidecars, masks. Files only, no database."""
