"""Pure geometry of the spatial model: reference systems, boxes, validity. No Django in here."""
