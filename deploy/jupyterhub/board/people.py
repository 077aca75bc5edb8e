"""Who is where: what the hub knows of each student's server, and what that server reported last."""

import json
import time

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest

FRESH = 10  # seconds for which the hub's answer is used
A_PAGE = 200  # students in one answer of the hub
MOST = 2000  # students on a board


class People:
    """The students of a hub, without the teachers."""

    def __init__(self, api_url, token, teachers):
        self.api_url, self.token, self.teachers = api_url, token, teachers
        self.users, self.at = [], 0

    async def refresh(self):
        """Asks the hub who is there, if that was not done just now. Where the hub does not answer, it is as before."""
        if time.monotonic() - self.at < FRESH:
            return
        self.at = time.monotonic()
        try:
            self.users = [user for user in await self.ask() if user["name"] not in self.teachers]
        except (HTTPError, OSError, ValueError, KeyError) as error:
            print(f"board: the hub did not answer: {error}", flush=True)

    async def ask(self):
        headers = {"Authorization": f"token {self.token}", "Accept": "application/jupyterhub-pagination+json"}
        found = []
        for offset in range(0, MOST, A_PAGE):
            address = f"{self.api_url}/users?limit={A_PAGE}&offset={offset}"
            answer = await AsyncHTTPClient().fetch(HTTPRequest(address, headers=headers, request_timeout=10))
            part = json.loads(answer.body)
            found += part["items"]
            if not part["_pagination"]["next"]:
                break
        return found


def rows(users, latest, only=None):
    """Returns a row for each student, or for one alone: name, server, page, cells, and when that was reported."""
    known = {user["name"]: user for user in users}
    names = sorted(known.keys() | latest.keys()) if only is None else [only]
    return [row(name, known.get(name, {}), latest.get(name)) for name in names]


def row(name, user, latest):
    server = (user.get("servers") or {}).get("", {})
    found = {"name": name, "server": "on" if server.get("ready") else "starting" if server else "off",
             "page": None, "cells": None, "at": None}
    if latest and latest["at"] >= (server.get("started") or "")[:19]:  # not of a server that has ended
        found |= latest
    return found
