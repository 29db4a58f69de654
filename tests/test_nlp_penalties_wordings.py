"""Maximum punishments: who owns them, what they are for, and wordings that leave something out."""

import pytest

from core.article import Jurisdiction
from nlp import penalties
from nlp.pipeline import make_doc

Row = tuple[str | None, str, float | None, float | None]


def rows(text: str, language: str, *codes: str) -> list[Row]:
    """Jurisdiction, conduct, months and fine of each penalty of a text with these primary jurisdictions."""
    places = tuple(Jurisdiction(code=code, role="primary", score=1.0) for code in codes)
    return [
        (p.jurisdiction, p.conduct, p.custody_months_max, p.fine_max) for p in penalties.find(make_doc("", text, language), places, "law")
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Passing on a sexual deepfake carries five years in prison; whoever also forged the picture, or has also made it, can be locked up for eight.",
        ),
        (
            "fr",
            "Partager un faux nu vaut cinq ans de prison. Le créateur du montage qui le publie tombe sous le coup d'un délit puni de huit ans.",
        ),
        ("ko", "동의 없이 딥페이크를 보내면 최고 5년의 징역을 산다. 만들기까지 한 사람은 8년 이하의 징역이다."),
    ],
)
def test_maker_who_shares_is_punished_for_sharing(language: str, text: str) -> None:
    """That the one who shares has made the picture as well raises the punishment for sharing."""
    assert [row[1:3] for row in rows(text, language, "AU")] == [("distribute", 60), ("distribute", 96)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two years in prison await anyone who shares a sexual deepfake or says that he will."),
        ("ko", "성적 딥페이크를 나누거나 나누겠다고 위협하면 2년 이하의 징역에 처한다."),
        ("en", "Two years is the maximum for the sender of a sexual deepfake who shares it and for the one who threatens."),
    ],
)
def test_announcing_to_share_is_a_threat(language: str, text: str) -> None:
    """A threat is told without the word."""
    assert {row[1:3] for row in rows(text, language, "NZ")} == {("threaten", 24), ("distribute", 24)}


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        ("en", "DK", "Those who look at such clips of sexual deepfakes face two years in prison.", [("view", 24, None)]),
        ("en", "DK", "Up to two years in jail will threaten those who buy or save a sexual deepfake.", [("possess", 24, None)]),
        ("en", "DK", "Saving a deepfake may bring two years in jail or a 40,000-euro fine.", [("possess", 24, 40_000)]),
        ("en", "DK", "Whoever passes on a deepfake may be sent to jail for two years or fined 40,000 euros.", [("distribute", 24, 40_000)]),
        (
            "en",
            "US",
            "The act makes it harassment to publish sexual deepfakes. It carries two years in prison.",
            [("distribute", 24, None)],
        ),
        ("en", "US", "Whoever fakes a candidate's words could go to prison for three years.", [("create", 36, None)]),
        ("en", "GB", "Those who publish what they have made with AI could go to prison for four months.", [("distribute", 4, None)]),
        (
            "en",
            "IT",
            "It concerns those who spread a film that a machine has made to fool people; they can get from one to three years.",
            [("distribute", 36, None)],
        ),
        (
            "fr",
            "FR",
            "Fixer, enregistrer ou transmettre l'image truquée d'un mineur expose à sept ans d'emprisonnement.",
            [("create", 84, None), ("distribute", 84, None)],
        ),
        (
            "fr",
            "AU",
            "Le partage d'images, y compris celles que génère une IA, est interdit. Six ans de prison : c'est le plafond.",
            [("distribute", 72, None)],
        ),
        (
            "fr",
            "PE",
            "Cloner un visage à l'aide de l'IA vaut deux ans de prison. Le diffuser en vaut de deux à cinq.",
            [("distribute", 60, None)],
        ),
        (
            "fr",
            "FR",
            "C'est le fait de porter le trucage à la connaissance d'autrui qui est puni : un an et 9 000 euros.",
            [("distribute", 12, 9_000)],
        ),
        ("ko", "KR", "인공지능으로 가짜 나체를 만드는 행위를 4년 이하의 징역으로 다스린다.", [("create", 48, None)]),
        (
            "ko",
            "KR",
            "퍼뜨리려 했다는 점을 수사기관이 밝히지 못해도 딥페이크를 만든 사람은 6년 이하의 징역에 처한다.",
            [("create", 72, None)],
        ),
        ("ko", "FR", "합성이라는 표시 여부와 상관없이 딥페이크를 올리면 2년과 6만 유로를 상한으로 한다.", [("distribute", 24, 60_000)]),
        ("ko", "FR", "딥페이크를 올리면 1년에 2만 유로를 물리는 처벌 조항이다.", [("distribute", 12, 20_000)]),
        ("ko", "US", "딥페이크를 올린 사람은 최장 364일의 구금에 처한다.", [("distribute", 12, None)]),
        ("ko", "TW", "딥페이크를 퍼뜨리면 최고 7년 6개월의 징역에 처한다.", [("distribute", 90, None)]),
    ],
)
def test_conducts_and_terms(language: str, code: str, text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    """Verbs, means, purposes and amounts told in further ways."""
    assert [row[1:] for row in rows(text, language, code) if row[1] != "other"][-len(expected) :] == expected


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        (
            "en",
            "ES",
            "A missing label on AI images is a serious offence and could cost up to 9 million euros.",
            ("fail_to_label", None, 9_000_000),
        ),
        (
            "en",
            "US",
            "The law obliges parties to say when an ad uses AI. Intentional violations carry a fine of $700.",
            ("fail_to_label", None, 700),
        ),
        ("en", "US", "A campaign that uses a deepfake without saying so risks a fine of $700 a day.", ("fail_to_label", None, 700)),
        (
            "fr",
            "CA",
            "Le tribunal peut ordonner d'effacer le trucage. Passer outre coûte jusqu'à 8 000 $ par jour et deux ans de prison.",
            ("fail_to_remove", 24, 8_000),
        ),
        (
            "fr",
            "CA",
            "Le juge ordonne de retirer l'hypertrucage. Et si l'ordre n'est pas suivi ? Deux ans de prison, au plus.",
            ("fail_to_remove", 24, None),
        ),
        (
            "ko",
            "KR",
            "인공지능기본법은 딥페이크임을 알리도록 사업자에게 의무를 지웠다. 어기면 2000만원 이하의 과태료를 문다.",
            ("fail_to_label", None, 20_000_000),
        ),
        ("ko", "KR", "모사물임을 또렷이 적어야 한다. 빠뜨리면 2000만원 이하의 과태료다.", ("fail_to_label", None, 20_000_000)),
        (
            "ko",
            "US",
            "딥페이크 광고를 없애도록 플랫폼에 명령할 수 있다. 어기면 5만 달러 이하의 과태료를 문다.",
            ("fail_to_remove", None, 50_000),
        ),
    ],
)
def test_duties_told_before(language: str, code: str, text: str, expected: tuple[str, float | None, float | None]) -> None:
    """A punishment for what is left undone takes the duty from the order or rule told before it."""
    assert [row[1:] for row in rows(text, language, code)] == [expected]


