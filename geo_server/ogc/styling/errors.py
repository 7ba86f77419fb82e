"""What cannot be said in another style language."""

import json
from typing import Any

from geo_server.core.errors import DomainError


class CannotExport(DomainError):
    """The MapLibre style uses an expression that has no twin in the language asked for."""

    def __init__(self, expression: Any) -> None:
        text = json.dumps(expression, ensure_ascii=False)[:120]
        super().__init__(
            f"The style uses {text}, which this encoding cannot say. Ask for the MapLibre style (f=mapbox).",
            f"Kiểu vẽ dùng {text}, dạng này không diễn tả được. Hãy lấy kiểu vẽ MapLibre (f=mapbox).",
        )
