"""Which contract the rows of a submission must follow."""

from dataclasses import replace

from layers import api as layers

from ..contracts import ColumnFacts, Contract, ContractField, Mapping, Match, contract_of
from ..drafts import known_spec
from ..models import Submission
from ..selectors.contracts import get_contract


def contract_for(submission: Submission) -> Contract | None:
    """The contract that the rows must follow; None if one is to be made from the file.

    In this order: the one that was named; that of the collection, with the fields that the collection has beside it;
    what the collection's own fields ask.

    Raises:
        UnknownContract: the one that was named does not exist.
    """
    known = known_spec(submission.collection)
    name = submission.contract_id or (known.contract if known else "")
    if not name:
        return None if known is None else contract_of(known)
    named = get_contract(name)
    return named if known is None else _with_fields_of(known, named)


def mapping_of_derived(columns: tuple[ColumnFacts, ...], contract: Contract) -> Mapping:
    """Each column to the field that was made from it, in order."""
    pairs = zip(columns, contract.fields, strict=True)
    matches = tuple(Match(c.name, f.name, 1.0, "giữ nguyên cột", "kept as it is") for c, f in pairs)
    return Mapping(contract.id, matches)


def _with_fields_of(known: layers.CollectionSpec, contract: Contract) -> Contract:
    more = tuple(ContractField(field) for field in known.fields if field.name not in contract.by_name)
    return replace(contract, fields=(*contract.fields, *more), geometry_type=known.geometry_type)
