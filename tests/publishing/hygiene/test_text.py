"""Text in every encoding that Vietnamese offices used comes out as composed Unicode, letter by letter."""

import unicodedata
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely

from publishing.errors import OpenQuestions
from publishing.hygiene import Cleaner, profile, propose
from publishing.hygiene.text.capitals import capitals
from publishing.hygiene.text.choose import choose_encoding, choose_repair, declared_encoding
from publishing.hygiene.text.recode import decode_column
from publishing.hygiene.text.syllables import is_syllable
from publishing.hygiene.text.tables import decode_bytes
from publishing.kinds import GEOMETRY
from publishing.reading import read

from .conftest import CITY, MakeLayer, cleaned, proposals_of
from .legacy import ENCODERS, LETTERS, SENTENCES, SMALL, as_held, to_tcvn3, to_vni

LEGACY = ("tcvn3", "vni", "cp1258")
OPEN = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


@pytest.mark.parametrize("encoding", LEGACY)
def test_every_vietnamese_letter_is_read(encoding: str) -> None:
    letters = SMALL if encoding == "tcvn3" else LETTERS
    assert [decode_bytes(ENCODERS[encoding](letter), encoding) for letter in letters] == list(letters)


def test_the_seven_plain_capitals_of_tcvn3_are_capitals() -> None:
    assert decode_bytes(to_tcvn3("ĂÂÊÔƠƯĐ"), "tcvn3") == "ĂÂÊÔƠƯĐ"


@pytest.mark.parametrize(
    ("seen", "encoding", "meant"),
    [
        ("ViÖt Nam", "tcvn3", "Việt Nam"),
        ("Hµ Néi", "tcvn3", "Hà Nội"),
        ("§µ N½ng", "tcvn3", "Đà Nẵng"),
        ("Vieät Nam", "vni", "Việt Nam"),
        ("Haø Noäi", "vni", "Hà Nội"),
        ("Ñaø Naüng", "vni", "Đà Nẵng"),
    ],
)
def test_what_people_saw_on_their_screens(seen: str, encoding: str, meant: str) -> None:
    assert decode_bytes(seen.encode("latin-1"), encoding) == meant


@pytest.mark.parametrize("encoding", [*LEGACY, "utf-8"])
def test_the_encoding_of_sentences_is_found(encoding: str) -> None:
    verdict = choose_encoding([ENCODERS[encoding](sentence) for sentence in SENTENCES])
    assert verdict is not None
    assert (verdict.encoding, verdict.sure) == (encoding, True)
    assert all(share < 0.5 for _, share in verdict.others)


@pytest.mark.parametrize("encoding", [*LEGACY, "utf-8"])
def test_a_whole_column_is_read_like_its_single_values(encoding: str) -> None:
    raw = [ENCODERS[encoding](sentence) for sentence in SENTENCES]
    column = pa.array([value.decode("latin-1") for value in raw] + [None, "", "plain"], pa.string())
    expected = [decode_bytes(value, encoding) for value in raw] + [None, "", "plain"]
    assert decode_column(column, encoding).to_pylist() == expected
    assert decode_column(column.slice(2, 4), encoding).to_pylist() == expected[2:6]


@pytest.mark.parametrize("encoding", LEGACY)
def test_a_shapefile_in_an_old_encoding_comes_out_right(encoding: str, tmp_path: Path) -> None:
    texts = [as_held(text, encoding) for text in (*SENTENCES, *SMALL)]
    shp = _shapefile(tmp_path, "Tên", texts, encoding)
    [layer] = read(shp, folder=tmp_path / "read").layers
    assert proposals_of(layer)["encoding"].choices[0].value == encoding
    table, faults = cleaned(layer)
    assert not faults
    assert table.column("Tên").to_pylist() == texts


@pytest.mark.real
@pytest.mark.parametrize("encoding", LEGACY)
def test_the_names_of_all_wards_survive_an_old_shapefile(encoding: str, tmp_path: Path, real_data: Path) -> None:
    source = real_data / "vector/admin/hcmc_admin.gpkg"
    full = pyogrio.raw.read(source, layer="wards_2025_168")[3][4]
    names = [as_held(unicodedata.normalize("NFC", name), encoding) for name in full]
    assert len(names) == 168
    [layer] = read(_shapefile(tmp_path, "Tên", names, encoding), folder=tmp_path / "read").layers
    table, _ = cleaned(layer)
    assert table.column("Tên").to_pylist() == names


