"""Maximum punishments stated for offences with deepfakes."""

import pytest

from core.article import Jurisdiction, Penalty
from nlp import penalties
from nlp.pipeline import make_doc


def found(text: str, language: str, code: str) -> tuple[Penalty, ...]:
    """The penalties of a text about one jurisdiction's law."""
    return penalties.find(make_doc("", text, language), (Jurisdiction(code=code, role="primary", score=1.0),), "law")


def rows(text: str, language: str, code: str) -> list[tuple[str, float | None, float | None, str | None]]:
    """Conduct, months, fine and currency of each penalty."""
    return [(p.conduct, p.custody_months_max, p.fine_max, p.currency) for p in found(text, language, code)]


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        ("ko", "KR", "허위영상물을 제작하면 7년 이하의 징역 또는 5천만 원 이하의 벌금에 처한다.", [("create", 84, 50_000_000, "KRW")]),
        (
            "ko",
            "KR",
            "딥페이크 성착취물을 소지·구입·저장·시청하면 3년 이하 징역이나 3000만 원 이하 벌금을 받을 수 있다.",
            [("possess", 36, 30_000_000, "KRW"), ("view", 36, 30_000_000, "KRW")],
        ),
        ("ko", "KR", "합성물 유포는 최대 5년의 징역이다.", [("distribute", 60, None, None)]),
        ("ko", "KR", "AI 생성물 표시 의무를 위반하면 3천만원 이하의 과태료를 낸다.", [("fail_to_label", None, 30_000_000, "KRW")]),
        (
            "fr",
            "FR",
            "Diffuser un tel montage est puni de deux ans d'emprisonnement et de 60 000 euros d'amende.",
            [("distribute", 24, 60_000, "EUR")],
        ),
        ("fr", "BE", "Quiconque diffuse un deepfake encourt de 5 à 10 ans de prison.", [("distribute", 120, None, None)]),
        ("en", "GB", "Creating a sexual deepfake would be punishable by up to two years in prison.", [("create", 24, None, None)]),
        (
            "en",
            "US",
            "Anyone who publishes a fake can be jailed for up to 18 months or fined up to $150,000.",
            [("distribute", 18, 150_000, "USD")],
        ),
        ("en", "AU", "Sharing deepfakes carries two years' imprisonment or a fine of $20,000.", [("distribute", 24, 20_000, "AUD")]),
        (
            "en",
            "KE",
            "Whoever creates a deepfake could be fined up to KES 5 million, jailed for up to two years, or both.",
            [("create", 24, 5_000_000, "KES")],
        ),
        (
            "en",
            "GB",
            "Platforms that fail to remove such images can be fined up to £18 million.",
            [("fail_to_remove", None, 18_000_000, "GBP")],
        ),
        (
            "en",
            "US",
            "Threatening to share a deepfake carries a maximum of three years in prison.",
            [("threaten", 36, None, None), ("distribute", 36, None, None)],
        ),
    ],
)
def test_maximum_per_conduct(
    language: str, code: str, text: str, expected: list[tuple[str, float | None, float | None, str | None]]
) -> None:
    """Each conduct of a clause gets the punishment, in months and whole units of the currency."""
    assert sorted(rows(text, language, code), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "법원은 딥페이크를 유포한 박씨에게 징역 9년을 선고했다."),
        ("ko", "딥페이크를 제작하면 3년 이상의 유기징역에 처한다."),
        ("fr", "Le tribunal l'a condamné à quatre ans de prison pour des deepfakes."),
        ("fr", "Le parquet a requis deux mois de prison avec sursis pour ce trucage."),
        ("en", "He was sentenced to 18 years in prison for making AI abuse images."),
        ("en", "The court has fined the man $343,500 over deepfakes."),
        ("en", "The law sets a minimum of five years in prison for deepfakes."),
        ("en", "Deepfakers face an unlimited fine."),
        ("en", "Platforms can be fined up to 10% of turnover for deepfakes."),
        ("en", "Spycam filming is punishable by up to five years in prison."),
        ("en", "The 29-year-old shared deepfakes for two years before police came."),
    ],
)
def test_what_is_no_maximum(language: str, text: str) -> None:
    """Sentences given, minimum terms, fines without an amount, other offences and ages give no record."""
    assert rows(text, language, "US") == []


