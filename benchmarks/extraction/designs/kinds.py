"""Pages that are no plain article: live blogs, galleries, missing pages, logins, walls, fronts. Where there is no article, no text is right."""

from benchmarks.extraction.design import Made, design
from benchmarks.extraction.parts import COOKIES, bottom, cards, e, head, headlines, linked_data, menu, paragraphs, social
from benchmarks.extraction.prose import Story, others


@design("en", kind="live")
def live_by_linked_data(s: Story) -> str:
    """Marked as LiveBlogPosting; entries with times."""
    entries = "".join(f"<div class='entry'><time>{9 + n}:0{n}</time><p>{e(line)}</p></div>" for n, line in enumerate(s.paragraphs))
    mark = linked_data(s).replace('"NewsArticle"', '"LiveBlogPosting"')
    return (
        head(s, social(s), mark) + f"<body>{menu('en')}<main><h1>{e(s.title)}</h1><div class='updates'>{entries}</div></main>{bottom('en')}"
    )


@design("fr", kind="live")
def live_by_its_title(s: Story) -> Made:
    """`DIRECT.` before the title."""
    html = (
        head(s, title=f"DIRECT. {s.title} - {s.outlet}").replace("<head>", f"<head>{social(s).replace('content=' + chr(34) + e(s.title), 'content=' + chr(34) + 'DIRECT. ' + e(s.title))}")
        + f"<body>{menu('fr')}<h1>DIRECT. {e(s.title)}</h1><ol class='fil'>{''.join(f'<li><b>{8 + n}h1{n}</b><p>{e(line)}</p></li>' for n, line in enumerate(s.paragraphs))}</ol>{bottom('fr')}"
    )  # fmt: skip
    return Made(html, s.paragraphs)


@design("ko", kind="live")
def live_by_many_times(s: Story) -> str:
    """Nothing is declared: entries, newest first, each with a clock time, under a bar that says that it goes on."""
    rows = "".join(
        f'<div class="tl"><span class="tm">{16 - n}:2{n}</span><div class="tx"><p>{e(line)}</p></div></div>'
        for n, line in enumerate(s.paragraphs)
    )
    return (
        head(s, social(s))
        + f'<body>{menu("ko")}<div class="liveblog-wrap"><h1>{e(s.title)}</h1><div class="live-on">실시간 업데이트 중</div>{rows}</div>{bottom("ko")}'
    )


@design("en", kind="gallery")
def gallery_by_linked_data(s: Story) -> Made:
    """Eight pictures with captions."""
    captions = [f"Picture {n}: {line[:90]}" for n, line in enumerate(s.paragraphs[:5], 1)]
    figures = "".join(f"<figure><img src='/{n}.jpg' alt=''><figcaption>{e(line)}</figcaption></figure>" for n, line in enumerate(captions))
    html = (
        head(s, social(s), linked_data(s).replace('"NewsArticle"', '"ImageGallery"'))
        + f"<body>{menu('en')}<h1>{e(s.title)}</h1><p>{e(s.paragraphs[0])}</p>{figures}{bottom('en')}"
    )
    return Made(html, s.paragraphs[:1])


@design("fr", kind="gallery")
def gallery_by_its_title(s: Story) -> Made:
    """`EN IMAGES`, a sentence, and pictures."""
    figures = "".join(
        f"<li><figure><img src='/{n}.jpg'><figcaption>Vue {n} de la salle, lundi. © {s.outlet}</figcaption></figure></li>" for n in range(9)
    )
    title = f"EN IMAGES. {s.title}"
    html = (
        head(s, linked_data(s, headline=title), title=f"{title} - {s.outlet}")
        + f"<body>{menu('fr')}<article><h1>{e(title)}</h1><p>{e(s.paragraphs[0])}</p><ul class='port'>{figures}</ul></article>{bottom('fr')}"
    )
    return Made(html, s.paragraphs[:1])


@design("ko", kind="gallery")
def gallery_of_photographs(s: Story) -> Made:
    """`[포토]` before the title and pictures with one line each."""
    figures = "".join(f"<figure class='ph'><img src='/{n}.jpg'><figcaption>행사장 모습 {n}</figcaption></figure>" for n in range(6))
    html = (
        head(s, social(s), title=f"[포토] {s.title} - {s.outlet}").replace('og:title" content="', 'og:title" content="[포토] ')
        + f"<body>{menu('ko')}<h1>[포토] {e(s.title)}</h1><p>{e(s.paragraphs[0])}</p>{figures}{bottom('ko')}"
    )
    return Made(html, s.paragraphs[:1])


@design("en", kind="error")
def missing_with_suggestions(s: Story) -> Made:
    """A page that says with status 200 that there is nothing, and offers other stories."""
    html = (
        head(s, title=f"Page not found | {s.outlet}")
        + f"<body>{menu('en')}<main><h1>We can't find that page</h1><p>The link you followed may be broken, or the page may have been removed.</p>"
        f"<h2>Try one of these instead</h2>{cards(s, 6)}</main>{bottom('en')}"
    )
    return Made(html, ())


