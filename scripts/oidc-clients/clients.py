"""Uses the provider with Authlib and PyJWT; setup.json names the apps that login.py has added."""
import json, os, sys, time, urllib.parse
os.environ['AUTHLIB_INSECURE_TRANSPORT'] = '1'
import jwt, requests
from authlib.integrations.requests_client import AssertionSession, OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from authlib.common.security import generate_token
from joserfc.jwk import KeySet, RSAKey
from joserfc import jwt as jose

setup = json.load(open(sys.argv[1]))
issuer, callback = setup['issuer'], setup['callback']
metadata = requests.get(get_well_known_url(issuer, external=True)).json()
keys = KeySet.import_key_set(requests.get(metadata['jwks_uri']).json())
urls = [metadata[name] for name in ('token_endpoint', 'introspection_endpoint', 'revocation_endpoint')]
scope = 'openid profile email offline_access'

def works(line):
    print(f'  {line}', flush=True)

def expect(truth, seen):
    if not truth:
        raise SystemExit(f'unexpected: {seen}')

def log_in(session, **more):
    """A whole login by code; returns the tokens and the verified claims of the ID token."""
    verifier, nonce = generate_token(48), generate_token()
    url, state = session.create_authorization_url(
        metadata['authorization_endpoint'], code_verifier=verifier, nonce=nonce, **more)
    while not url.startswith(callback):
        reply = requests.get(url, allow_redirects=False)
        expect('location' in reply.headers, f'{url}: {reply.status_code} {reply.text}')
        url = reply.headers['location']
    tokens = session.fetch_token(
        metadata['token_endpoint'], authorization_response=url, state=state, code_verifier=verifier)
    token = jose.decode(tokens['id_token'], keys, algorithms=metadata['id_token_signing_alg_values_supported'])
    claims = CodeIDToken(token.claims, token.header, options={'iss': {'value': issuer}, 'aud': {'value': session.client_id}},
                         params={'nonce': nonce, 'client_id': session.client_id, 'access_token': tokens['access_token']})
    claims.validate()
    expect(claims['sub'] == setup['person'], claims)
    return tokens

def client(app, method, **more):
    return OAuth2Session(app['id'], app.get('secret'), token_endpoint_auth_method=method, scope=scope, redirect_uri=callback,
                         code_challenge_method='S256', token_endpoint=metadata['token_endpoint'], **more)

def whole(session):
    tokens = log_in(session)
    expect(session.get(metadata['userinfo_endpoint']).json()['email'] == 'pat@example.test', 'userinfo')
    renewed = session.refresh_token(metadata['token_endpoint'], refresh_token=tokens['refresh_token'])
    expect(renewed['access_token'] != tokens['access_token'], renewed)
    return renewed

print(f'Authlib {__import__("authlib").__version__}')
web = client(setup['web'], 'client_secret_basic')
renewed = whole(web)
inspected = web.introspect_token(urls[1], token=renewed['access_token']).json()
expect(inspected['active'] and inspected['sub'] == setup['person'], inspected)
expect(web.revoke_token(urls[2], token=renewed['refresh_token']).status_code == 200, 'revocation')
expect(web.introspect_token(urls[1], token=renewed['access_token']).json() == {'active': False}, 'revoked')
works('web app, client_secret_basic: code with PKCE, userinfo, refresh, introspection, revocation')

leave = requests.get(metadata['end_session_endpoint'], allow_redirects=False, params={
    'id_token_hint': log_in(web)['id_token'], 'post_logout_redirect_uri': callback, 'state': 'left'})
expect(leave.headers.get('location') == f'{callback}?state=left', leave.headers)
works('web app: logout')

public = whole(client(setup['public'], 'none'))
works('public client: code with PKCE, userinfo, refresh')

keyed = client(setup['keyed'], 'private_key_jwt')
key = setup['keyed']['key']
keyed.client_secret = key['key']
keyed.register_client_auth_method(PrivateKeyJWT(metadata['token_endpoint'], headers={'kid': key['keyId']}))
whole(keyed)
works('web app, private_key_jwt with the key file of the server: code, userinfo, refresh')

post = whole(client(setup['post'], 'client_secret_post'))
signing = jwt.PyJWKClient(metadata['jwks_uri']).get_signing_key_from_jwt(post['access_token']).key
wanted = {'algorithms': ['RS256'], 'issuer': issuer}
verified = jwt.decode(post['access_token'], signing, audience=setup['project'], **wanted)
expect(verified['sub'] == setup['person'] and verified['client_id'] == setup['post']['id'], verified)
try:
    jwt.decode(post['access_token'], signing, audience='another project', **wanted)
    expect(False, 'a token for another project')
except jwt.InvalidAudienceError:
    pass
works(f'web app, client_secret_post: code, userinfo, refresh; PyJWT {jwt.__version__} verifies the JWT access token for its project')

machine = OAuth2Session(setup['machine']['id'], setup['machine']['secret'], scope='openid profile')
expect(machine.fetch_token(urls[0], grant_type='client_credentials')['token_type'] == 'Bearer', 'machine')
expect(machine.get(metadata['userinfo_endpoint']).json()['sub'] == setup['machine']['userId'], 'machine')
works('machine: client credentials, userinfo')

key = setup['machine']['key']
asserted = AssertionSession(
    urls[0], key['userId'], key['userId'], issuer, key=RSAKey.import_key(key['key']), header={'alg': 'RS256', 'kid': key['keyId']},
    grant_type=AssertionSession.JWT_BEARER_GRANT_TYPE, scope='openid profile')
expect(asserted.get(metadata['userinfo_endpoint']).json()['sub'] == setup['machine']['userId'], 'assertion')
works('machine: JWT bearer grant with the key file of the server, userinfo')

device = client(setup['device'], 'none')
begun = requests.post(metadata['device_authorization_endpoint'], data={'client_id': device.client_id, 'scope': scope}).json()
requests.get(setup['login'], params={'user_code': begun['user_code']}).raise_for_status()
tokens = device.fetch_token(urls[0], grant_type='urn:ietf:params:oauth:grant-type:device_code', device_code=begun['device_code'])
expect('refresh_token' in tokens, tokens)
works('device: code, approval, tokens')
