"""Columns of text that hold numbers, dates, or yes and no."""

import re
from collections.abc import Iterator
from datetime import timedelta

from ...kinds import Choice, Proposal
from ..context import Context
from ..profiles import Profile
from ..values.conversions import Conversion, find_conversion, number_conversion
from ..values.convert import SERIAL_EPOCH
from ..values.kinds import NUMBERS
from ..values.tally import Tally
from ..wording import KEEP, en, listed, vi

FEWEST = 20
NEARLY_ALL = 0.99
DATE_NAME = re.compile(r"(^|[ _])(ngay|ngày|date|thoi_gian|thời gian)|date$", re.IGNORECASE)
DAYS = (20_000, 60_000)
"""1954 to 2064 in day numbers."""
CONVERT = Choice("convert", "Chuyển đổi", "Convert")
AS_TEXT = Choice("keep", "Giữ là chữ", "Keep as text")


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """Plain conversions, other spellings and dates, each together; a question only where two readings are possible."""
    del context
    texts = [column for column in profile.columns if column.type == "string" and column.filled]
    found = {column.name: conversion for column in texts if (conversion := find_conversion(column))}
    if _is_typed(profile):
        found = {name: c for name, c in found.items() if not c["plain"] or c["to"] not in ("integer", "number")}
    comma = any(c.get("decimal") == "," or c.get("group") == "." for c in found.values() if not c.get("ask"))
    orders = {c["order"] for c in found.values() if c.get("order") in ("dmy", "mdy") and not c.get("ask")}
    for conversion in found.values():
        _settle(conversion, comma=comma, orders=orders)
    plain = {n: c for n, c in found.items() if not c.get("ask") and c["plain"]}
    spelled = {
        n: c for n, c in found.items() if not c.get("ask") and not c["plain"] and c["to"] in ("number", "integer")
    }
    dates = {n: c for n, c in found.items() if not c.get("ask") and not c["plain"] and c["to"] in ("date", "date-time")}
    if spelled:
        yield _numbers(profile, spelled)
    if dates:
        yield _dates(profile, dates)
    for name, conversion in found.items():
        if conversion.get("ask"):
            yield _question(profile, name, conversion)
    yield from (_serial(column) for column in profile.columns if _is_serial(column))
    yield from (_mixed(column) for column in texts if column.name not in found and _is_mixed(column))
    if plain:
        yield _types(profile, plain)


def _is_typed(profile: Profile) -> bool:
    """The format knows numbers, and whoever made the file used them: digits that he called text are codes."""
    return any(column.type != "string" for column in profile.columns) and not profile.layer.places


def _settle(conversion: Conversion, *, comma: bool, orders: set[str]) -> None:
    """Answer what could be read in two ways from the other columns of the same file."""
    if conversion.get("ask") == "either" and len(orders) == 1:
        conversion["order"] = next(iter(orders))
        del conversion["ask"]
    elif conversion.get("ask") == "thousands" and comma:
        del conversion["ask"]
        conversion |= {"decimal": ",", "group": "."}


def _numbers(profile: Profile, columns: dict[str, Conversion]) -> Proposal:
    units = {profile.titles[name]: c["unit"] for name, c in columns.items() if "unit" in c}
    noted = ", ".join(f"“{name}” ({unit})" for name, unit in list(units.items())[:5])
    titles = listed(profile.titles[name] for name in columns)
    return Proposal(
        "numbers",
        f"Số viết kiểu dấu phẩy thập phân, ngăn hàng nghìn hoặc kèm đơn vị ở {titles}."
        + (f" Đơn vị: {noted}." if noted else "")
        + " Sẽ chuyển thành số.",
        f"Numbers with decimal commas, thousands marks or units in {titles}."
        + (f" Units: {noted}." if noted else "")
        + " They will become numbers.",
        (CONVERT, AS_TEXT),
        {"columns": columns},
    )


def _dates(profile: Profile, columns: dict[str, Conversion]) -> Proposal:
    orders = {c["order"] for c in columns.values()}
    vi_order = " và ".join({"dmy": "ngày/tháng/năm", "mdy": "tháng/ngày/năm"}[order] for order in sorted(orders))
    en_order = " and ".join({"dmy": "day/month/year", "mdy": "month/day/year"}[order] for order in sorted(orders))
    short = sum(c["short_years"] for c in columns.values())
    titles = listed(profile.titles[name] for name in columns)
    return Proposal(
        "dates",
        f"Ngày viết theo {vi_order} ở {titles}" + (f", {vi(short)} ô có năm hai chữ số" if short else "") + ".",
        f"Dates are written {en_order} in {titles}"
        + (f", {en(short)} with years of two digits" if short else "")
        + ".",
        (CONVERT, AS_TEXT),
        {"columns": columns},
    )


