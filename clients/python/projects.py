"""ProjectService in its two generations: projects, roles, and grants to other organizations."""

from expecting import absent, among, recent, some, without


def projects(on):
    service = on.admin.projects
    id = service.create_project(
        {'organizationId': on.org, 'name': 'Shop', 'projectRoleAssertion': True}, projectId=some, creationDate=recent
    )['projectId']
    service.create_project(
        {'organizationId': on.org, 'name': 'Named by us', 'projectId': 'our-project'}, projectId='our-project'
    )
    seen = {'projectId': id, 'organizationId': on.org, 'name': 'Shop'}
    life(
        service,
        {'projectId': id},
        {'authorizationRequired': True, 'projectAccessRequired': True},
        lambda **more: service.get_project({'projectId': id}, project={**seen, 'projectRoleAssertion': True, **more}),
    )
    service.list_projects(
        {
            'filters': [
                {'organizationIdFilter': {'organizationId': on.org, 'type': 'OWNED'}},
                {'inProjectIdsFilter': {'ids': [id, 'our-project']}},
            ],
            'sortingColumn': 'PROJECT_FIELD_NAME_NAME',
            'pagination': {'limit': 10, 'asc': True},
        },
        projects=[{'projectId': 'our-project'}, {'projectId': id, 'authorizationRequired': True}],
        pagination={'totalResult': '2', 'appliedLimit': '10'},
    )
    roles(service, id)
    other = another_organization(on, 'Buyers')
    grants(service, id, other, {'grantedOrganizationIdFilter': {'id': other}}, 'organizationId')
    service.list_projects(
        {'filters': [{'organizationIdFilter': {'organizationId': other, 'type': 'GRANTED'}}]}, projects=absent
    )
    delete(service, {'projectId': id})


def projects_beta(on):
    service = on.admin.beta_projects
    id = service.create_project({'organizationId': on.org, 'name': 'Beta shop'}, id=some, creationDate=recent)['id']
    seen = {'id': id, 'organizationId': on.org, 'name': 'Beta shop'}
    life(
        service,
        {'id': id},
        {'projectRoleCheck': True, 'hasProjectCheck': True},
        lambda **more: service.get_project({'id': id}, project={**seen, **more}),
    )
    service.list_projects(
        {
            'filters': [
                {'projectNameFilter': {'projectName': 'beta', 'method': 'TEXT_FILTER_METHOD_STARTS_WITH_IGNORE_CASE'}}
            ]
        },
        projects=[{'id': id}],
        pagination={'totalResult': '1'},
    )
    roles(service, id)
    other = another_organization(on, 'Beta buyers')
    grants(service, id, other, {'projectGrantResourceOwnerFilter': {'id': other}}, 'organizationId')
    delete(service, {'id': id})


def another_organization(on, name):
    return on.admin.organizations.add_organization({'name': name}, organizationId=some)['organizationId']


def life(service, found, demands, is_seen):
    service.update_project({**found, **demands}, changeDate=recent)
    is_seen(authorizationRequired=True, projectAccessRequired=True, state='PROJECT_STATE_ACTIVE')
    service.deactivate_project(found, changeDate=recent)
    is_seen(state='PROJECT_STATE_INACTIVE')
    service.deactivate_project.refuses(found, 400, 'projects.already_inactive')
    service.activate_project(found, changeDate=recent)
    is_seen(state='PROJECT_STATE_ACTIVE')


def roles(service, id):
    found = {'projectId': id}
    for key in ('buyer', 'seller', 'clerk'):
        service.add_project_role(
            {**found, 'roleKey': key, 'displayName': key.title(), 'group': 'people'}, creationDate=recent
        )
    service.add_project_role.refuses({**found, 'roleKey': 'buyer', 'displayName': 'Again'}, 409, 'projects.role_exists')
    service.update_project_role({**found, 'roleKey': 'clerk', 'displayName': 'Head clerk'}, changeDate=recent)
    service.list_project_roles(
        {
            **found,
            'filters': [{'displayNameFilter': {'displayName': 'clerk', 'method': 'TEXT_FILTER_METHOD_CONTAINS'}}],
        },
        projectRoles=[
            {'key': 'clerk', 'displayName': 'Head clerk', 'group': absent, 'projectId': id, 'creationDate': recent}
        ],
    )
    service.remove_project_role({**found, 'roleKey': 'clerk'}, removalDate=recent)
    service.list_project_roles(found, projectRoles=without({'key': 'clerk'}), pagination={'totalResult': '2'})


def grants(service, id, other, of_other, owner):
    grant = {'projectId': id, 'grantedOrganizationId': other}
    service.create_project_grant({**grant, 'roleKeys': ['buyer']}, creationDate=recent)
    service.create_project_grant.refuses(grant, 409, 'projects.grant_exists')
    service.update_project_grant({**grant, 'roleKeys': ['buyer', 'seller']}, changeDate=recent)
    service.deactivate_project_grant(grant, changeDate=recent)
    listed = {**grant, 'grantedRoleKeys': among('buyer', 'seller'), owner: some}
    service.list_project_grants(
        {'filters': [of_other]}, projectGrants=[{**listed, 'state': 'PROJECT_GRANT_STATE_INACTIVE'}]
    )
    service.activate_project_grant(grant, changeDate=recent)
    service.list_project_grants(
        {'filters': [of_other]}, projectGrants=[{**listed, 'state': 'PROJECT_GRANT_STATE_ACTIVE'}]
    )
    service.delete_project_grant(grant, deletionDate=recent)
    service.list_project_grants({'filters': [of_other]}, projectGrants=absent)


def delete(service, found):
    service.delete_project(found, deletionDate=recent)
    service.get_project.refuses(found, 404, 'projects.not_found')
