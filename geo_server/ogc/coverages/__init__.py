"""OGC API Coverages and Environmental Data Retrieval: values of scenes and elevation models."""
