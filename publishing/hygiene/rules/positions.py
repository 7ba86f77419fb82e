"""Single rows that lie where the layer does not."""

from collections.abc import Iterator

from ...kinds import Choice, Proposal
from ..context import Context
from ..places.tally import BORDER_M, PlaceTally
from ..profiles import Profile, first
from ..wording import KEEP, LEAVE_OUT, NO_PLACE, en, row_list, rows_evidence, vi

FEW = 0.02


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """Rows far away, just outside, with exchanged axes, at 0, 0."""
    del context
    places = profile.places
    if places is None:
        return
    if places.turned:
        yield _turned(places)
    if places.zero:
        yield _zero(places)
    if places.far:
        yield _far(places, profile.rows)
    if places.outside:
        yield _outside(places, profile.rows)


def _turned(places: PlaceTally) -> Proposal:
    rows = places.turned
    return Proposal(
        "axes_rows",
        f"{vi(len(rows))} dòng có X và Y đổi chỗ cho nhau (dòng {row_list(rows)}); đổi lại thì nằm trong thành phố.",
        f"{en(len(rows))} rows have X and Y the wrong way round (rows {row_list(rows)}); exchanged they fit.",
        (Choice("swap", "Đổi lại X và Y ở các dòng này", "Exchange X and Y in these rows"), LEAVE_OUT, KEEP),
        rows_evidence(rows),
        rows=first(rows),
    )


def _zero(places: PlaceTally) -> Proposal:
    rows = places.zero
    return Proposal(
        "zero_place",
        f"{vi(len(rows))} dòng nằm ở tọa độ 0, 0 (dòng {row_list(rows)}): thực ra không có vị trí.",
        f"{en(len(rows))} rows lie at 0, 0 (rows {row_list(rows)}): they have no place.",
        (NO_PLACE, LEAVE_OUT, KEEP),
        rows_evidence(rows),
        rows=first(rows),
    )


def _far(places: PlaceTally, total: int) -> Proposal:
    rows = places.far
    km = places.far_m / 1000
    return Proposal(
        "far",
        f"{vi(len(rows))} đối tượng nằm xa hẳn phần còn lại của lớp (dòng {row_list(rows)}), xa nhất {vi(km)} km.",
        f"{en(len(rows))} features lie far from all others (rows {row_list(rows)}), the farthest {en(km)} km.",
        (LEAVE_OUT, KEEP),
        rows_evidence(rows) | {"farthest_km": round(km, 1)},
        sure=len(rows) <= max(1, FEW * total),
        rows=first(rows),
    )


def _outside(places: PlaceTally, total: int) -> Proposal:
    """A few rows well outside are asked about; what lies on the border, or a layer that goes beyond it, is kept."""
    rows = places.outside
    near = places.outside_m <= BORDER_M or len(rows) > FEW * total
    return Proposal(
        "outside_city",
        f"{vi(len(rows))} đối tượng nằm ngoài ranh giới thành phố (dòng {row_list(rows)}), xa nhất"
        f" {vi(places.outside_m)} m.",
        f"{en(len(rows))} features lie outside the city's border (rows {row_list(rows)}), the farthest"
        f" {en(places.outside_m)} m.",
        (KEEP, LEAVE_OUT) if near else (LEAVE_OUT, KEEP),
        rows_evidence(rows) | {"farthest_m": round(places.outside_m, 1)},
        sure=near,
        rows=first(rows),
    )
