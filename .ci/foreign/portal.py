"""Two service providers that are not ours (pysaml2, OneLogin's python3-saml),
configured from the bundle's files alone, accept the test user's sign-in and
refuse wrong ones.
Usage: python3 portal.py BUNDLE_FOLDER TEST_USER PASSWORD; prints a JSON line each."""
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

from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from saml2 import BINDING_HTTP_POST, time_util
from saml2.client import Saml2Client
from saml2.config import SPConfig

folder, user, password = sys.argv[1:]
values = json.load(open(f"{folder}/configuration.json", encoding="utf-8"))
IDENTIFIER, REPLY_URL = values["portal"]["identifier"], values["portal"]["reply_url"]
logging.disable(logging.CRITICAL)
OTHER = "https://other.example/saml/SSO"


def pysaml2(xml, entity_id, reply_url):
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
    # pysaml2 compares the recipient only when it is told about the conversation.
    read = Saml2Client(config).parse_authn_request_response(
        base64.b64encode(xml.encode()).decode(), BINDING_HTTP_POST, {}, conv_info={"entity_id": entity_id})
    if read is None or read.assertion is None:
        raise ValueError("it reads no assertion out of this")
    return read.get_subject().text


def python3_saml(xml, entity_id, reply_url):
    metadata = open(f"{folder}/federation-metadata.xml", encoding="utf-8-sig").read()
    settings = OneLogin_Saml2_IdPMetadataParser.merge_settings(
        {"strict": True, "sp": {"entityId": entity_id, "assertionConsumerService": {"url": reply_url}},
         "security": {"wantAssertionsSigned": True}}, OneLogin_Saml2_IdPMetadataParser.parse(metadata))
    response = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(settings), base64.b64encode(xml.encode()).decode())
    at = urllib.parse.urlsplit(reply_url)
    response.is_valid({"https": "on", "http_host": at.netloc, "script_name": at.path}, raise_exceptions=True)
    return response.get_nameid()


# Each with the clock that it reads, to be moved.
PROVIDERS = {"pysaml2": (pysaml2, time_util, "utc_now"), "python3-saml": (python3_saml, OneLogin_Saml2_Utils, "now")}


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

cases = {
    "tampered": (good.replace(user, "mallory@contoso.example"), IDENTIFIER, REPLY_URL, 0),
    "unsigned": (re.sub(r"<(\w+:)?Signature\b.*?</(\w+:)?Signature>", "", good, flags=re.S), IDENTIFIER, REPLY_URL, 0),
    "expired": (good, IDENTIFIER, REPLY_URL, 3 * 3600),
    "from the future": (good, IDENTIFIER, REPLY_URL, -3 * 3600),
    "wrong audience": (good, "https://other.example/saml/metadata", REPLY_URL, 0),
    "wrong destination": (good, IDENTIFIER, OTHER, 0),
    # The envelope is unsigned, so a thief may turn it round; the recipient inside is not.
    "wrong recipient": (good.replace(f'Destination="{REPLY_URL}"', f'Destination="{OTHER}"'), IDENTIFIER, OTHER, 0),
}
for provider, (signed_in, library, clock_name) in PROVIDERS.items():
    name = signed_in(good, IDENTIFIER, REPLY_URL)
    if name.lower() != user.lower() or name.lower() != values["test_user"]["upn"].lower():
        sys.exit(f"{provider}: signed in as {name}")
    refused, clock = {}, getattr(library, clock_name)
    for case, (xml, entity_id, reply_url, moved) in cases.items():
        if (xml, entity_id, reply_url, moved) == (good, IDENTIFIER, REPLY_URL, 0):
            sys.exit(f"the case {case} changes nothing")
        with mock.patch.object(library, clock_name, lambda: clock() + moved):
            try:
                sys.exit(f"{provider}: a response that is {case} was accepted: {signed_in(xml, entity_id, reply_url)}")
            except Exception as refusal:  # whatever it raises is its refusal
                refused[case] = f"{type(refusal).__name__}: {refusal}"[:160]
    print(json.dumps({"provider": provider, "signedIn": name, "refused": refused}))
