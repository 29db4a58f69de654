"""Who may ask Elasticsearch and how: over real sockets, through a door with TLS and authentication before a real node (tests/elastic_gate.py)."""

import logging
import socketserver
import threading
import time
import traceback
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from fauxlex_calls import Caller, indexed

from core.archive import Archive
from core.errors import ConsumerBusyError, IndexUnavailableError, SettingsError
from core.settings import HIDDEN
from index.base import Query
from index.elastic import open_elastic
from index.elastic_server import Access
from tests.elastic_gate import PRODUCT, Answer, Gate, authority, basic, error, gate, on
from tests.elastic_node import elastic_url
from tests.index_documents import document

USER, PASSWORD = "reader", "s3cret-p@ss/word"
KEY = "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=="
HIDDEN_PARTS = (PASSWORD, "s3cret", KEY, basic(USER, PASSWORD).split()[1])


@pytest.fixture
def name() -> str:
    return f"t-{uuid.uuid4().hex}"


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[Gate, str]]:
    """A node that speaks TLS and lets in one user and one key; the authority's file."""
    ca, certificate = authority(tmp_path)
    with gate(elastic_url(), certificate=certificate, credentials=(basic(USER, PASSWORD), f"ApiKey {KEY}")) as door:
        yield door, str(ca)


@pytest.mark.parametrize("who", [{"user": USER, "password": PASSWORD}, {"api_key": KEY}], ids=["user", "key"])
def test_a_user_or_a_key_is_let_in_over_tls(secured: tuple[Gate, str], name: str, who: dict[str, str]) -> None:
    """Everything works through it: making, writing, searching."""
    door, ca = secured
    index = open_elastic(door.url, name=name, access=Access(ca=ca, **who))
    assert index.upsert([document("a", "deepfake")]) == []
    index.commit()
    assert [hit.id for hit in index.search(Query(text="deepfake")).hits] == ["a"]
    index.close()


def test_a_user_in_the_address_is_let_in(secured: tuple[Gate, str], name: str) -> None:
    """With what an address cannot hold written in percent signs."""
    door, ca = secured
    url = door.url.replace("https://", f"https://{USER}:s3cret-p%40ss%2Fword@")
    assert open_elastic(url, name=name, access=Access(ca=ca)).count() == 0


@pytest.mark.parametrize(
    "who", [{}, {"user": USER, "password": "s3cret-wrong"}, {"api_key": "s3cret-key"}], ids=["nobody", "password", "key"]
)
def test_who_is_not_let_in_is_told_what_to_check(secured: tuple[Gate, str], who: dict[str, str]) -> None:
    """With the settings' names, and without any secret."""
    door, ca = secured
    with pytest.raises(IndexUnavailableError, match=r"does not accept who we say we are.*FAUXLEX_ELASTICSEARCH_USER.*_API_KEY") as caught:
        open_elastic(door.url, access=Access(ca=ca, **who))
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


def test_secrets_are_in_no_log_error_or_repr(secured: tuple[Gate, str], caplog: pytest.LogCaptureFixture) -> None:
    """Not even with everything logged, and while the node fails."""
    door, ca = secured
    with_address = door.url.replace("https://", f"https://{USER}:s3cret-p%40ss%2Fword@")
    door.faults.append(on("", error(503, "no_shard_available_action_exception", "no shard")))
    said = [repr(Access(user=USER, password=PASSWORD, api_key=KEY))]
    with caplog.at_level(logging.DEBUG):
        for url, access in (
            (door.url, Access(ca=ca, user=USER, password=PASSWORD)), (door.url, Access(ca=ca, api_key=KEY)), (with_address, Access(ca=ca)),
            ("https://reader:s3cret@127.0.0.1:9", Access()),
        ):  # fmt: skip
            with pytest.raises(IndexUnavailableError) as caught:
                open_elastic(url, access=access)
            said += ["".join(traceback.format_exception(caught.value)), str(caught.value)]
    said += [record.getMessage() + str(record.exc_text) for record in caplog.records]
    assert not [part for part in HIDDEN_PARTS if any(part in one for one in said)]


@pytest.mark.parametrize("days", [1, -1], ids=["unknown", "expired"])
def test_a_certificate_that_is_not_trusted_is_told(tmp_path: Path, days: int) -> None:
    """An authority that nobody knows, and a certificate whose time is over."""
    ca, certificate = authority(tmp_path, days=days)
    says = r"authority is unknown.*FAUXLEX_ELASTICSEARCH_CA" if days > 0 else "has expired"
    with gate("http://127.0.0.1:9", certificate=certificate) as door, pytest.raises(IndexUnavailableError, match=says):
        open_elastic(door.url, access=Access(ca="" if days > 0 else str(ca)))


def test_a_certificate_for_another_name_is_told(tmp_path: Path) -> None:
    """The address must be the one that the certificate is for."""
    ca, certificate = authority(tmp_path, address="192.0.2.1")
    with gate("http://127.0.0.1:9", certificate=certificate) as door, pytest.raises(IndexUnavailableError, match="for another name"):
        open_elastic(door.url, access=Access(ca=str(ca)))


def test_https_asked_of_plain_http_is_told() -> None:
    """The other way round it only hangs up."""

    class Plain(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Plain) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        with pytest.raises(IndexUnavailableError, match="plain http there"):
            open_elastic(f"https://127.0.0.1:{listening.server_address[1]}")
        listening.shutdown()


