"""Rows that are no objects, and rows that are there twice."""

import re
from collections.abc import Iterator

from ...kinds import Choice, Proposal
from ..context import Context
from ..profiles import Profile, first
from ..wording import KEEP, LEAVE_OUT, en, listed, row_list, rows_evidence, vi

USUAL_SHARE = 0.2
"""Where so many rows share a place, several to a place is how the register is kept."""
MANY, MANY_SHARE = 10, 0.01
"""So many, and the owner is asked; a few are kept unless he objects."""
FIRST_ONLY = Choice("leave_out", "Giữ dòng đầu, bỏ các dòng lặp", "Keep the first, leave the repeats out")
ERROR_MARK = re.compile(r"err|fail|lỗi|loi|timeout|invalid|not.?found|40\d|50\d", re.IGNORECASE)
"""A hollow row is surely no object only if the file itself says so; a parcel without an owner is a parcel."""
REASONS = {
    "hollow": ("{} dòng trống quá nửa các cột luôn có dữ liệu", "{} rows empty in most columns that all others fill"),
    "errors": ("{} dòng chứa trang lỗi hoặc mã lỗi", "{} rows holding an error page or an error of a program"),
    "headers": ("{} dòng lặp lại tiêu đề cột", "{} rows repeating the names of the columns"),
    "totals": ("{} dòng tổng cộng", "{} rows adding up others"),
}


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """One question each: rows without an object, repeated rows, repeated places, repeated keys."""
    del context
    yield from _junk(profile)
    yield from _same_rows(profile)
    yield from _same_places(profile)
    yield from _same_keys(profile)


def _junk(profile: Profile) -> Iterator[Proposal]:
    junk = profile.junk
    rows = junk.all_rows()
    if not rows:
        return
    counts = {reason: len(getattr(junk, reason)) for reason in REASONS if getattr(junk, reason)}
    texts = [(REASONS[reason][0].format(vi(n)), REASONS[reason][1].format(en(n))) for reason, n in counts.items()]
    mark, mark_vi, mark_en = _mark(profile)
    certain = len(rows) > len(junk.hollow) or bool(ERROR_MARK.search(mark))
    yield Proposal(
        "junk",
        f"Không phải đối tượng: {'; '.join(text for text, _ in texts)}{mark_vi} (dòng {row_list(rows)}).",
        f"No objects: {'; '.join(text for _, text in texts)}{mark_en} (rows {row_list(rows)}).",
        (LEAVE_OUT, KEEP) if certain else (KEEP, LEAVE_OUT),
        rows_evidence(rows) | {"reasons": counts, "mark": mark},
        sure=not certain or len(rows) * 10 <= profile.rows,
        rows=first(rows),
    )


def _mark(profile: Profile) -> tuple[str, str, str]:
    """What stands in exactly as many rows as are hollow, in a column of few words ("status": "error")."""
    hollow = len(profile.junk.hollow)
    for column in profile.columns:
        found = [value for value, count in (column.distinct or {}).items() if count == hollow and hollow > 1 and value]
        if len(found) == 1 and len(column.distinct or {}) > 1:
            mark = str(found[0])
            return mark, f", cột “{column.title}” ghi “{mark}”", f", “{column.title}” says “{mark}”"
    return "", "", ""


def _same_rows(profile: Profile) -> Iterator[Proposal]:
    rows = profile.repeats.same_rows()
    if not len(rows) or not profile.repeats.whole:
        return
    yield Proposal(
        "same_rows",
        f"{vi(len(rows))} dòng giống hệt một dòng trước đó, cả vị trí lẫn thuộc tính (dòng {row_list(rows)}).",
        f"{en(len(rows))} rows are the same as an earlier one, place and values (rows {row_list(rows)}).",
        (FIRST_ONLY, KEEP),
        rows_evidence(rows),
        sure=len(rows) <= USUAL_SHARE * profile.rows,
        rows=first(rows),
    )


def _same_places(profile: Profile) -> Iterator[Proposal]:
    rows = profile.repeats.same_places()
    if not len(rows) or len(rows) > USUAL_SHARE * profile.rows:
        return
    many = len(rows) >= MANY and len(rows) > MANY_SHARE * profile.rows
    yield Proposal(
        "same_place",
        f"{vi(len(rows))} đối tượng trùng vị trí với đối tượng trước đó nhưng khác thuộc tính (dòng {row_list(rows)}).",
        f"{en(len(rows))} features are exactly where an earlier one is, with other values (rows {row_list(rows)}).",
        (FIRST_ONLY, KEEP) if many else (KEEP, FIRST_ONLY),
        rows_evidence(rows),
        sure=not many,
        rows=first(rows),
    )


def _same_keys(profile: Profile) -> Iterator[Proposal]:
    found = {name: rows for name, rows in profile.repeats.same_keys().items()}
    gone = {*profile.repeats.same_rows().tolist(), *profile.junk.all_rows()}
    left = {name: [row for row in rows.tolist() if row not in gone] for name, rows in found.items()}
    left = {name: rows for name, rows in left.items() if rows}
    if not left:
        return
    name = min(left, key=lambda key: len(left[key]))
    rows = left[name]
    titles = listed(profile.titles[key] for key in left)
    yield Proposal(
        "same_key",
        f"{vi(len(rows))} dòng lặp lại mã ở {titles} (dòng {row_list(rows)}), trong khi mã các dòng khác không trùng.",
        f"{en(len(rows))} rows repeat a code of {titles} (rows {row_list(rows)}); all others have one of their own.",
        (KEEP, FIRST_ONLY),
        rows_evidence(rows) | {"columns": {key: len(some) for key, some in left.items()}},
        rows=first(rows),
    )
