#!/usr/bin/env bash
# scim-patch: an extension that comes as an object is stored under a shortened URN, and the attributes under the right one stay as they were.
#
# Tried with scim-patch 0.8.3 and SCIMMY 1.3.5 on Node.js and scim2-models 0.12.3 on Python 3.11 on 2026-12-02.
# In a resource, the attributes of an extension are an object under the URN of its schema (RFC 7643 §3.3), and an operation without a path may have
# this object in its value (RFC 7644 §3.5.2.1 and §3.5.2.3). scim-patch takes each member of such a value as a path, finds the dot in "2.0:User", and
# splits there: a new object "urn:…:enterprise:2.0" gets a member "User". It does so whether or not `schemas` lists the extension and whether
# the resource has the object already; a second synchronization changes the same wrong place, so nothing ever fails. The same URN as a path goes wrong
# the same way; with the attribute at its end (`…:User:department`), as path or as member, it is right, since upstream
# issue 207 (closed). We found no issue about the object. Before scim-patch, write out each member of such an object with its URN.
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
  "extension": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  "user": {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
    "id": "1",
    "userName": "pat",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Old" }
  },
  "operations": [
    { "op": "replace", "value": { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "New" } } },
    { "op": "add", "value": { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "New" } } },
    { "op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "value": { "department": "New" } },
    { "op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "New" },
    { "op": "replace", "value": { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "New" } }
  ]
}
JSON
cat > try.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { patchBodyValidation, scimPatch } from 'scim-patch'
import SCIMMY from 'scimmy'

SCIMMY.Schemas.User.extend(SCIMMY.Schemas.EnterpriseUser)
const { extension, user, operations } = JSON.parse(readFileSync('cases.json'))
const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
const libraries = {
  async 'scim-patch'(body) {
    patchBodyValidation(body)
    return scimPatch(structuredClone(user), body.Operations)
  },
  async SCIMMY(body) {
    const message = new SCIMMY.Messages.PatchOp(body)
    return message.apply(new SCIMMY.Schemas.User(structuredClone(user), 'out'), (patched) => patched)
  },
}
for (const [name, apply] of Object.entries(libraries)) {
  for (const operation of operations) {
    const form = JSON.stringify(operation).replaceAll(extension, 'URN')
    const patched = JSON.parse(JSON.stringify(await apply({ schemas, Operations: [operation] })))
    const others = Object.keys(patched).filter((member) => member.startsWith('urn:') && member !== extension)
    const more = others.map((member) => `, ${member.replace(/.*:/, '…:')} has ${JSON.stringify(patched[member])}`)
    console.log(`${name} ${form}: department ${patched[extension].department}${more.join('')}`)
  }
}
JS
cat > try.py <<'PY'
import json
from scim2_models import EnterpriseUser, PatchOp, User

cases = json.load(open('cases.json'))
for operation in cases['operations']:
    user = User[EnterpriseUser].model_validate(cases['user'])
    message = {'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': [operation]}
    PatchOp[User[EnterpriseUser]].model_validate(message).patch(user)
    form = json.dumps(operation, separators=(',', ':')).replace(cases['extension'], 'URN')
    print(f'scim2-models {form}: department {user[EnterpriseUser].department}')
PY
seen="$(node try.mjs; python/bin/python -W ignore try.py)"
echo "$seen"
cat > expected <<'TXT'
scim-patch {"op":"replace","value":{"URN":{"department":"New"}}}: department Old, …:2.0 has {"User":{"department":"New"}}
scim-patch {"op":"add","value":{"URN":{"department":"New"}}}: department Old, …:2.0 has {"User":{"department":"New"}}
scim-patch {"op":"replace","path":"URN","value":{"department":"New"}}: department Old, …:2.0 has {"User":{"department":"New"}}
TXT
for library in scim-patch SCIMMY scim2-models; do
  if [ "$library" != scim-patch ]; then
    echo "$library "'{"op":"replace","value":{"URN":{"department":"New"}}}: department New'
    echo "$library "'{"op":"add","value":{"URN":{"department":"New"}}}: department New'
    echo "$library "'{"op":"replace","path":"URN","value":{"department":"New"}}: department New'
  fi
  echo "$library "'{"op":"replace","path":"URN:department","value":"New"}: department New'
  echo "$library "'{"op":"replace","value":{"URN:department":"New"}}: department New'
done >> expected
[ "$seen" = "$(cat expected)" ] || { echo "the behaviour has changed" >&2; exit 1; }
