"""What the law adds to the cases of the large invented authority: carried out or not, heard, told, appealed, written.

Only the amounts are made up here. Pure: knows no database.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace as Row
from typing import Any

from samsyn.cases.letters.blocks import Bullets, Heading, Letter, Paragraph, Signature, Table
from samsyn.cases.letters.kept import as_text, digest
from samsyn.synthetic.happenings import Delay, LineEvent
from samsyn.synthetic.heard_records import Communication, CommunicationAnswer, Notice

# Shares. Of active lines: not carried out today. Of lines ordered lately: carried out after so many days.
NOT_CARRIED_OUT, CARRIED_OUT_LATELY, LATELY = 0.015, 0.8, 60
COMMUNICATED, ANSWERED, RECEIVED = 0.5, 0.4, 0.7  # of refusals; of those; of letters
APPEALED, WITHDRAWN, MOVED, DELAYED, ASKED = 0.02, 0.01, 0.005, 0.01, 0.003
DOCUMENTED, WRONG, COVERED, HIDDEN = 0.5, 0.01, 0.001, 0.01
REASONS = ("RES-PERSONAL", "RES-BOSTAD", "VILL-VANTA", "TACKAT-NEJ", "ANNAT")
ENDS = ("need_ceased", "need_ceased", "need_ceased", "withdrawn", "deceased", "moved")
STAGES = (
    "received", "taken_up", "reconsidered", "dismissed", "at_court", "at_court", "judged", "at_higher_court",
    "concluded", "concluded", "concluded", "withdrawn",
)  # fmt: skip
AFTER = {"judged", "at_higher_court", "concluded"}  # a court has spoken
OUTCOMES = ("rejected", "rejected", "rejected", "changed", "annulled", "remitted", "struck_off")
WHYS = "Utredningen väntar på läkarutlåtande från vårdcentralen."
ENTRIES = (
    "Samtal med personen om hur det går efter sjukhusvistelsen. Hen säger att trappan är svår men att morgonen går "
    "bra. Vi kommer överens om att höras igen om två veckor.",
    "Dottern ringde och undrade när hjälpen börjar. Hon fick veta att beställningen är skickad och att utföraren hör "
    "av sig inom en vecka.",
    "Hembesök tillsammans med arbetsterapeut. Tröskeln till badrummet ska tas bort och ett handtag sättas upp.",
)
DOCUMENTS = (
    ("in", "Läkarintyg", "Vårdcentralen"), ("in", "ADL-bedömning", "Arbetsterapeut, regionen"),
    ("out", "Begäran om läkarintyg", "Vårdcentralen"), ("made", "Sammanställning inför vårdplanering", ""),
)  # fmt: skip
KEPT_LETTERS = timedelta(days=200)  # older ones are composed when asked for
Key = Callable[[str], int]


def letter(title: str, said: str, dated: date) -> str:
    """A letter as it is kept, of the size that they have."""
    reasons = tuple(Paragraph(f"{said} {entry}") for entry in ENTRIES)
    rows = tuple((f"Insats {n}", "10 timmar i veckan", "tills vidare") for n in range(3))
    return as_text(
        Letter(
            title, ("Samsyns kommun", "Socialnämnden"), ("Test Person", "Testgatan 1", "123 45 Samby"),
            (("Ärende", "2025-000001"),), "",
            (
                Heading(title, 1), Paragraph(said, "lead"),
                Table("Det här beviljas", ("Vad", "Hur mycket", "Till"), rows),
                Heading("Skälen", 2), *reasons, Heading("Så överklagar du", 2), Bullets(ENTRIES),
                Signature((("Beslutat av", "En delegat, enhetschef"),)),
            ),
            "Samsyns kommun", ("Sida", "av"), dated, "bench",
        )
    )  # fmt: skip


class Law:
    """Makes what belongs to one case at a time. `more` holds the rows that stories have no place for, by table."""

    def __init__(self, rng: Random, now: datetime, key: Key) -> None:
        self.rng, self.now, self.key = rng, now, key
        self.more: dict[str, list[Any]] = defaultdict(list)

    def taken(self) -> dict[str, list[Any]]:
        """The rows made since the last time this was asked."""
        some, self.more = self.more, defaultdict(list)
        return some

    # Carried out or not (SoL 34 kap.)

    def carry_out(self, story: Any, lines: Sequence[Any], signed: datetime, since: datetime, state: str) -> None:
        """What happened to each granted line after the decision."""
        for line in lines:
            first = signed + timedelta(days=self.rng.randrange(2, 40))
            if state == "closed":
                self._note(story, line, "executed", min(first, since))
                self._note(story, line, self.rng.choice(ENDS), since)
            elif state == "active":
                self._active(story, line, min(first, self.now))
            elif (self.now - signed).days > LATELY and self.rng.random() < CARRIED_OUT_LATELY:
                self._note(story, line, "executed", min(first, self.now))
            elif self.rng.random() < 0.3:
                self._waits(story, line, signed)

    def _active(self, story: Any, line: Any, first: datetime) -> None:
        if self.rng.random() >= NOT_CARRIED_OUT:
            self._note(story, line, "executed", first)
            return
        ago = min(timedelta(days=self.rng.randrange(250)), self.now - first)
        if self.rng.random() < 0.3 and line.amount > 1:
            self._note(story, line, "executed_part", first, part=line.amount // 2)
        else:
            self._note(story, line, "executed", first)
            self._note(story, line, "interrupted", self.now - ago, reason="AVBROTT")
        self._waits(story, line, self.now - ago)

    def _waits(self, story: Any, line: Any, after: datetime) -> None:
        """Offers that were declined, and why it takes long."""
        rng, at = self.rng, min(after + timedelta(days=20), self.now)
        if rng.random() < 0.2:
            self._note(story, line, "offered", at)
            self._note(story, line, "declined", at, reason="TACKAT-NEJ")
        story.delays.append(
            Delay(
                self.key("delay"), line.id, rng.choice(REASONS), "Rekrytering pågår.", "Dottern hjälper till så länge.",
                "Trygghetslarm.", at, "staff:1",
            )
        )  # fmt: skip

    def _note(self, story: Any, line: Any, kind: str, at: datetime, reason: str = "", part: int | None = None) -> None:
        story.line_events.append(
            LineEvent(
                self.key("line_event"), line.id, at.date(), kind, reason, part, "", "caseworker", "", at, "staff:1"
            )
        )

    # Heard and told (FL 25, 33)

    def hear(self, story: Any, inquiry: int, person: int, proposed: datetime) -> None:
        """What was laid before the person ahead of a decision with a refusal, and the answer to some."""
        if self.rng.random() >= COMMUNICATED:
            return
        key, sent = self.key("communication"), proposed - timedelta(days=20)
        story.communications.append(
            Communication(key, inquiry, "letter", sent.date(), sent.date() + timedelta(days=14), "", sent, "staff:1")
        )
        if self.rng.random() < ANSWERED:
            at, hers = sent + timedelta(days=9), self.rng.random() < 0.3
            story.communication_answers.append(
                CommunicationAnswer(
                    self.key("answer"), key, "Jag håller inte med om att jag klarar duschen själv.", False, at.date(),
                    "web" if hers else "letter", "person", at, f"person:{person}" if hers else "staff:1",
                )
            )  # fmt: skip

    def tell(self, story: Any, decision: int, signed: datetime) -> None:
        """The letter that told of the decision, and of most the day it reached the person."""
        sent = (signed + timedelta(days=1)).date()
        got = (
            sent + timedelta(days=4) if self.rng.random() < RECEIVED and sent < self.now.date() - timedelta(5) else None
        )
        at = min(signed + timedelta(days=1), self.now)
        sent = min(sent, self.now.date())
        story.notices.append(Notice(self.key("notice"), decision, "letter", sent, got, at, "staff:1"))
        if self.now - signed < KEPT_LETTERS:
            text = letter("Beslut om stöd", "Du får stöd i hemmet.", signed.date())
            self.more["cases.SentLetter"].append(
                Row(
                    decision=decision, language="sv", content=text, digest=digest(text), template="bench",
                    laws=[["SoL 11:1", "2025-07-01"]], composed_at=signed,
                )
            )  # fmt: skip

    # Appealed (FL 43-47, SoL 35:1)

    def appeal(self, case: int, person: int, decision: int, lines: Sequence[Any], signed: datetime, by: int) -> None:
        """An appeal of some of the decisions, in every stage."""
        if self.rng.random() >= APPEALED or signed > self.now - timedelta(days=12):
            return
        key, stage = self.key("appeal"), self.rng.choice(STAGES)
        reached = signed + timedelta(days=11)
        since = reached + (self.now - reached) * self.rng.random() * (0.2 if stage in {"received", "taken_up"} else 0.9)
        self.more["cases.Appeal"].append(self._appeal(key, case, person, decision, stage, reached, since))
        for line in [line for line in lines if line.outcome == "refused"] or lines[:1]:
            self.more["cases.AppealLine"].append(Row(appeal=key, line=line.id))
        if stage == "dismissed":
            text = letter("Överklagandet avvisas", "Överklagandet kom in för sent.", since.date())
            self.more["cases.Ruling"].append(
                Row(
                    case=case, subject="dismissal", regime="FL_45", dismissed=key, request=None,
                    reasons="Överklagandet kom in för sent.", content=text, digest=digest(text), translations={},
                    item="5.1", decided_at=since, decided_by=by,
                )
            )  # fmt: skip
        if stage in AFTER:
            self._judge(key, stage, since)

    def _appeal(
        self, key: int, case: int, person: int, decision: int, stage: str, reached: datetime, since: datetime
    ) -> Row:
        tried, kept = stage != "received", stage not in {"received", "taken_up", "dismissed", "withdrawn"}
        over = kept and stage != "reconsidered"
        return Row(
            id=key, case=case, decision=decision, ruling=None, remedy="appeal", stage=stage, stage_since=since,
            reached_on=reached.date(), court_on=None, channel="post", by_whom="person", by_person=person,
            wanted="Jag vill ha hjälp med duschen tre gånger i veckan.", grounds="Jag ramlade i badrummet i våras.",
            registered_at=reached, registered_by="staff:1", once=None,
            verdict="" if not tried else "late" if stage == "dismissed" else "in_time",
            last_day=reached.date() + timedelta(days=14), timed_at=reached if tried else None,
            timed_by="staff:1" if tried else "", result="unchanged" if kept else "",
            result_reasons="Inget nytt har kommit fram." if kept else "", new_decision=None,
            reconsidered_at=reached if kept else None, reconsidered_by="staff:1" if kept else "",
            court="Förvaltningsrätten" if over else "", handed_over_at=reached if over else None,
            handed_over_by="staff:1" if over else "", withdrawn_on=since.date() if stage == "withdrawn" else None,
        )  # fmt: skip

    def _judge(self, appeal: int, stage: str, at: datetime) -> None:
        self.more["cases.Judgment"].append(
            Row(
                appeal=appeal, instance="administrative", court="Förvaltningsrätten", number=f"{appeal}-{at:%y}",
                outcome=self.rng.choice(OUTCOMES), judged_on=at.date(), text="Överklagandet avslås.", grants=False,
                final_on=at.date() if stage == "concluded" else None, followed_in=None, recorded_at=at,
                recorded_by="staff:1",
            )
        )  # fmt: skip

    # Written (SoL 14:3, OSL 5:1) and what ends a case

    def write(self, case: int, author: int, received: datetime, end: datetime) -> None:
        """The journal and the register of documents of one case, none of it after its end."""
        rng = self.rng
        for n in range(rng.randrange(1, 5)):
            at, key = received + (end - received) * rng.random(), self.key("entry")
            hidden = rng.random() < HIDDEN
            self.more["cases.JournalEntry"].append(
                Row(
                    id=key, case=case, kind=("samtal", "handelse", "hembesok")[n % 3], happened_at=at,
                    text=ENTRIES[n % 3], author=author, author_title="Biståndshandläggare", state="locked",
                    not_for_person=hidden, not_for_person_why="Uppgift om dottern." if hidden else "", begun_at=at,
                    locked_at=at, locked_by=f"staff:{author}", corrects=None,
                )
            )  # fmt: skip
            if rng.random() < COVERED:
                said = {"reason": "Anteckningen hör till någon annan.", "covered_at": end, "covered_by": "staff:1"}
                self.more["cases.JournalCover"].append(Row(entry=key, **said))
            elif rng.random() < WRONG:
                self.more["cases.Objection"].append(
                    Row(
                        case=case, entry=key, investigation=None, decision=None, said="Så sade jag inte.",
                        said_on=end.date(), hand="staff", noted_at=end, noted_by="staff:1", once=None,
                    )
                )  # fmt: skip
        if rng.random() < DOCUMENTED:
            direction, what, whom = rng.choice(DOCUMENTS)
            self.more["cases.Document"].append(
                Row(
                    case=case, number=1, direction=direction, day=received.date(), counterpart=whom, what=what,
                    kept="Pärm 4", content=None, replaces=None, registered_at=received, registered_by="staff:1",
                    once=None,
                )
            )  # fmt: skip

    def care(self, order: int, carer: int, sent: datetime) -> None:
        """What the provider has written on an order."""
        for n in range(self.rng.randrange(0, 4)):
            at = sent + (self.now - sent) * self.rng.random()
            self.more["homecare.CareEntry"].append(
                Row(
                    order=order, kind="handelse", happened_at=at, text=ENTRIES[n % 3], author=carer,
                    author_title="Undersköterska", state="locked", begun_at=at, locked_at=at,
                    locked_by=f"staff:{carer}", corrects=None,
                )
            )  # fmt: skip

    def end(self, case: int, intake: int, state: str, received: datetime) -> None:
        """Delays told of, requests for a decision, applications taken back and moves, of some cases."""
        rng, at = self.rng, received + (self.now - received) * 0.5
        hand = {"registered_at": at, "registered_by": "staff:1"}
        if state == "investigating" and rng.random() < DELAYED * 10:
            self.more["cases.DelayNotice"].append(
                Row(case=case, told_on=at.date(), way="letter", why=WHYS, recorded_at=at, recorded_by="staff:1")
            )
            text = letter("Ditt ärende är försenat", WHYS, at.date())
            self.more["cases.SentNotice"].append(
                Row(
                    case=case, kind="delay", translates=None, language="sv", content=text, digest=digest(text),
                    template="bench", composed_at=at,
                )
            )  # fmt: skip
        if state == "investigating" and rng.random() < ASKED * 10:
            self.more["cases.DecisionRequest"].append(
                Row(case=case, received_on=at.date(), channel="letter", text="", recorded_at=at, recorded_by="staff:1")
            )
        if state == "active" and rng.random() < WITHDRAWN:
            self.more["cases.Withdrawal"].append(
                Row(
                    case=case, intake=intake, whole=False, by_whom="person", form="oral", day=at.date(),
                    what="Ledsagningen behövs inte längre.", **hand,
                )
            )  # fmt: skip
        if state == "active" and rng.random() < MOVED:
            self.more["cases.Move"].append(
                Row(case=case, kind="stay", day=at.date(), municipality="Grannby", what="Hjälp på morgonen.", **hand)
            )

    def protect(self, person: int, day: date) -> str:
        """One in two hundred is protected; the register says how it came. Returns the kind of protection."""
        if self.rng.random() >= 0.005:
            return ""
        kind = self.rng.choice(("marked", "marked", "registered"))
        at = datetime.combine(day, time(9), UTC)
        self.more["people.ProtectionChange"].append(
            Row(
                person=person, protection=kind, source="Skatteverket", known_on=day, via="Ring ombudet.",
                changed_at=at, changed_by="staff:1",
            )
        )  # fmt: skip
        return kind
