"""How good the data of each network are: what is filled in, how old it is, how it was surveyed, what its rules find."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from ..kinds import SEVERITIES, NetworkSpec, Part
from .networks import list_networks

ATTRIBUTES = ("kind", "owner", "status", "material", "year", "diameter", "survey_class")
"""What should be known of every link; those that the network's collections have are judged."""


@dataclass(frozen=True)
class Scorecard:
    """One network as one subject sees it.

    Attributes:
        links: how many he sees; length_km of them.
        filled: (attribute, share of links that have it), of the attributes that he may read.
        age: mean age in years, by length; None if no year is known or shown.
        surveyed: (class, share of the length), best first, "" for unknown.
        errors: (severity, how many that are not accepted); None if he may not read the errors.
        updated: when links or nodes changed last.
    """

    network: NetworkSpec
    links: int
    length_km: float
    filled: tuple[tuple[str, float], ...]
    age: float | None
    surveyed: tuple[tuple[str, float], ...]
    errors: tuple[tuple[str, int], ...] | None
    updated: datetime | None

    @property
    def completeness(self) -> float | None:
        """Mean share of what is filled in, None where nothing can be judged."""
        return sum(share for _, share in self.filled) / len(self.filled) if self.filled else None

    def per_km(self, severity: str) -> float | None:
        """Errors of a severity for each kilometre, None if they are hidden or there is no length."""
        if self.errors is None or not self.length_km:
            return None
        return dict(self.errors).get(severity, 0) / self.length_km


def scorecards(subject: Subject, *, today: date) -> list[Scorecard]:
    """A card for each network of which the subject sees links, by id of the network."""
    return [_card(subject, spec, today=today) for spec in list_networks(subject)]


def _card(subject: Subject, spec: NetworkSpec, *, today: date) -> Scorecard:
    parts = [found for part in spec.links if (found := _find(subject, part)) is not None]
    counts = [_count(spec, part, source, today=today) for part, source in parts]
    links = sum(count["links"] for count in counts)
    length = sum(count["length"] for count in counts)
    dated = sum(count["dated"] for count in counts)
    return Scorecard(
        network=spec,
        links=links,
        length_km=length / 1000,
        filled=_filled(counts),
        age=sum(count["aged"] for count in counts) / dated if dated else None,
        surveyed=_surveyed(counts, length),
        errors=_errors(subject, spec),
        updated=max((s.collection.updated for _, s in parts if s.collection.updated), default=None),
    )


def _find(subject: Subject, part: Part) -> tuple[Part, layers.Source] | None:
    try:
        return part, layers.source(subject, collection_id=part.collection)
    except UnknownCollection:
        return None


def _count(spec: NetworkSpec, part: Part, source: layers.Source, *, today: date) -> dict[str, Any]:
    """Figures of one collection of links; shares are told as numbers of rows, so that they can be added."""
    shown = {name: column for name, column in part.columns.items() if column in source.columns}
    judged = [name for name in ATTRIBUTES if name in shown]
    year = sql.Identifier("f", shown["year"]) if "year" in shown else sql.SQL("NULL::bigint")
    survey = sql.Identifier("f", shown["survey_class"]) if "survey_class" in shown else sql.SQL("NULL::text")
    statement = sql.SQL(
        "SELECT coalesce({survey}::text, ''), count(*), coalesce(sum(t.length_m), 0),"
        " coalesce(sum(t.length_m) FILTER (WHERE {year} IS NOT NULL), 0),"
        " coalesce(sum(t.length_m * (%(this_year)s - {year})), 0), ARRAY[{filled}]::bigint[] FROM {relation} f"
        " LEFT JOIN topology.link t ON t.network = %(network)s AND t.collection = %(collection)s AND t.fid = f.fid"
        " GROUP BY 1"
    ).format(
        survey=survey,
        year=year,
        filled=sql.SQL(", ").join(sql.SQL("count({})").format(sql.Identifier("f", shown[name])) for name in judged),
        relation=source.relation,
    )
    given = {"network": spec.id, "collection": part.collection, "this_year": today.year}
    with connection.cursor() as cursor:
        cursor.execute(statement, source.params | given)
        rows = cursor.fetchall()
    return {
        "links": sum(row[1] for row in rows),
        "length": sum(row[2] for row in rows),
        "dated": sum(row[3] for row in rows),
        "aged": sum(row[4] for row in rows),
        "filled": {name: (sum(row[5][place] for row in rows)) for place, name in enumerate(judged)},
        "surveyed": {row[0]: row[2] for row in rows} if "survey_class" in shown else {},
    }


def _filled(counts: list[dict[str, Any]]) -> tuple[tuple[str, float], ...]:
    found = []
    for name in ATTRIBUTES:
        having = [count for count in counts if name in count["filled"]]
        links = sum(count["links"] for count in having)
        if links:
            found.append((name, sum(count["filled"][name] for count in having) / links))
    return tuple(found)


def _surveyed(counts: list[dict[str, Any]], length: float) -> tuple[tuple[str, float], ...]:
    classes = sorted({name for count in counts for name in count["surveyed"]}, key=lambda name: (name == "", name))
    if not length:
        return ()
    return tuple((name, sum(count["surveyed"].get(name, 0) for count in counts) / length) for name in classes)


def _errors(subject: Subject, spec: NetworkSpec) -> tuple[tuple[str, int], ...] | None:
    found = _find(subject, Part(spec.errors_collection))
    if found is None:
        return None
    statement = sql.SQL(
        "SELECT severity, count(*) FROM {} f WHERE NOT coalesce(accepted, false) GROUP BY severity"
    ).format(found[1].relation)
    with connection.cursor() as cursor:
        cursor.execute(statement, found[1].params)
        counts = dict(cursor.fetchall())
    return tuple((severity, counts.get(severity, 0)) for severity in SEVERITIES)
