"""Reports to test: invented examinations with counts of one's own choosing."""

from datetime import UTC, date, datetime
from math import sqrt

from samsyn.equity.answer import Answer
from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Asked, Examination, GroupMean
from samsyn.equity.fit import Family
from samsyn.equity.note import LeftOut, Note
from samsyn.equity.shares import difference, share
from samsyn.web.equity.report_safe import Action, Measured, ReportContent

NONE = Note.of("no_change_named")
UNEXPLAINED = Note.of("unexplained_difference", among=Note.of("not_by_facts"))
NAMES = (("age", "ålder"), ("household", "hushåll"), ("need", "bedömt behov"))
DEFINITION = "Personer vars senaste beslut i perioden inte innehåller något avslag."
ACTION = Action(
    "Gå igenom avslagen tillsammans i gruppen.", "gruppledare", date(2026, 2, 10), date(2026, 5, 1), date(2026, 10, 1)
)


def examined(
    women: tuple[int, int] = (310, 400), men: tuple[int, int] = (330, 390), left_out: tuple[int, ...] = (12, 3),
    notes: tuple[Note, ...] = (), verdict: Note | None = None,
) -> Examination:  # fmt: skip
    """Of each group so many yes of so many. Adjusted gaps are near the plain one."""
    plain = difference(women[0], women[1], men[0], men[1])
    n = women[1] + men[1]
    less = [Estimate(plain.value * k, plain.low * k - 0.01, plain.high * k + 0.01, n) for k in (0.7, 0.2)]
    reasons = (Note.of("missing", column="household"), Note.of("not_read", column="age"))
    return Examination(
        asked=Asked("granted", "sex", "M", ("age", "household"), ("need",)),
        on=date(2026, 1, 15),
        seed=1,
        family=Family.SHARE,
        rows=n,
        period=None,
        answer=Answer(
            "K", "M", plain, less[0], less[1],
            tuple(LeftOut(why, rows) for why, rows in zip(reasons, left_out, strict=False) if rows),
            (Note.of("need_may_hide"), *notes), verdict or UNEXPLAINED,
        ),
        groups=tuple(GroupMean(name, share(*of)) for name, of in (("K", women), ("M", men))),
        pooling=NONE, hidden=NONE, decomposed=NONE, units=(), monthly=NONE, starts=NONE, selection=NONE,
    )  # fmt: skip


def amounts(n: tuple[int, int] = (400, 390)) -> Examination:
    """Minutes a week, 35 fewer for women."""
    found = examined((n[0] // 2, n[0]), (n[1] // 2, n[1]), ())
    gap = [Estimate(v, v - 30.4, v + 29.7, sum(n)) for v in (-48.6, -34.7, -12.2)]
    told = found.answer
    answer = Answer("K", "M", *gap, told.left_out, told.notes, UNEXPLAINED)
    groups = tuple(
        GroupMean(k, Estimate(400, 400 - 9 / sqrt(x), 400 + 9 / sqrt(x), x)) for k, x in zip("KM", n, strict=True)
    )
    return Examination(
        **{f: getattr(found, f) for f in found.__slots__}
        | {"family": Family.AMOUNT, "answer": answer, "groups": groups}
    )


def measured(
    found: Examination | None = None, *, label: str = "Allt som söktes beviljades", **other: object
) -> Measured:
    told = {"definition": DEFINITION, "measure": "share", "query": "granted.1·7c1f", "actions": (), **other}
    return Measured(label, examination=found, **told)  # type: ignore[arg-type]


def content(*outcomes: Measured, **other: object) -> ReportContent:
    told = {
        "municipality": "Ekviks kommun", "committee": "Äldrenämnden", "group": "Kvinnor och män", "compared": "kvinnor",
        "reference": "män", "period": "1 jan – 31 dec 2025", "made_at": datetime(2026, 1, 15, 9, tzinfo=UTC),
        "names": NAMES, **other,
    }  # fmt: skip
    return ReportContent(outcomes=outcomes, **told)  # type: ignore[arg-type]
