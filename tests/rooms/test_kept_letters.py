"""Letters of fees and of separate decisions are those that the log vouches for, or `samsyn verify` says so."""

import pytest
from django.db import connection

from samsyn.audit.guards import Guard
from samsyn.cases.models import FeeDecision
from samsyn.cases.queries import altered, altered_fee_letter, altered_ruling
from tests import factories as f
from tests.appealing import OLD, dismissed, refused_case
from tests.fees import decided_fee, granted, told_fees

pytestmark = pytest.mark.django_db


def past_the_triggers(table, sql):
    """What somebody with the database's own keys could do."""
    with connection.cursor() as cursor:
        for operation in ("UPDATE", "DELETE"):
            for statement in Guard(table, operation, "").drop(connection.vendor):
                cursor.execute(statement)
        cursor.execute(sql)


@pytest.mark.parametrize("sql", ["UPDATE cases_ruling SET content = '{}'", "DELETE FROM cases_ruling"])
def test_a_dismissal_whose_letter_is_changed_or_gone_is_found(sql):
    ruling = dismissed(refused_case(at=OLD))
    assert altered() is None
    past_the_triggers("cases_ruling", sql)
    assert altered_ruling() == ruling.pk
    assert altered() == f"the letter of separate decision {ruling.pk}"


@pytest.mark.parametrize("change", ["letter = '{}'", """translations = '{"fi": "{}"}'"""])
def test_a_fee_whose_letter_is_changed_in_any_language_is_found(change):
    decided = decided_fee(told_fees(granted(of=f.person(language="fi"))))
    assert FeeDecision.objects.get().translations.keys() == {"fi"}
    assert altered() is None
    past_the_triggers("cases_feedecision", f"UPDATE cases_feedecision SET {change}")
    assert altered_fee_letter() == decided.pk
