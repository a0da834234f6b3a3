# SPDX-License-Identifier: AGPL-3.0-or-later
"""Authenticator apps of staff."""
import base64
import hashlib
import hmac
import os
import time


def text_of(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def code_at(secret, step):
    """RFC 6238, as an authenticator app computes it."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at:at + 4], 'big') & 0x7fffffff) % 10**6:06d}"


class App:
    """An authenticator app. The server takes three steps at any moment, each once: one behind the other gives three
    codes without waiting; forget() lets the server forget that they were used."""

    def __init__(self):
        self.secret = os.urandom(20)
        self.used = 0

    def code(self):
        step = max(int(time.time()) // 30 - 1, self.used + 1)
        self.used = step
        return code_at(self.secret, step)

    def forget(self, server, login):
        self.used = 0
        server.database.psql(f"UPDATE staff.person SET totp_step = 0 WHERE login = '{login}'")

    def enrolment(self):
        return {"secret": text_of(self.secret), "code": self.code()}
