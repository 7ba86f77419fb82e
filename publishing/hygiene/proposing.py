"""What to ask the owner of a layer, the weightiest first."""

from collections.abc import Callable, Iterator

from ..kinds import Proposal
from .context import Context
from .profiles import Profile
from .rules import areas, crs, encoding, positions, rows, shapes, types, words

Rule = Callable[[Profile, Context], Iterator[Proposal]]
RULES: tuple[Rule, ...] = (
    crs.propose,
    encoding.propose,
    positions.propose,
    rows.propose,
    shapes.propose,
    areas.propose,
    types.propose,
    words.propose,
)


def propose(profile: Profile, context: Context) -> tuple[Proposal, ...]:
    """The proposals for a layer; what nobody can be sure of comes before what is done unless somebody objects."""
    found = [proposal for rule in RULES for proposal in rule(profile, context)]
    return tuple(sorted(found, key=lambda proposal: proposal.sure))
