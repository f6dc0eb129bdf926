"""The factors that a person holds, without a phone and without a browser."""

import base64
import hashlib
import hmac
import json
import os
import struct
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

domain = 'example.com'
origin = 'https://login.example.com'


def totp(secret, steps_ahead=0):
    """The code of an authenticator app (RFC 6238); a code counts once, so that a second one in a row is of the next step."""
    key = base64.b32decode(secret + '=' * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack('>Q', int(time.time()) // 30 + steps_ahead), 'sha1').digest()
    at = digest[-1] & 15
    return f'{(struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}'


class SecurityKey:
    """A security key in memory (WebAuthn §6, ES256, no attestation); returns the JSON that a browser would."""

    def __init__(self):
        self.key, self.id, self.uses = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), 0

    def register(self, options):
        public = self.key.public_key().public_numbers()
        cose = cbor({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, 'big'), -3: public.y.to_bytes(32, 'big')})
        data = self.data(
            options['publicKey']['rp']['id'], 0x45, bytes(16) + struct.pack('>H', len(self.id)) + self.id + cose
        )
        return self.answer(
            'webauthn.create',
            options,
            {'attestationObject': text(cbor({'fmt': 'none', 'attStmt': {}, 'authData': data}))},
        )

    def authenticate(self, options):
        data = self.data(options['publicKey']['rpId'], 0x05, b'')
        signed = data + hashlib.sha256(client_data('webauthn.get', options)).digest()
        return self.answer(
            'webauthn.get',
            options,
            {'authenticatorData': text(data), 'signature': text(self.key.sign(signed, ec.ECDSA(hashes.SHA256())))},
        )

    def data(self, relying_party, flags, credential):
        self.uses += 1
        return hashlib.sha256(relying_party.encode()).digest() + struct.pack('>BI', flags, self.uses) + credential

    def answer(self, kind, options, response):
        client = {'clientDataJSON': text(client_data(kind, options))}
        return {'id': text(self.id), 'rawId': text(self.id), 'type': 'public-key', 'response': {**client, **response}}


def client_data(kind, options):
    return json.dumps({'type': kind, 'challenge': options['publicKey']['challenge'], 'origin': origin}).encode()


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def cbor(value):
    """Encodes the few types of WebAuthn (RFC 8949 §3): integers, bytes, text, and maps of them."""
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(5, len(value)) + b''.join(cbor(key) + cbor(one) for key, one in value.items())


def head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    return bytes([major << 5 | 24, number]) if number < 256 else struct.pack('>BH', major << 5 | 25, number)
