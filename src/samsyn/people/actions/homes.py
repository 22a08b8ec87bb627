"""Putting in where the invented people live as points."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from samsyn.people.models import HomePlace, Person
from samsyn.people.queries.invented import why_not_invent
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@transaction.atomic
def load_homes(*, point: Callable[[str, str], tuple[int, int]], on: date, by: Actor) -> int:
    """Give every person with an address a point, by their area and street. Returns how many.

    Raises NoAccess for all but a job, and where real people are let in.
    """
    permit(why_not_invent(by))
    addresses = Person.objects.exclude(street="").filter(home_place=None).values_list("pk", "area", "street")
    homes = [(pk, *point(area, street)) for pk, area, street in addresses]
    HomePlace.objects.bulk_create(
        (HomePlace(person_id=pk, east=e, north=n, source="påhittad", noted_on=on) for pk, e, n in homes),
        batch_size=2000,
    )
    return len(homes)
