"""Records as DCAT-AP: a graph that open-data portals harvest, written as JSON-LD or Turtle by rdflib."""

from collections.abc import Iterable
from datetime import datetime

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Namespace
from rdflib.term import Node

from layers import api as layers

from .geojson import moment
from .record import Link, Record, Text

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
GEOSPARQL = Namespace("http://www.opengis.net/ont/geosparql#")
LANGUAGE = Namespace("http://publications.europa.eu/resource/authority/language/")
MEDIA_TYPE = Namespace("https://www.iana.org/assignments/media-types/")
SPDX = "https://spdx.org/licenses/"
SYNTAXES = {"dcat": "json-ld", "ttl": "turtle"}
CARRIERS = {"items", "enclosure", "coverage", "tilesets-vector", "tilesets-map", "data"}


def catalogue_graph(records: Iterable[Record], *, url: str, title: Text, keeper: Text) -> Graph:
    """A catalogue with all its records; `url` is its own address."""
    graph, catalogue = _graph(), URIRef(url)
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    _say(graph, catalogue, DCTERMS.title, title)
    _say(graph, catalogue, DCTERMS.description, title)
    graph.add((catalogue, DCTERMS.publisher, _agent(graph, url, "city", keeper)))
    for language in ("VIE", "ENG"):
        graph.add((catalogue, DCTERMS.language, LANGUAGE[language]))
    for record in records:
        relation = DCAT.service if record.kind == "service" else DCAT.dataset
        graph.add((catalogue, relation, _add(graph, record, url)))
    return graph


def record_graph(record: Record, *, url: str) -> Graph:
    """One record; `url` is the address of the catalogue."""
    graph = _graph()
    _add(graph, record, url)
    return graph


def written(graph: Graph, form: str) -> str:
    """The graph as text; `form` is a key of SYNTAXES."""
    return graph.serialize(format=SYNTAXES[form])


def _graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, space in (
        ("dcat", DCAT),
        ("dct", DCTERMS),
        ("foaf", FOAF),
        ("vcard", VCARD),
        ("gsp", GEOSPARQL),
        ("skos", SKOS),
    ):
        graph.bind(prefix, space)
    return graph


def _add(graph: Graph, record: Record, url: str) -> URIRef:
    """Add one record; returns its node."""
    node = URIRef(f"{url}/items/{record.id}")
    graph.add((node, RDF.type, DCAT.DataService if record.kind == "service" else DCAT.Dataset))
    graph.add((node, DCTERMS.identifier, Literal(record.id)))
    _say(graph, node, DCTERMS.title, record.title)
    _say(graph, node, DCTERMS.description, record.description if record.description.vi else record.title)
    for keyword in record.keywords:
        _say(graph, node, DCAT.keyword, keyword)
    graph.add((node, DCTERMS.publisher, _agent(graph, url, record.keeper.code, record.keeper.title)))
    graph.add((node, DCAT.contactPoint, _contact(graph, record.keeper.title)))
    graph.add((node, DCAT.landingPage, URIRef(f"{node}?f=html")))
    if record.theme:
        graph.add((node, DCAT.theme, _theme(graph, url, record)))
    if record.licence:
        graph.add((node, DCTERMS.license, _licence(record.licence)))
    if record.updated:
        graph.add((node, DCTERMS.modified, _moment(record.updated)))
    _add_where_and_when(graph, node, record)
    _add_ways(graph, node, record)
    return node


def _add_where_and_when(graph: Graph, node: URIRef, record: Record) -> None:
    if record.bbox is not None:
        place = BNode()
        graph.add((node, DCTERMS.spatial, place))
        graph.add((place, RDF.type, DCTERMS.Location))
        graph.add((place, DCAT.bbox, Literal(_wkt(record.bbox), datatype=GEOSPARQL.wktLiteral)))
    if record.has_time:
        period = BNode()
        graph.add((node, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for relation, value in ((DCAT.startDate, record.start), (DCAT.endDate, record.end)):
            if value is not None:
                graph.add((period, relation, _moment(value)))
    if record.gsd_m is not None:
        resolution = Literal(str(record.gsd_m), datatype=XSD.decimal)
        graph.add((node, DCAT.spatialResolutionInMeters, resolution))


def _add_ways(graph: Graph, node: URIRef, record: Record) -> None:
    """Distributions of data; endpoints of a service."""
    for link in record.links:
        if record.kind == "service":
            relation = DCAT.endpointDescription if link.rel.startswith("service-") else DCAT.endpointURL
            graph.add((node, relation, URIRef(link.href)))
        elif link.rel.rpartition("/")[2] in CARRIERS:
            graph.add((node, DCAT.distribution, _distribution(graph, link, record.licence)))


def _distribution(graph: Graph, link: Link, licence: str) -> URIRef:
    node = URIRef(f"{link.href}#distribution")
    graph.add((node, RDF.type, DCAT.Distribution))
    _say(graph, node, DCTERMS.title, link.title)
    graph.add((node, DCAT.accessURL, URIRef(link.href)))
    graph.add((node, DCAT.mediaType, MEDIA_TYPE[link.type.partition(";")[0]]))
    if link.rel == "enclosure":
        graph.add((node, DCAT.downloadURL, URIRef(link.href)))
    if licence:
        graph.add((node, DCTERMS.license, _licence(licence)))
    return node


def _agent(graph: Graph, url: str, code: str, title: Text) -> URIRef:
    node = URIRef(f"{url}#organisation-{code}")
    graph.add((node, RDF.type, FOAF.Agent))
    _say(graph, node, FOAF.name, title)
    return node


def _contact(graph: Graph, title: Text) -> Node:
    node = BNode()
    graph.add((node, RDF.type, VCARD.Organization))
    _say(graph, node, VCARD.fn, title)
    return node


def _theme(graph: Graph, url: str, record: Record) -> URIRef:
    node = URIRef(f"{url}#theme-{record.theme}")
    graph.add((node, RDF.type, SKOS.Concept))
    _say(graph, node, SKOS.prefLabel, record.theme_title)
    return node


def _licence(licence: str) -> Node:
    """An address as it is, an SPDX id as the address of its text, other words as words."""
    if licence.startswith(("http://", "https://")):
        return URIRef(licence)
    return Literal(licence) if " " in licence else URIRef(f"{SPDX}{licence}")


def _say(graph: Graph, node: URIRef | Node, relation: URIRef, text: Text) -> None:
    for language, words in (("vi", text.vi), ("en", text.en)):
        if words:
            graph.add((node, relation, Literal(words, lang=language)))


def _moment(value: datetime) -> Literal:
    return Literal(moment(value), datatype=XSD.dateTime)


def _wkt(box: layers.Extent) -> str:
    west, south, east, north = box
    return f"POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"
