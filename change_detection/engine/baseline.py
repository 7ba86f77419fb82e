"""The floor that a network must beat: difference of two pictures in one light, no learning, no idea of buildings."""

import cv2
import numpy as np

from change_detection.engine.card import ModelCard
from change_detection.engine.pictures import ByteArray
from change_detection.engine.radiometry import match_pictures
from change_detection.engine.transport import as_bytes, three_layers

BASELINE_CARD = ModelCard(
    id="difference",
    kind="formula",
    threshold=0.5,
    gsd_m=0.5,
    gsd_range_m=(0.05, 10.0),
    licence="CC0-1.0",
    limits=(
        "It sees any change of brightness: seasons, shadows and vehicles as well as buildings.",
        "It cannot tell a new building from a demolished one.",
    ),
)
_SMOOTH_PX = 3.0
_DEVIATIONS = 2.5
_STEEPNESS = 2.0


class DifferenceDetector:
    """Change vector analysis: how unusual the difference of a place is among all differences of the block."""

    card = BASELINE_CARD

    def predict(self, before: ByteArray, after: ByteArray) -> ByteArray:
        """See `Detector.predict`."""
        matched = match_pictures(before.reshape(-1, 3), after.reshape(-1, 3)).apply(after)
        smooth = [cv2.GaussianBlur(picture.astype(np.float32), (0, 0), _SMOOTH_PX) for picture in (before, matched)]
        distance = np.linalg.norm(smooth[0] - smooth[1], axis=-1)
        middle = float(np.median(distance))
        spread = 1.4826 * float(np.median(np.abs(distance - middle))) + 1.0
        change = _STEEPNESS * ((distance - middle) / spread - _DEVIATIONS)
        return three_layers(as_bytes(change[np.newaxis].astype(np.float32), is_logits=True), *change.shape)
