"""What a training run is told: one YAML file in this folder, read into frozen dataclasses."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from change_detection.engine.errors import UnreadableConfig

DEFAULT_CONFIG = Path(__file__).with_name("siamese.yaml")
VERDICTS_CONFIG = Path(__file__).with_name("verdicts.yaml")


@dataclass(frozen=True)
class DataConfig:
    """Which pictures are trained on and how often each kind is drawn.

    `exclude` holds name patterns; the scenes of `monitor` are kept out of training and give the curve of F1.
    `share_labelled` is of what inspectors decided and drew, where the cache holds any (see `labels`).
    """

    share_real: float = 0.8
    share_buildings: float = 0.06
    share_synthetic: float = 0.14
    share_labelled: float = 0.0
    exclude: tuple[str, ...] = ()
    monitor: tuple[str, ...] = ()
    synthetic_scenes: int = 48
    synthetic_size_px: int = 768
    synthetic_seed: int = 90_000


@dataclass(frozen=True)
class AugmentConfig:
    """How a crop is varied; probabilities per crop unless said otherwise."""

    min_scale: float = 0.8
    max_scale: float = 1.3
    shift_px: int = 3
    p_shift: float = 0.3
    p_unchanged: float = 0.05
    p_two_places: float = 0.0
    p_paste: float = 0.1
    p_radiometry: float = 0.8
    p_jpeg: float = 0.2
    p_blur: float = 0.15
    p_haze: float = 0.1


@dataclass(frozen=True)
class TrainingConfig:
    """One training run; the schedule counts steps, so a run that is stopped goes on where it was.

    `start_from` names a shipped model whose weights the run begins with; ImageNet weights of the encoder if empty. The
    learning rate falls to zero over the last `cooldown_steps`; before they begin, `steps` may be changed.
    With `stochastic_depth` blocks of the encoder are skipped by chance, the last one for a fifth of the crops: against
    learning by heart, and in the way of a short run.
    `threads` compute the network on a CPU; `workers` are processes that make crops, one is enough unless a GPU waits.
    """

    start_from: str = ""
    seed: int = 20260702
    steps: int = 4000
    batch: int = 8
    crop_px: int = 256
    share_focused: float = 0.5
    lr: float = 1e-3
    encoder_lr_factor: float = 0.3
    weight_decay: float = 0.01
    warmup_steps: int = 100
    cooldown_steps: int = 2000
    ema_decay: float = 0.998
    building_weight: float = 0.3
    stochastic_depth: bool = True
    checkpoint_every: int = 200
    validate_every: int = 1000
    threads: int = 2
    workers: int = 1
    data: DataConfig = field(default_factory=DataConfig)
    augment: AugmentConfig = field(default_factory=AugmentConfig)


def read_config(path: Path = DEFAULT_CONFIG) -> TrainingConfig:
    """The training run a YAML file describes; what it leaves out keeps the default.

    Raises:
        UnreadableConfig: no such file, no mapping, or a key that means nothing here (all of them are named).
    """
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        raise UnreadableConfig(path.name, str(error)) from error
    if not isinstance(told, dict):
        raise UnreadableConfig(path.name, "the file holds no keys")
    nested = {"data": DataConfig, "augment": AugmentConfig}
    unknown = _unknown_keys(told, TrainingConfig)
    for name, kind in nested.items():
        unknown += [f"{name}.{key}" for key in _unknown_keys(told.get(name, {}), kind)]
    if unknown:
        raise UnreadableConfig(path.name, "unknown keys: " + ", ".join(unknown))
    parts = {name: kind(**_tuples(told.pop(name, {}))) for name, kind in nested.items()}
    return TrainingConfig(**told, **parts)


def _unknown_keys(told: dict[str, Any], kind: type) -> list[str]:
    known = {one.name for one in fields(kind)}
    return [key for key in told if key not in known]


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
