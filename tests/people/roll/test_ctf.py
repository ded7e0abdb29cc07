from datetime import date

import pytest

from people.roll.refusals import UnreadableFile
from people.roll.rows import Contact, Format
from tests.people.roll.samples import AMY, BEN, CAT, ctf, ctf_pupil, read

BASIC = (
    f"<FormerUPN>{BEN}</FormerUPN><PreferredSurname>Obi</PreferredSurname><PreferredForename>Mimi</PreferredForename>"
    "<NCyearActual>6</NCyearActual><Ethnicity>BAFR</Ethnicity><MedicalFlag>0</MedicalFlag>"
)
CONTACT = (
    "<Contact><Order>1</Order><Title>Mrs</Title><Surname>Okafor</Surname><Forename>Ada</Forename>"
    "<Relationship>PAM</Relationship><Responsibility>true</Responsibility>"
    "<Phones><Phone><TelephoneType>H</TelephoneType><PhoneNo>01632 960001</PhoneNo></Phone>"
    "<Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900001</PhoneNo></Phone></Phones>"
    "<Email>ada@example.org</Email></Contact>"
)
MORE = (
    f"<LookedAfter><InCare>true</InCare><CareAuthority>838</CareAuthority></LookedAfter><Email>amy@x.sch.uk</Email>"
    f"<Contacts>{CONTACT}</Contacts><SchoolHistory><School><Surname>Not a pupil</Surname></School></SchoolHistory>"
)


def sentence_of(content, **options):
    with pytest.raises(UnreadableFile) as refused:
        read(content, **options)
    return refused.value.sentence


def test_pupil_is_read_with_everything_the_file_says():
    roll = read(ctf(ctf_pupil(basic=BASIC, more=MORE)))

    row = roll.rows[0]
    assert (roll.file_format, roll.is_full_possible, roll.has_birth_dates, roll.notes) == (Format.CTF, False, True, ())
    assert (row.number, row.upn, row.former_upns, row.refused, row.warnings) == (1, AMY, (BEN,), "", ())
    assert (row.surname, row.forename, row.born_on, row.sex) == ("Okafor", "Amy", date(2015, 3, 4), "F")
    assert (row.preferred_surname, row.preferred_forename, row.year, row.form) == ("Obi", "Mimi", 6, "")
    assert (row.email, row.looked_after) == ("amy@x.sch.uk", True)
    assert row.contacts == (
        Contact(1, "Mrs", "Okafor", "Ada", "PAM", True, ("01632 960001", "07700 900001"), "ada@example.org"),
    )


@pytest.mark.parametrize("version", ["17.0", "18.0", "19.0", "21.0", "25.0", "25"])
@pytest.mark.parametrize("sex", ["<Sex>F</Sex>", "<Gender>F</Gender>"])
def test_every_version_and_both_words_for_sex_are_read(version, sex):
    roll = read(ctf(ctf_pupil(sex=sex), version=version))

    assert (roll.rows[0].sex, roll.notes) == ("F", ())


@pytest.mark.parametrize("version", ["16.0", "26.0", "banana"])
def test_other_version_is_pointed_out(version):
    assert read(ctf(ctf_pupil(), version=version)).notes == (
        "The file is not a CTF of version 17 to 25; check what was read.",
    )


def test_missing_version_is_pointed_out():
    assert read(ctf(ctf_pupil(), version="")).notes == ("The file does not say which version of the CTF it is.",)


@pytest.mark.parametrize(
    ("code", "year"), [("R", 0), ("1", 1), ("14", 14), ("N1", -2), ("N2", -1), ("E1", None), ("X", None), ("M", None)]
)
def test_year_codes_are_understood(code, year):
    row = read(ctf(ctf_pupil(basic=f"<NCyearActual>{code}</NCyearActual>"))).rows[0]

    assert (row.year, row.warnings) == (year, ())


def test_value_the_file_does_not_give_is_absent():
    row = read(ctf(ctf_pupil(upn="", sex="", DOB="2015-03-04"))).rows[0]

    assert (row.upn, row.sex, row.year, row.email, row.looked_after, row.contacts) == ("", "", None, "", None, ())


def test_pupil_without_a_birth_date_is_refused_when_others_have_one():
    roll = read(ctf(ctf_pupil(AMY), ctf_pupil(BEN, DOB="")))

    assert [row.refused for row in roll.rows] == ["", "The date of birth is empty."]


def test_pupils_are_numbered_from_one():
    roll = read(ctf(ctf_pupil(AMY), ctf_pupil(BEN, Surname=""), ctf_pupil(CAT)))

    assert [(row.number, row.refused) for row in roll.rows] == [(1, ""), (2, "The surname is empty."), (3, "")]


