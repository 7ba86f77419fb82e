"""Rules as QML, the style file of QGIS 3: a rule-based renderer and rule-based labels.

Symbol levels keep the order of drawing: casings of all roads lie under the fillings of all roads. Sizes are pixels.
"""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from .colours import Colour
from .conditions import ALWAYS
from .qgis_action import add_place_action
from .qgis_expressions import as_expression, label_expression
from .rules import Rule
from .scales import scale_span
from .symbols import Circle, Fill, Label, Line, Symbol
from .titles import Titles, title_of

VERSION = "3.22"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
GEOMETRIES = {"Point": "0", "LineString": "1", "Polygon": "2"}
SYMBOLS = {"Point": "marker", "LineString": "line", "Polygon": "fill"}
PLACEMENTS = {"Point": "1", "LineString": "2", "Polygon": "1"}
PIXELS = "Pixel"
NORMAL_WEIGHT = "50"  # of Qt 5; without it QGIS 3.22 takes the thinnest
Options = dict[str, str]


def as_qml(rules: Sequence[Rule], *, geometry_type: str, titles: Titles, place: tuple[str, str] | None = None) -> str:
    """The QML document of one layer.

    Args:
        rules: in the order of drawing; dots on lines and fills on points are left out, as MapLibre leaves them out.
        geometry_type: of the collection; mixed geometry is styled as polygons.
        titles: what the layer and its classes are called.
        place: address of the page of a place and the name of the action that opens it.
    """
    shape = geometry_type.removeprefix("Multi")
    shape = shape if shape in SYMBOLS else "Polygon"
    root = ET.Element("qgis", version=VERSION, styleCategories="Symbology|Labeling|Actions", labelsEnabled="1")
    drawn = [rule for rule in rules if not isinstance(rule.symbol, Label) and _layers_of(rule.symbol, shape)]
    _add_renderer(root, drawn, shape, titles)
    _add_labels(root, [rule for rule in rules if isinstance(rule.symbol, Label)], shape)
    if place is not None:
        add_place_action(root, address=place[0], title=place[1])
    ET.SubElement(root, "layerGeometryType").text = GEOMETRIES[shape]
    ET.indent(root)
    return DOCTYPE + ET.tostring(root, encoding="unicode")


def _add_renderer(root: ET.Element, rules: Sequence[Rule], shape: str, titles: Titles) -> None:
    if not rules:
        ET.SubElement(root, "renderer-v2", type="nullSymbol")
        return
    renderer = ET.SubElement(
        root, "renderer-v2", type="RuleRenderer", symbollevels="1", enableorderby="0", forceraster="0"
    )
    tree = ET.SubElement(renderer, "rules", key=_key("rules"))
    symbols = ET.SubElement(renderer, "symbols")
    for number, rule in enumerate(rules):
        label = title_of(rule.condition, titles)
        ET.SubElement(tree, "rule", _rule(rule, number) | {"symbol": str(number), "label": label})
        symbol = ET.SubElement(
            symbols, "symbol", name=str(number), type=SYMBOLS[shape], alpha="1", force_rhr="0", clip_to_extent="1"
        )
        for name, options in _layers_of(rule.symbol, shape):
            _add_layer(symbol, name, options, level=rule.level)


def _rule(rule: Rule, number: int) -> Options:
    """Key, filter and scales, as rules of symbols and of labels both have them."""
    found = {"key": _key(f"{rule.layer} {number}")}
    if rule.condition != ALWAYS:
        found["filter"] = as_expression(rule.condition)
    smallest, largest = scale_span(rule.min_zoom, rule.max_zoom)
    if smallest is not None:
        found["scalemindenom"] = f"{smallest:.0f}"
    if largest is not None:
        found["scalemaxdenom"] = f"{largest:.0f}"
    return found


