"""What the rows of a layer shall become: which contract, which column is which field, where rows without places lie."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from layers import api as layers

from ..contracts import (
    CONTRACT,
    Areas,
    ColumnFacts,
    Contract,
    ContractField,
    Mapping,
    Match,
    answer_units,
    ask_units,
    column_facts,
    contract_of,
    derive_contract,
    offer_contract,
    propose_mapping,
    propose_place,
)
from ..drafts import decisions_about, is_own, known_spec, name_of
from ..hygiene import Cleaner, Context
from ..kinds import Proposal, SourceLayer
from ..models import Submission
from ..selectors.contracts import get_contract, list_contracts, remembered_mapping

if TYPE_CHECKING:
    import pyarrow as pa

LOOKED_AT = 20
"""Batches of which the columns are looked at."""


@dataclass(frozen=True)
class Work:
    """A layer, what was proposed about it, and the submission with what was decided."""

    submission: Submission
    layer: SourceLayer
    proposals: tuple[Proposal, ...]
    context: Context

    def cleaner(self) -> Cleaner:
        """A fresh one, as it was decided."""
        about_rows = [proposal for proposal in self.proposals if not is_own(proposal.id)]
        return Cleaner(self.layer, about_rows, decisions_about(self.submission), self.context)

    def some(self) -> "Iterator[pa.RecordBatch]":
        """The first batches, cleaned."""
        cleaner = self.cleaner()
        return (cleaner.clean(batch)[0] for batch in islice(self.layer.batches(), LOOKED_AT))

    def columns(self) -> tuple[ColumnFacts, ...]:
        """The columns as they are after cleaning."""
        columns = self.cleaner().columns
        titles = {column.name: column.title for column in columns}
        units = {column.name: column.unit for column in columns}
        return column_facts(self.some(), titles=titles, units=units)

    def day(self) -> date:
        """The day whose wards and communes a table means."""
        moment = self.submission.since or self.submission.created_at
        return moment.date()


@dataclass(frozen=True)
class Agreement:
    """Contract and mapping, as proposed and as the sender has chosen; `asked` are the questions about them."""

    contract: Contract
    mapping: Mapping
    asked: tuple[Proposal, ...]


def agree(work: Work) -> Agreement:
    """The contract and the mapping of a layer.

    Raises:
        UnknownContract: the one that was named does not exist.
        BadMapping: a choice about a column that cannot be.
    """
    columns = work.columns()
    contract, offer = _contract(work, columns)
    if contract is None:
        contract = derive_contract(columns, name_of(work.submission), work.layer.geometry_types)
        mapping = _mapping_of_derived(columns, contract)
    else:
        remembered = remembered_mapping(work.submission.owner, contract, columns)
        mapping = propose_mapping(columns, contract, remembered, made_of=work.layer.places)
    if work.submission.chosen_mapping:
        mapping = mapping.with_choices(work.submission.chosen_mapping, contract)
    if areas := areas_of(work):
        mapping = mapping.placed_by(propose_place(columns, areas))
    units = ask_units(mapping, contract)
    asked = units if offer is None else (offer, *units)
    return Agreement(contract, answer_units(mapping, work.submission.decisions), asked)


def areas_of(work: Work) -> Areas | None:
    """The units of the day, for a table without places; None where they are not needed or not known."""
    if work.layer.geometry_types:
        return None
    areas = Areas(layers.list_areas(day=work.day()), day=work.day())
    return areas or None


def _contract(work: Work, columns: tuple[ColumnFacts, ...]) -> tuple[Contract | None, Proposal | None]:
    """The contract that the rows must follow, None if one is to be made from the file; and the offer of one.

    In this order: the one that was named; that of the collection, with the fields that the collection has beside it;
    what the collection's own fields ask; for a new collection the one that fits well or was chosen.
    """
    submission = work.submission
    known = known_spec(submission.collection)
    if name := submission.contract_id or (known.contract if known else ""):
        named = get_contract(name)
        return (named if known is None else _with_fields_of(known, named)), None
    if known is not None:
        return contract_of(known), None
    offer = offer_contract(
        columns,
        name=f"{submission.file_name} {work.layer.name}",
        geometry_types=work.layer.geometry_types,
        contracts=list_contracts(),
    )
    offered = "" if offer is None else offer.choices[0].value
    chosen = submission.decisions.get(CONTRACT, offered)
    return (get_contract(chosen) if chosen else None), offer


def _with_fields_of(known: layers.CollectionSpec, contract: Contract) -> Contract:
    more = tuple(ContractField(field) for field in known.fields if field.name not in contract.by_name)
    return replace(contract, fields=(*contract.fields, *more), geometry_type=known.geometry_type)


def _mapping_of_derived(columns: tuple[ColumnFacts, ...], contract: Contract) -> Mapping:
    """Each column to the field that was made from it, in order."""
    pairs = zip(columns, contract.fields, strict=True)
    matches = tuple(Match(c.name, f.name, 1.0, "giữ nguyên cột", "kept as it is") for c, f in pairs)
    return Mapping(contract.id, matches)
