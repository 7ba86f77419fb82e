"""Filters that choose the reader's language and write numbers, sizes and places as people do."""

import json
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from layers import api as layers

from ..contracts import Expectation
from ..contracts.report import RULES
from ..states import NAMES, State

register = template.Library()


@register.filter
def said(thing: Any, name: str = "") -> str:
    """Member or attribute `<name>_vi` or `<name>_en` of a thing, or `vi` and `en` for an empty name."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    member = f"{name}_{language}" if name else language
    found = thing.get(member, "") if isinstance(thing, dict) else getattr(thing, member, "")
    return str(found)


@register.filter
def megabytes(size: int) -> str:
    """A size in bytes as people read it."""
    if size < 1_000_000:
        return f"{number_format(max(size / 1000, 0.1), 1)} kB"
    return f"{number_format(size / 1_000_000, 1)} MB"


@register.filter
def counted(number: int | None) -> str:
    """A whole number with groups of three."""
    return "–" if number is None else number_format(number, 0, force_grouping=True)


@register.filter
def percent(share: float | None) -> str:
    """0.934 as 93 %."""
    return "–" if share is None else f"{round(share * 100)} %"


@register.filter
def plain(value: Any) -> str:
    """A value of a row as text; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


@register.filter
def member(thing: Any, name: str) -> Any:
    """A member of a mapping by a name that is a variable."""
    return (thing or {}).get(name)


@register.filter
def organisation_name(code: str) -> str:
    """The title of an organisation, its code if nobody knows it."""
    known = layers.find_organisation(code)
    return said(known, "title") if known else code


@register.filter
def state_name(code: str) -> str:
    """A state in words."""
    vi, en = NAMES[State(code)]
    return en if (get_language() or "vi").startswith("en") else vi


@register.filter
def rule_name(rule: str) -> str:
    """A rule of the checks in words; rules of hygiene have none and stay as they are."""
    vi, en = RULES.get(rule, (rule, rule))
    return en if (get_language() or "vi").startswith("en") else vi


@register.filter
def expectation(one: Expectation) -> str:
    """An expectation of a contract as a sentence."""
    share, limit = f"{one.limit:.0%}", number_format(one.limit)
    vi, en = {
        "rows": (f"ít nhất {limit} dòng", f"at least {limit} rows"),
        "fall": (f"số dòng giảm không quá {share}", f"the number of rows falls by at most {share}"),
        "removed": (f"bỏ không quá {share} số dòng đang có", f"at most {share} of the present rows are removed"),
        "rejected": (f"loại không quá {share} số dòng của tệp", f"at most {share} of the file's rows are rejected"),
        "empty": (f"“{one.field}” trống không quá {share}", f"“{one.field}” is empty in at most {share}"),
        "emptier": (f"phần để trống tăng không quá {share}", f"the share of empty values rises by at most {share}"),
        "overlap": (f"phạm vi cũ và mới trùng ít nhất {share}", f"old and new extent share at least {share}"),
        "size": (f"kích thước trung bình đổi không quá {limit} lần", f"the mean size changes at most {limit} times"),
    }[one.rule]
    return en if (get_language() or "vi").startswith("en") else vi
