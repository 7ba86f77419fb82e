"""The conformance classes that this door declares: each part of the definition names its own, each shown by a test."""

from functools import cache

from . import openapi

SPEC = "http://www.opengis.net/spec"


@cache
def conformance_classes() -> tuple[str, ...]:
    """The URIs, in the order of the parts; one that is not an OGC class is written out in its part."""
    named = [name for part in openapi.parts().values() for name in part["conformsTo"]]
    return tuple(name if "://" in name else f"{SPEC}/{name}" for name in dict.fromkeys(named))
