import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import glyphs
from documents.glyphs import printable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Amara said “no” – twice.\nThen she left.",
        "Zoë Łukasz Đặng Þóra",
        "Νίκος Олександр ნინო Արամ",
        "محمد שָׁלוֹם ܐܒܐ ދިވެހި",
        "नेहा প্রিয়া ਹਰਪ੍ਰੀਤ ગીતા தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල",
        "ሰላም ไทย ລາວ မြန်မာ ខ្មែរ ⵜⴰⵎⴰⵣⵉⵖⵜ ߒߞߏ 𞤀𞤣𞤤𞤢𞤥",
        "恩戈齐 田中さくら 김하늘 ＡＢ",
        "½ ≤ √ ∑ 𝐁 ☃ → ╯ 👾 ❤️ 1️⃣ 👩‍👩‍👧",
        "می‌خواهم \u200fשלום",
    ],
)
def test_what_the_fonts_have_is_printed_as_it_is(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("\U0001041c", "[U+1041C]"),  # a script that no font of ours has
        ("\ue000", "[U+E000]"),  # private use: nobody can say what it looks like
        ("\U0010ffff", "[U+10FFFF]"),
        ("a\x00b\x1bc\x7f", "a[U+0000]b[U+001B]c[U+007F]"),
        ("\ud800", "[U+D800]"),  # half of a character
        ("\ufeff", "[U+FEFF]"),
    ],
)
def test_what_they_have_not_is_printed_as_its_number(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize("code", [0x200B, 0x2060, 0xAD, 0x202A, 0x202E, 0x2066, 0x2069, 0x2028, 0x2029, 0x85, 0xE0041])
def test_nothing_unseen_changes_how_a_line_reads(code):
    assert printable(f"not{chr(code)}safe") == f"not[U+{code:04X}]safe"


@pytest.mark.parametrize(
    ("typed", "printed"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\tb", "a    b"), ("\n\n", "\n\n")]
)
def test_new_lines_and_tabs_keep_their_room(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("q\u0323", "q\u0323"),
        ("\u0644\u035c", "\u0644[U+035C]"),  # the Arabic font has not this tie, so the letter goes without it
        ("\n\u0301", "\n[U+0301]"),  # no letter to stand on
        ("o" + 4 * "\u0323", "o" + 4 * "\u0323"),
        ("o" + 5 * "\u0323", "o" + 5 * "[U+0323]"),  # a heap would cover the lines around it
    ],
)
def test_marks_stand_on_their_letter_or_beside_it(typed, printed):
    assert printable(typed) == printed


def test_emoji_are_printed_part_by_part():
    england = "\U0001f3f4\U000e0067\U000e0062\U000e007f"

    assert printable(england) == "\U0001f3f4[U+E0067][U+E0062][U+E007F]"


@given(st.text())
def test_nothing_is_dropped_and_printing_again_changes_nothing(text):
    printed = printable(text)

    assert printable(printed) == printed
    plain = [char for char in text if char.isalnum() and char.isascii()]
    assert [char for char in plain if char not in printed] == []
    assert len(printed) >= len(text.replace("\r\n", "\n"))


@given(st.text())
def test_no_control_or_bidi_override_reaches_the_page(text):
    kinds = {unicodedata.category(char) for char in printable(text) if char not in glyphs.UNSEEN_BUT_NEEDED | {"\n"}}

    assert kinds & {"Cc", "Cs", "Co", "Zl", "Zp"} == set()


def test_fonts_are_small_enough_for_a_repository():
    sizes = [file.stat().st_size for file in glyphs.FONTS.glob("*.?tf")]

    assert len(sizes) == len(glyphs.fonts())
    assert max(sizes) < 1_400_000
    assert sum(sizes) < 8_500_000
