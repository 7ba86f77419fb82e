"""What covers the ground at each date: building, road, vegetation, bare soil, water; and what became what.

Buildings come from the network, the other four from a small classifier of colour and texture on cells of about a
metre (`ground.py`). Nothing here sees more of a scene than a window and a fixed margin, and every sum is of whole
numbers: the maps do not tell how the ground was cut. Pure: no Django.
"""
