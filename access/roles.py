"""What roles are there, and what may each do?

Data only, read aloud by docs/policy.md. Reach (which records) is rows; see access.reach and access.policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag

from django.db.models import TextChoices


class Role(TextChoices):
    DSL = "DSL", "Designated safeguarding lead"
    DEPUTY_DSL = "DEPUTY_DSL", "Deputy designated safeguarding lead"
    PASTORAL = "PASTORAL", "Pastoral officer"
    DESIGNATED_TEACHER = "DESIGNATED_TEACHER", "Designated teacher for looked-after children"
    TEACHER = "TEACHER", "Teacher or other member of staff"
    HEAD = "HEAD", "Headteacher"
    CHAIR = "CHAIR", "Chair of governors"
    OVERSIGHT = "OVERSIGHT", "Auditor or safeguarding governor"
    TECHNICAL = "TECHNICAL", "Technical administrator"
    SYSTEM = "SYSTEM", "System actor (console, jobs): a name in the log that cannot sign in"


class Audience(TextChoices):
    """Who a record is for. Each wider audience may read the narrower ones, never the other way round."""

    TEACHING = "TEACHING", "Teaching"
    PASTORAL = "PASTORAL", "Pastoral"
    SAFEGUARDING = "SAFEGUARDING", "Safeguarding"

    @property
    def permission(self) -> str:
        """The codename of guardian's permission that stands for this audience."""
        return f"read_{self.value.lower()}"

    @classmethod
    def of(cls, codename: str) -> "Audience":
        return cls(codename.removeprefix("read_").upper())

    @property
    def within(self) -> tuple["Audience", ...]:
        """This audience and every narrower one."""
        every = tuple(Audience)
        return every[: every.index(self) + 1]


class Section(IntFlag):
    """The parts of a file that can be granted one by one (domain: "sections granted")."""

    IDENTITY = 1
    CHRONOLOGY = 2
    MEETINGS = 4
    PLAN = 8
    REFERRALS = 16
    DOCUMENTS = 32
    LEGAL = 64
    HEALTH = 128
    ATTENDANCE = 256


ALL_SECTIONS = Section(sum(Section))

SECTION_NAMES = {
    Section.IDENTITY: "Who the child is, family and contacts",
    Section.CHRONOLOGY: "Chronology",
    Section.MEETINGS: "Meetings",
    Section.PLAN: "Plans and agreed actions",
    Section.REFERRALS: "Referrals",
    Section.DOCUMENTS: "Documents",
    Section.LEGAL: "Legal",
    Section.HEALTH: "Health",
    Section.ATTENDANCE: "Attendance",
}

LEADS = frozenset({Role.DSL, Role.DEPUTY_DSL})
FILE_KEEPERS = LEADS | {Role.PASTORAL, Role.DESIGNATED_TEACHER}
STAFF = FILE_KEEPERS | {Role.TEACHER, Role.HEAD}
SENIOR = LEADS | {Role.HEAD}
"""Who is told of each start and end of a role in TOLD_OF, and sees on the staff page what changed."""
TOLD_OF = SENIOR | {Role.TECHNICAL}
STANDS_IN = (Role.HEAD, Role.CHAIR)
"""Who covers what nobody on the safeguarding team may see, in this order, and does there what a lead does."""
DIRECTORY_READERS = STAFF | {Role.CHAIR, Role.SYSTEM}
"""Who may read the names of the school's children; never an oversight or a technical role."""

GRANTABLE: dict[Role, Audience] = dict.fromkeys(FILE_KEEPERS | {Role.HEAD, Role.CHAIR}, Audience.SAFEGUARDING) | {
    Role.TEACHER: Audience.PASTORAL
}
"""The widest audience that a person of this role can be granted on a file by name."""

