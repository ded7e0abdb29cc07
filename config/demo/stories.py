"""What is noticed, done and decided at Hillview School? Sentences to be put together; {name} is the child."""

from typing import NamedTuple

from casework.models import Category, Concern
from casework.states import Decision
from chronologies.models import Event, Significance


class Told(NamedTuple):
    """A concern as a member of staff writes it, and what the lead makes of it."""

    kind: str
    words: str
    child_words: str
    category: str
    decision: str
    rationale: str


CONCERNS = [
    Told(
        Concern.Kind.SAW,
        "{name} came in without a coat and asked twice when lunch was. Third time this half-term. I gave breakfast in the "
        "support room; {name} ate quickly and put a banana away for later.",
        "“There wasn’t anything in.”",
        Category.NEGLECT,
        Decision.OPEN_FILE,
        "A pattern over three weeks, not a single morning. A file lets us see it whole and offer the family help.",
    ),
    Told(
        Concern.Kind.TOLD,
        "At the end of form time {name} stayed behind and said there had been shouting at home on Sunday night. I "
        "listened, asked only “tell me more”, and said I would need to pass it on.",
        "“They were shouting and I put my headphones on. I don’t like it when he’s been drinking.”",
        Category.DOMESTIC_ABUSE,
        Decision.REFER,
        "Alcohol and frightening arguments at home, younger brother in the house. Above our threshold for a call to the "
        "front door.",
    ),
    Told(
        Concern.Kind.MARK,
        "When {name} reached up for the register I saw a bruise on the inside of the left upper arm, about the size of a "
        "two-pound coin, yellow at the edge. I did not ask how it happened.",
        "",
        Category.PHYSICAL,
        Decision.LINK,
        "A place that is seldom hurt by a fall. Seen by the nurse the same day; to be read beside the earlier entries.",
    ),
    Told(
        Concern.Kind.OTHER,
        "{name} has stopped handing in homework since the holiday and sits alone. Two friends said {name} has left "
        "the group chat. Work before that was well above target.",
        "“I’m just tired.”",
        Category.MENTAL_HEALTH,
        Decision.MONITOR,
        "No worry at home that we know of. Tutor to check in twice a week; look again within six weeks.",
    ),
    Told(
        Concern.Kind.SAW,
        "Overheard in the corridor: a picture of {name} is going round Year 9. {name} was crying in the toilets at break. "
        "I stayed until the pastoral officer came.",
        "“I only sent it to one person.”",
        Category.ONLINE,
        Decision.OPEN_FILE,
        "Images shared without agreement. Phones not looked at; parents and the police school officer to be spoken to.",
    ),
    Told(
        Concern.Kind.TOLD,
        "{name} told me that two older boys wait at the bus stop and that they bought trainers and food. {name} laughed "
        "it off when I asked who they were.",
        "“They’re alright, they look after me.”",
        Category.EXPLOITATION,
        Decision.REFER,
        "Gifts from older people not known to the family, new phone, two late evenings. Referred with the mapping tool.",
    ),
    Told(
        Concern.Kind.SAW,
        "{name} and another pupil argued in the lunch queue; {name} was pushed against the rail. Both were spoken to "
        "and no one was hurt.",
        "",
        Category.CHILD_ON_CHILD,
        Decision.NO_ACTION,
        "A single push with no history between the two. Handled by the year team; both families phoned.",
    ),
    Told(
        Concern.Kind.OTHER,
        "{name} has been late eight times in three weeks and says there is no one to bring the younger ones to school. "
        "Nobody answered the home number today.",
        "“Mum’s still in bed so I do the little ones.”",
        Category.FAMILY,
        Decision.MONITOR,
        "May be caring for siblings. Young carers’ lead to meet {name}; mother to be invited in.",
    ),
]


class Line(NamedTuple):
    """An entry of a chronology."""

    category: str
    source: str
    agency: str
    fact: str
    opinion: str = ""
    voice: str = ""
    impact: str = ""
    action: str = ""
    outcome: str = ""
    significance: str = Significance.MEDIUM
    bearing: str = Event.Bearing.NEUTRAL
    pastoral: bool = True