def test_namespace_and_unknown_elements_are_passed_over():
    content = ctf(ctf_pupil(more="<Pupil><UPN>x</UPN></Pupil><Future><Surname>?</Surname></Future>"))
    content = content.replace(b"<CTfile>", b'<CTfile xmlns="urn:example:ctf">')

    assert [(row.upn, row.surname) for row in read(content).rows] == [(AMY, "Okafor")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encoding_is_followed(encoding):
    declared = encoding.removesuffix("-sig")
    text = ctf(ctf_pupil(Forename="Zoë"), opening=f'<?xml version="1.0" encoding="{declared}"?>').decode()

    assert read(text.encode(encoding)).rows[0].forename == "Zoë"


def test_letters_in_another_encoding_than_declared_are_refused():
    content = ctf(ctf_pupil(Forename="Zoë")).decode().encode("iso-8859-1")

    assert sentence_of(content).startswith(
        "The XML is broken, or not in the encoding that it declares, at line 1, character "
    )


@pytest.mark.parametrize("encoding", ["martian", "utf-7", "shift_jis"])
def test_unreadable_declared_encoding_is_refused(encoding):
    assert sentence_of(ctf(ctf_pupil(), opening=f'<?xml version="1.0" encoding="{encoding}"?>'))


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE CTfile>",
        '<!DOCTYPE CTfile SYSTEM "http://example.org/ctf.dtd">',
        '<!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE CTfile [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("file_format", [None, "ctf"])
def test_any_document_type_is_refused(doctype, encoding, file_format):
    content = (
        ctf(ctf_pupil(), opening=f'<?xml version="1.0" encoding="{encoding}"?>{doctype}').decode().encode(encoding)
    )

    assert sentence_of(content, file_format=file_format) == (
        "The file declares a document type (DTD). Files with one are never read, because it can be used for an attack."
    )


def test_file_cut_off_is_refused_with_its_line():
    content = ctf(ctf_pupil(AMY), ctf_pupil(BEN)).replace(b"<Pupil>", b"\n<Pupil>")

    assert sentence_of(content[:-80]) == "The file stops too early, at line 3: it has been cut off."


@pytest.mark.parametrize("left", range(1, 400, 7))
def test_file_cut_off_anywhere_gives_no_pupil(left):
    assert sentence_of(ctf(ctf_pupil(basic=BASIC))[:-left])


def test_broken_xml_is_refused_with_its_line():
    content = ctf(ctf_pupil()).replace(b"</Forename>", b"</Fornam>")

    assert "at line 1, character" in sentence_of(content)


@pytest.mark.parametrize("root", ["Message", "ctfile", "SuperStarReport"])
def test_other_outermost_element_is_no_ctf(root):
    content = ctf(ctf_pupil()).replace(b"CTfile", root.encode())

    assert sentence_of(content, file_format="ctf") == "This is not a CTF: its outermost element is not CTfile."


def test_unknown_xml_is_neither_format():
    assert sentence_of(b"<Message/>") == (
        "This XML file is no CTF and no SIMS report: its outermost element is not CTfile or SuperStarReport."
    )


def test_table_is_no_ctf():
    assert sentence_of(b"UPN,Surname\n", file_format="ctf") == "This is not a CTF: it is not an XML file."


@pytest.mark.parametrize(
    "content",
    [
        ctf(),
        b"<CTfile/>",
        ctf(f"<Pupils>{ctf_pupil()}</Pupils>"),
        b"<CTfile><Pupil><Surname>a</Surname></Pupil></CTfile>",
    ],
)
def test_ctf_without_pupils_where_they_belong_is_refused(content):
    assert sentence_of(content) == "The CTF holds no pupil: there is no Pupil element inside CTFpupilData."


def test_enormous_text_is_refused():
    assert sentence_of(ctf(ctf_pupil(Surname="x" * 5_000_000))) == (
        "The text of “Surname” is longer than 32767 characters."
    )


def test_deep_nesting_is_refused():
    assert sentence_of(ctf("<a>" * 40 + "</a>" * 40)) == "The XML is nested more than 32 deep, at “a”."


def test_endless_record_is_refused():
    assert sentence_of(ctf(ctf_pupil(more="<a/>" * 50_001))) == "One record has more than 50000 elements, at “a”."


def test_contact_with_nonsense_is_left_out_with_a_warning():
    row = read(ctf(ctf_pupil(more=f"<Contacts>{CONTACT.replace('Ada', 'A&#x85;da')}{CONTACT}</Contacts>"))).rows[0]

    assert (len(row.contacts), row.refused) == (1, "")
    assert row.warnings == (
        "Contact 1 was left out: something in it holds a control character or a letter that was lost on the way.",
    )
