"""What speaks against a dig, or asks for care: pure, from what was found; the gravest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..answer import Asset, CollectionAnswer, Conflict, Severity
from .rules import DigRules

GRAVITY: dict[Severity, int] = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True)
class Dig:
    """What is planned: how deep, and the domain of the network that is laid ("" if none)."""

    depth_m: float
    laying: str = ""


def asset_conflicts(found: Sequence[CollectionAnswer], dig: Dig, rules: DigRules) -> list[Conflict]:
    """The conflicts with assets and obstacles, one for each collection and kind."""
    conflicts: list[Conflict] = []
    for entry in found:
        if entry.basis == "presence":
            conflicts.append(_presence(entry))
        elif entry.kind == "obstacles":
            conflicts += _obstacles(entry)
        else:
            conflicts += _by_place(entry, dig, rules)
            conflicts += _too_near(entry, dig, rules)
    return by_gravity(conflicts)


def by_gravity(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """The gravest first; those of a kind stay together."""
    return sorted(conflicts, key=lambda c: (GRAVITY[c.severity], c.kind, c.owner))


def place_of(asset: Asset, dig: Dig, rules: DigRules) -> str:
    """How an asset stands to the dig: "struck", "near", "below" or "overhead"."""
    if asset.overhead:
        return "overhead"
    margin = rules.uncertainty(asset.survey_class).vertical_m
    if asset.depth_m is not None and asset.depth_m - margin > dig.depth_m:
        return "below"
    return "struck" if asset.distance_m == 0 else "near"


def _presence(entry: CollectionAnswer) -> Conflict:
    return Conflict(
        "presence",
        "high",
        entry.owner,
        f"{entry.title_vi}: có công trình tại đây, chủ quản không công bố vị trí. Phải liên hệ trước khi đào.",
        f"{entry.title_en}: something is here, and its owner does not tell where. Call him before you dig.",
    )


def _obstacles(entry: CollectionAnswer) -> list[Conflict]:
    inside = [asset for asset in entry.assets if asset.distance_m == 0]
    if not inside:
        return []
    return [
        Conflict(
            "obstacle",
            "low",
            entry.owner,
            f"{entry.title_vi}: {len(inside)} đối tượng nằm trong phạm vi đào.",
            f"{entry.title_en}: {len(inside)} stand in the way.",
            _refs(entry, inside),
        )
    ]


_WORDS: dict[str, tuple[Severity, str, str]] = {
    "struck": (
        "high",
        "{title}: {n} đối tượng trong phạm vi đào, độ sâu {depth}; đào {dig} m.",
        "{title}: {n} inside the dig, depth {depth}; the dig goes {dig} m deep.",
    ),
    "near": (
        "medium",
        "{title}: {n} đối tượng ở sát mép, trong sai số vị trí (đến {buffer} m); phải dò tìm trước.",
        "{title}: {n} beside the dig, within the uncertainty of their place (up to {buffer} m); locate them first.",
    ),
    "overhead": (
        "medium",
        "{title}: {n} đường dây đi trên cao; giữ khoảng cách an toàn cho cần và máy.",
        "{title}: {n} overhead; keep booms and machines away.",
    ),
    "below": (
        "low",
        "{title}: {n} đối tượng nằm sâu hơn đáy đào.",
        "{title}: {n} lie deeper than the dig.",
    ),
}


def _by_place(entry: CollectionAnswer, dig: Dig, rules: DigRules) -> list[Conflict]:
    groups: dict[str, list[Asset]] = {}
    for asset in entry.assets:
        groups.setdefault(place_of(asset, dig, rules), []).append(asset)
    return [_placed(entry, kind, group, dig) for kind, group in groups.items()]


def _placed(entry: CollectionAnswer, kind: str, group: list[Asset], dig: Dig) -> Conflict:
    severity, vi, en = _WORDS[kind]
    depths = [asset.depth_m for asset in group if asset.depth_m is not None]
    some = "–".join(dict.fromkeys(f"{depth:g}" for depth in (min(depths), max(depths)))) + " m" if depths else ""
    unknown = len(depths) < len(group)
    values = {"n": len(group), "dig": f"{dig.depth_m:g}", "buffer": f"{max(a.buffer_m for a in group):g}"}
    depth_vi = ", ".join(filter(None, [some, "chưa rõ" if unknown else ""]))
    depth_en = ", ".join(filter(None, [some, "not known" if unknown else ""]))
    return Conflict(
        kind,
        severity,
        entry.owner,
        vi.format(title=entry.title_vi, depth=_comma(depth_vi), **{k: _comma(str(v)) for k, v in values.items()}),
        en.format(title=entry.title_en, depth=depth_en, **values),
        _refs(entry, group),
    )


def _too_near(entry: CollectionAnswer, dig: Dig, rules: DigRules) -> list[Conflict]:
    """Assets beside the dig that the network to be laid would come nearer to than the norm allows."""
    norm = rules.clearance_m(dig.laying, entry.domain) if dig.laying else 0.0
    close = [asset for asset in entry.assets if 0 < asset.distance_m < norm and not asset.overhead]
    if not close:
        return []
    least = min(asset.distance_m for asset in close)
    return [
        Conflict(
            "clearance",
            "medium",
            entry.owner,
            f"{entry.title_vi}: {len(close)} đối tượng cách phạm vi đặt tuyến mới {_comma(f'{least:g}')} m, "
            f"khoảng cách tối thiểu {_comma(f'{norm:g}')} m.",
            f"{entry.title_en}: {len(close)} are {least:g} m from where the new line is laid; the least distance is"
            f" {norm:g} m.",
            _refs(entry, close),
        )
    ]


def _refs(entry: CollectionAnswer, assets: Iterable[Asset]) -> tuple[tuple[str, int], ...]:
    return tuple((entry.collection, asset.fid) for asset in assets)


def _comma(text: str) -> str:
    """Numbers as Vietnamese writes them."""
    return text.replace(".", ",")
