"""Nouns of persons and of organisations by who could know: short lists, to be read and argued with.

All are singular and in small letters; two words count before one ("press secretary" before "secretary").
"""

from collections.abc import Sequence

from onrecord.resolve.roles.phrases import Token, bare, is_acronym, phrase, split_words
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.states import find_states
from onrecord.types import Standing

OFFICIALS = split_words(
    "prime_minister minister premier lawmaker legislator parliamentarian congressman congresswoman congressperson "
    "senator congressmember mp mep msp mla councillor councilor councilman councilwoman councilmember alderman "
    "assemblyman assemblywoman assemblymember mayor ambassador envoy diplomat consul attache attaché judge "
    "prosecutor magistrate justice coroner attorney_general solicitor_general district_attorney sheriff policeman "
    "policewoman police_officer constable detective superintendent general colonel lieutenant brigadier admiral "
    "commodore marshal sergeant corporal king queen emperor empress emir sultan tsar crown_prince monarch official "
    "bureaucrat civil_servant public_servant ombudsman secretary_general secretary-general undersecretary "
    "under-secretary head_of_state statesman chief_justice president-elect senator-elect governor-elect mayor-elect "
    "governor officeholder office-holder special_rapporteur high_commissioner peacekeeper policymaker policy-maker "
    "backbencher frontbencher chief_whip majority_leader minority_leader inspector fire_chief police_chief "
    "surgeon_general auditor_general governor-general vice-minister commissioner cop security_adviser "
    "security_advisor trooper first_minister chief_minister justice_minister"
)
EXPERTS = split_words(
    "professor lecturer analyst economist expert researcher scientist scholar academic historian specialist "
    "statistician political_scientist demographer sociologist psychologist psychiatrist criminologist "
    "anthropologist archaeologist biologist chemist physicist geologist geographer mathematician engineer "
    "epidemiologist virologist immunologist meteorologist climatologist seismologist volcanologist ecologist "
    "astronomer philosopher theologian linguist political_analyst forecaster postdoc academician physician surgeon "
    "cardiologist oncologist neurologist pathologist toxicologist pediatrician paediatrician psychotherapist "
    "nutritionist oceanographer glaciologist hydrologist microbiologist biochemist neuroscientist astrophysicist "
    "actuary sinologist kremlinologist ethicist bioethicist research_fellow senior_fellow doctor pollster "
    "dermatologist agronomist botanist zoologist geneticist"
)
WITNESSES = split_words(
    "witness eyewitness resident survivor neighbour neighbor bystander onlooker passer-by passerby passenger "
    "villager local inhabitant dweller evacuee spectator shopper commuter motorist pedestrian homeowner householder "
    "islander townsperson concertgoer churchgoer worshipper worshiper holidaymaker tourist beachgoer attendee "
    "hostage victim former_hostage escapee"
)
PARTIES = split_words(
    "chief_executive ceo cfo coo cto founder co-founder cofounder owner co-owner proprietor defendant accused "
    "suspect plaintiff claimant complainant appellant litigant co-defendant convict candidate nominee campaigner "
    "activist striker protester protestor demonstrator unionist trade_unionist running_mate father mother brother "
    "sister son daughter wife husband widow widower uncle aunt cousin nephew niece parent grandfather grandmother "
    "grandson granddaughter sibling relative spouse fiance fiancé fiancee fiancée stepfather stepmother son-in-law "
    "daughter-in-law father-in-law mother-in-law brother-in-law sister-in-law landlord tenant shareholder boss "
    "lobbyist rebel insurgent militant guerrilla opposition_leader campaign_manager campaign_chairman press_agent "
    "managing_director prisoner inmate detainee petitioner whistleblower whistle-blower surrogate supporter backer "
    "coach head_coach"
)
RELATIONAL = split_words(
    "spokesman spokeswoman spokesperson spokesmodel representative head chief director deputy_director chairman "
    "chairwoman chairperson chair vice-chairman vice-chair vice_chairman vice_chair deputy_chairman co-chair "
    "co-chairman leader co-leader member aide adviser advisor manager officer employee staffer press_secretary "
    "secretary general_secretary treasurer president vice_president vice-president chancellor vice-chancellor "
    "speaker executive delegate deputy commander captain major soldier agent chief_of_staff coordinator "
    "co-ordinator lawyer attorney solicitor barrister counsel strategist organiser organizer negotiator counterpart "
    "worker administrator trustee partner principal secretary_of_state policewoman whip assistant associate "
    "operative insider figure politician fellow consultant director_general director-general editor auditor trooper "
    "guard firefighter volunteer boss dean rector provost"
)
"""Who could know depends on the organisation."""
_LISTED = OFFICIALS | EXPERTS | WITNESSES | PARTIES | RELATIONAL
_STATE_BY_THEMSELVES = split_words(
    "president vice_president vice-president chancellor speaker secretary secretary_of_state"
)
"""Relational nouns that mean a state's office where no organisation is named."""
_LEADERS = PARTIES | split_words(
    "head chief director deputy_director chairman chairwoman chairperson chair vice-chairman vice-chair "
    "vice_chairman deputy_chairman co-chair co-director leader president vice_president vice-president secretary "
    "general_secretary treasurer member executive manager editor editor-in-chief employee principal dean rector "
    "chancellor vice-chancellor mayor governor senator sheriff king queen premier prime_minister minister "
    "attorney_general commissioner commander chief_minister first_minister secretary_of_state district_attorney "
    "police_chief fire_chief prosecutor councillor boss coach captain correspondent columnist reporter presenter "
    "host publisher trustee co-chairman director_general director-general secretary-general secretary_general "
    "ambassador envoy consul counterpart diplomat representative official lawmaker mp senior_fellow fellow"
)
_COUNSEL = split_words("lawyer attorney solicitor barrister counsel")

