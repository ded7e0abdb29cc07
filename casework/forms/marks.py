"""What does a mark on the body look like? One short set of questions for each region that was ticked."""

from typing import Any

from django import forms

from casework.bodymap import OUTLINE, VERSION

YES_NO = [("", "Not known"), ("YES", "Yes"), ("NO", "No")]
SHAPES = [
    ("", "Not known"),
    ("ROUND", "Round or oval"),
    ("LINE", "A line"),
    ("CRESCENT", "Crescent"),
    ("FINGERS", "Like fingers or a hand"),
    ("OBJECT", "Like an object"),
    ("UNEVEN", "No clear shape"),
]
UNSEEN = {"region": ""}
"""A mark of which the reporter could not see where it is."""
SKIN = [
    ("", "Not known"),
    ("WHOLE", "Not broken"),
    ("BROKEN", "Broken"),
    ("BLEEDING", "Bleeding"),
    ("SCAB", "Scab or blister"),
]


class DescribeMark(forms.Form):
    """Nothing here is required: what was seen is written, what was not is left."""

    size = forms.DecimalField(label="Size across", required=False, min_value=0, max_value=200, max_digits=5)
    unit = forms.ChoiceField(label="In", required=False, choices=[("CM", "centimetres"), ("MM", "millimetres")])
    shape = forms.ChoiceField(label="Shape", required=False, choices=SHAPES)
    colour = forms.CharField(label="Colour or colours", required=False, max_length=100)
    skin = forms.ChoiceField(label="Skin", required=False, choices=SKIN)
    swelling = forms.ChoiceField(label="Swollen?", required=False, choices=YES_NO)
    pain = forms.ChoiceField(label="Does it hurt?", required=False, choices=YES_NO)
    explanation = forms.CharField(
        label="What the child says happened, in their words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["size"].error_messages |= {
            "invalid": "Enter the size as a number, such as 2 or 2.5",
            "min_value": "Enter the size as a number, such as 2 or 2.5",
            "max_value": "Enter a size of 200 or less",
        }

    def described(self, region: str) -> dict[str, str]:
        """The mark as it is kept: where it is on which drawing, and what was seen."""
        seen = {name: str(value) for name, value in self.cleaned_data.items() if value not in (None, "")}
        if "size" not in seen:
            seen.pop("unit", None)
        return {"region": region, "outline": OUTLINE, "version": str(VERSION)} | seen


def in_words(mark: dict[str, str]) -> dict[str, str]:
    """A kept mark for people: choices as their labels."""
    said = dict(mark)
    for name, choices in (("shape", SHAPES), ("skin", SKIN), ("swelling", YES_NO), ("pain", YES_NO)):
        said[name] = dict(choices).get(mark.get(name, ""), "") if mark.get(name) else ""
    said["size"] = f"{mark['size']} {mark.get('unit', 'CM').lower()}" if mark.get("size") else ""
    return said