def test_words_typed_in_a_capital_font_come_out_as_capitals(make_layer: MakeLayer) -> None:
    meant = ["THÀNH PHỐ HỒ CHÍ MINH", "UBND PHƯỜNG CÁT LÁI", "Y Tế Quận 1", "Trường THCS Lê Lợi"]
    shown = [to_tcvn3(text).decode("latin-1") for text in meant]
    table, _ = cleaned(make_layer({"ten": shown}, raw=True))
    assert table.column("ten").to_pylist() == meant


def test_a_name_that_begins_with_one_capital_stays_a_name() -> None:
    assert [capitals(text) for text in ("Tế", "Đỗ Thị Ấ", "THàNH phố")] == ["Tế", "Đỗ Thị Ấ", "THÀNH phố"]


def test_a_short_text_is_asked_about(make_layer: MakeLayer) -> None:
    layer = make_layer({"ten": [to_vni("Cầu").decode("latin-1"), "A", "B"]}, raw=True)
    proposal = proposals_of(layer)["encoding"]
    assert proposal.choices[0].value == "vni"
    assert not proposal.sure
    with pytest.raises(OpenQuestions) as refused:
        Cleaner(layer, propose(profile(layer, CITY), CITY), {}, CITY)
    assert "VNI" in refused.value.vi


@pytest.mark.parametrize(("charset", "found"), [("1252", "tcvn3"), ("UTF-8", "tcvn3"), ("", "tcvn3")])
def test_a_wrong_cpg_is_contradicted_by_the_bytes(charset: str, found: str, make_layer: MakeLayer) -> None:
    shown = [to_tcvn3(sentence).decode("latin-1") for sentence in SENTENCES]
    proposal = proposals_of(make_layer({"ten": shown}, raw=True, charset=charset))["encoding"]
    assert proposal.evidence["encoding"] == found
    assert proposal.evidence["declared"] == declared_encoding(charset)


def test_a_right_cpg_is_respected_for_a_text_that_nobody_could_judge(make_layer: MakeLayer) -> None:
    shown = [word.encode("gb2312").decode("latin-1") for word in ("线路", "变电站", "电缆")]
    layer = make_layer({"name": shown}, raw=True, charset="GB2312")
    table, _ = cleaned(layer)
    assert table.column("name").to_pylist() == ["线路", "变电站", "电缆"]


def test_western_text_is_not_taken_for_vietnamese(make_layer: MakeLayer) -> None:
    words = ["Café de la Gare", "Straße", "Häuser", "Señor Muñoz", "Größe", "Forêt"]
    layer = make_layer({"name": [word.encode("cp1252").decode("latin-1") for word in words]}, raw=True)
    assert proposals_of(layer)["encoding"].choices[0].value == "cp1252"
    assert cleaned(layer)[0].column("name").to_pylist() == words


def test_plain_text_and_unicode_are_not_asked_about(make_layer: MakeLayer) -> None:
    assert not proposals_of(make_layer({"name": ["Pole", "Line"]}, raw=True))
    assert not proposals_of(make_layer({"name": list(SENTENCES)}))
    western = ["Café", "Zürich", "Straße", "Müller"]
    assert not proposals_of(make_layer({"name": western}))


@pytest.mark.parametrize("encoding", [*LEGACY, "utf-8"])
def test_text_lost_on_its_way_into_unicode_is_restored(encoding: str, make_layer: MakeLayer) -> None:
    lost = [ENCODERS[encoding](s).decode("latin-1") for s in SENTENCES]
    layer = make_layer({"ten": lost, "note": ["ok"] * len(lost)})
    proposal = proposals_of(layer)["lost_text"]
    assert proposal.evidence["columns"] == {"ten": encoding}
    assert cleaned(layer)[0].column("ten").to_pylist() == [as_held(s, encoding) for s in SENTENCES]
    assert cleaned(layer, lost_text="keep")[0].column("ten").to_pylist() == lost


def test_letters_of_windows_1252_do_not_hide_what_was_lost(make_layer: MakeLayer) -> None:
    meant = ["Ống thép", "số “7” phố Vọng", "cấp nước"]
    shown = [_as_browsers_show(text.encode()) for text in meant]
    assert "€œ" in shown[1]
    verdict = choose_repair(shown)
    assert verdict is not None
    assert verdict.encoding == "utf-8"
    assert cleaned(make_layer({"ten": shown}))[0].column("ten").to_pylist() == meant


