"""Which words with a capital letter are no names, which names are words too, and what are children called for short?

Lists only. A word that is missing here costs a false alarm; a name that stands here by mistake would get out.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# With a capital anywhere in a sentence: the calendar, the school, the authority, the law.
CAPITAL = _set(
    """
    mon tue tues wed thu thur thurs fri sat sun feb mar apr jun jul aug sep sept oct nov dec room library canteen
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december easter christmas eid ramadan diwali bank holiday half term autumn spring
    summer winter year reception nursery key stage tutor form class period registration assembly english maths
    mathematics science biology chemistry physics history geography french spanish german latin art drama music pe
    ict computing religious education re pshe citizenship technology food gcse sats btec school academy primary
    secondary college university head headteacher deputy assistant teacher lead leader safeguarding designated
    pastoral officer office mentor governor children child childrens services social care worker early help family
    hub team around core group conference initial review strategy meeting plan protection need section act order
    court police constable crown prosecution service nhs hospital clinic health visitor nurse gp surgery accident
    emergency department ambulance camhs mash lado ofsted local authority council county city borough district
    housing benefit universal credit free meals pupil premium operation encompass signs safety british england wales
    scotland ireland london united kingdom european islam christian muslim jewish sikh hindu catholic church god
    bible quran whatsapp snapchat instagram tiktok facebook youtube google teams zoom xbox playstation fortnite
    roblox minecraft discord netflix lego mum mummy mam mom dad daddy nan nana nanny gran granny grandad grandma
    grandpa auntie aunt aunty uncle mr mrs ms miss mx dr sir madam prof pc dc ds outcome action actions fact opinion
    voice decision reason reasons note notes category source
    """
)
# Names of the registers that are words of every day: in small letters they are words.
ALSO_NAMES = _set(
    """
    will mark grace hope faith joy rose may june april summer sky skye bill rob jack nick pat sue drew art ray dawn
    amber ruby jade pearl lily daisy poppy violet ivy holly heather hazel iris olive jasmine star angel honey
    harmony melody chance chase hunter mason carter parker cooper archer baker butcher cook carpenter clark cole
    cash miles max rich frank ernest earl duke king prince bishop pope abbot dean marshall major noble young old
    brown black white green grey gray reed read wood woods hill hills field fields brook brooks rivers lake stone
    street lane park church west north east south day night winter frost snow summers long short small little large
    strong sharp swift good best price rush moss heath ford bridge well wells banks marsh forest page book bell ball
    bird fox wolf lamb bull hart bond love joyce dear wise bright power law case dale glen cliff guy gene don penny
    sandy sunny misty robin martin jay wren drake crane finch swan nightingale gold silver steel ash ashes rowan bay
    harper piper tanner weaver walker fisher shepherd gardener potter smith taylor turner miller sailor booker gates
    house hall room kitchen cotton barber
    """
)
# Capitals that stand for something else than a person.
SHORT = _set(
    """
    am pm ok pe re it ict tv uk us usa eu nhs gp ae id dob upn nfa cp cin lac plac eha taf tac pep ehcp ehc sen send
    senco sendco dsl ddsl dda dt hoy la lea csc mash marac lado camhs cafcass iro icpc rcpc cpp cpc sw ssw fsw ewo
    eso lsa ta hlta nqt ect slt pshe rse cpoms sims mis fte nut tbc tba na n/a asap diy pta rsp gcse ks ks1 ks2 ks3
    ks4 ks5 iep pip ptsd adhd asd asc ocd fgm cse cce cme da dv va ips pru ap fsm eal pp ppg ppe pc dc ds di ra rta
    cctv sms pin wc xl ii iii iv vi bbc hr hmrc dwp tfl aa bfg mmr ecg xx faq q&a vr rpi ifa srb ic sa acl lgbt
    lgbtq nan mum dad sos im cd dvd usb ps mr mrs ms dr st rd ave vs eg ie etc no ref ft cm mm kg hm qc kc jp ncp
    nspcc sats vip vpn wifi bmx bmi anon hyperlink
    """
)
# What follows a word at the start of a sentence that is a name as well: "Will this change?"
AFTER_WORDS = _set("this that these those she he it they we you i there the a an her his anyone anything be")
# A single capital after one of these is a form, a room or a part of the law.
LETTERED = _set(
    "year form class section room block tier level grade set band group plan option part vitamin house hepatitis route"
)
RELATIONS = _set(
    """
    sibling siblings brother brothers sister sisters twin twins stepbrother stepsister stepbrothers stepsisters
    halfbrother halfsister cousin cousins nephew niece
    """
)
# "another child", "the other boy", "a friend's", "his best friend"
OTHERS = _set("another other second older younger different same")
CHILD_WORDS = _set("child children boy girl pupil pupils student students boys girls")
FRIENDS = _set("boyfriend girlfriend classmate classmates")
# Months and seasons that are names as well: a date only beside a number or one of these words.
MONTH_NAMES = _set("april may june august summer autumn jan")
BEFORE_MONTHS = _set("in since until till from by during last this next early late mid end of to and half each every")
# What follows a name at the start of a sentence, where the name is a word too: "Will hit her", "Mark said".
AFTER_NAMES = _set(
    "said hit was is had has told came went took saw did and asked pushed punched kicked hurt gave threw touched"
)

# Short forms; each line is one name and all who may be meant by another of the line.
_SHORT_FORMS = """
alexander alexandra alexandria alex alec sandy xander lex lexi lexie sasha ali
abigail abby abbie abi gail
andrew andy drew
anthony tony ant
benjamin ben benji benny
catherine katherine kathryn katharine kate katie katy cathy kathy kat kit cath
charles charlotte charlie charley chas lottie
christopher christine christina chris kit chrissy tina
daniel danielle dan danny dani
david dave davey davy
deborah debbie deb debs
edward ed eddie ted teddy ned
elizabeth elisabeth liz lizzie lizzy beth betty eliza libby ellie elsie
eleanor ella ellie nell nellie
emily emilia em emmy millie
frances francis frank frankie fran francesca
frederick fred freddie freddy frederica
gabriel gabriella gabrielle gabe gabby gabi ella
george georgina georgia georgie
harold harriet henry harry hattie hal
isabella isabelle isobel isabel bella izzy belle issy
jacob jake jack
jacqueline jackie jacqui
james jamie jim jimmy jem
jennifer jenny jen jenna
jessica jess jessie
john jonathan johnny jon jack jonny
jordan jordon jordyn jord jordy
joseph josephine joe joey josie jo
joshua josh
kayleigh kay kayla
kenneth ken kenny
kimberley kim kimmy
lawrence laurence laurie larry loz
leonard leo len lenny leon
lillian lily lil
louis louise lou louie
lucas luke luca luc
margaret maggie meg peggy greta marge daisy
matthew matt matty mattie
maximilian maxwell max
michael mike mick mickey mikey mickie
michelle shelly chelle
mohammed muhammad mohammad mohamed muhammed mo moh
natalie nat natasha tasha nathalie
nathan nathaniel nate nat
nicholas nicola nicole nick nicky nicki nico nic
oliver olivia ollie olly liv livvy
oluwaseun seun
oluwatobi tobi
patricia patrick pat paddy trish tricia
peter pete
philip phillip phil pip
rebecca becky becca bex
richard rich rick ricky dick richie
robert rob bob bobby robbie bert
ronald ron ronnie
rosemary rose rosie roseanna
samuel samantha sam sammy sami
sarah sara sally
sebastian seb bas
stephen steven stephanie steve stevie steph
susan sue susie suzie suzanne
theodore theo ted teddy
thomas tom tommy
timothy tim timmy
tobias toby
victoria vicky vicki tori
vincent vince vinny
william will bill billy liam willy
zachary zachariah zac zak zach zack
"""
SHORT_FORMS: dict[str, frozenset[str]] = {}
for _line in _SHORT_FORMS.split("\n"):
    for _name in _line.split():
        SHORT_FORMS[_name] = SHORT_FORMS.get(_name, frozenset()) | frozenset(_line.split())
# Ways and their short forms: "12 Harbour Rd" and "12 Harbour Road" are one address.
WAYS = {
    **{"rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "ct": "court"},
    **{"dr": "drive", "cres": "crescent", "gdns": "gardens", "sq": "square", "pl": "place", "ter": "terrace"},
    **{"terr": "terrace", "gr": "grove"},
}
WAY_WORDS = _set(
    """
    road street avenue lane close court drive crescent gardens square place terrace grove row way mews walk hill
    park rise view green yard house flats wharf quay mount croft fold gate parade broadway
    """
)
