"""The record of a model, and its nodes and links as the collections hold them now."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers

from ..errors import NoModel, OnlyThoseWhoSeeAll
from ..models import HydraulicModel
from ..traces.view import View, view_of
from .parts import ModelPart
from .placing import Placement


def model_of(subject: Subject, network_id: str, engine: str) -> tuple[HydraulicModel, View]:
    """The model of a network, for somebody who sees all of it.

    Raises:
        UnknownNetwork.
        OnlyThoseWhoSeeAll: he sees a part only.
        NoModel.
    """
    view = view_of(subject, network_id)
    if not view.whole:
        raise OnlyThoseWhoSeeAll(network_id)
    model = HydraulicModel.objects.filter(pk=network_id, engine=engine).first()
    if model is None:
        raise NoModel(network_id, engine)
    return model, view


def parts_of(subject: Subject, collection_id: str, placement: Placement) -> list[ModelPart]:
    """The rows of a collection of the model, in the model's coordinates, by fid.

    A link without a length has that of its line.
    """
    source = layers.source(subject, collection_id=collection_id)
    names = [name for name in source.columns if name != "code"]
    columns = sql.SQL(", ").join(sql.Identifier("s", name) for name in names)
    statement = sql.SQL(
        "SELECT s.fid, s.code, ST_AsGeoJSON(s.geom, 15), ST_Length(s.geom::geography), {} FROM {} s ORDER BY s.fid"
    ).format(columns, source.relation)
    with connection.cursor() as cursor:
        cursor.execute(statement, source.params)
        rows = cursor.fetchall()
    return [_part(row, names, placement) for row in rows]


def placement_of(model: HydraulicModel) -> Placement:
    """How its coordinates became places."""
    return Placement(**model.placement)


def _part(row: Sequence[Any], names: list[str], placement: Placement) -> ModelPart:
    fid, code, text, length_m, *rest = row
    values = dict(zip(names, rest, strict=True))
    if "length_m" in values and values["length_m"] is None:
        values["length_m"] = length_m
    shape = json.loads(text) if text else None
    degrees = [] if shape is None else [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"]
    points = placement.to_model([(x, y) for x, y, *_ in degrees])
    return ModelPart(code, values, tuple(points), fid)
