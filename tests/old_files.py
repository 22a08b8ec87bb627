"""Files whose time is out, for tests of deletion."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from samsyn.cases.actions import Place
from samsyn.cases.exempt import exempt
from samsyn.cases.models import Case, DeletionItem, DeletionList
from samsyn.homecare.actions import close_days, end_case
from samsyn.people.models import Person
from samsyn.people.roles import Role, job
from tests import factories as f
from tests.kept import kept

PLACE = Place("Samsyns kommun", "Stockholms län", exempt())
BORN = date(1940, 1, 14)  # not a day that is kept for research
ENDED = f.NOW + timedelta(days=8)
AFTER = f.NOW + timedelta(days=6 * 366)  # when the five years are out


@kept
def ended_case(born: date = BORN) -> Case:
    """A whole chain, from application to performed time, that is ended."""
    last_day = localdate(ENDED) - timedelta(days=1)
    case = f.active_case(of=f.person(born=born), terms={"valid_to": last_day})
    close_days(by=job("close-days"), at=ENDED, through=last_day)
    end_case(case=case, reason="need_ceased", by=f.caseworker_of(case), at=ENDED)
    return Case.objects.get(pk=case.pk)


@kept
def listed_file(person: Person) -> DeletionList:
    """A list that holds one person's file, due or not, for tests that look at the page."""
    drawn = DeletionList.objects.create(
        counted_to=localdate(f.NOW), drawn_up_at=f.NOW, drawn_up_by_id=f.acting(Role.COMMITTEE_SECRETARY).staff
    )
    days = {"last_entry": date(2020, 1, 2), "due_on": date(2025, 1, 2), "last_day": date(2026, 12, 31)}
    DeletionItem.objects.create(list=drawn, person=person, **days)
    return drawn
