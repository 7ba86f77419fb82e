"""Change contracts, and remember how columns were understood."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..contracts import Contract, contract_from, document_of
from ..contracts import Mapping as ColumnMapping
from ..errors import MayNotDecide
from ..models import ContractVersion, RememberedMapping
from ..selectors.contracts import columns_key


def change_contract(document: Mapping[str, Any], *, by: Subject, now: datetime, note: str = "") -> Contract:
    """Store a contract as a new version; it holds for whatever is handed in from now on.

    Collections that follow it get its rules with their next publication; until then they keep those they have.

    Raises:
        MayNotDecide: he is no administrator.
        BadContract: the document is none, with all its faults.
    """
    if not by.is_administrator:
        raise MayNotDecide("change contracts", "sửa chuẩn dữ liệu", "administrators", "quản trị viên")
    described = contract_from(document)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('publishing.contract:' || %s))", [described.id])
        latest = ContractVersion.objects.filter(contract=described.id).order_by("-version").first()
        version = latest.version + 1 if latest else 1
        stored = {**document_of(described), "version": version}
        ContractVersion.objects.create(
            contract=described.id, version=version, document=stored, note=note, made_by=by.key, made_at=now
        )
        audit.record(by, act="change_contract", object=described.id, now=now)
    return contract_from(stored)


def remember_mapping(owner: str, mapping: ColumnMapping, *, by: Subject, now: datetime) -> None:
    """Keep what somebody confirmed, for the organisation's next file with the same columns."""
    RememberedMapping.objects.update_or_create(
        owner=owner,
        contract=mapping.contract,
        columns=columns_key(match.column for match in mapping.matches),
        defaults={"mapping": mapping.to_document(), "confirmed_by": by.key, "confirmed_at": now},
    )
