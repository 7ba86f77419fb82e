"""What networks of a domain usually are (`domains.yaml`), and a description of one proposed from its collections."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from geo_server.core.subject import Subject
from layers import api as layers

from .kinds import Domain, Meeting, NetworkSpec, Part

FILE = Path(__file__).with_name("domains.yaml")


@cache
def usual() -> Mapping[str, Any]:
    """The file: an entry for each domain, and `columns`."""
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return document


def propose_network(
    subject: Subject,
    *,
    domain: Domain,
    network_id: str,
    owner: str,
    nodes: Sequence[str] = (),
    links: Sequence[str],
    **stated: Any,
) -> NetworkSpec:
    """A network of these collections as is usual in its domain, with the fields that they have.

    Args:
        subject: who must be able to read the collections.
        domain: one of DOMAINS.
        network_id: the id of the network.
        owner: code of the organisation that answers for it.
        nodes: ids of its collections of points.
        links: ids of its collections of lines.
        stated: attributes of NetworkSpec that are not as usual.

    Raises:
        UnknownCollection: a collection does not exist, or is not his to know.
    """
    entry = usual()[domain]
    values: dict[str, Any] = {
        "id": network_id,
        "title_vi": entry["title"]["vi"],
        "title_en": entry["title"]["en"],
        "domain": domain,
        "owner": owner,
        "nodes": tuple(_part(subject, name, entry) for name in nodes),
        "links": tuple(_part(subject, name, entry) for name in links),
        "kinds": entry["kinds"],
        "radial": entry["radial"],
        "flow": entry["flow"],
        "meetings": tuple(
            Meeting(one=one["one"], other=one["other"], only_at=tuple(one["only_at"]))
            for one in entry.get("meetings", ())
        ),
        "clearances": entry.get("clearances", {}),
    }
    return NetworkSpec(**(values | stated))


def _part(subject: Subject, collection_id: str, entry: Mapping[str, Any]) -> Part:
    fields = {field.name: field for field in layers.describe(subject, collection_id=collection_id).fields}
    columns = {
        name: next(alias for alias in aliases if alias in fields)
        for name, aliases in usual()["columns"].items()
        if any(alias in fields for alias in aliases)
    }
    closed = {name: tuple(values) for name, values in entry["closed"].items() if name in fields}
    return Part(collection_id, columns, closed=closed)