def test_conversion_in_brackets_is_passed_over() -> None:
    """The amount in brackets is the same fine in another currency."""
    assert rows("Making deepfakes is punishable by a fine of up to 50 million won ($37,900).", "en", "KR") == [
        ("create", None, 50_000_000, "KRW")
    ]


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        (
            "en",
            "KR",
            "Whoever makes a deepfake risks a fine of 30 million won, which is about 21,000 dollars, and above all up to three years in prison.",
            (36, 30_000_000, "KRW"),
        ),
        (
            "en",
            "JP",
            "Making deepfakes is punishable by a fine of $7,000 (about 1 million yen) or up to two years in prison.",
            (24, 1_000_000, "JPY"),
        ),
        (
            "fr",
            "CH",
            "Fabriquer un hypertrucage est passible d'une amende de 40 000 francs suisses, soit environ 42 000 euros, et de trois ans de prison.",
            (36, 40_000, "CHF"),
        ),
        (
            "fr",
            "MA",
            "Créer un deepfake est puni de 100 000 dirhams d'amende (à peu près 9 300 euros) et de deux ans de prison.",
            (24, 100_000, "MAD"),
        ),
        ("ko", "SG", "딥페이크를 제작하면 1만 싱가포르달러(약 1천만 원)의 벌금이나 2년 이하 징역에 처한다.", (24, 10_000, "SGD")),
        (
            "ko",
            "KR",
            "딥페이크를 제작하면 3천만 원, 우리 돈이 아닌 달러로는 약 2만 달러의 벌금이나 3년 이하 징역에 처한다.",
            (36, 30_000_000, "KRW"),
        ),
    ],
)
def test_amount_told_again_in_another_currency(language: str, code: str, text: str, expected: tuple[float, float, str]) -> None:
    """An equivalent is no further fine: the jurisdiction's own currency is kept and joined with the custody of the sentence."""
    assert rows(text, language, code) == [("create", *expected)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "People who buy or watch such deepfakes are within the reach of the law. The code now threatens them with a fine of 9,000 euros and up to two years in prison.",
        ),
        (
            "fr",
            "La réforme vise aussi ceux qui achètent ou regardent ces deepfakes. Le code les menace d'une amende de 9 000 euros et de deux ans de prison.",
        ),
        ("ko", "딥페이크를 구입하거나 시청한 사람도 법의 대상이 된다. 이들은 2년 이하 징역과 9000유로 이하 벌금을 받을 수 있다."),
    ],
)
def test_pronoun_takes_the_conducts_told_before(language: str, text: str) -> None:
    """A subject that stands for the people of the sentence before has their conducts; a law that threatens is no threat."""
    assert rows(text, language, "FR") == [("possess", 24, 9_000, "EUR"), ("view", 24, 9_000, "EUR")]


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        ("en", "GB", "The bill makes it a crime to share a deepfake and provides for up to two years.", [("distribute", 24, None)]),
        ("en", "US", "Sharing a deepfake is a misdemeanor with up to 364 days in jail.", [("distribute", 12, None)]),
        ("en", "SA", "Sharing a deepfake brings a fine of up to SAR 3 million.", [("distribute", None, 3_000_000)]),
        (
            "en",
            "US",
            "Sharing a deepfake carries up to two years in prison. If the victim is a child, it could be ten.",
            [("distribute", 24, None), ("distribute", 120, None)],
        ),
        ("fr", "ES", "Ne pas étiqueter un deepfake coûtera trente-cinq millions d'euros d'amende.", [("fail_to_label", None, 35_000_000)]),
        (
            "fr",
            "SN",
            "Quiconque partage un deepfake risque deux ans de prison et 2 millions de francs CFA d'amende.",
            [("distribute", 24, 2_000_000)],
        ),
        (
            "fr",
            "AR",
            "Celui qui répand un faux nu encourt trois ans de prison. Pour une mineure, le plafond irait de quatre à huit ans.",
            [("distribute", 36, None), ("distribute", 96, None)],
        ),
        ("fr", "PE", "L'escroquerie par voix clonée à l'aide de l'IA est punie de huit ans de prison.", [("other", 96, None)]),
        ("ko", "KR", "인공지능으로 만든 성적 영상을 남에게 건네면 상한은 징역 7년이다.", [("distribute", 84, None)]),
        ("ko", "SG", "투표가 끝날 때까지 후보의 딥페이크를 금지한다. 어기면 1년 이하 징역에 처한다.", [("distribute", 12, None)]),
        (
            "ko",
            "TW",
            "플랫폼은 딥페이크 광고를 지워야 한다. 시한을 넘기면 50만 대만달러에서 500만 대만달러까지 과태료를 물린다.",
            [("fail_to_remove", None, 5_000_000)],
        ),
    ],
)
def test_ways_of_telling(language: str, code: str, text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    """Terms without a word of prison, days, number words, codes before figures, and what is broken told a sentence before."""
    assert [row[:3] for row in rows(text, language, code)] == expected


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        (
            "en",
            "US",
            "Advertisers must disclose synthetic performers. A first violation costs $1,000.",
            [("fail_to_label", None, 1_000)],
        ),
        (
            "en",
            "US",
            "Campaigns have to label AI images. Those who don't would owe $2,000 for each violation.",
            [("fail_to_label", None, 2_000)],
        ),
        ("en", "US", "Distributing a deepfake brings a fine of 40,000 dollars or up to six years.", [("distribute", 72, 40_000)]),
        ("en", "US", "Sharing a deepfake carries twenty-five years in prison.", [("distribute", 300, None)]),
        ("en", "US", "Whoever cheats people with deepfakes can get up to eight years in prison.", [("other", 96, None)]),
        (
            "en",
            "AU",
            "Sharing a deepfake carries up to six years in prison, and seven if the sender is also the maker.",
            [("distribute", 72, None), ("distribute", 84, None)],
        ),
        ("fr", "CA", "Publier un hypertrucage est passible de dix-huit mois d'emprisonnement.", [("distribute", 18, None)]),
        ("fr", "CH", "Diffuser un hypertrucage vaut un an de privation de liberté au plus.", [("distribute", 12, None)]),
        (
            "fr",
            "FR",
            "Fabriquer un hypertrucage pour soi n'est pas puni ; le diffuser expose à deux ans d'emprisonnement et 45 000 euros d'amende.",
            [("distribute", 24, 45_000)],
        ),
        (
            "fr",
            "CA",
            "Le tribunal ordonne le retrait des trucages. Qui n'obéit pas s'expose à une amende de 500 $ à 5000 $ par jour.",
            [("fail_to_remove", None, 5_000)],
        ),
        (
            "fr",
            "PE",
            "Celui qui possède ou vend des trucages sexuels risque de six à dix ans.",
            [("possess", 120, None), ("distribute", 120, None)],
        ),
        ("ko", "DE", "딥페이크를 유포하면 2년 이하의 자유형에 처한다.", [("distribute", 24, None)]),
        ("ko", "JP", "딥페이크를 만들거나 퍼뜨리면 5만 엔 이하의 과료를 물린다.", [("create", None, 50_000), ("distribute", None, 50_000)]),
        (
            "ko",
            "US",
            "광고주는 합성 출연자를 밝혀야 한다. 이를 어기면 1000달러, 다시 어기면 5000달러를 낸다.",
            [("fail_to_label", None, 1_000), ("fail_to_label", None, 5_000)],
        ),
        ("ko", "KR", "퍼뜨릴 뜻이 없어도 허위영상물을 만들면 7년 이하의 징역에 처한다.", [("create", 84, None)]),
    ],
)
def test_told_without_the_usual_words(language: str, code: str, text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    """Fines for breaches of a duty told before, terms beside a fine, compound numbers, alternatives and circumstances of an act."""
    assert [row[:3] for row in rows(text, language, code)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The court ordered him to pay 300,000 dollars over deepfakes."),
        ("en", "Damages for deepfakes would start at 150,000 dollars per violation."),
        ("fr", "L'extorsion par hypertrucage est punie d'un an de prison au moins."),
        ("fr", "Menacer d'un hypertrucage vaut trois ans de prison au minimum, et cinq ans s'il y a contrainte."),
        ("fr", "L'autorité a puni d'une amende de 2 000 euros la diffusion de ces hypertrucages."),
        ("ko", "위원회가 딥페이크 업체에 매긴 600만 달러의 과징금은 그대로다."),
        ("ko", "딥페이크 범죄 권고형의 상한은 징역 2년 6개월에 머물렀다."),
    ],
)
def test_what_was_decided_or_is_least_is_no_maximum(language: str, text: str) -> None:
    """Fines that were imposed, damages, guidelines and lower limits give no record."""
    assert rows(text, language, "US") == []


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        ("en", "PT", "Whoever makes a deepfake of a candidate risks two to six years.", [("create", 72, None)]),
        ("en", "PT", "Those who spread deepfakes are liable to one to four years.", [("distribute", 48, None)]),
        ("en", "PT", "Two to five years and a fine are foreseen for spreading deepfakes.", [("distribute", 60, None)]),
        (
            "en",
            "NZ",
            "Sharing a deepfake carries up to four years in prison, or five if the sender also made it.",
            [("distribute", 48, None), ("distribute", 60, None)],
        ),
        (
            "en",
            "US",
            "The act makes it a class B misdemeanor, with up to six months in jail, to share a sexual deepfake.",
            [("distribute", 6, None)],
        ),
        (
            "fr",
            "LU",
            "Trois ans derrière les barreaux pour qui regarde un hypertrucage sexuel, ou bien une amende de 20 000 euros. "
            "Six ans pour celui qui le fabrique.",
            [("view", 36, 20_000), ("create", 72, None)],
        ),
        (
            "fr",
            "LU",
            "Menacer de publier un hypertrucage exposera à deux ans d'emprisonnement.",
            [("threaten", 24, None), ("distribute", 24, None)],
        ),
        (
            "fr",
            "MX",
            "Vendre un hypertrucage coûte quatre ans de prison et 300 unités de compte, soit 33 900 pesos.",
            [("distribute", 48, 33_900)],
        ),
        ("fr", "LU", "Le fabricant d'un hypertrucage encourt quatre ans, diffusion ou non.", [("create", 48, None)]),
        ("ko", "PT", "딥페이크로 남을 속인 사람은 2년에서 6년의 징역을 받는다.", [("other", 72, None)]),
        ("ko", "PT", "남의 얼굴을 인공지능으로 꾸민 사람을 1년에서 4년의 징역에 처하기로 했다.", [("create", 48, None)]),
        ("ko", "PT", "남의 모습을 인공지능으로 꾸며 퍼뜨린 사람은 최장 4년의 구금에 처한다.", [("distribute", 48, None)]),
        ("ko", "PT", "인공지능으로 만들거나 고친 것을 퍼뜨린 사람은 3년 이하의 징역에 처한다.", [("distribute", 36, None)]),
    ],
)
def test_ranges_leads_and_clauses_between(
    language: str, code: str, text: str, expected: list[tuple[str, float | None, float | None]]
) -> None:
    """Ranges and bare terms after verbs of risk, a fine told after the conduct, means of a conduct that are none themselves."""
    assert [row[:3] for row in rows(text, language, code)] == expected


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        ("ko", "KR", "표시 없이 후보의 가짜 영상을 퍼뜨린 사람은 4년 이하의 징역에 처한다.", [("distribute", 48, None)]),
        ("ko", "KR", "표시 없이 가짜 영상을 올린 사업자에게 1000만 원 이하의 과태료를 물린다.", [("fail_to_label", None, 10_000_000)]),
        ("fr", "FR", "Publier un hypertrucage sans mention est puni de six mois de prison.", [("distribute", 6, None)]),
    ],
)
def test_custody_is_for_spreading_without_a_label(
    language: str, code: str, text: str, expected: list[tuple[str, float | None, float | None]]
) -> None:
    """Where spreading without a label brings custody, spreading is the conduct; where it brings a fine alone, the missing label is."""
    assert [row[:3] for row in rows(text, language, code)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The bill lets people sue over deepfakes. Those who share them could be made to pay up to 90,000 dollars for each violation.",
        ),
        ("fr", "La cour a fixé à six ans de prison la peine de l'accusé, 37 ans, qui diffusait des hypertrucages."),
        ("fr", "Le parquet a demandé de deux à quatre ans de prison pour ces hypertrucages."),
        ("ko", "법원은 딥페이크를 만든 남성에게 2만 달러의 벌금을 명령했다."),
        ("ko", "전화번호까지 올린 피고인은 딥페이크 유포로 1심에서 징역 3년을 받았다."),
    ],
)
def test_sums_sued_for_and_terms_of_one_defendant(language: str, text: str) -> None:
    """What victims can sue for, and terms that were asked for or given in one case, give no record."""
    assert rows(text, language, "US") == []


