"""What may be chosen about a list of pupils: the file, what its columns hold, and whether leavers are marked?"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from people.importing.report import NEW, OUT, ReportLine
from people.models import ColumnMapping
from people.roll import mapping, reading
from people.roll.dates import DateOrder
from people.roll.matching import Extent
from people.roll.refusals import UnreadableFile
from people.roll.rows import Format

SAVED = "saved:"
FORMATS = [
    ("", "Work it out from the file"),
    (Format.CTF.value, "Common Transfer File (CTF)"),
    (Format.SIMS.value, "SIMS report (XML or CSV)"),
    (Format.ARBOR.value, "Arbor (CSV or Excel)"),
    (Format.BROMCOM.value, "Bromcom (CSV or Excel)"),
    (Format.CSV.value, "Another table (CSV or Excel)"),
]
EXTENTS = [
    (Extent.PART.value, "Some of the pupils"),
    (Extent.FULL.value, "Every pupil on roll"),
]
ORDERS = [
    (DateOrder.DAY_FIRST.value, "Day first: 31/12/2014"),
    (DateOrder.MONTH_FIRST.value, "Month first: 12/31/2014"),
]
FIELDS = {
    "upn": "UPN",
    "surname": "Last name",
    "forename": "First name",
    "preferred_forename": "Preferred first name",
    "preferred_surname": "Preferred last name",
    "date_of_birth": "Date of birth",
    "sex": "Sex",
    "year": "Year",
    "form": "Form or class",
    "former_upn": "Former UPN",
    "email": "School e-mail address",
}


class ChooseFile(forms.Form):
    """`pk` makes one import of a form that is sent twice."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="The file",
        help_text="A CTF or a SIMS report as XML, or a table as CSV or Excel (.xlsx), of up to 20 MB",
        error_messages={"required": "Choose a file of up to 20 MB", "empty": "The file is empty"},
    )
    file_format = forms.ChoiceField(label="What made it?", required=False, choices=FORMATS)
    extent = forms.ChoiceField(
        label="Whom does it list?",
        choices=EXTENTS,
        required=False,
        help_text="Leave this open for a CTF, which always lists some of them.",
        widget=forms.RadioSelect(
            attrs={"hints": {Extent.FULL.value: "Whoever is missing from it is shown as a possible leaver."}}
        ),
    )

    def __init__(self, *args: Any, saved: Iterable[ColumnMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = {f"{SAVED}{one.pk}": one for one in saved}
        named = [(key, f"Columns saved as “{one.name}”") for key, one in self.saved.items()]
        self.fields["file_format"].choices = [*FORMATS, *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A CTF says for itself that it lists some of the pupils."""
        told = self.cleaned_data
        if not told.get("extent") and "extent" not in self.errors:
            told["extent"] = Extent.PART.value
            if not self._is_ctf():
                self.add_error("extent", "Say whether the file lists every pupil on roll")
        if self.errors:
            self.ask_again()
        return told

    def ask_again(self) -> None:
        """A browser forgets which file was chosen, whatever the mistake is about."""
        if "file" in self.files:
            self.add_error("file", "Choose the file again")

    def _is_ctf(self) -> bool:
        chosen, upload = self.cleaned_data.get("file_format"), self.cleaned_data.get("file")
        if chosen or not upload:
            return bool(chosen == Format.CTF)
        content = upload.read()
        upload.seek(0)
        with suppress(UnreadableFile):  # it is said once the rest is
            return reading.format_of(content, None) is Format.CTF
        return False

    @property
    def chosen_format(self) -> Format | None:
        chosen = self.cleaned_data["file_format"]
        return Format(chosen) if chosen and chosen not in self.saved else None

    @property
    def columns(self) -> dict[str, str] | None:
        saved = self.saved.get(self.cleaned_data["file_format"])
        return dict(saved.columns) if saved else None

    @property
    def upload(self) -> "UploadedFile[bytes]":
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        return found


class MapColumns(forms.Form):
    """A box for each field of a pupil, with the file's headings to choose from."""

    date_order = forms.ChoiceField(
        label="How are the dates of birth written?",
        help_text="Leave this open unless you are asked: most files show it by themselves.",
        choices=ORDERS,
        widget=forms.RadioSelect,
        required=False,
    )
    save_as = forms.CharField(
        label="Save these columns under a name (optional)",
        help_text="For the next file of this kind, for example “Autumn census”",
        required=False,
        max_length=80,
    )
    field_order = [*FIELDS, "date_order", "save_as"]

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not in this file"), *((heading, heading) for heading in dict.fromkeys(headings))]
        for name, label in FIELDS.items():
            needed = name in mapping.NEEDED
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=needed,
                error_messages={"required": f"Choose the column that holds the {label.lower()}"},
            )
        self.order_fields(self.field_order)

    @property
    def columns(self) -> dict[str, str]:
        return {name: heading for name in FIELDS if (heading := self.cleaned_data[name])}


class SettleRows(forms.Form):
    """Whom does each row in doubt mean? Rows that are not on the page stay as they are."""

    def __init__(self, *args: Any, lines: Iterable[ReportLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            name = f"{line['forename']} {line['surname']}".strip()
            same = [(pk, f"This is the same child: {who}") for pk, who in line["choices"]]
            self.fields[f"row-{line['row']}"] = forms.ChoiceField(
                label=f"Row {line['row']}: who is {name or 'this'}?",
                choices=[*same, (NEW, "A different child: add as new"), (OUT, "Leave out")],
                widget=forms.RadioSelect,
                required=False,
                initial=line["answer"],
                error_messages={"invalid_choice": "Choose one of the answers"},
            )

    @property
    def said(self) -> dict[str, str]:
        return {name.removeprefix("row-"): answer for name, answer in self.cleaned_data.items() if answer}

    def refuse(self, reasons: Mapping[str, str]) -> None:
        for row, reason in reasons.items():
            self.add_error(f"row-{row}", reason)
