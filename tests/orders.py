"""Delegation orders for tests, adopted by the same action that the pages use.

order_in_force()                              the example that ships, once
adopt("1.1;Hemtjänst;SoL 11:1;;alla;enhetschef;ja")    a version of one's own, in short columns
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from samsyn.cases.actions import Adoption, adopt_order
from samsyn.cases.delegation_file import example, read_order
from samsyn.cases.models import DelegationOrder
from samsyn.people.roles import Actor, Role
from tests.kept import kept

BY = Actor(key="job:factories", role=Role.ADMINISTRATOR, name="Testernas administratör")
ENTERED = datetime(2020, 1, 1, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
SHORT = "punkt;ärende;lagrum;insatser;utfall;delegat;anmäls"


@kept
def order_in_force() -> DelegationOrder:
    """The newest order; where there is none, the examples for the former act and for the present one."""
    found = DelegationOrder.objects.order_by("-version").first()
    if found:
        return found
    for since in ("2018-07-01", "2025-07-01"):
        found = adopt_text(example(since), valid_from=date.fromisoformat(since))
    return found


def adopt(*rows: str, valid_from: date, headings: str = SHORT, **adoption) -> DelegationOrder:
    """A version with these rows."""
    return adopt_text("\n".join([headings, *rows]), valid_from=valid_from, **adoption)


@kept
def adopt_text(text: str, *, valid_from: date, by: Actor = BY, **adoption) -> DelegationOrder:
    """A version as a file says it, adopted three weeks before it applies."""
    terms = {"adopted_on": valid_from - timedelta(days=21), "minutes": f"SN {valid_from.year} § 84", **adoption}
    adoption = Adoption(valid_from=valid_from, **terms)
    return adopt_order(adoption=adoption, read=read_order(text), source="ordning.csv", by=by, at=ENTERED)
