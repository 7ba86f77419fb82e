"""What can be wrong with a request for tiles, styles or fonts."""

from geo_server.core.errors import DomainError, OutsideServiceFailed


class UnknownTileMatrixSet(DomainError):
    """No tile matrix set has this id here."""

    def __init__(self, tile_matrix_set: str, known: list[str]) -> None:
        choice = ", ".join(known)
        super().__init__(
            f"There is no tile matrix set '{tile_matrix_set}' here. Use one of {choice}.",
            f"Ở đây không có bộ ma trận ô '{tile_matrix_set}'. Hãy dùng một trong {choice}.",
        )


class TileOutOfRange(DomainError):
    """The tile lies outside the tile matrix or outside the limits that the tileset declares."""

    def __init__(self, zoom: str | int, row: str | int, column: str | int) -> None:
        super().__init__(
            f"Tile {zoom}/{row}/{column} (matrix/row/column) lies outside the limits of this tileset. "
            "Its metadata list the rows and columns of each matrix.",
            f"Ô {zoom}/{row}/{column} (ma trận/hàng/cột) nằm ngoài giới hạn của bộ ô này. "
            "Siêu dữ liệu của bộ ô liệt kê các hàng và cột của từng ma trận.",
        )


class UnknownStyle(DomainError):
    """No style has this id, or the caller may not know that it exists."""

    def __init__(self, style_id: str) -> None:
        super().__init__(
            f"There is no style '{style_id}'. Each collection has the style 'default'.",
            f"Không có kiểu vẽ '{style_id}'. Mỗi lớp dữ liệu có kiểu 'default'.",
        )


class UnknownFont(DomainError):
    """The server has no such font, or the range of characters is not one of 256."""

    def __init__(self, font: str) -> None:
        super().__init__(
            f"There is no font '{font}' here. Use 'Noto Sans Regular' or 'Noto Sans Bold' and ranges such as 0-255.",
            f"Ở đây không có phông chữ '{font}'. Hãy dùng 'Noto Sans Regular' hoặc 'Noto Sans Bold' và dải như 0-255.",
        )


class MissingFont(OutsideServiceFailed):
    """This machine lacks the font of map labels."""

    permanent = True

    def __init__(self, font: str) -> None:
        super().__init__(
            f"The font '{font}' is not installed on the server. Install the package fonts-noto-core.",
            f"Máy chủ chưa cài phông chữ '{font}'. Hãy cài gói fonts-noto-core.",
        )


class NoVectorTiles(DomainError):
    """The collection is imagery and has no vector tiles."""

    def __init__(self, collection_id: str) -> None:
        super().__init__(
            f"Collection '{collection_id}' is imagery: it has map tiles, not vector tiles.",
            f"Lớp '{collection_id}' là ảnh: lớp này có ô bản đồ, không có ô véc-tơ.",
        )


class UnreadableImagery(OutsideServiceFailed):
    """The image file of a collection is missing or damaged."""

    permanent = True

    def __init__(self, collection_id: str) -> None:
        super().__init__(
            f"The image file of '{collection_id}' cannot be read. Load the scene again, or look at the server's log.",
            f"Không đọc được tệp ảnh của '{collection_id}'. Hãy nạp lại cảnh ảnh, hoặc xem nhật ký máy chủ.",
        )


class DrawingFailed(OutsideServiceFailed):
    """The process that draws maps did not answer; trying again can help."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The map could not be drawn ({reason}). Try again, or look at the log of the web process.",
            f"Không vẽ được bản đồ ({reason}). Hãy thử lại, hoặc xem nhật ký của tiến trình web.",
        )


class NoCoverage(DomainError):
    """The collection has no coverage, or none that the caller may see."""

    def __init__(self, collection_id: str) -> None:
        super().__init__(
            f"Collection '{collection_id}' has no coverage. Its document says what can be had of it.",
            f"Lớp '{collection_id}' không có dữ liệu phủ (ảnh, độ cao). Tài liệu của lớp cho biết có thể lấy những gì.",
        )


class NothingThere(DomainError):
    """The place that was asked for lies outside the coverage."""

    def __init__(self, collection_id: str) -> None:
        super().__init__(
            f"The coverage of '{collection_id}' has nothing at that place. Its document names its extent.",
            f"Dữ liệu phủ của '{collection_id}' không có gì ở nơi đó. Tài liệu của lớp cho biết phạm vi.",
        )


class CoverageTooLarge(DomainError):
    """The answer would hold more values than this format may."""

    def __init__(self, values: int, most: int, *, factor: int) -> None:
        super().__init__(
            f"The answer would hold {values:,} values; at most {most:,} are given in this format. "
            f"Ask for scale-factor={factor}, a smaller area or fewer bands.",
            f"Câu trả lời sẽ có {_dots(values)} giá trị; định dạng này chỉ cho tối đa {_dots(most)}. "
            f"Hãy dùng scale-factor={factor}, vùng nhỏ hơn hoặc ít kênh hơn.",
        )


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class UnknownBand(DomainError):
    """The coverage has no band of this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        choice = ", ".join(known)
        super().__init__(
            f"The coverage has no band '{name}'. It has: {choice}.",
            f"Dữ liệu phủ không có kênh '{name}'. Các kênh hiện có: {choice}.",
        )


class NoPicture(DomainError):
    """The bands that were asked for cannot be shown as a picture without changing their values."""

    def __init__(self, bands: list[str]) -> None:
        names = ", ".join(bands)
        super().__init__(
            f"A PNG holds one or three bands of 8 bits; these are: {names}. Choose f=geotiff or fewer bands.",
            f"PNG chứa một hoặc ba kênh 8 bit; các kênh được chọn là: {names}. Hãy chọn f=geotiff hoặc ít kênh hơn.",
        )


class OutsideCrs(DomainError):
    """The coverage lies where the CRS that was asked for does not reach."""

    def __init__(self, crs: str) -> None:
        super().__init__(
            f"The coverage lies outside the area of {crs}. Leave crs out to get it in its own.",
            f"Dữ liệu phủ nằm ngoài vùng sử dụng của {crs}. Hãy bỏ crs để nhận trong hệ tọa độ gốc.",
        )


class UnreadableRaster(DomainError):
    """A file is no raster, or is cut short."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} cannot be read to its end as a raster. Copy it again, or export it as GeoTIFF.",
            f"Không đọc được hết {name} dưới dạng ảnh lưới. Hãy chép lại tệp, hoặc xuất ra GeoTIFF.",
        )


class UnplacedRaster(DomainError):
    """A raster does not say where on the ground it lies."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has no coordinate system. Export it as a GeoTIFF with one, for example EPSG:9210.",
            f"{name} không có hệ tọa độ. Hãy xuất lại thành GeoTIFF kèm hệ tọa độ, ví dụ EPSG:9210.",
        )