_EVERY = frozenset(Role) - {Role.SYSTEM}
GIVES: dict[Role, frozenset[Role]] = {
    Role.DSL: _EVERY,
    Role.DEPUTY_DSL: _EVERY - SENIOR,
    Role.HEAD: LEADS,
    Role.TECHNICAL: frozenset({Role.TEACHER, Role.TECHNICAL}),
    Role.SYSTEM: _EVERY,
}
"""Which roles somebody of this role may give. A technical administrator makes no account that can read files."""
ENDS: dict[Role, frozenset[Role]] = {
    Role.DSL: _EVERY,
    Role.DEPUTY_DSL: _EVERY - SENIOR,
    Role.HEAD: LEADS | {Role.TECHNICAL},
    Role.TECHNICAL: _EVERY - SENIOR,
}
"""Which roles somebody of this role may end. Nobody ends their own, nor the last of the school's DSLs."""


@dataclass(frozen=True)
class Rule:
    """Which roles hold a capability, and the audience and section that their reach to the record must have.

    `audience` None: the capability is asked about the school, not about a record within reach. Any section will do,
    unless one is named: then whoever was granted other sections only does not hold it.
    """

    says: str
    roles: frozenset[Role]
    audience: Audience | None = None
    section: Section = ALL_SECTIONS

    def allows(self, opened: Mapping[Audience, Section]) -> bool:
        """Whether what is open to a person is enough."""
        return self.audience is None or bool(opened.get(self.audience, Section(0)) & self.section)


class Can(TextChoices):
    # The school
    LOG_CONCERN = "LOG_CONCERN"
    FIND_CHILD = "FIND_CHILD"
    EDIT_CHILD = "EDIT_CHILD"
    IMPORT_PUPILS = "IMPORT_PUPILS"
    KEEP_TEMPLATES = "KEEP_TEMPLATES"
    SEE_STAFF = "SEE_STAFF"
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS"
    RENAME_STAFF = "RENAME_STAFF"
    MANAGE_ROTA = "MANAGE_ROTA"
    KEEP_DRAFT = "KEEP_DRAFT"
    MANAGE_CALENDAR = "MANAGE_CALENDAR"
    SET_LOCAL_TIMES = "SET_LOCAL_TIMES"
    RUN_CLOCKS = "RUN_CLOCKS"
    LIST_PEPS = "LIST_PEPS"
    LIST_DUE = "LIST_DUE"
    EXPORT_STATUSES = "EXPORT_STATUSES"
    # A child's family and contacts
    READ_CONTACTS = "READ_CONTACTS"
    EDIT_CONTACTS = "EDIT_CONTACTS"
    # A concern
    SEE_TRIAGE = "SEE_TRIAGE"
    READ_CONCERN = "READ_CONCERN"
    ADD_TO_CONCERN = "ADD_TO_CONCERN"
    TRIAGE_CONCERN = "TRIAGE_CONCERN"
    MOVE_CONCERN = "MOVE_CONCERN"
    # A case file
    LIST_FILES = "LIST_FILES"
    OPEN_FILE = "OPEN_FILE"
    KEEP_OUT = "KEEP_OUT"
    READ_FILE = "READ_FILE"
    RECORD_EVENT = "RECORD_EVENT"
    CORRECT_EVENT = "CORRECT_EVENT"
    READ_VERSION = "READ_VERSION"
    PROMOTE_ENTRY = "PROMOTE_ENTRY"
    STRIKE_EVENT = "STRIKE_EVENT"
    EDIT_FILE = "EDIT_FILE"
    SET_STATUS = "SET_STATUS"
    AGREE_ACTION = "AGREE_ACTION"
    FINISH_ACTION = "FINISH_ACTION"
    EXPORT_FILE = "EXPORT_FILE"
    PREPARE_PACK = "PREPARE_PACK"
    PACK_PEP = "PACK_PEP"
    READ_MEETINGS = "READ_MEETINGS"
    HOLD_MEETING = "HOLD_MEETING"
    ASSESS = "ASSESS"
    DECIDE_RISK = "DECIDE_RISK"
    KEEP_PLAN = "KEEP_PLAN"
    KEEP_PEP = "KEEP_PEP"
    READ_TARGET = "READ_TARGET"
    NOTE_TARGET = "NOTE_TARGET"
    # Who may see it
    SEE_REACH = "SEE_REACH"
    GRANT_REACH = "GRANT_REACH"
    RESTRICT_FILE = "RESTRICT_FILE"
    RAISE_WALL = "RAISE_WALL"
    # The log
    READ_LOG = "READ_LOG"