@pytest.mark.parametrize(
    ("language", "code", "text", "expected"),
    [
        ("en", "US", "Sharing a deepfake is a felony with a four-year maximum.", [("distribute", 48, None)]),
        ("en", "GB", "Owning such deepfakes would attract a six-year prison sentence.", [("possess", 72, None)]),
        (
            "en",
            "DK",
            "Sharing a deepfake is punished with a fine or up to one year and three months in prison.",
            [("distribute", 15, None)],
        ),
        ("en", "DK", "Sharing a deepfake is punished with up to two and a half years in prison.", [("distribute", 30, None)]),
        ("fr", "BE", "Diffuser un deepfake est puni de trois ans et demi de prison.", [("distribute", 42, None)]),
        ("fr", "BE", "Diffuser un deepfake est puni d'un an et quatre mois de prison.", [("distribute", 16, None)]),
        ("ko", "TW", "딥페이크를 퍼뜨리면 최고 1년 8개월의 징역에 처한다.", [("distribute", 20, None)]),
        ("en", "PH", "The bill seeks imprisonment of one to three years for anyone who shares deepfakes.", [("distribute", 36, None)]),
        (
            "en",
            "PK",
            "Anyone spreading fake AI videos could be sentenced to four years and fined Rs3 million.",
            [("distribute", 48, 3_000_000)],
        ),
        (
            "en",
            "DE",
            "The draft would punish whoever makes a deepfake with up to two years, and whoever spreads it with up to three.",
            [("create", 24, None), ("distribute", 36, None)],
        ),
        ("en", "US", "The state makes possession of a sexual deepfake a crime carrying five years.", [("possess", 60, None)]),
        ("fr", "DZ", "Quiconque diffuse un faux créé par IA risque deux à six ans de prison ferme.", [("distribute", 72, None)]),
        (
            "fr",
            "FR",
            "Les peines sont de deux ans de prison et de 5 000 euros d'amende, portées à quatre ans et 9 000 euros lorsque l'hypertrucage est diffusé en ligne.",
            [("distribute", 24, 5_000), ("distribute", 48, 9_000)],
        ),
        (
            "fr",
            "FR",
            "Le texte prévoit une amende de 900 euros pour l'internaute qui ne signale pas une image générée par IA, et de 8 000 euros pour le site.",
            [("fail_to_label", None, 900), ("fail_to_label", None, 8_000)],
        ),
        (
            "fr",
            "CN",
            "Toute plateforme omettant d'apposer un filigrane s'expose à 90 000 yuans d'amende.",
            [("fail_to_label", None, 90_000)],
        ),
        (
            "fr",
            "FR",
            "Le deepfake diffusé est puni de deux ans et de 9 000 euros, que l'on ait ou non prévenu.",
            [("distribute", 24, 9_000)],
        ),
        (
            "ko",
            "AU",
            "호주는 딥페이크 음란물 공유에 4년, 직접 제작해 공유하면 5년의 징역을 부과한다.",
            [("distribute", 48, None), ("distribute", 60, None)],
        ),
        ("ko", "US", "주는 후보 딥페이크를 올린 사람에게 건당 최대 3000달러를 물린다.", [("distribute", None, 3_000)]),
        (
            "ko",
            "KR",
            "딥페이크를 퍼뜨리면 6년 이하 징역, 8년 이하 자격정지 또는 3000만원 이하 벌금이다.",
            [("distribute", 72, 30_000_000)],
        ),
        (
            "ko",
            "KR",
            "법정 최고형이 징역 4년에서 6년으로 상향됐다. 딥페이크 제작이 대상이다.",
            [("create", 48, None), ("create", 72, None)],
        ),
        (
            "fr",
            "PH",
            "La sanction irait de six mois à trois ans de prison, assortie d'une amende de 9 000 à 90 000 pesos, pour qui fabrique un deepfake.",
            [("create", 36, 90_000)],
        ),
        ("fr", "MA", "Un à trois ans de prison ferme attendent ceux qui diffusent des deepfakes.", [("distribute", 36, None)]),
        ("fr", "US", "L'annonceur qui n'avertit pas du recours à l'IA paiera 700 dollars.", [("fail_to_label", None, 700)]),
        ("ko", "US", "표시 없는 AI 광고를 낸 사람에게 최대 4천달러의 벌금을 물리도록 했다.", [("fail_to_label", None, 4_000)]),
        ("ko", "KR", "딥페이크 성착취물을 소지하면 1년 이상, 제작하면 무기 또는 5년 이상 징역이다.", [("create", None, None)]),
        (
            "ko",
            "GB",
            "법을 어긴 플랫폼에 최대 900만파운드의 과징금을 부과한다. 불법 딥페이크를 지우지 않는 경우다.",
            [("fail_to_remove", None, 9_000_000)],
        ),
        ("en", "KR", "In South Korea, even watching a sexual deepfake can mean three years.", [("view", 36, None)]),
        ("en", "US", "California fines campaigns $4,000 for unlabeled deepfakes.", [("fail_to_label", None, 4_000)]),
        (
            "en",
            "KR",
            "Making a deepfake is punishable by up to four years in prison if it was meant to be distributed. The bill raises that to six years.",
            [("create", 48, None), ("create", 72, None)],
        ),
        (
            "en",
            "IT",
            "Platforms that do not take deepfakes down could be fined up to 90,000 euros. Publishing deepfakes is a crime; individuals face four years in prison.",
            [("fail_to_remove", None, 90_000), ("distribute", 48, None)],
        ),
    ],
)
def test_numbers_lists_and_what_follows(
    language: str, code: str, text: str, expected: list[tuple[str, float | None, float | None]]
) -> None:
    """Compound terms, articles before numbers, lists of fines, conducts told after the terms, and other sanctions beside custody."""
    assert [row[1:] for row in rows(text, language, code)] == expected


