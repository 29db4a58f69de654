"""The cheap gate before any morphology: which texts could be about deepfakes or the law of them.

One pass of a multi-pattern matcher over the lower-cased title and text. A text passes with one sure term ("deepfake", 허위영상물, « hypertrucage »,
"voice cloning") or with a word for the machine (AI, 인공지능, « IA », algorithmically made, digitally altered) together with a word for what is
faked, harmed or regulated (nude, voice, label, likeness). It errs towards letting through: what it stops is never read by the model.
"""

from functools import cache

import ahocorasick_rs

# Alone enough.
SURE = (
    # English
    "deepfake", "deep fake", "deep-fake", "deepnude", "deepporn", "nudify", "nudifi", "undress app", "undressing app", "undress tool", "undressing tool", "undress site",
    "undressing site", "undressing bot", "clothes remover", "clothing removal", "clothoff", "face swap", "face-swap", "faceswap", "swapped face", "swapped faces", "face-swapping",
    "voice clon", "cloned voice", "voice-clon", "clone of his voice", "clone of her voice", "clone voices", "cloned his voice", "cloned her voice", "cloned the voice", "cloning voices", "cloning of voices",
    "synthetic media", "synthetic content", "synthetic voice", "synthetic video", "synthetic image", "synthetic audio", "synthetic likeness", "synthetically generated", "digital replica", "digital double",
    "digital likeness", "fake nude", "fake porn", "faked porn", "fake sex", "fake explicit", "fake intimate", "faked intimate", "faked nude", "bogus nude", "fake video", "fake audio", "fake voice", "fake image", "fake photo",
    "fake picture", "forged picture", "forged image", "forged video", "forged photo", "faked video", "faked audio", "faked image", "faked picture", "faked photo", "fake clip", "faked clip", "fake recording", "faked recording", "fabricated video", "fabricated image", "fabricated audio", "fabricated recording",
    "doctored video", "doctored image", "doctored photo", "doctored picture", "doctored clip", "manipulated video", "manipulated image", "manipulated photo", "manipulated audio",
    "manipulated media", "manipulated intimate", "digitally altered", "digitally manipulated", "digitally created", "digitally forged", "digital forger", "forged intimate", "altered intimate",
    "altered images", "altered videos", "computer-generated image", "computer-generated video", "computer generated image", "morphed image", "morphed photo", "morphed picture", "morphed video", "cheapfake",
    "undress", "make nude", "makes nude", "made nude", "making nude", "create nude", "creates nude", "creating nude", "generate nude", "generating nude", "nudes of", "naked pictures of", "else's body", "another body", "another woman's body", "woman's naked body", "onto the body of", "on the body of a",
    "image of a real person", "images of real people", "picture of a real person", "pictures of real people", "do not exist in real life", "person who does not exist", "person who doesn't exist", "people who do not exist", "people who don't exist", "artificial image", "artificial video", "artificial voice",
    "voice of a dead", "voices of the dead", "voice of the dead", "sings again", "animated photo", "animated portrait", "digital human", "digital resurrection", "digital afterlife", "talking avatar", "virtual influencer", "vishing", "voice double", "stolen voice", "right in one's own voice", "right to one's own voice",
    "right to one's face", "seconds of audio", "seconds of speech", "seconds of a voice", "seconds of his voice", "seconds of her voice", "seconds of your voice", "seconds of recording", "seconds from a video", "seconds of video", "it was his voice", "it was her voice", "the voice came from", "was not her voice", "was not his voice", "wasn't his voice", "wasn't her voice",
    "digital copy", "digital copies", "face on another", "face onto", "faces onto", "face put on", "made on a phone", "made on a computer", "made on a laptop", "turned into a nude", "turned into nudes", "into naked pictures", "into nude",
    "sexual fake", "sex fake", "fake film", "realistic fake", "machine-made imitation", "been faked", "been pasted", "pasted into", "on naked bodies", "on nude bodies", "into sex films",
    "into sex videos", "into porn",
    "digital imitation", "made-up video", "made-up clip", "made-up image", "made-up picture", "shallowfake", "take it down act", "no fakes act", "elvis act", "defiance act", "content credentials", "c2pa", "fake nudes", "virtual kidnap",
    # French
    "deepfakes", "hypertruc", "hyper-truc", "hypertrucage", "infox vidéo", "vidéotox", "trucage", "truqué", "truquee", "truquer", "fausse vidéo", "fausses vidéos", "faux nus", "fausse image", "fausses images", "fausse photo",
    "fausses photos", "fausses voix", "fausse voix", "faux enregistrement", "faux audio", "faux porno", "fausses nues", "vidéo manipulée", "vidéos manipulées", "image manipulée", "images manipulées", "photos manipulées",
    "montage à caractère sexuel", "montages à caractère sexuel", "montage pornographique", "montages pornographiques", "montage sexuel", "montages sexuels", "montage réalisé avec", "clone vocal", "clones vocaux", "clonage vocal", "clonage des voix", "clonage de la voix",
    "clonage de voix", "voix clonée", "voix clonées", "cloner la voix", "cloner sa voix", "cloner une voix", "cloné la voix", "cloné sa voix", "voix synthétique", "voix de synthèse", "vidéo de synthèse", "vidéos de synthèse", "image de synthèse", "images de synthèse",
    "contenu synthétique", "contenus synthétiques", "contenu de synthèse", "contenus de synthèse", "médias synthétiques", "dénudeu", "dénudées", "dénudé par", "dénuder", "déshabillées", "déshabille", "nudification", "nudifier", "réplique numérique", "répliques numériques", "doublure numérique",
    "mélanger les visages", "mélanger des visages", "mêler les visages", "visages mélangés", "corps d'une autre", "corps d'un autre", "sur un autre corps", "image artificielle", "images artificielles", "vidéo artificielle", "voix artificielle", "voix de remplacement", "personnes qui n'existent pas", "personne qui n'existe pas",
    "gens qui n'existent pas", "femme qui n'existe pas", "homme qui n'existe pas", "visage qui n'existe pas", "voix d'un mort", "voix d'une morte", "voix des morts", "voix du défunt", "voix de la défunte", "faire parler les morts", "photo animée", "photos animées", "portrait animé", "humain numérique", "humains numériques", "jumeau numérique",
    "avatar parlant", "influenceuse virtuelle", "secondes d'enregistrement", "secondes de voix", "secondes de sa voix", "secondes de vidéo", "secondes suffi", "enregistrement suffi", "photo suffi", "photos suffi", "photographie suffi", "photographies et un enregistrement", "c'était sa voix", "venait la voix", "venait cette voix", "n'était pas sa voix", "pas la sienne, la voix", "sa voix lui a été volée", "voix volée",
    "images nues", "photos nues", "résultat synthétique", "résultats synthétiques", "fabriquer des nus", "créer des nus", "nus fabriqués", "faux nu", "droit sur sa voix", "droit à la voix", "droit à sa propre voix", "propriété de son visage",
    "faux sexuel", "loi take it down", "visages compos", "visage compos", "visage sur un", "visage sur le corps", "visage sur celui", "copie numérique", "copies numériques", "voix contrefai", "visage contrefai", "image contrefai",
    "faux film", "double numérique", "doubles numériques", "générateur de nus", "générateurs de nus", "face aux faux", "permutation de visage", "échange de visages", "visage incrusté",
    # Korean
    "딥페이크", "딥 페이크", "딥패이크", "딮페이크", "딥페잌", "딥누드", "허위영상", "허위 영상", "허위합성", "허위 합성", "합성 음란", "합성음란", "합성 성", "합성물", "합성 영상", "합성영상", "합성 사진", "합성사진", "합성한 사진", "합성한 영상", "얼굴 합성", "얼굴합성", "얼굴을 합성", "얼굴만 합성",
    "사진을 합성", "사진 합성", "음란물 합성", "음란물에 합성", "나체 사진에", "나체에 합성", "나체사진", "누드 합성", "누드사진", "지인능욕", "지인 능욕", "겹지방", "겹지인", "능욕방", "가짜 영상", "가짜영상", "가짜 음성", "가짜 목소리", "가짜 사진", "가짜 동영상", "가짜 나체", "조작 영상", "조작영상", "조작된 영상", "조작된 음성", "조작된 사진",
    "음성 복제", "음성복제", "목소리 복제", "목소리를 복제", "목소리 흉내", "목소리를 흉내", "목소리를 똑같이", "음성 합성", "음성합성", "음성을 합성", "딥보이스", "딥 보이스", "보이스 클로닝", "음성 변조", "얼굴 바꾸기", "얼굴 바꿔치기", "페이스 스왑", "페이스스왑", "디지털 복제", "디지털 휴먼", "ai 생성물", "인공지능 생성물", "생성물 표시", "ai 워터마크",
    "퍼블리시티권", "성적 허위", "성 착취 합성", "성착취 합성", "옷 벗기", "옷을 벗긴", "옷 벗긴", "불법 합성", "불법합성", "편집물", "표시 의무", "테이크 잇 다운", "가상 아동",
    "합성 매체", "합성매체", "합성 콘텐츠", "합성콘텐츠", "인격표지", "음성 학습", "목소리 학습", "목소리를 학습", "음성을 학습", "다른 사람의 몸", "남의 몸에", "얼굴을 섞", "음란 영상에 붙", "얼굴이 음란 영상", "야한 영상에", "꾸민 영상", "목소리를 되살", "얼굴을 붙", "얼굴을 덧", "얼굴을 입힌", "얼굴을 바꿔", "얼굴만 바꿔", "나체 이미지를 만", "나체 사진을 만", "알몸 사진을 만", "알몸으로 만", "존재하지 않는 사람", "존재하지 않는 인물", "세상에 없는 사람", "고인의 목소리", "고인의 얼굴", "고인을 되살", "죽은 사람의 목소리",
    "움직이는 영정", "말하는 영정", "가상 인플루언서", "디지털 부활", "초 분량의 음성", "초 분량의 목소리", "초짜리 음성", "사진 한 장이면", "사진 한 장만 있으면", "목소리를 빼앗", "목소리를 도둑", "목소리를 훔", "얼굴을 훔", "얼굴을 도용", "목소리를 도용", "얼굴 도용", "목소리 도용", "본인 목소리가 아니", "그의 목소리가 아니", "인공 이미지", "인공 영상",
)  # fmt: skip
# The machine; the short ones count only as words of their own.
MACHINE = (
    "ai", "a.i.", "genai", "artificial intelligence", "artificially", "machine learning", "generative", "algorithm", "chatbot", "grok", "chatgpt", "midjourney", "stable diffusion", "sora", "gemini", "synthetic", "software", "digitally", "computer-generated", "computer-made", "computer-altered",
    "morphed", "morphing", "photoshop", "ia", "intelligence artificielle", "artificiellement", "générative", "génératif", "logiciel", "synthétique", "de synthèse", "numériquement", "retouché",
    "인공지능", "에이아이", "생성형", "알고리즘", "챗봇", "그록", "챗gpt", "합성", "편집 프로그램", "가상인간", "프로그램으로",
)  # fmt: skip
# What is faked, harmed or regulated where the machine does it.
HARM = (
    "nude", "naked", "porn", "intimate image", "intimate picture", "intimate photo", "sexual", "sexually explicit", "explicit image", "explicit picture", "undress", "clothes", "abuse material", "abuse image", "child abuse", "csam", "revenge porn",
    "likeness", "lookalike", "look-alike", "soundalike", "impersonat", "imitat", "mimic", "cloned", "cloning", "clone", "fake", "hoax", "scam", "fraud", "misinformation", "disinformation", "deceptive", "doctored", "fabricated", "manipulated", "altered", "label", "watermark", "advert",
    "provenance", "disclos", "robocall", "voice", "face", "video", "image", "picture", "photo", "audio", "footage", "realistic", "personality right", "publicity right", "performers", "actors", "labell", "transparency",
    "nue", "nus", "dénud", "déshabill", "porno", "intime", "à caractère sexuel", "pédo", "visage", "voix", "image", "vidéo", "usurp", "imit", "arnaque", "escroqu", "fraude", "désinformation", "infox", "trompeu", "faux", "fausse", "étiquet", "publicit", "filigran", "signaler", "mention", "marquage",
    "doubleu", "comédien", "sosie", "ressemblance", "droit à l'image", "transparence", "conçu", "générées par", "générés par", "généré par", "générée par",
    "음란", "나체", "누드", "성착취", "성 착취", "성범죄", "성적", "얼굴", "목소리", "음성", "영상", "사진", "이미지", "초상", "사칭", "사기", "피싱", "가짜", "허위", "조작", "위조", "워터마크", "표시", "표기", "라벨", "식별", "출처", "투명성", "흉내", "복제", "닮은", "선거운동", "가상", "성우", "배우", "광고",
)  # fmt: skip
# An imitation told without the machine ("a copy of her voice", « sa voix a été imitée », 목소리를 베낀) and what shows a person: these count where
# one of both stands near the other.
IMITATION = (
    "fake", "false", "bogus", "copy of", "copies of", "clone", "imitat", "mimic", "simulat", "swap", "artificial", "synthe", "digital", "computer", "a machine", "a tool", "tools that", "sounded like", "resurrect", "forged", "forger", "superimpos", "manipulat", "an app", "generated", "generator", "computed",
    "imitating the", "scammer", "fraudster", "crook", "con artist", "swindler", "never sung", "never sang", "never spoke", "never taken", "has been dead", "invented", "counterfeit", "manufactured", "trick", "double", "put together", "glued together", "cut together", "a program", "the program", "words into", "impersonat", "made from", "made out of", "built from", "a copy",
    "replica", "fakes", "fabricated", "edited into", "never took place", "none of it took place", "none of these things took place", "none of it happened", "put on a", "been put on", "redrawn", "text-to-video", "features over", "does not exist", "never happened", "never said", "never posed", "not hers", "not mine", "not real", "is not real",
    "faux", "fausse", "copie", "imité", "imiter", "imite", "artificiel", "numérique", "sosie", "machine", "modèle", "synchronis", "usurp", "truc", "fabriqu", "clone", "cloné", "application", "logiciel", "outil",
    "réplique", "greff", "falsifi", "placé dans une scène", "animé son", "animé le", "été copié", "refaite", "été refait", "généré", "générateur", "montage", "détourn", "trafiqu", "collé", "modifié", "incrust", "doublure", "double", "par ordinateur", "recompos", "recréé", "ressuscit", "faire parler", "n'a jamais", "n'ont jamais", "n'existe pas", "n'existent pas", "n'existaient pas", "inexistant", "contrefa", "avait été tiré", "a été tirée", "escroc", "fraudeur", "arnaqueur",
    "가짜", "거짓", "흉내", "베낀", "베껴", "베끼", "복제", "합쳐", "합친", "조작", "디지털", "허위", "꾸며", "지어낸", "만들어 낸", "따왔", "되살린", "사칭",
    "붙인", "붙은", "맞바꾼", "바꾼 얼굴", "바뀐", "조합", "생성", "똑같", "적이 없다", "하지 않은", "프로그램", "가상", "앱", "사기범", "사기꾼", "사기단",
)  # fmt: skip
PERSON = (
    "voice", "his face", "her face", "their face", "faces of", "faces on", "swapping faces", "your face", "likeness", "lips", "naked", "nude", "likenesses", "images of real", "real people", "real person", "the actor", "pornograph",
    "'s face", "mouths", "faces were", "intimate image", "the picture", "whose picture", "own picture", "their picture", "the president of", "his mouth", "her mouth", "my face", "bodies that", "body that", "video", "a film", "in the film", "the dead", "clip", "photograph", "picture of", "pictures of", "recording", "audio", "footage",
    "voix", "visage", "timbre", "lèvres", "dénud", "déshabill", "sosie", "son image", "images intimes", "discours", "propos",
    "vidéo", "photo", "portrait officiel", "son portrait", "les images d", "partager une image", "présentatrice", "enregistrement", "enregistré", "séquence", "bouche", "sur un corps", "chanteu", "interprète",
    "목소리", "얼굴", "말투", "입 모양", "알몸", "나체", "음란", "실제로 하지 않은", "하지 않은 말", "선거광고", "선거 광고", "동영상", "초상", "영상", "사진", "음성",
)  # fmt: skip
_NEAR = 250
# Before a name in capitals these make a person of the news an imitation: "a fake Joe Biden", « un faux Volodymyr Zelensky ».
NAMED = ("fake ", "fakes of ", "bogus ", "faux ", "fausse ")
_WHOLE = frozenset({"ai", "ia", "nue", "nus", "sora"})


