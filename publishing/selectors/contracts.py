"""Contracts as they hold now, and how columns were understood before."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from ..contracts import ColumnFacts, Contract, contract_from, load_contracts
from ..contracts import Mapping as ColumnMapping
from ..errors import UnknownContract
from ..models import ContractVersion, RememberedMapping


def get_contract(contract_id: str) -> Contract:
    """The contract in its highest version: the city's own, else the shipped one; raises UnknownContract."""
    row = ContractVersion.objects.filter(contract=contract_id).order_by("-version").first()
    if row is not None:
        return contract_from(row.document)
    shipped = load_contracts()
    if contract_id not in shipped:
        raise UnknownContract(contract_id, sorted(list_contracts()))
    return shipped[contract_id]


def list_contracts() -> dict[str, Contract]:
    """All contracts by id, sorted, each in its highest version."""
    latest = ContractVersion.objects.order_by("contract", "-version").distinct("contract")
    own = {row.contract: contract_from(row.document) for row in latest}
    return dict(sorted(({**load_contracts(), **own}).items()))


def contract_versions(contract_id: str) -> list[ContractVersion]:
    """The versions that the city made, the latest first; none for a shipped contract that nobody changed."""
    return list(ContractVersion.objects.filter(contract=contract_id).order_by("-version"))


def remembered_mapping(owner: str, contract: Contract, columns: Iterable[ColumnFacts]) -> ColumnMapping | None:
    """How this organisation's file with the same columns was understood last time, None for the first time."""
    key = columns_key(column.name for column in columns)
    row = RememberedMapping.objects.filter(owner=owner, contract=contract.id, columns=key).first()
    return None if row is None else ColumnMapping.from_document(row.mapping)


def columns_key(names: Iterable[str]) -> str:
    """The same for the same names in whatever order."""
    return sha256("\x00".join(sorted(names)).encode()).hexdigest()


def contract_choices() -> Mapping[str, tuple[str, str]]:
    """Id to titles (Vietnamese, English) of all contracts, for a form."""
    return {contract.id: (contract.title_vi, contract.title_en) for contract in list_contracts().values()}
