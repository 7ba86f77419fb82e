"""What an import graph cannot see: direction of foreign keys, torch absent from the web process, sizes and names."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("geo_server", "layers", "publishing", "networks", "tiles", "change_detection", "ocm", "works", "warehouse")
# Lower number = lower floor; a foreign key may only point to the same or a lower floor.
FLOOR = {
    "contenttypes": 0,
    "auth": 0,
    "core": 1,
    "layers": 2,
    "publishing": 3,
    "tiles": 4,
    "change_detection": 4,
    "networks": 4,
    "ocm": 5,
    "works": 5,
    "warehouse": 6,
    "ogc": 7,
    "site": 8,
}


def our_files() -> list[Path]:
    return [p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "node_modules" not in p.parts]


def test_foreign_keys_point_down_and_leave_no_trace_above() -> None:
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in FLOOR or label in {"auth", "contenttypes"}:
            continue
        for field in model._meta.get_fields():
            if not getattr(field, "remote_field", None) or field.auto_created or field.related_model is None:
                continue
            target = field.related_model._meta.app_label
            if target == label:
                continue
            assert FLOOR[target] < FLOOR[label], f"{model.__name__}.{field.name} points up to {target}"
            assert field.remote_field.related_name == "+", f"{model.__name__}.{field.name} leaves a name on {target}"


@pytest.mark.parametrize("module", ["geo_server.site.wsgi", "geo_server.site.mapproxy_wsgi", "geo_server.site.celery"])
def test_a_serving_process_starts_without_torch(module: str) -> None:
    look = f"import {module}, sys, django; django.setup(); print([m for m in ('torch', 'timm') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, cwd=ROOT, env=os.environ)
    assert done.stdout.strip().splitlines()[-1] == "[]", done.stdout + done.stderr


def test_a_web_worker_carries_no_image_or_table_library_before_one_is_needed() -> None:
    heavy = "pandas pyarrow xarray rasterio rio_tiler pyogrio scipy cv2 matplotlib"
    loaded = f"[m for m in '{heavy}'.split() if m in sys.modules]"
    look = f"import geo_server.site.wsgi, geo_server.site.urls, sys; print({loaded})"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, cwd=ROOT, env=os.environ)
    assert done.stdout.strip().splitlines()[-1] == "[]", done.stdout + done.stderr


def test_no_file_is_named_for_nothing() -> None:
    assert [p for p in our_files() if p.stem in {"utils", "helpers", "common", "misc"}] == []


def test_no_file_got_away() -> None:
    too_long = {str(p.relative_to(ROOT)): n for p in our_files() if (n := len(p.read_text().splitlines())) > 500}
    assert too_long == {}


def test_every_module_says_what_is_in_it() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in our_files()
        if "migrations" not in p.parts and p.read_text().strip() and not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert silent == []


def test_only_migrations_may_be_empty_files() -> None:
    empty = [p for p in our_files() if not p.read_text().strip() and p.parent.name != "migrations"]
    assert empty == []
