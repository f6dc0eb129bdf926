#!/usr/bin/env bash
# @peculiar/x509: the text of a name is read and written first to last, the reverse of the RFC that its documentation points to.
#
# Tried with @peculiar/x509 2.2.0 (reflect-metadata 0.2.2) on Node.js, and cryptography 50.0.2 on Python, on 2026-11-30.
# RFC 2253, named at the library's class Name, and its successor RFC 4514 (§2.1) write a name from the last part to the first: what
# everyone types as `CN=…,O=…,C=…` is encoded with the country first. The library encodes the parts as they were typed, so a
# certificate made for that text has the reversed name; Node's X509Certificate, which lists the parts as encoded, shows CN first. Its
# getter `subject` does likewise: of a certificate that others made it returns the reversed text. As both errors cancel out, nobody notices within the library.
# But mutual TLS does: `tls_client_auth_subject_dn` (RFC 8705 §2.1.2) is RFC 4514 text, and one that was taken from
# `subject` matches no certificate at a server that follows it. pyca/cryptography once had the same (its issue 5119, fixed);
# we found it neither in the documentation nor in issues of this library.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null 2>&1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2

cat > made.mjs <<'JS'
import 'reflect-metadata'
import { webcrypto, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto)
const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }
const made = await x509.X509CertificateGenerator.createSelfSigned({ name: process.argv[2], keys, signingAlgorithm })
console.log(`made by @peculiar/x509, its own subject: ${made.subject}`)
console.log(`made by @peculiar/x509, Node.js: ${new X509Certificate(made.toString('pem')).subject.split('\n').join(' then ')}`)
writeFileSync('made.pem', made.toString('pem'))
JS
cat > other.py <<'PY'
import datetime, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

made = x509.load_pem_x509_certificate(open('made.pem', 'rb').read())
print('made by @peculiar/x509, RFC 4514:', made.subject.rfc4514_string())
key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string(sys.argv[1]), datetime.datetime.now()
other = (x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1))
         .sign(key, hashes.SHA256()))
print('made by cryptography, RFC 4514:', other.subject.rfc4514_string())
open('other.der', 'wb').write(other.public_bytes(Encoding.DER))
PY
cat > read.mjs <<'JS'
import 'reflect-metadata'
import { readFileSync } from 'node:fs'
import { X509Certificate } from '@peculiar/x509'

console.log(`made by cryptography, @peculiar/x509: ${new X509Certificate(readFileSync('other.der')).subject}`)
JS

name='CN=app,O=Example,C=CH'
expected="made by @peculiar/x509, its own subject: CN=app, O=Example, C=CH
made by @peculiar/x509, Node.js: CN=app then O=Example then C=CH
made by @peculiar/x509, RFC 4514: C=CH,O=Example,CN=app
made by cryptography, RFC 4514: CN=app,O=Example,C=CH
made by cryptography, @peculiar/x509: C=CH, O=Example, CN=app"
seen="$(node made.mjs "$name"; python/bin/python other.py "$name"; node read.mjs)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
