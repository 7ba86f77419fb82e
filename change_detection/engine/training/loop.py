"""Training from the imagery folder to a stored network; stopped at any moment, it goes on from its last checkpoint."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn.utils import clip_grad_norm_

from change_detection.engine.network import SiameseUnet, keep_every_block, load_encoder_weights, load_model_weights
from change_detection.engine.registry import SHIPPED_MODELS
from change_detection.engine.training.batches import Batch, batches
from change_detection.engine.training.config import TrainingConfig
from change_detection.engine.training.crops import CropSampler, Source
from change_detection.engine.training.curves import draw_curves
from change_detection.engine.training.depthwise import use_fast_depthwise
from change_detection.engine.training.export import WEIGHTS_FILE
from change_detection.engine.training.invented_pairs import store_invented_pairs
from change_detection.engine.training.losses import pair_loss
from change_detection.engine.training.monitor import monitored_f1
from change_detection.engine.training.scenes import TrainingScene, decode_pack, has_pack, open_scenes
from change_detection.engine.training.state import (
    Reading,
    TrainingState,
    new_state,
    restore_state,
    store_state,
    update_average,
)

ENCODER_FILE = Path("encoder") / "tf_efficientnet_lite0_in1k_encoder_fp16.pth"
CHECKPOINT = "checkpoint.pt"
CURVES = "curves.png"
SCENES = "scenes"
READ_EVERY = 20
_MAX_GRADIENT = 5.0


def train(
    config: TrainingConfig,
    out_dir: Path,
    *,
    imagery: Path,
    tell: Callable[[str], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Train until the configured number of steps; go on where an earlier call with the same folder stopped.

    Args:
        config: the run, see `read_config`.
        out_dir: receives the decoded scenes, checkpoint.pt and curves.png.
        imagery: folder of labelled imagery with pack/, manifest.json and encoder/; a run that starts from a shipped
            model on invented and labelled scenes reads nothing of it.
        tell: receives lines of progress; stderr if left out.
        stop: asked after every step; True stores a checkpoint and ends this call.

    Returns:
        True if the run has come to its last step; out_dir holds its checkpoint, of which `shipping.ship` makes a model.
    """
    tell = tell or _tell_stderr
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    out_dir.mkdir(parents=True, exist_ok=True)
    sampler, monitored = _data(config, imagery, out_dir / SCENES, tell)
    state = _start_or_resume(config, imagery, out_dir / CHECKPOINT, device)
    tell(f"step {state.step} of {config.steps} on {device}")
    _run(state, config, sampler, monitored, out_dir, tell, stop)
    return state.step >= config.steps


def _data(
    config: TrainingConfig, imagery: Path, cache: Path, tell: Callable[[str], None]
) -> tuple[CropSampler, list[TrainingScene]]:
    """The crops to train on, and the scenes kept out."""
    if has_pack(imagery):  # an office that only trains on its own verdicts needs none
        decode_pack(imagery, cache, exclude=config.data.exclude)
    store_invented_pairs(config.data, cache)
    real = open_scenes(cache, "real")
    monitored = [scene for scene in real if scene.name in config.data.monitor]
    real = [scene for scene in real if scene.name not in config.data.monitor]
    others = {kind: open_scenes(cache, kind) for kind in ("buildings", "synthetic", "labelled")}
    for name, scenes in {"real": real, **others, "monitored": monitored}.items():
        tell(f"{name}: {len(scenes)} scenes, {sum(scene.pixels for scene in scenes) / 1e6:.1f} Mpx")
    sources = [
        Source(real, config.data.share_real),
        Source(others["buildings"], config.data.share_buildings, single_date=True),
        Source(others["synthetic"], config.data.share_synthetic),
        Source(others["labelled"], config.data.share_labelled),
    ]
    return CropSampler(sources, config), monitored


def _start_or_resume(config: TrainingConfig, imagery: Path, checkpoint: Path, device: torch.device) -> TrainingState:
    network = SiameseUnet()
    if config.start_from:
        load_model_weights(network, SHIPPED_MODELS / config.start_from / WEIGHTS_FILE)
    else:
        load_encoder_weights(network, imagery / ENCODER_FILE)
    use_fast_depthwise(network)
    if not config.stochastic_depth:
        keep_every_block(network)
    network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    state = new_state(network, config)
    if checkpoint.exists():
        restore_state(state, checkpoint)
    return state


def _run(
    state: TrainingState,
    config: TrainingConfig,
    sampler: CropSampler,
    monitored: list[TrainingScene],
    out_dir: Path,
    tell: Callable[[str], None],
    stop: Callable[[], bool],
) -> None:
    device = next(state.network.parameters()).device
    losses: list[float] = []
    started, first = time.monotonic(), state.step
    for batch in _batches(sampler, config, state):
        lr = _set_learning_rate(state, config)
        losses.append(_step(state, batch, config, device))
        state.step += 1
        ends = state.step == config.steps
        checks = ends or state.step % config.validate_every == 0
        if state.step % READ_EVERY == 0 or ends:
            f1 = monitored_f1(state.average, monitored, device) if checks else None
            state.history.append(Reading(state.step, float(np.mean(losses)), lr, f1))
            tell(_progress(state, config, (time.monotonic() - started) / (state.step - first)))
            losses.clear()
        stops = stop()
        if state.step % config.checkpoint_every == 0 or ends or stops:
            store_state(state, out_dir / CHECKPOINT)
            if state.history:
                draw_curves(state.history, out_dir / CURVES)
        if stops:
            return


def _batches(sampler: CropSampler, config: TrainingConfig, state: TrainingState) -> Iterator[Batch]:
    """The batches that are still to come."""
    return batches(sampler, batch=config.batch, first=state.step, last=config.steps, workers=config.workers)


def _step(state: TrainingState, batch: Batch, config: TrainingConfig, device: torch.device) -> float:
    before, after, target = (part.to(device, non_blocking=True) for part in batch)
    torch.manual_seed(config.seed + state.step)  # stochastic depth must not depend on where a run was resumed
    state.network.train()
    with torch.autocast(device.type, torch.bfloat16):
        logits = state.network(before, after)
    loss = pair_loss(logits, target, building_weight=config.building_weight)
    state.optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    clip_grad_norm_(state.network.parameters(), _MAX_GRADIENT)
    state.optimizer.step()
    update_average(state, decay=config.ema_decay)
    return float(loss.detach())


def _set_learning_rate(state: TrainingState, config: TrainingConfig) -> float:
    """Linear warm-up, a plateau, then straight down to zero: until the descent begins, a run may be made longer."""
    rising = min(1.0, (state.step + 1) / max(config.warmup_steps, 1))
    falling = min(1.0, max(0.0, (config.steps - state.step) / max(config.cooldown_steps, 1)))
    lr = float(config.lr * min(rising, falling))
    for group in state.optimizer.param_groups:
        group["lr"] = lr * group["lr_factor"]
    return lr


def _progress(state: TrainingState, config: TrainingConfig, seconds_per_step: float) -> str:
    reading = state.history[-1]
    left_min = (config.steps - state.step) * seconds_per_step / 60
    f1 = "" if reading.f1 is None else f", F1 of monitored scenes {reading.f1:.4f}"
    pace = f"{seconds_per_step:.2f} s/step, {left_min:.0f} min left"
    return f"step {state.step}/{config.steps}, loss {reading.loss:.4f}{f1}, {pace}"


def _tell_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
