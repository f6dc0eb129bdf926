"""The server of this run as a developer meets it: its address, the files of its administrator, and a client of the SDK for each caller."""

import base64
import datetime
import json
import time

import jwt
import requests
from zitadel_client.zitadel import Zitadel


class World:
    def __init__(self, ledger, setup_file):
        with open(setup_file) as file:
            self.setup = json.load(file)
        self.ledger, self.issuer = ledger, self.setup['issuer']
        self.admin = self.with_token(self.setup['admin'])
        self.login = self.with_token(self.setup['loginClient'])
        self.org = self.rest('GET', '/management/v1/orgs/me')['org']['id']

    def client(self, zitadel):
        return self.ledger.client(zitadel)

    def with_token(self, token):
        return self.client(Zitadel.with_access_token(self.issuer, token))

    def system(self):
        """A client of the system user."""
        return self.with_token(self.system_token())

    def system_token(self):
        """The token of the system user: a JWT that it signs itself."""
        now = int(time.time())
        claims = {'iss': 'operator', 'sub': 'operator', 'aud': self.issuer, 'iat': now, 'exp': now + 600}
        with open(self.setup['systemKey']) as file:
            return jwt.encode(claims, file.read(), 'RS256')

    def rest(self, method, path, body=None, token=None):
        """Calls what the SDK has no method for, as the administrator unless a token is given."""
        reply = requests.request(
            method, self.issuer + path, json=body, headers={'authorization': f'Bearer {token or self.setup["admin"]}'}
        )
        if not reply.ok:
            raise ValueError(f'{method} {path}: {reply.status_code} {reply.text}')
        return reply.json()


def tomorrow():
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)


def encoded(text):
    """The bytes of a text as the SDK wants bytes: in base64."""
    return base64.b64encode(text.encode()).decode()
