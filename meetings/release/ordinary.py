"""Which words are words of every day: with a capital at the start of a sentence, or in small letters, no names?

A list only. A word that is missing costs a false alarm. No forename of the registers stands here unless it is in
meetings.release.words.ALSO_NAMES as well.
"""

_WORDS = """
a able about above absence absences absent abuse abuser academic academies academy accents accept access accessibility
accessible accommodation according account accounts accuracy ache aches acknowledge acknowledged acknowledgements
acknowledges acronym across act acted acting action actions active activity actor acts actually add added addenda
additionally additions address addresses adds adequate adjustments admin administration administrator admission
admissions admitted adolescent adopted adoption adult adults advance advice advise advised adviser affected after
afterwards again against age aged agencies agency agenda aggregates ago agree agreed agreement agrees ahead aid aim
alcohol alert alerts alias aliases alike all allegation allegations alleged allergies allergy allocated allowed almost
alone along already alright also alternatively although always am amended among an analogue analysis anchor and anew
anger angry announce annual anonymity anonymous another answer answered answers anxious any anybody anyone anything
anywhere apart apologies apologised apostrophes app appeared appears appendix applied apply appointment appropriate
approval approvals approve approves approx approximate apps april archive are area areas arg argued argument arguments
arm arms around arrangements arranges arrears arrest arrested arrive arrived arrives arrows art artificial as ask
asked asking asks asleep aspiration asserts assess assessed assessment assessments assessor assigned assist assume
assumed assurance asthma asylum at ate attached attachments attainment attempt attempted attempts attend attendance
attended attendees attenders attending attends attest attribute attributes audience audiences audit auditor auditors
audits aunt auntie authentication author authorised authorities authority authorship auto autumn available awaited
aware away axe baby back backdated background backup backups bad badge badly bag bags bail ball banana bandage bank
banner bar bare barriers bars base baseline basic basis bath bathroom be bear bearing beat beaten became because
become becomes becoming bed bedroom been beer before began behalf behaviour behavioural behind being believed belongs
below benefits bereavement beside best better between beware beyond big bike bikes binary binds birth birthday bit
bite biting black blame blank blanket blazer bleeding blister block blocked blocking blocks blue bodies body boiler
book bored born both bottle bottles bottom bought bound boundaries bowls box boxes boy boyfriend boys branch branding
breach bread break breakfast breaks breathing briefing briefings bring brings broke broken broker brother brothers
brought brownish browsing bruise bruised bruises bruising budget buggy build builder builds built bulk bullied bully
bullying bundled burn burns burnt bus busy but butter button by cabinet calendar call called calling calls calm calmer
came can cancel cancelled candle cannabis cannot canteen cap capabilities capability capacity caption car card cards
care careers carer carers cares caring carpet carries carry case cases casework cast cat catches categories category
cats caught cause causes cells cent centimetre centimetres century cereal certificate certificates chain chair chairs
challenge challenged change changed changes channel chapter character characters charged chars chart charts chat
chatty check checked checks cheerful chess child children chips choice choices choked choose chooses choosing chosen
chronologies chronology church circular circumstances city claim claimed claims clamped class classes classroom clause
clean clear cleared clearest clearly click clicks client clock clocks close closed closing closure closures clothes
clothing club clubs coat code coded coin cold colleague colleagues collect collected collection colour coloured
colours column columns come comes command commands commenced commencement comment comments commissioning commit
committed common commonly community compare compares complained complaint complementary complete completed completes
complex component components compose composition computed computer computes concentrate concern concerns concurrent
condition conditions conduct conference confidential confidentiality configurable configuration confirm confirmation
confirmed conflict conflicts connected consent consequences consequently consider consistent console constant
construction consultation consulted contact contacted contacts contain content contents context contingency continue
contracts contrast contributes convenes conventions conversation coordinator copied copies copy copying core cores
correct corrected correction corrections corridor costs cot could count counted counts county court cousin cousins
cover coverage covered covers create crest cried criminal crisps crispy critical cross crying culture cumulative
cupboard cupboards curious current currently curriculum curtains custody custom cut cuts cycle daily damp danger dark
darkened data database date dated dates daughter day days deadline deadlines deal dear debating debt debts decades
decide decided decides deciding decision decisions declare declared declines decoration default defensible delay
delayed delegate delegation delete deleted deletion delivery demand demeanour demo denials denied denser dental
dentist dependency deputies deputy derivable describe described description descriptions design designated designer
desired despite destination destroy destroyed destruction detail details detentions detrimental developers development
developmental device devices diabetes diagram diary did died dies diff differ difference differences different differs
difficult dimension dimensions dinner direct directed direction directory dirty disability disagree disagreement
disagreements discard disclosed disclosure discussed discussion disengaged disk display dispose disposition
disproportionality disputed dissent distance distracted distressed distribution divorce do doctor document documented
documents does dog dogs domains domestic done dont door doubt down downloads draft drafted drafts drag draw drawing
drawings drawn draws drift drifting drink drinking driver drives drop drove drug drugs drunk dry dual due duplicate
duplicates during duty duvet each ear earlier early eat eating eats edge edit edition editor educated education
educational effective eight either elective electric electronic element elements elevate else elsewhere email
emergency emits emotional employer employment empty enable enables end ended engagement engine enough enquiries
enquiry ensures ensuring enter entered enters entitled entries entry environment environmental epilepsy episode
episodes equal error errors escalate escalates escalation escalations escape escapes etc evaluated evaluation even
evening evenings event events eventually ever every everybody everyone everything everywhere evicted eviction evidence
ex exact exactly exam example except excepted exception exceptions excluded excludes exclusion exclusions exempt exist
existence existing exists exit expect expected expects experience expire expired expires expiry explain explained
explanation explicitly exploitation export exported exports exposed extends extension external extra eye eyes
fabricated face faces fact factors fail failed failings fails failure failures fall falls families family far father
faults fear fed fee feed feedback feeling feelings feels feet fell felt fetch fetches few fewer fictional fifteen
fifth fifty fight fighting figure figures file filed files filetype fill filled filter filtering filters final
finalise finally financial find finding finds fine finger fingers fingertip finish fire first fit fits five fixed
fixes flag flagged flags flat flattened flea fleas fled flex floor flow flu focus focused folded folder follow
followed following follows font fonts food foot football footer for forbidden force forced forearm foreign forgives
forgiving forgot forgotten form formal formats forms fortnight fortnightly forty foster fostered fostering found four
fourth fractions fracture fragment framework free freezer freezing frequency friday fridge friend friends frightening
from front full fully fun function functioning functions funeral further furthermore gains game gaps garden gardening
gas gate gates gathered gave gender generally generic genital gentle geography get gets girl girlfriend girls give
given gives giving glad glance glass glasses glue go goal goals goes going gone good got government governor governors
grabbed granddad grandfather grandmother grandparent grandparents grant granted grants graze grazes great green grey
greys ground group groups grown guaranteed guard guarded guardian guardians guardianship guesses guessing guidance
guide guides gym habits had hair half hall hand handing handled handlers handling handover hands handsome happen
happened happens happy harassment hard hardening harm harmed has hat have having he head headache header headers
heading headphones headteacher health healthy hear heard hearing hearsay heating heavier heavy height held hello help
helped helping helps hence her here hers herself hid hidden hide hides hiding high highest him himself his
historically history hit hitting hold holder holds holiday holidays home homeless homework honest honour hoover hope
hospital host hostel hosting hot hour hours house household households housing how however hub huge hugged hundred
hundreds hunger hungry hurt hurting husband hygiene i ice icon icons idea identified identifier identifiers identity
ideology if ill illness image images immediate immediately immigration impact implementation implementations import
important imports improve improved improving in inch inches incident include included includes including income
inconsistent increased independent individual induced infant info informal information informative informed inhaler
inheritance initial initially initials initiate initiated injects injured injuries injury input inquiry inserts inside
insisted inspection install installation instead integration integrity intelligence interactions interest interests
interim internal internally interpreter interruption intervals intervention interventions interview into intro invalid
invented investigation investigations investigator invisible invitation invitations invite invited invites involved
involvement irregular is isolated isolation issue issues it its itself jail job jobs join joined joiner joiners joins
joint judge judged judgement jumper just justice justification justifies keep keeping keeps kept key keyboard keys
kicked kicking kind kinds kinship kitchen knee knew knife know known knows label labelled labelling labels lack lacks
ladder lady lamp landlady landlord lands language laptop large last late lateness later lates laughed laughing law
lawful lawfully layers lead leader leaders leads leak learn least leave leaver leavers leaves leaving left leg legal
legally legends legibility legislation legitimate legs length lengths less lesson lessons let lets letter letters
level levels library lice licence lie lied lies life lift lifted lights like likely likewise limit limited limits line
linear lines link linked links lip list listed listened lists little live lived lives living local locally lock locked
locker locks log logged logging logs lonely long longer look looked looks lose loses losing lost lot lots loud low
lunch lunchtimes machine machines made magistrate mail mailbox main mainstream maintained make makes making malicious
manage managed management manager managers mandatory many map mapping mark marked marker marking marks marriage match
matching mate mates maths matter matters mattress maybe me meal meals mean meanings means meant meanwhile measurable
measure measured measures media medical medicine medium meet meeting meetings meets member members membership
memberships memory men mental mentioned mentoring menu message messages met meter method mice mid middle might milk
millimetre millimetres million min mine minimum minor minute minutes mirror mirrored missed missing mistake mistakes
mobile mobility mocked mode model modern moment monday money monitor monitored monitoring month monthly months mood
more moreover morning most mostly mother mould mouse mouth move moved moves much multiple multiples mumbled muscle
music must mutilation my myself nagging name named names nappies nappy narrative narrows naughty navigation near
nearby nearly neck need needed needing needs neglect neighbour neighbours neither nervous netball network neutral
never new newest news next night nine nits no nobody nodded none nonetheless noon nor normal normalised normally nose
not note noted notes nothing notice noticed notices notification notified notify now number numbered numbers nurse
nursery nursing objectives obligation observation of off offence offences offender offer offered office officer
officers offices offline often ok old older oldest omits on once one ones oneself ongoing online only open opened
opening opens operations opinion opinions optional or order ordinary organised origin original origins other others
otherwise our ours ourselves out outage outcome outcomes outermost outline outlines output outside oval over overall
overdue overheard overlap overrides oversight overwrite own owned owner owners owns pack package packages packed packs
padded page pages paid pain painful pair panel panels panic paper papers paragraph paragraphs parallel parent parental
parenting parents part partial participation parties partly partner partners partnership partnerships parts party pass
passes passport password passwords past pasta paste pastoral path pathway pattern patterns pause pays peak peer peers
pen penalise penalty pencil pending people per perhaps period permanent permission permitted perpetrator persistent
person personal persons phone phoned phonetic photo photograph photographs physical pick picked picker picks picture
pillow pills pilot pins place placement places plain plan planned planner planning plans plaster play played player
playground playing please plenty plus pm point points police policy polite polling pool poor portal pose posing
positives possible post postcards posted practicable practice practise practised practises practitioner practitioners
praised pram pre precision predate prefer prejudice prepares present presentation presented press presumed prevent
previous previously print printable printed printing prints prior prison privacy privilege privileged probably problem
problems procedures process processes processor product production products professional professionals profile
programme progress project projected projects promise prompt promptly proof properties proposal proposals propose
proposed protect protection protective protects protocol protocols proud proves provider providers provision
pseudonymous psychologist public published pulled punched punctual punctuality pupil pupils purple purpose purposes
push pushed pushing put quality query question questions quickly quiet quietly quite quoted radicalisation radio
radios rail raise raised raises ran rang range rarely rash rate rates rather rating rationale rats raw reach reached
reaches react read readable reader readers readiness reading reads ready real realistic really reason reasonable
reasoned reasons reassess reassign rebuilds rebuilt receipt receipts receive received receiver receives recently
recipe recipient reckoned recommendation recompute reconsider reconvened record recorded recorder recording records
recovery rectification red redacted redaction reddish redirect redis redrawn ref refer reference references referral
referrals referred referrer referrers referring reforms refreshed refs refuge refusal refuse refused refuses regarding
regardless region regions register registers registration registry regular regularly regulations reintegration related
relation relationship relationships relative release released relevant relies relying remained remand remembered
reminded removal remove removed rent reopened repealed repeat repeated replaced replaces replied reply report reported
reporter reporters reporting reports representations reprimanded request requests required requirements reset resolve
resolved resources respond responded responder response responsibility responsible rest restore restored restoring
restraint restrict restricted restriction restrictive restricts rests restyled result resumable retain retention
retirement return returned returns revealed review reviewed reviewer reviews revoke rewrite rewritten rice right ring
risk risks road role roles roll rolling rolls room rota rotates rotation round royal rubbed rubbish rude rule rules
run runner running runs sad safe safeguarding safety said same samples sandwich sandwiches sat save saved saves saving
saw say says scab scalded scale scaling scan scanner scared scenarios schedule school schools science scooter scope
score scratch scratched scratches screaming screen screenshots sealed search searched searches seat seats seclusion
second secondary seconds secrecy secret secrets section sections sector secure securely security see seeing seemed
seems seen sees seldom select selected self send sending sends senior sensitive sent sentence sentenced sentences
separate separated separately separation sequential series serious seriously service services session sessions set
sets setting settings settled seven several severe sex sexual shape share shared sharer shares sharing she sheet
sheets shift shifts ship shipped shirt shoe shoes shook shop short shortcuts shorter should shoulder shouted shouting
shoving show showed shower showing shown shows shredded shrugged sibling siblings sick side sides sideways sight sign
signature signed significance significant signing signposting signs similar similarly since single sister sisters site
sits situation six sixth size sized sizes skate skin skip slapped slavery sleep sleeping slept slip slow slower small
smell smelled smelt smiled smoke smoking so sobbing social sock socks sofa software soles solicitor solve solved
solves some somebody someone something sometimes somewhere son soon sore sort sorted sought source space span spans
speak speaks special specification speech spelled spelling spellings spent spike spitting split spoke spoken sport
sports spot spreadsheets spring squeezed stabbed stability staff stage stages stairs stamp stand standard standing
stands start started starting starts state stated statement statements states static status statuses statute statutory
stay stayed stays step stepchildren stepdad stepfather stepmother stepmum steps stick sticky still stimulation
stitches stolen stomach stood stop stopped stops storage stored story stranger strangled strategy stream strength
strengthens strengths stress strict strikes string strings strong strongly struck structure student students study
style styles subject submission submit submitted subset substance substantiated substitute such sudden suddenly suffer
suffered suggested suggestion suggests suitable suitably suite summary supervised supervising supervision suppliers
support supported supporting suppress suppressed sure surname surnames surprised surprises surroundings survives
suspect suspected suspended suspension suspensions swallowed swearing sweets swelling switch switched swollen swore
system systems table tables tablets tabs tag take taken takes taking talk talked talking tamed target targeted targets
task tasks taught taxi teach teacher teachers teaching teal team teams tear tearful tears teased technical
technicalities teeth tell telling tells temperature template templates ten tenancy tender term termly terms test
tested tests text texts than thank thanked thanks that the their theirs them theme themes themselves then there
therefore these they thing things think thinks third thirds thirty this those though thought threatened three
threshold threw throat through throughout thumb thus ticked ticket ticking tidy tie ties time timeline timeliness
timer times timetable timezone tiny tired tiredness title titles to toast today together toilet toilets told tomorrow
tone tonight too took top topic total totals touch touched touching toward towards town track trail trails train
trained trainer trainers training transaction transfer transferred transfers transition transitions translated
translation transparency transport travelled tree triage trial tribunal tried trigger triggers trip trips trouble
trouser trousers trust truth try turned turns tutor twelve twenty twice twins two type typed types typing unable
unauthorised unchanged uncle unclear under underneath understand understandably understood undone unemployed
unexplained unfinished unfortunately uniform unit units universal unknown unless unnoticed unreviewed unseen unsettled
unsuitable unsupervised unsure until untouched unverified unwell unwrapping up update updated upheld upload upon upper
upset upstairs urgency urgent us use used useful useless usual usually valid validator value values van vanishes vape
vapes vaping vary verbal verbatim verified verify version versions very victim video view views village violation
violence virtual virus visa visible visit visited visiting visits visual voice voices volume voluntary vomit vomited
vulnerable wage wages wait waited waiting waits wakes waking walk walked walks wall walls want wanted wants warm
warmth warn warned warning warns was wash watch watched watching water way we weak weapons wearing wears web wedding
wednesday week weekday weekdays weekend weekends weekly weeks weight well went were wet what whatever when whenever
where whereas whether which whichever while whilst whispered white whiteboard who whoever whole whom whose why wide
wider wife will window wine wipes wish wishes with withdraw withdrawing withdrawn withdraws withdrew withheld within
without witness witnessed witnesses woke woman women won word wording words wore work worked worker workers working
works worried worries worry worrying worse worst would wrist write writer writes writing written wrong wrote yard yeah
year yearly years yellow yellowish yes yesterday yet you young younger your yours yourself youth
adamant aggressive agitated allegedly angrily annoyed apparently arriving attentive barely besides calmly clingy
compliant confused constantly continues cooperative coughing defiant dehydrated dishevelled dizzy drowsy emotionally
engaged evasive excited extremely fairly feverish fidgety filthy flushed frightened furious gaunt grubby hardly
hesitant hopefully inattentive incoherent irritable jealous jumpy lethargic limping listless looking loudly mainly
malnourished merely muddled muddy nevertheless observed obviously occasionally openly overweight pale physically
pleasant possibly quieter ragged relieved reluctant remains repeatedly reportedly responsive restless shaking shaky
shivering silent sitting skinny sleepy slightly slowly slurred smelly smiling sneezing soaked softly somewhat
staggering struggles struggling subdued sullen swaying sweaty tearfully terrified thankfully thin thinner thirsty torn
trembling underweight unhappy unkempt unresponsive vague verbally visibly walking wherever
"""
ORDINARY = frozenset(_WORDS.split())
