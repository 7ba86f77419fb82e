"""From a file to what a scene is made of."""
