"""Text as Vietnamese programs of the nineties wrote it: the way into each encoding, written down independently.

The strings are those of the keyboard manuals: what a reader sees when he opens such a text in a Western font.
"""

import unicodedata
from collections.abc import Callable

SMALL = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
LETTERS = SMALL + SMALL.upper()

_TCVN3_SMALL = "aµ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËeÌÐÎÏÑªÒÕÓÔÖi×ÝØÜÞoßãáâä«åèæçé¬êíëìîuïóñòô\xadõøö÷ùyúýûüþ®"
_TCVN3_CAPITAL = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
_VNI_SMALL = (
    "a aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä e eø eù eû eõ eï eâ eà eá eå eã eä i ì í æ ó ò"
    " o oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï u uø uù uû uõ uï ö öø öù öû öõ öï y yø yù yû yõ î ñ"
).split()


def to_tcvn3(text: str) -> bytes:
    """Bytes of the ABC fonts; a capital with a tone does not exist there and is typed small, in a capital font."""
    table = dict(zip(SMALL, _TCVN3_SMALL, strict=True)) | _TCVN3_CAPITAL
    return "".join(
        table.get(letter, table.get(letter.lower(), letter)) if not letter.isascii() else letter for letter in text
    ).encode("latin-1")


def to_vni(text: str) -> bytes:
    """Bytes of VNI-Windows; the mark after a capital is a capital."""
    table = dict(zip(SMALL, _VNI_SMALL, strict=True))
    table |= {letter.upper(): typed.upper() for letter, typed in table.items()}
    return "".join(table.get(letter, letter) for letter in text).encode("latin-1")


def to_cp1258(text: str) -> bytes:
    """Bytes of Windows 1258: vowels with roofs are letters, tones are marks of their own."""
    out = ""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(part for part in apart if part not in tones)) + tones
    return out.encode("cp1258")


def as_held(text: str, encoding: str) -> str:
    """The text as its encoding can hold it: TCVN3 has no capitals with a tone, they are typed small."""
    if encoding != "tcvn3":
        return text
    return "".join(letter if letter.isascii() or letter in _TCVN3_CAPITAL else letter.lower() for letter in text)


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "tcvn3": to_tcvn3,
    "vni": to_vni,
    "cp1258": to_cp1258,
    "utf-8": lambda text: text.encode(),
}

SENTENCES = (
    "Tuyến ống cấp nước đường Nguyễn Thị Định đoạn qua phường Cát Lái",
    "Trạm biến áp số 12 khu chế xuất Tân Thuận, điện áp định mức hai mươi hai ki-lô-vôn",
    "Hố ga bị ngập úng khi triều cường dâng cao, cửa xả không đóng kín",
    "Đồng hồ khách hàng bị vỡ mặt kính, đã thay thế ngày mồng chín tháng sáu",
    "Cột điện nghiêng về phía lòng đường, cần gia cố móng trước mùa mưa bão",
    "Ống nhựa uốn khuỷu, thuỷ đài, quảng trường, giếng khoan, xoắn ốc, nguệch ngoạc",
    "Vỉa hè rộng bốn mét rưỡi, trồng cây sưa đỏ, cây dầu rái và cây lim xẹt",
    "Ẩm thấp, ẵm bồng, ỷ lại, ỡm ờ, ưỡn ngực, uể oải, ỉu xìu, ị ạch",
)
"""Our own, with every vowel and tone."""