MATRIX: dict[Can, Rule] = {
    Can.LOG_CONCERN: Rule("Log a concern", STAFF),
    Can.FIND_CHILD: Rule("Find a child by name, form, year or UPN", STAFF),
    Can.EDIT_CHILD: Rule("Add a child or correct who they are between imports", LEADS),
    Can.IMPORT_PUPILS: Rule("Import the roll from the school's information system", LEADS | {Role.SYSTEM}),
    Can.KEEP_TEMPLATES: Rule("Upload the local authority's own Word templates", LEADS),
    Can.SEE_STAFF: Rule("See the staff list", LEADS | {Role.HEAD, Role.TECHNICAL}),
    Can.MANAGE_ACCOUNTS: Rule(
        "Invite staff, give and end the roles of the tables below; never their own",
        SENIOR | {Role.TECHNICAL, Role.SYSTEM},
    ),
    Can.RENAME_STAFF: Rule(
        "Change somebody’s name, with a reason; the earlier one stays beside it", frozenset({Role.DSL, Role.HEAD})
    ),
    Can.MANAGE_ROTA: Rule("Set who leads on safeguarding today", LEADS | {Role.HEAD}),
    Can.KEEP_DRAFT: Rule("Keep a draft of their own", STAFF),
    Can.MANAGE_CALENDAR: Rule("Set the school's terms, INSET days and closures", LEADS | {Role.TECHNICAL}),
    Can.SET_LOCAL_TIMES: Rule("Set the intervals of the school's local authority", LEADS),
    Can.RUN_CLOCKS: Rule("Start, pause and end the clocks of what they may act on", STAFF | {Role.SYSTEM}),
    Can.LIST_PEPS: Rule("List the personal education plans that are due", LEADS | {Role.DESIGNATED_TEACHER}),
    Can.EXPORT_STATUSES: Rule("Export for a local authority all the children who have a status with it", LEADS),
    Can.LIST_DUE: Rule("List what is due on the files within their reach", FILE_KEEPERS | {Role.HEAD, Role.CHAIR}),
    Can.READ_CONTACTS: Rule(
        "Read a child's family and contacts", FILE_KEEPERS | {Role.HEAD}, Audience.PASTORAL, Section.IDENTITY
    ),
    Can.EDIT_CONTACTS: Rule("Change a child's family and contacts", FILE_KEEPERS, Audience.PASTORAL, Section.IDENTITY),
    Can.SEE_TRIAGE: Rule("See the queue of concerns that they may decide", LEADS | {Role.HEAD}),
    Can.READ_CONCERN: Rule("Read a concern", STAFF | {Role.CHAIR}, Audience.TEACHING),
    Can.ADD_TO_CONCERN: Rule("Add to a concern, never edit it", STAFF | {Role.CHAIR}, Audience.TEACHING),
    Can.TRIAGE_CONCERN: Rule("Decide what happens with a concern", LEADS | {Role.HEAD}, Audience.SAFEGUARDING),
    Can.MOVE_CONCERN: Rule("Put right a concern filed under the wrong child", LEADS, Audience.SAFEGUARDING),
    Can.LIST_FILES: Rule("List the case files within their reach", STAFF | {Role.CHAIR}),
    Can.OPEN_FILE: Rule("Open a case file for a child, on deciding about a concern", LEADS | {Role.HEAD}),
    Can.KEEP_OUT: Rule("Raise or lift a conflict wall for a child whose file they do not have", LEADS),
    Can.READ_FILE: Rule("Read a case file", STAFF | {Role.CHAIR}, Audience.TEACHING),
    Can.RECORD_EVENT: Rule("Record an event in the chronology", FILE_KEEPERS | {Role.HEAD}, Audience.PASTORAL),
    Can.CORRECT_EVENT: Rule("Correct an entry, keeping the old version", FILE_KEEPERS | {Role.HEAD}, Audience.PASTORAL),
    Can.READ_VERSION: Rule("Read what an entry said before it was corrected", LEADS, Audience.SAFEGUARDING),
    Can.PROMOTE_ENTRY: Rule("Mark an entry as significant, or take that back", LEADS, Audience.SAFEGUARDING),
    Can.STRIKE_EVENT: Rule("Strike an entry out, with a reason", LEADS, Audience.SAFEGUARDING),
    Can.EDIT_FILE: Rule("Note where a child's older papers are held", LEADS, Audience.SAFEGUARDING, Section.IDENTITY),
    Can.SET_STATUS: Rule("Start and end status episodes", LEADS, Audience.SAFEGUARDING, Section.PLAN),
    Can.AGREE_ACTION: Rule("Agree an action with an owner and a date", FILE_KEEPERS, Audience.PASTORAL, Section.PLAN),
    Can.FINISH_ACTION: Rule("Mark an agreed action as done", STAFF, Audience.TEACHING),
    Can.EXPORT_FILE: Rule("Print or export a file", LEADS, Audience.SAFEGUARDING, Section.DOCUMENTS),
    Can.PREPARE_PACK: Rule(
        "Prepare a pack for a conference or a parent, check it and make it",
        LEADS,
        Audience.SAFEGUARDING,
        Section.DOCUMENTS,
    ),
    Can.PACK_PEP: Rule(
        "Prepare a pack of one personal education plan, check it and make it",
        LEADS | {Role.DESIGNATED_TEACHER},
        Audience.PASTORAL,
        Section.MEETINGS | Section.PLAN,
    ),
    Can.READ_MEETINGS: Rule(
        "Read about meetings, assessments and plans",
        FILE_KEEPERS | {Role.HEAD, Role.CHAIR},
        Audience.PASTORAL,
        Section.MEETINGS | Section.PLAN,
    ),
    Can.HOLD_MEETING: Rule("Plan a meeting and record it", FILE_KEEPERS, Audience.PASTORAL, Section.MEETINGS),
    Can.ASSESS: Rule(
        "Record an early help assessment and the family's agreement", FILE_KEEPERS, Audience.PASTORAL, Section.MEETINGS
    ),
    Can.DECIDE_RISK: Rule(
        "Authorise an assessment, and decide after a family withdraws", LEADS, Audience.SAFEGUARDING, Section.MEETINGS
    ),
    Can.KEEP_PLAN: Rule("Write a plan and what came of it", FILE_KEEPERS, Audience.PASTORAL, Section.PLAN),
    Can.KEEP_PEP: Rule(
        "Write a personal education plan, its targets and what became of them",
        LEADS | {Role.DESIGNATED_TEACHER},
        Audience.PASTORAL,
        Section.MEETINGS | Section.PLAN,
    ),
    Can.READ_TARGET: Rule("Read a target that they help with", STAFF | {Role.CHAIR}, Audience.TEACHING, Section.PLAN),
    Can.NOTE_TARGET: Rule("Note progress on a target that they help with", STAFF, Audience.TEACHING, Section.PLAN),
    Can.SEE_REACH: Rule("See who can see a file, and who has", LEADS | {Role.HEAD}, Audience.SAFEGUARDING),
    Can.GRANT_REACH: Rule("Grant and end access to a file; never to oneself", LEADS, Audience.SAFEGUARDING),
    Can.RESTRICT_FILE: Rule("Restrict a file to named people", LEADS, Audience.SAFEGUARDING),
    Can.RAISE_WALL: Rule("Raise or lift a conflict wall", LEADS | {Role.HEAD}, Audience.SAFEGUARDING, Section.IDENTITY),
    Can.READ_LOG: Rule("Read the log under pseudonymous references", LEADS | {Role.OVERSIGHT}),
}
