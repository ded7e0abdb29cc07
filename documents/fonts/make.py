"""Which fonts do we ship, and how were they made? For maintainers; see README.md beside this file.

Run from the root of the checkout: python documents/fonts/make.py SOURCES
SOURCES is a folder that holds the files named in README.md.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SCRIPTS = (
    *("Adlam", "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi"),
    *("Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Math", "Myanmar", "NKo", "Oriya", "Sinhala", "SylotiNagri"),
    *("Symbols", "Syriac", "Tamil", "Telugu", "Thaana", "Thai", "Tifinagh"),
)
JAPANESE, KOREAN, CHINESE = 0, 1, 2  # where each stands in Noto's one collection
EAST_ASIAN = "ccmp locl kern mark mkmk ljmo vjmo tjmo"
SHARES = 3  # the Chinese characters in three files, each below the size a repository likes


def main(sources: Path) -> None:
    whole = [f"{face}-{weight}" for face in ("AtkinsonHyperlegibleNext", "NotoSans") for weight in ("Regular", "Bold")]
    for stem in [*whole, *(f"NotoSans{script}-Regular" for script in SCRIPTS)]:
        _thin(sources / f"{stem}.ttf", HERE / f"{stem}.ttf")
    _thin(sources / "NotoSansSymbols2-Regular.ttf", HERE / "NotoSansSymbols2-Regular.ttf", _named((0x2000, 0xFFFF)))
    # Without features a sequence prints as its parts: in black and white the joined sign would hide, say, a skin tone.
    _thin(sources / "noto-emoji-emoji-400-normal.woff2", HERE / "NotoEmoji-Regular.ttf", features="")
    _make_east_asian(sources / "NotoSansCJK-Regular.ttc")


def _make_east_asian(collection: Path) -> None:
    kana = _named(
        (0x2500, 0x25A0), (0x3000, 0x3100), (0x3105, 0x3130), (0x31F0, 0x3200), (0xFE30, 0xFE50), (0xFF00, 0xFFF0)
    )
    hangul = _set("euc_kr", range(0xB0, 0xC9)) | _named((0x3131, 0x318F))
    han = sorted(
        _set("gb2312", range(0xB0, 0xD8)) | _set("big5", range(0xA4, 0xC7)) | _set("euc_jp", range(0xB0, 0xD0))
    )
    _thin(collection, HERE / "NotoSansCJKjp-Kana.otf", kana, EAST_ASIAN, JAPANESE)
    _thin(collection, HERE / "NotoSansCJKkr-Hangul.otf", hangul, EAST_ASIAN, KOREAN)
    share = -(-len(han) // SHARES)
    for number in range(SHARES):
        part = set(han[number * share : (number + 1) * share])
        _thin(
            collection,
            HERE / f"NotoSansCJKsc-Han{number + 1}.otf",
            part,
            EAST_ASIAN,
            CHINESE,
            f"Noto Sans CJK SC {number + 1}",
        )


def _set(codec: str, leads: range) -> set[int]:
    """The characters of one plane of an older national standard: its own choice of the common ones."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    pairs = (bytes([lead, trail]).decode(codec, "ignore") for lead in leads for trail in trails)
    return {ord(found) for found in pairs if len(found) == 1 and not found.isascii()}


def _named(*ranges: tuple[int, int]) -> set[int]:
    return {code for start, end in ranges for code in range(start, end)}


def _thin(
    source: Path, target: Path, codes: set[int] | None = None, features: str = "*", number: int = -1, family: str = ""
) -> None:
    """Drop hinting, for which print has no use, and every character and feature not asked for."""
    options = subset.Options(hinting=False, glyph_names=False, notdef_outline=True, name_IDs=["*"], font_number=number)
    options.layout_features = features.split()
    font = subset.load_font(source, options)
    tool = subset.Subsetter(options)
    tool.populate(unicodes=font.getBestCmap() if codes is None else codes)
    tool.subset(font)
    if family:
        _rename(font, family)
    if "GPOS" in font:
        _unpair_space(font)
    font.flavor = None
    font.save(target)


def _unpair_space(font: TTFont) -> None:
    """Kerning against the space makes the compiler shape a line again at every place where it might break.

    Without it nothing looks different, and a long chronology is set in half the time.
    """
    spaces = {name for code, name in font.getBestCmap().items() if code in (0x20, 0xA0)}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in (getattr(found, "ExtSubTable", found) for found in lookup.SubTable):
            if table.LookupType == 2 and table.Format == 2:
                table.Coverage.glyphs = [name for name in table.Coverage.glyphs if name not in spaces]
                for name in spaces:
                    table.ClassDef1.classDefs.pop(name, None)
                    table.ClassDef2.classDefs.pop(name, None)


def _rename(font: TTFont, family: str) -> None:
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16):
            value = family.replace(" ", "") if record.nameID == 6 else family
            font["name"].setName(value, record.nameID, record.platformID, record.platEncID, record.langID)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
