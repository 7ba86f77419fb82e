"""Numbers as people write them: grouped by three, with a decimal comma in Vietnamese and a point in English."""

SWAP = str.maketrans(",.", ".,")
UNKNOWN = "–"


def number_words(value: float | None, *, decimals: int, english: bool) -> str:
    """A number for reading: "38.299,5" in Vietnamese, "38,299.5" in English; a dash where nothing is known."""
    if value is None:
        return UNKNOWN
    text = f"{value:,.{decimals}f}"
    return text if english else text.translate(SWAP)
