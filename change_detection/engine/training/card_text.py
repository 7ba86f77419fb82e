"""What the card of a network of this kind says before anything about it was measured."""

from change_detection.engine.card import ModelCard

_DATA = (
    "LEVIR-CD, training scenes only (0.5 m, Google Earth, Texas), partly recovered from JPEG; LEVIR-CD+, one pair.",
    "Single-date building chips of Inria, SpaceNet, WHU and OpenAerialMap, for the building maps, for pairs without "
    "change, and two places at a time as if they were two dates of one.",
    "Invented quarters of change_detection.engine.synthetic, one crop in nine: an addition, never alone.",
    "The encoder starts from ImageNet weights of EfficientNet-Lite0.",
)
_LIMITS = (
    "No very-high-resolution pair of any Vietnamese city could be had for training or for measuring: expect worse "
    "figures there until it has been trained on inspectors' verdicts.",
    "Trained on suburbs of detached houses; rows of narrow houses are known only from invented scenes.",
    "Clearing of land and changes of road or water are not what it was trained to report.",
    "Scenes much coarser than 0.75 m per pixel hold too little of a house.",
)
_LICENCE = (
    "The weights are our own and no licence has been granted yet; the training imagery was licensed for research "
    "only, so clear other uses first."
)


def new_card(model_id: str) -> ModelCard:
    """The card of a network of this kind before anything about it was measured."""
    return ModelCard(
        model_id,
        "network",
        threshold=0.5,
        gsd_m=0.5,
        gsd_range_m=(0.4, 0.75),
        data=_DATA,
        licence=_LICENCE,
        limits=_LIMITS,
    )
