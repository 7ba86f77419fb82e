"""The page about the shipped contracts, written from their YAML; a test keeps `docs/reference/contracts.md` to it."""

from collections.abc import Iterator

from .contract import Contract, ContractField, Expectation
from .shipped import load_contracts

HEAD = """\
# Chuẩn dữ liệu kèm theo · Shipped contracts

Written by `./diaban contracts --reference` from `publishing/contracts/schemas/`; do not edit by hand. What a contract
is and how a city changes it: [contracts](../use/contracts.md). *M*: required; *P*: private (shown only where a grant
names the field).

*Trang này do lệnh trên viết ra từ các tệp YAML. Cách dùng và cách sửa: xem trang chuẩn dữ liệu.*
"""
SAID: dict[str, str] = {
    "rows": "at least {0:g} rows",
    "fall": "rows fall by at most {0:.0%}",
    "removed": "at most {0:.0%} of the present features go",
    "rejected": "at most {0:.0%} of the file is left out",
    "empty": "`{1}` empty in at most {0:.0%}",
    "emptier": "no field becomes emptier by more than {0:.0%}",
    "overlap": "the extent shares at least {0:.0%} with the present one",
    "size": "mean size changes at most by a factor of {0:g}",
}
CODES_SHOWN = 12


def reference_page() -> str:
    """The whole page, in Markdown."""
    parts = [HEAD]
    for contract in load_contracts().values():
        parts += _section(contract)
    return "\n".join(parts) + "\n"


def _section(contract: Contract) -> Iterator[str]:
    yield f"## `{contract.id}`: {contract.title_vi} · {contract.title_en}"
    place = contract.geometry_type + ("" if contract.place_required else ", may be missing")
    role = f"; {contract.topology} of its network" if contract.theme.startswith("network/") else ""
    yield f"{contract.description_vi} *{contract.description_en}* Theme `{contract.theme}`; {place}{role}.\n"
    yield "| field | type | tên · title | rules |\n|---|---|---|---|"
    for known in contract.fields:
        yield _row(known)
    if contract.expectations:
        yield "\nExpected of a new version: " + "; ".join(map(_expected, contract.expectations)) + "."
    yield ""


def _row(known: ContractField) -> str:
    field = known.field
    marks = " *M*" * field.required + " *P*" * field.private
    kind = f"{field.type}, {field.unit}" if field.unit else field.type
    return f"| `{field.name}`{marks} | {kind} | {field.title_vi} · {field.title_en} | {'; '.join(_rules(known))} |"


def _rules(known: ContractField) -> Iterator[str]:
    field = known.field
    if field.role:
        yield f"role {field.role}"
    if field.minimum is not None:
        yield f"from {field.minimum:g}"
    if field.maximum is not None:
        yield f"to {field.maximum:g}"
    if field.max_length is not None:
        yield f"at most {field.max_length} letters"
    if field.pattern:
        yield f"`{field.pattern}`"
    if field.codes:
        shown = ", ".join(f"`{code.value}` {code.title_vi}" for code in field.codes[:CODES_SHOWN])
        more = len(field.codes) - CODES_SHOWN
        yield shown + (f" and {more} more" if more > 0 else "")


def _expected(expectation: Expectation) -> str:
    said = SAID[expectation.rule].format(expectation.limit, expectation.field)
    return said if expectation.level == "stop" else f"{said} (warning)"
