"""What a JSON Schema finds wrong, in words that people read; both languages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from geo_server.core.errors import Fault

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SAID: dict[str, tuple[str, str]] = {
    "type": ("must be of type {0}", "phải thuộc kiểu {0}"),
    "enum": ("must be one of {0}", "phải là một trong {0}"),
    "minimum": ("must be at least {0}", "phải từ {0} trở lên"),
    "maximum": ("must be at most {0}", "không được quá {0}"),
    "exclusiveMinimum": ("must be more than {0}", "phải lớn hơn {0}"),
    "minItems": ("must have at least {0} entries", "phải có ít nhất {0} phần tử"),
    "maxItems": ("must have at most {0} entries", "không được quá {0} phần tử"),
    "minLength": ("must have at least {0} letters", "phải có ít nhất {0} ký tự"),
    "maxLength": ("must have at most {0} letters", "không được quá {0} ký tự"),
    "pattern": ("must match {0}", "phải khớp mẫu {0}"),
    "format": ("must be written as {0}", "phải viết theo dạng {0}"),
    "oneOf": ("fits none of the allowed forms, or more than one", "không khớp đúng một trong các dạng cho phép"),
    "anyOf": ("fits none of the allowed forms", "không khớp dạng nào trong các dạng cho phép"),
}
LONGEST = 300


def find_faults(value: Any, schema: dict[str, Any]) -> list[Fault]:
    """Everything that is wrong with a value, in the order of its members; empty if it holds."""
    from jsonschema import Draft202012Validator, FormatChecker  # several MB that most web workers never need

    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    errors: Iterable[ValidationError] = sorted(validator.iter_errors(value), key=lambda error: error.json_path)
    return [_fault(error) for error in errors]


def _fault(error: "ValidationError") -> Fault:
    where = error.json_path[:LONGEST]
    if error.validator == "required":
        missing = ", ".join(name for name in error.validator_value if name not in error.instance)
        return Fault(where=where, en=f"lacks {missing}", vi=f"thiếu {missing}")
    if error.validator == "additionalProperties":
        known = ", ".join(error.schema.get("properties", {}))
        return Fault(where=where, en=f"may hold only: {known}", vi=f"chỉ được có: {known}")
    en, vi = SAID.get(str(error.validator), ("does not fit the description ({0})", "không hợp với mô tả ({0})"))
    limit = str(error.validator_value)[:LONGEST]
    return Fault(where=where, en=en.format(limit), vi=vi.format(limit))
