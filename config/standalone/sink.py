"""The process behind `MailSink`: takes mail on a socket it was handed and writes each message to a file."""

import asyncio
import itertools
import os
import signal
import socket
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Keep:
    """A message is written under another name first, so that a reader never sees a part of one."""

    def __init__(self, folder):
        self.folder = folder
        self.numbers = itertools.count()

    async def handle_DATA(self, server, session, envelope):
        name = f"{time.time_ns():020d}-{next(self.numbers):06d}"
        header = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        part = self.folder / f"{name}.part"
        part.write_bytes(header.encode() + envelope.content)
        part.rename(part.with_suffix(".eml"))
        return "250 Kept"


async def serve(descriptor, folder):
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keep = Keep(folder)
    server = await loop.create_server(
        # Without the machine's name aiosmtpd asks the network for it, which can take seconds.
        lambda: SMTP(keep, hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        sock=socket.socket(fileno=descriptor),
    )
    async with server:
        await stop.wait()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
