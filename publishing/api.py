"""The only door of this package; what crosses is plain."""

from typing import TYPE_CHECKING

from geo_server.core.late import late

from .contracts import Contract, document_of
from .contracts.reference import reference_page as contract_reference
from .orders import Mode, Order, Wishes
from .plain_rows import rows_of
from .report import PublishReport
from .rules import Rule
from .selectors.contracts import get_contract, list_contracts
from .selectors.drafts import difference_geojson, difference_page, rejects_file
from .selectors.publications import PublicationInfo, list_publications, list_rules
from .selectors.sources import SourceInfo, get_source, list_sources
from .selectors.submissions import SubmissionDetail, SubmissionInfo, get_submission, list_submissions
from .services.contracts import change_contract
from .services.deciding import amend, choose_mapping, decide, try_again, withdraw
from .services.owner_rules import set_rule
from .services.publication import publish, schedule, unschedule
from .services.receiving import hand_in
from .services.returning import retire, roll_back
from .services.reviewing import approve, refuse, submit
from .services.sources import SourceOrder, add_source, ask_now, change_source, remove_source
from .states import State

if TYPE_CHECKING:
    from .services.harvesting import harvest
    from .services.one_call import publish_file

__getattr__ = late("publishing", {".services.harvesting": ("harvest",), ".services.one_call": ("publish_file",)})

__all__ = [
    "Contract",
    "Mode",
    "Order",
    "PublicationInfo",
    "PublishReport",
    "Rule",
    "SourceInfo",
    "SourceOrder",
    "State",
    "SubmissionDetail",
    "SubmissionInfo",
    "Wishes",
    "add_source",
    "amend",
    "approve",
    "ask_now",
    "change_contract",
    "change_source",
    "choose_mapping",
    "contract_reference",
    "decide",
    "difference_geojson",
    "difference_page",
    "document_of",
    "get_contract",
    "get_source",
    "get_submission",
    "hand_in",
    "harvest",
    "list_contracts",
    "list_publications",
    "list_rules",
    "list_sources",
    "list_submissions",
    "publish",
    "publish_file",
    "refuse",
    "rejects_file",
    "remove_source",
    "retire",
    "roll_back",
    "rows_of",
    "schedule",
    "set_rule",
    "submit",
    "try_again",
    "unschedule",
    "withdraw",
]
