"""XML: entities, links to other places, virtual files, endless nesting."""

from pathlib import Path

from .traps import Ground, harmless, refused

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACEMARK = "<Placemark><name>{}</name><Point><coordinates>106.7,10.8</coordinates></Point></Placemark>"
GML = (
    '<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xlink="http://www.w3.org/1999/xlink"{}>'
    "<gml:featureMember><ogr:x><ogr:name>{}</ogr:name><ogr:geometryProperty><gml:Point><gml:coordinates>1,2"
    "</gml:coordinates></gml:Point></ogr:geometryProperty>{}</ogr:x></gml:featureMember></ogr:FeatureCollection>"
)


def text(path: Path, content: str) -> Path:
    path.write_text(content, "utf-8")
    return path


@refused("DOCTYPE")
def a_billion_laughs(at: Ground) -> Path:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return text(at.folder / "laughs.kml", f"<!DOCTYPE kml [{entities}]>{KML.format(PLACEMARK.format('&a9;'))}")


@refused("DOCTYPE")
def an_entity_that_names_a_file(at: Ground) -> Path:
    return text(
        at.folder / "xxe.gml",
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{GML.format("", "&e;", "")}',
    )


@refused("DOCTYPE")
def an_entity_that_names_an_address(at: Ground) -> Path:
    return text(
        at.folder / "xxe.kml", f'<!DOCTYPE kml [<!ENTITY e SYSTEM "{at.url}">]>{KML.format(PLACEMARK.format("&e;"))}'
    )


@refused("DOCTYPE")
def a_document_type_far_behind_a_comment(at: Ground) -> Path:
    comment = f"<!-- {'x' * 10_000} -->"
    start = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">'
    return text(at.folder / "xxe.kml", f'{comment}<!DOCTYPE kml SYSTEM "{at.url}">{start}</kml>')


@refused("DOCTYPE")
def a_parameter_entity(at: Ground) -> Path:
    return text(at.folder / "xxe.gml", f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{at.url}"> %p;]>{GML.format("", "x", "")}')


@refused("levels of nesting")
def folders_without_end(at: Ground) -> Path:
    return text(at.folder / "deep.kml", KML.format("<Folder>" * 100_000 + "</Folder>" * 100_000))


@refused("only points to another place")
def a_kml_that_only_points_elsewhere(at: Ground) -> Path:
    link = f"<NetworkLink><Link><href>{at.url}</href></Link></NetworkLink>"
    return text(at.folder / "link.kml", KML.format(link))


@harmless(1, "network_links")
def a_kml_that_also_points_elsewhere(at: Ground) -> Path:
    link = f"<NetworkLink><Link><href>{at.url}</href></Link></NetworkLink>"
    return text(at.folder / "link.kml", KML.format(link + PLACEMARK.format("Chợ")))


@harmless(1)
def a_kml_with_styles_and_pictures_elsewhere(at: Ground) -> Path:
    style = f"<Style id='s'><IconStyle><Icon><href>{at.url}/i.png</href></Icon></IconStyle></Style>"
    mark = PLACEMARK.format("Chợ").replace("<Point>", f"<styleUrl>{at.url}/style.kml#s</styleUrl><Point>")
    return text(at.folder / "style.kml", KML.format(style + mark))


@harmless(1)
def a_gml_whose_schema_is_elsewhere(at: Ground) -> Path:
    schema = f' xsi:schemaLocation="http://ogr.maptools.org/ {at.url}/wfs?SERVICE=WFS&amp;REQUEST=DescribeFeatureType"'
    return text(at.folder / "schema.gml", GML.format(schema, "x", ""))


@harmless(1)
def a_gml_with_parts_elsewhere(at: Ground) -> Path:
    part = f'<ogr:part xlink:href="{at.url}/part.gml#a"/>'
    return text(at.folder / "part.gml", GML.format("", "x", part))


@refused("virtual file")
def a_virtual_file(at: Ground) -> Path:
    source = "<SrcDataSource>/etc/passwd</SrcDataSource>"
    return text(
        at.folder / "x.vrt", f"<OGRVRTDataSource><OGRVRTLayer name='passwd'>{source}</OGRVRTLayer></OGRVRTDataSource>"
    )


@refused("virtual file")
def a_virtual_file_called_geopackage_that_names_an_address(at: Ground) -> Path:
    source = f"<SrcDataSource>/vsicurl/{at.url}/x.geojson</SrcDataSource>"
    return text(
        at.folder / "x.gpkg", f"<OGRVRTDataSource><OGRVRTLayer name='x'>{source}</OGRVRTLayer></OGRVRTDataSource>"
    )


@refused("XML, but neither")
def a_description_of_a_web_service(at: Ground) -> Path:
    return text(at.folder / "x.gml", f"<OGRWFSDataSource><URL>{at.url}</URL></OGRWFSDataSource>")


@harmless(1)
def a_virtual_file_inside_a_comment(at: Ground) -> Path:
    source = f"<OGRVRTDataSource><SrcDataSource>/vsicurl/{at.url}</SrcDataSource></OGRVRTDataSource>"
    return text(at.folder / "x.kml", f"<!-- {source} -->{KML.format(PLACEMARK.format('Chợ'))}")


@refused("web page")
def a_web_page_called_geojson(at: Ground) -> Path:
    return text(at.folder / "roads.geojson", "<!DOCTYPE html><html><body>Sign in first</body></html>")


@refused("no whole XML")
def xml_in_an_encoding_that_nobody_knows(at: Ground) -> Path:
    return text(at.folder / "x.kml", f'<?xml version="1.0" encoding="klingon"?>{KML.format(PLACEMARK.format("x"))}')


@refused("no whole XML")
def xml_that_ends_in_the_middle(at: Ground) -> Path:
    return text(at.folder / "x.gml", GML.format("", "x", "")[:-40])


@refused("no whole XML")
def the_same_attribute_twice(at: Ground) -> Path:
    return text(at.folder / "x.kml", KML.format('<Placemark id="a" id="b"/>'))


@refused("columns|many")
def elements_of_very_many_names(at: Ground) -> Path:
    return text(at.folder / "x.gml", GML.format("", "x", "".join(f"<ogr:c{n}>1</ogr:c{n}>" for n in range(65_536))))
