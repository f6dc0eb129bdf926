#!/usr/bin/env bash
# joserfc and cryptojwt: one key of a further `use` in a key set, say of SPIFFE, makes the whole set unreadable, and every login of Authlib fails.
#
# Tried with joserfc 1.8.0, Authlib 1.9.10 (flask 3.1.2), cryptojwt 1.11.0, jwcrypto 1.6.1, PyJWT 2.15.1, jwskate 0.12.2 and cryptography 50.0.2 on
# Python 3.11 on 2026-12-02.
# RFC 7517 (§4.2) defines sig and enc for `use` and says that other values may be used; SPIFFE does so (`jwt-svid`, `x509-svid`) in its bundles,
# which are key sets. A provider that publishes such a key beside the one for ID tokens changes nothing for a client, one would think, as a client picks its
# key by `kid`. joserfc checks each key of the set when it reads the set, and raises KeyParameterError for the key that nobody asked for; Authlib, whose
# OIDC clients now use joserfc, passes it on. cryptojwt ends with a TypeError about an argument given twice. An unknown `kty` they both
# skip, as §5 wants; joserfc does not skip an unknown `crv` (KeyError), which §5 treats alike (values out of the supported ranges). jwskate reads
# the foreign `use` and fails at `kty` and `crv`. jwcrypto and PyJWT take all. Upstream has issues about `kty` only (joserfc 104, closed), as far as we found.
# A provider keeps keys for other uses in a set of their own; a client of joserfc filters the keys by `use` before import_key_set().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check joserfc==1.8.0 authlib==1.9.10 flask==3.1.2 requests==2.34.2 jwcrypto==1.6.1 pyjwt==2.15.1 \
  cryptojwt==1.11.0 jwskate==0.12.2 cryptography==50.0.2

cat > try.py <<'PY'
import json, time
import jwt
from authlib.integrations.flask_client import OAuth
from cryptography.hazmat.primitives.asymmetric import ec
from cryptojwt.key_jar import KeyJar
from cryptojwt.jwt import JWT
from flask import Flask
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import KeySet
from jwcrypto import jwk as jwcrypto_jwk, jwt as jwcrypto_jwt
from jwskate import JwkSet, SignedJwt

issuer = 'https://op.example.test'
private, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

def public(key, **members):
    part = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**{name: part[name] for name in ('kty', 'crv', 'x', 'y')}, **members}

now = int(time.time())
claims = {'iss': issuer, 'sub': 'pat', 'aud': 'app', 'iat': now, 'exp': now + 300, 'nonce': 'n'}
token = jwt.encode(claims, private, 'ES256', headers={'kid': 'login'})

def authlib(keys):
    app = Flask('app')
    app.secret_key = 'key'
    client = OAuth(app).register('op', client_id='app', issuer=issuer, jwks=keys, id_token_signing_alg_values_supported=['ES256'])
    with app.test_request_context():
        return client.parse_id_token({'id_token': token, 'access_token': 'a'}, nonce='n')['sub']

def cryptojwt(keys):
    jar = KeyJar()
    jar.import_jwks(keys, issuer)
    return JWT(key_jar=jar, iss='app', allowed_sign_algs=['ES256']).unpack(token)['sub']

def jwskate(keys):
    SignedJwt(token).verify_signature(JwkSet(keys), alg='ES256')
    return SignedJwt(token).sub

readers = {
    'joserfc': lambda keys: joserfc_jwt.decode(token, KeySet.import_key_set(keys)).claims['sub'],
    'Authlib': authlib,
    'cryptojwt': cryptojwt,
    'jwcrypto': lambda keys: json.loads(jwcrypto_jwt.JWT(jwt=token, key=jwcrypto_jwk.JWKSet.from_json(json.dumps(keys))).claims)['sub'],
    'PyJWT': lambda keys: jwt.decode(token, jwt.PyJWKSet.from_dict(keys)['login'], ['ES256'], audience='app')['sub'],
    'jwskate': jwskate,
}
login = public(private, kid='login', use='sig', alg='ES256')
more = {
    'alone': [],
    'with a key for encryption': [public(other, kid='other', use='enc')],
    'with a key of an unknown type': [{'kty': 'FUTURE', 'kid': 'other'}],
    'with a key on an unknown curve': [public(other, kid='other', use='sig') | {'crv': 'FUTURE'}],
    'with a key of use jwt-svid': [public(other, kid='other', use='jwt-svid')],
}
for form, others in more.items():
    for name, read in readers.items():
        try:
            seen = read({'keys': json.loads(json.dumps([login, *others]))})
        except Exception as error:
            seen = f'{type(error).__name__}: {error}'
        print(f'{form} | {name}: {seen}')
PY
seen="$(nice python/bin/python -W ignore try.py 2>/dev/null)"
echo "$seen"
use="'use' must be one of ['sig', 'enc']"
twice="cryptojwt.jwk.ec.ECKey() got multiple values for keyword argument 'use'"
readers=(joserfc Authlib cryptojwt jwcrypto PyJWT jwskate)
{
  for form in 'alone' 'with a key for encryption'; do
    for reader in "${readers[@]}"; do echo "$form | $reader: pat"; done
  done
  form='with a key of an unknown type'
  for reader in "${readers[@]:0:5}"; do echo "$form | $reader: pat"; done
  echo "$form | jwskate: InvalidJwk: ('Unsupported Key Type', 'FUTURE')"
  form='with a key on an unknown curve'
  for reader in joserfc Authlib; do echo "$form | $reader: KeyError: 'FUTURE'"; done
  for reader in cryptojwt jwcrypto PyJWT; do echo "$form | $reader: pat"; done
  echo "$form | jwskate: UnsupportedEllipticCurve: 'FUTURE'"
  form='with a key of use jwt-svid'
  for reader in joserfc Authlib; do echo "$form | $reader: KeyParameterError: key_parameter: $use"; done
  echo "$form | cryptojwt: TypeError: $twice"
  for reader in jwcrypto PyJWT jwskate; do echo "$form | $reader: pat"; done
} > expected
[ "$seen" = "$(cat expected)" ] || { echo "the behaviour has changed" >&2; exit 1; }
