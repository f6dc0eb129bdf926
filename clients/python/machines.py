"""Machines and their credentials, and the three authenticators of the SDK."""

import base64
import json

from zitadel_client.zitadel import Zitadel

from expecting import among, recent, some, without
from world import tomorrow


def machines(on):
    users = on.admin.users
    id = users.create_user(
        {'organizationId': on.org, 'username': 'mill', 'machine': {'name': 'Mill', 'description': 'grinds'}},
        id=some,
        creationDate=recent,
    )['id']
    users.update_user({'userId': id, 'machine': {'description': 'grinds numbers'}}, changeDate=recent)
    users.get_user_by_id(
        {'userId': id}, user={'username': 'mill', 'machine': {'name': 'Mill', 'description': 'grinds numbers'}}
    )
    secret(on, users, id)
    key(on, users, id)
    token(on, users, id)
    users.delete_user({'userId': id}, details={'changeDate': recent})


def secret(on, users, id):
    secret = users.add_secret({'userId': id}, creationDate=recent, clientSecret=some)['clientSecret']
    users.get_user_by_id({'userId': id}, user={'machine': {'hasSecret': True}})
    sees_itself(on.client(Zitadel.with_client_credentials(on.issuer, 'mill', secret)), id)
    users.remove_secret({'userId': id}, deletionDate=recent)
    users.remove_secret.refuses({'userId': id}, 400, 'machine_credential.secret_not_set')


def key(on, users, id):
    added = users.add_key(
        {'userId': id, 'expirationDate': tomorrow()}, creationDate=recent, keyId=some, keyContent=some
    )
    file = json.loads(base64.b64decode(added['keyContent']))
    path = f'{on.setup["folder"]}/mill.json'
    with open(path, 'w') as out:
        json.dump(file, out)
    sees_itself(on.client(Zitadel.with_private_key(on.issuer, path)), id)
    listed = {'id': added['keyId'], 'userId': id, 'organizationId': on.org}
    users.list_keys({'filters': [{'userIdFilter': {'id': id}}]}, result=[listed], pagination={'totalResult': '1'})
    users.remove_key({'userId': id, 'keyId': added['keyId']}, deletionDate=recent)
    users.list_keys({'filters': [{'userIdFilter': {'id': id}}]}, result=without(listed))
    users.remove_key.refuses({'userId': id, 'keyId': added['keyId']}, 404, 'machine_credential.key_not_found')


def token(on, users, id):
    added = users.add_personal_access_token(
        {'userId': id, 'expirationDate': tomorrow()}, creationDate=recent, tokenId=some, token=some
    )
    machine = on.with_token(added['token'])
    sees_itself(machine, id)
    listed = {'id': added['tokenId'], 'userId': id}
    users.list_personal_access_tokens({'filters': [{'userIdFilter': {'id': id}}]}, result=[listed])
    users.remove_personal_access_token({'userId': id, 'tokenId': added['tokenId']}, deletionDate=recent)
    machine.users.get_user_by_id.refuses({'userId': id}, 401, 'auth.token_invalid')


def sees_itself(machine, id):
    machine.users.get_user_by_id({'userId': id}, user={'userId': id, 'username': 'mill', 'loginNames': among('mill')})


def authenticators(on):
    """The service user of the setup with each kind of its credentials: all are the same administrator."""
    setup = on.setup
    for zitadel in (
        Zitadel.with_access_token(on.issuer, setup['token']),
        Zitadel.with_client_credentials(on.issuer, setup['clientId'], setup['clientSecret']),
        Zitadel.with_private_key(on.issuer, setup['keyFile']),
    ):
        robot = on.client(zitadel)
        robot.users.get_user_by_id({'userId': setup['userId']}, user={'username': setup['clientId']})
        robot.organizations.list_organizations({'queries': [{'idQuery': {'id': on.org}}]}, result=[{'id': on.org}])
