"""The records of the services: this API, its STAC door, the map services."""

from ..formats import HTML, JSON, OPENAPI
from .record import Keeper, Link, Record, Text

KEYWORDS = (Text("dịch vụ", "service"), Text("OGC API", "OGC API"))
XML = "application/xml"


def list_services(*, url: str, maps_url: str, keeper: Keeper) -> list[Record]:
    """The services that anybody may call; what they answer depends on who asks."""
    return [
        _service(
            "ogc-api",
            Text("Dịch vụ dữ liệu OGC API", "Data service (OGC API)"),
            Text(
                "Đối tượng, ô bản đồ, kiểu vẽ, bản ghi, tiến trình của mọi lớp mà bạn được phép xem.",
                "Features, tiles, styles, records and processes of every layer that you may see.",
            ),
            keeper,
            Link("service", url, JSON, Text("Trang đầu", "Landing page")),
            Link("service-desc", f"{url}/openapi", OPENAPI, Text("Định nghĩa API", "API definition")),
            Link("service-doc", f"{url}/openapi?f=html", HTML, Text("Định nghĩa, để đọc", "Definition, to read")),
        ),
        _service(
            "stac-api",
            Text("Dịch vụ ảnh STAC", "Imagery service (STAC API)"),
            Text("Tìm ảnh vệ tinh, ảnh bay theo nơi và ngày chụp.", "Find scenes by place and day of acquisition."),
            keeper,
            Link("service", f"{url}/stac", JSON, Text("Trang đầu STAC", "STAC landing page")),
        ),
        _service(
            "map-wms",
            Text("Dịch vụ bản đồ WMS", "Map service (WMS)"),
            Text("Ảnh bản đồ WMS 1.1.1 và 1.3.0, cả VN-2000.", "Pictures by WMS 1.1.1 and 1.3.0, VN-2000 too."),
            keeper,
            Link(
                "service",
                f"{maps_url}/service?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities",
                XML,
                Text("Khả năng của WMS", "WMS capabilities"),
            ),
        ),
        _service(
            "map-wmts",
            Text("Dịch vụ ô bản đồ WMTS", "Map tile service (WMTS)"),
            Text("Ô ảnh bản đồ, cả trong lưới VN-2000.", "Map tiles, in a VN-2000 grid too."),
            keeper,
            Link(
                "service",
                f"{maps_url}/wmts/1.0.0/WMTSCapabilities.xml",
                XML,
                Text("Khả năng của WMTS", "WMTS capabilities"),
            ),
        ),
    ]


def _service(record_id: str, title: Text, description: Text, keeper: Keeper, *links: Link) -> Record:
    return Record(
        id=record_id,
        kind="service",
        title=title,
        description=description,
        keeper=keeper,
        keywords=KEYWORDS,
        links=links,
    )
