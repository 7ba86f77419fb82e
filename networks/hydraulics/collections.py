"""The collections that a hydraulic model becomes; an engineer edits them like any others."""

from layers import api as layers

from ..kinds import Domain, NetworkSpec, Part

Field, Code = layers.Field, layers.Code

WATER_NODES = (
    Code("source", "Nguồn", "Source"),
    Code("tank", "Bể chứa", "Tank"),
    Code("junction", "Nút", "Junction"),
)
WATER_LINKS = (Code("pipe", "Ống", "Pipe"), Code("pump", "Máy bơm", "Pump"), Code("valve", "Van", "Valve"))
DRAIN_NODES = (
    Code("manhole", "Hầm ga", "Manhole"),
    Code("outfall", "Cửa xả", "Outfall"),
    Code("storage", "Hồ điều tiết", "Storage"),
)
DRAIN_LINKS = (
    Code("conduit", "Cống", "Conduit"),
    Code("pump", "Máy bơm", "Pump"),
    Code("orifice", "Lỗ", "Orifice"),
    Code("weir", "Đập tràn", "Weir"),
)
OPEN_OR_SHUT = (Code("open", "Mở", "Open"), Code("closed", "Đóng", "Shut"))
CODE = Field("code", "string", "Mã", "Code", role="key", required=True)
TITLES: dict[Domain, tuple[str, str]] = {"water": ("Cấp nước", "Water supply"), "drainage": ("Thoát nước", "Drainage")}


def node_collection(network_id: str) -> str:
    """The id of the collection of a model's nodes."""
    return f"{network_id}_nodes"


def link_collection(network_id: str) -> str:
    """The id of the collection of a model's links."""
    return f"{network_id}_links"


def specs_of(network_id: str, domain: Domain, *, owner: str) -> tuple[layers.CollectionSpec, layers.CollectionSpec]:
    """Nodes and links; hidden from everybody but the owner until more is granted."""
    title_vi, title_en = TITLES[domain]
    water = domain == "water"
    nodes = layers.CollectionSpec(
        id=node_collection(network_id),
        title_vi=f"{title_vi} {network_id}: nút",
        title_en=f"{title_en} {network_id}: nodes",
        theme=f"network/{domain}",
        geometry_type="Point",
        fields=(CODE, _kind(WATER_NODES if water else DRAIN_NODES), *(_WATER_NODE if water else _DRAIN_NODE)),
        owner=owner,
        editable=True,
    )
    links = layers.CollectionSpec(
        id=link_collection(network_id),
        title_vi=f"{title_vi} {network_id}: tuyến",
        title_en=f"{title_en} {network_id}: links",
        theme=f"network/{domain}",
        geometry_type="LineString",
        fields=(CODE, _kind(WATER_LINKS if water else DRAIN_LINKS), *_ENDS, *(_WATER_LINK if water else _DRAIN_LINK)),
        owner=owner,
        editable=True,
    )
    return nodes, links


def network_of(network_id: str, domain: Domain, *, owner: str) -> NetworkSpec:
    """The network that both collections make."""
    title_vi, title_en = TITLES[domain]
    water = domain == "water"
    kinds = {"source": "source", "tank": "source", "valve": "valve"} if water else {"outfall": "sink"}
    columns = {"code": "code", "kind": "kind"}
    more = {"diameter": "diameter_mm"} if water else {"invert_from": "invert_from_m", "invert_to": "invert_to_m"}
    return NetworkSpec(
        id=network_id,
        title_vi=f"{title_vi} {network_id}",
        title_en=f"{title_en} {network_id}",
        domain=domain,
        owner=owner,
        nodes=(Part(node_collection(network_id), columns=columns),),
        links=(Part(link_collection(network_id), columns=columns | more, closed={"status": ("closed",)}),),
        kinds=kinds,
        flow="both" if water else "drawn",
    )


def _kind(codes: tuple[layers.Code, ...]) -> layers.Field:
    return Field("kind", "string", "Loại", "Kind", codes=codes, required=True)


_ENDS = (
    Field("from_node", "string", "Từ nút", "From node", required=True),
    Field("to_node", "string", "Đến nút", "To node", required=True),
)
_WATER_NODE = (
    Field("elevation_m", "number", "Cao độ", "Elevation", unit="m"),
    Field("demand_l_s", "number", "Nhu cầu", "Demand", unit="L/s"),
)
_WATER_LINK = (
    Field("length_m", "number", "Chiều dài", "Length", unit="m"),
    Field("diameter_mm", "number", "Đường kính", "Diameter", unit="mm"),
    Field("roughness", "number", "Hệ số nhám", "Roughness"),
    Field("status", "string", "Đóng mở", "Open or shut", codes=OPEN_OR_SHUT, required=True),
)
_DRAIN_NODE = (
    Field("invert_m", "number", "Cao độ đáy", "Invert", unit="m"),
    Field("depth_m", "number", "Chiều sâu", "Depth", unit="m"),
)
_DRAIN_LINK = (
    Field("length_m", "number", "Chiều dài", "Length", unit="m"),
    Field("diameter_mm", "number", "Đường kính hoặc chiều cao", "Diameter or height", unit="mm"),
    Field("roughness", "number", "Hệ số nhám Manning", "Manning's roughness"),
    Field("invert_from_m", "number", "Cao độ đáy đầu", "Invert at start", unit="m"),
    Field("invert_to_m", "number", "Cao độ đáy cuối", "Invert at end", unit="m"),
    Field("status", "string", "Đóng mở", "Open or shut", codes=OPEN_OR_SHUT, required=True),
)