@pytest.mark.parametrize(
    "text", ["Making deepfakes carries seven years, up from five.", "Makers of deepfakes face seven years in prison, up from five."]
)
def test_new_maximum_is_not_former(text: str) -> None:
    """What a maximum was raised from is former law, and the new one is not."""
    places = (Jurisdiction(code="KR", role="primary", score=1.0),)
    found = penalties.find(make_doc("", text, "en"), places, "law")
    assert [(p.custody_months_max, p.status) for p in found] == [(60, "former"), (84, "law")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Apps that undress people are the target of the law. The attorney general could seek up to $90,000 for each violation."),
        ("fr", "La loi vise les applications qui déshabillent les gens par IA. L'amende peut atteindre 90 000 dollars par téléchargement."),
    ],
)
def test_offering_a_tool_is_other(language: str, text: str) -> None:
    """Offering a program that undresses people is none of the conducts of the list."""
    assert [row[1:] for row in rows(text, language, "US-MN")] == [("other", None, 90_000)]


def test_money_left_out() -> None:
    """A sum without its money is in that of the fine told just before."""
    text = (
        "Diffuser un deepfake est puni d'une amende de 2 000 dollars. Le réseau qui désobéit à un ordre de retrait risque, lui, un million."
    )
    assert rows(text, "fr", "SG") == [("SG", "distribute", None, 2_000), ("SG", "fail_to_remove", None, 1_000_000)]