@design("fr", kind="error")
def missing_in_words(s: Story) -> Made:
    """The title is the outlet's; only the heading tells."""
    html = (
        head(s, title=s.outlet)
        + f"<body>{menu('fr')}<div class='msg'><h1>Oups, cette page n'existe plus</h1><p>L'article que vous cherchez a peut-être été déplacé ou supprimé.</p><a href='/'>Retour à l'accueil</a></div><ul>{headlines(s, 5)}</ul>{bottom('fr')}"
    )
    return Made(html, ())


@design("ko", kind="error")
def missing_with_a_script(s: Story) -> Made:
    """A short page that says so and goes back."""
    html = f"<html><head><meta charset='utf-8'><title>{e(s.outlet)}</title></head><body><script>setTimeout('history.back()',3000)</script><div>요청하신 기사를 찾을 수 없습니다.</div><p>삭제되었거나 주소가 바뀐 기사입니다. 잠시 뒤 이전 화면으로 돌아갑니다.</p></body></html>"
    return Made(html, ())


@design("en", kind="login")
def login_in_place_of_the_story(s: Story) -> Made:
    """A form with a password where the story should be."""
    html = (
        head(s, title=f"Log in | {s.outlet}")
        + "<body><main><h1>Welcome back</h1><form><label>Email <input type='email'></label><label>Password <input type='password'></label><button>Log in</button></form><p>New here? Create an account to read our stories and save them for later.</p></main></body></html>"
    )
    return Made(html, ())


@design("fr", kind="login")
def login_without_a_password(s: Story) -> Made:
    """By e-mail link or a network's account."""
    html = (
        head(s, title=f"Connexion - {s.outlet}")
        + f"<body>{menu('fr')}<div class='auth'><h1>Connectez-vous</h1><p>Saisissez votre adresse e-mail pour recevoir un lien de connexion.</p><input type='email'><a>Continuer avec un compte externe</a><p>Vous n'avez pas de compte ? Inscrivez-vous.</p></div>{bottom('fr')}"
    )
    return Made(html, ())


@design("ko", kind="login")
def login_for_adults(s: Story) -> Made:
    """A check of age with a login."""
    html = (
        head(s, title=f"로그인 | {s.outlet}")
        + f'<body>{menu("ko")}<div><h2>로그인이 필요한 서비스입니다</h2><p>이 콘텐츠는 로그인 후 이용하실 수 있습니다.</p><input type="text" name="id"><input type="password" name="pw"><a href="/join">회원가입</a></div>{bottom("ko")}'
    )
    return Made(html, ())


@design("fr", kind="consent")
def wall_of_purposes(s: Story) -> Made:
    """Nothing but consent."""
    html = (
        head(s, title=s.outlet)
        + f"<body><div id='wall'><h1>Le respect de votre vie privée est notre priorité</h1>{paragraphs(COOKIES['fr'])}<button>Accepter</button><button>S'abonner sans traceurs</button></div></body></html>"
    )
    return Made(html, ())


@design("en", kind="consent")
def wall_under_the_story_s_title(s: Story) -> Made:
    """The page's metadata are the story's; what it shows is the wall."""
    html = (
        head(s, social(s))
        + f"<body><main><h1>We value your privacy</h1>{paragraphs(COOKIES['en'])}<button>Accept all</button><button>Manage options</button></main></body></html>"
    )
    return Made(html, ())


@design("ko", kind="consent")
def wall_of_terms(s: Story) -> Made:
    """Consent to the use of personal data before anything is shown."""
    html = (
        head(s, title=f"개인정보 수집 및 이용 동의 - {s.outlet}")
        + f"<body><h1>개인정보 수집 및 이용에 동의해 주세요</h1>{paragraphs(COOKIES['ko'])}<button>모두 동의</button></body></html>"
    )
    return Made(html, ())


@design("en", kind="listing")
def front_of_a_section(s: Story) -> Made:
    """Cards of stories."""
    html = head(s, title=f"World news | {s.outlet}") + f"<body>{menu('en')}<h1>World</h1><main>{cards(s, 14)}</main>{bottom('en')}"
    return Made(html, ())


@design("fr", kind="listing")
def results_of_a_search(s: Story) -> Made:
    """Titles and extracts."""
    rows = "".join(
        f"<article class='res'><h2><a href='{one.url}'>{e(one.title)}</a></h2><p>{e(one.lead)}…</p></article>" for one in others(s, 10)
    )
    html = (
        head(s, title=f"Résultats pour « justice » - {s.outlet}")
        + f"<body>{menu('fr')}<h1>127 résultats pour « justice »</h1>{rows}{bottom('fr')}"
    )
    return Made(html, ())


@design("ko", kind="listing")
def list_of_a_reporter(s: Story) -> Made:
    """All stories of one reporter."""
    html = (
        head(s, title=f"{s.author} 기자의 기사 - {s.outlet}")
        + f'<body>{menu("ko")}<h1>{s.author} 기자</h1><ul class="list">{headlines(s, 20)}</ul>{bottom("ko")}'
    )
    return Made(html, ())
