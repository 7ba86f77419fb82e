"""Files on their way into a collection: opening, reference systems, names, geometry."""
