"""What every statement of a vector tile shares: where it looks, in which coordinates it draws, what it carries."""

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from layers import api as layers

from ..matrix_sets import degrees_of
from ..render.generalise import BUFFER, CELL_PIXELS, EXTENT, PIXELS, Generalisation
from ..render.grid import Tile
from ..render.styling import fields_read, label_layer, layers_of, wants_label_points

MARGIN = BUFFER / EXTENT
WIDE_MARGIN = 6 * CELL_PIXELS / PIXELS  # what runs together looks a little beyond the buffer, so that no seam shows
POINTS = frozenset({"Point", "MultiPoint"})
LINES = frozenset({"LineString", "MultiLineString"})
POLYGONS = frozenset({"Polygon", "MultiPolygon"})
TEXTS = frozenset({"string", "boolean"})

ENVELOPE = sql.SQL("ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s)")
GROWN = sql.SQL("ST_MakeEnvelope(%(grown_west)s, %(grown_south)s, %(grown_east)s, %(grown_north)s, %(srid)s)")
NEAR = sql.SQL("geom && ST_MakeEnvelope(%(near_west)s, %(near_south)s, %(near_east)s, %(near_north)s, 4326)")


@dataclass(frozen=True)
class Frame:
    """One tile of one source under one rule."""

    source: layers.Source
    tile: Tile
    rule: Generalisation

    @property
    def geometry_type(self) -> str:
        """Of the collection."""
        return self.source.collection.geometry_type

    @property
    def labelled(self) -> bool:
        """True if the tile has a second layer with points for labels."""
        return wants_label_points(self.geometry_type, layers_of(self.source.collection.style))

    @property
    def columns(self) -> list[str]:
        """The fields that the tile carries, in the order of the table."""
        if self.rule.every_field:
            return list(self.source.columns)
        return self.drawn_columns

    @property
    def drawn_columns(self) -> list[str]:
        """The fields that the style reads."""
        wanted = fields_read(layers_of(self.source.collection.style))
        return [name for name in self.source.columns if name in wanted]

    @property
    def colour_columns(self) -> list[str]:
        """The fields that decide how a shape is painted; those of labels are not among them."""
        painted = [layer for layer in layers_of(self.source.collection.style) if layer.get("type") != "symbol"]
        read = fields_read(painted)
        return [name for name in self.columns if name in read]

    @property
    def runs_together(self) -> bool:
        """True if small shapes may become areas: polygons that are painted by words, not by measures."""
        if not (self.rule.thinned and self.geometry_type in POLYGONS):
            return False
        kinds = {field.name: field.type for field in self.source.collection.fields}
        return all(kinds[name] in TEXTS for name in self.colour_columns)

    @property
    def fields(self) -> sql.Composed:
        """The columns as the beginning of a list: `"a", "b", `."""
        return sql.Composed([sql.SQL("{}, ").format(sql.Identifier(name)) for name in self.columns])

    @property
    def search(self) -> sql.Composable:
        """The condition that finds what touches the tile, on the index of the geometry at hand."""
        if self.projected_is_stored:
            return sql.SQL("{} && {}").format(sql.Identifier(str(self.source.shape)), GROWN)
        return NEAR

    @property
    def projected(self) -> sql.Composable:
        """The geometry in the CRS of the tile matrix set."""
        if self.projected_is_stored:
            return sql.Identifier(str(self.source.shape))
        if self.tile.tms.crs == layers.CRS84:
            return sql.SQL("geom")
        return sql.SQL("ST_Transform(geom, {})").format(sql.Literal(layers.sql_srid(self.tile.tms.crs)))

    @property
    def projected_is_stored(self) -> bool:
        """True if a read copy keeps the shapes in the CRS of the tile matrix set."""
        return self.source.shape is not None and self.tile.tms.crs == "EPSG:3857"

    def parameters(self) -> dict[str, Any]:
        """The values of every placeholder, those of the source included."""
        margin = WIDE_MARGIN if self.runs_together else MARGIN
        boxes = {"": self.tile.bounds, "grown_": self.tile.grown(margin), "near_": degrees_of(self.tile, margin=margin)}
        west, _, _, north = self.tile.bounds
        return {
            **self.source.params,
            **{f"{name}{side}": value for name, box in boxes.items() for side, value in zip(_SIDES, box, strict=True)},
            "srid": layers.sql_srid(self.tile.tms.crs),
            "to_x": -west,
            "to_y": -north,
            "scale": EXTENT / self.tile.tms.side_at(self.tile.zoom),
            "extent": EXTENT,
            "buffer": BUFFER,
            "layer": self.source.collection.id,
            "label_layer": label_layer(self.source.collection.id),
            "tolerance": self.rule.tolerance,
            "cell": self.rule.cell,
            "most": self.rule.max_features,
        }


_SIDES = ("west", "south", "east", "north")
