"""Pictures that come by themselves: a watched folder, and a bucket of a storage that speaks S3."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from change_detection import api
from change_detection.errors import BucketFailed
from change_detection.models import Delivery
from geo_server.core import clock, storage
from geo_server.core.subject import Subject, system
from layers.errors import NotAllowed
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")
CITIZEN = Subject(key="user:9", name="Lê Văn Tám")
ORDER = api.DeliveryOrder(compare=True)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def names(taken: list[api.DeliveryInfo]) -> list[str]:
    return [one.file_name for one in taken]


def test_a_file_is_taken_once_it_has_stopped_growing_and_only_once(db: None, inbox: Path):
    look = api.watch_scenes(str(inbox), order=ORDER, by=OFFICE)
    whole = write_tiny_scene(inbox / "quan12_2026-02-10.tif").read_bytes()
    (inbox / "quan12_2026-02-10.tif").write_bytes(whole[:1000])
    (inbox / "notes.txt").write_text("no picture")
    assert names(look(clock.now())) == []
    (inbox / "quan12_2026-02-10.tif").write_bytes(whole)
    assert names(look(clock.now())) == []
    assert names(look(clock.now())) == ["quan12_2026-02-10.tif"]
    assert names(look(clock.now())) == []
    again = api.watch_scenes(str(inbox), order=ORDER, by=OFFICE)  # another process, after a restart
    assert names(again(clock.now())) + names(again(clock.now())) == []
    delivery = Delivery.objects.get()
    assert storage.path_of(delivery.file_key).read_bytes() == whole
    assert delivery.order["acquired"] == datetime(2026, 2, 10, 5, tzinfo=UTC).isoformat()
    assert delivery.order["compare"] is True


def test_the_sidecars_of_a_picture_go_with_it(db: None, inbox: Path):
    for name in ("map.png", "map.pgw", "map.prj", "other.prj"):
        (inbox / name).write_bytes(b"content")
    look = api.watch_scenes(str(inbox), order=ORDER, by=OFFICE)
    look(clock.now())
    assert names(look(clock.now())) == ["map.zip"]
    content = storage.path_of(Delivery.objects.get().file_key).read_bytes()
    assert [name in content for name in (b"map.png", b"map.pgw", b"map.prj", b"other.prj")] == [True, True, True, False]


def test_a_link_in_the_folder_is_not_followed(db: None, inbox: Path, tmp_path: Path):
    (inbox / "link.tif").symlink_to(write_tiny_scene(tmp_path / "secret.tif"))
    look = api.watch_scenes(str(inbox), order=ORDER, by=OFFICE)
    look(clock.now())
    assert names(look(clock.now())) == []


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a storage with the API of S3, on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, settings: Any) -> Any:
    settings.S3_ENDPOINT, settings.S3_REGION, settings.S3_KEY, settings.S3_SECRET = s3, "us-east-1", "key", "secret"
    client = boto3.client(
        "s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket="imagery")
    return client


def test_an_object_is_fetched_by_its_address(db: None, bucket: Any, tmp_path: Path):
    content = write_tiny_scene(tmp_path / "a.tif").read_bytes()
    bucket.put_object(Bucket="imagery", Key="2026/quan12.tif", Body=content)
    delivery = api.fetch_scene("s3://imagery/2026/quan12.tif", order=ORDER, by=OFFICE, now=clock.now())
    assert delivery.file_name == "quan12.tif"
    assert storage.path_of(Delivery.objects.get().file_key).read_bytes() == content


def test_a_bucket_is_watched_like_a_folder(db: None, bucket: Any, tmp_path: Path):
    look = api.watch_scenes("s3://imagery/watched/", order=ORDER, by=OFFICE)
    assert names(look(clock.now())) == []
    bucket.put_object(Bucket="imagery", Key="watched/b.tif", Body=write_tiny_scene(tmp_path / "b.tif").read_bytes())
    bucket.put_object(Bucket="imagery", Key="watched/readme.txt", Body=b"no picture")
    assert names(look(clock.now())) == ["b.tif"]
    assert names(look(clock.now())) == []


def test_an_object_that_is_not_there_is_told_without_the_keys(db: None, bucket: Any):
    with pytest.raises(BucketFailed) as told:
        api.fetch_scene("s3://imagery/none.tif", order=ORDER, by=OFFICE, now=clock.now())
    assert "s3://imagery/none.tif" in told.value.vi
    assert "secret" not in f"{told.value.en} {told.value.vi}"
    assert not Delivery.objects.exists()


def test_a_citizen_hands_in_nothing(db: None, inbox: Path):
    with pytest.raises(NotAllowed):
        api.hand_in_scene(iter([b"x"]), file_name="a.tif", order=ORDER, by=CITIZEN, now=clock.now())
