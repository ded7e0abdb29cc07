"""What lies in the demo folder for a newcomer to import? New children, and a list with doubtful rows."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from config.demo.names import Pupil, pupils, upn

ARBOR = (
    "First name",
    "Last name",
    "Preferred first name",
    "Date of birth",
    "Gender",
    "Year group",
    "Registration form",
)


def write_lists(folder: Path, today: date) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = pupils(today)
    (folder / "9994021_CTF_9994022_001.xml").write_text(_transfer_file(_joiners(today)), encoding="utf-8")
    with (folder / "arbor-year-9.csv").open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(_arbor_rows(known, today))


def _joiners(today: date) -> list[Pupil]:
    """Six children who come from another school."""
    names = (
        ("Amara", "Eze", "F"),
        ("Leo", "Marsh", "M"),
        ("Noor", "Siddiqui", "F"),
        ("Tomasz", "Wójcik", "M"),
        ("Ivy", "O’Rourke", "F"),
        ("Jay", "Banerjee", "M"),
    )
    return [
        Pupil(surname, forename, "", sex, date(today.year - 12, 3, 4) + timedelta(days=17 * n), 7, "", upn(600 + n))
        for n, (forename, surname, sex) in enumerate(names)
    ]


def _transfer_file(joiners: list[Pupil]) -> str:
    """A Common Transfer File, version 25: identity and nothing of any worry."""
    children = "".join(
        f"<Pupil><UPN>{pupil.upn}</UPN><Surname>{escape(pupil.surname)}</Surname>"
        f"<Forename>{escape(pupil.forename)}</Forename><DOB>{pupil.born_on}</DOB><Sex>{pupil.sex}</Sex>"
        f"<BasicDetails><NCyearActual>{pupil.year}</NCyearActual></BasicDetails></Pupil>\n"
        for pupil in joiners
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<CTfile><Header><DocumentName>Common Transfer File</DocumentName>'
        "<CTFversion>25.0</CTFversion><DocumentQualifier>partial</DocumentQualifier></Header>\n"
        f"<CTFpupilData>\n{children}</CTFpupilData></CTfile>\n"
    )


def _arbor_rows(known: list[Pupil], today: date) -> list[list[str]]:
    """Year 9 as it stands now: two have moved form, one is called something else, one is new, some are doubtful."""
    rows = [pupil for pupil in known if pupil.year == 9]
    rows[3], rows[4] = replace(rows[3], form="9C"), replace(rows[4], form="9D")
    rows[6] = replace(rows[6], preferred_forename="Jo")
    rows.append(Pupil("Lindqvist", "Saga", "", "F", date(today.year - 14, 11, 30), 9, "9B", upn(701)))
    lines = [["UPN", *ARBOR], *(_arbor_row(pupil) for pupil in rows)]
    no_number, wrong_letter, no_birthday = (list(lines[n]) for n in (8, 9, 10))
    no_number[0] = ""  # the same child without a number: unsure
    wrong_letter[0] = "Z" + wrong_letter[0][1:]  # a mistyped number: refused
    no_birthday[0], no_birthday[1], no_birthday[4] = upn(702), "Alex", ""  # no date of birth: refused
    return [*lines[:8], no_number, wrong_letter, no_birthday, *lines[11:]]


def _arbor_row(pupil: Pupil) -> list[str]:
    born = pupil.born_on.strftime("%d/%m/%Y")
    sex = {"F": "Female", "M": "Male"}[pupil.sex]
    return [
        pupil.upn,
        pupil.forename,
        pupil.surname,
        pupil.preferred_forename,
        born,
        sex,
        f"Year {pupil.year}",
        pupil.form,
    ]
