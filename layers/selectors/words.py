"""Words that people look for, as the patterns and conditions that find them without diacritics or case."""

import unicodedata
from typing import Any

from psycopg import sql

from ..errors import BadWords
from ..kinds import SEARCHED_ROLES, CollectionSpec

LETTERS_OF_AN_INDEX = 3
"""A trigram index finds these many letters anywhere, fewer only at the beginning of a word."""

ALTERNATIVES = 10
LETTERS_AT_MOST = 200


def patterns(words: str) -> list[str]:
    """What LIKE shall look for: the words anywhere; a short one only where a word begins, so that an index can help.

    The signs of patterns in the words mean themselves.
    """
    escaped = words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    if len(unicodedata.normalize("NFC", words)) < LETTERS_OF_AN_INDEX:
        return [f"{escaped}%", f"% {escaped}%"]
    return [f"%{escaped}%"]


def says(spec: CollectionSpec, q: str) -> tuple[sql.Composable, dict[str, Any]]:
    """The condition that a text field of `s` says the words, in their order; a comma separates alternatives.

    Args:
        spec: the collection as the asking subject may know it: his text fields are searched.
        q: what was asked.

    Raises:
        BadWords: nothing to look for, or too much.
    """
    wanted = [" ".join(part.split()) for part in q.split(",")]
    wanted = [part for part in wanted if part]
    if not wanted or len(wanted) > ALTERNATIVES or len(q) > LETTERS_AT_MOST or "\x00" in q:
        raise BadWords(q, alternatives=ALTERNATIVES, letters=LETTERS_AT_MOST)
    params = {f"q_{n}": text for n, text in enumerate(text for part in wanted for text in patterns(part))}
    texts = _texts(spec)
    found = [
        sql.SQL("{} LIKE layers_plain({})").format(text, sql.Placeholder(name)) for text in texts for name in params
    ]
    return (sql.SQL("({})").format(sql.SQL(" OR ").join(found)), params) if found else (sql.SQL("FALSE"), {})


def _texts(spec: CollectionSpec) -> list[sql.Composable]:
    """What is searched, in lower case and without diacritics: each field by its index, if all have one; else one text.

    The one text holds all fields, each on a line that begins with a blank, so that a word begins after a blank.
    """
    fields = [field for field in spec.fields if field.type == "string"]
    names = [sql.Identifier("s", field.name) for field in fields]
    if all(field.role in SEARCHED_ROLES for field in fields):
        return [sql.SQL("layers_plain({})").format(name) for name in names]
    lines = sql.SQL(r"concat_ws(E'\n ', '', {})").format(sql.SQL(", ").join(names))
    return [sql.SQL("lower(public.unaccent('public.unaccent'::regdictionary, {}))").format(lines)]
