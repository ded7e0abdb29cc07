"""From the choices to the bytes: what is on each page, who finds it, and what is in what leaves."""

import io
import re
import uuid
import zlib
from datetime import date
from hashlib import sha256
from zipfile import ZipFile

import pikepdf
import pytest
from django.test import Client

from access.models import User
from audit.models import Entry
from casework.models import CaseFile
from documents.models import Disclosure
from meetings.models import FILE_SECTIONS, Pack, PackCopy, PackPart
from tests import factories
from tests.documents.pdfs import opened as pdf_opened
from tests.documents.pdfs import pages, tags
from tests.meetings.packs.worlds import OTHER, REFUGE, REFUGE_CODE, REFUGE_PHONE, a_file, a_pack, checked
from tests.meetings.worlds import planned

pytestmark = pytest.mark.django_db
SECRETS = ("Jordan", "O'Neill", "O’Neill", "Layla", "Alder Rise", REFUGE_CODE, REFUGE_PHONE)


@pytest.fixture
def file(school, lead: User) -> CaseFile:
    return a_file(school, lead)


@pytest.fixture
def desk(lead: User) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def choices(**more) -> dict:
    given = {
        "key": str(uuid.uuid4()),
        "for_whom": "CHAIR",
        "parent": "",
        "despite": "",
        "person": "Denise Park",
        "role": "Chair",
        "agency": "",
        "other_agency": "",
        "meeting": "",
        "purpose": "Initial conference",
        "starts_on": "2026-09-01",
        "ends_on": "2026-11-23",
        "significant_only": "on",
        "sections": [one.value for one in FILE_SECTIONS],
        "attendance": "88.2%, 14 lates",
        "exclusions": "",
        "progress": "",
    }
    return given | more


def prepared(desk: Client, file: CaseFile, **more) -> Pack:
    response = desk.post(f"/files/{file.pk}/packs/new/", choices(**more))
    assert response.status_code == 302, response.content.decode()
    return Pack.objects.order_by("-recorded_at").first()


def decide_all(desk: Client, pack: Pack) -> None:
    page = desk.get(f"/packs/{pack.pk}/check/").content.decode()
    keys = re.findall(r'name="reason_([0-9a-f-]+)"', page)
    answers = {"key": re.search(r'name="key" value="([^"]+)"', page)[1]}
    answers |= {f"choice_{key}": "REDACT" for key in keys} | {f"reason_{key}": "Not about Maya" for key in keys}
    assert desk.post(f"/packs/{pack.pk}/check/", answers).status_code == 302
    desk.post(f"/packs/{pack.pk}/finish/")


def made(desk: Client, pack: Pack, form: str, **more):
    given = {"key": str(uuid.uuid4()), "form": form, "template": "", "read_it": "on"} | more
    return desk.post(f"/packs/{pack.pk}/make/", given)


def test_the_draft_is_made_of_the_file(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)

    page = desk.get(f"/packs/{pack.pk}/").content.decode()

    for words in (
        "88.2%, 14 lates",
        "I was cold.",
        "A pattern.",
        "From another agency: Westmere Police",
        "Tariq Hussain",
    ):
        assert words in page
    assert "Advice of counsel" not in page
    assert "1 legally privileged entry was left out" in page
    assert "Forgot her PE kit" not in page
    assert (pack.left_out, PackPart.objects.filter(pack=pack, kind="OPINION").count()) == (1, 1)


def test_the_draft_holds_the_marks_of_a_concern(desk: Client, file: CaseFile, teacher: User, lead: User) -> None:
    mark = {"region": "front-left-upper-arm", "size": "2", "unit": "CM", "shape": "ROUND", "colour": "blue"}
    factories.decision(factories.concern(file.school, teacher, file.child, kind="MARK", marks=[mark]), lead)

    pack = prepared(desk, file, sections=["CHRONOLOGY"], significant_only="")

    page = desk.get(f"/packs/{pack.pk}/").content.decode()
    assert "Left upper arm (front)" in page
    assert "2 cm" in page


def test_the_draft_says_which_parts_nothing_was_found_for(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file, sections=["CHRONOLOGY", "DANGER", "GOALS"])
    address = f"/packs/{pack.pk}/"

    page = desk.get(address).content.decode()
    assert "Nothing was found for: Danger statement; Safety goals: what needs to happen." in page

    told = {"key": str(uuid.uuid4()), "heading": "DANGER", "words": "She may be left alone again."}
    assert desk.post(f"{address}add/", told).status_code == 302
    assert "Nothing was found for: Safety goals: what needs to happen." in desk.get(address).content.decode()


