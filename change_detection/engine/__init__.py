"""Two acquisitions in, polygons of change out: NumPy, rasterio, Shapely, OpenVINO; no Django, no Celery."""
