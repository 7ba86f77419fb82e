"""Whether words could be Vietnamese: onset, rhyme and tone of a syllable.

Text decoded with the wrong table still is letters; it seldom is syllables. That is how encodings are told apart.
"""

import re
import unicodedata
from collections.abc import Iterable

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x".split()
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oong ooc
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh
uôc uôi uôm uôn uông uôt uơ uy uya uych uynh uyt uyu uyp uyên uyêt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yên yêm yêt yêu yêng
""".split()
_AFTER_Q = """
a ac ach ai an ang anh ao at au ay ăc ăn ăng ăp ăt âc ân âng ât âu ây e en eo et ê ên êt êu êch i ich in it iên iêt
y ych yên yêt ynh yt ơ ôc
""".split()

_BARE = {o + r for o in ["", *_ONSETS] for r in _RHYMES} | {f"qu{r}" for r in _AFTER_Q}
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_SHARP_OR_HEAVY = ("\u0301", "\u0323")
_WORD = re.compile(r"[^\W\d_]+")


def is_syllable(word: str) -> bool:
    """True for what a Vietnamese reader could pronounce: "nguyễn", "Quận", "12" not, "nguyßn" not."""
    spread = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", spread.translate(_TONES))
    tones = [letter for letter in spread if letter in "\u0300\u0301\u0303\u0309\u0323"]
    if len(tones) > 1 or bare not in _BARE:
        return False
    return not (tones and _STOPPED.search(bare)) or tones[0] in _SHARP_OR_HEAVY


def words_with_marks(text: str) -> list[str]:
    """The words of a text that have a letter beyond ASCII: the only ones that show how it was encoded.

    A single letter shows nothing: Ø is a diameter in one encoding and ỉ in another.
    """
    composed = unicodedata.normalize("NFC", text)
    return [word for word in _WORD.findall(composed) if len(word) > 1 and not word.isascii()]


def count_syllables(texts: Iterable[str]) -> tuple[int, int]:
    """Of the words with marks in some texts, how many are Vietnamese syllables, and how many there are.

    What stands for no letter at all (unknown bytes, control characters) counts as a word that is none.
    """
    good = total = 0
    for text in texts:
        words = words_with_marks(text)
        good += sum(map(is_syllable, words))
        total += len(words) + sum(1 for letter in text if unicodedata.category(letter) in ("Cc", "Cn", "Co", "So"))
    return good, total
