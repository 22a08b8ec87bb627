"""The person is heard before a decision that goes against them, and told of every decision that is made."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from samsyn.synthetic.calendar import office_day, office_hour, on_office_day
from samsyn.synthetic.heard_records import Communication, CommunicationAnswer, Notice
from samsyn.synthetic.records import DecisionLine
from samsyn.synthetic.thread import Thread

ANSWERS = (
    "Jag har läst det. Jag orkar inte själv längre, och det står inte tydligt nog.",
    "Min dotter kan inte komma varje vecka, hon bor långt bort.",
    "Jag förstår, men jag hade hoppats på lite mer tid.",
    "Det stämmer det ni har skrivit.",
)
TIME_TO_ANSWER = timedelta(days=14)


def hear(t: Thread, investigation: int, lines: Iterable[DecisionLine], proposed: datetime) -> None:
    """Lay the material before the person and take down the answer, where something is refused, cut or decided anew.

    Chance of its own, so that what comes after in the story stays as it is.
    """
    rng = Random(f"heard {investigation}")  # noqa: S311 - a story, not a secret
    anew = any(d.case == t.case for d in t.story.decisions)
    if not anew and all(line.outcome == "granted" for line in lines):
        return
    opened = next(n.opened_at for n in t.story.investigations if n.id == investigation)
    sent_on = on_office_day(max(opened.date(), proposed.date() - timedelta(days=9)))
    if sent_on >= proposed.date():
        sent_on = opened.date()
    sent = office_hour(rng, sent_on, 15, 16)
    key = t.key("communication")
    t.story.communications.append(
        Communication(key, investigation, rng.choice(("letter", "visit")), sent_on, sent_on + TIME_TO_ANSWER, "", sent,
                      t.officer.key)
    )  # fmt: skip
    t.tell("communication.send", f"communication:{key}", t.officer, sent)
    answered_on = min(office_day(sent_on, rng.randrange(1, 5)), proposed.date())
    answered = min(office_hour(rng, answered_on, 8, 9), proposed - timedelta(minutes=5))
    answer = CommunicationAnswer(
        t.key("communication_answer"), key, rng.choice(ANSWERS), False, answered_on, "phone", "person", answered,
        t.officer.key,
    )  # fmt: skip
    t.story.communication_answers.append(answer)
    t.tell("communication.answer", f"communication:{key}", t.officer, answered)


def tell_of_decision(t: Thread, decision: int, signed: datetime, read_at: datetime | None) -> None:
    """The letter is posted the day the decision is signed; whoever reads it on their page has received it then."""
    day = signed.date()
    _note(t, decision, "letter", day, None, signed + timedelta(minutes=40), t.officer.key)
    if read_at and read_at < t.world.now:
        _note(t, decision, "web", None, read_at.date(), read_at, t.themselves.key)


def _note(
    t: Thread, decision: int, way: str, sent: date | None, received: date | None, at: datetime, by: str
) -> None:  # fmt: skip
    if at < t.world.now:
        t.story.notices.append(Notice(t.key("notice"), decision, way, sent, received, at, by))
