"""Diaban beside its peers and beside the bare SQL limit, in one run: `./diaban bench ogc`."""
