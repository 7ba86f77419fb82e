"""A tile with every shape that touches it: large scales, and small collections at every scale."""

from psycopg import sql

from .encode import labels, layer, simplified
from .frame import Frame

# One more than the rule allows tells that there are too many; then `thinned` makes the tile.
SHAPED = sql.SQL(
    '(SELECT fid, {fields}{shape} AS "Shape" FROM {relation} AS source WHERE {search} LIMIT %(most)s + 1 OFFSET 0)'
)
ALONE = sql.SQL('SELECT "Data", "Found", "Drawn" FROM ({layer}) AS layer')
WITH_LABELS = sql.SQL(
    'WITH here AS MATERIALIZED {shaped} SELECT "Data" || {labels}, "Found", "Drawn" FROM ({layer}) AS layer'
)


def statement(frame: Frame) -> sql.Composed:
    """Data, found (at most one more than allowed), drawn."""
    shaped = SHAPED.format(
        fields=frame.fields,
        shape=simplified(frame, frame.projected),
        relation=frame.source.relation,
        search=frame.search,
    )
    if not frame.labelled:
        return ALONE.format(layer=layer(frame, shaped))
    here = sql.SQL("here")
    return WITH_LABELS.format(shaped=shaped, labels=labels(frame, here), layer=layer(frame, here))