def _layers_of(symbol: Symbol, shape: str) -> list[tuple[str, Options]]:
    """Symbol layers of QGIS with their options; empty where the symbol does not fit the shape."""
    if isinstance(symbol, Fill) and shape == "Polygon":
        outline = {"outline_style": "no"}
        if symbol.outline is not None:
            outline = {"outline_style": "solid", "outline_color": _rgba(symbol.outline), "outline_width": "1"}
        return [
            ("SimpleFill", {"color": _rgba(symbol.colour), "style": "solid", "outline_width_unit": PIXELS} | outline)
        ]
    if isinstance(symbol, Line) and shape != "Point":
        return [("SimpleLine", _line_options(symbol))]
    if isinstance(symbol, Circle) and shape == "Point":
        return [("SimpleMarker", _marker_options(symbol))]
    return []


def _line_options(line: Line) -> Options:
    caps = {"butt": "flat"}
    options = {
        "line_color": _rgba(line.colour),
        "line_width": f"{line.width:.4g}",
        "line_width_unit": PIXELS,
        "line_style": "solid",
        "capstyle": caps.get(line.cap, line.cap),
        "joinstyle": line.join,
    }
    if line.dashes:
        lengths = ";".join(f"{length:.4g}" for length in line.dashes)
        options |= {"use_custom_dash": "1", "customdash": lengths, "customdash_unit": PIXELS}
    return options


def _marker_options(circle: Circle) -> Options:
    return {
        "name": "circle",
        "color": _rgba(circle.colour),
        "size": f"{2 * circle.radius + circle.stroke_width:.4g}",
        "size_unit": PIXELS,
        "outline_color": _rgba(circle.stroke),
        "outline_width": f"{circle.stroke_width:.4g}",
        "outline_width_unit": PIXELS,
        "outline_style": "solid" if circle.stroke_width else "no",
    }


def _add_layer(symbol: ET.Element, name: str, options: Options, *, level: int) -> None:
    """A symbol layer; QGIS before 3.26 reads `prop`, later ones `Option`."""
    layer = ET.SubElement(symbol, "layer", {"class": name, "enabled": "1", "locked": "0", "pass": str(level)})
    group = ET.SubElement(layer, "Option", type="Map")
    for key, value in options.items():
        ET.SubElement(group, "Option", type="QString", name=key, value=value)
    for key, value in options.items():
        ET.SubElement(layer, "prop", k=key, v=value)


def _add_labels(root: ET.Element, rules: Sequence[Rule], shape: str) -> None:
    if not rules:
        return
    labeling = ET.SubElement(root, "labeling", type="rule-based")
    tree = ET.SubElement(labeling, "rules", key=_key("labels"))
    for number, rule in enumerate(rules):
        assert isinstance(rule.symbol, Label)  # noqa: S101 - narrows the type
        element = ET.SubElement(tree, "rule", _rule(rule, number) | {"description": rule.layer})
        _add_settings(element, rule.symbol, shape)


def _add_settings(rule: ET.Element, label: Label, shape: str) -> None:
    settings = ET.SubElement(rule, "settings", calloutType="simple")
    text = {
        "fieldName": label_expression(label),
        "isExpression": "1",
        "fontFamily": label.font,
        "fontWeight": NORMAL_WEIGHT,
        "fontSize": f"{label.size:.4g}",
        "fontSizeUnit": PIXELS,
        "textColor": _rgba(label.colour),
        "textOpacity": "1",
    }
    style = ET.SubElement(settings, "text-style", text)
    buffer = {
        "bufferDraw": "1" if label.halo_width and label.halo.alpha else "0",
        "bufferSize": f"{label.halo_width:.4g}",
        "bufferSizeUnits": PIXELS,
        "bufferColor": _rgba(label.halo),
        "bufferOpacity": "1",
    }
    ET.SubElement(style, "text-buffer", buffer)
    placement = "3" if label.along_line and shape == "LineString" else PLACEMENTS[shape]
    ET.SubElement(settings, "placement", placement=placement, placementFlags="9", dist="0", centroidInside="1")
    ET.SubElement(settings, "rendering", obstacle="1", drawLabels="1", scaleVisibility="0")


def _rgba(colour: Colour) -> str:
    return f"{colour.red},{colour.green},{colour.blue},{round(colour.alpha * 255)}"


def _key(text: str) -> str:
    """The same rule has the same key in every answer, so that the document can be compared and cached."""
    return f"{{{uuid5(NAMESPACE_URL, f'diaban:{text}')}}}"
