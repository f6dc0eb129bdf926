"""A login of one's own: adds the apps, the person and the machine, and answers every request to log in with a new session."""
import base64, datetime, http.server, json, sys, urllib.parse
import requests

folder, issuer = sys.argv[1:]
admin, login_client = (open(f'{folder}/data/{name}.pat').read().strip() for name in ('admin', 'login-client'))

def call(method, message, token=admin):
    reply = requests.post(f'{issuer}/zitadel.{method}', json=message, headers={'authorization': f'Bearer {token}'})
    if reply.status_code != 200:
        raise ValueError(f'{method}: {reply.status_code} {reply.text}')
    return reply.json()

password = 'Correct-Horse-1'
callback = 'http://localhost:9/callback'
tomorrow = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).isoformat().replace('+00:00', 'Z')
org = call('management.v1.ManagementService/GetMyOrg', {})['org']['id']
person = call('user.v2.UserService/AddHumanUser', {
    'username': 'pat@example.test', 'profile': {'givenName': 'Pat', 'familyName': 'Person'},
    'email': {'email': 'pat@example.test', 'isVerified': True}, 'password': {'password': password}})['userId']
machine = call('management.v1.ManagementService/AddMachineUser', {'userName': 'robot', 'name': 'Robot'})['userId']
secret = call('user.v2.UserService/AddSecret', {'userId': machine})['clientSecret']
name = call('user.v2.UserService/GetUserByID', {'userId': machine})['user']['preferredLoginName']
key = call('user.v2.UserService/AddKey', {'userId': machine, 'expirationDate': tomorrow})['keyContent']
project = call('project.v2beta.ProjectService/CreateProject', {'organizationId': org, 'name': 'Shop'})['id']

class Login(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        checks = {'user': {'userId': person}, 'password': {'password': password}}
        session = call('session.v2.SessionService/CreateSession', {'checks': checks}, login_client)
        answer = {'sessionId': session['sessionId'], 'sessionToken': session['sessionToken']}
        if 'user_code' in query:
            device = call('oidc.v2.OIDCService/GetDeviceAuthorizationRequest', {'userCode': query['user_code'][0]}, login_client)
            call('oidc.v2.OIDCService/AuthorizeOrDenyDeviceAuthorization', {
                'deviceAuthorizationId': device['deviceAuthorizationRequest']['id'], 'session': answer}, login_client)
            self.send_response(204)
        else:
            request = {'authRequestId': query['authRequest'][0], 'session': answer}
            self.send_response(303)
            self.send_header('location', call('oidc.v2.OIDCService/CreateCallback', request, login_client)['callbackUrl'])
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Login)
login = f'http://127.0.0.1:{server.server_port}'

def app(name, **settings):
    reply = call('app.v2beta.AppService/CreateApplication', {'projectId': project, 'name': name, 'oidcRequest': {
        'redirectUris': [callback], 'postLogoutRedirectUris': [callback], 'responseTypes': ['OIDC_RESPONSE_TYPE_CODE'],
        'grantTypes': ['OIDC_GRANT_TYPE_AUTHORIZATION_CODE', 'OIDC_GRANT_TYPE_REFRESH_TOKEN'],
        'loginVersion': {'loginV2': {'baseUri': login}}, **settings}})
    return {'appId': reply['appId'], 'id': reply['oidcResponse']['clientId'], 'secret': reply['oidcResponse'].get('clientSecret')}

def keyed(app):
    file = call('app.v2beta.AppService/CreateApplicationKey', {
        'projectId': project, 'appId': app['appId'], 'expirationDate': tomorrow})['keyDetails']
    return {**app, 'key': json.loads(base64.b64decode(file))}

api = call('app.v2beta.AppService/CreateApplication', {
    'projectId': project, 'name': 'API', 'apiRequest': {'authMethodType': 'API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT'}})
json.dump({
    'issuer': issuer, 'login': login, 'callback': callback, 'person': person, 'project': project,
    'web': app('Web', authMethodType='OIDC_AUTH_METHOD_TYPE_BASIC'),
    'post': app('Post', authMethodType='OIDC_AUTH_METHOD_TYPE_POST', accessTokenType='OIDC_TOKEN_TYPE_JWT'),
    'public': app('Public', authMethodType='OIDC_AUTH_METHOD_TYPE_NONE'),
    'keyed': keyed(app('Keyed', authMethodType='OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT')),
    'device': app('Device', authMethodType='OIDC_AUTH_METHOD_TYPE_NONE', appType='OIDC_APP_TYPE_NATIVE', responseTypes=[],
                  grantTypes=['OIDC_GRANT_TYPE_DEVICE_CODE', 'OIDC_GRANT_TYPE_REFRESH_TOKEN']),
    'api': keyed({'appId': api['appId'], 'id': api['apiResponse']['clientId']}),
    'machine': {'userId': machine, 'id': name, 'secret': secret, 'key': json.loads(base64.b64decode(key))},
}, open(f'{folder}/setup.json', 'w'))
print('listens', flush=True)
server.serve_forever()
