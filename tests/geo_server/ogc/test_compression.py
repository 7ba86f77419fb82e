"""Content encodings: the one that the client likes best and that costs us least, and the same bytes behind each."""

import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard

from geo_server.ogc.compression import (
    best_encoding,
    compress,
    compress_stream,
    is_compressible,
    plain_tags,
    tag_of_encoding,
)
from layers import api as layers
from tests.factories.places import Door

READERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
}


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("GZIP", "gzip"),
        ("zstd;q=0.2, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "zstd"),
        ("*;q=0.5, zstd;q=0", "br"),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("", None),
        ("gzip;q=much", None),
    ],
)
def test_the_client_chooses_and_the_cost_decides(accepted: str, chosen: str | None) -> None:
    assert best_encoding(accepted) == chosen


@pytest.mark.parametrize("encoding", READERS)
def test_what_is_packed_can_be_read(encoding: str) -> None:
    text = "Địa bàn ".encode() * 1000
    assert READERS[encoding](compress(text, encoding)) == text
    pieces = [text[start : start + 700] for start in range(0, len(text), 700)]
    assert READERS[encoding](b"".join(compress_stream(pieces, encoding))) == text
    assert len(compress(text, encoding)) < len(text) / 20


def test_packed_files_are_not_packed_again() -> None:
    assert is_compressible("application/geo+json") and is_compressible("text/csv; charset=utf-8")
    assert is_compressible("application/flatgeobuf")
    assert not is_compressible("application/vnd.apache.parquet") and not is_compressible("image/png")


def test_a_strong_tag_names_the_encoding_and_a_weak_one_does_not() -> None:
    assert tag_of_encoding('"abc"', "br") == '"abc-br"' and tag_of_encoding('W/"abc"', "br") == 'W/"abc"'
    assert plain_tags('"abc-br", W/"d-e", "f-gzip"') == '"abc", W/"d-e", "f"'


@pytest.mark.parametrize("encoding", READERS)
def test_every_encoding_carries_the_same_items(places: layers.Collection, door: Door, encoding: str) -> None:
    plain = door.get("/collections/places/items")
    packed = door.get("/collections/places/items", **{"accept-encoding": encoding})
    assert packed["Content-Encoding"] == encoding and "Accept-Encoding" in packed["Vary"]
    cut = plain.content.index(b'"features"')
    assert READERS[encoding](packed.content)[cut:] == plain.content[cut:]
    unchanged = door.get("/collections/places/items", **{"accept-encoding": encoding, "if-none-match": packed["ETag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize("encoding", READERS)
def test_one_feature_is_known_again_in_every_encoding(places: layers.Collection, door: Door, encoding: str) -> None:
    asked = {"accept-encoding": encoding}
    answer = door.get("/collections/places/items/1", **asked)
    assert answer["Content-Encoding"] == encoding
    unchanged = door.get("/collections/places/items/1", **asked, **{"if-none-match": answer["ETag"]})
    assert (unchanged.status_code, unchanged["ETag"]) == (304, answer["ETag"])


def test_a_parquet_file_is_sent_as_it_is(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/items?f=parquet", **{"accept-encoding": "gzip, br, zstd"})
    assert "Content-Encoding" not in answer and answer.content.startswith(b"PAR1")
