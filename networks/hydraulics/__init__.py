"""Hydraulic models: EPANET and SWMM inputs become collections, and runs come from the collections as they stand."""