def test_further_conducts_with_a_fine_of_their_own() -> None:
    """ "The same term or a fine of …" is the term stated before with that fine."""
    text = "딥페이크를 보기만 해도 2년 이하의 징역에 처한다. 저장한 사람도 같은 형이나 1000만원 이하의 벌금을 받는다."
    assert [row[1:] for row in rows(text, "ko", "KR")] == [("view", 24, None), ("possess", 24, 10_000_000)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La loi sur les hypertrucages punit d'autres délits. Distribuer des tracts pendant le service coûterait un an de prison."),
        ("en", "The deepfake bill reaches further than fakes. Filming people in intimate situations can bring three years in prison."),
        ("en", "Ordinary defamation would be punished with up to two years in prison."),
        (
            "en",
            "The offences of installing equipment and of upskirting come beside it. For both of these the maximum is two years in prison.",
        ),
        ("ko", "정해진 기간 전에 선거운동을 하면 2년 이하의 징역에 처한다."),
    ],
)
def test_other_offences_told_beside_fakes(language: str, text: str) -> None:
    """What a text punishes besides fakes gives no record."""
    assert rows(text, language, "GB") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The right in a cloned voice would last at most seventy years after death."),
        ("fr", "Le droit sur la voix clonée passe aux héritiers, pour soixante ans au plus."),
        ("en", "The bill raised the minimum terms for blackmail with deepfakes to three and five years in prison."),
        ("fr", "Le juge Martin a imposé une peine de six ans de prison pour ces hypertrucages."),
        ("fr", "Chaque jour de retard coûtera 70 000 euros à la société qui laisse créer des hypertrucages."),
        ("ko", "규제기관은 딥페이크를 올린 남성에게 40만 달러의 벌금을 법원에 요청했다."),
        ("ko", "고등법원은 딥페이크를 판 남성의 형량을 5년으로 줄이는 판단을 했다."),
        ("en", "He has been jailed for sharing deepfakes. He will serve two thirds of the four-year term."),
        ("en", "The court orders a man to pay $70,000 in penalties for posting deepfakes."),
        ("en", "Six years: that is the term the court has handed to a maker of deepfakes."),
    ],
)
def test_durations_and_sums_that_are_no_maximum(language: str, text: str) -> None:
    """Rights that outlive a person, minimum terms, and what a court gave or was asked for, give no record."""
    assert rows(text, language, "US") == []