def test_federal_law_told_in_a_state() -> None:
    """In an article on a province, the Criminal Code is the country's."""
    places = (Jurisdiction(code="CA-QC", role="primary", score=1.0), Jurisdiction(code="CA", role="primary", score=0.9))
    doc = make_doc("", "Selon le Code criminel, produire un tel hypertrucage est passible de dix ans de prison.", "fr")
    assert [(p.jurisdiction, p.custody_months_max) for p in penalties.find(doc, places, "law")] == [("CA", 120)]


def test_name_of_a_money_is_no_jurisdiction() -> None:
    """A sum in another country's money does not tie the punishment to that country."""
    both = (Jurisdiction(code="KR", role="primary", score=0.9), Jurisdiction(code="SG", role="primary", score=1.0))
    doc = make_doc("", "Korea punishes making deepfakes with up to seven years in prison or a fine of 50,000 Singapore dollars.", "en")
    assert [(p.jurisdiction, p.custody_months_max, p.fine_max) for p in penalties.find(doc, both, "law")] == [("KR", 84, 50_000)]


def test_title_states_no_penalty() -> None:
    """A headline cuts short what the text states in full."""
    doc = make_doc("Deepfakes: up to five years in prison for sharing", "The law takes effect on Monday.", "en")
    assert penalties.find(doc, (Jurisdiction(code="US", role="primary", score=1.0),), "law") == ()


