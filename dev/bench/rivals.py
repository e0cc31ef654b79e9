"""The other ways of sending, each in a process of its own: python -m dev.bench.rivals NAME COUNT

Prints one line of JSON at the end: when the sending was launched (monotonic clock) and the CPU seconds used
since, children included. Starting Python and Django isn't counted.
"""

import json
import os
import resource
import smtplib
import sys
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage

import django
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command

from dev.bench.message import HTML, SENDER, SUBJECT, TEXT, address, personal, salutation


def bare_smtplib(count: int) -> Callable[[], None]:
    """The least that Python can do: one connection, a message built once, bytes replaced, nothing kept."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = SENDER, "RECIPIENT", SUBJECT
    message["Message-ID"], message["Date"] = "<IDENTIFIER@example.org>", "Mon, 03 Aug 2026 10:00:00 +1100"
    message.set_content(TEXT)
    message.add_alternative(HTML, subtype="html")
    source = message.as_bytes()

    def send() -> None:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as smtp:
            for number in range(count):
                to = address(number)
                data = source.replace(b"RECIPIENT", to.encode()).replace(b"IDENTIFIER", b"%d" % number)
                smtp.sendmail(SENDER, [to], data.replace(b"[[salutation]]", salutation(number).encode()))

    return send


def django_send(count: int) -> Callable[[], None]:
    """`send()` for each recipient, as the documentation shows."""

    def send() -> None:
        for number in range(count):
            message = EmailMultiAlternatives(SUBJECT, personal(TEXT, number), SENDER, [address(number)])
            message.attach_alternative(personal(HTML, number), "text/html")
            message.send()

    return send


def post_office(count: int) -> Callable[[], None]:
    """django-post-office: rows by send_many, then its command with two processes."""
    from post_office import mail  # noqa: PLC0415 its models need Django to be set up first

    def send() -> None:
        mail.send_many(
            {
                "recipients": [address(number)],
                "sender": SENDER,
                "subject": SUBJECT,
                "message": personal(TEXT, number),
                "html_message": personal(HTML, number),
            }
            for number in range(count)
        )
        call_command("send_queued_mail", processes=2)

    return send


RIVALS = {"bare_smtplib": bare_smtplib, "django_send": django_send, "post_office": post_office}


def cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main(name: str, count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dev.bench.settings")
    django.setup()
    send = RIVALS[name](count)
    launched_at, used = time.monotonic(), cpu_seconds()
    send()
    print(json.dumps({"launched_at": launched_at, "cpu": cpu_seconds() - used}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
