"""From an answer to a PDF, and its signature."""

import base64
import hashlib
import io
import json
import logging
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from ..answer import Answer, to_document
from ..records import RequestRecord
from . import drawing
from .ground import ground_of
from .keys import signer
from .sheet import sheet_of

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

TEMPLATE = "works/paper.html"
SIGNATURE = "DiabanAnswer"


def digest_of(answer: Answer) -> str:
    """A name of what an answer tells, printed on every page."""
    text = json.dumps(to_document(answer), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def print_answer(request: RequestRecord, answer: Answer) -> bytes:
    """An A4 document in Vietnamese with English beside it, not yet signed."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    ground = ground_of(answer)
    picture = "data:image/png;base64," + base64.b64encode(ground).decode() if ground else None
    context = {
        "request": request,
        "sheet": sheet_of(answer),
        "map": drawing.draw(answer, ground=picture),
        "legend": drawing.legend_of(answer),
        "digest": digest_of(answer)[:16].upper(),
        "site": settings.PUBLIC_URL,
    }
    with translation.override("vi"):
        html = render_to_string(TEMPLATE, context)
    only_itself = URLFetcher(allowed_protocols=("data",))  # whatever a request says, nothing is fetched for it
    made: bytes = HTML(string=html, url_fetcher=only_itself).write_pdf(font_config=FontConfiguration())
    return made


def sign(document: bytes, *, reason: str, now: datetime) -> bytes:
    """The document with a signature over all of it: a changed byte breaks it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, sign_pdf

    about = PdfSignatureMetadata(field_name=SIGNATURE, reason=reason, location=settings.PUBLIC_URL, name="Địa bàn")
    written = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(document)), about, signer=signer())
    signed: bytes = written.getvalue()
    return signed
