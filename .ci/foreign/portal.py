"""A service provider that is not ours (pysaml2), configured from the bundle's
files alone, accepts the test user's sign-in and refuses wrong ones.
Usage: python3 portal.py BUNDLE_FOLDER TEST_USER PASSWORD; prints one JSON line."""
import base64
import html
import http.cookiejar
import json
import logging
import re
import secrets
import sys
import urllib.parse
import urllib.request
from unittest import mock

from saml2 import BINDING_HTTP_POST, time_util
from saml2.client import Saml2Client
from saml2.config import SPConfig

folder, user, password = sys.argv[1:]
values = json.load(open(f"{folder}/configuration.json", encoding="utf-8"))
logging.disable(logging.CRITICAL)
OTHER = "https://other.example/saml/SSO"


def provider(entity_id=values["portal"]["identifier"], reply_url=values["portal"]["reply_url"]):
    config = SPConfig()
    config.load({
        "entityid": entity_id,
        "metadata": {"local": [f"{folder}/federation-metadata.xml"]},
        "allow_unknown_attributes": True,
        "service": {"sp": {
            "endpoints": {"assertion_consumer_service": [(reply_url, BINDING_HTTP_POST)]},
            "allow_unsolicited": True,
            "authn_requests_signed": False,
            "want_assertions_signed": True,
            "want_response_signed": False,
        }},
    })
    return Saml2Client(config)


def signed_in(xml, **changes):
    response = base64.b64encode(xml.encode()).decode()
    client = provider(**changes)
    # pysaml2 compares the recipient only when it is told about the conversation.
    read = client.parse_authn_request_response(response, BINDING_HTTP_POST, {},
                                               conv_info={"entity_id": client.config.entityid})
    if read is None or read.assertion is None:
        raise ValueError("it reads no assertion out of this")
    return read.get_subject().text


class Browser:
    """Walks plain HTML forms as a browser without scripts would."""

    def __init__(self):
        self.open_url = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def open(self, address, fields=None):
        request = urllib.request.Request(address, urllib.parse.urlencode(fields).encode() if fields else None)
        if fields:
            at = urllib.parse.urlsplit(address)
            request.add_header("Origin", f"{at.scheme}://{at.netloc}")
        with self.open_url(request) as answer:
            return answer.url, answer.read().decode()

    def submit(self, page, name, given):
        for action, fields in forms(page):
            if name in fields:
                return self.open(action, {**fields, **given})
        raise ValueError(f"no form with {name} on {page[0]}: {page[1][:600]}")


def forms(page):
    address, text = page
    for head, inner in re.findall(r"<form\b([^>]*)>(.*?)</form>", text, re.S):
        inputs = [attributes(found) for found in re.findall(r"<input\b([^>]*)>", inner)]
        yield (urllib.parse.urljoin(address, attributes(head).get("action", "")),
               {found["name"]: found.get("value", "") for found in inputs if "name" in found})


def attributes(tag):
    return {name: html.unescape(value) for name, value in re.findall(r'\b([a-z]+)="([^"]*)"', tag)}


browser = Browser()
page = browser.open(values["entra"]["user_access_url"])
page = browser.submit(page, "username", {"username": user})
page = browser.submit(page, "password", {"password": password})
if 'name="new"' in page[1]:
    fresh = "Practice-New-" + secrets.token_hex(6)
    page = browser.submit(page, "new", {"password": password, "new": fresh, "again": fresh})
posted = [fields["SAMLResponse"] for _, fields in forms(page) if "SAMLResponse" in fields]
if not posted:
    sys.exit(f"no SAML response on {page[0]}: {page[1][:1500]}")
good = base64.b64decode(posted[0]).decode()

name = signed_in(good)
if name.lower() != user.lower() or name.lower() != values["test_user"]["upn"].lower():
    sys.exit(f"signed in as {name}")

reply_url = values["portal"]["reply_url"]
cases = {
    "tampered": (good.replace(user, "mallory@contoso.example"), {}, 0),
    "unsigned": (re.sub(r"<(\w+:)?Signature\b.*?</(\w+:)?Signature>", "", good, flags=re.S), {}, 0),
    "expired": (good, {}, 3 * 3600),
    "from the future": (good, {}, -3 * 3600),
    "wrong audience": (good, {"entity_id": "https://other.example/saml/metadata"}, 0),
    "wrong destination": (good, {"reply_url": OTHER}, 0),
    # The envelope is unsigned, so a thief may turn it round; the recipient inside is not.
    "wrong recipient": (good.replace(f'Destination="{reply_url}"', f'Destination="{OTHER}"'), {"reply_url": OTHER}, 0),
}
refused, clock = {}, time_util.utc_now
for case, (xml, changes, moved) in cases.items():
    if not changes and not moved and xml == good:
        sys.exit(f"the case {case} changes nothing")
    with mock.patch.object(time_util, "utc_now", lambda: clock() + moved):
        try:
            sys.exit(f"a response that is {case} was accepted: {signed_in(xml, **changes)}")
        except Exception as refusal:  # whatever it raises is its refusal
            refused[case] = f"{type(refusal).__name__}: {refusal}"[:160]
print(json.dumps({"provider": "pysaml2", "signedIn": name, "refused": refused}))
