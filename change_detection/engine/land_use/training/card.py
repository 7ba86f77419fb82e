"""The card of the classifier of the ground: what it is, how good it is where that can be measured, where it fails."""

from collections.abc import Sequence
from pathlib import Path

from change_detection.engine.card import file_sha256
from change_detection.engine.land_use.training.fit import FIRST_SEED, UNITS
from change_detection.engine.land_use.training.measure import Confusion

CARD_FILE = "card.md"

_TEXT = """# Classifier of the ground

Tells road and paved ground, vegetation, bare soil, water and "not known" (shadow) apart on cells of about a metre, by
colour and texture alone. Buildings are not its matter: the network of the run says where they stand. One hidden layer
of {units} units, whole numbers, SHA-256 `{sha}`.

## Made from
{scenes} invented scenes (seeds from {first}) of `engine/synthetic`, every surface in a colour and roughness drawn from
wide ranges (`palettes.py`), under light, haze, noise and JPEG of some day. No picture of a real place, no label of
anybody's. Made again by `python -m change_detection.engine.land_use.training`.

## Measured
On {unseen} invented scenes that it has not seen (seeds {from_seed} to {to_seed}); all cells count, mixed ones by what
covers most of them. Rows are the truth, in percent; buildings were given.

Colours drawn from the ranges of the training:

{recoloured}

Colours of the generator itself, which were not trained on:

{plain}

## Not measured
There are no labels of roads, soil, vegetation or water of a real place here, so no figure for real pictures is given
except one: agreement of vegetation with the excess-green index, see `docs/understand/land-use.md`. Real scenes of three
sensors were looked at. What was seen there:

* dry scrub and yellow lawns go to bare soil or vegetation by their shade, and so does the season;
* light roofs that the network missed are called road, red ones bare soil;
* smooth green sports fields get spots of water; muddy water is called soil, or not known;
* dirt roads are bare soil.

Good for totals of a ward and for finding where much vegetation went; not for a single plot.
"""


def card_text(model: Path, *, scenes: int, unseen: Sequence[int], recoloured: Confusion, plain: Confusion) -> str:
    """The card as Markdown."""
    return _TEXT.format(
        units=UNITS,
        sha=file_sha256(model)[:12],
        scenes=scenes,
        first=FIRST_SEED,
        unseen=len(unseen),
        from_seed=unseen[0],
        to_seed=unseen[-1],
        recoloured=recoloured.as_markdown(),
        plain=plain.as_markdown(),
    )
