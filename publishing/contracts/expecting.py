"""Is a draft worse than what is there? What a contract expects of all rows together, held against the figures."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from .contract import Contract, Expectation, Level
from .facts import Box, Facts

ROUNDING = 1e-9
"""A share this little above its limit is at it."""


@dataclass(frozen=True)
class Broken:
    """An expectation that a draft does not meet, with the figures."""

    rule: str
    level: Level
    vi: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Plain JSON."""
        return asdict(self)


def expect(draft: Facts, present: Facts | None, contract: Contract, mode: str = "replace") -> list[Broken]:
    """The expectations that the draft breaks, in the order of the contract.

    Args:
        draft: figures of the rows that came in.
        present: figures of the collection; None if it is new, and nothing is compared.
        contract: what is expected.
        mode: only a draft that replaces must hold what is there; one that appends or upserts is a part by its nature.
    """
    before = present if present is not None and present.rows else None
    found = (_broken(expected, draft, before, replaces=mode == "replace") for expected in contract.expectations)
    return [broken for many in found for broken in many]


def _broken(expected: Expectation, draft: Facts, present: Facts | None, *, replaces: bool) -> Iterator[Broken]:
    """What one expectation finds; "emptier" without a field may find several."""
    if expected.rule == "rows":
        yield from _rows(expected, draft)
    elif expected.rule == "rejected":
        yield from _rejected(expected, draft)
    elif expected.rule == "empty":
        yield from _empty(expected, draft)
    elif present is not None and expected.rule == "size":
        yield from _size(expected, draft, present)
    elif present is not None and expected.rule == "emptier":
        yield from _emptier(expected, draft, present)
    elif present is not None and replaces:
        yield from _REPLACED[expected.rule](expected, draft, present)


def _say(expected: Expectation, vi: str, en: str) -> Broken:
    return Broken(expected.rule, expected.level, vi, en)


def _rows(expected: Expectation, draft: Facts) -> Iterator[Broken]:
    if draft.rows < expected.limit:
        yield _say(
            expected,
            f"chỉ có {draft.rows} dòng, cần ít nhất {expected.limit:g}.",
            f"there are only {draft.rows} rows, at least {expected.limit:g} are expected.",
        )


def _rejected(expected: Expectation, draft: Facts) -> Iterator[Broken]:
    total = draft.rows + draft.rejected
    share = draft.rejected / total if total else 0.0
    if share > expected.limit + ROUNDING:
        yield _say(
            expected,
            f"{draft.rejected} trên {total} dòng bị loại ({share:.0%}), cho phép {expected.limit:.0%}.",
            f"{draft.rejected} of {total} rows are left out ({share:.0%}), {expected.limit:.0%} may be.",
        )


def _empty(expected: Expectation, draft: Facts) -> Iterator[Broken]:
    share = _share_empty(draft, expected.field)
    if share > expected.limit + ROUNDING:
        yield _say(
            expected,
            f"'{expected.field}' trống ở {share:.0%} số dòng, cho phép {expected.limit:.0%}.",
            f"'{expected.field}' is empty in {share:.0%} of the rows, {expected.limit:.0%} may be.",
        )


def _emptier(expected: Expectation, draft: Facts, present: Facts) -> Iterator[Broken]:
    for name in [expected.field] if expected.field else sorted(draft.empty.keys() & present.empty.keys()):
        now, before = _share_empty(draft, name), _share_empty(present, name)
        if now - before > expected.limit + ROUNDING:
            yield _say(
                expected,
                f"'{name}' trống ở {now:.0%} số dòng, trước đây {before:.0%}.",
                f"'{name}' is empty in {now:.0%} of the rows, it was in {before:.0%}.",
            )


def _fall(expected: Expectation, draft: Facts, present: Facts) -> Iterator[Broken]:
    fall = 1 - draft.rows / present.rows
    if fall > expected.limit + ROUNDING:
        yield _say(
            expected,
            f"số dòng giảm từ {present.rows} còn {draft.rows} ({fall:.0%}), cho phép {expected.limit:.0%}.",
            f"the rows fall from {present.rows} to {draft.rows} ({fall:.0%}), {expected.limit:.0%} may go.",
        )


def _removed(expected: Expectation, draft: Facts, present: Facts) -> Iterator[Broken]:
    share = (draft.removed or 0) / present.rows
    if share > expected.limit + ROUNDING:
        yield _say(
            expected,
            f"bỏ {draft.removed} trên {present.rows} đối tượng ({share:.0%}), cho phép {expected.limit:.0%}.",
            f"{draft.removed} of {present.rows} present features go ({share:.0%}), {expected.limit:.0%} may.",
        )


def _overlap(expected: Expectation, draft: Facts, present: Facts) -> Iterator[Broken]:
    if draft.box is None or present.box is None:
        return
    share = shared_part(draft.box, present.box)
    if share < expected.limit - ROUNDING:
        yield _say(
            expected,
            f"phạm vi mới chỉ trùng {share:.0%} phạm vi cũ, cần {expected.limit:.0%}: có đúng hệ tọa độ không?",
            f"only {share:.0%} of the extent is shared with the present one, {expected.limit:.0%} is expected:"
            " is the reference system right?",
        )


def _size(expected: Expectation, draft: Facts, present: Facts) -> Iterator[Broken]:
    if not draft.mean_size or not present.mean_size:
        return
    times = draft.mean_size / present.mean_size
    if max(times, 1 / times) > expected.limit * (1 + ROUNDING):
        yield _say(
            expected,
            f"kích thước trung bình gấp {times:.3g} lần trước, cho phép {expected.limit:g} lần.",
            f"the mean size is {times:.3g} times the present one, a factor of {expected.limit:g} is let through.",
        )


def shared_part(one: Box, other: Box) -> float:
    """The part of the smaller box that lies in the larger; a box without an area counts by its longer side."""
    parts = []
    for low, high in ((0, 2), (1, 3)):
        shorter = min(one[high] - one[low], other[high] - other[low])
        common = min(one[high], other[high]) - max(one[low], other[low])
        parts.append(max(common, 0.0) / shorter if shorter > 0 else float(common >= 0))
    return parts[0] * parts[1]


def _share_empty(facts: Facts, name: str) -> float:
    """A field that no row brings is empty in all."""
    return facts.empty.get(name, facts.rows) / facts.rows if facts.rows else 0.0


_REPLACED = {"fall": _fall, "removed": _removed, "overlap": _overlap}
