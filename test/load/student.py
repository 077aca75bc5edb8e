"""A student who works through the class server's HTTP and WebSocket interface, as JupyterLab does."""

import asyncio
import json
import re
import time
import uuid
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httputil import HTTPHeaders
from tornado.websocket import websocket_connect

CHANGED = """import (
\t"fmt"
\t"nexttoken/pkg/backend"
)
%%
engine, err := backend.Open()
fmt.Println(backend.Describe(engine), err, {count})"""


def failed(content):
    """Whether a display is the guard's box, which says why the cell failed."""
    return content.get("metadata", {}).get("nexttoken", {}).get("failed", False)


class Student:
    def __init__(self, hub, name, notebook):
        self.hub, self.name, self.notebook = hub, name, notebook
        self.cookies, self.seconds, self.failures = {}, [], []
        self.count = 0
        self.client = AsyncHTTPClient(force_instance=True, max_clients=20)

    @property
    def server(self):
        return f"user/{self.name}/"

    async def ask(self, path, method="GET", body=None, follow=True, form=None):
        """Asks the hub, or the student's server behind it, with the cookies of a browser; follows redirects as one
        does."""
        address = path if path.startswith("http") else self.hub.address + path.lstrip("/")
        for _ in range(20):
            headers = HTTPHeaders({"Cookie": self.cookie_for(address), "X-XSRFToken": self.token_for(address)})
            if form is not None:
                form["_xsrf"] = self.token_for(address)
            content = (
                urlencode(form)
                if form is not None
                else json.dumps(body)
                if body is not None
                else ("" if method == "POST" else None)
            )
            answer = await self.client.fetch(
                HTTPRequest(
                    address,
                    method,
                    headers,
                    content,
                    follow_redirects=False,
                    ca_certs=self.hub.authority,
                    request_timeout=120,
                    connect_timeout=60,
                    allow_nonstandard_methods=True,
                ),
                raise_error=False,
            )
            self.keep_cookies(answer)
            if answer.code not in (301, 302, 303, 307) or not follow:
                return answer
            address, method, content, form, body = self.absolute(answer), "GET", None, None, None
        raise RuntimeError(f"{path} leads in circles")

    def absolute(self, answer):
        location = answer.headers["Location"]
        return location if location.startswith("http") else self.hub.address + location.lstrip("/")

    def keep_cookies(self, answer):
        for line in answer.headers.get_list("Set-Cookie"):
            name, value = line.split(";")[0].split("=", 1)
            path = re.search(r"Path=([^;]+)", line, re.I)
            self.cookies[(path.group(1) if path else "/", name)] = value

    def cookies_for(self, address):
        path = "/" + address.removeprefix(self.hub.address).split("?")[0]
        return {
            name: value
            for (prefix, name), value in sorted(self.cookies.items(), key=lambda item: len(item[0][0]))
            if path.startswith(prefix)
        }

    def cookie_for(self, address):
        return "; ".join(f"{name}={value}" for name, value in self.cookies_for(address).items())

    def token_for(self, address):
        return self.cookies_for(address).get("_xsrf", "").strip('"')

    async def wait_for_hub(self, path="hub/login", seconds=300):
        """Waits until the hub answers with 200."""
        for _ in range(seconds):
            try:
                if (await self.ask(path)).code == 200:
                    return
            except OSError:
                pass
            await asyncio.sleep(1)
        raise RuntimeError(f"the hub did not answer within {seconds} s")

    async def send_login(self, name, password):
        """Sends the login page's form, and returns the answer: its code 302 lets in."""
        return await self.ask("hub/login", "POST", form={"username": name, "password": password}, follow=False)

    async def log_in(self):
        """Logs in, with a password chosen now, starts the student's server and waits for it."""
        await self.wait_for_hub()
        answer = await self.send_login(self.name, "secret of " + self.name)
        if answer.code != 302:
            raise RuntimeError(f"{self.name} can't log in: {answer.code} {answer.body[-2000:]}")
        await self.start_server()

    async def start_server(self):
        while (await self.ask("hub/spawn/" + self.name)).code == 429:  # too many at a time: the page tries again
            await asyncio.sleep(5)
        for _ in range(300):
            await self.ask(self.server + "lab")  # whose redirects to the hub and back bring the server's cookies
            answer = await self.ask(self.server + "api/status")
            if answer.code == 200 and answer.headers.get("Content-Type", "").startswith("application/json"):
                return
            await asyncio.sleep(1)
        raise RuntimeError(f"{self.name}'s server did not start: {answer.code} {answer.body[:300]}")

    async def api(self, path, method="GET", body=None):
        answer = await self.ask(f"{self.server}api/{path}", method, body)
        if answer.code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.code} {answer.body[:300]}")
        return json.loads(answer.body) if answer.body else None

    async def open(self):
        """Opens the notebook and a kernel for it."""
        self.content = (await self.api("contents/" + self.notebook))["content"]
        session = await self.api(
            "sessions", "POST", {"path": self.notebook, "type": "notebook", "name": "", "kernel": {"name": "gonb"}}
        )
        self.kernel, self.session = session["kernel"]["id"], uuid.uuid4().hex
        address = f"{self.hub.address}{self.server}api/kernels/{self.kernel}/channels?session_id={self.session}"
        self.socket = await websocket_connect(
            HTTPRequest(
                "ws" + address.removeprefix("http"),
                headers={"Cookie": self.cookie_for(address)},
                ca_certs=self.hub.authority,
            )
        )

    async def save(self):
        await self.api(
            "contents/" + self.notebook, "PUT", {"type": "notebook", "format": "json", "content": self.content}
        )

    async def said(self, code):
        """Runs code in the kernel, and returns what it printed, or its error."""
        _, error = await self.run(code)
        return error or self.printed["stdout"]

    async def run(self, code, limit=180):
        """Runs code in the kernel, and returns the seconds until it was idle again, and its error or ""."""
        message, started, error, self.printed = uuid.uuid4().hex, time.monotonic(), "", {"stdout": "", "stderr": ""}
        await self.socket.write_message(
            json.dumps(
                {
                    "channel": "shell",
                    "parent_header": {},
                    "metadata": {},
                    "buffers": [],
                    "header": {
                        "msg_id": message,
                        "msg_type": "execute_request",
                        "username": self.name,
                        "session": self.session,
                        "version": "5.3",
                        "date": "",
                    },
                    "content": {
                        "code": code,
                        "silent": False,
                        "store_history": True,
                        "user_expressions": {},
                        "allow_stdin": False,
                        "stop_on_error": False,
                    },
                }
            )
        )
        while True:
            said = await asyncio.wait_for(self.socket.read_message(), limit)
            if said is None:
                raise ConnectionError("the kernel's connection was closed")
            said = json.loads(said)
            if said.get("parent_header", {}).get("msg_id") != message:
                continue
            if said["msg_type"] == "stream":
                self.printed[said["content"]["name"]] += said["content"]["text"]
            if said["msg_type"] == "error":
                error = f"{said['content']['evalue']} {self.printed['stderr'][-500:]}"
            if said["msg_type"] == "display_data" and failed(said["content"]):
                error = said["content"]["data"]["text/plain"]
            if said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
                return time.monotonic() - started, error

    async def run_notebook(self):
        await self.open()
        for cell in self.content["cells"]:
            if cell["cell_type"] == "code":
                _, error = await self.run("".join(cell["source"]))
                if bool(error) != ("raises-exception" in cell["metadata"].get("tags", [])):
                    self.failures.append(f"{cell['source'][:50]}: {error or 'did not fail'}")

    async def change_cell(self):
        """Changes a cell and runs it, which saves the notebook too, as a student does."""
        self.count += 1
        seconds, error = await self.run(CHANGED.replace("{count}", str(self.count)))
        if error:
            raise RuntimeError(error)
        self.content["metadata"]["count"] = self.count
        await self.save()
        return seconds

    async def change_cells(self, until, pause, delay):
        await asyncio.sleep(delay)
        while time.monotonic() < until:
            started = time.monotonic()
            try:
                self.seconds.append(await self.change_cell())
            except Exception as failure:
                self.failures.append(f"changed cell {self.count}: {failure!r}")
                return
            await asyncio.sleep(max(0, pause - (time.monotonic() - started)))
