"""Nouns by which a text may speak of the same one in turn: "the bureau", "the agency"; "the study", "the report"."""

_SETS = (
    "agency department bureau ministry office administration authority commission service regulator watchdog",
    "company firm corporation business manufacturer retailer maker carmaker automaker airline bank conglomerate "
    "startup",
    "newspaper paper daily weekly tabloid broadsheet magazine outlet publication site website blog journal",
    "network channel station broadcaster outlet",
    "campaign camp team",
    "group organisation organization association union coalition institute foundation charity nonprofit think-tank pac "
    "center centre club league federation alliance body lobby",
    "university college school institution",
    "parliament congress senate house legislature chamber council assembly body",
    "committee panel commission board subcommittee body",
    "court tribunal bench judge justice",
    "study research report paper analysis survey finding findings review assessment",
    "poll survey",
    "letter email memo message note cable",
    "bill legislation law act measure proposal statute",
    "lawsuit suit complaint filing petition",
    "article story piece column editorial op-ed essay report post item",
    "statement release announcement communique communiqué message",
    "book memoir biography autobiography",
    "video clip footage ad commercial spot tape",
    "ruling decision opinion verdict order judgment judgement",
    "lawmaker senator congressman congresswoman representative legislator deputy assemblyman assemblywoman mp",
    "researcher scientist author academic economist scholar professor expert analyst scientist",
    "lawyer attorney counsel solicitor barrister prosecutor",
    "candidate nominee contender hopeful front-runner frontrunner challenger standard-bearer",
    "businessman billionaire mogul tycoon developer entrepreneur magnate",
    "reporter journalist correspondent writer columnist author moderator anchor host",
    "chief head leader boss president chairman chairwoman chair director executive ceo founder",
    "spokesman spokeswoman spokesperson",
    "officer policeman policewoman sheriff trooper",
    "politician lawmaker leader official",
    "voter supporter backer fan",
)
_SETS_OF: dict[str, set[int]] = {}
for _number, _nouns in enumerate(_SETS):
    for _noun in _nouns.split():
        _SETS_OF.setdefault(_noun, set()).add(_number)


def are_akin(a: str, b: str) -> bool:
    """Whether two nouns, in the singular, may mean the same one."""
    return not _SETS_OF.get(a, set()).isdisjoint(_SETS_OF.get(b, ()))
