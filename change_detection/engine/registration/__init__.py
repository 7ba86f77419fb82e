"""How far two scenes lie apart where nothing changed, whether that is too far, and how to bring them together.

`measure.py` asks blocks of ground spread over the pair, `shift.py` measures one of them, `consensus.py` hears them all,
`gate.py` has the limit, `result.py` the answer. Why so: docs/understand/registration.md.
"""

from .gate import Gate
from .measure import measure_registration
from .result import BlockShift, Registration

__all__ = ["BlockShift", "Gate", "Registration", "measure_registration"]
