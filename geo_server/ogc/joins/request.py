"""The form of POST /joins: which collection, which table, and what shall come of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from geo_server.core import outside
from geo_server.core.errors import Fault

from ..errors import BadBody, BodyTooLarge, NotThisWay
from .csv_table import DELIMITERS, MOST_BYTES, MOST_ROWS, Reading
from .errors import BadJoin

SPEC = "http://www.opengis.net/spec/ogcapi-joins-1/1.0/conf"
INPUT_CSV = f"{SPEC}/input/csv"
OUTPUT = f"{SPEC}/output/geojson"
OUTPUT_DIRECT = f"{SPEC}/output/geojson-direct"
FIELDS = (
    "collection-id", "collection-key", "right-dataset-format", "right-dataset-url", "right-dataset-key",
    "right-dataset-data-value-list", "csv-file-delimiter", "csv-file-header-row-number",
    "csv-file-data-start-row-number", "output-formats", "include-join-metadata", "public", "csrfmiddlewaretoken",
)  # fmt: skip
FILE = "right-dataset-file"
REQUIRED = ("collection-id", "collection-key", "right-dataset-key")
FETCH_SECONDS = 10.0
MOST_FORM_BYTES = 100_000


@dataclass(frozen=True)
class JoinRequest:
    """What somebody wants joined.

    Attributes:
        direct: the joined features are the answer, nothing is stored.
        with_report: the answer says which keys fit.
        public: others may read the join too.
    """

    collection_id: str
    key_field: str
    reading: Reading
    source: str
    body: bytes
    direct: bool
    with_report: bool
    public: bool


def read_join_request(request: HttpRequest) -> JoinRequest:
    """The form in a body.

    Raises:
        NotThisWay: no multipart/form-data.
        BodyTooLarge, BadBody: the form is too large, or broken.
        BadJoin: with every fault of the form.
        ForbiddenAddress, NoAnswer: the table is at an address that cannot be read.
    """
    if request.content_type != "multipart/form-data":
        raise NotThisWay(
            f"The body is '{request.content_type}'; send Content-Type: multipart/form-data.",
            f"Nội dung gửi lên là '{request.content_type}'; hãy gửi Content-Type: multipart/form-data.",
        )
    form, files = _parts(request)
    faults = [*_form_faults(form), *_table_faults(files, form)]
    if faults:
        raise BadJoin(faults)
    source, body = _table(files, form)
    values = form.get("right-dataset-data-value-list")
    return JoinRequest(
        collection_id=form["collection-id"],
        key_field=form["collection-key"],
        reading=Reading(
            key=form["right-dataset-key"],
            values=None if values is None else tuple(name.strip() for name in values.split(",")),
            delimiter={"\\t": "\t"}.get(form.get("csv-file-delimiter", ""), form.get("csv-file-delimiter")),
            header_row=int(form.get("csv-file-header-row-number", 1)),
            data_row=int(form["csv-file-data-start-row-number"]) if "csv-file-data-start-row-number" in form else None,
        ),
        source=source,
        body=body,
        direct=form.get("output-formats") == OUTPUT_DIRECT,
        with_report=form.get("include-join-metadata") == "true",
        public=form.get("public") == "true",
    )


def _parts(request: HttpRequest) -> tuple[dict[str, str], dict[str, UploadedFile]]:
    """Fields that are filled in, and files; raises BodyTooLarge, BadBody."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES + MOST_FORM_BYTES:
        raise BodyTooLarge
    try:
        form = {name: str(value) for name, value in request.POST.items() if value != ""}
        return form, {name: file for name, file in request.FILES.items() if isinstance(file, UploadedFile)}
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
        raise BodyTooLarge from error
    except (MultiPartParserError, UnicodeDecodeError) as error:
        raise BadBody(f"The form cannot be read: {error}.", f"Không đọc được biểu mẫu: {error}.") from error


def _form_faults(form: Mapping[str, str]) -> list[Fault]:
    faults = [Fault(name, "is missing", "còn thiếu") for name in REQUIRED if name not in form]
    faults += [
        Fault(name[:100], "is no field of this form", "không có trong biểu mẫu") for name in form if name not in FIELDS
    ]
    choices = {
        "right-dataset-format": (INPUT_CSV,),
        "csv-file-delimiter": (*DELIMITERS, "\\t"),
        "output-formats": (OUTPUT, OUTPUT_DIRECT),
        "include-join-metadata": ("true", "false"),
        "public": ("true", "false"),
    }
    for name, known in choices.items():
        if name in form and form[name] not in known:
            there = ", ".join(known)
            faults.append(Fault(name, f"must be one of {there}", f"phải là một trong {there}"))
    for name in ("csv-file-header-row-number", "csv-file-data-start-row-number"):
        text = form.get(name, "1")
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_ROWS and len(text) < 9):
            faults.append(Fault(name, f"must be a row from 1 to {MOST_ROWS}", f"phải là số dòng từ 1 đến {MOST_ROWS}"))
    for name, value in form.items():
        if "\x00" in value:
            faults.append(Fault(name[:100], "holds a NUL character", "có ký tự NUL"))
    return faults


def _table_faults(files: Mapping[str, UploadedFile], form: Mapping[str, str]) -> list[Fault]:
    others = [name for name in files if name != FILE]
    faults = [
        Fault(name[:100], f"is not expected; send one file {FILE}", f"không dùng; hãy gửi tệp {FILE}")
        for name in others
    ]
    if (FILE in files) == ("right-dataset-url" in form):
        faults.append(
            Fault(FILE, "or right-dataset-url: send one of them", "hoặc right-dataset-url: hãy gửi một trong hai")
        )
    return faults


def _table(files: Mapping[str, UploadedFile], form: Mapping[str, str]) -> tuple[str, bytes]:
    """Name and bytes of the table; a file is read no further than a table may be long."""
    if "right-dataset-url" in form:
        url = form["right-dataset-url"]
        return url, outside.fetch(url, most_bytes=MOST_BYTES, seconds=FETCH_SECONDS).body
    file = files[FILE]
    return file.name or "table.csv", file.read(MOST_BYTES + 1)
