"""The register of building permits."""

from layers import api as layers

from ..city.city import City
from ..city.permits import Permit
from .entry import Entry, codes, describe, features_of

SOURCES = codes(drawing=("Bản vẽ", "Drawing"), address=("Chỉ có địa chỉ", "Address only"))
STATUSES = codes(valid=("Có hiệu lực", "Valid"), revoked=("Đã thu hồi", "Revoked"))


def permit_entries(city: City) -> list[Entry]:
    """The collection `permits`; who holds a permit is shown only by grant."""
    spec = describe(
        "permits",
        ("Giấy phép xây dựng", "Building permits"),
        theme="permits",
        geometry="Geometry",
        owner="construction",
        fields=(
            layers.Field("permit_no", "string", "Số giấy phép", "Permit number", role="code", required=True),
            layers.Field("address", "string", "Địa chỉ", "Address", role="title"),
            layers.Field("parcel_sheet", "string", "Số tờ bản đồ", "Map sheet"),
            layers.Field("parcel_number", "integer", "Số thửa", "Parcel number"),
            layers.Field("issued", "date", "Ngày cấp", "Issued"),
            layers.Field("expires", "date", "Hết hạn", "Expires"),
            layers.Field("temporary", "boolean", "Giấy phép có thời hạn", "Temporary"),
            layers.Field("footprint_m2", "number", "Diện tích xây dựng", "Footprint", unit="m2"),
            layers.Field("floors", "integer", "Số tầng", "Floors"),
            layers.Field("issued_by", "string", "Cơ quan cấp", "Issued by"),
            layers.Field("geometry_source", "string", "Nguồn vị trí", "Source of the geometry", codes=SOURCES),
            layers.Field("status", "string", "Tình trạng", "Status", codes=STATUSES),
            layers.Field("ward", "string", "Mã phường, xã", "Ward code"),
            layers.Field("holder", "string", "Chủ đầu tư", "Holder", private=True),
        ),
    )
    addresses = dict(zip((plot.lot.code for plot in city.plots), city.addresses, strict=True))
    rows = [_row(city, permit, number, addresses) for number, permit in enumerate(city.permits, start=1)]
    return [Entry(spec, features_of((permit.shape for permit in city.permits), rows), key="permit_no")]


def _row(city: City, permit: Permit, number: int, addresses: dict[str, str]) -> dict[str, object]:
    ward = city.unit_index.unit_at(permit.lot.ground.centroid).code
    return {
        "permit_no": f"{number:04d}/{permit.issued.year}/GPXD",
        "address": addresses[(permit.named or permit.lot).code],
        "parcel_sheet": permit.named.sheet if permit.named else None,
        "parcel_number": permit.named.number if permit.named else None,
        "issued": permit.issued,
        "expires": permit.expires,
        "temporary": permit.temporary,
        "footprint_m2": permit.footprint_m2,
        "floors": permit.floors,
        "issued_by": permit.issuer if permit.issuer == "construction" else f"ward_{ward}",
        "geometry_source": "drawing" if permit.is_drawn else "address",
        "status": "valid",
        "ward": ward,
        "holder": permit.holder,
    }
