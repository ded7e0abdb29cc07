"""Is every region there once, on the right side of the child?"""

import re

import pytest
from django.template.loader import render_to_string

from casework.bodymap import HEIGHT, REGIONS, WIDTH, Place, choices, label, regions, views


def test_regions_are_seventy_two_with_keys_of_their_own():
    keys = [region.key for region in regions()]

    assert len(keys) == 72
    assert len(set(keys)) == 72
    assert all(re.fullmatch(r"(front|back)(-[a-z]+)+", key) for key in keys)


def test_left_is_the_childs_left():
    facing_us = REGIONS["front-left-forearm"].middle[0]
    from_behind = REGIONS["back-left-forearm"].middle[0]

    assert facing_us > WIDTH / 2  # on our right
    assert from_behind < WIDTH / 2


@pytest.mark.parametrize("key", [key for key in REGIONS if "-left-" in key])
def test_each_side_mirrors_the_other(key):
    left, right = REGIONS[key], REGIONS[key.replace("-left-", "-right-")]

    assert left.middle[1] == right.middle[1]
    assert abs(left.middle[0] + right.middle[0] - WIDTH) <= 1


def test_paths_stay_inside_the_drawing():
    for region in regions():
        for x, y in re.findall(r"(\d+) (\d+)", region.path):
            assert 0 <= int(x) <= WIDTH
            assert 0 <= int(y) <= HEIGHT


def test_paths_hold_pairs_of_whole_numbers_only():
    # anything else would be left unmirrored
    assert all(re.fullmatch(r"([MLCQ]?\d+ \d+ ?)+Z", region.path) for region in regions())


def test_label_says_side_and_view():
    assert label("front-left-forearm") == "Left forearm (front)"
    assert label("front-genital-area") == "Genital area (front)"
    with pytest.raises(KeyError):
        label("front-tail")


def test_choices_offer_every_region_from_head_to_toe():
    keys = [key for key, _ in choices()]

    assert sorted(keys) == sorted(REGIONS)
    assert keys[0] == "front-forehead-and-scalp"
    assert keys.index("front-left-foot") > keys.index("front-left-knee")


def test_views_number_marks_in_the_order_given():
    front, back = views([Place("back-left-calf"), Place("front-nose"), Place("front-left-hand", 0.5, 0.25)])

    assert [spot.number for spot in front.spots] == [2, 3]
    assert (front.spots[1].x, front.spots[1].y) == (100, 108)
    assert [spot.number for spot in back.spots] == [1]
    assert front.marked == {"front-nose", "front-left-hand"}


def test_page_offers_a_box_for_each_region_and_hides_the_picture():
    html = render_to_string("casework/_bodymap.html", {"views": views(), "chosen": ["front-nose"], "live": True})

    assert html.count('name="regions"') == 72
    assert html.count('data-region="') == 72
    assert html.count(" checked") == 1
    assert html.count('aria-hidden="true"') == 2


def test_page_to_read_has_numbers_and_no_boxes():
    html = render_to_string("casework/_bodymap.html", {"views": views([Place("front-nose")])})

    assert 'name="regions"' not in html
    assert "data-region" not in html
    assert re.search(r"<circle[^>]*/><text[^>]*>1</text>", html)