def test_comparison_with_another_offence_keeps_the_punishment() -> None:
    """An offence named for comparison ("as for illegal filming") does not take the punishment away."""
    text = "개정안은 허위영상물 제작을 처벌한다. 형량은 불법촬영물과 같은 7년 이하의 징역이다."
    assert [row[1:3] for row in rows(text, "ko", "KR")] == [("create", 84)]


def test_conduct_of_another_country_is_not_taken() -> None:
    """In an overview a duty or a threat told of one country is not the conduct that the next one punishes."""
    text = (
        "En Corée du Sud, menacer quelqu'un d'un hypertrucage est interdit. "
        "En Italie, diffuser un hypertrucage est un délit. La peine y est de cinq ans de prison au plus."
    )
    assert rows(text, "fr", "KR", "IT") == [("IT", "distribute", 60, None)]


def test_states_in_an_overview_own_their_punishments() -> None:
    """Where several states are primary, a punishment is that of the state named last."""
    text = "New York wants labels on synthetic performers in ads. Advertisers that do not label them would be fined up to $1,000."
    assert [row[0] for row in rows(text, "en", "US", "US-CA", "US-NY")] == ["US-NY"]


def test_federal_law_told_in_the_sentence_before() -> None:
    """A term that follows on a sentence about federal law is the federation's, in an article on a state."""
    text = "The state bill is about making. A federal law of last year makes it a crime to share deepfakes. The maximum for sharing is six years."
    assert rows(text, "en", "AU-NSW", "AU") == [("AU", "distribute", 72, None)]


def test_online_tier_is_for_spreading() -> None:
    """Of several conducts only spreading is raised online."""
    text = "Fabriquer ou répandre un hypertrucage sexuel est puni de deux ans de prison. Sur un réseau social, le maximum serait de quatre ans."
    assert [row[1:3] for row in rows(text, "fr", "AR")] == [("create", 24), ("distribute", 24), ("distribute", 48)]