def _question(profile: Profile, name: str, conversion: Conversion) -> Proposal:
    column = next(column for column in profile.columns if column.name == name)
    sample = column.samples[0] if column.samples else ""
    if conversion["ask"] == "thousands":
        mark = "." if column.kinds["point3"] + column.styles["point3"] else ","
        thousand = Choice("thousands", f"Dấu “{mark}” ngăn hàng nghìn", f"“{mark}” stands between thousands")
        decimal = Choice("decimal", f"Dấu “{mark}” là dấu thập phân", f"“{mark}” stands before decimals")
        return Proposal(
            f"numbers:{name}",
            f"Số ở “{column.title}” đọc được hai cách, ví dụ “{sample}”: “{mark}” ngăn hàng nghìn hay thập phân?",
            f"Numbers of “{column.title}” can be read in two ways, “{sample}”: is “{mark}” for thousands or decimals?",
            (thousand, decimal, AS_TEXT) if mark == "." else (decimal, thousand, AS_TEXT),
            {"columns": {name: conversion | {"mark": mark}}},
            sure=False,
        )
    both = conversion["ask"] == "both"
    return Proposal(
        f"dates:{name}",
        f"Ngày ở “{column.title}” "
        + ("có cả hai thứ tự" if both else "đọc được hai cách")
        + f", ví dụ “{sample}”: ngày/tháng hay tháng/ngày?",
        f"Dates of “{column.title}” "
        + ("come in both orders" if both else "can be read in two ways")
        + f", “{sample}”: day/month or month/day?",
        (
            Choice("dmy", "Ngày/tháng/năm", "Day/month/year"),
            Choice("mdy", "Tháng/ngày/năm", "Month/day/year"),
            AS_TEXT,
        ),
        {"columns": {name: conversion}, "first_over_12": column.first_over_12, "second_over_12": column.second_over_12},
        sure=False,
    )


def _is_serial(column: Tally) -> bool:
    """Day numbers of a spreadsheet: numbers in a column that is called after a date, all of the last seventy years."""
    if column.type not in ("integer", "number") or column.lowest is None or column.highest is None:
        return False
    return DATE_NAME.search(column.title) is not None and DAYS[0] <= column.lowest and column.highest <= DAYS[1]


def _serial(column: Tally) -> Proposal:
    low, high = (SERIAL_EPOCH + timedelta(days=int(day or 0)) for day in (column.lowest, column.highest))
    return Proposal(
        f"dates:{column.name}",
        f"“{column.title}” là số ngày của bảng tính, từ {low:%d/%m/%Y} đến {high:%d/%m/%Y}?",
        f"“{column.title}” holds day numbers of a spreadsheet, from {low:%d %B %Y} to {high:%d %B %Y}?",
        (Choice("convert", "Chuyển thành ngày", "Make dates"), KEEP),
        {"columns": {column.name: {"to": "date", "order": "serial", "plain": False}}},
        sure=False,
    )


def _is_mixed(column: Tally) -> bool:
    share = column.share(*NUMBERS)
    return column.filled >= FEWEST and NEARLY_ALL <= share < 1 and not column.kinds["zeros"]


def _mixed(column: Tally) -> Proposal:
    odd = column.rows.get("text", [])
    others = column.filled - sum(column.kinds[kind] for kind in NUMBERS)
    return Proposal(
        f"mixed:{column.name}",
        f"“{column.title}” gần như toàn số, riêng {vi(others)} ô là chữ (dòng {', '.join(map(str, odd[:5]))}).",
        f"“{column.title}” holds numbers, but {en(others)} cells are words (rows {', '.join(map(str, odd[:5]))}).",
        (KEEP, Choice("convert", "Chuyển thành số, báo lỗi các ô chữ", "Make numbers, report the others as faults")),
        {
            "columns": {
                column.name: (number_conversion(column) or {"to": "number", "decimal": ".", "group": ""})
                | {"plain": False}
            }
        },
        rows=tuple(odd),
    )


def _types(profile: Profile, columns: dict[str, Conversion]) -> Proposal:
    words = {"integer": ("số nguyên", "integers"), "number": ("số", "numbers"), "date": ("ngày", "dates")}
    words |= {"date-time": ("ngày giờ", "times"), "boolean": ("có/không", "yes or no")}
    parts: dict[str, list[str]] = {}
    for name, conversion in columns.items():
        parts.setdefault(conversion["to"], []).append(profile.titles[name])
    text_vi = "; ".join(f"{words[to][0]}: {listed(names)}" for to, names in parts.items())
    text_en = "; ".join(f"{words[to][1]}: {listed(names)}" for to, names in parts.items())
    return Proposal(
        "types",
        f"Chữ đọc được thành {text_vi}.",
        f"Text that reads as {text_en}.",
        (CONVERT, AS_TEXT),
        {"columns": columns},
    )
