"""Settings that do not hold stop the start, all of them named at once."""

from pathlib import Path

import pytest

from geo_server.site.env import WrongSettings, read_env

GOOD = {"DIABAN_SECRET_KEY": "k", "DIABAN_DATABASE_URL": "postgresql://u@h:5432/d"}


def test_what_is_not_set_has_its_default() -> None:
    env = read_env(GOOD | {"DIABAN_VAR": "/srv/var"})
    assert env.port == 8000
    assert env.storage_url == "file:///srv/var/storage"
    assert env.public_url == "http://127.0.0.1:8000"


def test_all_problems_are_told_together() -> None:
    with pytest.raises(WrongSettings) as stop:
        read_env({"DIABAN_PORT": "70000", "DIABAN_DEBUG": "maybe", "DIABAN_REDIS_URL": "amqp://x"})
    for name in ("DIABAN_PORT", "DIABAN_DEBUG", "DIABAN_REDIS_URL", "DIABAN_SECRET_KEY", "DIABAN_DATABASE_URL"):
        assert name in str(stop.value)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("from the file\n")
    env = read_env({"DIABAN_DATABASE_URL": GOOD["DIABAN_DATABASE_URL"], "DIABAN_SECRET_KEY_FILE": str(secret)})
    assert env.secret_key == "from the file"


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nothing"
    with pytest.raises(WrongSettings, match="nothing"):
        read_env({"DIABAN_DATABASE_URL": GOOD["DIABAN_DATABASE_URL"], "DIABAN_SECRET_KEY_FILE": str(missing)})
