"""What can be wrong with a scene, a run or a verdict, in two languages."""

from geo_server.core.errors import DomainError

from .engine.errors import NoOverlap, NoPosition, UnreadableScene
from .quality.errors import BadThreshold, NothingToLearn, UnknownLabel, UnreadableDay, UnreadableLabels
from .scenes.errors import (
    BadZip,
    BlankScene,
    BucketFailed,
    MakingBroke,
    NoDate,
    NotAScene,
    StorageFull,
    TooCloudy,
    TooLargeScene,
    UnknownDelivery,
    UnsupportedPicture,
    WrongBands,
    WrongDate,
    WrongPlace,
    WrongPoints,
)

__all__ = [
    "BadThreshold",
    "BadZip",
    "BlankScene",
    "BlockAbandoned",
    "BlockUnreadable",
    "BucketFailed",
    "EmptyNote",
    "MakingBroke",
    "NoDate",
    "NoLandUse",
    "NoOverlap",
    "NoPosition",
    "NotAScene",
    "NothingToLearn",
    "SameScene",
    "SceneOrder",
    "StorageFull",
    "TooCloudy",
    "TooLargeScene",
    "TryBlockAgain",
    "UnknownDelivery",
    "UnknownFinding",
    "UnknownGround",
    "UnknownLabel",
    "UnknownRun",
    "UnknownScene",
    "UnreadableDay",
    "UnreadableLabels",
    "UnreadableScene",
    "UnsupportedPicture",
    "WrongBands",
    "WrongDate",
    "WrongPlace",
    "WrongPoints",
]


class UnknownScene(DomainError):
    """No scene has this id, or the caller may not know that it exists."""

    def __init__(self, scene_id: str) -> None:
        super().__init__(
            f"No scene has the id '{scene_id}'. The page of scenes shows the ids that exist.",
            f"Không có ảnh nào mang mã '{scene_id}'. Trang ảnh vệ tinh cho biết các mã hiện có.",
        )


class UnknownRun(DomainError):
    """No comparison has this id, or the caller may not know that it exists."""

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"No comparison has the id '{run_id}'. Choose two scenes to start one.",
            f"Không có lần so sánh nào mang mã '{run_id}'. Hãy chọn hai ảnh để bắt đầu.",
        )


class UnknownFinding(DomainError):
    """No finding has this id, or the caller may not know that it exists."""

    def __init__(self, finding_id: str) -> None:
        super().__init__(
            f"No finding has the id '{finding_id}'. The list of alerts shows those you may see.",
            f"Không có phát hiện nào mang mã '{finding_id}'. Danh sách cảnh báo cho biết những phát hiện bạn được xem.",
        )


class SameScene(DomainError):
    """A scene is compared with itself."""

    def __init__(self, scene_id: str) -> None:
        super().__init__(
            f"Scene '{scene_id}' was chosen twice. Choose an earlier and a later scene of the same place.",
            f"Ảnh '{scene_id}' được chọn hai lần. Hãy chọn một ảnh trước và một ảnh sau của cùng một nơi.",
        )


class SceneOrder(DomainError):
    """The scene called earlier was taken later."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(
            f"The earlier scene was taken on {before}, the later one on {after}. Exchange the two.",
            f"Ảnh trước chụp ngày {before}, ảnh sau chụp ngày {after}. Hãy đổi chỗ hai ảnh.",
        )


class UnknownGround(DomainError):
    """A verdict gives a ground that there is not, or gives one with an acceptance."""

    def __init__(self, ground: str) -> None:
        super().__init__(
            f"'{ground}' is no ground for this verdict: a dismissal may say 'lawful' or 'no_change', others none.",
            f"'{ground}' không phải lý do của kết luận này. Khi bác bỏ, ghi 'lawful' (hợp pháp) hoặc 'no_change' "
            "(không có thay đổi); khi chấp nhận thì không ghi.",
        )


class EmptyNote(DomainError):
    """A verdict without a word on why."""

    def __init__(self) -> None:
        super().__init__(
            "A verdict needs a note: write in a few words what you saw.",
            "Kết luận cần có ghi chú: hãy viết vài lời về những gì bạn thấy.",
        )


class BlockUnreadable(DomainError):
    """A scene cannot be read in one block of a comparison, however often it was tried."""

    def __init__(self, title: str, place: tuple[float, float], cause: DomainError) -> None:
        where = f"{place[1]:.5f}, {place[0]:.5f}"
        super().__init__(
            f"The comparison stopped in '{title}' near {where} (latitude, longitude). {cause.en}"
            " Then resume it: what is done is kept.",
            f"Lần so sánh dừng ở '{title}', gần {where} (vĩ độ, kinh độ). {cause.vi}"
            " Sau đó hãy chạy tiếp: phần đã xong được giữ lại.",
        )


class NoLandUse(DomainError):
    """Nothing is told of the land use in a comparison: it is not finished, or older than the maps."""

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"No land use has been drawn for the comparison '{run_id}'. Wait until it is finished, or compare again.",
            f"Lần so sánh '{run_id}' chưa có bản đồ lớp phủ. Hãy đợi đến khi xong, hoặc so sánh lại.",
        )


class BlockAbandoned(DomainError):
    """A block at which one worker after another fell silent."""

    def __init__(self, place: tuple[float, float], attempts: int) -> None:
        where = f"{place[1]:.5f}, {place[0]:.5f}"
        super().__init__(
            f"The comparison stopped near {where} (latitude, longitude): {attempts} times a worker fell silent there,"
            " as when memory runs out. Look at the worker's log, then resume it: what is done is kept.",
            f"Lần so sánh dừng gần {where} (vĩ độ, kinh độ): {attempts} lần tiến trình ngừng tại đó,"
            " như khi hết bộ nhớ. Hãy xem nhật ký của worker rồi chạy tiếp: phần đã xong được giữ lại.",
        )


class TryBlockAgain(DomainError):
    """A scene could not be read in one block; a disk in the network may come back."""

    def __init__(self, cause: DomainError) -> None:
        super().__init__(cause.en, cause.vi)
