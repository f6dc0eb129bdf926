#!/usr/bin/env bash
# ldapts: a search by objectGUID, or by `\c4\8d` for "č", asks for another value, as each escaped octet above 7f is sent as the two of a character.
#
# Tried with ldapts 9.2.0 on Node.js and ldap3 2.9.1 on Python 3.11 on 2026-12-02.
# In a filter, a backslash and two hexadecimal digits stand for one octet of the value (RFC 4515 §3; §4 has "Lučić" so). ldapts reads the two digits as
# the number of a character and writes the value as UTF-8: `\c4` becomes c3 84, and a GUID of 16 octets goes out with up to 32. A server finds
# no entry with that value, which is no error, so one suspects the order of the GUID's octets, which is odd as well. ldapts escapes that way
# itself: its escapeFilter`…` takes Buffers, by its README, and its own parser then changes what it has written. Letters that are not escaped, and
# escaped ones of ASCII (`\2a`), are right, so that tests with names pass. An EqualityFilter with a Buffer as its value is sent as it is. ldap3 sends
# the octets for all of these. The RFC's example with an OID as the attribute is refused ("Invalid expression"). Upstream issue 104 (closed) asked why
# a GUID is not found. Somebody who joins users of a directory by objectGUID or objectSid builds these filters as objects.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund ldapts@9.2.0 >/dev/null 2>&1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ldap3==2.9.1

cat > filters.json <<'JSON'
[
  "(sn=Lučić)",
  "(sn=Lu\\c4\\8di\\c4\\87)",
  "(sn=a\\2ab)",
  "(objectGUID=\\90\\41\\42\\43\\b4\\45\\c6\\47\\88\\49\\4a\\4b\\4c\\4d\\4e\\4f)",
  "(1.3.6.1.4.1.1466.0=\\04\\02\\48\\69)"
]
JSON
cat > try.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { Client, EqualityFilter, escapeFilter } from 'ldapts'

// A listener that keeps what a client sends and hangs up.
let sent
const server = createServer((socket) => socket.on('data', (bytes) => { sent = bytes; socket.destroy() }).on('error', () => undefined))
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
async function value(filter, attribute) {
  sent = undefined
  const client = new Client({ url: `ldap://127.0.0.1:${server.address().port}` })
  const refused = await client.search('dc=example', { filter }).catch((error) => error.message)
  if (!sent) return refused.split(':')[0]
  const at = sent.indexOf(attribute) + attribute.length
  return sent.subarray(at + 2, at + 2 + sent[at + 1]).toString('hex')
}
for (const filter of JSON.parse(readFileSync('filters.json')))
  console.log(`ldapts ${filter}: ${await value(filter, filter.slice(1, filter.indexOf('=')))}`)
const guid = Buffer.from('90414243b445c64788494a4b4c4d4e4f', 'hex')
console.log(`ldapts escapeFilter of a Buffer: ${await value(escapeFilter`(objectGUID=${guid})`, 'objectGUID')}`)
console.log(`ldapts EqualityFilter of a Buffer: ${await value(new EqualityFilter({ attribute: 'objectGUID', value: guid }), 'objectGUID')}`)
process.exit()
JS
cat > try.py <<'PY'
import json, socket, threading
import ldap3

for text in json.load(open('filters.json')):
    listener = socket.create_server(('127.0.0.1', 0))
    sent = []

    def keep():
        connection, _ = listener.accept()
        sent.append(connection.recv(4096))
        connection.close()

    keeper = threading.Thread(target=keep)
    keeper.start()
    connection = ldap3.Connection(ldap3.Server('127.0.0.1', listener.getsockname()[1], get_info=None), receive_timeout=5)
    connection.open()
    try:
        connection.search('dc=example', text)
    except ldap3.core.exceptions.LDAPExceptionError:
        pass  # The listener hangs up.
    keeper.join()
    attribute = text[1:text.index('=')].encode()
    at = sent[0].index(attribute) + len(attribute)
    print(f'ldap3 {text}: {sent[0][at + 2:at + 2 + sent[0][at + 1]].hex()}')
PY
seen="$(node try.mjs; python/bin/python -W ignore try.py)"
echo "$seen"
cat > expected <<'TXT'
ldapts (sn=Lučić): 4c75c48d69c487
ldapts (sn=Lu\c4\8di\c4\87): 4c75c384c28d69c384c287
ldapts (sn=a\2ab): 612a62
ldapts (objectGUID=\90\41\42\43\b4\45\c6\47\88\49\4a\4b\4c\4d\4e\4f): c290414243c2b445c38647c288494a4b4c4d4e4f
ldapts (1.3.6.1.4.1.1466.0=\04\02\48\69): Invalid expression
ldapts escapeFilter of a Buffer: c290414243c2b445c38647c288494a4b4c4d4e4f
ldapts EqualityFilter of a Buffer: 90414243b445c64788494a4b4c4d4e4f
ldap3 (sn=Lučić): 4c75c48d69c487
ldap3 (sn=Lu\c4\8di\c4\87): 4c75c48d69c487
ldap3 (sn=a\2ab): 612a62
ldap3 (objectGUID=\90\41\42\43\b4\45\c6\47\88\49\4a\4b\4c\4d\4e\4f): 90414243b445c64788494a4b4c4d4e4f
ldap3 (1.3.6.1.4.1.1466.0=\04\02\48\69): 04024869
TXT
[ "$seen" = "$(cat expected)" ] || { echo "the behaviour has changed" >&2; exit 1; }
