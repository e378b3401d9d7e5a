"""Opens the draft mail and the calendar entry of a bundle with parsers that are
not ours. Usage: python3 opened.py MAIL CALENDAR CERTIFICATE"""
import email
import email.policy
import hashlib
import subprocess
import sys
from datetime import datetime, timezone

import icalendar

mail, calendar, certificate = sys.argv[1:]

message = email.message_from_binary_file(open(mail, "rb"), policy=email.policy.default)
for part in message.walk():
    if part.defects:
        sys.exit(f"the mail has defects: {part.defects}")
if message["X-Unsent"] != "1" or message["To"] or message["From"]:
    sys.exit("the mail is no draft")
attached = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}
for line in attached["SHA256SUMS"].decode().splitlines():
    sum_, name = line.split("  ")
    if hashlib.sha256(attached.pop(name)).hexdigest() != sum_:
        sys.exit(f"the mail's {name} is damaged")
if list(attached) != ["SHA256SUMS"]:
    sys.exit(f"the mail's checksums leave out {list(attached)}")

raw = open(calendar, "rb").read()
if any(len(line) > 75 for line in raw.split(b"\r\n")) or b"\n" in raw.replace(b"\r\n", b""):
    sys.exit("the calendar's lines are not RFC 5545's")
entry, = icalendar.Calendar.from_ical(raw).walk("VEVENT")
if entry.errors or len(entry.walk("VALARM")) != 3:
    sys.exit(f"the calendar has errors: {entry.errors}")
ends = subprocess.run(["openssl", "x509", "-noout", "-enddate", "-in", certificate], check=True, capture_output=True, text=True).stdout
ends = datetime.strptime(ends.strip(), "notAfter=%b %d %H:%M:%S %Y GMT").replace(tzinfo=timezone.utc)
if entry.decoded("DTSTART") != ends:
    sys.exit(f"the calendar says {entry.decoded('DTSTART')}, the certificate {ends}")
print(f"mail: {message['subject']}\ncalendar: {entry['SUMMARY']}, {ends:%Y-%m-%d}")