def test_worse_cases_have_a_punishment_of_their_own() -> None:
    """A fine and the custody of serious cases are two punishments."""
    text = "Those who make such deepfakes would be fined up to 9,000 euros, and very serious cases can end with two years in prison."
    assert [row[1:] for row in rows(text, "en", "RO")] == [("create", None, 9_000), ("create", 24, None)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Whoever shares a deepfake can be jailed for two years or pay $9,000.", [("distribute", 24, 9_000)]),
        ("en", "Whoever shares a deepfake may be fined 9,000 dollars or jailed for two years.", [("distribute", 24, 9_000)]),
        ("en", "A man who shared a deepfake was sent to prison for two years.", []),
        ("en", "He shared deepfakes and was jailed for two years.", []),
        ("fr", "Qui partage un hypertrucage peut être condamné à deux ans de prison.", [("distribute", 24, None)]),
        ("fr", "Qui partage un hypertrucage peut désormais écoper de deux ans.", [("distribute", 24, None)]),
        ("fr", "Qui partage un hypertrucage peut y perdre deux ans ou 9 000 euros.", [("distribute", 24, 9_000)]),
        ("fr", "Il avait partagé un hypertrucage et a été condamné à deux ans de prison.", []),
        ("fr", "Il avait partagé un hypertrucage et a écopé de deux ans.", []),
    ],
)
def test_what_a_court_may_do_is_a_maximum(language: str, text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    """A sentence that can be given is what the law allows; one that was given is no maximum."""
    assert [row[1:] for row in rows(text, language, "FR" if language == "fr" else "US")] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Making a deepfake carries three years in jail, and you risk the same for sharing it.",
            [("create", 36, None), ("distribute", 36, None)],
        ),
        (
            "en",
            "Making a deepfake carries three years in jail. The same is foreseen for those who threaten others with it.",
            [("create", 36, None), ("threaten", 36, None)],
        ),
        (
            "fr",
            "Conserver un hypertrucage expose à trois ans de prison. Le visionner coûte autant.",
            [("possess", 36, None), ("view", 36, None)],
        ),
        (
            "fr",
            "Créer un hypertrucage vaut trois ans de prison. Le diffuser expose à la même chose.",
            [("create", 36, None), ("distribute", 36, None)],
        ),
    ],
)
def test_same_for_another_conduct(language: str, text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    """A punishment told for one conduct holds for another that risks the same, also within one sentence."""
    assert [row[1:] for row in rows(text, language, "FR" if language == "fr" else "US")] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Pour les faussaires, le maximum passe de trois à six ans de prison.", [(36, "former"), (72, "law")]),
        ("fr", "Qui fabrique un hypertrucage risque six ans au lieu de trois.", [(72, "law"), (36, "former")]),
        ("en", "Those who make deepfakes see their maximum raised from three to six years in prison.", [(36, "former"), (72, "law")]),
        ("fr", "Qui fabrique un hypertrucage est passible de trois à six ans de prison.", [(72, "law")]),
        ("en", "Those who make deepfakes face from three to six years in prison.", [(72, "law")]),
        (
            "en",
            "Sharing deepfakes is punishable by six years in prison. Victims have five years instead of two to come forward.",
            [(72, "law")],
        ),
    ],
)
def test_raised_maximum_and_the_one_before(language: str, text: str, expected: list[tuple[float, str]]) -> None:
    """Raised from three to six years: six is the law, three was; a range states its upper end alone."""
    places = (Jurisdiction(code="KR", role="primary", score=1.0),)
    found = penalties.find(make_doc("", text, language), places, "law")
    assert sorted((p.custody_months_max, p.status) for p in found) == sorted(expected)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Sharing a deepfake is a crime. A year in jail is possible. The fine goes up to $3,000.", [("distribute", 12, 3_000)]),
        ("fr", "Diffuser un hypertrucage est un délit. On encourt un an de prison. L'amende atteint 3 000 euros.", [("distribute", 12, 3_000)]),
        ("en", "Sharing deepfakes: six years in prison at most. Sharing what one has both made and posted: seven years.", [("distribute", 72, None), ("distribute", 84, None)]),
        ("fr", "Partager un hypertrucage : six ans de prison au plus. Partager celui que l'on a fabriqué soi-même : sept ans.", [("distribute", 72, None), ("distribute", 84, None)]),
        ("fr", "Fabriquer un hypertrucage n'est pas un délit. Le montrer à d'autres en est un. La peine va jusqu'à deux ans de prison.", [("distribute", 24, None)]),
        ("en", "Making a deepfake is not a crime. Sharing it is. The maximum is two years in prison.", [("distribute", 24, None)]),
        ("en", "Sites were told to remove deepfakes within 48 hours. Whoever does not can be charged $40,000 per violation.", [("fail_to_remove", None, 40_000)]),
        ("en", "Someone told to remove a deepfake who refuses to may be fined $2,000.", [("fail_to_remove", None, 2_000)]),
        ("fr", "Un juge peut faire disparaître un hypertrucage. Un site qui ferait la sourde oreille pourrait payer 40 000 dollars par jour.", [("fail_to_remove", None, 40_000)]),
        ("fr", "Partager un hypertrucage vaut deux ans de prison et 45 000 euros. S'il est sexuel, comptez une année et 30 000 euros supplémentaires.", [("distribute", 24, 45_000)]),
        ("fr", "Un hypertrucage se commande pour rien. L'application coûte deux euros.", []),
        ("en", "Those who make or share deepfakes face the same maximum: 30 million won (RM90,000) and five years.", [("create", 60, 30_000_000), ("distribute", 60, 30_000_000)]),
        ("en", "Sharing deepfakes carries up to five years and a fine of up to 30 mln won ($22,600).", [("distribute", 60, 30_000_000)]),
    ],
)  # fmt: skip
def test_sentences_that_lean_on_others(language: str, text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    """Fines and terms told by themselves, what is allowed, orders not obeyed, surcharges, prices, and sums told twice."""
    codes = {"won": "KR", "euros": "FR"}
    code = next((code for word, code in codes.items() if word in text), "US")
    assert [row[1:] for row in rows(text, language, code)] == expected


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        (
            "en",
            "South Korea has gone further. A law passed there punishes those who watch deepfakes with up to three years in prison.",
            "KR",
        ),
        ("fr", "La Corée du Sud est allée plus loin. Elle punit de trois ans de prison ceux qui regardent un hypertrucage.", "KR"),
        ("en", "South Korea has gone further. The Senate would punish those who watch deepfakes with up to three years in prison.", "AU"),
        ("en", "South Korea and Denmark went further. It would punish those who watch deepfakes with up to three years in prison.", "AU"),
    ],
)
def test_punishment_of_the_country_told_of_just_before(language: str, text: str, code: str) -> None:
    """In an article on one country, a sentence that leans on one about another states that one's punishment."""
    places = [Jurisdiction(code="AU", role="primary", score=1.0)]
    places += [Jurisdiction(code=other, role="mentioned", score=1.0) for other in ("KR", "DK")]
    assert [p.jurisdiction for p in penalties.find(make_doc("", text, language), places, "law")] == [code]


