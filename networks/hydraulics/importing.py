"""Take an engine's input over: two collections that people edit, a network, the record of what only engines need."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from geo_server.core.subject import Subject
from layers import api as layers

from ..errors import EngineFailed
from ..kinds import Domain
from ..models import HydraulicModel
from ..services.networks import define_network
from . import drains, swmm_text, water
from .child import ask_engine
from .collections import network_of, specs_of
from .kinds import Imported
from .parts import ModelPart
from .placing import Placement

LARGEST_BYTES = 64 * 1024**2


def import_epanet(
    path: Path, *, network_id: str, placement: Placement, owner: str, by: Subject, now: datetime
) -> Imported:
    """Import an EPANET .inp, or import it anew: rows keep their numbers by their code.

    Args:
        path: the file.
        network_id: what the network is called from now on; also the beginning of its collections' ids.
        placement: where its coordinates lie.
        owner: code of the organisation that answers for it.
        by: who imports.
        now: the present.

    Raises:
        EngineFailed: it is no input that EPANET reads.
        BadPlacement: its coordinates do not become places on the earth.
    """
    _check_size(path, "epanet")
    document = ask_engine("epanet", {"do": "read", "path": str(path.resolve())})["document"]
    nodes, links = water.nodes_of(document), water.links_of(document)
    return _take_over(network_id, "water", "epanet", document, nodes, links, placement, owner=owner, by=by, now=now)


def import_swmm(
    path: Path, *, network_id: str, placement: Placement, owner: str, by: Subject, now: datetime
) -> Imported:
    """Import a SWMM .inp; as `import_epanet`."""
    _check_size(path, "swmm")
    try:
        sections = swmm_text.parse(path.read_text(encoding="utf-8", errors="replace"))
        nodes, links = drains.nodes_of(sections), drains.links_of(sections)
    except (swmm_text.NotSwmm, ValueError, IndexError) as error:
        raise EngineFailed("swmm", str(error)) from error
    document = {"sections": sections}
    return _take_over(network_id, "drainage", "swmm", document, nodes, links, placement, owner=owner, by=by, now=now)


def _check_size(path: Path, engine: str) -> None:
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise EngineFailed(engine, f"the file has {size} bytes, at most {LARGEST_BYTES} are read")


def _take_over(
    network_id: str, domain: Domain, engine: str, document: dict[str, Any], nodes: list[ModelPart],
    links: list[ModelPart], placement: Placement, *, owner: str, by: Subject, now: datetime,
) -> Imported:  # fmt: skip
    specs = specs_of(network_id, domain, owner=owner)
    with transaction.atomic():
        for spec, parts in zip(specs, (nodes, links), strict=True):
            layers.define_collection(spec, by=by, now=now)
            layers.grant_read(spec.id, to=owner, by=by, now=now)
            features = [
                layers.Feature(part.geometry, {"code": part.code} | part.values) for part in _placed(parts, placement)
            ]
            reason = f"{engine} .inp"
            layers.write_features(spec.id, features, mode="replace", key="code", by=by, reason=reason, now=now)
        define_network(network_of(network_id, domain, owner=owner), by=by, now=now)
        HydraulicModel.objects.update_or_create(
            pk=network_id,
            defaults={
                "engine": engine, "document": document, "placement": placement.as_document(), "nodes": specs[0].id,
                "links": specs[1].id, "imported_at": now, "imported_by": by.key,
            },
        )  # fmt: skip
    return Imported(network_id, engine, len(nodes), len(links))


def _placed(parts: list[ModelPart], placement: Placement) -> list[ModelPart]:
    """The parts in degrees."""
    degrees = iter(placement.to_degrees([point for part in parts for point in part.points]))
    return [ModelPart(p.code, p.values, tuple(next(degrees) for _ in p.points), p.fid) for p in parts]
