"""Check a signed answer: who signed it, when, and whether it is still as it was."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NotSigned
from .keys import trusted_certificate

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass(frozen=True)
class PaperCheck:
    """What a signature says.

    Attributes:
        intact: no byte has changed since it was signed, and nothing was added.
        ours: signed with the key of this server.
    """

    signer: str
    signed_at: datetime | None
    reason: str
    intact: bool
    ours: bool

    @property
    def holds(self) -> bool:
        """True if the paper may be relied on."""
        return self.intact and self.ours


def check_paper(path: Path) -> PaperCheck:
    """The state of a PDF's last signature; raises NotSigned."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        with path.open("rb") as file:
            return _check(PdfFileReader(file), path.name)
    except OSError as error:
        said = str(error.strerror)
        raise NotSigned(path.name, f"it cannot be read ({said}).", f"không đọc được ({said}).") from error
    except (PdfError, ValueError, LookupError, TypeError) as error:  # what a damaged file makes of the reader
        raise NotSigned(path.name, f"it is damaged ({error}).", f"tệp hỏng ({error}).") from error


def _check(document: "PdfFileReader", name: str) -> PaperCheck:
    from pyhanko import keys
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signatures = document.embedded_signatures
    if not signatures:
        raise NotSigned(name, "it carries no signature.", "không có chữ ký.")
    roots = list(keys.load_certs_from_pemder_data(trusted_certificate()))
    found = signatures[-1]
    status = validate_pdf_signature(found, ValidationContext(trust_roots=roots))
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and not _stuffing(found.pkcs7_content)
    return PaperCheck(
        signer=found.signer_cert.subject.human_friendly,
        signed_at=found.self_reported_timestamp,
        reason=str(found.sig_object.get("/Reason", "")),
        intact=status.intact and status.valid and whole,
        ours=status.trusted,
    )


def _stuffing(container: bytes) -> bytes:
    """What stands in the room that was kept for the signature and is not used by it: nothing, in a paper of ours."""
    from asn1crypto.cms import ContentInfo

    return bytes(container)[len(ContentInfo.load(container).dump()) :].strip(b"\0")
