"""What an owner has let be told of his collections."""

from dataclasses import dataclass

from geo_server.core.subject import Subject
from layers import api as layers

from ..digging.participants import disclosure_rules, find_rule
from ..digging.rules import rules_of_city
from ..models import OwnerContact


@dataclass(frozen=True)
class Column:
    """A field, and whether it is told."""

    name: str
    title_vi: str
    title_en: str
    told: bool


@dataclass(frozen=True)
class Disclosure:
    """A collection of the owner and the rule that holds for it; `mode` is "" where nobody has said anything."""

    collection: str
    title_vi: str
    title_en: str
    mode: str
    own_rule: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Disclosures:
    """An owner's page of rules."""

    contact: OwnerContact | None
    collections: tuple[Disclosure, ...]


def list_disclosures(subject: Subject) -> Disclosures:
    """The collections of the subject's organisation that take part in dig checks; none for who owns nothing."""
    if not subject.organisation:
        return Disclosures(None, ())
    disclosed, rules = disclosure_rules(), rules_of_city()
    found = []
    for spec in layers.list_collections(subject):
        if spec.owner != subject.organisation or rules.kind_of(spec.theme) is None:
            continue
        rule = find_rule(spec, disclosed)
        told = set(rule.columns) if rule is not None else set()
        columns = tuple(Column(f.name, f.title_vi, f.title_en, f.name in told) for f in spec.fields)
        own = rule is not None and rule.scope_kind == "collection"
        found.append(Disclosure(spec.id, spec.title_vi, spec.title_en, rule.mode if rule else "", own, columns))
    return Disclosures(OwnerContact.objects.filter(pk=subject.organisation).first(), tuple(found))
