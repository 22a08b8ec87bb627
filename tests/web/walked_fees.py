"""What the walk past every address is asked about in fees, and the address that belongs to nobody: the law bench."""

from samsyn.people.models import Person
from tests import factories as f
from tests import fees


def fill(world) -> None:
    """A decided fee of the walk's person, and somebody who is granted help without one."""
    fees.decided_fee(fees.told_fees(world.person))
    f.decided_case(of=f.person(family_name=f"Utan{world.suffix}"), at_unit=world.cases["active"].unit)


def _fee(world, **more) -> dict:
    return {"pk": world.person.fee_case.pk, **more}


def _decision(world) -> int:
    return fees.decision_of(world.person.fee_case).pk


def _mine(world, **more) -> dict:
    return {"person": world.person.pk, **more}


ARGUMENTS = {
    **dict.fromkeys(["fees", "fees_without", "fee_month", "fee_parameters", "fee_tariff", "bench"], lambda _world: {}),
    **dict.fromkeys(["fee", "fee_income", "fee_link", "fee_end", "fee_decide"], _fee),
    **dict.fromkeys(
        ["fee_decision", "fee_decision_pdf", "fee_correct"], lambda w: _fee(w, decision_pk=_decision(w))
    ),
    "fee_begin": lambda w: {"person": Person.objects.get(family_name=f"Utan{w.suffix}").pk},
    **dict.fromkeys(["my_fees", "my_income", "my_what_if"], _mine),
    **dict.fromkeys(["my_fee_decision", "my_fee_decision_pdf"], lambda w: _mine(w, pk=_decision(w))),
}  # fmt: skip