def test_every_paragraph_leads_back_to_its_record(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)

    sources = {part.source.partition(":")[0] for part in pack.parts.all()}

    assert sources == {"contact", "child", "professional", "typed", "event"}
    event = pack.parts.filter(source__startswith="event:").first()
    assert f"/chronology/{event.source.partition(':')[2]}/" in desk.get(f"/packs/{pack.pk}/").content.decode()


def test_a_confidential_address_never_comes_into_a_draft(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)

    page = desk.get(f"/packs/{pack.pk}/").content.decode()

    assert re.findall(r"They moved to [^<]*", page) == ["They moved to [withheld], [withheld]; ring [withheld]."]
    assert not any(words in page for words in (REFUGE, "Alder Rise", REFUGE_CODE, REFUGE_PHONE))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"person": ""}, "Enter the name of who gets it"),
        ({"sections": []}, "Choose at least one part"),
        ({"starts_on": "2026-12-01", "ends_on": "2026-11-01"}, "The last day must not be before the first"),
        ({"starts_on": "31/31/31"}, "Enter a real date"),
        ({"agency": str(uuid.uuid4())}, "Choose one of the answers offered"),
        ({"meeting": "x"}, "Choose one of the answers offered"),
        ({"key": "x"}, "This page is out of date"),
    ],
)
def test_a_mistake_keeps_what_was_typed(desk: Client, file: CaseFile, more: dict, words: str) -> None:
    response = desk.post(f"/files/{file.pk}/packs/new/", choices(**more))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "88.2%, 14 lates" in response.content.decode()


def test_the_check_lists_everybody_else_and_offers_no_keeping_of_another_child(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)

    page = desk.get(f"/packs/{pack.pk}/check/").content.decode()

    listed = re.findall(r'id="place-[^"]+">“([^”]+)”', page)
    assert {"Jordan O&#x27;Neill", "Layla"} <= set(listed)
    part = page[page.index("“Jordan O&#x27;Neill”") :].split("</article>")[0]
    assert 'value="KEEP"' not in part
    assert 'value="REDACT"' in part
    assert "May not be kept" in part


@pytest.mark.parametrize("form", ["PDF", "DOCX", "TEXT"])
def test_nothing_that_was_taken_out_is_in_the_bytes(desk: Client, file: CaseFile, form: str) -> None:
    pack = prepared(desk, file)
    decide_all(desk, pack)

    response = made(desk, pack, form)

    assert response.status_code == 200, response.content.decode()
    everything = everywhere(response.content, form)
    assert "Initial conference" in everything
    assert "88.2%" in everything
    assert [words for words in SECRETS if words in everything] == []
    assert [words for words in SECRETS if words.encode() in response.content] == []


@pytest.mark.parametrize("form", ["PDF", "DOCX", "TEXT"])
def test_what_leaves_is_registered_kept_and_marked(desk: Client, file: CaseFile, form: str) -> None:
    pack = prepared(desk, file)
    decide_all(desk, pack)

    response = made(desk, pack, form)

    copy, row, entry = PackCopy.objects.get(), Disclosure.objects.get(), Entry.objects.get(verb="file.exported")
    digest = sha256(response.content).hexdigest()
    assert (copy.sha256, row.sha256, entry.content_hash, copy.pk) == (digest, digest, digest, row.pk)
    assert row.form == form
    assert "For Denise Park, Chair" in " ".join(everywhere(response.content, form).split())
    assert "For Denise Park, Chair" in desk.get(f"/packs/copies/{copy.pk}/").content.decode()


def test_nothing_is_made_before_the_check_is_finished(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)

    response = made(desk, pack, "PDF")

    assert response.status_code == 422
    assert "Finish the release check" in response.content.decode()
    assert (PackCopy.objects.count(), Disclosure.objects.count()) == (0, 0)


def test_it_is_made_once_for_one_press(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)
    decide_all(desk, pack)
    key = str(uuid.uuid4())

    first, again = made(desk, pack, "TEXT", key=key), made(desk, pack, "TEXT", key=key)

    assert (first.status_code, again.status_code, PackCopy.objects.count()) == (200, 422, 1)


def test_another_child_in_the_purpose_stops_it(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file, purpose=f"About {OTHER}")
    decide_all(desk, pack)

    response = made(desk, pack, "PDF")

    assert response.status_code == 422
    assert Disclosure.objects.count() == 0


