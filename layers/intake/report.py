"""What became of a file, for people and for machines."""

from dataclasses import dataclass

from geo_server.core.errors import Fault

from ..kinds import Collection
from ..services.applying import WriteReport


@dataclass(frozen=True)
class PublishReport:
    """What became of a file.

    Attributes:
        collection: as it is now; after a dry run, as it would be.
        written: rows added, changed, removed, unchanged.
        rows: in the file.
        rejected: what was wrong with rows that were left out, row by row.
        repaired: rows whose geometry was invalid and was repaired without loss.
        names: name in the file to name of the field.
        dry_run: nothing was stored.
    """

    collection: Collection
    written: WriteReport
    rows: int
    rejected: tuple[Fault, ...]
    repaired: tuple[Fault, ...]
    names: dict[str, str]
    dry_run: bool = False

    def as_dict(self) -> dict[str, object]:
        """The report as plain JSON."""
        return {
            "collection": self.collection.id,
            "revision": self.collection.revision,
            "rows": self.rows,
            "added": self.written.added,
            "changed": self.written.changed,
            "removed": self.written.removed,
            "unchanged": self.written.unchanged,
            "rejected": [fault.as_dict() for fault in self.rejected],
            "repaired": [fault.as_dict() for fault in self.repaired],
            "fields": self.names,
            "dry_run": self.dry_run,
        }

    def as_text(self, language: str = "vi") -> str:
        """The report in sentences, one per line."""
        w, faults = self.written, (*self.repaired, *self.rejected)
        if language.startswith("en"):
            head = "Checked, nothing stored" if self.dry_run else "Published"
            lines = [
                f"{head}: {self.collection.title_en} ({self.collection.id}), {self.rows} rows in the file.",
                f"{w.added} added, {w.changed} changed, {w.removed} removed, {w.unchanged} unchanged;"
                f" {len(self.repaired)} repaired, {len(self.rejected)} left out.",
            ]
            return "\n".join([*lines, *(f"  {fault.where}: {fault.en}" for fault in faults)])
        head = "Đã kiểm tra, chưa lưu" if self.dry_run else "Đã công bố"
        lines = [
            f"{head}: {self.collection.title_vi} ({self.collection.id}), tệp có {self.rows} dòng.",
            f"Thêm {w.added}, sửa {w.changed}, bỏ {w.removed}, giữ nguyên {w.unchanged};"
            f" chữa hình {len(self.repaired)}, loại {len(self.rejected)}.",
        ]
        return "\n".join([*lines, *(f"  {fault.where}: {fault.vi}" for fault in faults)])
