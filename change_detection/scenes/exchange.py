"""What the making process is told and what it says, as lines of JSON."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from affine import Affine
from rasterio.crs import CRS

from change_detection.engine import errors as engine_errors
from change_detection.engine.grid import Grid
from geo_server.core.errors import DomainError

from . import errors
from .description import Description
from .limits import SceneLimits
from .making import Made, Making
from .mask import SkyShares


def order_line(order: Making) -> str:
    """An order as text."""
    plain: dict[str, object] = {"path": str(order.path), "work": str(order.work), "name": order.name}
    return json.dumps(plain | {"crs": order.crs, "dated": order.dated, "limits": asdict(order.limits)})


def order_of(text: str) -> Making:
    """The order in a text."""
    plain = json.loads(text)
    limits = SceneLimits(**plain["limits"])
    return Making(
        Path(plain["path"]), plain["name"], Path(plain["work"]), plain["crs"], dated=plain["dated"], limits=limits
    )


def progress_line(share: float, stage: str) -> str:
    """How far it is."""
    return json.dumps({"share": share, "stage": stage})


def answer_line(made: Made) -> str:
    """What was made."""
    grid = made.grid
    plain = asdict(made) | {
        "grid": {"rows": grid.rows, "cols": grid.cols, "transform": list(grid.transform)[:6], "crs": grid.crs.to_wkt()}
    }
    return json.dumps({"made": plain}, default=datetime.isoformat)


def refusal_line(error: DomainError) -> str:
    """Why nothing was made."""
    return json.dumps({"refused": type(error).__name__, "en": error.en, "vi": error.vi})


def made_of(plain: dict[str, Any]) -> Made:
    """What was made, of its JSON."""
    grid, said = plain["grid"], dict(plain["description"])
    if said["acquired"]:
        said["acquired"] = datetime.fromisoformat(said["acquired"])
    return Made(
        sha256=plain["sha256"],
        grid=Grid(grid["rows"], grid["cols"], Affine(*grid["transform"]), CRS.from_user_input(grid["crs"])),
        extent_wkt=plain["extent_wkt"],
        shares=SkyShares(**plain["shares"]),
        description=Description(**said),
        raster=plain["raster"],
    )


def error_of(plain: dict[str, Any]) -> DomainError:
    """The error that the process refused with, of its own class where it is one of ours."""
    known = getattr(errors, plain["refused"], None) or getattr(engine_errors, plain["refused"], None)
    error: DomainError = DomainError.__new__(known or DomainError)
    DomainError.__init__(error, plain["en"], plain["vi"])
    return error
