"""What the codes of the codebook are called in the interface."""

from core.article import RELEVANCES, STAGES, SUBJECT_TOPICS
from index.base import UNKNOWN
from web.i18n import Ui, noop
from web.laws import law_name

SHOWN_FACETS: tuple[str, ...] = ("jurisdiction", "topic", "stage", "relevance", "language", "source", "outlet_country", "law")
TOPIC_VALUES: tuple[str, ...] = (*SUBJECT_TOPICS, "support")

RELEVANCE = {
    "law": noop("Deepfake law"),
    "deepfake": noop("Deepfakes, no law"),
    "other": noop("Not about deepfakes"),
}
TOPIC = {
    "sexual": noop("Sexual deepfakes"),
    "minors": noop("Minors"),
    "elections": noop("Elections"),
    "fraud": noop("Fraud"),
    "likeness": noop("Face and voice rights"),
    "labelling": noop("Labelling of AI content"),
    "platforms": noop("Platform duties"),
    "call": noop("Call for rules"),
    "bill": noop("Bill"),
    "passed": noop("Passed"),
    "in_force": noop("In force"),
    "enforcement": noop("Enforcement"),
    "court": noop("Court"),
    "support": noop("Help and prevention"),
}
MEANING = {
    "sexual": noop("Sexual or intimate deepfakes of anybody."),
    "minors": noop("Children or young people as victims, as perpetrators, or as those to protect; schools."),
    "elections": noop("Elections, candidates, political speech, disinformation by states."),
    "fraud": noop("Scams, impersonation for money, cloned voices, identity theft."),
    "likeness": noop("Rights in one’s face and voice: performers, celebrities, digital replicas."),
    "labelling": noop("The duty to label, watermark or disclose what AI has made."),
    "platforms": noop("Duties or liability of platforms, messengers, app stores and makers of AI tools."),
    "call": noop("A petition, protest, expert or politician asks for rules, and no bill on them is reported."),
    "bill": noop("A bill, draft or amendment is announced, tabled, debated or in committee."),
    "passed": noop("Adopted by a chamber in plenary, a parliament, a council or a cabinet."),
    "in_force": noop("Signed, promulgated or commencing; or law that already applies is explained."),
    "enforcement": noop("A concrete step by police, prosecutors or regulators."),
    "court": noop("Charge in court, trial, verdict, sentence, lawsuit, constitutional challenge."),
    "support": noop("Help for victims, prevention, education, public warnings."),
}
ROLE = {"any": noop("Primary or mentioned"), "primary": noop("Primary only"), "mentioned": noop("Mentioned only")}
ROLE_OF_ONE = {"primary": noop("primary"), "mentioned": noop("mentioned")}
MODE = {"lexical": noop("Words"), "hybrid": noop("Words and meaning"), "semantic": noop("Meaning only")}
SORT = {"score": noop("Best match"), "date": noop("Newest first"), "seen": noop("Latest additions")}
FACET = {
    "jurisdiction": noop("Whose law"),
    "topic": noop("Topic"),
    "stage": noop("Stage"),
    "relevance": noop("What it is about"),
    "language": noop("Language"),
    "source": noop("Outlet"),
    "outlet_country": noop("Country of the outlet"),
    "law": noop("Law named"),
    "role": noop("Role"),
    "from": noop("From"),
    "to": noop("To"),
    "days": noop("Days"),
    "q": noop("Words"),
}
CONDUCT = {
    "create": noop("Create"),
    "distribute": noop("Distribute"),
    "possess": noop("Possess"),
    "view": noop("View"),
    "threaten": noop("Threaten with it"),
    "fail_to_label": noop("Fail to label"),
    "fail_to_remove": noop("Fail to remove"),
    "other": noop("Other conduct"),
}
PENALTY_STATUS = {"law": noop("law"), "bill": noop("bill"), "former": noop("former law")}
CORRECTED = {
    "relevance": noop("What it is about"),
    "topics": noop("Topic"),
    "jurisdictions": noop("Whose law"),
    "penalties": noop("Penalties stated"),
    "laws": noop("Laws named"),
}
SOURCE_STATUS = {"ok": noop("Read without errors"), "failing": noop("Failing"), "never": noop("Not read yet")}
MEASURE = {
    "relevance": noop("Relevance (accuracy)"),
    "relevance_f1": noop("Relevance (macro F1)"),
    "topics": noop("Topics (micro F1)"),
    "topics_macro": noop("Topics (macro F1)"),
    "primary": noop("Primary jurisdictions (F1)"),
    "mentioned": noop("Mentioned jurisdictions (F1)"),
    "penalties": noop("Penalties (F1)"),
    "laws": noop("Laws named (F1)"),
}
_TABLES = {"relevance": RELEVANCE, "topic": TOPIC, "stage": TOPIC, "role": ROLE}


def value_name(ui: Ui, name: str, value: str) -> str:
    """What a value of a filter or facet is called; the value itself where it has no other name."""
    if value == UNKNOWN:
        return ui.gettext("Unknown")
    if name in _TABLES:
        return ui.gettext(_TABLES[name][value]) if value in _TABLES[name] else value
    if name in ("jurisdiction", "primary", "mentioned", "country", "outlet_country"):
        return ui.place(value)
    if name == "language":
        return ui.language(value)
    if name in ("from", "to"):
        return ui.day(value)
    if name == "law":
        return law_name(ui, value, value).text
    return value


def fixed_values(name: str) -> tuple[str, ...]:
    """The values that a facet always shows, in the codebook's order; empty where values are open."""
    return {"topic": TOPIC_VALUES, "stage": STAGES, "relevance": RELEVANCES}.get(name, ())
