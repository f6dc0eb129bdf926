"""The factors of people in UserService, and their checks in SessionService, in both generations."""

import people
from expecting import absent, among, recent, some, without
from factors import SecurityKey, domain, totp

details = people.details


def credentials(on):
    users, sessions = on.admin.users, on.login.sessions
    id = people.add(users, on.org, 'kay', phone={'phone': '+41791112233', 'isVerified': True})
    user = {'userId': id}
    secret = by_app(users, sessions, id)
    by_code(users, sessions, id)
    codes = users.generate_recovery_codes(
        {**user, 'count': 5}, details=details, recoveryCodes=lambda codes: len(set(codes)) == 5
    )['recoveryCodes']
    users.generate_recovery_codes.refuses({**user, 'count': 6}, 400, 'second_factor.recovery_codes_too_many')
    checked(sessions, id, {'recoveryCode': {'code': codes[0]}}, {'recoveryCode': {'verifiedAt': recent}})
    key, u2f = security_key(users, id)
    webauthn(sessions, id, key, 'DISCOURAGED')
    passkey, passkey_id = a_passkey(users, id)
    webauthn(sessions, id, passkey, 'REQUIRED')
    users.list_authentication_method_types(
        user,
        authMethodTypes=among(
            *(
                f'AUTHENTICATION_METHOD_TYPE_{kind}'
                for kind in ('PASSWORD', 'PASSKEY', 'TOTP', 'U2F', 'OTP_SMS', 'OTP_EMAIL', 'RECOVERY_CODE')
            )
        ),
    )
    users.list_authentication_factors(
        user,
        result=among(
            {'state': 'AUTH_FACTOR_STATE_READY', 'u2f': {'id': u2f, 'name': 'Blue key'}},
            {'otp': {}},
            {'otpSms': {}},
            {'otpEmail': {}},
        ),
    )
    users.list_passkeys(
        user,
        result=[{'id': passkey_id, 'state': 'AUTH_FACTOR_STATE_READY', 'name': 'Laptop'}],
        details={'totalResult': '1'},
    )
    removals(users, user, secret, u2f, passkey_id)


def removals(users, user, secret, u2f, passkey):
    users.remove_totp(user, details=details)
    users.remove_otpsms(user, details=details)
    users.remove_otp_email(user, details=details)
    users.remove_u2_f({**user, 'u2fId': u2f}, details=details)
    users.remove_passkey({**user, 'passkeyId': passkey}, details=details)
    users.remove_recovery_codes(user, details=details)
    users.remove_recovery_codes.refuses({'userId': 'nobody'}, 404, 'user.not_found')
    users.remove_totp.refuses(user, 404, 'second_factor.not_found')
    users.list_authentication_factors(user, result=absent)
    users.list_authentication_method_types(user, authMethodTypes=['AUTHENTICATION_METHOD_TYPE_PASSWORD'])


def credentials_beta(on):
    users, sessions = on.admin.beta_users, on.login.beta_sessions
    id = people.add(users, on.org, 'joan', phone={'phone': '+41794445566', 'isVerified': True})
    user = {'userId': id}
    by_app(users, sessions, id)
    by_code(users, sessions, id)
    key, _ = security_key(users, id)
    webauthn(sessions, id, key, 'DISCOURAGED')
    passkey, _ = a_passkey(users, id)
    webauthn(sessions, id, passkey, 'REQUIRED')
    kinds = [
        f'AUTHENTICATION_METHOD_TYPE_{kind}' for kind in ('PASSWORD', 'PASSKEY', 'TOTP', 'U2F', 'OTP_SMS', 'OTP_EMAIL')
    ]
    users.list_authentication_method_types(user, authMethodTypes=among(*kinds))
    on.admin.users.generate_recovery_codes({**user, 'count': 5}, recoveryCodes=some)
    users.list_authentication_method_types(user, authMethodTypes=lambda seen: len(seen) == len(kinds))
    for remove in (users.remove_totp, users.remove_otpsms, users.remove_otp_email):
        remove(user, details=details)
    users.list_authentication_method_types(user, authMethodTypes=without('AUTHENTICATION_METHOD_TYPE_TOTP'))


