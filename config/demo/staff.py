"""Who works at Hillview School?"""

from access.actions import Post
from access.roles import Role

# Name, the part of the e-mail address before @hillview.example, extension, post. The first is made by setup_school.
STAFF: list[tuple[str, str, str, Post]] = [
    ("Dan Reid", "dsl", "214", Post(Role.DSL)),
    ("Ruth Adeyemi", "ddsl", "215", Post(Role.DEPUTY_DSL)),
    ("Priya Shah", "pastoral", "231", Post(Role.PASTORAL, years=(9,))),
    ("Tom Wills", "teacher", "302", Post(Role.TEACHER, classes=("9B", "8A"))),
    ("Carys Lloyd", "designated", "219", Post(Role.DESIGNATED_TEACHER)),
    ("Helen Foster", "governor", "", Post(Role.OVERSIGHT)),
    ("Marek Nowak", "tech", "290", Post(Role.TECHNICAL)),
    ("Sarah Okonkwo", "head", "201", Post(Role.HEAD)),
    ("Grace Whitlock", "g.whitlock", "232", Post(Role.PASTORAL, years=(7, 8))),
    ("Omar Farouk", "o.farouk", "233", Post(Role.PASTORAL, years=(10, 11))),
    ("Anna Okafor", "a.okafor", "303", Post(Role.TEACHER, classes=("9A", "9B"))),
    ("Ben Parry", "b.parry", "304", Post(Role.TEACHER, classes=("7A", "7B"))),
    ("Chloe Ashworth", "c.ashworth", "305", Post(Role.TEACHER, classes=("8B", "8C"))),
    ("David Mensah", "d.mensah", "306", Post(Role.TEACHER, classes=("9C", "9D"))),
    ("Eleni Varga", "e.varga", "307", Post(Role.TEACHER, classes=("10A", "10B"))),
    ("Farrah Rashid", "f.rashid", "308", Post(Role.TEACHER, classes=("10C", "10D"))),
    ("Gwen Oakley", "g.oakley", "309", Post(Role.TEACHER, classes=("11A", "11B"))),
    ("Hugo Stone", "h.stone", "310", Post(Role.TEACHER, classes=("11C", "11D"))),
    ("Imani Cole", "i.cole", "311", Post(Role.TEACHER, classes=("7C", "7D"))),
    ("Joan Bright", "chair", "", Post(Role.CHAIR)),
]
