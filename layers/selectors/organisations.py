"""Organisations by their code, as they cross the door of this package."""

from dataclasses import dataclass

from ..models import Organisation


@dataclass(frozen=True)
class OrganisationInfo:
    """A department, a ward's People's Committee, a utility; `parent` is the code of the body above, None for none."""

    code: str
    title_vi: str
    title_en: str
    parent: str | None


def find_organisation(code: str) -> OrganisationInfo | None:
    """The organisation with this code, None if there is none."""
    row = Organisation.objects.select_related("parent").filter(code=code).first()
    if row is None:
        return None
    return OrganisationInfo(row.code, row.title_vi, row.title_en, row.parent.code if row.parent else None)
