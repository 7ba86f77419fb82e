"""Fills a database with the real wards, roads, cameras and parcels: `python -m tests.conformance.real_city`."""

import django

PARCELS = "planning/cadastre_q9_longtruong/longtruong_q9_cadastre_fixed_epsg9210.gpkg"


def main() -> None:
    """Define and fill the collections; the parcels of Long Trường as a clerk publishes his file, in VN-2000."""
    django.setup()
    from geo_server.core import clock
    from geo_server.core.subject import system
    from publishing import api as publishing
    from tests.bench.real_layers import CAMERAS, DATA, ROADS, WARDS, load

    for layer in (WARDS, ROADS, CAMERAS):
        load(layer)
    publishing.publish_file(
        str(DATA / PARCELS),
        layer="thua_dat",
        collection_id="parcels",
        title_vi="Thửa đất Long Trường",
        title_en="Long Trường parcels",
        theme="planning",
        public=True,
        by=system("test"),
        now=clock.now(),
    )


if __name__ == "__main__":
    main()
