"""The texts of statements that are asked again and again: composing one costs more than running it."""

from collections.abc import Callable

from psycopg import sql

AT_MOST = 1_000
_texts: dict[tuple[object, ...], str] = {}


def composed(key: tuple[object, ...], compose: Callable[[], sql.Composed]) -> str:
    """The text of a statement, composed when its key is new; the key must name all that the text depends on."""
    text = _texts.get(key)
    if text is None:
        if len(_texts) >= AT_MOST:
            _texts.clear()
        text = _texts[key] = compose().as_string()
    return text
