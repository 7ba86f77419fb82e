"""Ask the sender whether his layer shall follow a contract, where one fits."""

from collections.abc import Iterable, Mapping

from ..kinds import Choice, Proposal
from .choosing import choose_contract
from .columns import ColumnFacts
from .contract import Contract

CONTRACT = "contract"
"""Id of the question."""
NO_CONTRACT = ""
"""Choice: no contract, the collection is made from the file."""
LIKELY_ENOUGH = 0.8
"""From here on the contract is what we propose, and not the file as it is."""
OFFERED = 2


def offer_contract(
    columns: tuple[ColumnFacts, ...],
    *,
    name: str,
    geometry_types: Iterable[str],
    contracts: Mapping[str, Contract],
) -> Proposal | None:
    """The question which contract a new collection shall follow; None where none fits.

    Args:
        columns: of the layer, cleaned.
        name: of the file and the layer, in one text.
        geometry_types: of the layer.
        contracts: those that hold, by id.
    """
    found = choose_contract(columns, name=name, geometry_types=geometry_types, contracts=contracts)[:OFFERED]
    if not found:
        return None
    best, likelihood = found[0]
    choices = [_choice(contract) for contract, _ in found]
    as_it_is = Choice(NO_CONTRACT, "giữ nguyên các cột của tệp", "keep the columns of the file as they are")
    likely = likelihood >= LIKELY_ENOUGH
    return Proposal(
        id=CONTRACT,
        text_vi=f"Dữ liệu giống '{best.title_vi}' ({likelihood:.0%})."
        + (" Đề nghị theo chuẩn dữ liệu này." if likely else " Có theo chuẩn dữ liệu này không?"),
        text_en=f"The data looks like '{best.title_en}' ({likelihood:.0%})."
        + (" It shall follow this contract." if likely else " Shall it follow this contract?"),
        choices=tuple([*choices, as_it_is] if likely else [as_it_is, *choices]),
        evidence={"likelihood": {contract.id: share for contract, share in found}},
        sure=True,
    )


def _choice(contract: Contract) -> Choice:
    return Choice(contract.id, f"theo '{contract.title_vi}'", f"follow '{contract.title_en}'")