_STATE_WORDS = split_words(
    "ministry government parliament senate congress cabinet army navy military police court judiciary embassy "
    "consulate customs gendarmerie constabulary legislature duma bundestag knesset politburo presidency kremlin "
    "pentagon treasury air_force coast_guard national_guard border_guard border_patrol armed_forces white_house "
    "state_department homeland_security supreme_court house_of_representatives house_of_commons house_of_lords "
    "central_bank world_bank national_bank reserve_bank monetary_fund united_nations european_union african_union "
    "european_commission security_council city_council town_council county_council district_council "
    "security_service secret_service intelligence_service intelligence_agency prosecutor's_office space_agency "
    "energy_agency city_hall town_hall authority law_enforcement municipality directorate inspectorate secretariat "
    "tribunal prosecution regime junta crown downing_street capitol select_committee affairs_committee "
    "intelligence_committee judiciary_committee statehouse mayor's_office governor's_office attorney's_office "
    "sheriff's_office sheriff's_department police_department fire_department health_department general_staff "
    "northern_fleet fleet brigade regiment battalion administration assembly election_commission "
    "electoral_commission securities_commission legation papacy holy_see vatican viceroyalty palace"
)
_STATE_ACRONYMS = frozenset(
    "UN EU NATO OSCE IMF WHO IAEA UNICEF UNHCR UNESCO OPEC WTO FBI CIA NSA CDC FDA EPA FEMA NASA FSB SBU MI5 MI6 "
    "NHS DHS DOJ ICE CBP TSA FCC FTC SEC IRS NYPD LAPD OECD ASEAN CSTO CIS ECOWAS ICC ICJ FAA NTSB".split()
)
_EXPERT_WORDS = split_words(
    "university institute college think_tank think-tank laboratory lab faculty academy observatory polytechnic "
    "conservatory research_center research_centre"
)
_PARTY_WORDS = split_words(
    "campaign company firm corporation conglomerate union manufacturer maker retailer airline airliner carrier "
    "brewery business brokerage employer insurer operator developer lender bank startup start-up supplier "
    "distributor carmaker automaker drugmaker chipmaker studio club restaurant hotel casino federation association "
    "lobby guild party militia subsidiary consultancy shipyard refinery mill factory mine outfit syndicate "
    "franchise team opposition"
)
_OF_PARTIES = split_words("national_committee")
_ORGANISATION_WORDS = _STATE_WORDS | _EXPERT_WORDS | _PARTY_WORDS


