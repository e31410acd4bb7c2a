"""The messages that every mail server of a run holds: the same octets each time."""
import itertools
import random

MESSAGE_BYTES = 4096
# A word of a body, and one of a subject, that few messages have: in a thousand and in a hundred.
BODY_WORD, BODY_EVERY = "quandary", 1000
SUBJECT_WORD, SUBJECT_EVERY = "vellum", 100


def made_up(count, seed=1):
    """Messages of exactly 4 KiB, of words as frequent as those of a language."""
    source = random.Random(seed)
    words = ["".join(source.choices("abdefgiklmnoprstu", k=source.randint(2, 9))) for _ in range(20_000)]
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
    for number in range(1, count + 1):
        subject = " ".join(source.choices(words, cum_weights=weights, k=5))
        if number % SUBJECT_EVERY == 0:
            subject += " " + SUBJECT_WORD
        sender, to = source.choices(words, k=2)
        head = (f"Received: from relay.example.net (relay.example.net [192.0.2.7])\r\n\tby mail.example.org with ESMTP"
                f" id {number:08x};\r\n\tTue, 14 Nov 2023 22:13:20 +0000\r\n"
                f"From: {sender.title()} Example <{sender}@example.net>\r\nTo: {to} <{to}@example.org>, ann@example.org"
                f"\r\nCc: \"Team, The\" <team@example.org>\r\nSubject: {subject}\r\n"
                f"Date: Tue, 14 Nov 2023 22:13:20 +0000\r\nMessage-ID: <{number}.{seed}@example.net>\r\n"
                "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n"
                "\r\n")
        body = source.choices(words, cum_weights=weights, k=640)
        if number % BODY_EVERY == 0:
            body[100] = BODY_WORD
        lines = (" ".join(body[at:at + 11]) for at in range(0, len(body), 11))
        text = (head + "\r\n".join(lines))[:MESSAGE_BYTES - 2]
        if text.endswith("\r"):
            text = text[:-1] + "."
        yield text.ljust(MESSAGE_BYTES - 2, "x").encode("ascii") + b"\r\n"
