"""`train --from-verdicts` on a judged place: whole, offered and not used; refused where there is nothing to learn."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from change_detection import api
from change_detection.engine.card import read_card
from change_detection.errors import NothingToLearn
from change_detection.models import Run
from tests.change_detection.quality.conftest import OFFICE

DAY = datetime(2026, 9, 1, tzinfo=UTC)
PLAN = """
steps: 2
cooldown_steps: 1
batch: 2
crop_px: 64
data:
  share_real: 0
  share_buildings: 0
  share_synthetic: 0.5
  share_labelled: 0.5
  synthetic_scenes: 1
  synthetic_size_px: 96
"""


def test_too_few_verdicts_teach_nothing(place: tuple[Run, list[str]], own_folder: Path):
    with pytest.raises(NothingToLearn) as refused:
        api.train_from_verdicts(by=OFFICE, imagery=own_folder, out_dir=own_folder / "work", now=DAY, tell=[].append)
    assert "training windows" in refused.value.en


@pytest.mark.slow
def test_a_new_model_is_offered_and_not_used(
    place: tuple[Run, list[str]], own_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("change_detection.apprenticeship.MIN_TILES", 1)
    plan = own_folder / "plan.yaml"
    plan.write_text(PLAN)
    out, used = own_folder / "work", api.chosen_model()
    made = api.train_from_verdicts(plan, by=OFFICE, imagery=own_folder, out_dir=out, now=DAY, tell=[].append)
    card = read_card(made)
    assert (card.id, card.parent) == (f"{used}-verdicts-20260901", used)
    assert api.chosen_model() == used
    (own_folder / "models").mkdir()
    made.rename(own_folder / "models" / made.name)
    assert card.id in {one.id for one in api.list_models()}
    assert api.chosen_model() == used  # until an administrator chooses it
    api.choose_detector(card.id, note="Đã đo trên nhãn giữ lại", by=OFFICE, now=DAY)
    assert api.chosen_model() == card.id
    assert not (out / "checkpoint.pt").exists()  # the next call begins with what is decided then