def test_purpose_is_no_conduct() -> None:
    """유포 목적 is a purpose: only making is punished."""
    assert [row[0] for row in rows("유포 목적이 없어도 딥페이크를 제작하면 7년 이하 징역에 처한다.", "ko", "KR")] == ["create"]


def test_higher_tier_is_aggravated() -> None:
    """A higher tier of the same conduct with a raising factor is aggravated and takes its conduct from the sentence before."""
    text = "Sharing a deepfake carries up to five years in prison. If the victim is a minor, the maximum rises to 20 years."
    assert [(p.conduct, p.custody_months_max, p.aggravated) for p in found(text, "en", "PH")] == [
        ("distribute", 60, False),
        ("distribute", 240, True),
    ]


def test_same_maximum_for_other_conducts() -> None:
    """ "The same maximum applies to …" gives the punishment to further conducts."""
    text = "Creating such an image carries up to three years in prison. The same maximum applies to sharing it."
    assert [row[:2] for row in rows(text, "en", "NZ")] == [("create", 36), ("distribute", 36)]


def test_life_term() -> None:
    """Life is told by a flag; the months stay unknown."""
    penalty = found("Sharing deepfakes of children can bring up to life imprisonment.", "en", "US")[0]
    assert penalty.life and penalty.custody_months_max is None


