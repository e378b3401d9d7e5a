"""A service provider that is not ours (pysaml2), configured from a metadata file
alone. Reads commands, one JSON object a line, and answers each with one line:
configure, request (makes an AuthnRequest), response (judges a SAMLResponse)."""
import json
import logging
import sys

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.client import Saml2Client
from saml2.config import SPConfig

METHODS = "http://schemas.microsoft.com/claims/authnmethodsreferences"
client, asked = None, {}


def configure(order):
    global client, asked
    signing = order["signing"]
    config = SPConfig()
    config.load({
        "entityid": order["entity_id"],
        "metadata": {"local": [order["metadata"]]},
        "allow_unknown_attributes": True,
        "accepted_time_diff": 60,
        "service": {"sp": {
            "endpoints": {"assertion_consumer_service": [(order["acs"], BINDING_HTTP_POST)]},
            "allow_unsolicited": True,
            "authn_requests_signed": False,
            "want_assertions_signed": signing in ("assertion", "both"),
            "want_response_signed": signing in ("response", "both"),
        }},
    })
    client, asked = Saml2Client(config), {}
    return {"idp": list(client.metadata.identity_providers())}


def request(order):
    binding = BINDING_HTTP_POST if order["binding"] == "post" else BINDING_HTTP_REDIRECT
    made, info = client.prepare_for_authenticate(binding=binding, relay_state="here")
    asked[made] = "/"
    if binding == BINDING_HTTP_REDIRECT:
        return {"url": dict(info["headers"])["Location"]}
    return {"form": "".join(info["data"]) if isinstance(info["data"], list) else info["data"]}


def response(order):
    try:
        # Told about the conversation, it checks the recipient too.
        about = {"entity_id": client.config.entityid, "remote_addr": "127.0.0.1"}
        read = client.parse_authn_request_response(order["saml_response"], BINDING_HTTP_POST, dict(asked), conv_info=about)
        if read is None:
            return {"accepted": False, "why": "nothing was read"}
        who = read.get_subject()
        if who is None or not who.text:
            return {"accepted": False, "why": "no subject"}
        return {"accepted": True, "name_id": who.text, "methods": read.ava.get(METHODS, [])}
    except Exception as refusal:  # whatever it raises is its refusal
        return {"accepted": False, "why": f"{type(refusal).__name__}: {refusal}"}


logging.disable(logging.CRITICAL)
for line in sys.stdin:
    order = json.loads(line)
    print(json.dumps({"configure": configure, "request": request, "response": response}[order["do"]](order)), flush=True)
