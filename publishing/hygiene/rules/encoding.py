"""Text in another encoding than a reader would take it for."""

from collections.abc import Iterator

from ...kinds import Choice, Proposal
from ..context import Context
from ..profiles import Profile
from ..text.choose import Verdict
from ..text.reading import Reading
from ..wording import KEEP, listed

TITLES = {
    "utf-8": ("UTF-8 (Unicode)", "UTF-8 (Unicode)"),
    "tcvn3": ("TCVN3 (phông ABC, .VnTime)", "TCVN3 (ABC fonts, .VnTime)"),
    "vni": ("VNI-Windows", "VNI-Windows"),
    "cp1258": ("CP1258 (Windows tiếng Việt)", "CP1258 (Windows Vietnamese)"),
    "cp1252": ("CP1252 (Windows Tây Âu)", "CP1252 (Windows Western)"),
}


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """At most one question for the layer, one per column that differs, one for text that was lost on its way."""
    del context
    reading = profile.reading
    if reading.verdict and "encoding" not in profile.said and not _as_expected(reading, reading.verdict):
        yield _layer(reading, reading.verdict)
    for name, verdict in reading.columns.items():
        yield _column(name, profile.titles[name], verdict)
    if reading.lost:
        yield _lost(profile)


def _as_expected(reading: Reading, verdict: Verdict) -> bool:
    """UTF-8 in a file that says nothing else needs no word."""
    return verdict.encoding == "utf-8" and not reading.declared


def _layer(reading: Reading, verdict: Verdict) -> Proposal:
    vi, en = TITLES.get(verdict.encoding, (verdict.encoding, verdict.encoding))
    said_vi, said_en = _said(reading, verdict)
    proof_vi, proof_en = _proof(reading, verdict)
    return Proposal(
        "encoding",
        f"Chữ trong tệp theo bảng mã {vi}{said_vi}.{proof_vi} Sẽ chuyển sang Unicode dựng sẵn.",
        f"The text is in {en}{said_en}.{proof_en} It will be converted to composed Unicode.",
        tuple(_choice(name) for name in dict.fromkeys([verdict.encoding, *TITLES])),
        {
            "encoding": verdict.encoding,
            "declared": reading.declared,
            "words": verdict.words,
            "share": round(verdict.share, 3),
            "others": dict(verdict.others),
            "samples": [list(pair) for pair in reading.samples],
        },
        sure=verdict.sure,
    )


def _said(reading: Reading, verdict: Verdict) -> tuple[str, str]:
    if not reading.declared:
        return "", ""
    if reading.declared == verdict.encoding:
        return ", đúng như tệp .cpg, .cst hoặc phần đầu tệp ghi", ", as the file says itself (.cpg, .cst or header)"
    return f", không phải {reading.declared} như tệp ghi", f", not {reading.declared} as the file says"


def _proof(reading: Reading, verdict: Verdict) -> tuple[str, str]:
    shown = f" Ví dụ: “{reading.samples[0][1]}”." if reading.samples else ""
    example = f" For example “{reading.samples[0][1]}”." if reading.samples else ""
    good = round(verdict.share * verdict.words)
    if not good:
        return shown, example
    return (
        f" {good} trên {verdict.words} từ có dấu đọc thành âm tiết tiếng Việt.{shown}",
        f" {good} of {verdict.words} words with marks read as Vietnamese syllables.{example}",
    )


def _column(name: str, title: str, verdict: Verdict) -> Proposal:
    vi, en = TITLES.get(verdict.encoding, (verdict.encoding, verdict.encoding))
    return Proposal(
        f"encoding:{name}",
        f"Riêng cột “{title}” theo bảng mã {vi}, khác các cột còn lại.",
        f"The column “{title}” alone is in {en}, unlike the others.",
        tuple(_choice(known) for known in dict.fromkeys([verdict.encoding, *TITLES])),
        {"column": name, "encoding": verdict.encoding, "words": verdict.words, "share": round(verdict.share, 3)},
        sure=verdict.sure,
    )


def _lost(profile: Profile) -> Proposal:
    lost = profile.reading.lost
    titles = listed(profile.titles[name] for name in lost)
    before, after = next(iter(profile.reading.samples), ("", ""))
    return Proposal(
        "lost_text",
        f"Chữ ở {titles} đã bị đọc sai bảng mã trước khi tới đây (“{before}” là “{after}”). Sẽ khôi phục.",
        f"The text of {titles} was read with a wrong encoding before it came here (“{before}” is “{after}”)."
        " It will be restored.",
        (Choice("restore", "Khôi phục chữ", "Restore the text"), KEEP),
        {"columns": {name: verdict.encoding for name, verdict in lost.items()}},
        sure=all(verdict.sure for verdict in lost.values()),
    )


def _choice(name: str) -> Choice:
    return Choice(name, *TITLES.get(name, (name, name)))