def head_word(core: Sequence[Token]) -> str:
    """The noun that a role's core ends in, in the singular and small letters: several words where a list has them.

    Empty where there is no core.
    """
    singular = ""
    for size in range(min(3, len(core)), 0, -1):
        words = " ".join(t.low for t in core[-size:])
        noun = find_noun(words)
        singular = noun.noun if noun else words
        if singular in _LISTED:
            break
    return singular


def takes_state(head: str) -> bool:
    """Whether a state's name beside a noun says whose office it is: "Kelvaran diplomat", but not "Kelvaran analyst"."""
    return (head in OFFICIALS or head in RELATIONAL) and head not in _COUNSEL


def leads_organisation(head: str) -> bool:
    """Whether a name beside a noun can only be an organisation's or a place's: "Marl Shipping chief executive"."""
    return head in _LEADERS


def is_organisation(tokens: Sequence[Token], head: str) -> bool:
    """Whether words name an organisation or a state that somebody can speak for."""
    if not tokens:
        return False
    words = phrase(tokens).replace("’", "'")
    if any(c.kind in ("name", "abbreviation", "seat") for c in find_states(words)):
        return takes_state(head)
    if _matches(_forms(tokens), _ORGANISATION_WORDS):
        return True
    return any(is_organised(t) or t.words in _STATE_ACRONYMS for t in tokens)


def is_organised(token: Token) -> bool:
    """Whether one word says that a phrase is an organisation's name."""
    noun = find_noun(bare(token))
    if noun is None or (noun.noun in _VAGUE and token.words[0].islower()):
        return is_acronym(token)
    return (noun.kind in ("organisation", "outlet") and (not noun.plural or token.is_capital)) or noun.noun == "police"


_VAGUE = split_words(
    "house industry sector market project operation power exchange crown prison label shelter service program "
    "programme business force resistance movement state conference bar mall home shop store site show account page "
    "feed radio television magazine journal school hospital port station branch front estate entity charity lobby "
    "wing press_pack venture camp chain publication initiative platform farm plant factory"
)
"""Organisations that in small letters are as often something else."""


def standing_of(tokens: Sequence[Token]) -> Standing | None:
    """Who could know, by the words of an organisation."""
    words = phrase(tokens).replace("’", "'")
    forms = _forms(tokens)
    if any(t.low == "campaign" for t in tokens) or _matches(forms, _OF_PARTIES):
        return "party"
    if find_states(words) or _matches(forms, _STATE_WORDS) or any(t.words in _STATE_ACRONYMS for t in tokens):
        return "official"
    if _matches(forms, _EXPERT_WORDS):
        return "expert"
    if any(t.words in ("Department", "Bureau", "Ministry") for t in tokens):
        return "official"
    return "party" if _matches(forms, _PARTY_WORDS) else None


def stands_by_itself(head: str) -> bool:
    """Whether a relational noun means a state's office where nothing else is named."""
    return head in _STATE_BY_THEMSELVES


def is_counsel(head: str) -> bool:
    return head in _COUNSEL


def _forms(tokens: Sequence[Token]) -> list[str]:
    """The words of a phrase by themselves, in the singular and as they are, and by twos and threes."""
    low = [bare(t) if t.is_genitive and i + 1 == len(tokens) else t.low for i, t in enumerate(tokens)]
    singular = [noun.noun if (noun := find_noun(w)) else w for w in low]
    pairs = [f"{a} {b}" for a, b in zip(low, singular[1:], strict=False)]
    triples = [" ".join(low[i : i + 3]) for i in range(len(low) - 2)]
    return [*singular, *low, *pairs, *triples]


def _matches(forms: Sequence[str], words: frozenset[str]) -> bool:
    return not words.isdisjoint(forms)
