"""InstanceService in its two generations."""

from expecting import absent, among, recent, some, without


def instances(on):
    service, system = on.admin.instances, on.system().instances
    life(
        on,
        service,
        system,
        'customDomains',
        'customDomain',
        'trustedDomain',
        lambda id: {'filters': [{'inIdsFilter': {'ids': [id]}}]},
        lambda part: {'filters': [{'domainFilter': {'domain': part, 'method': 'TEXT_QUERY_METHOD_STARTS_WITH'}}]},
        'second',
    )


def instances_beta(on):
    service, system = on.admin.beta_instance, on.system().beta_instance
    life(
        on,
        service,
        system,
        'domains',
        'domain',
        'domain',
        lambda id: {'queries': [{'idQuery': {'ids': [id]}}]},
        lambda part: {'queries': [{'domainQuery': {'domain': part, 'method': 'TEXT_QUERY_METHOD_STARTS_WITH'}}]},
        'third',
    )


def life(on, service, system, domains, custom, trusted, by_id, by_domain, name):
    """The instance of the host for its administrator; all instances for the system."""
    id = on.rest('GET', '/admin/v1/instances/me')['instance']['id']
    here = {'instanceId': id}
    service.get_instance(
        here,
        instance={
            'id': id,
            'state': 'STATE_RUNNING',
            'name': some,
            'version': some,
            domains: among({'domain': 'localhost'}),
        },
    )
    service.update_instance({**here, 'instanceName': f'Named by {name}'}, changeDate=recent)
    service.get_instance(here, instance={'name': f'Named by {name}'})
    added = {'instanceId': id, 'domain': f'{name}.example.com'}
    system.add_custom_domain({'instanceId': id, custom: added['domain']}, creationDate=recent)
    service.list_custom_domains(
        {**here, **by_domain(name)}, domains=[{**added, 'generated': absent}], pagination={'totalResult': '1'}
    )
    system.remove_custom_domain({'instanceId': id, custom: added['domain']}, deletionDate=recent)
    service.list_custom_domains(here, domains=without({'domain': added['domain']}))
    service.add_trusted_domain({**here, trusted: added['domain']}, creationDate=recent)
    service.list_trusted_domains({**here, **by_domain(name)}, trustedDomain=[added])
    service.remove_trusted_domain({**here, trusted: added['domain']}, deletionDate=recent)
    service.list_trusted_domains(here, trustedDomain=absent)
    service.list_instances.refuses({}, 403, 'permission.denied')
    other = system_instance(on, name)
    system.list_instances({**by_id(other)}, instances=[{'id': other, 'name': name}], pagination={'totalResult': '1'})
    service.delete_instance.refuses({'instanceId': other}, 403, 'permission.denied')
    system.delete_instance({'instanceId': other}, deletionDate=recent)
    system.list_instances({**by_id(other)}, instances=absent)


def system_instance(on, name):
    """The SDK has no method to create an instance; SystemService has."""
    return on.rest(
        'POST',
        '/system/v1/instances/_create',
        {
            'instanceName': name,
            'customDomain': f'{name}.instance.example.com',
            'machine': {'userName': 'admin', 'name': 'Admin', 'personalAccessToken': {}},
        },
        on.system_token(),
    )['instanceId']
