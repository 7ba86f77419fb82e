"""The PDF: what stands in it, and that nobody can change it unseen."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from geo_server.core.subject import system
from tests.factories import digs
from tests.factories.digs import lay, line, show
from works import api as works
from works.errors import NotSigned, UnknownRequest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL, settings.VAR_DIR = tmp_path.as_uri(), tmp_path


@pytest.fixture
def paper(now: datetime) -> Path:
    """A request across the pipes of two owners, on paper."""
    lay("water", (line((-50, 5), (70, 5)), {"code": "ống-Ữ1", "kind": "main", "depth_m": 1.2}), now=now)
    show("water_lines", now=now)
    works.set_contact("water", phone="028 1111", emergency_phone="028 2222", by=system("test"), now=now)
    lay("power", (line((-50, 7), (70, 7)), {"code": "P-secret"}), now=now)
    return works.answer_paper(digs.BUILDER, digs.ask(now=now), now=now)


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages)


def test_it_names_request_purpose_asker_owners_and_contacts(paper: Path) -> None:
    text = text_of(paper)
    for words in (
        "DIG-2026-",
        "Sửa chữa ống cấp nước",
        "Trần Văn Đào",
        "ống-Ữ1",
        "028 2222",
        "Trang 1 / ",
        "20/07/2026",
    ):
        assert words in text, words


def test_it_holds_nothing_that_the_answer_does_not_tell(paper: Path) -> None:
    assert "P-secret" not in text_of(paper)
    assert b"P-secret" not in paper.read_bytes()


def test_its_signature_is_whole_and_ours(paper: Path) -> None:
    check = works.check_paper(paper)
    assert check.holds
    assert "Sửa chữa ống cấp nước" in check.reason


def test_a_changed_byte_breaks_it_wherever_it_stands(paper: Path, tmp_path: Path) -> None:
    """Also in the unused room of the signature, which the signature itself does not cover."""
    copy = tmp_path / "changed.pdf"
    for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.98):
        changed = bytearray(paper.read_bytes())
        changed[int(len(changed) * share)] ^= 1
        copy.write_bytes(changed)
        assert not _holds(copy), share


def test_what_is_added_behind_breaks_it(paper: Path, tmp_path: Path) -> None:
    copy = tmp_path / "longer.pdf"
    copy.write_bytes(paper.read_bytes() + b"\n% one more line\n")
    assert not _holds(copy)


def test_a_paper_signed_by_another_server_is_not_ours(paper: Path, tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "another"
    check = works.check_paper(paper)
    assert (check.intact, check.ours) == (True, False)


def test_the_private_key_is_readable_by_the_server_alone(paper: Path, tmp_path: Path) -> None:
    assert (tmp_path / "signing" / "key.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"hello"], ids=["empty", "only a head", "no PDF"])
def test_what_is_no_signed_paper_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(NotSigned):
        works.check_paper(path)


def test_others_get_no_paper(paper: Path, now: datetime) -> None:
    [request] = works.list_requests(digs.BUILDER)
    with pytest.raises(UnknownRequest):
        works.answer_paper(digs.OUTSIDER, request.id, now=now)


def test_a_purpose_can_make_the_paper_fetch_nothing(now: datetime, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("sentinel")
    trick = f'<img src="file://{tmp_path}/secret.txt"><link rel=attachment href="file://{tmp_path}/secret.txt">'
    request_id = digs.ask(now=now, title=trick[:200], purpose='"; } @import url(http://127.0.0.1:9/x)')
    paper = works.answer_paper(digs.BUILDER, request_id, now=now)
    assert PdfReader(io.BytesIO(paper.read_bytes())).attachments == {}
    assert "@import url" in text_of(paper), "it is printed as the text that it is"


def _holds(path: Path) -> bool:
    try:
        return works.check_paper(path).holds
    except NotSigned:
        return False
