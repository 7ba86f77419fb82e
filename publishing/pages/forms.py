"""What people fill in when they hand in a file."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo_server.core.subject import Subject

from ..contracts import Contract
from ..names import plain_name
from ..orders import Order, Wishes
from ..selectors.contracts import list_contracts
from ..selectors.targets import Target, list_targets

NEW = ""


class HandInForm(forms.Form):
    """A file, where it shall go, and how."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    collection = forms.ChoiceField(label=_("Collection"), required=False)
    title = forms.CharField(label=_("Name of the new collection"), required=False, max_length=200)
    mode = forms.ChoiceField(
        label=_("What the file is"),
        choices=[
            ("replace", _("The whole new content")),
            ("upsert", _("Changes and additions, told by a key")),
            ("append", _("Additions only")),
        ],
    )
    key = forms.CharField(label=_("Key column"), required=False, max_length=100)
    contract = forms.ChoiceField(label=_("Contract"), required=False)
    since = forms.DateField(label=_("True from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    hidden = forms.BooleanField(label=_("Not for the public"), required=False)
    reason = forms.CharField(label=_("Reason, for the history"), required=False, max_length=500)

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "vi").startswith("en")
        self.fields["collection"].choices = [  # type: ignore[attr-defined]
            (NEW, _("A new collection")),
            *((target.id, _title(target, english=english)) for target in list_targets(subject)),
        ]
        self.fields["contract"].choices = [  # type: ignore[attr-defined]
            ("", _("Of the collection, else made from the file")),
            *((contract.id, _title(contract, english=english)) for contract in list_contracts().values()),
        ]

    def order(self) -> Order:
        """The order of a valid form; a new collection takes its id from its name, or from the file's."""
        said = self.cleaned_data
        title, since = said["title"].strip(), said["since"]
        return Order(
            collection_id=said["collection"] or (plain_name(title, fallback="layer") if title else None),
            mode=said["mode"],
            key=said["key"].strip(),
            since=datetime(since.year, since.month, since.day) if since else None,
            contract_id=said["contract"],
            reason=said["reason"].strip(),
            wishes=Wishes(title_vi=title or None, title_en=title or None, public=not said["hidden"]),
        )


def _title(thing: Target | Contract, *, english: bool) -> str:
    return f"{thing.title_en if english else thing.title_vi} ({thing.id})"
