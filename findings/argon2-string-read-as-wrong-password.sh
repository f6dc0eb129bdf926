#!/usr/bin/env bash
# argon2 of npm: since 0.45 its hashes have the parameters in another order, and libsodium, PyNaCl and Django then say that the right password is wrong.
#
# Tried with argon2 0.44.0 and 0.45.1, hash-wasm 4.13.0 and libsodium-wrappers-sumo 0.8.4 on Node.js, and argon2-cffi 25.1.0, PyNaCl 1.6.2, Django
# 5.2.19 and passlib 1.7.4 on Python 3.11, on 2026-12-02.
# A hash was `$argon2id$v=19$m=…,t=…,p=…$…` and is now `$argon2id$v=19$m=…,p=…,t=…$…`, sorted by name. RFC 9106 defines no text form; the PHC string
# format does, and fixes the order m, t, p. argon2 itself and hash-wasm read both orders, so an application on Node.js notices nothing. Readers made
# after the reference code take the one order. argon2-cffi and passlib at least raise an error about the text; libsodium, PyNaCl and Django return what
# they return for a wrong password. If the users move there, exactly those whose password was set after the update of the package cannot log in,
# and no log tells it from typing errors. The order has an upstream issue (559, open); that readers call it a wrong password we found in none. Before
# an export, write the three parameters as m, t, p: neither salt nor hash depends on their order. A server that imports should read any order.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts argon2@0.45.1 argon2-before@npm:argon2@0.44.0 hash-wasm@4.13.0 libsodium-wrappers-sumo@0.8.4 >/dev/null 2>&1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check argon2-cffi==25.1.0 pynacl==1.6.2 django==5.2.19 passlib==1.7.4

cat > write.cjs <<'JS'
const { writeFileSync } = require('node:fs')
const options = { memoryCost: 1024, timeCost: 2, parallelism: 1, salt: Buffer.alloc(16, 7) }
async function main() {
  const before = await require('argon2-before').hash('right', options)
  const now = await require('argon2').hash('right', options)
  const inOrder = now.replace('m=1024,p=1,t=2', 'm=1024,t=2,p=1')
  console.log(`0.44.0: ${before.split('$')[3]}`)
  console.log(`0.45.1: ${now.split('$')[3]}; in the old order ${inOrder === before ? 'the same hash' : 'another hash'}`)
  writeFileSync('hashes.json', JSON.stringify({ '0.45.1': now, 'in order': inOrder }))
}
main()
JS
cat > try.cjs <<'JS'
const sodium = require('libsodium-wrappers-sumo')
const readers = {
  argon2: (hash, password) => require('argon2').verify(hash, password),
  'hash-wasm': (hash, password) => require('hash-wasm').argon2Verify({ hash, password }),
  libsodium: (hash, password) => sodium.crypto_pwhash_str_verify(hash, password),
}
async function main() {
  await sodium.ready
  for (const [name, verify] of Object.entries(readers))
    for (const [form, hash] of Object.entries(require('./hashes.json')))
      console.log(`${name}, ${form}: right password ${await verify(hash, 'right')}, wrong password ${await verify(hash, 'wrong')}`)
}
main()
JS
cat > try.py <<'PY'
import json
import argon2, nacl.pwhash
from django.conf import settings
from passlib.hash import argon2 as passlib_argon2
settings.configure(PASSWORD_HASHERS=['django.contrib.auth.hashers.Argon2PasswordHasher'])
from django.contrib.auth.hashers import check_password

readers = {
    'argon2-cffi': lambda hash, password: argon2.PasswordHasher().verify(hash, password),
    'passlib': lambda hash, password: passlib_argon2.verify(password, hash),
    'PyNaCl': lambda hash, password: nacl.pwhash.verify(hash.encode(), password.encode()),
    'Django': lambda hash, password: check_password(password, f'argon2{hash}'),
}

def attempt(*of):
    verify, hash, password = of
    try:
        return verify(hash, password)
    except Exception as error:
        return f'{type(error).__name__} ({error})'

for name, verify in readers.items():
    for form, hash in json.load(open('hashes.json')).items():
        print(f'{name}, {form}: right password {attempt(verify, hash, "right")}, wrong password {attempt(verify, hash, "wrong")}')
PY
expected="0.44.0: m=1024,t=2,p=1
0.45.1: m=1024,p=1,t=2; in the old order the same hash
argon2, 0.45.1: right password true, wrong password false
argon2, in order: right password true, wrong password false
hash-wasm, 0.45.1: right password true, wrong password false
hash-wasm, in order: right password true, wrong password false
libsodium, 0.45.1: right password false, wrong password false
libsodium, in order: right password true, wrong password false
argon2-cffi, 0.45.1: right password VerificationError (Decoding failed), wrong password VerificationError (Decoding failed)
argon2-cffi, in order: right password True, wrong password VerifyMismatchError (The password does not match the supplied hash)
passlib, 0.45.1: right password ValueError (malformed argon2 hash), wrong password ValueError (malformed argon2 hash)
passlib, in order: right password True, wrong password False
PyNaCl, 0.45.1: right password InvalidkeyError (Wrong password), wrong password InvalidkeyError (Wrong password)
PyNaCl, in order: right password True, wrong password InvalidkeyError (Wrong password)
Django, 0.45.1: right password False, wrong password False
Django, in order: right password True, wrong password False"
seen="$(node write.cjs; node try.cjs; python/bin/python -W ignore try.py)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
