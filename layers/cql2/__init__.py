"""CQL2, the filter language of OGC: text or JSON to one tree, the tree to SQL with bound values. Knows no Django."""
