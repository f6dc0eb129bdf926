#!/usr/bin/env bash
# Authlib and cryptojwt write three in four P-521 keys as JWKs that PyJWT and josepy refuse and whose thumbprint differs; Authlib one P-256 key in 128 too.
#
# Tried with Authlib 1.9.10 (authlib.jose), cryptojwt 1.11.0, joserfc 1.8.0, jwcrypto 1.6.1, PyJWT 2.15.1, josepy 2.2.0 and cryptography 50.0.2 on
# Python 3.11 on 2026-12-02.
# A coordinate of an EC key is written in full length, with its leading zeros (RFC 7518 §6.2.1.2); the modulus of an RSA key is written without
# (§2). Authlib writes both the second way, cryptojwt those of P-521, whose first octet holds a single bit and is zero in half of all cases. A test
# with a few keys of P-256 passes, and a login fails after some later rotation: PyJWT and josepy refuse the length of the key, and other libraries read it.
# Its thumbprint (RFC 7638), which names the key as `kid`, in `cnf.jkt` or for ACME, is taken over other text than that of the full form, so two
# parties that name the same key do not agree. joserfc did the same until its pull request 91 of 2026; for the other two we found no issue.
# Export keys by joserfc, jwcrypto or PyJWT; a server that registers keys of clients should read the short form too, and write out the full one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check authlib==1.9.10 cryptojwt==1.11.0 joserfc==1.8.0 jwcrypto==1.6.1 pyjwt==2.15.1 \
  josepy==2.2.0 cryptography==50.0.2

cat > try.py <<'PY'
import json
import jwt
from authlib.jose import ECKey as AuthlibKey
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptojwt.jwk.ec import ECKey as CryptojwtKey
from joserfc.jwk import ECKey as JoserfcKey
from josepy.jwk import JWK as JosepyKey
from jwcrypto.jwk import JWK as JwcryptoKey

writers = {
    'Authlib': lambda key, pem: AuthlibKey.import_key(pem).as_dict(),
    'cryptojwt': lambda key, pem: CryptojwtKey(pub_key=key).serialize(),
    'joserfc': lambda key, pem: JoserfcKey.import_key(pem).as_dict(),
    'jwcrypto': lambda key, pem: json.loads(JwcryptoKey.from_pem(pem).export_public()),
    'PyJWT': lambda key, pem: jwt.algorithms.ECAlgorithm.to_jwk(key, as_dict=True),
}
readers = {
    'PyJWT': lambda key: jwt.PyJWK(key),
    'josepy': lambda key: JosepyKey.from_json(key),
    'joserfc': lambda key: JoserfcKey.import_key(key),
    'jwcrypto': lambda key: JwcryptoKey(**key),
}

def accepts(read, key):
    try:
        read(key)
        return 'reads it'
    except Exception as error:
        return type(error).__name__

# The private keys 1, 2, 3 and so on: each run sees the same ones.
for curve, characters in ((ec.SECP256R1(), 43), (ec.SECP521R1(), 88)):
    keys = [ec.derive_private_key(number, curve).public_key() for number in range(1, 1025)]
    pems = [key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for key in keys]
    for name, write in writers.items():
        written = [{part: write(key, pem)[part] for part in ('kty', 'crv', 'x', 'y')} for key, pem in zip(keys, pems)]
        short = [at for at, key in enumerate(written) if min(len(key['x']), len(key['y'])) < characters]
        print(f'{written[0]["crv"]} by {name}: {len(short)} of {len(keys)} too short')
        if short:
            first, full = written[short[0]], writers['jwcrypto'](keys[short[0]], pems[short[0]])
            print('  the first one:', ', '.join(f'{reader} {accepts(read, first)}' for reader, read in readers.items()))
            same = JwcryptoKey(**first).thumbprint() == JwcryptoKey(**full).thumbprint()
            print(f'  its thumbprint {"is that" if same else "is not that"} of the full form')
PY
short='  the first one: PyJWT InvalidKeyError, josepy DeserializationError, joserfc reads it, jwcrypto reads it
  its thumbprint is not that of the full form'
expected="P-256 by Authlib: 9 of 1024 too short
$short
P-256 by cryptojwt: 0 of 1024 too short
P-256 by joserfc: 0 of 1024 too short
P-256 by jwcrypto: 0 of 1024 too short
P-256 by PyJWT: 0 of 1024 too short
P-521 by Authlib: 753 of 1024 too short
$short
P-521 by cryptojwt: 753 of 1024 too short
$short
P-521 by joserfc: 0 of 1024 too short
P-521 by jwcrypto: 0 of 1024 too short
P-521 by PyJWT: 0 of 1024 too short"
seen="$(nice python/bin/python -W ignore try.py 2>/dev/null)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
