"""The page of a card says what the card says."""

from change_detection.engine.card import ModelCard
from change_detection.engine.card_page import card_page

FIGURE = {"value": 0.8765, "low": 0.85, "high": 0.9}


def test_the_page_tells_limits_licence_and_figures_with_their_intervals():
    card = ModelCard(
        "ours",
        "network",
        threshold=0.45,
        gsd_m=0.5,
        gsd_range_m=(0.4, 0.75),
        licence="research only",
        limits=("Not for 10 m pixels.",),
        figures={"Texas": {"pixel_f1": FIGURE, "scenes": 9}},
    )
    page = card_page(card)
    assert "* Not for 10 m pixels." in page
    assert "* Licence: research only" in page
    assert "### Texas: 9 scenes" in page
    assert "| pixel f1 | 0.8765 | 0.850 – 0.900 |" in page
    assert card.sha256 in page
