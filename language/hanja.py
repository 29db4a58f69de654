"""Hanja read as Hangul, character for character, so that 國會 and 국회 are one word and offsets stay what they are."""

import re
from functools import cache

# KS X 1001 (KS C 5601-1987) lists its 4,888 Hanja in the order of their readings, so the first of each reading gives them all.
_FIRST_OF_READING = (
    "가伽각刻간侃갈乫감勘갑匣강剛개介객喀갱坑갹醵거倨건乾걸乞검儉겁劫게偈격擊견堅결抉겸兼경京계係고古곡哭곤困골汨공供과寡곽槨관冠괄刮광侊괘卦괴乖굉宏교交구丘국國군君굴堀궁宮권倦궐厥궤机귀晷규叫균勻귤橘극克"
    "근僅금今급伋긍亘기企긴緊길佶끽喫나儺난暖날捏남南납納낭囊내乃녀女년年념念녕寗노努농濃뇌惱뇨尿눈嫩눌訥뉴杻능能니尼닉匿다多단丹달撻담啖답沓당唐대代덕德도倒독毒돈墩돌乭동仝두兜둔屯득得등嶝라喇락洛란亂랄剌"
    "람嵐랍拉랑廊래來랭冷략掠량亮려侶력力련憐렬冽렴廉렵獵령令례例로勞록碌론論롱壟뢰儡료了룡龍루壘류劉륙六륜侖률律륭隆륵勒름凜릉凌리俚린吝림林립砬마摩막寞만万말唜망亡매埋맥脈맹孟멱冪면免멸滅명冥몌袂모侮목木"
    "몰歿몽夢묘卯무務묵墨문們물勿미味민岷밀密박剝반伴발勃방倣배倍백伯번幡벌伐범凡법法벽僻변卞별別병丙보保복伏본本볼乶봉俸부付북北분分불佛붕崩비丕빈嚬빙憑사乍삭削산傘살乷삼三삽揷상上새塞색嗇생牲서墅석夕선仙"
    "설卨섬剡섭攝성城세世소召속俗손孫솔率송宋쇄刷쇠衰수修숙叔순巡술戌숭崇슬瑟습濕승丞시侍식埴신伸실失심審십什쌍雙씨氏아亞악堊안安알斡암唵압壓앙仰애厓액厄앵櫻야也약弱양佯어圄억億언偃얼孼엄俺업嶪엔円여予역亦"
    "연嚥열悅염厭엽曄영塋예乂오五옥屋온溫올兀옹壅와渦완婉왈曰왕往왜倭외外요僥욕慾용俑우于욱勖운云울蔚웅熊원元월月위位유乳육堉윤允율聿융戎은垠을乙음吟읍揖응凝의依이二익瀷인人일一임任입入잉仍자仔작作잔孱잠岑"
    "잡雜장丈재再쟁爭저佇적勣전佃절切점占접接정丁제制조俎족族존存졸卒종倧좌佐죄罪주主죽竹준俊줄茁중中즉卽즐櫛즙楫증增지之직直진唇질侄짐斟집執징徵차且착捉찬撰찰刹참僭창倉채債책冊처凄척倜천仟철凸첨僉첩堞청廳"
    "체剃초初촉促촌寸총叢촬撮최催추墜축丑춘春출出충充췌悴취取측側층層치侈칙則친親칠七침侵칩蟄칭秤쾌快타他탁倬탄呑탈奪탐探탑塔탕宕태兌택擇탱撑터攄토兎통慟퇴堆투偸특慝틈闖파坡판判팔八패佩팽彭퍅愎편便폄貶평坪"
    "폐吠포佈폭幅표俵품品풍楓피彼필匹핍乏하下학壑한寒할割함函합合항亢해亥핵劾행倖향享허噓헌憲헐歇험險혁奕현俔혈孑혐嫌협俠형亨혜兮호乎혹惑혼婚홀忽홍哄화化확擴환丸활活황凰회匯획劃횡宖효哮후侯훈勛훙薨훤喧훼卉"
    "휘彙휴休휼恤흉兇흑黑흔昕흘吃흠欠흡吸흥興희僖힐詰"
)
# Characters that the standard lists under a rarer reading than the one that news use.
_MORE_USUAL = {
    "串": "관",
    "廓": "곽",
    "金": "금",
    "諾": "낙",
    "寧": "녕",
    "怒": "노",
    "宅": "택",
    "不": "불",
    "坍": "담",
    "拏": "나",
    "樂": "락",
    "率": "률",
}
# What one character alone stands for in headlines: 美 상원 is the Senate of 미국.
ALONE = {
    "美": "미국", "日": "일본", "中": "중국", "北": "북한", "韓": "한국", "英": "영국", "佛": "프랑스", "獨": "독일", "伊": "이탈리아", "濠": "호주",
    "豪": "호주", "露": "러시아", "俄": "러시아", "印": "인도", "加": "캐나다", "臺": "대만", "檢": "검찰", "警": "경찰", "與": "여당", "野": "야당",
}  # fmt: skip
HANJA = "\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(f"[{HANJA}]+")
_INITIALS, _VOWELS, _FINALS = 19, 21, 28
_N, _SILENT, _R = 2, 11, 5  # ㄴ, ㅇ, ㄹ among the initials
_FRONTED = frozenset({2, 3, 6, 7, 12, 17, 20})  # ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ


def in_hangul(text: str) -> str:
    """The text with its Hanja as Hangul; characters that the standard does not have stay. As long as `text`."""
    return _RUN.sub(_run_in_hangul, text)


def _run_in_hangul(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1 : found.start()]
    read = before
    for char in found.group():
        read += _in_word(_readings().get(char, char), read[-1:])
    return read[len(before) :]


def _in_word(syllable: str, before: str) -> str:
    """A reading as its place in the word has it: the rules of initial sounds (두음법칙) of the Korean orthography, articles 10 to 12."""
    if not "가" <= syllable <= "힣":
        return syllable
    initial, rest = divmod(ord(syllable) - ord("가"), _VOWELS * _FINALS)
    fronted = rest // _FINALS in _FRONTED
    if "가" <= before <= "힣":
        # 렬 and 률 after a vowel or ㄴ: 비율, 선율.
        soft = (ord(before) - ord("가")) % _FINALS in (0, 4)
        initial = _SILENT if soft and syllable in "렬률" else initial
    elif initial in (_N, _R):
        initial = _SILENT if fronted else _N
    return chr(ord("가") + initial * _VOWELS * _FINALS + rest)


@cache
def _readings() -> dict[str, str]:
    """The reading of each Hanja of KS X 1001."""
    first = dict(zip(_FIRST_OF_READING[1::2], _FIRST_OF_READING[::2], strict=True))
    found, reading = {}, ""
    for row in range(0xCA, 0xFE):
        for cell in range(0xA1, 0xFF):
            char = bytes((row, cell)).decode("euc-kr")
            if not "\uf900" <= char <= "\ufaff":  # doubles of characters with several readings
                reading = first.get(char, reading)
                found[char] = reading
    return found | _MORE_USUAL
