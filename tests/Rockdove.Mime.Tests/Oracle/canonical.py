"""Reads messages as Python's email package (policy default) does, and prints what it read, a line for each thing.

Input: for each message four octets of length, the highest first, and its octets. Output: its lines, then a line ".".
"""
import datetime
import email
import email.policy
import hashlib
import sys


def text(value):
    units = value.encode("utf-16-be", "surrogatepass")
    codes = [units[i] << 8 | units[i + 1] for i in range(0, len(units), 2)]
    return "".join(chr(c) if 32 <= c < 127 and c != 92 else "\\u%04x" % c for c in codes)


def attempt(function):
    try:
        return function()
    except Exception as error:  # What it raises is what it says of the message.
        return "!" + type(error).__name__


def date(header):
    when = header.datetime
    if when is None:
        return "-"
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.timezone.utc)
    return when.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + " %d" % (
        when.utcoffset().total_seconds() // 60)


def addresses(header):
    shown = []
    for group in header.groups:
        if group.display_name is not None:
            shown.append("[%s:%d]" % (group.display_name, len(group.addresses)))
        shown += ["%s<%s@%s>" % (a.display_name, a.username, a.domain) for a in group.addresses]
    return " ".join(shown)


def header_lines(part, path):
    for name, show in (("From", addresses), ("To", addresses), ("Cc", addresses), ("Date", date), ("Subject", str),
                       ("X-Note", str)):
        if name in part:
            yield "%s %s %s" % (name.lower(), path, text(attempt(lambda: show(part[name]))))


def lines(part, path):
    kind = "leaf" if not part.is_multipart() else "message" if part.get_content_maintype() == "message" else "multi"
    if part.get_content_type() == "message/delivery-status":
        kind = "leaf"
    yield "part %s %s %s" % (path, text(part.get_content_type()), kind)
    yield from header_lines(part, path)
    name = attempt(part.get_filename)
    if name:
        yield "name %s %s" % (path, text(name))
    if kind != "leaf":
        for number, child in enumerate(part.get_payload(), 1):
            yield from lines(child, "%s.%d" % (path, number))
    elif not part.is_multipart():
        octets = attempt(lambda: part.get_payload(decode=True))
        octets = octets.encode() if isinstance(octets, str) else octets or b""
        yield "body %s %d %s" % (path, len(octets), hashlib.sha1(octets).hexdigest())
        if part.get_content_maintype() == "text":
            said = attempt(part.get_content)
            yield "text %s %s" % (path, text(said))


def main():
    source, target = sys.stdin.buffer, sys.stdout
    while True:
        length = source.read(4)
        if len(length) < 4:
            return
        octets = source.read(int.from_bytes(length, "big"))
        try:
            message = email.message_from_bytes(octets, policy=email.policy.default)
            for line in lines(message, "0"):
                print(line, file=target)
        except Exception as error:
            print("raises 0 " + type(error).__name__, file=target)
        print(".", file=target)


main()
