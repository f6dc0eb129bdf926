"""UserService in its two generations: people, their addresses, passwords and states."""

from expecting import absent, among, recent, some, without
from world import encoded

details = {'sequence': some, 'changeDate': recent, 'resourceOwner': some}
password = 'Correct-Horse-1'


def add(service, org, name, **more):
    """Adds a person with a proven address and a password; returns the id."""
    return service.add_human_user(
        {
            'username': name,
            'organization': {'orgId': org},
            'profile': {'givenName': name.title(), 'familyName': 'Lovelace'},
            'email': {'email': f'{name}@example.com', 'isVerified': True},
            'password': {'password': password},
            **more,
        },
        userId=some,
        details=details,
    )['userId']


def people(on):
    users = on.admin.users
    id = add(
        users,
        on.org,
        'ada',
        phone={'phone': '+41791234567', 'isVerified': True},
        metadata=[{'key': 'team', 'value': encoded('engine')}],
    )
    seen = {
        'userId': id,
        'username': 'ada',
        'state': 'USER_STATE_ACTIVE',
        'loginNames': ['ada'],
        'preferredLoginName': 'ada',
    }
    users.get_user_by_id(
        {'userId': id},
        user={
            **seen,
            'details': {'resourceOwner': on.org},
            'human': {
                'profile': {'givenName': 'Ada', 'familyName': 'Lovelace', 'displayName': 'Ada Lovelace'},
                'email': {'email': 'ada@example.com', 'isVerified': True},
                'phone': {'phone': '+41791234567', 'isVerified': True},
            },
        },
    )
    users.get_user_by_id.refuses({'userId': 'nobody'}, 404, 'user.not_found')
    users.list_users(
        {
            'query': {'limit': 10, 'asc': True},
            'sortingColumn': 'USER_FIELD_NAME_EMAIL',
            'queries': [
                {'emailQuery': {'emailAddress': 'ADA@', 'method': 'TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE'}},
                {'typeQuery': {'type': 'TYPE_HUMAN'}},
            ],
        },
        details={'totalResult': '1'},
        result=[seen],
    )
    users.list_users(
        {
            'queries': [
                {'metadataKeyFilter': {'key': 'team', 'method': 'TEXT_FILTER_METHOD_EQUALS'}},
                {'metadataValueFilter': {'value': encoded('engine'), 'method': 'BYTE_FILTER_METHOD_EQUALS'}},
            ]
        },
        result=[seen],
    )
    create(on, users)
    update(users, id)
    metadata(users, id)
    skip(users, id)
    addresses(users, id)
    users.send_email_code({'userId': id, 'returnCode': {}}, details=details, verificationCode=some)
    passwords(on, users, id, 'ada', 'sessions')
    states(users, id)
    invite(on, users)
    users.delete_user({'userId': id}, details=details)
    users.get_user_by_id.refuses({'userId': id}, 404, 'user.not_found')


def people_beta(on):
    users = on.admin.beta_users
    id = add(users, on.org, 'babbage')
    seen = {'userId': id, 'username': 'babbage', 'state': 'USER_STATE_ACTIVE'}
    users.get_user_by_id(
        {'userId': id}, user={**seen, 'human': {'email': {'email': 'babbage@example.com', 'isVerified': True}}}
    )
    users.list_users({'queries': [{'inUserIdsQuery': {'userIds': [id]}}]}, details={'totalResult': '1'}, result=[seen])
    update_person(users, id)
    addresses(users, id)
    passwords(on, users, id, 'babbage', 'beta_sessions')
    states(users, id)
    users.delete_user({'userId': id}, details=details)
    users.get_user_by_id.refuses({'userId': id}, 404, 'user.not_found')


def create(on, users):
    """The newer way to create and update people. The SDK cannot give a password with CreateUser: it sends something else (findings)."""
    users.create_user.refuses(
        {
            'organizationId': on.org,
            'username': 'grace',
            'human': {
                'profile': {'givenName': 'Grace', 'familyName': 'Hopper'},
                'email': {'email': 'grace@example.com'},
                'password': {'password': {'password': password}},
            },
        },
        400,
    )
    id = users.create_user(
        {
            'organizationId': on.org,
            'username': 'grace',
            'human': {
                'profile': {'givenName': 'Grace', 'familyName': 'Hopper'},
                'email': {'email': 'grace@example.com', 'returnCode': {}},
            },
        },
        id=some,
        creationDate=recent,
        emailCode=some,
    )['id']
    users.update_user(
        {
            'userId': id,
            'username': 'hopper',
            'human': {
                'profile': {'nickName': 'Amazing'},
                'password': {'password': {'password': password}},
                'email': {'email': 'hopper@example.com', 'isVerified': True},
            },
        },
        changeDate=recent,
    )
    users.get_user_by_id(
        {'userId': id},
        user={
            'username': 'hopper',
            'human': {
                'profile': {'nickName': 'Amazing', 'givenName': 'Grace'},
                'email': {'email': 'hopper@example.com', 'isVerified': True},
            },
        },
    )
    users.delete_user({'userId': id}, details=details)


def update(users, id):
    update_person(users, id)
    users.update_human_user(
        {'userId': id, 'username': 'ada', 'phone': {'phone': '+41791234567', 'returnCode': {}}}, details=details
    )


