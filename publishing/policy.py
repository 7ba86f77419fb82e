"""Who may hand in, see, approve and take back: the owner's members, whom his rule names, administrators."""

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import NotSignedIn, ReadOnlyToken, UnknownCollection

from .errors import FourEyes, KeptByProgram, MayNotDecide, MayNotHandIn
from .models import Submission
from .rules import Rule, rule_for

OURS = ("layers", "publishing", "networks")
"""Packages whose collections come from files; others keep their rows themselves."""


def require_hand_in(subject: Subject, *, collection_id: str, owner: str | None) -> str:
    """Make sure that the subject may hand in for this collection; returns the code of its owner.

    Args:
        subject: who hands in.
        collection_id: of a collection that exists, was retired, or is to be.
        owner: of a collection to be, None for the subject's own organisation.

    Raises:
        NotSignedIn, ReadOnlyToken: he has not shown who he is, or shows a token for reading.
        MayNotHandIn: it belongs to somebody else; the answer is the same whether he may know of it or not.
        KeptByProgram: its rows do not come from files.
    """
    if subject.is_anonymous:
        raise NotSignedIn(collection_id)
    if subject.read_only:
        raise ReadOnlyToken
    claimed = owner or subject.organisation or ("city" if subject.is_administrator else "")
    known = find_collection(collection_id)
    if known is None:
        if subject.is_administrator or (claimed and claimed == subject.organisation):
            return claimed
        raise MayNotHandIn(collection_id, claimed)
    if not may_hand_in(subject, known):
        raise MayNotHandIn(collection_id, claimed)
    if known.package not in OURS:
        raise KeptByProgram(collection_id, known.package)
    return known.owner


def may_hand_in(subject: Subject, collection: layers.Collection) -> bool:
    """Whether he may hand in for a collection: the owner's members, and who sees and may write all of it."""
    return _answers_for(subject, collection.owner) or _may_write_whole(subject, collection.id)


def find_collection(collection_id: str) -> layers.Collection | None:
    """The whole collection, whoever asks, retired ones too; None if the id is free."""
    try:
        return layers.describe_collection(collection_id)
    except UnknownCollection:
        return None


def may_see(subject: Subject, submission: Submission) -> bool:
    """Whether he may know of the submission: the sender, the owner's members, its approvers, administrators."""
    if subject.is_anonymous:
        return False
    if submission.created_by == subject.key or _answers_for(subject, submission.owner):
        return True
    return _may_judge(subject, submission.owner, rule_for(submission.owner, submission.collection))


def may_handle(subject: Subject, submission: Submission) -> bool:
    """Whether he may decide, submit, schedule, publish and withdraw: the sender and the owner's members."""
    own = submission.created_by == subject.key or _answers_for(subject, submission.owner)
    return own and not subject.read_only


def require_handle(subject: Subject, submission: Submission) -> None:
    """Raise MayNotDecide, or ReadOnlyToken, unless he may work on the submission."""
    if subject.read_only:
        raise ReadOnlyToken
    if not may_handle(subject, submission):
        raise MayNotDecide("work on it", "xử lý hồ sơ này", "its sender and the owner", "người nộp và đơn vị chủ quản")


def approval_needed(submission: Submission) -> bool:
    """Whether another person must look: the owner's rule asks for it, or the sender is not of the owner's house."""
    return submission.by_outsider or rule_for(submission.owner, submission.collection).approval_needed


def may_approve(subject: Subject, submission: Submission) -> bool:
    """Whether his approval counts: he is named by the rule and has not handed it in."""
    if subject.read_only or subject.is_anonymous or _had_a_hand_in(subject, submission):
        return False
    return _may_judge(subject, submission.owner, rule_for(submission.owner, submission.collection))


def require_approve(subject: Subject, submission: Submission) -> None:
    """Raise FourEyes, ReadOnlyToken or MayNotDecide unless his approval counts."""
    if subject.read_only:
        raise ReadOnlyToken
    if _had_a_hand_in(subject, submission):
        raise FourEyes
    if not may_approve(subject, submission):
        raise MayNotDecide("approve it", "duyệt hồ sơ này", "the owner's approvers", "người duyệt của đơn vị chủ quản")


def require_owner(subject: Subject, collection_id: str) -> layers.Collection:
    """The whole collection, for roll-back and retirement.

    Raises:
        UnknownCollection: also where he may not know of it.
        NotSignedIn, ReadOnlyToken, MayNotDecide: he may not.
    """
    known = find_collection(collection_id)
    if known is None or not _answers_for(subject, known.owner):
        layers.describe(subject, collection_id=collection_id)
        if subject.is_anonymous:
            raise NotSignedIn(collection_id)
        raise MayNotDecide("roll back or retire it", "khôi phục hay ngừng lớp này", "its owner", "đơn vị chủ quản")
    if subject.read_only:
        raise ReadOnlyToken
    if known.package not in OURS:
        raise KeptByProgram(collection_id, known.package)
    return known


def may_keep_source(subject: Subject, owner: str) -> bool:
    """Whether he may see and change the sources of an organisation: its members, administrators."""
    return not subject.is_anonymous and _answers_for(subject, owner)


def require_rule_maker(subject: Subject, organisation: str) -> None:
    """Raise unless he may set the rules of an organisation: its members in the role "manager", administrators."""
    if subject.read_only:
        raise ReadOnlyToken
    if subject.is_administrator or (subject.organisation == organisation and MANAGER in subject.roles):
        return
    raise MayNotDecide("set its rules", "đặt quy tắc", "its managers", "người quản lý của đơn vị")


MANAGER = "manager"


def _answers_for(subject: Subject, owner: str) -> bool:
    return subject.is_administrator or (bool(owner) and subject.organisation == owner)


def _may_write_whole(subject: Subject, collection_id: str) -> bool:
    """He may write every row and see every row: what a draft adds and removes would count the hidden ones too."""
    try:
        sees_all = layers.whole_view(subject, collection_id=collection_id) is not None
        return sees_all and layers.may_write_whole(subject, collection_id=collection_id)
    except UnknownCollection:
        return False


def _may_judge(subject: Subject, owner: str, rule: Rule) -> bool:
    if subject.is_administrator:
        return True
    house = rule.approver_organisation or owner
    return subject.organisation == house and (not rule.approver_role or rule.approver_role in subject.roles)


def _had_a_hand_in(subject: Subject, submission: Submission) -> bool:
    return subject.key in (submission.created_by, submission.submitted_by, submission.decided_by)
