"""OrganizationService in its two generations."""

from expecting import absent, among, recent, some, without
from world import encoded


def organizations(on):
    admin = {'userId': on.rest('GET', '/auth/v1/users/me')['user']['id']}
    service = on.admin.organizations
    created = service.add_organization(
        {'name': 'Analytical', 'admins': [admin]},
        organizationId=some,
        details={'sequence': some, 'changeDate': recent, 'resourceOwner': some},
    )
    id = created['organizationId']
    service.add_organization({'name': 'Named by us', 'organizationId': 'our-own-id'}, organizationId='our-own-id')
    service.add_organization.refuses({'name': 'ANALYTICAL'}, 409, 'organizations.domain_taken')
    service.list_organizations(
        {'queries': [{'idQuery': {'id': id}}]},
        details={'totalResult': '1'},
        result=[
            {
                'id': id,
                'name': 'Analytical',
                'state': 'ORGANIZATION_STATE_ACTIVE',
                'primaryDomain': 'analytical.localhost',
                'details': {'creationDate': recent},
            }
        ],
    )
    found = {'organizationId': id}
    life(
        service,
        'organizationId',
        id,
        lambda **seen: service.list_organizations(
            {'queries': [{'idQuery': {'id': id}}]},
            result=[{key: seen[key].replace('ORG_', 'ORGANIZATION_') for key in seen}],
        ),
    )
    domains(on, service, id, 'domain')
    service.list_organization_domains(
        {
            **found,
            'filters': [{'domainFilter': {'domain': 'ENGINE', 'method': 'TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE'}}],
            'sortingColumn': 'DOMAIN_FIELD_NAME_NAME',
            'pagination': {'limit': 5, 'asc': True},
        },
        domains=[{'domain': 'engine.example.org'}],
        pagination={'totalResult': '1', 'appliedLimit': '5'},
    )
    metadata(
        service, id, lambda key: {'filters': [{'keyFilter': {'key': key, 'method': 'TEXT_FILTER_METHOD_STARTS_WITH'}}]}
    )
    end(service, 'organizationId', id)


def organizations_beta(on):
    service = on.admin.beta_organizations
    created = service.create_organization({'name': 'Beta'}, id=some, creationDate=recent, organizationAdmins=absent)
    id = created['id']
    person = {
        'profile': {'givenName': 'Ida', 'familyName': 'Rhodes'},
        'email': {'email': 'ida@example.com', 'returnCode': {}},
    }
    service.create_organization(
        {'name': 'Beta with people', 'id': 'beta-own-id', 'admins': [{'human': person, 'roles': ['ORG_OWNER']}]},
        id='beta-own-id',
        organizationAdmins=[{'createdAdmin': {'userId': some, 'emailCode': some}}],
    )
    life(
        service,
        'id',
        id,
        lambda **seen: service.list_organizations(
            {'filter': [{'idFilter': {'id': id}}], 'pagination': {'limit': 1}},
            organizations=[{'id': id, 'creationDate': recent, **seen}],
            pagination={'totalResult': '1', 'appliedLimit': '1'},
        ),
    )
    domains(on, service, id, 'domainName')
    metadata(
        service, id, lambda key: {'filter': [{'keyQuery': {'key': key, 'method': 'TEXT_QUERY_METHOD_STARTS_WITH'}}]}
    )
    end(service, 'id', id)


def life(service, field, id, listed):
    """Rename, deactivate, activate."""
    found = {field: id}
    service.update_organization({**found, 'name': 'Difference Engine'}, changeDate=recent)
    listed(name='Difference Engine', state='ORG_STATE_ACTIVE')
    service.deactivate_organization(found, changeDate=recent)
    listed(state='ORG_STATE_INACTIVE')
    service.deactivate_organization.refuses(found, 400, 'organizations.already_inactive')
    service.activate_organization(found, changeDate=recent)
    listed(state='ORG_STATE_ACTIVE')


def domains(on, service, id, name):
    """A domain that must be proven, and is not, as nobody on the internet owns it for us."""
    found, domain = {'organizationId': id}, {'organizationId': id, 'domain': 'engine.example.org'}
    on.rest('PUT', '/admin/v1/policies/domain', {'validateOrgDomains': True})
    try:
        service.add_organization_domain(domain, creationDate=recent)
        service.add_organization_domain.refuses(domain, 409, 'organizations.domain_exists')
        service.list_organization_domains(
            found, domains=among({name: 'engine.example.org', 'isVerified': absent, 'organizationId': id})
        )
        service.generate_organization_domain_validation(
            {**domain, 'type': 'DOMAIN_VALIDATION_TYPE_DNS'}, token=some, url='_zitadel-challenge.engine.example.org'
        )
        service.verify_organization_domain.refuses(domain, 400, 'organizations.domain_not_proved')
        service.delete_organization_domain(domain, deletionDate=recent)
        service.list_organization_domains(found, domains=without({name: 'engine.example.org'}))
        service.add_organization_domain(domain, creationDate=recent)
    finally:
        on.rest('PUT', '/admin/v1/policies/domain', {'validateOrgDomains': False})


def metadata(service, id, starting_with):
    found = {'organizationId': id}
    entries = [{'key': 'tier', 'value': encoded('gold')}, {'key': 'region', 'value': encoded('eu')}]
    service.set_organization_metadata({**found, 'metadata': entries}, setDate=recent)
    service.list_organization_metadata(found, pagination={'totalResult': '2'}, metadata=among(*entries))
    service.list_organization_metadata({**found, **starting_with('ti')}, metadata=[entries[0]])
    service.delete_organization_metadata({**found, 'keys': ['tier']}, deletionDate=recent)
    service.list_organization_metadata(found, metadata=[entries[1]])


def end(service, field, id):
    service.delete_organization({field: id}, deletionDate=recent)
    service.delete_organization({field: id})
