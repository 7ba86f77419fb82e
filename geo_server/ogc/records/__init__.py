"""OGC API Records: what there is in this house, for people and for catalogues of others (DCAT, ISO 19139)."""
