"""AuthorizationService and InternalPermissionService in their generations: what people may do in projects, and who administers what."""

import people
from expecting import absent, among, recent, some


def authorizations(on):
    project = project_with_roles(on, 'Authorizations')
    user = people.add(on.admin.users, on.org, 'clerk')
    service = on.admin.authorizations
    id = service.create_authorization(
        {'userId': user, 'projectId': project, 'organizationId': on.org, 'roleKeys': ['reader']},
        id=some,
        creationDate=recent,
    )['id']
    life(
        service,
        id,
        user,
        project,
        [{'inUserIds': {'ids': [user]}}, {'projectId': {'id': project}}],
        {
            'project': {'id': project, 'name': 'Authorizations', 'organizationId': on.org},
            'organization': {'id': on.org},
        },
        lambda *keys: among(*({'key': key, 'displayName': key.title()} for key in keys)),
    )


def authorizations_beta(on):
    project = project_with_roles(on, 'Beta authorizations')
    user = people.add(on.admin.users, on.org, 'beta-clerk')
    service = on.admin.beta_authorizations
    id = service.create_authorization(
        {'userId': user, 'projectId': project, 'roleKeys': ['reader']}, id=some, creationDate=recent
    )['id']
    life(
        service,
        id,
        user,
        project,
        [{'userId': {'id': user}}, {'state': {'state': 'STATE_ACTIVE'}}],
        {
            'projectId': project,
            'projectName': 'Beta authorizations',
            'projectOrganizationId': on.org,
            'organizationId': on.org,
        },
        lambda *keys: among(*keys),
    )


def project_with_roles(on, name):
    project = on.admin.beta_projects.create_project({'organizationId': on.org, 'name': name}, id=some)['id']
    for key in ('reader', 'writer'):
        on.admin.beta_projects.add_project_role(
            {'projectId': project, 'roleKey': key, 'displayName': key.title()}, creationDate=recent
        )
    return project


def life(service, id, user, project, filters, seen, roles):
    listed = {
        'id': id,
        'creationDate': recent,
        'user': {'id': user, 'preferredLoginName': some, 'displayName': some, 'organizationId': some},
        **seen,
    }
    service.list_authorizations(
        {'filters': filters, 'sortingColumn': 'AUTHORIZATION_FIELD_NAME_CREATED_DATE', 'pagination': {'limit': 3}},
        authorizations=[{**listed, 'state': 'STATE_ACTIVE', 'roles': roles('reader')}],
        pagination={'totalResult': '1', 'appliedLimit': '3'},
    )
    service.update_authorization({'id': id, 'roleKeys': ['reader', 'writer']}, changeDate=recent)
    service.deactivate_authorization({'id': id}, changeDate=recent)
    by_id = {'filters': [{'authorizationIds': {'ids': [id]}}]}
    service.list_authorizations(
        by_id, authorizations=[{**listed, 'state': 'STATE_INACTIVE', 'roles': roles('reader', 'writer')}]
    )
    service.activate_authorization({'id': id}, changeDate=recent)
    service.update_authorization.refuses({'id': id, 'roleKeys': ['owner']}, 400, 'projects.role_missing')
    service.delete_authorization({'id': id}, deletionDate=recent)
    service.list_authorizations(by_id, authorizations=absent)
    service.delete_authorization({'id': id})


def administrators(on):
    administer(on, on.admin.internal_permissions, 'reeve')


def administrators_beta(on):
    administer(on, on.admin.beta_permissions, 'beta-reeve')


def administer(on, service, name):
    """The same person as administrator of the instance, an organization, a project and a granted project."""
    user = people.add(on.admin.users, on.org, name)
    project = project_with_roles(on, f'Project of {name}')
    other = on.admin.organizations.add_organization({'name': f'Organization of {name}'}, organizationId=some)[
        'organizationId'
    ]
    on.admin.beta_projects.create_project_grant(
        {'projectId': project, 'grantedOrganizationId': other, 'roleKeys': ['reader']}, creationDate=recent
    )
    of_user = {'filters': [{'inUserIdsFilter': {'ids': [user]}}]}
    service.create_administrator.refuses(
        {'userId': user, 'resource': {'instance': True}, 'roles': ['ORG_OWNER']}, 400, 'memberships.unknown_role'
    )
    for resource, seen, role, other_role in (
        ({'instance': True}, {'instance': True}, 'IAM_OWNER_VIEWER', 'IAM_OWNER'),
        ({'organizationId': on.org}, {'organization': {'id': on.org, 'name': some}}, 'ORG_OWNER_VIEWER', 'ORG_OWNER'),
        (
            {'projectId': project},
            {'project': {'id': project, 'name': f'Project of {name}', 'organizationId': on.org}},
            'PROJECT_OWNER_VIEWER',
            'PROJECT_OWNER',
        ),
        (
            {'projectGrant': {'projectId': project, 'organizationId': other}},
            {'projectGrant': {'projectId': project}},
            'PROJECT_GRANT_OWNER_VIEWER',
            'PROJECT_GRANT_OWNER',
        ),
    ):
        place = {'userId': user, 'resource': resource}
        listed = {
            'creationDate': recent,
            'user': {'id': user, 'preferredLoginName': name, 'organizationId': on.org},
            **seen,
        }
        service.create_administrator({**place, 'roles': [role]}, creationDate=recent)
        service.list_administrators(
            of_user, administrators=[{**listed, 'roles': [role]}], pagination={'totalResult': '1'}
        )
        service.update_administrator({**place, 'roles': [other_role]}, changeDate=recent)
        service.list_administrators(
            {'filters': [{'and': {'queries': [*of_user['filters'], {'role': {'roleKey': other_role}}]}}]},
            administrators=[{**listed, 'roles': [other_role]}],
        )
        service.delete_administrator(place, deletionDate=recent)
        service.list_administrators(of_user, administrators=absent)
