"""Rules as SLD: version 1.0 (OGC 02-070) and 1.1 with Symbology Encoding (05-078, 05-077).

One FeatureTypeStyle per MapLibre layer keeps the order of drawing. Sizes are in pixels, filters by OGC Filter 1.0/1.1.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal
from xml.etree import ElementTree as ET

from .colours import Colour
from .conditions import ALWAYS, Compare, Condition, Every, Known, OfGeometry, OneOf, Value
from .errors import CannotExport
from .rules import Rule
from .scales import scale_span
from .symbols import Circle, Fill, Label, Line, Name, Symbol
from .titles import Titles, title_of

Version = Literal["1.0.0", "1.1.0"]
SLD, SE, OGC = "http://www.opengis.net/sld", "http://www.opengis.net/se", "http://www.opengis.net/ogc"
COMPARISONS = {
    "==": "PropertyIsEqualTo",
    "<": "PropertyIsLessThan",
    "<=": "PropertyIsLessThanOrEqualTo",
    ">": "PropertyIsGreaterThan",
    ">=": "PropertyIsGreaterThanOrEqualTo",
}
for prefix, space in (("sld", SLD), ("se", SE), ("ogc", OGC)):
    ET.register_namespace(prefix, space)


class Writer:
    """Writes in one version: its namespace, its names of parameters."""

    def __init__(self, version: Version, titles: Titles) -> None:
        self.version, self.titles = version, titles
        self.space = SLD if version == "1.0.0" else SE
        self.parameter = "CssParameter" if version == "1.0.0" else "SvgParameter"

    def document(self, rules: Sequence[Rule], *, name: str) -> str:
        """The whole style of the layer `name`."""
        root = ET.Element(f"{{{SLD}}}StyledLayerDescriptor", version=self.version)
        layer = ET.SubElement(root, f"{{{SLD}}}NamedLayer")
        self.add(layer, "Name", name)
        style = ET.SubElement(layer, f"{{{SLD}}}UserStyle")
        if self.version == "1.0.0":
            self.add(style, "Title", self.titles.whole)
        else:
            self.add(self.add(style, "Description"), "Title", self.titles.whole)
        for _, level in groupby(rules, key=lambda rule: rule.level):
            group = self.add(style, "FeatureTypeStyle")
            for rule in level:
                self.rule(group, rule)
        ET.indent(root)
        return ET.tostring(root, encoding="unicode", xml_declaration=True)

    def rule(self, group: ET.Element, rule: Rule) -> None:
        """One rule: name, filter, scales (whole numbers: QGIS reads no others), symbol."""
        element = self.add(group, "Rule")
        self.add(element, "Name", title_of(rule.condition, self.titles))
        if rule.condition != ALWAYS:
            self.filter(ET.SubElement(element, f"{{{OGC}}}Filter"), rule.condition)
        smallest, largest = scale_span(rule.min_zoom, rule.max_zoom)
        if smallest is not None:
            self.add(element, "MinScaleDenominator", f"{smallest:.0f}")
        if largest is not None:
            self.add(element, "MaxScaleDenominator", f"{largest:.0f}")
        self.symbol(element, rule.symbol)

    def filter(self, parent: ET.Element, condition: Condition) -> None:
        """A condition as an OGC filter; raises CannotExport for one on the geometry type."""
        if isinstance(condition, Compare | OneOf):
            self._values(parent, condition)
        elif isinstance(condition, Known):
            outer = parent if condition.negated else ET.SubElement(parent, f"{{{OGC}}}Not")
            null = ET.SubElement(outer, f"{{{OGC}}}PropertyIsNull")
            ET.SubElement(null, f"{{{OGC}}}PropertyName").text = condition.field
        elif isinstance(condition, OfGeometry):
            raise CannotExport(["geometry-type"])
        else:
            inner = ET.SubElement(parent, f"{{{OGC}}}{'And' if isinstance(condition, Every) else 'Or'}")
            for part in condition.parts:
                self.filter(inner, part)

    def _values(self, parent: ET.Element, condition: Compare | OneOf) -> None:
        """A field against values; one that has none is unlike them all, which a filter must say."""
        field = condition.field
        negated = condition.operator == "!=" if isinstance(condition, Compare) else condition.negated
        if isinstance(condition, Compare) and not negated:
            self._compare(parent, COMPARISONS[condition.operator], field, condition.value)
            return
        values = (condition.value,) if isinstance(condition, Compare) else condition.values
        if negated:
            parent = ET.SubElement(parent, f"{{{OGC}}}Or")
            self.filter(parent, Known(field, negated=True))
            parent = ET.SubElement(parent, f"{{{OGC}}}Not")
        parent = ET.SubElement(parent, f"{{{OGC}}}Or") if len(values) > 1 else parent
        for value in values:
            self._compare(parent, COMPARISONS["=="], field, value)

    def _compare(self, parent: ET.Element, name: str, field: str, value: Value) -> None:
        element = ET.SubElement(parent, f"{{{OGC}}}{name}")
        ET.SubElement(element, f"{{{OGC}}}PropertyName").text = field
        text = str(value).lower() if isinstance(value, bool) else str(value)
        ET.SubElement(element, f"{{{OGC}}}Literal").text = text

    def symbol(self, rule: ET.Element, symbol: Symbol) -> None:
        """The symbolizer of a rule."""
        if isinstance(symbol, Fill):
            polygon = self.add(rule, "PolygonSymbolizer")
            self.paint(polygon, "Fill", fill=symbol.colour)
            if symbol.outline is not None:
                self.paint(polygon, "Stroke", stroke=symbol.outline, width="1")
        elif isinstance(symbol, Line):
            dashes = " ".join(f"{length:g}" for length in symbol.dashes)
            join = "mitre" if symbol.join == "miter" else symbol.join
            more = {"stroke-linejoin": join, "stroke-linecap": symbol.cap}
            more |= {"stroke-dasharray": dashes} if dashes else {}
            line = self.add(rule, "LineSymbolizer")
            self.paint(line, "Stroke", stroke=symbol.colour, width=f"{symbol.width:.3g}", more=more)
        elif isinstance(symbol, Circle):
            self.circle(self.add(self.add(rule, "PointSymbolizer"), "Graphic"), symbol)
        else:
            self.label(self.add(rule, "TextSymbolizer"), symbol)

    def circle(self, graphic: ET.Element, symbol: Circle) -> None:
        """A mark as large as the dot without the half of its stroke that lies outside."""
        mark = self.add(graphic, "Mark")
        self.add(mark, "WellKnownName", "circle")
        self.paint(mark, "Fill", fill=symbol.colour)
        if symbol.stroke_width:
            self.paint(mark, "Stroke", stroke=symbol.stroke, width=f"{symbol.stroke_width:.3g}")
        self.add(graphic, "Size", f"{2 * symbol.radius + symbol.stroke_width:.3g}")

    def label(self, text: ET.Element, symbol: Label) -> None:
        """A label of fields and words."""
        label = self.add(text, "Label")
        for part in symbol.parts:
            if isinstance(part, Name):
                ET.SubElement(label, f"{{{OGC}}}PropertyName").text = part.field
            else:
                ET.SubElement(label, f"{{{OGC}}}Literal").text = part
        font = self.add(text, "Font")
        self.add(font, self.parameter, symbol.font, name="font-family")
        self.add(font, self.parameter, f"{symbol.size:.3g}", name="font-size")
        placement = self.add(text, "LabelPlacement")
        if symbol.along_line:
            self.add(placement, "LinePlacement")
        else:
            point = self.add(self.add(placement, "PointPlacement"), "AnchorPoint")
            self.add(point, "AnchorPointX", "0.5")
            self.add(point, "AnchorPointY", "0.5")
        if symbol.halo_width and symbol.halo.alpha:
            halo = self.add(text, "Halo")
            self.add(halo, "Radius", f"{symbol.halo_width:.3g}")
            self.paint(halo, "Fill", fill=symbol.halo)
        self.paint(text, "Fill", fill=symbol.colour)

    def paint(
        self,
        parent: ET.Element,
        name: str,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        width: str = "",
        more: dict[str, str] | None = None,
    ) -> None:
        """A Fill or a Stroke with its parameters."""
        element = self.add(parent, name)
        for kind, colour in (("fill", fill), ("stroke", stroke)):
            if colour is not None:
                self.add(element, self.parameter, colour.hex, name=kind)
                self.add(element, self.parameter, f"{colour.alpha:g}", name=f"{kind}-opacity")
        if width:
            self.add(element, self.parameter, width, name="stroke-width")
        for key, value in (more or {}).items():
            self.add(element, self.parameter, value, name=key)

    def add(self, parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
        """A new child in the namespace of the version."""
        child = ET.SubElement(parent, f"{{{self.space}}}{tag}", attributes)
        child.text = text
        return child


def as_sld(rules: Sequence[Rule], *, name: str, version: Version, titles: Titles) -> str:
    """The SLD document of one layer.

    Args:
        rules: in the order of drawing.
        name: id of the layer.
        version: of SLD.
        titles: what the layer and its classes are called.

    Raises:
        CannotExport: a rule asks for the geometry type.
    """
    return Writer(version, titles).document(rules, name=name)
