"""How many customers hang on what the dig may hit, as far as the owners tell it."""

from collections.abc import Sequence

from ..answer import Asset, CollectionAnswer, Customers
from .conflicts import Dig, place_of
from .rules import DigRules


def affected_customers(found: Sequence[CollectionAnswer], dig: Dig, rules: DigRules) -> tuple[Customers, ...]:
    """Customers by collection, the most first; a collection that does not tell its customers is left out."""
    counts = []
    for entry in found:
        names = [f.name for f in entry.fields if f.name in rules.fields.get("customers", ())]
        if entry.kind != "assets" or not names:
            continue
        count = sum(int(asset.properties[names[0]] or 0) for asset in entry.assets if _may_be_hit(asset, dig, rules))
        if count:
            counts.append(Customers(entry.collection, entry.title_vi, entry.title_en, count))
    return tuple(sorted(counts, key=lambda c: -c.count))


def _may_be_hit(asset: Asset, dig: Dig, rules: DigRules) -> bool:
    return place_of(asset, dig, rules) in ("struck", "near")
