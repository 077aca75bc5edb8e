"""How often somebody may try a password: the limits, the time to wait, and from which address a request comes.

Ten wrong passwords for a name within five minutes, or 200 from an address, and the next try waits until these five
minutes are over. The address has the higher limit, since a whole class can share one: sixty students with three slips
each pass. Tries that are refused do not count, so waiting always ends.

Others lock a name (nativeauthenticator) or an address (fail2ban), or both together (django-axes): then anyone can keep
a student out, or a whole room behind one address. Here a browser in which a student has logged in is known by a cookie,
and has a count of its own for this student: what strangers try does not lock it. OWASP describes this as "Device
Cookies". What a stranger can still do is to make a student wait who logs in with a new browser, five minutes at a time.
"""

import ipaddress
import math
import time
from collections import OrderedDict

PERIOD = 300  # seconds
OF_A_NAME, OF_AN_ADDRESS = 10, 200  # wrong passwords in a period
KEYS = 10_000  # of each kind that are remembered, at about 200 bytes: the oldest goes first


class Counts:
    """Counts tries by key, in periods that begin with a key's first try."""

    def __init__(self, limit, now=time.monotonic):
        self.limit, self.now = limit, now
        self.periods = OrderedDict()  # key: [when it began, tries since], oldest first

    def wait(self, key):
        """Returns the seconds until the key may try again: 0 if it may now."""
        began, tries = self.periods.get(key, (0, 0))
        return max(0, began + PERIOD - self.now()) if tries >= self.limit else 0

    def add(self, key, tries=1):
        """Counts a try. It is taken back, with -1, when it turns out to be right."""
        period = self.periods.get(key)
        if period is None or self.now() >= period[0] + PERIOD:
            self.periods.pop(key, None)
            period = self.periods[key] = [self.now(), 0]
        period[1] = max(0, period[1] + tries)
        while len(self.periods) > KEYS:
            self.periods.popitem(last=False)


class Attempts:
    """The counts of names, of addresses, and of known browsers."""

    def __init__(self, now=time.monotonic):
        self.names, self.addresses = Counts(OF_A_NAME, now), Counts(OF_AN_ADDRESS, now)
        self.browsers = Counts(OF_A_NAME, now)

    def begin(self, name, address, browser=None):
        """Counts a try before it is known to be wrong, so that many at the same time are counted, too.

        Returns a sentence if it must wait, else None. A known browser is only counted itself.
        """
        for counts, key, what in self.keys(name, address, browser):
            if seconds := counts.wait(key):
                return f"Too many wrong passwords {what}. Wait {in_words(seconds)}, then try again."
        self.count(name, address, browser, 1)

    def was_right(self, name, address, browser=None):
        self.count(name, address, browser, -1)

    def count(self, name, address, browser, tries):
        for counts, key, _ in self.keys(name, address, browser):
            counts.add(key, tries)

    def keys(self, name, address, browser):
        if browser:
            return [(self.browsers, browser, f"for {name}")]
        return [(self.names, name, f"for {name}"), (self.addresses, address, "from your network")]


def in_words(seconds):
    """Rounds up, to whole minutes where there are two or more."""
    if seconds > 60:
        return f"{math.ceil(seconds / 60)} minutes"
    return f"{math.ceil(seconds)} seconds" if seconds > 1 else "1 second"


def address_of(peer, forwarded, hub="", trusted=()):
    """Returns from where a request comes, as a key to count by. forwarded is its X-Forwarded-For.

    The proxy adds the address that it saw to the end of that header; all before it, and X-Real-IP, which JupyterHub's
    remote_ip prefers, can be made up by who asks. Where other proxies of ours stand before, trusted names them. Who
    asks the hub itself from another address than the hub's, as a student's container can, is counted by that one. A
    student on the hub's own machine can ask it with any header: the limit of a name holds.
    """
    seen = [address.strip() for address in forwarded.split(",") if address.strip()]
    if hub not in ("", "0.0.0.0", peer):
        seen = []
    seen = [peer] + [address for address in seen if address not in trusted]
    try:
        address = ipaddress.ip_address(seen[-1])
    except ValueError:
        return seen[-1][:45]  # an IPv6 address has no more
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 6:  # one household or machine has all of a /64
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
