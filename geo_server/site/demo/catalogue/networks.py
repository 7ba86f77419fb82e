"""The five networks: two collections each, links and nodes; hidden from the public unless granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layers import api as layers

from ..city.city import City
from ..city.networks import Link, Network, Node
from .entry import Entry, codes, describe, features_of

Titles = tuple[str, str]

STATUSES = codes(
    in_service=("Đang vận hành", "In service"), planned=("Dự kiến", "Planned"), abandoned=("Ngừng sử dụng", "Abandoned")
)
SURVEY_CLASSES = codes(
    A=("Đo trực tiếp", "Measured in the open"),
    B=("Dò được", "Detected"),
    C=("Theo bản vẽ", "From drawings"),
    D=("Ước đoán", "Assumed"),
)


@dataclass(frozen=True)
class Words:
    """How a network is described: titles, kinds of links and nodes, the columns of its own."""

    title: Titles
    link_kinds: tuple[layers.Code, ...]
    node_kinds: tuple[layers.Code, ...]
    link_fields: tuple[layers.Field, ...]
    node_fields: tuple[layers.Field, ...] = ()


MATERIAL = layers.Field("material", "string", "Vật liệu", "Material")
DIAMETER = layers.Field("diameter_mm", "number", "Đường kính", "Diameter", unit="mm")
WORDS = {
    "water": Words(
        ("Cấp nước", "Water supply"),
        codes(
            main=("Ống truyền tải", "Main"),
            distribution=("Ống phân phối", "Distribution"),
            branch=("Ống nhánh", "Branch"),
        ),
        codes(
            source=("Nguồn", "Source"),
            pump=("Trạm bơm", "Pump"),
            valve=("Van", "Valve"),
            hydrant=("Trụ cứu hỏa", "Hydrant"),
            junction=("Nút", "Junction"),
        ),
        (DIAMETER, MATERIAL, layers.Field("depth_m", "number", "Độ sâu", "Depth", unit="m")),
        (layers.Field("elevation_m", "number", "Cao độ", "Elevation", unit="m"),),
    ),
    "power": Words(
        ("Điện lực", "Electric power"),
        codes(line_22kv=("Đường dây 22 kV", "22 kV line"), line_04kv=("Đường dây 0,4 kV", "0.4 kV line")),
        codes(
            substation=("Trạm trung gian", "Substation"),
            transformer=("Trạm biến áp", "Transformer"),
            pole=("Trụ", "Pole"),
            cabinet=("Tủ điện", "Cabinet"),
        ),
        (
            layers.Field("voltage_kv", "number", "Điện áp", "Voltage", unit="kV"),
            MATERIAL,
            layers.Field("overhead", "boolean", "Đi nổi", "Overhead"),
        ),
        (layers.Field("capacity_kva", "number", "Công suất", "Capacity", unit="kV.A"),),
    ),
    "telecom": Words(
        ("Viễn thông", "Telecommunication"),
        codes(duct=("Cống bể", "Duct"), cable=("Cáp treo", "Cable")),
        codes(
            exchange=("Tổng đài", "Exchange"),
            manhole=("Hầm cáp", "Manhole"),
            pole=("Trụ", "Pole"),
            cabinet=("Tủ cáp", "Cabinet"),
        ),
        (layers.Field("fibres", "integer", "Số sợi quang", "Fibres"), MATERIAL),
    ),
    "drainage": Words(
        ("Thoát nước", "Drainage"),
        codes(trunk=("Cống chính", "Trunk"), collector=("Cống gom", "Collector"), lateral=("Cống nhánh", "Lateral")),
        codes(outfall=("Cửa xả", "Outfall"), manhole=("Hầm ga", "Manhole"), inlet=("Hố thu", "Inlet")),
        (
            DIAMETER,
            MATERIAL,
            layers.Field("slope", "number", "Độ dốc", "Slope"),
            layers.Field("invert_from_m", "number", "Cao độ đáy đầu", "Invert at start", unit="m"),
            layers.Field("invert_to_m", "number", "Cao độ đáy cuối", "Invert at end", unit="m"),
        ),
        (
            layers.Field("invert_m", "number", "Cao độ đáy", "Invert", unit="m"),
            layers.Field("ground_m", "number", "Cao độ mặt đất", "Ground level", unit="m"),
        ),
    ),
    "lighting": Words(
        ("Chiếu sáng công cộng", "Public lighting"),
        codes(feeder=("Cáp chiếu sáng", "Feeder")),
        codes(cabinet=("Tủ điều khiển", "Cabinet"), lamp=("Đèn", "Lamp")),
        (MATERIAL,),
        (layers.Field("power_w", "number", "Công suất", "Power", unit="W"),),
    ),
}


def network_entries(city: City) -> list[Entry]:
    """Links and nodes of each network."""
    return [entry for network in city.networks for entry in (_links(network), _nodes(network))]


def _links(network: Network) -> Entry:
    words = WORDS[network.name]
    spec = describe(
        f"{network.name}_links",
        (f"{words.title[0]}: tuyến", f"{words.title[1]}: links"),
        theme=f"network/{network.name}",
        geometry="LineString",
        owner=network.owner,
        public=False,
        fields=(
            *_common_fields(words.link_kinds),
            layers.Field("from_node", "string", "Từ nút", "From node", required=True),
            layers.Field("to_node", "string", "Đến nút", "To node", required=True),
            layers.Field("survey_class", "string", "Cấp khảo sát", "Survey class", codes=SURVEY_CLASSES),
            layers.Field("length_m", "number", "Chiều dài", "Length", unit="m"),
            *words.link_fields,
        ),
    )
    return Entry(spec, link_features(network, network.links), key="code")


def _nodes(network: Network) -> Entry:
    words = WORDS[network.name]
    spec = describe(
        f"{network.name}_nodes",
        (f"{words.title[0]}: nút", f"{words.title[1]}: nodes"),
        theme=f"network/{network.name}",
        geometry="Point",
        owner=network.owner,
        public=False,
        fields=(*_common_fields(words.node_kinds), *words.node_fields),
    )
    return Entry(spec, node_features(network, network.nodes), key="code")


def link_features(network: Network, links: Sequence[Link]) -> list[layers.Feature]:
    """Links of a network as rows of its collection."""
    return features_of((link.line for link in links), [_link_row(network, link) for link in links])


def node_features(network: Network, nodes: Sequence[Node]) -> list[layers.Feature]:
    """Nodes of a network as rows of its collection."""
    return features_of((node.point for node in nodes), [_common_row(network, node) for node in nodes])


def _common_fields(kinds: tuple[layers.Code, ...]) -> tuple[layers.Field, ...]:
    return (
        layers.Field("code", "string", "Mã", "Code", role="code", required=True),
        layers.Field("kind", "string", "Loại", "Kind", codes=kinds),
        layers.Field("owner", "string", "Chủ quản", "Owner"),
        layers.Field("status", "string", "Tình trạng", "Status", codes=STATUSES),
        layers.Field("year", "integer", "Năm lắp đặt", "Year installed"),
    )


def _common_row(network: Network, part: Node | Link) -> dict[str, Any]:
    return {
        "code": part.code,
        "kind": part.kind,
        "owner": network.owner,
        "status": part.status,
        "year": part.year,
        **part.facts,
    }


def _link_row(network: Network, link: Link) -> dict[str, Any]:
    return _common_row(network, link) | {
        "from_node": link.from_node,
        "to_node": link.to_node,
        "survey_class": link.survey_class,
        "length_m": round(float(link.line.length), 2),
    }
