"""An answer about an own file in words: what its figures are in, its period, and the command that asks the same."""

import shlex
from datetime import date

from django.utils.translation import gettext

from samsyn.equity.examination import Asked, Examination
from samsyn.equity.fit import Family
from samsyn.equity.note import Note
from samsyn.web.equity.own.places import OwnFile
from samsyn.web.equity.scales import amounts_of
from samsyn.web.equity.shown import AS_THEY_STAND, Shown, note_said
from samsyn.web.shared.wording import period


def shown_of(file: OwnFile, found: Examination, key: str) -> Shown:
    """An examination of a file, to show."""
    scale = "share"
    if found.family is not Family.SHARE:
        scale = amounts_of(found.groups[-1].mean.value if found.groups else 0.0)
    return Shown(
        found,
        scale,
        label=found.asked.outcome[:1].upper() + found.asked.outcome[1:],
        definition=gettext("Kolumnen ”{column}” i filen {file}").format(
            column=found.asked.outcome, file=file.about.name
        ),
        period=_period(found),
        query=key,
        named=AS_THEY_STAND,
    )


def _period(found: Examination) -> str:
    if found.period is None:
        return gettext("ingen kolumn med dagar är vald")
    first, last = (date.fromisoformat(f"{month}-01") for month in (found.period.first, found.period.last))
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return period(first, date.fromordinal(after.toordinal() - 1))


def note_of_file(note: Note, file: OwnFile) -> str:
    """A note about a file by the name that its owner knows."""
    told = tuple((name, file.about.name if name == "file" else value) for name, value in note.values)
    return note_said(Note(note.code, told), str)


def command_of(file: OwnFile, asked: Asked | None) -> str:
    """The command that measures the same, to be run where the file is; empty where a name has a comma in it."""
    if asked and any("," in name for name in (*asked.facts, *asked.need)):
        return ""
    words = ["samsyn", "equity", file.about.name]
    if asked:
        told = {
            "outcome": asked.outcome, "group": asked.group, "reference": asked.reference,
            "facts": ",".join(asked.facts), "need": ",".join(asked.need),
        }  # fmt: skip
        words += [word for name, value in told.items() if value for word in (f"--{name}", value)]
    return shlex.join(words)
