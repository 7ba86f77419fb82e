"""Contracts: what a collection's rows must be, how a file's columns become its fields, and which rows may come in.

Pure but for the names of fields, which come from `layers.api`: no database, no request. What the city edited itself
lies in the database (`publishing.selectors.contracts`). What checks rows and writes files (`checking`, `rejects`)
needs Arrow and is imported from its own module.
"""

from .areas import Areas, propose_place
from .choosing import choose_contract, derive_contract
from .columns import ColumnFacts, column_facts
from .contract import Contract, ContractField, Expectation, contract_of
from .document import contract_from, contract_schema, document_of
from .expecting import Broken, expect
from .facts import Facts
from .mapping import Mapping, Match, PlaceRule
from .offering import CONTRACT, NO_CONTRACT, offer_contract
from .proposing import propose_mapping
from .shipped import load_contracts, shipped_contract
from .units import UNIT, answer_units, ask_units

__all__ = [
    "CONTRACT",
    "NO_CONTRACT",
    "UNIT",
    "Areas",
    "Broken",
    "ColumnFacts",
    "Contract",
    "ContractField",
    "Expectation",
    "Facts",
    "Mapping",
    "Match",
    "PlaceRule",
    "answer_units",
    "ask_units",
    "choose_contract",
    "column_facts",
    "contract_from",
    "contract_of",
    "contract_schema",
    "derive_contract",
    "document_of",
    "expect",
    "load_contracts",
    "offer_contract",
    "propose_mapping",
    "propose_place",
    "shipped_contract",
]