C, S, B, G = Event.Category, Event.Source, Event.Bearing, Significance
LINES = [
    Line(
        C.ATTENDANCE,
        S.STAFF,
        "",
        "Absent {n} days this fortnight, coded O. First-day call not answered on either number.",
        action="Text and letter sent; home visit planned.",
        significance=G.MEDIUM,
        bearing=B.RISK,
    ),
    Line(
        C.ATTENDANCE,
        S.STAFF,
        "",
        "Attendance for the half-term is {pct} %, up from {less} %.",
        impact="{name} is in lessons and has caught up in maths.",
        significance=G.LOW,
        bearing=B.PROTECTIVE,
    ),
    Line(
        C.NEGLECT,
        S.OBSERVED,
        "",
        "Came in hungry and without a coat; ate two bowls of cereal in the support room.",
        opinion="In my view this is tiredness as well as hunger: {name} fell asleep in period 2.",
        voice="“I’m used to it.”",
        impact="Could not concentrate before break.",
        action="Breakfast club place offered.",
        significance=G.HIGH,
        bearing=B.RISK,
    ),
    Line(
        C.POSITIVE,
        S.STAFF,
        "",
        "Chosen for the {team} team and stayed for every practice this month.",
        impact="Proud, and seen laughing with others.",
        significance=G.LOW,
        bearing=B.PROTECTIVE,
    ),
    Line(
        C.AGENCY_CONTACT,
        S.AGENCY,
        "Children’s social care",
        "Duty social worker rang for an update on attendance and presentation; told what is in this file since {month}.",
        outcome="Visit to the home this week; they will ring back.",
        significance=G.MEDIUM,
        pastoral=False,
    ),
    Line(
        C.DOMESTIC_ABUSE,
        S.AGENCY,
        "Police",
        "Operation Encompass notice: police called to the home at night to a verbal argument between the adults. The "
        "children were upstairs.",
        action="Quiet support by the form tutor; not raised with parents.",
        impact="Pale and quiet all morning.",
        significance=G.CRITICAL,
        bearing=B.RISK,
        pastoral=False,
    ),
    Line(
        C.FAMILY,
        S.PARENT,
        "",
        "Mother came in at her own wish. She has left her job and is worried about the rent.",
        voice="“I just want things to be normal.”",
        action="Family support worker’s number given.",
        outcome="Mother agreed to an early help assessment.",
        significance=G.MEDIUM,
    ),
    Line(
        C.BEHAVIOUR,
        S.STAFF,
        "",
        "Walked out of {lesson} after being asked to move seats; found by the library.",
        opinion="{name} seems to react to raised voices.",
        action="Exit card agreed.",
        significance=G.LOW,
    ),
    Line(
        C.SEND_MEDICAL,
        S.AGENCY,
        "School nurse",
        "Nurse’s check: height and weight on the same line as last year; dental care needed.",
        action="Letter to the dentist with mother’s agreement.",
        significance=G.MEDIUM,
    ),
    Line(
        C.MEETING,
        S.STAFF,
        "",
        "Team around the family met; mother, form tutor, school nurse and family support worker came.",
        outcome="Breakfast club from Monday; nurse to see {name}; next meeting in six weeks.",
        voice="“Can we keep breakfast club?”",
        significance=G.MEDIUM,
        bearing=B.PROTECTIVE,
    ),
    Line(
        C.MENTAL_HEALTH,
        S.CHILD,
        "",
        "Asked to speak to the pastoral officer. Has not been sleeping.",
        voice="“My head won’t stop.”",
        impact="Tearful, then calmer after talking.",
        action="Weekly check-in; mental health support team spoken to.",
        significance=G.HIGH,
        bearing=B.RISK,
    ),
    Line(
        C.HOUSING,
        S.PARENT,
        "",
        "The family was told to leave the flat by the end of {month}.",
        action="Housing officer’s letter of support written.",
        significance=G.HIGH,
        bearing=B.RISK,
    ),
    Line(
        C.INJURY,
        S.OBSERVED,
        "",
        "Graze on the right knee after football. Cleaned; mother told at the gate.",
        significance=G.LOW,
    ),
    Line(
        C.PLAN,
        S.AGENCY,
        "Children’s social care",
        "Child in need plan reviewed; the social worker keeps it open for three months.",
        outcome="School to report weekly on attendance.",
        significance=G.HIGH,
        pastoral=False,
    ),
    Line(
        C.POSITIVE,
        S.STAFF,
        "",
        "Praise from {lesson}: helped a new pupil all week without being asked.",
        significance=G.LOW,
        bearing=B.PROTECTIVE,
    ),
]
BEFORE_SCHOOL = [
    ("YEAR", -13, C.FAMILY, "Born at term. Parents living together at the time.", B.NEUTRAL),
    ("MONTH", -9, C.SCHOOL_MOVE, "Started at a nursery in another town; moved twice before Reception.", B.NEUTRAL),
    (
        "ABOUT",
        -6,
        C.DOMESTIC_ABUSE,
        "Mother and children stayed with an aunt for some weeks after an argument.",
        B.RISK,
    ),
    ("YEAR", -4, C.FAMILY, "Father moved out. Contact at weekends, then irregular.", B.NEUTRAL),
    ("UNKNOWN", 0, C.SEND_MEDICAL, "Grommets as a small child, mother says.", B.NEUTRAL),
]
LESSONS = ("English", "maths", "science", "history", "art", "music", "geography", "PE")
TEAMS = ("netball", "football", "chess", "debating", "gardening")
MONTHS = ("September", "October", "November", "January", "February", "March", "April", "May", "June")
