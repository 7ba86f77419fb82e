"""Words that stand for nothing, and letters that nobody sees."""

from collections.abc import Iterator

from ...kinds import Choice, Proposal
from ..context import Context
from ..profiles import Profile
from ..values.tally import Tally
from ..wording import KEEP, en, listed, vi


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """One question about null words of all columns, one about spaces and control characters, one about marks apart."""
    del context
    words = {column.name: found for column in profile.columns if (found := null_values(column))}
    if words:
        yield _nulls(profile, words)
    untidy = [column for column in profile.columns if column.padded or column.controls]
    if untidy:
        yield _spaces(untidy)
    if profile.reading.composed:
        yield _composed(profile)


def null_values(column: Tally) -> dict[str, int]:
    """What stands for nothing in a column, to how many rows; blanks are nothing anyway and not listed."""
    texts = {word: count for word, count in column.words.items() if word}
    if column.lowest is None or column.lowest >= 0:
        texts |= {f"{number:g}": count for number, count in column.no_data.items()}
    return texts


def _nulls(profile: Profile, words: dict[str, dict[str, int]]) -> Proposal:
    total = sum(sum(found.values()) for found in words.values())
    examples = dict.fromkeys(word for found in words.values() for word in found)
    return Proposal(
        "nulls",
        f"{vi(total)} ô ghi {listed(examples)} thay cho ô trống, ở {listed(profile.titles[name] for name in words)}."
        " Sẽ để trống.",
        f"{en(total)} cells say {listed(examples)} for nothing, in {listed(profile.titles[name] for name in words)}."
        " They will be empty.",
        (Choice("empty", "Để trống", "Leave them empty"), KEEP),
        {"columns": words},
    )


def _spaces(columns: list[Tally]) -> Proposal:
    padded, controls = sum(column.padded for column in columns), sum(column.controls for column in columns)
    titles = listed(column.title for column in columns)
    return Proposal(
        "spaces",
        f"{vi(padded)} ô thừa khoảng trắng, {vi(controls)} ô có ký tự điều khiển, ở {titles}. Sẽ dọn sạch.",
        f"{en(padded)} cells have spaces too many, {en(controls)} have control characters, in {titles}."
        " They will be tidied.",
        (Choice("tidy", "Dọn sạch", "Tidy"), KEEP),
        {"columns": {column.name: [column.padded, column.controls] for column in columns}},
    )


def _composed(profile: Profile) -> Proposal:
    names = profile.reading.composed
    titles = listed(profile.titles[name] for name in names)
    return Proposal(
        "composed",
        f"Chữ ở {titles} là Unicode tổ hợp (chữ và dấu rời nhau). Sẽ ghép thành Unicode dựng sẵn.",
        f"The text of {titles} is decomposed Unicode (letters and marks apart). It will be composed.",
        (Choice("compose", "Ghép thành Unicode dựng sẵn", "Compose"),),
        {"columns": list(names)},
    )
