"""Which of several encodings a client wants, for resources that offer more than JSON and a page."""

from collections.abc import Mapping

from django.http import HttpRequest

from .errors import BadParameter


def chosen_encoding(request: HttpRequest, offered: Mapping[str, str]) -> str:
    """The name of an encoding: that of `f=`, else what Accept prefers, else the first.

    Args:
        request: its query and its Accept header are read.
        offered: name to media type, the one for clients that say nothing first.

    Raises:
        BadParameter: `f` names none of them.
    """
    asked = request.GET.get("f")
    if asked is not None and asked in offered:
        return asked
    if asked is not None:
        choice = ", ".join(offered)
        raise BadParameter("f", asked[:40], en=f"choose one of {choice}.", vi=f"hãy chọn một trong: {choice}.")
    preferred = request.get_preferred_type(list(offered.values()))
    return next((name for name, media_type in offered.items() if media_type == preferred), next(iter(offered)))
