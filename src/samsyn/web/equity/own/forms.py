"""Choosing a file, and what each of its columns is."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext, gettext_lazy

from samsyn.equity.columns import SEVERAL, Column, Look, Role, guessed
from samsyn.equity.examination import Asked
from samsyn.equity.note import Note
from samsyn.people.refusals import N_
from samsyn.web.equity.numbers import language_now
from samsyn.web.equity.scales import counted
from samsyn.web.equity.shown import note_said
from samsyn.web.shared.inputs import DayInput, offer

LARGEST = {".csv": 200, ".parquet": 200, ".xlsx": 10}  # MB, by what a page's process reads in good time
MB = 1_000_000
ROLES: dict[Role, str] = {
    "outcome": N_("Utfall: det som jämförs"),
    "group": N_("Grupp: vilka som jämförs"),
    "fact": N_("Fakta enheten inte bedömt"),
    "need": N_("Bedömt behov"),
    "unit": N_("Enhet eller handläggare"),
    "day": N_("Beslutsdag"),
}
NONE_OF = {
    "outcome": N_("Välj vilken kolumn som är utfallet: vad som beslutades, som ja eller nej, eller ett tal."),
    "group": N_("Välj vilken kolumn som är gruppen: vilka som jämförs, till exempel kön."),
}
TWO_OF = N_("”{first}” är redan vald som {role}. Välj något annat här eller där.")
SHORT: dict[Role, str] = {"outcome": N_("utfall"), "group": N_("grupp"), "day": N_("beslutsdag")}


class FileForm(forms.Form):
    """The file to measure."""

    table = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy(
            "CSV eller Parquet, högst 200 MB, eller Excel (.xlsx), högst 10 MB: en rad för varje beslut, med rubriker."
        ),
        error_messages={
            "required": gettext_lazy("Välj en fil."),
            "empty": gettext_lazy("Filen är tom. Välj en fil med en rad för varje beslut."),
            "max_length": gettext_lazy("Filens namn är för långt. Döp om den och välj den igen."),
        },
    )

    def clean_table(self) -> UploadedFile:
        """A kind of file that is read, and not larger than is read in good time."""
        file: UploadedFile = self.cleaned_data["table"]
        suffix = suffix_of(file)
        if suffix not in LARGEST:
            raise forms.ValidationError(gettext("Filen ska vara CSV, Excel (.xlsx) eller Parquet. Spara den så."))
        if (file.size or 0) > LARGEST[suffix] * MB:
            raise forms.ValidationError(
                gettext("Filen är större än {most} MB. Behåll bara de kolumner som ska jämföras, eller kör {command}.")
                .format(most=LARGEST[suffix], command="samsyn equity")
            )  # fmt: skip
        return file


def suffix_of(file: UploadedFile) -> str:
    """What kind of file it is, by its name."""
    suffix = PurePath(file.name or "").suffix.lower()
    return ".csv" if suffix in {".tsv", ".txt"} else suffix


@dataclass(frozen=True, slots=True)
class Line:
    """A column with the field in which its role is chosen."""

    column: Column
    field: BoundField

    @property
    def distinct(self) -> str:
        """How many different values it holds."""
        return counted(self.column.distinct, language_now())

    @property
    def missing(self) -> str:
        """How many rows have none."""
        return counted(self.column.missing, language_now())


class ColumnsForm(forms.Form):
    """What each column is, whom the group is compared with, and the day of a change."""

    reference = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Jämför med"),
        help_text=gettext_lazy("Den grupp som de andra jämförs med. Utan val är det den sista i bokstavsordning."),
    )
    changed_on = forms.DateField(
        required=False,
        label=gettext_lazy("Den dag då något ändrades"),
        help_text=gettext_lazy(
            "Om ni ändrade arbetssätt en viss dag syns om skillnaden ändrades. Kräver en beslutsdag."
        ),
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("Skriv dagen som 2026-11-24.")},
    )

    def __init__(self, data: Any = None, *, look: Look, asked: Asked | None = None) -> None:
        roles = dict(guessed(look.columns)) if asked is None else _roles(asked)
        super().__init__(data, initial={"changed_on": asked.changed_on} if asked else None)
        self._look = look
        choices = [("", gettext("används inte")), *((role, gettext(label)) for role, label in ROLES.items())]
        for place, column in enumerate(look.columns):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=gettext("Vad är ”{column}”?").format(column=column.name), required=False, choices=choices,
                initial=roles.get(column.name, ""),
            )  # fmt: skip
        offer(self, "reference", [("", gettext("den sista i bokstavsordning")), *_values(look)])
        if asked and asked.reference:
            group = next(n for n, column in enumerate(look.columns) if column.name == asked.group)
            self.fields["reference"].initial = f"{group}={asked.reference}"

    def lines(self) -> list[Line]:
        """Every column with its field."""
        return [Line(c, self[f"c{n}"]) for n, c in enumerate(self._look.columns)]

    def clean(self) -> dict[str, Any]:
        """One outcome, one group, and a reference of that group."""
        said = self.cleaned_data
        for role in ("outcome", "group", "day"):
            chosen = self._chosen(role)
            for place in chosen[1:]:
                first = self._look.columns[chosen[0]].name
                self.add_error(f"c{place}", gettext(TWO_OF).format(first=first, role=gettext(SHORT[role])))
            if not chosen and role in NONE_OF:
                self.add_error(None, gettext(NONE_OF[role]))
        for place, column in enumerate(self._look.columns):
            if column.twice and said.get(f"c{place}"):
                self.add_error(f"c{place}", note_said(Note.of("column_twice", column=column.name), str))
        group = self._chosen("group")
        if said.get("reference") and group and said["reference"].partition("=")[0] != str(group[0]):
            self.add_error(
                "reference",
                gettext("Värdet hör till en annan kolumn än ”{column}”. Välj ett av värdena där, eller inget.").format(
                    column=self._look.columns[group[0]].name
                ),
            )
        if said.get("changed_on") and not self._chosen("day"):
            self.add_error("changed_on", gettext("Välj också vilken kolumn som är beslutsdagen, eller lämna tomt."))
        return said

    def _chosen(self, role: str) -> list[int]:
        return [n for n in range(len(self._look.columns)) if self.cleaned_data.get(f"c{n}") == role]

    def _names(self, role: Role) -> tuple[str, ...]:
        return tuple(self._look.columns[place].name for place in self._chosen(role))

    @property
    def asked(self) -> Asked:
        """The question. Only of a valid form."""
        [outcome], [group], day = self._names("outcome"), self._names("group"), self._names("day")
        return Asked(
            outcome=outcome, group=group, reference=self.cleaned_data["reference"].partition("=")[2],
            facts=self._names("fact"), need=self._names("need"), units=self._names("unit"),
            month=day[0] if day else "", changed_on=self.cleaned_data["changed_on"],
        )  # fmt: skip

    def field_of(self, column: str) -> str | None:
        """The name of the field in which a column's role is chosen."""
        return next((f"c{n}" for n, c in enumerate(self._look.columns) if c.name == column), None)

    def wrong_of(self, note: Note, words: str) -> None:
        """Put why a question has no answer beside what it is about. Of a form that is only shown."""
        columns = [value for name, value in note.values if name == "column" and isinstance(value, str)]
        place = self.field_of(columns[0]) if columns else None
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        self.add_error("reference" if note.code == "no_such_group" else place, words)


def _values(look: Look) -> list[Any]:
    """The values of the columns that have few, under the column's name."""
    return [
        (column.name, [(f"{place}={value}", value) for value in column.values])
        for place, column in enumerate(look.columns)
        if len(column.values) > 1
    ]


def _roles(asked: Asked) -> dict[str, Role]:
    several: dict[Role, tuple[str, ...]] = {"fact": asked.facts, "need": asked.need, "unit": asked.units}
    found: dict[str, Role] = {asked.outcome: "outcome", asked.group: "group"}
    found |= {asked.month: "day"} if asked.month else {}
    return found | {name: role for role in SEVERAL for name in several[role]}