def test_jurisdiction_comes_from_the_sentence() -> None:
    """In an overview the country named with the punishment is its jurisdiction."""
    both = (Jurisdiction(code="FR", role="primary", score=1.0), Jurisdiction(code="GB", role="primary", score=0.9))
    doc = make_doc(
        "",
        "British law punishes sharing deepfakes with up to two years in prison. In France, sharing deepfakes is punishable by up to three years in prison.",
        "en",
    )
    assert [(p.jurisdiction, p.custody_months_max) for p in penalties.find(doc, both, "law")] == [("GB", 24), ("FR", 36)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The bill would punish making deepfakes with up to five years in prison.", "bill"),
        ("Making deepfakes is punishable by up to five years in prison.", "law"),
    ],
)
def test_status(text: str, status: str) -> None:
    """A bill's punishment is told apart from the law's."""
    assert found(text, "en", "US")[0].status == status


def test_evidence_is_the_sentence() -> None:
    """The evidence is the sentence that states the punishment."""
    text = "It rained. Making deepfakes is punishable by up to five years in prison."
    place = found(text, "en", "US")[0].evidence[0]
    assert text[place.start : place.end].startswith("Making deepfakes")


def test_only_law_has_penalties() -> None:
    """Other articles have none."""
    assert penalties.find(make_doc("", "Making deepfakes is punishable by up to five years in prison.", "en"), (), "deepfake") == ()
