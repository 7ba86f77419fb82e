"""What somebody says of a picture that he hands in."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DeliveryOrder:
    """What the sender says; what he leaves out is read from the file.

    Attributes:
        acquired: when it was taken.
        crs: for a picture that does not name its CRS, for example "EPSG:9210".
        sun_elevation_deg, sun_azimuth_deg: azimuths run clockwise from north.
        public: everybody may see the scene.
        compare: compare it with an earlier scene of the place as soon as it is made.
        same_sensor_first: rather with one of the same sensor than with the latest.
    """

    acquired: datetime | None = None
    title_vi: str = ""
    title_en: str = ""
    sensor: str = ""
    view_angle_deg: float | None = None
    sun_elevation_deg: float | None = None
    sun_azimuth_deg: float | None = None
    crs: str = ""
    public: bool = False
    compare: bool = False
    same_sensor_first: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The order as a row keeps it."""
        return asdict(self) | {"acquired": self.acquired.isoformat() if self.acquired else None}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "DeliveryOrder":
        """The order in a row; what a later version has added keeps its default."""
        known = {field.name: plain[field.name] for field in fields(cls) if field.name in plain}
        acquired = known.get("acquired")
        return cls(**known | {"acquired": datetime.fromisoformat(acquired) if acquired else None})
