"""What the bytes of Vietnamese encodings stand for; a letter may come as a base and combining marks (compose to NFC).

TCVN3 is the encoding of the ABC fonts (.VnTime, .VnArial); in their capital twins (.VnTimeH) the codes of small letters
are drawn as capitals, so a file holds small letters there: `capitals` brings the words back. The capitals with a tone
that TCVN 5712 VN1 has above 0xA0 are taken too. VNI-Windows writes tones and roofs as letters of their own after the
vowel. CP1258 is Microsoft's: roofs composed, tones combining.
"""

import codecs
import unicodedata

BYTES = 256
UNKNOWN = "\ufffd"

_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđẰ",
    0xB0: "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
}
"""First byte of a run to its letters."""

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_ROOF, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    0xF8: _GRAVE,
    0xF9: _ACUTE,
    0xFB: _HOOK,
    0xF5: _TILDE,
    0xEF: _DOT,
    0xE2: _ROOF,
    0xE0: _ROOF + _GRAVE,
    0xE1: _ROOF + _ACUTE,
    0xE5: _ROOF + _HOOK,
    0xE3: _ROOF + _TILDE,
    0xE4: _ROOF + _DOT,
    0xEA: _BREVE,
    0xE8: _BREVE + _GRAVE,
    0xE9: _BREVE + _ACUTE,
    0xFA: _BREVE + _HOOK,
    0xFC: _BREVE + _TILDE,
    0xEB: _BREVE + _DOT,
}
"""Byte of a mark after a small letter; the mark after a capital is 0x20 lower and means the same."""
_VNI_LETTERS = {0xF4: "ơ", 0xF6: "ư", 0xF1: "đ", 0xED: "í", 0xEC: "ì", 0xE6: "ỉ", 0xF3: "ĩ", 0xF2: "ị", 0xEE: "ỵ"}
_CAPITAL = 0x20


def _by_codec(name: str, unknown: str = UNKNOWN) -> list[str]:
    decode = codecs.getdecoder(name)
    letters = []
    for byte in range(BYTES):
        try:
            letters.append(decode(bytes([byte]))[0])
        except UnicodeDecodeError:
            letters.append(unknown)
    return letters


def _tcvn3() -> list[str]:
    table = _by_codec("cp1252")
    for first, letters in _TCVN3.items():
        table[first : first + len(letters)] = letters
    return table


def _vni() -> list[str]:
    table = _by_codec("cp1252")
    for byte, meaning in _VNI_MARKS.items():
        table[byte] = table[byte - _CAPITAL] = meaning
    for byte, letter in _VNI_LETTERS.items():
        table[byte], table[byte - _CAPITAL] = letter, letter.upper()
    return table


TABLES: dict[str, tuple[str, ...]] = {
    "tcvn3": tuple(_tcvn3()),
    "vni": tuple(_vni()),
    "cp1258": tuple(_by_codec("cp1258")),
    "cp1252": tuple(_by_codec("cp1252")),
}
"""Encoding to the letters of its 256 bytes, UNKNOWN where it has none."""
WINDOWS = {letter: byte for byte, letter in enumerate(TABLES["cp1252"]) if ord(letter) > 0xFF and letter != UNKNOWN}
"""The letters of CP1252 that are not those of Latin-1, to their bytes: what text read as CP1252 shows them as."""


def decode_bytes(data: bytes, encoding: str) -> str:
    """The text of some bytes, composed (NFC); UNKNOWN for what cannot be read. Encodings not in TABLES are Python's."""
    if encoding not in TABLES:
        return unicodedata.normalize("NFC", data.decode(encoding, "replace"))
    table = TABLES[encoding]
    return unicodedata.normalize("NFC", "".join([table[byte] for byte in data]))
