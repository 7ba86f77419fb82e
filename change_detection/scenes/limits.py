"""How much of everything is taken from one file; a sentence names the limit that is exceeded."""

from dataclasses import dataclass

from .errors import TooLargeScene

NAMES: dict[str, tuple[str, str]] = {
    "bytes_in": ("bytes", "byte"),
    "bytes_out": ("bytes when it is unpacked", "byte sau khi giải nén"),
    "entries": ("files in the zip", "tệp trong gói zip"),
    "ratio": ("times its packed size in one entry of the zip", "lần kích thước nén trong một tệp của gói zip"),
    "pixels": ("pixels", "điểm ảnh"),
    "bands": ("bands", "kênh"),
}


@dataclass(frozen=True)
class SceneLimits:
    """What one scene may cost.

    Attributes:
        bytes_in: of the file as handed in.
        bytes_out: of all that is unpacked from it, and of each file made from it.
        entries: files in a zip.
        ratio: unpacked to packed size of one entry of a zip; pictures do not shrink like that.
        pixels: of the picture; a ward flown at 5 cm has two thousand million.
        bands: of the picture.
        seconds: of the processor, for all of it.
        memory_mb: of address space, beyond what the program needs to start.
    """

    bytes_in: int = 40 * 2**30
    bytes_out: int = 120 * 2**30
    entries: int = 200
    ratio: int = 200
    pixels: int = 30_000_000_000
    bands: int = 64
    seconds: int = 4 * 3600
    memory_mb: int = 4096

    def require(self, limit: str, found: float, name: str) -> None:
        """Make sure that a file does not have more of something than is taken; raises TooLargeScene."""
        most = getattr(self, limit)
        if found > most:
            raise TooLargeScene(name, what=NAMES[limit], found=found, most=most)
