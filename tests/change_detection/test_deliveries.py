"""A file handed in at the page: taken at once, made by a job in a process of its own, told in the sender's words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from change_detection.models import MAKING_JOB, Delivery, Run, Scene
from change_detection.scenes.limits import SceneLimits
from change_detection.services import making
from geo_server.core import clock, jobs, storage
from geo_server.core.models import Job
from geo_server.core.subject import system
from layers import api as layers
from tests.factories.pictures import write_picture
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")
Commits = Callable[..., Any]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    return tmp_path / "storage"


def signed_in(name: str, role: str, *, sees_imagery: bool = True) -> Client:
    user = User.objects.create_user(name, password="a-long-password")
    layers.create_organisation(name, title_vi=name, title_en=name)
    layers.add_member(user.pk, organisation=name, role=role)
    if sees_imagery:
        layers.grant_read(theme="imagery", to=name, by=OFFICE, now=clock.now())
    client = Client(headers={"accept": "text/html"})
    client.force_login(user)
    return client


@pytest.fixture
def planner(db: None) -> Client:
    return signed_in("planner", "planner")


def hand_in(client: Client, path: Path, **more: Any) -> Any:
    content = SimpleUploadedFile(path.name, path.read_bytes())
    said = {"file": content, "acquired": "2024-02-10T10:30", "title": "Thử"} | more
    return client.post("/scenes?lang=vi", said)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_is_taken_at_once_and_becomes_a_scene_later(
    planner: Client, tmp_path: Path, own_folder: Path, django_capture_on_commit_callbacks: Commits
):
    with django_capture_on_commit_callbacks() as waiting:
        answer = hand_in(planner, write_tiny_scene(tmp_path / "quan12.tif"))
    delivery = Delivery.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/scenes#delivery-{delivery.pk}")
    assert (delivery.state, Scene.objects.count()) == ("received", 0)
    assert 'data-state="received"' in planner.get("/scenes").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for start in waiting:
            start()
    scene = Scene.objects.get()
    state = planner.get(f"/scenes/deliveries/{delivery.pk}").json()
    assert (state["state"], state["scene"]) == ("ready", scene.pk)
    assert left_in(own_folder) == sorted([f"{scene.pk}.mask.tif", f"{scene.pk}.tif", f"{scene.pk}.webp"])
    collection = layers.get_collection(OFFICE, collection_id=f"scene_{scene.pk}")
    assert (collection.count, collection.theme, collection.coverage) == (1, "imagery", f"scenes/{scene.pk}.tif")
    page = planner.get("/scenes").content.decode()
    assert "Thử" in page
    assert f"/scenes/{scene.pk}/quicklook.webp" in page
    picture = planner.get(f"/scenes/{scene.pk}/quicklook.webp")
    assert b"".join(picture.streaming_content)[8:12] == b"WEBP"


def test_what_is_wrong_with_a_file_is_said_and_nothing_is_kept(
    planner: Client, tmp_path: Path, own_folder: Path, django_capture_on_commit_callbacks: Commits
):
    whole = write_tiny_scene(tmp_path / "whole.tif").read_bytes()
    broken = tmp_path / "quan12.tif"
    broken.write_bytes(whole[: len(whole) // 2])
    with django_capture_on_commit_callbacks(execute=True):
        assert hand_in(planner, broken).status_code == 302
    delivery = Delivery.objects.get()
    assert (delivery.state, Job.objects.get(kind=MAKING_JOB).state) == ("failed", "failed")
    page = planner.get("/scenes?lang=vi").content.decode()
    assert "Không đọc được quan12.tif: tệp bị cụt" in page
    assert "the file is truncated" in planner.get("/scenes?lang=en").content.decode()
    assert not Scene.objects.exists()
    assert left_in(own_folder) == []
    assert layers.list_collections(OFFICE, theme="imagery") == []


def test_an_empty_file_is_refused_at_the_form(planner: Client, tmp_path: Path, own_folder: Path):
    (tmp_path / "empty.tif").write_bytes(b"")
    assert hand_in(planner, tmp_path / "empty.tif").status_code == 400
    assert not Delivery.objects.exists()
    assert left_in(own_folder) == []


def test_the_same_picture_again_is_the_same_scene(
    planner: Client, tmp_path: Path, django_capture_on_commit_callbacks: Commits
):
    for name in ("a.tif", "b.tif"):
        with django_capture_on_commit_callbacks(execute=True):
            hand_in(planner, write_tiny_scene(tmp_path / name))
    assert [one.state for one in Delivery.objects.all()] == ["ready", "ready"]
    assert Scene.objects.count() == 1


def test_a_sender_who_may_not_see_the_scene_is_not_told_that_it_was_there(
    planner: Client, tmp_path: Path, django_capture_on_commit_callbacks: Commits
):
    path = write_tiny_scene(tmp_path / "a.tif")
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(planner, path, title="Ảnh mật")
    stranger = signed_in("stranger", "planner", sees_imagery=False)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(stranger, path, title="Của tôi")
    state = stranger.get(f"/scenes/deliveries/{Delivery.objects.order_by('created_at').last().pk}").json()  # type: ignore[union-attr]
    assert (state["state"], state["scene"]) == ("ready", None)
    assert "Ảnh mật" not in stranger.get("/scenes").content.decode()
    scene = Scene.objects.get()
    assert stranger.get(f"/scenes/{scene.pk}/quicklook.webp").status_code == 404


def test_a_delivery_is_seen_by_its_sender_only(planner: Client, tmp_path: Path):
    hand_in(planner, write_tiny_scene(tmp_path / "geheim.tif"))
    delivery = Delivery.objects.get()
    other = signed_in("other", "planner")
    assert planner.get(f"/scenes/deliveries/{delivery.pk}").status_code == 200
    for client in (other, Client()):
        assert client.get(f"/scenes/deliveries/{delivery.pk}").status_code == 404
        assert "geheim.tif" not in client.get("/scenes").content.decode()
    citizen = signed_in("citizen", "reader")
    assert hand_in(citizen, tmp_path / "geheim.tif").status_code == 403


def test_a_dismissed_job_ends_its_delivery(
    planner: Client, tmp_path: Path, own_folder: Path, django_capture_on_commit_callbacks: Commits
):
    with django_capture_on_commit_callbacks() as waiting:
        hand_in(planner, write_tiny_scene(tmp_path / "a.tif"))
    delivery = Delivery.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.cancel_job(str(delivery.job_id))
    with django_capture_on_commit_callbacks(execute=True):
        for start in waiting:
            start()
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert "đã bị dừng" in delivery.reason_vi
    assert left_in(own_folder) == []
    assert not Scene.objects.exists()


def test_a_new_scene_is_compared_with_the_latest_earlier_one(
    planner: Client, tmp_path: Path, django_capture_on_commit_callbacks: Commits
):
    for month, seed in ((1, 1), (3, 2)):
        with django_capture_on_commit_callbacks(execute=True):
            hand_in(planner, write_tiny_scene(tmp_path / f"{seed}.tif", seed=seed), acquired=f"2024-0{month}-01T08:00")
    elsewhere = write_tiny_scene(tmp_path / "far.tif", seed=3, east_m=5000)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(planner, elsewhere, acquired="2024-03-20T08:00")
    newest = write_tiny_scene(tmp_path / "new.tif", seed=4)
    with django_capture_on_commit_callbacks() as waiting:
        hand_in(planner, newest, acquired="2024-05-01T08:00", compare="on")
    with django_capture_on_commit_callbacks():  # the comparison itself is not run
        for start in waiting:
            start()
    run = Run.objects.get()
    assert (run.before.acquired.month, run.after.acquired.month) == (3, 5)
    assert Delivery.objects.get(file_name="new.tif").run_id == run.pk


@pytest.mark.parametrize(
    ("acquired", "says"), [("2999-01-01T08:00", "nằm trong tương lai"), ("", "không ghi ngày chụp")]
)
def test_a_day_that_cannot_be_and_one_that_nobody_says(
    planner: Client,
    tmp_path: Path,
    own_folder: Path,
    django_capture_on_commit_callbacks: Commits,
    acquired: str,
    says: str,
):
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(planner, write_tiny_scene(tmp_path / "a.tif"), acquired=acquired)
    delivery = Delivery.objects.get()
    assert (delivery.state, Scene.objects.count(), left_in(own_folder)) == ("failed", 0, [])
    assert says in delivery.reason_vi


def test_a_full_disk_while_a_scene_is_made_leaves_its_sentence_and_nothing_else(
    planner: Client,
    tmp_path: Path,
    own_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commits,
):
    """The fences of the making process let it write 100 kB into one file: the kernel refuses the rest."""
    monkeypatch.setattr(making, "LIMITS", SceneLimits(bytes_out=100_000))
    noise = np.random.default_rng(1).integers(0, 255, (3, 600, 600), dtype=np.uint8)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(planner, write_picture(tmp_path / "a.tif", values=noise))
    delivery = Delivery.objects.get()
    assert "ổ đĩa của máy chủ đã đầy" in delivery.reason_vi
    assert (delivery.state, Scene.objects.count(), left_in(own_folder)) == ("failed", 0, [])


def test_names_of_files_cannot_leave_their_folder(planner: Client, tmp_path: Path, own_folder: Path):
    content = SimpleUploadedFile("x.tif", write_tiny_scene(tmp_path / "a.tif").read_bytes())
    content.name = "..%2f..%2fetc/../pass wd?.tif"
    planner.post("/scenes", {"file": content, "acquired": "2024-02-10T10:30"})
    delivery = Delivery.objects.get()
    assert storage.path_of(delivery.file_key).is_relative_to(own_folder / "deliveries")
