"""Geometries that cannot be taken as they are."""

from collections.abc import Iterator

from ...kinds import Choice, Proposal
from ..context import Context
from ..places.tally import PlaceTally
from ..profiles import Profile, first
from ..wording import KEEP, LEAVE_OUT, NO_PLACE, en, row_list, rows_evidence, vi

FAMILIES = {
    "Point": ("điểm", "points"),
    "LineString": ("đường", "lines"),
    "Polygon": ("vùng", "polygons"),
    "GeometryCollection": ("tập hợp hỗn hợp", "collections"),
}


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """Invalid, missing, flat, spiked and mixed shapes, a question each."""
    del context
    places = profile.places
    if places is None:
        return
    if places.invalid:
        yield _invalid(places)
    if places.nowhere:
        yield _nowhere(places)
    if places.flat:
        yield _flat(places)
    if places.spikes:
        yield _spikes(places)
    families = _families(places)
    if len(families) > 1:
        yield _mixed(families)


def _invalid(places: PlaceTally) -> Proposal:
    rows, bad = places.invalid, len(places.invalid) - places.mended
    return Proposal(
        "invalid",
        f"{vi(len(rows))} hình không hợp lệ (tự cắt, tự chạm; dòng {row_list(rows)}): {vi(places.mended)} chữa được mà"
        f" không mất diện tích, {vi(bad)} không.",
        f"{en(len(rows))} shapes are invalid, they cross themselves (rows {row_list(rows)}): {en(places.mended)}"
        f" can be repaired without losing land, {en(bad)} cannot.",
        (
            Choice(
                "repair", "Chữa nếu không mất diện tích, loại phần còn lại", "Repair without loss, reject the others"
            ),
            Choice("force", "Chữa tất cả, chấp nhận thay đổi diện tích", "Repair all, even if land changes"),
            Choice("leave_out", "Loại tất cả", "Reject all"),
        ),
        {"count": len(rows), "repairable": places.mended},
        rows=first(rows),
    )


def _nowhere(places: PlaceTally) -> Proposal:
    rows = places.nowhere
    return Proposal(
        "no_place",
        f"{vi(len(rows))} dòng không có vị trí (dòng {row_list(rows)}).",
        f"{en(len(rows))} rows have no place (rows {row_list(rows)}).",
        (KEEP, LEAVE_OUT),
        rows_evidence(rows),
        rows=first(rows),
    )


def _flat(places: PlaceTally) -> Proposal:
    rows = places.flat
    return Proposal(
        "flat",
        f"{vi(len(rows))} đường dài 0 m hoặc vùng rộng 0 m² (dòng {row_list(rows)}).",
        f"{en(len(rows))} lines without length or polygons without area (rows {row_list(rows)}).",
        (LEAVE_OUT, NO_PLACE),
        rows_evidence(rows),
        rows=first(rows),
    )


def _spikes(places: PlaceTally) -> Proposal:
    return Proposal(
        "spikes",
        f"{vi(places.spikes)} vùng có gai nhọn, góc dưới nửa độ (dòng {row_list(places.spiked)}).",
        f"{en(places.spikes)} polygons have spikes, corners under half a degree (rows {row_list(places.spiked)}).",
        (KEEP,),
        {"count": places.spikes},
        rows=first(places.spiked),
    )


def _families(places: PlaceTally) -> dict[str, int]:
    families: dict[str, int] = {}
    for name, count in places.types.items():
        family = name.removeprefix("Multi").replace("LinearRing", "LineString")
        families[family] = families.get(family, 0) + count
    return dict(sorted(families.items(), key=lambda pair: -pair[1]))


def _mixed(families: dict[str, int]) -> Proposal:
    most = next(iter(families))
    text_vi = ", ".join(f"{vi(count)} {FAMILIES[name][0]}" for name, count in families.items())
    text_en = ", ".join(f"{en(count)} {FAMILIES[name][1]}" for name, count in families.items())
    rare = families[most] >= 0.95 * sum(families.values())
    only = [
        Choice(name, f"Chỉ lấy {FAMILIES[name][0]}", f"Take the {FAMILIES[name][1]} only")
        for name in families
        if name != "GeometryCollection"
    ]
    keep = Choice("keep", "Giữ tất cả trong một lớp hỗn hợp", "Keep all in one mixed collection")
    return Proposal(
        "mixed_shapes",
        f"Lớp có nhiều loại hình: {text_vi}.",
        f"The layer has shapes of several kinds: {text_en}.",
        (*only[:1], keep, *only[1:]) if rare else (keep, *only),
        {"families": families},
        sure=False,
    )