@pytest.mark.parametrize(
    ("url", "access", "says"),
    [
        ("localhost:9200", Access(), "localhost:9200' is no address.*https://host:9200"),
        ("", Access(), "no address"),
        ("https://a:9200,b:9200", Access(), "cannot be used|no address"),
        ("http://h:9200", Access(user="u"), "ELASTICSEARCH_PASSWORD"),
        ("http://h:9200", Access(password="s3cret"), "ELASTICSEARCH_USER"),
        ("http://h:9200", Access(user="u", password="s3cret", api_key="s3cret"), "a user and an API key"),
        ("https://u:s3cret@h:9200", Access(api_key="s3cret"), "a user and an API key"),
        ("https://h:9200", Access(ca="nowhere.pem"), r"nowhere\.pem' is no file"),
    ],
)
def test_settings_that_do_not_fit_are_told(url: str, access: Access, says: str) -> None:
    """Before anybody is asked, and without the secrets."""
    with pytest.raises(SettingsError, match=says) as caught:
        open_elastic(url, access=access)
    assert "s3cret" not in str(caught.value)


def test_an_authority_for_an_address_without_tls_is_told(tmp_path: Path) -> None:
    """Whoever names one believes that the connection is secured."""
    ca, _ = authority(tmp_path)
    with pytest.raises(SettingsError, match="for https"):
        open_elastic("http://127.0.0.1:9200", access=Access(ca=str(ca)))


def test_one_node_of_several_may_be_down(name: str) -> None:
    """At the beginning, and when it goes away in between."""
    with gate(elastic_url()) as first, gate(elastic_url()) as second:
        index = open_elastic(f"http://127.0.0.1:9, {first.url},{second.url}", name=name)
        index.upsert([document("a", "deepfake")])
        index.commit()
        first.faults.append(on("", Answer(502, "bad gateway", {})))
        assert {index.search(Query(text="deepfake")).total for _ in range(6)} == {1}
        index.close()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (Answer(200, {"version": {"number": "8.19.2"}, "cluster_name": "c"}, PRODUCT), r"is of version 8\.19\.2.*works with Elasticsearch 9"),
        (error(400, "media_type_header_exception", "Invalid media-type value on headers [Accept]"), "older than version 9"),
        (Answer(200, {"version": {"number": "3.1.0", "distribution": "opensearch"}}, {"Content-Type": "application/json"}), "is not Elasticsearch 9"),
        (Answer(200, "<html>a login page</html>", {"Content-Type": "text/html"}), "is not Elasticsearch 9|does not speak as"),
    ],
    ids=["8", "older", "another product", "a page"],
)  # fmt: skip
def test_a_server_that_is_not_supported_is_named(told: Answer, says: str) -> None:
    """With its version, and what to do."""
    with gate("http://127.0.0.1:9") as door, pytest.raises(IndexUnavailableError, match=says):
        door.faults.append(on("", told))
        open_elastic(door.url)


def test_another_cluster_is_refused(name: str) -> None:
    """Where the settings name the one that is meant."""
    with pytest.raises(IndexUnavailableError, match=r"is named 'fauxlex', not 'press'.*check the address"):
        open_elastic(elastic_url(), name=name, access=Access(cluster="press"))
    assert open_elastic(elastic_url(), name=name, access=Access(cluster="fauxlex")).count() == 0


def test_a_node_that_hangs_is_not_waited_for(name: str) -> None:
    """A search takes as long as the setting says, not longer."""
    open_elastic(elastic_url(), name=name).close()
    released = threading.Event()

    def hang(_method: str, path: str, _body: bytes) -> None:
        if "_search" in path:
            released.wait(60)

    with gate(elastic_url()) as door:
        door.faults.append(hang)
        index = open_elastic(door.url, name=name, access=Access(timeout_s=4))
        begun = time.monotonic()
        with pytest.raises(IndexUnavailableError, match="too slow"):
            index.search(Query(text="deepfake"))
        assert time.monotonic() - begun < 30
        released.set()


def test_a_lock_names_its_holder_without_the_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may have typed it on the command line, which a lock keeps and shows."""
    monkeypatch.setattr("sys.argv", ["fauxlex", "index", "--url", "https://reader:s3cret-p@ss/word@127.0.0.1:9200"])
    archive = Archive(tmp_path)
    with (
        archive.log.consumer("index"),
        pytest.raises(ConsumerBusyError, match=r"https://\*\*\*@127\.0\.0\.1:9200") as caught,
        archive.log.consumer("index"),
    ):
        pass
    assert "s3cret" not in str(caught.value) + (tmp_path / "locks" / "index.lock").read_text("utf8")
    archive.close()


def test_the_command_line_takes_its_access_from_the_environment(
    secured: tuple[Gate, str], fauxlex: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Secrets have no flag; `settings` says that they are set, not what they are."""
    door, ca = secured
    for variable, value in {"URL": door.url, "USER": USER, "PASSWORD": PASSWORD, "CA": ca}.items():
        monkeypatch.setenv(f"FAUXLEX_ELASTICSEARCH_{variable}", value)
    flags = ("--backend", "elasticsearch", "--index-name", name)
    indexed(tmp_path / "home", fauxlex, flags=flags)
    assert fauxlex("search", "--home", tmp_path / "home", "deepfake", "--json", *flags).code == 0
    for shown in (fauxlex("settings"), fauxlex("settings", "--json"), fauxlex("index", "--help"), fauxlex("search", "--help")):
        assert "s3cret" not in shown.out + shown.err and "--elasticsearch-password" not in shown.out
    assert HIDDEN in fauxlex("settings").out
    monkeypatch.setenv("FAUXLEX_ELASTICSEARCH_PASSWORD", "s3cret-wrong")
    failed = fauxlex("index", "--home", tmp_path / "home", *flags)
    assert failed.code == 1 and "does not accept" in failed.err and "s3cret" not in failed.err
