"""Why a row is refused, and what to do about it, in both languages."""

from dataclasses import dataclass

from layers import api as layers

from ..kinds import RowFault

LONGEST_VALUE = 200


@dataclass(frozen=True)
class Sentence:
    """What is said of a row that breaks a rule; `{value}` stands for what the row has."""

    rule: str
    vi: str
    en: str

    def fault(self, row: int, column: str, value: object) -> RowFault:
        """The fault of one row."""
        text = "" if value is None else str(value)[:LONGEST_VALUE]
        return RowFault(
            row=row,
            column=column,
            rule=self.rule,
            value=text,
            vi=self.vi.replace("{value}", text),
            en=self.en.replace("{value}", text),
        )


TYPES = {
    "integer": ("số nguyên", "a whole number"),
    "number": ("số", "a number"),
    "string": ("văn bản", "a text"),
    "boolean": ("có hoặc không", "yes or no"),
    "date": ("ngày, ví dụ 2026-07-01", "a date such as 2026-07-01"),
    "date-time": ("thời điểm, ví dụ 2026-07-01T08:00", "a time such as 2026-07-01T08:00"),
}


def wrong_type(field: layers.Field) -> Sentence:
    """The value is of another type."""
    vi, en = TYPES[field.type]
    return Sentence(
        "type",
        f"'{{value}}' không phải {vi}. Hãy sửa giá trị của '{field.title_vi}' hoặc bỏ trống.",
        f"'{{value}}' is not {en}. Correct '{field.title_en}' or leave it empty.",
    )


def missing(field: layers.Field) -> Sentence:
    """A required value is not there."""
    return Sentence(
        "required",
        f"'{field.title_vi}' bắt buộc nhưng để trống. Hãy điền giá trị.",
        f"'{field.title_en}' is required and empty. Fill it in.",
    )


def unknown_code(field: layers.Field) -> Sentence:
    """The value is not in the code list."""
    known = ", ".join(str(code.value) for code in field.codes[:12]) + (" …" if len(field.codes) > 12 else "")
    return Sentence(
        "code_list",
        f"'{{value}}' không có trong danh mục của '{field.title_vi}' ({known}). Hãy sửa hoặc cho biết nghĩa của nó.",
        f"'{{value}}' is not in the code list of '{field.title_en}' ({known}). Correct it or say which code it means.",
    )


def too_small(field: layers.Field) -> Sentence:
    """The number is below the range."""
    low = f"{field.minimum:g} {field.unit}".strip()
    return Sentence(
        "minimum",
        f"{{value}} nhỏ hơn {low}, giá trị nhỏ nhất của '{field.title_vi}'. Hãy kiểm tra số và đơn vị.",
        f"{{value}} is less than {low}, the smallest '{field.title_en}'. Check the number and its unit.",
    )


def too_large(field: layers.Field) -> Sentence:
    """The number is above the range."""
    high = f"{field.maximum:g} {field.unit}".strip()
    return Sentence(
        "maximum",
        f"{{value}} lớn hơn {high}, giá trị lớn nhất của '{field.title_vi}'. Hãy kiểm tra số và đơn vị.",
        f"{{value}} is more than {high}, the largest '{field.title_en}'. Check the number and its unit.",
    )


def wrong_pattern(field: layers.Field) -> Sentence:
    """The text does not match the pattern."""
    return Sentence(
        "pattern",
        f"'{{value}}' không theo mẫu {field.pattern} của '{field.title_vi}'. Hãy viết lại.",
        f"'{{value}}' does not match the pattern {field.pattern} of '{field.title_en}'. Write it accordingly.",
    )


def too_long(field: layers.Field) -> Sentence:
    """The text is too long."""
    return Sentence(
        "max_length",
        f"'{field.title_vi}' dài quá {field.max_length} ký tự. Hãy rút gọn.",
        f"'{field.title_en}' has more than {field.max_length} letters. Shorten it.",
    )


def repeated(field: layers.Field, first: int) -> Sentence:
    """The key stands in an earlier row too."""
    return Sentence(
        "unique",
        f"'{{value}}' đã có ở dòng {first}; '{field.title_vi}' không được trùng. Hãy sửa mã hoặc bỏ một dòng.",
        f"'{{value}}' stands in row {first} too; '{field.title_en}' must differ. Correct it or drop one row.",
    )


NO_PLACE = Sentence(
    "no_place",
    "dòng không có vị trí. Hãy bổ sung tọa độ hoặc hình.",
    "the row has no place. Add coordinates or a shape.",
)
OFF_EARTH = Sentence(
    "off_earth",
    "tọa độ không phải kinh độ, vĩ độ. Hãy chọn đúng hệ tọa độ.",
    "the coordinates are not longitude and latitude. Choose the right coordinate reference system.",
)
OUTSIDE = Sentence(
    "outside",
    "vị trí nằm ngoài phạm vi thành phố. Hãy kiểm tra tọa độ.",
    "the place lies outside the city. Check the coordinates.",
)


def wrong_shape(found: str, wanted: str) -> Sentence:
    """The geometry is of a type that the collection does not hold."""
    return Sentence(
        "geometry_type",
        f"hình là {found}, lớp chứa {wanted}. Hãy tách dòng này hoặc nộp vào lớp khác.",
        f"the shape is a {found}, the collection holds {wanted}. Split it, or hand it in for another collection.",
    )
