"""The figures of reviews over time, from packets as they are stored: nothing of a few, each review once."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from samsyn.audit.models import Event
from samsyn.people.refusals import NoAccess
from samsyn.people.roles import Role
from samsyn.review.leak import Verdict
from samsyn.review.models import Departure, Packet, Reading
from samsyn.review.queries import review_measures
from tests import factories as f
from tests.reviews import HELP, colleagues

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 2, 10, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
SUMMER = datetime(2026, 5, 10, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
LATER = datetime(2026, 10, 10, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
_codes = count()
TEXT = "Den enskilde har alltid skött symaskinen."


def packet(*guesses, sex="K", unit=None, opened=SPRING, said=(HELP, HELP), concluded=True, **more):
    """A packet that is read and opened, each reading with its guess of sex (guess, sure)."""
    places = {"place": "situation", "text": TEXT, "marks": [{"start": 0, "end": 12, "kind": "name"}]}
    made = Packet.objects.create(
        code=f"G-{next(_codes)}", unit=unit or f.unit(), state="opened", seed=1, readers=2, sections=[places],
        questions=[{"intervention": "HEMTJANST", "unit": "minutes_week", "applied": None}], made_at=opened,
        sent_at=opened - timedelta(days=4), opened_at=opened, key_days=90, texts_until=opened.date(), sex=sex,
        age_band="80-89", **{"words": 100, "edits": 2, "settled_by_hand": 1, **more},
    )  # fmt: skip
    readers = colleagues(2) if not Reading.objects.exists() else None
    for reader, answer, (guess, sure) in zip(
        readers or [r.reader for r in Reading.objects.order_by("pk")[:2]],
        said,
        guesses or [("", None)] * 2,
        strict=True,
    ):
        Reading.objects.create(
            packet=made, reader=reader, unit=f.unit("Äldreenheten Syd"), drawn_at=opened, saved_at=opened,
            done_at=opened, answers=[answer.code], guess_sex=guess, guess_sex_sure=sure,
            guess_words="symaskinen" if guess else "",
        )  # fmt: skip
    if concluded:
        made.state, made.concluded_at, made.concluded_by = "concluded", opened + timedelta(days=1), "staff:1"
        made.save()
    return made


def leader(unit=None):
    return f.acting(Role.TEAM_LEADER, unit or f.unit())


def of(key, *, by=None, at=LATER):
    return review_measures(by=by or leader(), at=at).series[key]


def test_without_reviews_there_is_nothing_to_tell():
    found = review_measures(by=leader(), at=LATER)
    assert set(found.series) == {"sex", "age", "edits", "by_hand", "outcome", "beyond", "amount", "departed", "days"}
    assert not any(found.series.values())
    assert (found.words, found.kinds) == ([], [])
    assert all(n is None for _, n in found.causes)


def test_a_planted_leak_is_told_as_one():
    for sex in "KM" * 8:
        packet((sex, 90), (sex, 70), sex=sex)
    [told] = of("sex")
    assert (told.leak.texts, told.leak.guesses, told.leak.right) == (16, 32, 1.0)
    assert told.leak.verdict is Verdict.LEAKS
    assert told.informed.value == 1.0
    assert review_measures(by=leader(), at=LATER).words == [("symaskinen", 16)]


def test_where_guesses_are_blind_no_leak_is_told():
    for n in range(16):
        packet(("KM"[n % 2], 60), ("KM"[n % 2], 60), sex="KKMM"[n % 4])
    [told] = of("sex")
    assert (told.leak.right, told.leak.verdict) == (0.5, Verdict.UNDECIDED)


def test_few_reviews_wait_and_are_told_with_the_next_quarter():
    for _ in range(5):
        packet()
    [told] = of("edits")
    assert (told.rate, told.period.enough) == (None, False)
    for _ in range(4):
        packet(opened=SUMMER)
    [told] = of("edits")
    assert (told.period.quarters, told.rate.reviews, told.rate.value) == (((2026, 1), (2026, 2)), 9, 20.0)


def test_a_quarter_that_is_not_over_is_not_counted():
    for _ in range(9):
        packet(opened=LATER - timedelta(days=3))
    assert of("edits") == []


def test_agreement_and_amounts_between_blind_readings():
    other, less = replace(HELP, outcome="refused", amount=0), replace(HELP, amount=300)
    for n in range(10):
        packet(said=(HELP, other if n < 2 else less))
    [agreed], [beyond], [apart] = of("outcome"), of("beyond"), of("amount")
    assert 0 < beyond.rate.interval.low <= beyond.rate.value <= beyond.rate.interval.high <= 1
    assert (agreed.rate.value, agreed.rate.reviews) == (80.0, 10)
    assert (round(apart.rate.value, 1), apart.rate.reviews) == (round(100 * 60 / 330, 1), 8)


def test_departures_of_a_few_cases_are_not_told():
    for n in range(20):
        packet(lines_decided=2, lines_departed=int(n < 3))
    [told] = of("departed")
    assert (told.rate, told.few) == (None, True)
    Packet.objects.filter(pk__in=Packet.objects.order_by("pk").values("pk")[:9]).update(lines_departed=1)
    [told] = of("departed")
    assert (told.rate.value, told.rate.reviews) == (22.5, 20)


def test_days_from_sending_to_the_meeting():
    for _ in range(8):
        packet()
    [told] = of("days")
    assert (told.rate.value, told.rate.reviews) == (5.0, 8)


def test_kinds_of_edits_are_told_of_eight_packets_or_more():
    for _ in range(7):
        packet()
    assert review_measures(by=leader(), at=LATER).kinds == []
    packet()
    [(kind, made)] = review_measures(by=leader(), at=LATER).kinds
    assert (kind, made.value) == ("name", 10.0)


def test_reasons_to_depart_are_counted_for_the_unit_when_there_are_eight():
    decision = f.decision_of(f.decided_case(at=SPRING))
    said = {"why": "Skäl.", "said_at": SPRING, "said_by": "staff:1"}
    for line in range(9):
        Departure.objects.create(decision=decision, intervention=f"X{line}", cause="law", **said)
    Departure.objects.create(decision=decision, intervention="Y", cause="person", **said)
    found = dict(review_measures(by=leader(), at=LATER).causes)
    assert found == {"new_facts": None, "person": None, "judgement": None, "law": 10, "masked": None}
    elsewhere = leader(f.unit("Äldreenheten Väst"))
    assert set(dict(review_measures(by=elsewhere, at=LATER).causes).values()) == {None}


def test_a_leader_sees_the_own_unit_and_the_analyst_all_together():
    south = f.unit("Äldreenheten Syd")
    for _ in range(8):
        packet()
    for _ in range(8):
        packet(unit=south)
    assert of("edits")[0].rate.reviews == 8
    assert of("edits", by=leader(f.unit("Äldreenheten Väst"))) == []
    assert of("edits", by=f.acting(Role.ANALYST))[0].rate.reviews == 16


def test_running_is_on_record_with_the_definition_and_names_nobody():
    review_measures(by=leader(), at=LATER)
    event = Event.objects.get(what="report.run")
    assert (event.detail, event.subjects) == ({"versions": {"reviews": 1}}, [])


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DELEGATE, Role.ADMINISTRATOR, Role.PROVIDER_PLANNER])
def test_others_do_not_read_them(role):
    with pytest.raises(NoAccess):
        review_measures(by=f.acting(role), at=LATER)


def test_the_number_of_questions_does_not_follow_the_reviews(django_assert_max_num_queries):
    for _ in range(30):
        packet(("K", 60), ("M", 60))
    by = leader()
    with django_assert_max_num_queries(12):
        review_measures(by=by, at=LATER)
