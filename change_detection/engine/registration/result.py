"""The answer about a pair: how far its scenes lie apart, how sure that is, and what brings them together."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from affine import Affine

from change_detection.engine.registration.gate import RELIABLE, Gate


@dataclass(frozen=True)
class BlockShift:
    """What one block says: the later scene lies `dx_px` right of and `dy_px` below the earlier one.

    Attributes:
        row, col: top left pixel of the block.
        ratio: height of its best fit against the next one; 1 is noise.
        agrees: whether it says what all blocks together say.
    """

    row: int
    col: int
    dx_px: float
    dy_px: float
    ratio: float
    agrees: bool = False


@dataclass(frozen=True)
class Registration:
    """The displacement of the later scene against the earlier one, as the two are compared.

    Attributes:
        residual_m, residual_px: how far they lie apart, after the correction if there is one.
        dx_m, dy_m: the same along the columns (right is positive) and along the rows (down is positive).
        confidence: 0 to 1; 0 if the ground gives no answer.
        limit_m: what the gate lets pass.
        found_m: how far they lay apart as they were delivered. Where either scene lies on the ground is no better known
            than this, so boundaries of parcels are held against it, also after a correction.
        correction: maps CRS coordinates of the grid to where the same ground lies in the later scene; None if the
            scenes are compared as they were delivered.
        block_px: side of a block.
        blocks: what each said of the scenes as they were delivered, for the map of displacements.
    """

    residual_m: float
    residual_px: float
    dx_m: float
    dy_m: float
    confidence: float
    limit_m: float
    found_m: float
    correction: Affine | None = None
    block_px: int = 0
    blocks: tuple[BlockShift, ...] = ()

    @property
    def reliable(self) -> bool:
        """Whether a decision may rest on it."""
        return self.confidence >= RELIABLE

    @property
    def gate(self) -> Gate:
        """Whether the scenes, as they are compared, lie close enough."""
        return self._judge(self.residual_m)

    @property
    def gate_as_found(self) -> Gate:
        """Whether the scenes, as they were delivered, lie close enough."""
        return self._judge(self.found_m)

    @property
    def agreeing_share(self) -> float:
        """Part of the blocks that say what most say."""
        return sum(block.agrees for block in self.blocks) / len(self.blocks) if self.blocks else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON; `from_dict` reads it."""
        values = asdict(self)
        values["correction"] = list(self.correction)[:6] if self.correction else None
        values["gate"], values["gate_as_found"] = self.gate.value, self.gate_as_found.value
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """What `as_dict` wrote."""
        told = {key: value for key, value in values.items() if key not in {"gate", "gate_as_found"}}
        told["correction"] = Affine(*told["correction"]) if told["correction"] else None
        told["blocks"] = tuple(BlockShift(**block) for block in told["blocks"])
        return cls(**told)

    def _judge(self, residual_m: float) -> Gate:
        if not self.reliable:
            return Gate.UNKNOWN
        return Gate.PASSED if residual_m <= self.limit_m else Gate.FAILED
