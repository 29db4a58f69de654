"""Texts without markup: title, paragraphs and byline out of lines, menus and captions left behind."""

from extraction.plaintext import clean_text

ENGLISH = """Settings

ⓕ font-size

  • -2
  • -1
  • 0
  • +1

Harbour council to label every synthetic image

  • Facebook share button
  • Mail share button
  • Link share button
Members of the council vote in the old customs house on Monday. / Screen captured from Harbour TV
Members of the council vote in the old customs house on Monday. / Screen captured from Harbour TV

By Marisol Quench

The harbour council voted on Monday to label every synthetic image used in its notices.

Officials said the rule would take effect in January, and named three departments that go first.

Critics argued that the measure came too late. "People stopped trusting the notices last year," one said.


Marisol Quench marisol@tidewater.example


X
CLOSE

Top 10 Stories

go top LETTER
"""
ENGLISH_BODY = [
    "The harbour council voted on Monday to label every synthetic image used in its notices.",
    "Officials said the rule would take effect in January, and named three departments that go first.",
    'Critics argued that the measure came too late. "People stopped trusting the notices last year," one said.',
]
CAPTIONED = """a harbour declares war on synthetic notices

This week, members changed the rule to cover those who print the notices and those who order them.

Published


Reading time: 3 min

On the coast, synthetic notices have become a local nuisance. Illustrative photo. (DAWN QUARTZ / HARBOUR / PICTURES)

The members began on Thursday to tackle the notices, which nobody can tell from real ones any more.

source desk-30
"""
KOREAN = """하늘일보
공유하기
표시 의무 개정안 상임위 통과
입력 2026.08.25 14:05
국회 상임위원회가 합성물 표시 의무를 담은 개정안을 25일 처리했다.
여야는 시행 시기를 두고 의견을 나눴고 부칙을 고쳤다.
도담 기자 dodam@haneul.example
ⓒ 하늘일보 무단전재 및 재배포 금지
"""


def test_menus_share_bars_and_doubled_captions_go() -> None:
    """What a page's frame leaves in a raw text, before and after the article."""
    page = clean_text(ENGLISH, None)
    assert page.title == "Harbour council to label every synthetic image"
    assert (page.text or "").split("\n") == ENGLISH_BODY
    assert page.authors == ("Marisol Quench",)


def test_a_caption_with_agencies_and_empty_labels_go() -> None:
    """The standfirst stays, the caption that reads like a lead goes."""
    page = clean_text(CAPTIONED, "en")
    assert page.title == "a harbour declares war on synthetic notices"
    assert (page.text or "").split("\n") == [
        "This week, members changed the rule to cover those who print the notices and those who order them.",
        "The members began on Thursday to tackle the notices, which nobody can tell from real ones any more.",
    ]


def test_korean_text_with_its_frame() -> None:
    """Byline, date and copyright go; the reporter is known."""
    page = clean_text(KOREAN, "ko")
    assert page.title == "표시 의무 개정안 상임위 통과"
    assert (page.text or "").split("\n") == [
        "국회 상임위원회가 합성물 표시 의무를 담은 개정안을 25일 처리했다.",
        "여야는 시행 시기를 두고 의견을 나눴고 부칙을 고쳤다.",
    ]
    assert page.authors == ("도담",)


def test_a_clean_text_stays_as_it_is() -> None:
    """Nothing is taken from prose, and its first sentence is no title."""
    page = clean_text("\n\n".join(ENGLISH_BODY), "en")
    assert page.title is None
    assert (page.text or "").split("\n") == ENGLISH_BODY


def test_with_a_known_title_no_line_is_taken_for_one() -> None:
    """The title's own repetition goes; a headline-like line stays in the text."""
    page = clean_text(
        "Harbour labels images\nThree departments go first this year\n" + "\n".join(ENGLISH_BODY), "en", title="Harbour labels images"
    )
    assert page.title == "Harbour labels images"
    assert (page.text or "").split("\n") == ["Three departments go first this year", *ENGLISH_BODY]


def test_nothing_in_nothing_out() -> None:
    """An empty text has no title and no text."""
    assert clean_text(" \n\n", None).text is None
