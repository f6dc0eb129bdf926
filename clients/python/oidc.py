"""OIDCService in its two generations: a login page of one's own answers authorization requests and devices."""

import urllib.parse

import requests

import applications
import people
from expecting import among, recent, some

scope = 'openid profile'


def oidc(on):
    user, client, secret = with_app(on, 'lovelace')
    service, request = on.login.oidc, authorize(on, client)
    session = logged_in(on, 'lovelace')
    service.get_auth_request(
        {'authRequestId': request},
        authRequest={
            'id': request,
            'clientId': client,
            'redirectUri': applications.redirect,
            'scope': among('openid', 'profile'),
            'creationDate': recent,
            'loginHint': 'someone',
            'prompt': ['PROMPT_LOGIN'],
        },
    )
    answered = service.create_callback(
        {'authRequestId': request, 'session': session}, details={'changeDate': recent}, callbackUrl=some
    )
    tokens = exchange(on, client, secret, answered['callbackUrl'])
    assert claims(on, tokens['access_token'])['sub'] == user
    refused = service.create_callback(
        {
            'authRequestId': authorize(on, client),
            'error': {'error': 'ERROR_REASON_ACCESS_DENIED', 'errorDescription': 'not today'},
        },
        callbackUrl=some,
    )['callbackUrl']
    assert parameters(refused)['error'] == 'access_denied', refused
    devices(on, service, session)


def oidc_beta(on):
    user, client, secret = with_app(on, 'byron')
    service, request = on.login.beta_oidc, authorize(on, client)
    service.get_auth_request({'authRequestId': request}, authRequest={'id': request, 'clientId': client})
    answered = service.create_callback(
        {'authRequestId': request, 'session': logged_in(on, 'byron')}, details=some, callbackUrl=some
    )
    assert claims(on, exchange(on, client, secret, answered['callbackUrl'])['access_token'])['sub'] == user
    service.get_auth_request.refuses({'authRequestId': request}, 404, 'auth_request.not_found')


def with_app(on, name):
    """A person, and a web app with a login of its own."""
    user = people.add(on.admin.users, on.org, name)
    project = on.admin.beta_projects.create_project({'organizationId': on.org, 'name': f'OIDC of {name}'}, id=some)[
        'id'
    ]
    app = on.admin.beta_apps.create_application(
        {
            'projectId': project,
            'name': 'Web',
            'oidcRequest': {
                **applications.web,
                'appType': 'OIDC_APP_TYPE_WEB',
                'devMode': True,
                'loginVersion': {'loginV2': {'baseUri': 'https://login.example.com'}},
            },
        },
        oidcResponse={'clientId': some, 'clientSecret': some},
    )['oidcResponse']
    return user, app['clientId'], app['clientSecret']


def logged_in(on, name):
    session = on.login.sessions.create_session(
        {'checks': {'user': {'loginName': name}, 'password': {'password': people.password}}},
        sessionId=some,
        sessionToken=some,
    )
    return {'sessionId': session['sessionId'], 'sessionToken': session['sessionToken']}


def authorize(on, client):
    """Begins a login as a browser would; returns the request that the login page gets."""
    query = {
        'client_id': client,
        'redirect_uri': applications.redirect,
        'response_type': 'code',
        'scope': scope,
        'state': 's',
        'login_hint': 'someone',
        'prompt': 'login',
    }
    reply = requests.get(f'{on.issuer}/oauth/v2/authorize', params=query, allow_redirects=False)
    return parameters(reply.headers['location'])['authRequest']


def parameters(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


def exchange(on, client, secret, callback):
    return token(
        on,
        client,
        secret,
        grant_type='authorization_code',
        code=parameters(callback)['code'],
        redirect_uri=applications.redirect,
    )


def token(on, client, secret, **form):
    auth = {'auth': (client, secret)} if secret else {}
    form = form if secret else {**form, 'client_id': client}
    reply = requests.post(f'{on.issuer}/oauth/v2/token', data=form, **auth)
    assert reply.ok, reply.text
    return reply.json()


def claims(on, access_token):
    return requests.get(f'{on.issuer}/oidc/v1/userinfo', headers={'authorization': f'Bearer {access_token}'}).json()


def devices(on, service, session):
    """A television asks for a code; one is let in, another is sent away."""
    project = on.admin.beta_projects.create_project({'organizationId': on.org, 'name': 'Televisions'}, id=some)['id']
    client = on.admin.beta_apps.create_application(
        {
            'projectId': project,
            'name': 'TV',
            'oidcRequest': {
                'appType': 'OIDC_APP_TYPE_NATIVE',
                'authMethodType': 'OIDC_AUTH_METHOD_TYPE_NONE',
                'responseTypes': ['OIDC_RESPONSE_TYPE_CODE'],
                'grantTypes': ['OIDC_GRANT_TYPE_DEVICE_CODE'],
            },
        },
        oidcResponse={'clientId': some},
    )['oidcResponse']['clientId']
    for answer in ({'session': session}, {'deny': {}}):
        begun = requests.post(
            f'{on.issuer}/oauth/v2/device_authorization', data={'client_id': client, 'scope': scope}
        ).json()
        asked = service.get_device_authorization_request(
            {'userCode': begun['user_code']},
            deviceAuthorizationRequest={
                'id': some,
                'clientId': client,
                'scope': among('openid'),
                'appName': 'TV',
                'projectName': 'Televisions',
            },
        )
        service.authorize_or_deny_device_authorization(
            {'deviceAuthorizationId': asked['deviceAuthorizationRequest']['id'], **answer}
        )
        form = {
            'grant_type': 'urn:ietf:params:oauth:grant-type:device_code',
            'device_code': begun['device_code'],
            'client_id': client,
        }
        reply = requests.post(f'{on.issuer}/oauth/v2/token', data=form).json()
        assert 'access_token' in reply if 'session' in answer else reply['error'] == 'access_denied', reply
