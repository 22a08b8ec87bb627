"""What the administrator chooses for an import: files, which column is what, which word means what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy

from samsyn.homecare.exports import KINDS
from samsyn.people.exports.fields import Field, Kind
from samsyn.people.exports.mapping import Plan, Table
from samsyn.people.names import fold
from samsyn.people.queries import assessment_units, providers
from samsyn.web.imports.look import Look
from samsyn.web.shared.inputs import offer, once
from samsyn.web.shared.wording import say

LARGEST = 1 << 30  # bytes of all files together
TOGETHER = " + "  # between headings whose cells are put together
MOST_WORDS = 40  # of one field, asked about


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files of one export."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file, each as Django checks one."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class UploadForm(forms.Form):
    """The files of an export, and a mapping from before."""

    exports = FilesField(
        label=gettext_lazy("Filer"),
        help_text=gettext_lazy("CSV, Excel (.xlsx) eller en ZIP med sådana. Välj alla filer som hör ihop på en gång."),
        error_messages={"required": gettext_lazy("Välj minst en fil."), "empty": gettext_lazy("En av filerna är tom.")},
    )
    mapping = forms.FileField(
        required=False,
        label=gettext_lazy("Sparad mappning"),
        help_text=gettext_lazy("En fil som slutar på .toml. Utan den känns kolumnerna igen på sina rubriker."),
    )
    once = once()

    def clean_exports(self) -> list[UploadedFile]:
        """Together not larger than what is taken."""
        files: list[UploadedFile] = self.cleaned_data["exports"]
        if sum(f.size or 0 for f in files) > LARGEST:
            raise forms.ValidationError(gettext("Filerna är större än 1 GB tillsammans. Dela upp dem."))
        return files

    def clean_mapping(self) -> str:
        """The text of the mapping."""
        file = self.cleaned_data["mapping"]
        if not file:
            return ""
        try:
            return str(file.read(1_000_000).decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("Mappningen ska vara en textfil i UTF-8.")) from None


class AddForm(forms.Form):
    """That a sheet holds records of a kind."""

    sheet = forms.ChoiceField(label=gettext_lazy("Blad eller fil"))
    kind = forms.ChoiceField(label=gettext_lazy("Innehåller"))

    def __init__(self, data: Any = None, *, sheets: Sequence[Look]) -> None:
        super().__init__(data)
        offer(self, "sheet", [(s.name, s.name) for s in sheets])
        offer(self, "kind", [(k.name, say(k.label)) for k in KINDS.values()])


class TextForm(forms.Form):
    """The mapping as its text."""

    text = forms.CharField(
        label=gettext_lazy("Mappningen som text"),
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false", "class": "figure"}),
        max_length=1_000_000,
        strip=False,
    )


@dataclass(frozen=True)
class Group:
    """One table of the mapping, as the page shows it."""

    label: str
    sheet: str
    look: Look | None
    columns: list[BoundField]
    words: list[tuple[str, list[BoundField]]]
    more: list[BoundField]
    key: str

    @property
    def known(self) -> int:
        """How many fields have a column."""
        return sum(bool(one.value()) for one in self.columns)


class MappingForm(forms.Form):
    """Which column each field takes its values from, and what words mean that are not known."""

    def __init__(self, data: Any = None, *, plan: Plan, sheets: Sequence[Look]) -> None:
        super().__init__(data)
        self._plan, self._sheets = plan, {s.name: s for s in sheets}
        self._words: dict[str, tuple[int, Field, str]] = {}
        self.fields["system"] = forms.CharField(
            label=gettext("Vad heter systemet som filen kommer från?"), initial=plan.system, max_length=60,
            help_text=gettext("Under det namnet minns Samsyn vilka rader som är inlästa."),
        )  # fmt: skip
        units = [("", gettext("Den första i listan"))]
        units += [(u.name, u.name) for u in assessment_units()]
        self.fields["unit"] = forms.ChoiceField(
            label=gettext("Enhet för ärenden som inte säger någon"), choices=units, required=False, initial=plan.unit
        )
        self.fields["new_units"] = forms.BooleanField(
            label=gettext("Lägg upp utförare som inte finns här"), required=False, initial=plan.new_units
        )
        self._known = {fold(u.name) for u in providers()}
        self._choices = [("", gettext("Lägg upp eller rätta")), *((u.name, u.name) for u in providers())]
        for number, table in enumerate(plan.tables):
            self._add_table(number, table)

    def _add_table(self, number: int, table: Table) -> None:
        kind, look = KINDS[table.kind], self._sheets.get(table.sheet)
        headings = [(h, h) for h in (look.choices if look else [])]
        for field in kind.fields:
            now = TOGETHER.join(table.columns.get(field.name, ()))
            there = headings if not now or now in dict(headings) else [(now, now), *headings]
            self.fields[f"t{number}-{field.name}"] = forms.ChoiceField(
                label=say(field.label), required=False, initial=now, choices=[("", gettext("finns inte")), *there]
            )
            for word in self._asked(table, field, look):
                self._add_word(number, table, field, word)
        if table.kind == "time":
            self.fields[f"t{number}:time"] = forms.ChoiceField(
                label=gettext("Utan enhet är tiden i"), initial=table.time,
                choices=[("minutes", gettext("minuter")), ("hours", gettext("timmar"))],
            )  # fmt: skip
        self.fields[f"t{number}:gone"] = forms.BooleanField(
            label=gettext("Läs inte in det här bladet som {kind}").format(kind=say(kind.label).lower()), required=False
        )

    def _asked(self, table: Table, field: Field, look: Look | None) -> list[str]:
        """The words in a field's column that are not understood, and those that the mapping translates."""
        heads = table.columns.get(field.name, ())
        if look is None or len(heads) != 1 or (field.reads != "choice" and field.name != "provider"):
            return []
        known = self._known if field.name == "provider" else field.words.keys()
        translated = table.values.get(field.name, {})
        there = [w for w in look.words.get(heads[0], []) if fold(w) not in known]
        return list(dict.fromkeys([*translated, *there]))[:MOST_WORDS]

    def _add_word(self, number: int, table: Table, field: Field, word: str) -> None:
        name = f"t{number}:w{len(self._words)}"
        self._words[name] = (number, field, word)
        codes = [("", gettext("Välj")), *((c, say(t) or c) for c, t in field.codes.items() if c)]
        self.fields[name] = forms.ChoiceField(
            label=word, required=False, initial=table.values.get(field.name, {}).get(word, ""),
            choices=self._choices if field.name == "provider" else codes,
        )  # fmt: skip

    @property
    def head(self) -> list[BoundField]:
        """What holds for the whole export."""
        return [self["system"], self["unit"], self["new_units"]]

    def groups(self) -> Iterator[Group]:
        """The tables in order."""
        for number, table in enumerate(self._plan.tables):
            kind = KINDS[table.kind]
            words: dict[str, list[BoundField]] = {}
            for name, (of, field, _) in self._words.items():
                if of == number:
                    words.setdefault(say(field.label), []).append(self[name])
            more = [self[n] for n in (f"t{number}:time", f"t{number}:gone") if n in self.fields]
            yield Group(
                say(kind.label), table.sheet, self._sheets.get(table.sheet),
                [self[f"t{number}-{f.name}"] for f in kind.fields], list(words.items()), more,
                TOGETHER.join(table.key),
            )  # fmt: skip

    def plan(self) -> Plan:
        """The mapping as it is chosen now."""
        said: Mapping[str, Any] = self.cleaned_data
        tables = [
            self._table(number, table, said)
            for number, table in enumerate(self._plan.tables)
            if not said.get(f"t{number}:gone")
        ]
        return Plan(said["system"].strip(), tuple(tables), said["unit"], said["new_units"])

    def _table(self, number: int, table: Table, said: Mapping[str, Any]) -> Table:
        columns = {
            f.name: tuple(chosen.split(TOGETHER))
            for f in KINDS[table.kind].fields
            if (chosen := said.get(f"t{number}-{f.name}"))
        }
        values: dict[str, dict[str, str]] = {}
        for name, (of, field, word) in self._words.items():
            if of == number and said.get(name):
                values.setdefault(field.name, {})[word] = said[name]
        time = said.get(f"t{number}:time", table.time)
        return replace(table, columns=columns, values=values, time=time)


def label_of(kind: str) -> str:
    """The name of a kind of record."""
    found: Kind = KINDS[kind]
    return say(found.label)