def update_person(users, id):
    users.update_human_user(
        {
            'userId': id,
            'profile': {
                'givenName': 'Augusta',
                'familyName': 'King',
                'preferredLanguage': 'en',
                'gender': 'GENDER_FEMALE',
            },
        },
        details=details,
    )
    users.get_user_by_id(
        {'userId': id},
        user={
            'human': {
                'profile': {
                    'givenName': 'Augusta',
                    'familyName': 'King',
                    'preferredLanguage': 'en',
                    'gender': 'GENDER_FEMALE',
                }
            }
        },
    )


def metadata(users, id):
    entries = [{'key': 'floor', 'value': encoded('2')}, {'key': 'room', 'value': encoded('12')}]
    users.set_user_metadata({'userId': id, 'metadata': entries}, setDate=recent)
    users.list_user_metadata({'userId': id}, metadata=among(*entries))
    users.list_user_metadata(
        {'userId': id, 'filters': [{'keyFilter': {'key': 'ROOM', 'method': 'TEXT_FILTER_METHOD_EQUALS_IGNORE_CASE'}}]},
        metadata=[entries[1]],
        pagination={'totalResult': '1'},
    )
    users.delete_user_metadata({'userId': id, 'keys': ['floor']}, deletionDate=recent)
    users.list_user_metadata({'userId': id}, metadata=without(entries[0]))


def skip(users, id):
    users.human_mfa_init_skipped({'userId': id}, details=details)
    users.get_user_by_id({'userId': id}, user={'human': {'mfaInitSkipped': recent}})


def addresses(users, id):
    """New addresses are proven by the codes of the replies."""
    code = users.set_email(
        {'userId': id, 'email': 'new@example.com', 'returnCode': {}}, details=details, verificationCode=some
    )
    users.verify_email.refuses({'userId': id, 'verificationCode': 'WRONG1'}, 400, 'user.email_code_wrong')
    code = users.resend_email_code({'userId': id, 'returnCode': {}}, details=details, verificationCode=some)[
        'verificationCode'
    ]
    users.verify_email({'userId': id, 'verificationCode': code}, details=details)
    code = users.set_phone(
        {'userId': id, 'phone': '+41 79 765 43 21', 'returnCode': {}}, details=details, verificationCode=some
    )
    code = users.resend_phone_code({'userId': id, 'returnCode': {}}, details=details, verificationCode=some)[
        'verificationCode'
    ]
    users.verify_phone({'userId': id, 'verificationCode': code}, details=details)
    users.get_user_by_id(
        {'userId': id},
        user={
            'human': {
                'email': {'email': 'new@example.com', 'isVerified': True},
                'phone': {'phone': '+41797654321', 'isVerified': True},
            }
        },
    )
    users.remove_phone({'userId': id}, details=details)
    users.get_user_by_id({'userId': id}, user={'human': {'phone': {'phone': absent}}})


def passwords(on, users, id, name, sessions):
    """A reset by code, then a change with the current password; the login sees both."""
    code = users.password_reset({'userId': id, 'returnCode': {}}, details=details, verificationCode=some)[
        'verificationCode'
    ]
    users.set_password(
        {'userId': id, 'newPassword': {'password': 'Second-Horse-2'}, 'verificationCode': code}, details=details
    )
    users.set_password.refuses(
        {'userId': id, 'newPassword': {'password': 'Third-Horse-3'}, 'currentPassword': 'wrong'}, 400, 'password.wrong'
    )
    users.set_password(
        {'userId': id, 'newPassword': {'password': 'Third-Horse-3'}, 'currentPassword': 'Second-Horse-2'},
        details=details,
    )
    checks = {'user': {'loginName': name}, 'password': {'password': 'Third-Horse-3'}}
    getattr(on.login, sessions).create_session({'checks': checks}, sessionId=some, sessionToken=some)


def states(users, id):
    for change, state in (
        ('lock', 'LOCKED'),
        ('unlock', 'ACTIVE'),
        ('deactivate', 'INACTIVE'),
        ('reactivate', 'ACTIVE'),
    ):
        getattr(users, f'{change}_user')({'userId': id}, details=details)
        users.get_user_by_id({'userId': id}, user={'state': f'USER_STATE_{state}'})
    users.unlock_user.refuses({'userId': id}, 400, 'user.not_locked')


def invite(on, users):
    id = users.create_user(
        {
            'organizationId': on.org,
            'username': 'guest',
            'human': {
                'profile': {'givenName': 'Gu', 'familyName': 'Est'},
                'email': {'email': 'guest@example.com', 'isVerified': False},
            },
        },
        id=some,
    )['id']
    users.create_invite_code(
        {'userId': id, 'sendCode': {'applicationName': 'Shop'}}, details=details, inviteCode=absent
    )
    users.resend_invite_code({'userId': id}, details=details)
    code = users.create_invite_code({'userId': id, 'returnCode': {}}, details=details, inviteCode=some)['inviteCode']
    users.verify_invite_code({'userId': id, 'verificationCode': code}, details=details)
    users.get_user_by_id({'userId': id}, user={'human': {'email': {'isVerified': True}}})
    users.delete_user({'userId': id}, details=details)
