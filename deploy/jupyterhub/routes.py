"""The hub's side of the proxy: it keeps the proxy running, and gives it the addresses of the students' servers."""

import asyncio
from urllib.parse import urlsplit

from jupyterhub.proxy import ConfigurableHTTPProxy
from tornado.ioloop import PeriodicCallback
from traitlets import Any

from proxy import answers


class StudentsProxy(ConfigurableHTTPProxy):
    """JupyterHub's proxy, started by a function, with students' servers behind Unix sockets."""

    launch = Any(config=True, help="A function that starts the process, and returns when it answers.")

    async def start(self):
        """Is called when the hub starts. By then the proxy runs."""
        self._check_running_callback = PeriodicCallback(self.check_running, 1e3 * self.check_running_interval)
        self._check_running_callback.start()

    async def check_running(self):
        if answers(urlsplit(self.api_url)):
            return
        self.log.error("The proxy has ended: starting it again")
        try:
            await asyncio.to_thread(self.launch)
        except (RuntimeError, OSError) as error:  # such as a full disk; tried again at the next check
            self.log.error("%s", error)
        if answers(urlsplit(self.api_url)):
            await self.restore_routes()

    async def add_route(self, routespec, target, data):
        await super().add_route(routespec, for_proxy(target), data)

    def _reformat_routespec(self, routespec, chp_data):
        route = super()._reformat_routespec(routespec, chp_data)
        return route | {"target": for_hub(route["target"])}


def for_proxy(target):
    """Returns the address of a socket as the proxy writes it: without a port."""
    scheme, rest = target.split("://", 1)
    return "unix+http://" + rest.removesuffix(":80") if scheme == "http+unix" else target


def for_hub(target):
    """Returns the address of a socket as JupyterHub writes it: with a port, which has no meaning."""
    scheme, rest = target.split("://", 1)
    return f"http+unix://{rest}:80" if scheme == "unix+http" else target
