"""Plays the sample press in the foreground: `python -m press --port 8100`."""

import argparse
import signal
import sys
import threading

from press import Press, PressError, load_outlets


def main() -> int:
    """Runs until interrupted; 0 when stopped, 1 when the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m press", description="Plays invented news outlets over HTTP on loopback.")
    parser.add_argument("--port", type=int, default=8100, help="port on 127.0.0.1, 0 for a free one (default %(default)s)")
    parser.add_argument("--slow-s", type=float, default=1.0, help="seconds that the slow page takes (default %(default)s)")
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with Press(options.port, slow_s=options.slow_s) as press:
            example = next(iter(load_outlets().values()))
            print(f"http://127.0.0.1:{press.port} plays {', '.join(press.hosts)}")
            print(f"try: curl -x http://127.0.0.1:{press.port} {example.home}", flush=True)
            stop.wait()
    except PressError as err:
        print(err, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
