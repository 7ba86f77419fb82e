"""Fills a database with the real wards, roads and cameras: `python -m tests.conformance.real_city`."""

import django


def main() -> None:
    """Define and fill the collections."""
    django.setup()
    from tests.bench.real_layers import CAMERAS, ROADS, WARDS, load

    for layer in (WARDS, ROADS, CAMERAS):
        load(layer)


if __name__ == "__main__":
    main()
