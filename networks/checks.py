"""Is a description of a network sound? Every fault is named."""

import re
from collections.abc import Iterator

from geo_server.core.errors import Fault
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from .errors import BadNetwork
from .kinds import COLUMNS, DOMAINS, KINDS, NUMBER_COLUMNS, SEVERITIES, NetworkSpec, Part
from .rules import all_rules

ID = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
NODE_TYPES = ("Point", "MultiPoint", "Geometry")
LINK_TYPES = ("LineString", "MultiLineString", "Geometry")
AREA_TYPES = ("Polygon", "MultiPolygon")
LARGEST_TOLERANCE_M = 10.0
LARGEST_CLEARANCE_M = 50.0


def check_network(spec: NetworkSpec, *, by: Subject) -> dict[str, layers.CollectionSpec]:
    """The collections of the network by id, as far as `by` sees them; raises BadNetwork with every fault."""
    seen: dict[str, layers.CollectionSpec] = {}
    faults = [*_check_words(spec), *_check_parts(spec, seen, by=by)]
    if faults:
        raise BadNetwork(spec.id, faults)
    return seen


def _check_words(spec: NetworkSpec) -> Iterator[Fault]:
    if not ID.match(spec.id):
        yield Fault("id", "use a-z, 0-9 and _, at most 40.", "chỉ dùng a-z, 0-9 và _, tối đa 40 ký tự.")
    if spec.domain not in DOMAINS:
        yield Fault("domain", f"'{spec.domain}' is none of {DOMAINS}.", f"'{spec.domain}' không thuộc {DOMAINS}.")
    if not 0 < spec.tolerance_m <= LARGEST_TOLERANCE_M:
        yield Fault("tolerance_m", "it lies between 0 and 10 m.", "giá trị phải lớn hơn 0 và không quá 10 m.")
    for code, kind in spec.kinds.items():
        if kind not in KINDS:
            yield Fault(f"kinds.{code}", f"'{kind}' is none of {KINDS}.", f"'{kind}' không thuộc {KINDS}.")
    for rule, severity in spec.severities.items():
        if rule not in all_rules() or severity not in (*SEVERITIES, "off"):
            yield Fault(f"severities.{rule}", f"unknown: '{severity}'.", f"không hợp lệ: '{severity}'.")
    for domain, metres in spec.clearances.items():
        if domain not in DOMAINS or not 0 < metres <= LARGEST_CLEARANCE_M:
            yield Fault(f"clearances.{domain}", "a domain and 0 to 50 m.", "cần một loại mạng và 0 đến 50 m.")


def _check_parts(spec: NetworkSpec, seen: dict[str, layers.CollectionSpec], *, by: Subject) -> Iterator[Fault]:
    if not spec.links:
        yield Fault("links", "a network has at least one collection of lines.", "mạng cần ít nhất một lớp tuyến.")
    names = [*spec.collections, *([spec.territory] if spec.territory else [])]
    for name in {name for name in names if names.count(name) > 1}:
        yield Fault(name, "it is named twice.", "lớp bị nêu hai lần.")
    for parts, types in ((spec.nodes, NODE_TYPES), (spec.links, LINK_TYPES)):
        for part in parts:
            yield from _check_collection(part.collection, types, seen, by=by)
            if part.collection in seen:
                yield from _check_columns(part, seen[part.collection])
    if spec.territory:
        yield from _check_collection(spec.territory, AREA_TYPES, seen, by=by)


def _check_collection(
    name: str, types: tuple[str, ...], seen: dict[str, layers.CollectionSpec], *, by: Subject
) -> Iterator[Fault]:
    try:
        known = layers.describe(by, collection_id=name)
    except UnknownCollection as error:
        yield Fault(name, error.en, error.vi)
        return
    if known.geometry_type not in types or known.coverage or known.package == "networks":
        yield Fault(name, f"it must hold {types}.", f"lớp phải có hình dạng {types}.")
        return
    seen[name] = known


def _check_columns(part: Part, collection: layers.CollectionSpec) -> Iterator[Fault]:
    for name, column in [*part.columns.items(), *((f"closed.{name}", name) for name in part.closed)]:
        field = collection.field_named(column)
        if field is None:
            yield Fault(f"{part.collection}.{column}", "no such field.", "không có trường này.")
        elif not name.startswith("closed.") and name not in COLUMNS:
            yield Fault(f"{part.collection}.{name}", f"known are {COLUMNS}.", f"chỉ nhận {COLUMNS}.")
        elif name in NUMBER_COLUMNS and field.type not in ("integer", "number"):
            yield Fault(f"{part.collection}.{column}", "it must be a number.", "trường phải là số.")
