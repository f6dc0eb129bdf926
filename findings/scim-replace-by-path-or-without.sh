#!/usr/bin/env bash
# SCIM: a PATCH that replaces the given name also drops the family name, in SCIMMY if it has a path, and in scim-patch if it has none.
#
# Tried with SCIMMY 1.3.5 and scim-patch 0.8.3 on Node.js and scim2-models 0.12.3 on Python 3.11 on 2026-12-02.
# `path: "name"` with a value of one member, and no path with `{ "name": … }`, look like two ways to write one operation, and clients send
# either. A replace of a complex attribute leaves the sub-attributes unchanged that the value lacks, and a replace of a multi-valued
# attribute replaces all its values (RFC 7644 §3.5.2.3). The two libraries of npm break the first rule in opposite cases, both without an error.
# SCIMMY also breaks the second: a replace of the addresses without a path appends to them, as an add does, so that the old address stays and each
# repeated synchronization adds another copy. scim2-models follows both rules in both forms. For the form without a path the RFC only says that
# its value has the attributes to be replaced, which may explain scim-patch. We found no issue about either library's case.
# A client is safe with a path down to the sub-attribute (`name.givenName`) for single values and with a path (`emails`) for multiple ones.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund scimmy@1.3.5 scim-patch@0.8.3 >/dev/null 2>&1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check scim2-models==0.12.3

cat > cases.json <<'JSON'
{
  "user": {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "id": "1",
    "userName": "pat",
    "name": { "givenName": "Pat", "familyName": "Doe" },
    "emails": [{ "value": "old@example.com" }]
  },
  "operations": [
    { "op": "replace", "path": "name.givenName", "value": "Kim" },
    { "op": "replace", "path": "name", "value": { "givenName": "Kim" } },
    { "op": "replace", "value": { "name": { "givenName": "Kim" } } },
    { "op": "replace", "path": "emails", "value": [{ "value": "new@example.com" }] },
    { "op": "replace", "value": { "emails": [{ "value": "new@example.com" }] } }
  ]
}
JSON
cat > try.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { patchBodyValidation, scimPatch } from 'scim-patch'
import SCIMMY from 'scimmy'

const { user, operations } = JSON.parse(readFileSync('cases.json'))
const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
const libraries = {
  async SCIMMY(body) {
    const message = new SCIMMY.Messages.PatchOp(body)
    return message.apply(new SCIMMY.Schemas.User(structuredClone(user), 'out'), (patched) => patched)
  },
  async 'scim-patch'(body) {
    patchBodyValidation(body)
    return scimPatch(structuredClone(user), body.Operations)
  },
}
for (const operation of operations) {
  const form = operation.path ? `path ${operation.path}` : `no path, ${Object.keys(operation.value)}`
  for (const [name, apply] of Object.entries(libraries)) {
    const { name: person, emails } = await apply({ schemas, Operations: [structuredClone(operation)] })
    const seen = form.includes('name') ? `${person.givenName} ${person.familyName ?? 'without family name'}` : emails.map(({ value }) => value).join(' and ')
    console.log(`${form} | ${name}: ${seen}`)
  }
}
JS
cat > try.py <<'PY'
import json
from scim2_models import PatchOp, User

cases = json.load(open('cases.json'))
for operation in cases['operations']:
    user = User.model_validate(cases['user'])
    message = {'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': [operation]}
    PatchOp[User].model_validate(message).patch(user)
    form = f'path {operation["path"]}' if 'path' in operation else f'no path, {",".join(operation["value"])}'
    person = f'{user.name.given_name} {user.name.family_name or "without family name"}'
    print(f'{form} | scim2-models: {person if "name" in form else " and ".join(email.value for email in user.emails)}')
PY
expected='path name.givenName | SCIMMY: Kim Doe
path name.givenName | scim-patch: Kim Doe
path name | SCIMMY: Kim without family name
path name | scim-patch: Kim Doe
no path, name | SCIMMY: Kim Doe
no path, name | scim-patch: Kim without family name
path emails | SCIMMY: new@example.com
path emails | scim-patch: new@example.com
no path, emails | SCIMMY: old@example.com and new@example.com
no path, emails | scim-patch: new@example.com
path name.givenName | scim2-models: Kim Doe
path name | scim2-models: Kim Doe
no path, name | scim2-models: Kim Doe
path emails | scim2-models: new@example.com
no path, emails | scim2-models: new@example.com'
seen="$(node try.mjs; python/bin/python -W ignore try.py)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
