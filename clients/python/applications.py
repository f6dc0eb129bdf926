"""ApplicationService and its elder AppService: applications, secrets, keys."""

import base64
import json

from expecting import absent, recent, some, without
from world import tomorrow

redirect = 'http://localhost:9/callback'
web = {
    'redirectUris': [redirect],
    'responseTypes': ['OIDC_RESPONSE_TYPE_CODE'],
    'grantTypes': ['OIDC_GRANT_TYPE_AUTHORIZATION_CODE'],
}


def applications(on):
    service = on.admin.applications
    project = on.admin.projects.create_project({'organizationId': on.org, 'name': 'Applications'}, projectId=some)[
        'projectId'
    ]
    created = service.create_application(
        {
            'projectId': project,
            'name': 'Web',
            'oidcConfiguration': {**web, 'applicationType': 'OIDC_APP_TYPE_WEB', 'developmentMode': True},
        },
        applicationId=some,
        creationDate=recent,
        oidcConfiguration={'clientId': some, 'clientSecret': some},
    )
    app = {'projectId': project, 'applicationId': created['applicationId']}
    seen = {'applicationId': app['applicationId'], 'projectId': project, 'name': 'Web'}
    service.get_application(
        {'applicationId': app['applicationId']},
        application={
            **seen,
            'state': 'APPLICATION_STATE_ACTIVE',
            'oidcConfiguration': {**web, 'developmentMode': True, 'clientId': some},
        },
    )
    service.update_application(
        {
            **app,
            'name': 'Website',
            'oidcConfiguration': {'postLogoutRedirectUris': [redirect], 'developmentMode': False},
        },
        changeDate=recent,
    )
    service.get_application(
        {'applicationId': app['applicationId']},
        application={
            'name': 'Website',
            'oidcConfiguration': {'postLogoutRedirectUris': [redirect], 'developmentMode': absent},
        },
    )
    secret = service.generate_client_secret(app, clientSecret=some, creationDate=recent)['clientSecret']
    assert secret != created['oidcConfiguration']['clientSecret']
    service.list_applications(
        {
            'filters': [{'projectIdFilter': {'projectId': project}}, {'typeFilter': 'APPLICATION_TYPE_OIDC'}],
            'sortingColumn': 'APPLICATION_SORT_BY_NAME',
        },
        applications=[{'applicationId': app['applicationId'], 'name': 'Website'}],
        pagination={'totalResult': '1'},
    )
    state(
        service,
        app,
        lambda state: service.get_application(
            {'applicationId': app['applicationId']}, application={'state': f'APPLICATION_STATE_{state}'}
        ),
    )
    api = service.create_application(
        {
            'projectId': project,
            'name': 'Keys',
            'apiConfiguration': {'authMethodType': 'API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT'},
        },
        applicationId=some,
        apiConfiguration={'clientId': some, 'clientSecret': absent},
    )
    keyed = {'projectId': project, 'applicationId': api['applicationId']}
    key = service.create_application_key(
        {**keyed, 'expirationDate': tomorrow()}, keyId=some, creationDate=recent, keyDetails=some
    )
    is_key_file(key['keyDetails'], key['keyId'], api['apiConfiguration']['clientId'])
    service.get_application_key({'keyId': key['keyId']}, keyId=key['keyId'], creationDate=recent, expirationDate=some)
    service.list_application_keys(
        {'filters': [{'applicationIdFilter': {'applicationId': keyed['applicationId']}}]},
        keys=[{'keyId': key['keyId'], **keyed, 'organizationId': on.org}],
        pagination={'totalResult': '1'},
    )
    service.delete_application_key({**keyed, 'keyId': key['keyId']}, deletionDate=recent)
    service.get_application_key.refuses({'keyId': key['keyId']}, 404, 'applications.key_not_found')
    service.delete_application(app, deletionDate=recent)
    service.get_application.refuses({'applicationId': app['applicationId']}, 404, 'applications.not_found')


def applications_beta(on):
    service = on.admin.beta_apps
    project = on.admin.beta_projects.create_project({'organizationId': on.org, 'name': 'Beta applications'}, id=some)[
        'id'
    ]
    created = service.create_application(
        {'projectId': project, 'name': 'Web', 'oidcRequest': {**web, 'appType': 'OIDC_APP_TYPE_WEB', 'devMode': True}},
        appId=some,
        creationDate=recent,
        oidcResponse={'clientId': some, 'clientSecret': some},
    )
    app = {'projectId': project, 'id': created['appId']}
    service.get_application(
        {'id': app['id']}, app={'id': app['id'], 'name': 'Web', 'oidcConfig': {**web, 'devMode': True}}
    )
    service.update_application(
        {**app, 'name': 'Website', 'oidcConfigurationRequest': {'devMode': False}}, changeDate=recent
    )
    service.regenerate_client_secret(
        {'projectId': project, 'applicationId': app['id'], 'isOidc': True}, clientSecret=some, creationDate=recent
    )
    service.list_applications(
        {'projectId': project, 'filters': [{'oidcAppOnly': True}], 'sortingColumn': 'APP_SORT_BY_NAME'},
        applications=[{'id': app['id'], 'name': 'Website', 'oidcConfig': {'devMode': absent}}],
        pagination={'totalResult': '1'},
    )
    state(service, app, lambda state: service.get_application({'id': app['id']}, app={'state': f'APP_STATE_{state}'}))
    api = service.create_application(
        {
            'projectId': project,
            'name': 'Keys',
            'apiRequest': {'authMethodType': 'API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT'},
        },
        appId=some,
        apiResponse={'clientId': some},
    )
    key = service.create_application_key(
        {'projectId': project, 'appId': api['appId'], 'expirationDate': tomorrow()},
        id=some,
        creationDate=recent,
        keyDetails=some,
    )
    is_key_file(key['keyDetails'], key['id'], api['apiResponse']['clientId'])
    found = {'id': key['id'], 'projectId': project, 'applicationId': api['appId'], 'organizationId': on.org}
    service.get_application_key(found, id=key['id'], expirationDate=some)
    service.list_application_keys({'applicationId': api['appId']}, keys=[found], pagination={'totalResult': '1'})
    service.delete_application_key(found, deletionDate=recent)
    service.list_application_keys({'projectId': project}, keys=absent)
    service.delete_application(app, deletionDate=recent)
    service.list_applications({'projectId': project}, applications=without({'id': app['id']}))


def state(service, app, is_seen):
    service.deactivate_application(app, deactivationDate=recent)
    is_seen('INACTIVE')
    service.deactivate_application.refuses(app, 400, 'applications.already_inactive')
    service.reactivate_application(app, reactivationDate=recent)
    is_seen('ACTIVE')


def is_key_file(details, key, client):
    file = json.loads(base64.b64decode(details))
    assert (file['type'], file['keyId'], file['clientId']) == ('application', key, client) and 'PRIVATE KEY' in file[
        'key'
    ], file