def _as_browsers_show(data: bytes) -> str:
    """CP1252 with the five bytes that it leaves open as control characters."""
    return "".join(bytes([byte]).decode("cp1252") if byte not in OPEN else chr(byte) for byte in data)


def test_a_column_in_another_encoding_is_read_on_its_own(make_layer: MakeLayer) -> None:
    layer = make_layer(
        {
            "ten": [to_tcvn3(s).decode("latin-1") for s in SENTENCES],
            "ghi_chu": [to_vni(s).decode("latin-1") for s in SENTENCES[:3]] + ["x"] * (len(SENTENCES) - 3),
        },
        raw=True,
    )
    assert {"encoding", "encoding:ghi_chu"} <= set(proposals_of(layer))
    table, _ = cleaned(layer)
    assert table.column("ten").to_pylist() == [as_held(s, "tcvn3") for s in SENTENCES]
    assert table.column("ghi_chu").to_pylist()[:3] == list(SENTENCES[:3])


def test_a_letter_cut_off_by_the_width_of_a_field_is_dropped(make_layer: MakeLayer) -> None:
    cut = "Đường Huỳnh Tấn Phá".encode() + "ạ".encode()[:2]
    shown = [s.encode().decode("latin-1") for s in SENTENCES] + [cut.decode("latin-1")]
    table, _ = cleaned(make_layer({"ten": shown}, raw=True))
    assert table.column("ten").to_pylist() == [*SENTENCES, "Đường Huỳnh Tấn Phá"]


def test_decomposed_unicode_is_composed(make_layer: MakeLayer) -> None:
    layer = make_layer({"ten": [unicodedata.normalize("NFD", s) for s in SENTENCES]})
    assert proposals_of(layer)["composed"].evidence["columns"] == ["ten"]
    assert cleaned(layer)[0].column("ten").to_pylist() == list(SENTENCES)


def test_names_of_columns_are_decoded_and_stay_distinct(make_layer: MakeLayer) -> None:
    name = to_tcvn3("Đường kính").decode("latin-1")
    values = [to_tcvn3(s).decode("latin-1") for s in SENTENCES]
    table, _ = cleaned(make_layer({name: values, "b": ["1"] * len(values)}, raw=True))
    assert table.column_names == ["row", "Đường kính", "b"]


@pytest.mark.parametrize("word", "nguyễn huỳnh khuỷu giếng gìn quyết quốc hoà hòa đường nghiêng ý ủy uỷ".split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nguyßn", "caf", "tàc", "bảt", "zürich", "häuser", "đđ", "ạo̧"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_the_owner_may_name_any_encoding_first(make_layer: MakeLayer) -> None:
    layer = make_layer({"ten": [word.encode("gb2312").decode("latin-1") for word in ("线路", "电缆")]}, raw=True)
    found = profile(layer, CITY, said={"encoding": "gb2312"})
    asked = propose(found, CITY)
    assert "encoding" not in {proposal.id for proposal in asked}
    cleaner = Cleaner(layer, asked, {"encoding": "gb2312"}, CITY)
    assert [cleaner.clean(batch)[0].column("ten").to_pylist() for batch in layer.batches()] == [["线路", "电缆"]]


def _shapefile(folder: Path, name: str, texts: list[str], encoding: str) -> Path:
    """A Shapefile whose bytes are the encoded texts, and which says nothing of its encoding."""
    path = folder / "old.shp"
    points = shapely.to_wkb(shapely.points(106.6 + np.arange(len(texts)) / 1e4, 10.7))
    column = np.array([ENCODERS[encoding](text).decode("latin-1") for text in texts], dtype="O")
    title = ENCODERS[encoding](name).decode("latin-1")
    pyogrio.raw.write(
        path,
        geometry=points,
        field_data=[column],
        fields=[title],
        geometry_type="Point",
        crs="EPSG:4326",
        encoding="ISO-8859-1",
    )
    path.with_suffix(".cpg").unlink(missing_ok=True)
    return path


def test_the_table_of_reading_keeps_its_geometry(make_layer: MakeLayer) -> None:
    table, _ = cleaned(make_layer({"a": ["x"]}, [shapely.Point(106.7, 10.8)]))
    assert table.column_names[-1] == GEOMETRY
