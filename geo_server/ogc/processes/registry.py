"""The one list of processes: id to the class that does it, in the words of pygeoapi's configuration."""

from typing import Any

HERE = "geo_server.ogc.processes"

PROCESSES = {
    "area-at": f"{HERE}.area_at.AreaAt",
    "echo": f"{HERE}.echo.Echo",
    "transform-coordinates": f"{HERE}.transform_coordinates.TransformCoordinates",
}


def process_resources() -> dict[str, dict[str, Any]]:
    """The processes as resources of pygeoapi."""
    return {name: {"type": "process", "processor": {"name": path}} for name, path in PROCESSES.items()}
