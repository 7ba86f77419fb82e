"""Vector and raster tiles, styles and their cache."""
