"""What reading does on its own, in words."""

from dataclasses import dataclass

ROWS_SHOWN = 100


@dataclass(frozen=True)
class Sentence:
    """A remark in two languages; `{n}` is the number of rows."""

    vi: str
    en: str

    def said(self, count: int) -> tuple[str, str]:
        """The Vietnamese and the English sentence for so many rows."""
        return self.vi.replace("{n}", f"{count:,}"), self.en.replace("{n}", f"{count:,}")


REMARKS: dict[str, Sentence] = {
    "no_dbf": Sentence(
        "Thiếu tệp .dbf: chỉ có hình, không có thuộc tính.",
        "The .dbf is missing: there are shapes, but no attributes.",
    ),
    "no_prj": Sentence(
        "Thiếu tệp .prj: tệp không ghi hệ tọa độ.",
        "The .prj is missing: the file does not say its coordinate reference system.",
    ),
    "rebuilt_shx": Sentence(
        "Tệp .shx thiếu hoặc sai: đã lập lại từ .shp.",
        "The .shx is missing or wrong: it was made again from the .shp.",
    ),
    "shorter_dbf": Sentence(
        "Số dòng của .dbf và .shp khác nhau: phần thiếu để trống.",
        "The .dbf and the .shp have different numbers of rows: what is missing stays empty.",
    ),
    "unreadable": Sentence(
        "{n} dòng có hình không đọc được: để trống hình.",
        "{n} rows have a shape that cannot be read: they are left without a place.",
    ),
    "not_finite": Sentence(
        "{n} dòng có tọa độ không phải số hữu hạn (NaN, vô cực): để trống hình.",
        "{n} rows have coordinates that are no finite number (NaN, infinity): they are left without a place.",
    ),
    "flattened": Sentence(
        "{n} dòng có độ cao hoặc số đo: chỉ giữ x, y.",
        "{n} rows have heights or measures: x and y are kept.",
    ),
    "straightened": Sentence(
        "{n} dòng có cung cong: đã đổi thành đoạn thẳng (mỗi 4° một đỉnh).",
        "{n} rows have arcs: they were drawn with straight pieces (a vertex every 4°).",
    ),
    "repaired_text": Sentence(
        "{n} giá trị có ký tự hỏng hoặc NUL: đã thay bằng dấu thay thế.",
        "{n} values have broken characters or NUL: replaced or left out.",
    ),
    "left_out_bytes": Sentence(
        "Cột chứa dữ liệu nhị phân (ảnh, tệp) không được lấy.",
        "Columns of bytes (pictures, files) are left out.",
    ),
    "no_place": Sentence(
        "{n} dòng không có tọa độ đọc được.",
        "{n} rows have no coordinates that can be read.",
    ),
    "longer_rows": Sentence(
        "{n} dòng có nhiều giá trị hơn số cột: phần thừa bị bỏ.",
        "{n} rows have more values than there are columns: what is over is left out.",
    ),
    "shorter_rows": Sentence(
        "{n} dòng có ít giá trị hơn số cột: phần thiếu để trống.",
        "{n} rows have fewer values than there are columns: what is missing stays empty.",
    ),
    "left_out_lines": Sentence(
        "{n} dòng đầu hoặc cuối trang (tiêu đề, tổng cộng, chú thích) không phải dữ liệu.",
        "{n} lines above or below the table (title, total, notes) are no data.",
    ),
    "network_links": Sentence(
        "Tệp trỏ tới nơi khác (NetworkLink): phần đó không được lấy.",
        "The file points to other places (NetworkLink): what is there was not fetched.",
    ),
}
