"""The invented city: real unit names and codes, invented ground. What is made of it stands in the folder above.

Everything is made in EPSG:9210 (VN-2000, metres; `layers` transforms) from one seed, so two runs make the same city.
"""
