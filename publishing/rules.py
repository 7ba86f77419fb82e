"""The owner's rule that holds for a collection: its own, else that of the organisation, else none is asked for."""

from dataclasses import dataclass

from .models import OwnerRule


@dataclass(frozen=True)
class Rule:
    """What an owner asks for; see `models.OwnerRule`."""

    organisation: str
    collection: str = ""
    approval_needed: bool = False
    approver_role: str = ""
    approver_organisation: str = ""
    look_again: bool = True


def rule_for(organisation: str, collection: str) -> Rule:
    """The rule for this collection of this organisation."""
    rows = OwnerRule.objects.filter(organisation=organisation, collection__in=["", collection])
    row = max(rows, key=lambda one: len(one.collection), default=None)
    return Rule(organisation) if row is None else rule_of(row)


def rule_of(row: OwnerRule) -> Rule:
    """The rule that a row holds."""
    return Rule(
        organisation=row.organisation,
        collection=row.collection,
        approval_needed=row.approval_needed,
        approver_role=row.approver_role,
        approver_organisation=row.approver_organisation,
        look_again=row.look_again,
    )
