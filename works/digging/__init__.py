"""The dig check: what lies in and beside a polygon, whose it is, and what speaks against digging there."""
