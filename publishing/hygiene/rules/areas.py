"""Polygons that lie on each other, and units that are not as large as they are."""

from collections.abc import Iterator

from ...kinds import Proposal
from ..context import Context
from ..places.areas import UnitGap
from ..places.overlaps import Overlaps
from ..profiles import Profile
from ..wording import KEEP, LEAVE_OUT, en, rows_evidence, vi

USUALLY_OVERLAPS = 0.5
"""Where so many polygons overlap, the layer is no partition of the ground (flood extents, service areas)."""
WHOLE, OFTEN = 0.5, 0.1
"""Polygons that lie on each other as a whole, in so large a part of the layer: then somebody must look."""


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """Overlaps of the layer with itself; units that are too small or too large."""
    del context
    overlaps = profile.polygons.overlaps
    if overlaps and overlaps.pairs and overlaps.covered <= USUALLY_OVERLAPS:
        yield _overlaps(overlaps)
    if profile.polygons.gaps:
        yield _gaps(profile.polygons.gaps)


def _overlaps(overlaps: Overlaps) -> Proposal:
    pairs = overlaps.pairs
    text_vi = "; ".join(f"dòng {p.first} và {p.second} ({vi(p.share * 100, 1)} %)" for p in pairs[:3])
    text_en = "; ".join(f"rows {p.first} and {p.second} ({en(p.share * 100, 1)} %)" for p in pairs[:3])
    rows = sorted({row for pair in pairs for row in (pair.first, pair.second)})
    return Proposal(
        "overlaps",
        f"{vi(len(pairs))} cặp vùng chồng lên nhau: {text_vi}. Hãy xem lại ở nguồn; đất không bị cắt bớt ở đây.",
        f"{en(len(pairs))} pairs of polygons overlap: {text_en}. Look at the source; no land is cut here.",
        (KEEP, LEAVE_OUT),
        rows_evidence(rows)
        | {"pairs": [[p.first, p.second, p.share] for p in pairs[:100]], "slivers": overlaps.slivers},
        sure=pairs[0].share < WHOLE or overlaps.covered < OFTEN,
        rows=tuple(rows[:100]),
    )


def _gaps(gaps: tuple[UnitGap, ...]) -> Proposal:
    text_vi = "; ".join(f"{g.name}: {vi(g.area_km2, 1)} km², thực tế {vi(g.known_km2, 1)} km²" for g in gaps[:3])
    text_en = "; ".join(f"{g.name}: {en(g.area_km2, 1)} km², is {en(g.known_km2, 1)} km²" for g in gaps[:3])
    rows = [gap.row for gap in gaps]
    return Proposal(
        "unit_areas",
        f"{vi(len(gaps))} đơn vị có diện tích khác hẳn diện tích đã biết. {text_vi}.",
        f"{en(len(gaps))} units are not of the size that they are known to have. {text_en}.",
        (LEAVE_OUT, KEEP),
        rows_evidence(rows) | {"units": {g.name: [g.area_km2, g.known_km2] for g in gaps[:100]}},
        sure=False,
        rows=tuple(rows[:100]),
    )