@cache
def _matcher() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...], tuple[int, ...]]:
    """The automaton, its terms, and for each term the sum of what it is: 1 sure, 2 machine, 4 harm, 8 imitation, 16 person, 32 before a name."""
    classes: dict[str, int] = {}
    for number, terms in enumerate((SURE, MACHINE, HARM, IMITATION, PERSON, NAMED)):
        for term in set(terms):
            classes[term] = classes.get(term, 0) | 1 << number
    names = tuple(classes)
    return ahocorasick_rs.AhoCorasick(names), names, tuple(classes.values())


def passes(title: str, text: str) -> bool:
    """Whether an article could be `law` or `deepfake` by the codebook.

    Args:
        title: headline, may be empty.
        text: body; both normalised to NFC.

    Returns:
        False only where no term of the field occurs; such a text is `other` without being read further.
    """
    written = f"{title}\n{text}"
    whole = written.lower().replace("’", "'").replace("\u00a0", " ")
    automaton, names, classes = _matcher()
    seen, imitation, person = 0, -_NEAR - 1, -_NEAR - 1
    for index, start, end in automaton.find_matches_as_indexes(whole, overlapping=True):
        kind = classes[index]
        if names[index] in _WHOLE and not _is_word(whole, start, end):
            continue
        seen |= kind & 7
        if kind & 8:
            imitation = end
        if kind & 16:
            person = end
        if kind & 32 and written[end : end + 1].isupper() and len(written) == len(whole):
            return True
        if (
            seen & 1
            or seen & 6 == 6
            or (kind & 24 and kind & 24 != 24 and abs(imitation - person) <= _NEAR and min(imitation, person) >= 0)
        ):
            return True
    return False


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch is not a piece of a longer Latin word (Hangul may be written on to it: AI로)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_is_latin(before) or _is_latin(after))


def _is_latin(letter: str) -> bool:
    """Whether a character is a letter of the Latin script."""
    return bool(letter) and letter.isalpha() and letter < "\u0370"
