"""SessionService in its two generations: the life of a session."""

import datetime

import people
from expecting import absent, among, recent, some
from world import encoded

details = people.details


def sessions(on):
    life(
        on,
        on.admin.users,
        on.login.sessions,
        'nell',
        lambda id: [
            {'userIdQuery': {'id': id}},
            {'creatorQuery': {}},
            {'expirationDateQuery': {'expirationDate': in_hours(2), 'method': 'TIMESTAMP_QUERY_METHOD_LESS'}},
        ],
    )


def sessions_beta(on):
    life(on, on.admin.beta_users, on.login.beta_sessions, 'nellie', lambda id: [{'userIdQuery': {'id': id}}])


def life(on, users, service, name, queries):
    id = people.add(users, on.org, name)
    agent = {
        'fingerprintId': f'browser-of-{name}',
        'ip': '192.0.2.7',
        'description': 'a browser',
        'header': {'lang': {'values': ['en']}},
    }
    begun = service.create_session(
        {
            'checks': {'user': {'loginName': name}},
            'metadata': {'shop': encoded('7')},
            'userAgent': agent,
            'lifetime': '3600s',
        },
        details=details,
        sessionId=some,
        sessionToken=some,
    )
    found = {'sessionId': begun['sessionId']}
    service.set_session.refuses({**found, 'checks': {'password': {'password': 'wrong'}}}, 400, 'password.wrong')
    changed = service.set_session(
        {**found, 'checks': {'password': {'password': people.password}}}, details=details, sessionToken=some
    )
    session = {
        'id': begun['sessionId'],
        'creationDate': recent,
        'sequence': some,
        'metadata': {'shop': encoded('7')},
        'userAgent': agent,
        'expirationDate': lambda at: in_hours(0.9) < at < in_hours(1.1),
        'factors': {
            'user': {'id': id, 'loginName': name, 'organizationId': on.org},
            'password': {'verifiedAt': recent},
            'webAuthN': absent,
        },
    }
    service.get_session({**found, 'sessionToken': changed['sessionToken']}, session=session)
    service.get_session.refuses({**found, 'sessionToken': begun['sessionToken']}, 403, 'session.token_wrong')
    service.list_sessions(
        {'queries': queries(id), 'query': {'limit': 5}, 'sortingColumn': 'SESSION_FIELD_NAME_CREATION_DATE'},
        details={'totalResult': '1'},
        sessions=among({'id': begun['sessionId']}),
    )
    acts_as_herself(on, changed['sessionToken'], id)
    service.delete_session(found, details=details)
    service.get_session.refuses(found, 404, 'session.unknown')


def acts_as_herself(on, token, id):
    """The token of a session is a token of the API."""
    on.with_token(token).users.get_user_by_id({'userId': id}, user={'userId': id})


def in_hours(hours):
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=hours)
