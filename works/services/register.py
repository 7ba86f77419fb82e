"""Show requests and finds in their collections, so that QGIS and the map see them under the one policy."""

import json
from datetime import datetime, timedelta

from geo_server.core.subject import Subject, system
from layers import api as layers

from ..collections import DEVIATIONS, REQUESTS, deviations_spec, requests_spec
from ..models import Deviation, WorksRequest

REGISTRAR = system("works")
"""Gives the rights that follow from a request; who writes the rows is the one who acts."""


def show_request(request: WorksRequest, *, by: Subject, now: datetime) -> None:
    """Write a submitted request into its collection; the organisation that asked may read its own rows."""
    properties = {
        "number": request.number,
        "title": request.title,
        "state": request.state,
        "purpose": request.purpose,
        "organisation": request.organisation,
        "contractor": request.contractor,
        "depth_m": request.depth_m,
        "starts_on": request.period.lower,
        "ends_on": request.period.upper - timedelta(days=1),
        "contact": f"{request.contact_name}, {request.contact_phone}",
    }
    row = layers.Feature(json.loads(request.area.geojson), properties)
    _write(requests_spec(), row, by=by, reason=f"works {request.state}", now=now)
    every = [field.name for field in requests_spec().fields]
    own = {"organisation": [request.organisation]}
    layers.grant_read(REQUESTS, to=request.organisation, row_filter=own, columns=every, by=REGISTRAR, now=now)


def show_deviation(found: Deviation, *, by: Subject, now: datetime) -> None:
    """Write a find into its collection; the owner of the asset and the organisation that found it may read it."""
    request = found.request
    properties = {
        "number": f"{request.number}/{found.pk}",
        "request": request.number,
        "organisation": request.organisation,
        "text": found.text,
        "owner": found.owner,
        "state": found.state,
        "asset_collection": found.collection,
        "asset_fid": found.fid,
        "offset_m": found.offset_m,
        "depth_m": found.depth_m,
        "survey_class": found.survey_class,
        "reported": found.reported_at,
    }
    row = layers.Feature(json.loads(found.place.geojson), properties)
    _write(deviations_spec(), row, by=by, reason=f"deviation {found.state}", now=now)
    for field, code in (("owner", found.owner), ("organisation", request.organisation)):
        layers.grant_read(DEVIATIONS, to=code, row_filter={field: [code]}, by=REGISTRAR, now=now)


def _write(spec: layers.CollectionSpec, row: layers.Feature, *, by: Subject, reason: str, now: datetime) -> None:
    layers.define_collection(spec, by=REGISTRAR, now=now)
    layers.write_features(spec.id, [row], mode="upsert", key="number", by=by, reason=reason, now=now)
