"""By when: terms as data, counted in calendar days."""

from datetime import date

from ocm.deadlines import Step, Term, due_date, find_term

WEEK = Term(code="decide", priority=90, step=Step.DECIDE, reason="", days=7)
RED_LINE = Term(code="red", priority=10, step=Step.DECIDE, reason="OUTSIDE_RED_LINE", days=3)
SILENT = Term(code="silent", priority=10, step=Step.DECIDE, reason="MATCH_OK", days=None)
TERMS = [WEEK, RED_LINE, SILENT]
DAY = date(2026, 9, 1)


def test_an_ordinary_finding_is_decided_within_a_week():
    term = find_term(TERMS, step=Step.DECIDE, reason="NO_PERMIT", day=DAY)
    assert due_date(term, start=DAY) == date(2026, 9, 8)


def test_the_term_of_a_reason_goes_before_the_general_one():
    term = find_term(TERMS, step=Step.DECIDE, reason="OUTSIDE_RED_LINE", day=DAY)
    assert term is RED_LINE
    assert due_date(term, start=DAY) == date(2026, 9, 4)


def test_a_term_without_days_means_that_nobody_is_told():
    term = find_term(TERMS, step=Step.DECIDE, reason="MATCH_OK", day=DAY)
    assert term is SILENT
    assert due_date(term, start=DAY) is None


def test_another_step_has_no_term_here():
    assert find_term(TERMS, step=Step.CLOSE, reason="NO_PERMIT", day=DAY) is None


def test_a_new_version_of_a_term_takes_over_on_its_first_day():
    old = Term(code="d", priority=1, step=Step.DECIDE, reason="", days=10, valid_to=date(2026, 1, 1))
    new = Term(code="d", priority=1, step=Step.DECIDE, reason="", days=5, valid_from=date(2026, 1, 1))
    assert find_term([old, new], step=Step.DECIDE, reason="X", day=date(2025, 12, 31)) is old
    assert find_term([old, new], step=Step.DECIDE, reason="X", day=date(2026, 1, 1)) is new
