"""A small web site on 127.0.0.1 whose pages a test can change."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]

PARAGRAPHS = (
    "Harbour Notes is a made-up note-taking service. This policy explains how we handle personal information "
    "when you write, store and share notes with us.",
    "We collect your email address when you open an account, and use it to send the messages you ask for.",
    "We record the dates on which you sign in, so that we can show you when your account was last used.",
    "Our support team reads a note only if you send it to them and ask them to look into a problem with it.",
    "We keep notes for as long as your account exists. Thirty days after you close it, they are deleted.",
    "You may ask us for a copy of what we hold about you, and you may ask us to correct or to erase it.",
)
BIOMETRIC = (
    "With your consent, we collect biometric information such as your voiceprint, so that you can unlock "
    "your notes by speaking."
)


def policy(*more: str) -> bytes:
    """The page of a made-up policy, with further paragraphs at its end."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, *more))
    page = "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Privacy Policy</title></head>"
    return f"{page}<body><main><h1>Privacy Policy</h1>{body}</main></body></html>".encode()


class Site:
    """What is answered at each path; everything else is 404."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.address = ""

    def put(
        self, path: str, body: bytes, status: int = 200, media_type: str = "text/html; charset=utf-8"
    ) -> str:
        """Answer with a body; the URL."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Content-Type", media_type)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        return self.do(path, answer)

    def redirect(self, path: str, target: str) -> str:
        """Answer with a redirect; the URL."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(302)
            request.send_header("Location", target)
            request.send_header("Content-Length", "0")
            request.end_headers()

        return self.do(path, answer)

    def do(self, path: str, answer: Answer) -> str:
        """Answer with a function; the URL."""
        self.pages[path] = answer
        return self.address + path


@contextmanager
def running_site(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a free port until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.pages.get(self.path)
            if answer:
                answer(self)
            else:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