def test_pdf_can_be_read_aloud(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)
    decide_all(desk, pack)

    pdf = made(desk, pack, "PDF").content

    with pdf_opened(pdf) as whole:
        assert (bool(whole.Root.MarkInfo.Marked), str(whole.Root.Lang)) == (True, "en-GB")
        assert whole.Root.ViewerPreferences.DisplayDocTitle
        with whole.open_metadata() as metadata:
            assert (metadata["pdfuaid:part"], metadata["dc:title"]) == ("1", "School’s report to conference")
    read = tags(pdf)
    headings = [tag for tag in read if re.fullmatch("/H[1-6]", tag)]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    assert headings.count("/H2") >= 5
    text = " ".join("\n".join(pages(pdf)).split())
    order = ["The family", "School: attendance", "Chronology", "The child’s voice", "End of the document"]
    assert sorted(order, key=text.index) == order


def test_the_watermark_is_no_part_of_what_is_read_aloud(desk: Client, file: CaseFile) -> None:
    pack = prepared(desk, file)
    decide_all(desk, pack)

    with pdf_opened(made(desk, pack, "PDF").content) as whole:
        marked = [_marked_content(page) for page in whole.pages]

    assert all("/Artifact" in names for names in marked)


def test_it_warns_until_it_was_shared_with_a_parent(desk: Client, file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "CONFERENCE", date(2027, 6, 14))
    pack = prepared(desk, file, meeting=str(meeting.pk), for_whom="CHAIR", person="Denise Park", role="Chair")
    before = desk.get(f"/packs/{pack.pk}/").content.decode()

    shared = {"version": pack.version, "shared_with": "Ms Hussain", "shared_on": "2026-11-20", "because": ""}
    assert desk.post(f"/packs/{pack.pk}/shared/", shared).status_code == 302

    after = desk.get(f"/packs/{pack.pk}/").content.decode()
    assert "Not shared with a parent yet: due by Wednesday 9 June 2027" in before
    assert "Not shared with a parent yet" not in after
    assert "With Ms Hussain" in after


def test_a_report_is_due_three_working_days_before(desk: Client, file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "CONFERENCE", date(2026, 12, 14))
    pack = a_pack(file, lead, meeting=meeting)

    assert (
        "Wednesday 9 December 2026" in desk.get(f"/packs/{pack.pk}/share/".replace("share", "shared")).content.decode()
    )


def test_two_packs_are_compared_word_by_word(desk: Client, file: CaseFile, lead: User) -> None:
    first = a_pack(file, lead, "Maya was cold and tired.")
    second = a_pack(file, lead, "Maya was cold and hungry.", for_whom="CORE_GROUP")

    page = desk.post(f"/packs/{second.pk}/compare/", {"other": str(first.pk)}).content.decode()

    assert '<del class="app-gone">tired.</del><ins class="app-new">hungry.</ins>' in page


def test_a_pack_of_another_file_is_not_compared(desk: Client, file: CaseFile, lead: User, school) -> None:
    other = factories.file(factories.child(school, "Osei", "Ama"), by=lead)
    mine, theirs = a_pack(file, lead), a_pack(other, lead)

    response = desk.post(f"/packs/{mine.pk}/compare/", {"other": str(theirs.pk)})

    assert response.status_code == 422
    assert "Choose one of the answers offered" in response.content.decode()


@pytest.mark.parametrize("role", ["pastoral", "designated", "teacher", "auditor", "technical", "stranger"])
def test_nobody_else_finds_a_pack(file: CaseFile, lead: User, role: str, request: pytest.FixtureRequest) -> None:
    pack = checked(a_pack(file, lead), lead)
    client = Client()
    client.force_login(request.getfixturevalue(role))

    answers = {client.get(f"/packs/{pack.pk}/{page}").status_code for page in ("", "check/", "make/", "shared/")}

    assert answers <= {403, 404}


def everywhere(content: bytes, form: str) -> str:
    """Every text that can be got out of a document: pages, streams, parts and properties."""
    if form == "TEXT":
        return content.decode()
    if form == "DOCX":
        with ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join([*parts, *(re.sub(r"<[^>]+>", "", part) for part in parts)])
    return "\n".join([*pages(content), *_streams(content)])


def _streams(pdf: bytes) -> list[str]:
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        for thing in whole.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    found.append(thing.read_bytes().decode("latin-1"))
                except (pikepdf.PdfError, zlib.error):
                    found.append(thing.read_raw_bytes().decode("latin-1"))
            found.append(str(thing) if not isinstance(thing, pikepdf.Dictionary) else repr(thing))
    return found


def _marked_content(page: pikepdf.Page) -> set[str]:
    return {
        str(operands[0])
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) in ("BMC", "BDC") and operands
    }
