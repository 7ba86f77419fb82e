"""How far two scenes lie apart where nothing changed, whether that is too far, and how to bring them together.

`measure.py` asks blocks of ground spread over the pair, `correlation.py` listens to one of them, `consensus.py` to all,
`displacement.py` is what they say, `gate.py` has the limit, `result.py` the
answer. Why so: docs/understand/registration.md.
"""

from .gate import Gate
from .measure import measure_registration
from .result import BlockShift, Registration

__all__ = ["BlockShift", "Gate", "Registration", "measure_registration"]