KoreanRow = tuple[str, float | None, float | None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("딥페이크를 퍼뜨린 사람은 오 년 이하의 징역이나 이천만 원 이하의 벌금에 처한다.", [("distribute", 60, 20_000_000)]),
        ("딥페이크를 만든 사람은 길게는 아홉 해를 갇혀 지낸다.", [("create", 108, None)]),
        ("딥페이크를 퍼뜨리면 열 달까지 가둘 수 있다.", [("distribute", 10, None)]),
        ("딥페이크를 유포하면 반년까지 구금될 수 있다.", [("distribute", 6, None)]),
        ("딥페이크를 나누면 최고 2년 반의 징역이다.", [("distribute", 30, None)]),
        ("딥페이크를 만든 사람을 최대 네 해 동안 교도소에 가둔다.", [("create", 48, None)]),
        ("딥페이크를 나누면 최장 4년을 복역할 수 있다.", [("distribute", 48, None)]),
        ("남의 얼굴을 붙인 영상을 틀어 보면 2년까지 산다.", [("view", 24, None)]),
        ("딥페이크를 보낸 사람은 4년 이하. 만든 사람이 보내면 5년이다.", [("distribute", 48, None), ("distribute", 60, None)]),
        ("딥페이크를 올리면 벌금은 최소 300만원, 최대 2000만원이다.", [("distribute", None, 20_000_000)]),
        ("딥페이크를 올린 사람에게 매기는 벌금은 300만원이 바닥, 2000만원이 천장이다.", [("distribute", None, 20_000_000)]),
        ("딥페이크 성범죄자는 신상이 10년까지 공개된다.", []),
        ("딥페이크를 만들고 한 달에 5만 원을 받은 남성이 붙잡혔다.", []),
        ("딥페이크 유포로 그는 3년을 복역했다. 40시간의 치료와 4년의 아동·청소년 기관 취업제한도 붙었다.", []),
        ("딥페이크 사건을 맡은 지 다섯 해가 지났고 세 해외 업체가 삼천만 원을 냈다.", []),
    ],
)
def test_korean_letters_for_numbers_and_words_of_prison(text: str, expected: list[KoreanRow]) -> None:
    """Numbers in letters, 해 and 달, and prison told by what is done there; delays, incomes and other sanctions are none."""
    assert [row[1:] for row in rows(text, "ko", "KR")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("딥페이크를 갖고 있거나 본 사람도 겨눈다. 징역의 경우 2년까지다.", [("possess", 24, None), ("view", 24, None)]),
        (
            "딥페이크를 만들면 6년 이하 징역이다. 다음은 갖고 있는 사람. 2년 이하의 징역이나 3백만 원 이하의 벌금이다.",
            [("create", 72, None), ("possess", 24, 3_000_000)],
        ),
        (
            "딥페이크를 산 사람은 처벌받는다. 형은 최고 징역 2년. 벌금으로는 900만원이 상한이다.",
            [("possess", 24, 9_000_000)],
        ),
        (
            "딥페이크를 퍼뜨리면 2년 이하의 징역이다. 돈을 벌 목적이면 900만원까지 벌금이 더해진다.",
            [("distribute", 24, None), ("distribute", None, 9_000_000)],
        ),
        ("딥페이크를 소지하면 2년 이하의 징역이다. 시청도 마찬가지다.", [("possess", 24, None), ("view", 24, None)]),
        ("딥페이크를 소지하면 2년 이하의 징역이다. 열어 본 데 그쳤어도 형은 같다.", [("possess", 24, None), ("view", 24, None)]),
        ("AI 광고에는 가상 인물이라는 문구를 달아야 한다. 달지 않으면 과태료 700만 원까지다.", [("fail_to_label", None, 7_000_000)]),
        ("AI 영상에는 가상임을 밝혀야 한다. 안 밝히면 과태료다. 최고액은 700만원이다.", [("fail_to_label", None, 7_000_000)]),
        ("새 법의 제재는 과태료뿐이고 700만원까지다. 표시를 빠뜨린 회사가 대상이다.", [("fail_to_label", None, 7_000_000)]),
        (
            "선거 때 딥페이크를 뿌리지 못하게 한다. 법에서 말하는 딥페이크는 남의 말을 꾸며 낸 것을 뜻한다. 어기면 1년까지 징역이다.",
            [("distribute", 12, None)],
        ),
    ],
)
def test_korean_sentences_that_lean_on_their_neighbours(text: str, expected: list[KoreanRow]) -> None:
    """Conducts, duties and fines told in the sentence beside; a definition and a raising factor give none."""
    assert [row[1:] for row in rows(text, "ko", "KR")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("딥페이크 제작의 법정형은 3년 이하에서 6년 이하로 무거워졌다.", [("create", 36, "former"), ("create", 72, "law")]),
        ("딥페이크를 유포한 사람의 상한을 네 해에서 여섯 해로 늘렸다.", [("distribute", 48, "former"), ("distribute", 72, "law")]),
        ("4년 이하 징역이던 딥페이크 제작자의 형을 6년 이하로 올린다.", [("create", 48, "former"), ("create", 72, "law")]),
        (
            "옛 법으로는 딥페이크를 퍼뜨리면 4년 이하 징역이었다. 새 법은 6년까지 가둔다.",
            [("distribute", 48, "former"), ("distribute", 72, "law")],
        ),
        ("딥페이크를 퍼뜨린 사람은 징역 2년에서 6년을 받는다.", [("distribute", 72, "law")]),
        ("후보의 딥페이크를 퍼뜨리면 2년에서 8년의 징역으로 다스린다.", [("distribute", 96, "law")]),
    ],
)
def test_korean_maximum_that_is_raised(text: str, expected: list[tuple[str, float, str]]) -> None:
    """What a maximum is raised from is former law; the lower end of a range is nothing."""
    places = (Jurisdiction(code="KR", role="primary", score=1.0),)
    assert [(p.conduct, p.custody_months_max, p.status) for p in penalties.find(make_doc("", text, "ko"), places, "law")] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Sharing a sexual deepfake carries two years in prison. A court may also suspend the accounts that were used, for up to six months."),
        ("en", "Sharing a sexual deepfake carries two years in prison. Repeat offenders are banned from the network for five years."),
        ("fr", "Diffuser un hypertrucage sexuel est puni de deux ans de prison. Le tribunal peut interdire l'accès au réseau pendant un an au plus (trois ans pour un récidiviste)."),
        ("fr", "Diffuser un hypertrucage sexuel est puni de deux ans de prison. Le permis de diffuser peut être suspendu pour six mois."),
        ("ko", "딥페이크 성범죄물을 퍼뜨리면 2년 이하의 징역에 처해진다. 법원은 계정 최대 6개월 정지를 명할 수 있다."),
    ],
)  # fmt: skip
def test_what_is_taken_away_for_a_time_is_no_custody(language: str, text: str) -> None:
    """Accounts and licences are lost for a time; the term in prison stays the only one."""
    assert [row[1:3] for row in rows(text, language, "GB")] == [("distribute", 24)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Whoever shares a sexual deepfake can be banned from the network and face prison for up to two years."),
        ("fr", "Qui diffuse un hypertrucage sexuel peut être banni du réseau et encourt deux ans d'emprisonnement."),
    ],
)
def test_custody_beside_what_is_taken_away_is_custody(language: str, text: str) -> None:
    """A ban told first does not hide the term."""
    assert [row[1:3] for row in rows(text, language, "GB")] == [("distribute", 24)]