def by_app(users, sessions, id):
    secret = users.register_totp({'userId': id}, details=details, uri=some, secret=some)['secret']
    users.verify_totp_registration.refuses({'userId': id, 'code': 'abcdef'}, 400, 'second_factor.wrong_code')
    users.verify_totp_registration({'userId': id, 'code': totp(secret)}, details=details)
    checked(sessions, id, {'totp': {'code': totp(secret, 1)}}, {'totp': {'verifiedAt': recent}})
    return secret


def by_code(users, sessions, id):
    users.add_otpsms({'userId': id}, details=details)
    users.add_otp_email({'userId': id}, details=details)
    for kind, challenge in (('otpSms', {'returnCode': True}), ('otpEmail', {'returnCode': {}})):
        session, _ = begin(sessions, id)
        code = sessions.set_session({**session, 'challenges': {kind: challenge}}, challenges={kind: some})[
            'challenges'
        ][kind]
        sessions.set_session({**session, 'checks': {kind: {'code': code}}}, details=details, sessionToken=some)
        sessions.get_session(session, session={'factors': {kind: {'verifiedAt': recent}}})


def checked(sessions, id, check, factor):
    session, _ = begin(sessions, id)
    sessions.set_session({**session, 'checks': check}, details=details, sessionToken=some)
    sessions.get_session(
        session, session={'factors': {'user': {'id': id}, 'password': {'verifiedAt': recent}, **factor}}
    )


def begin(sessions, id):
    begun = sessions.create_session(
        {'checks': {'user': {'userId': id}, 'password': {'password': people.password}}},
        sessionId=some,
        sessionToken=some,
    )
    return {'sessionId': begun['sessionId']}, begun['sessionToken']


def security_key(users, id):
    begun = users.register_u2_f(
        {'userId': id, 'domain': domain},
        details=details,
        u2fId=some,
        publicKeyCredentialCreationOptions={'publicKey': {'rp': {'id': domain}, 'challenge': some}},
    )
    key = SecurityKey()
    users.verify_u2_f_registration(
        {
            'userId': id,
            'u2fId': begun['u2fId'],
            'tokenName': 'Blue key',
            'publicKeyCredential': key.register(begun['publicKeyCredentialCreationOptions']),
        },
        details=details,
    )
    return key, begun['u2fId']


def a_passkey(users, id):
    code = users.create_passkey_registration_link(
        {'userId': id, 'returnCode': {}}, details=details, code={'id': some, 'code': some}
    )['code']
    begun = users.register_passkey(
        {'userId': id, 'code': code, 'domain': domain, 'authenticator': 'PASSKEY_AUTHENTICATOR_PLATFORM'},
        details=details,
        passkeyId=some,
        publicKeyCredentialCreationOptions={'publicKey': {'user': some}},
    )
    key = SecurityKey()
    users.verify_passkey_registration(
        {
            'userId': id,
            'passkeyId': begun['passkeyId'],
            'passkeyName': 'Laptop',
            'publicKeyCredential': key.register(begun['publicKeyCredentialCreationOptions']),
        },
        details=details,
    )
    return key, begun['passkeyId']


def webauthn(sessions, id, key, verification):
    """The typed reply of the SDK has no place for the challenge (findings), so the reply as it was on the wire is used."""
    begun = sessions.create_session(
        {
            'checks': {'user': {'userId': id}},
            'challenges': {
                'webAuthN': {
                    'domain': domain,
                    'userVerificationRequirement': f'USER_VERIFICATION_REQUIREMENT_{verification}',
                }
            },
        },
        sessionId=some,
        challenges={'webAuthN': {}},
    )
    session = {'sessionId': begun['sessionId']}
    answer = key.authenticate(begun['challenges']['webAuthN']['publicKeyCredentialRequestOptions'])
    sessions.set_session({**session, 'checks': {'webAuthN': {'credentialAssertionData': answer}}}, sessionToken=some)
    sessions.get_session(session, session={'factors': {'webAuthN': {'verifiedAt': recent}}})
