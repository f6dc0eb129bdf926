"""FeatureService in its two generations: flags of the system, the instance, and levels below that no release ever filled."""

from expecting import absent, recent, some

flag = {'loginDefaultOrg': False, 'oidcTokenExchange': True}


def features(on):
    levels(on, on.admin.features, on.system().features)
    service = on.admin.features
    service.set_instance_features(
        {'loginV2': {'required': True, 'baseUri': 'https://login.example.com'}, 'permissionCheckV2': True}, details=some
    )
    service.get_instance_features(
        {'inheritance': True},
        loginV2={'required': True, 'baseUri': 'https://login.example.com', 'source': 'SOURCE_INSTANCE'},
        permissionCheckV2={'enabled': True},
    )
    service.reset_instance_features({}, details=some)


def features_beta(on):
    levels(on, on.admin.beta_features, on.system().beta_features)


def levels(on, service, system):
    system.set_system_features({'oidcTokenExchange': True}, details={'changeDate': recent})
    system.get_system_features({}, oidcTokenExchange={'enabled': True, 'source': 'SOURCE_SYSTEM'})
    service.get_instance_features({'inheritance': True}, oidcTokenExchange={'enabled': True, 'source': 'SOURCE_SYSTEM'})
    service.set_system_features.refuses({'oidcTokenExchange': True}, 403, 'permission.denied')
    service.set_instance_features({'oidcTokenExchange': False}, details={'changeDate': recent})
    service.get_instance_features(
        {'inheritance': True}, oidcTokenExchange={'enabled': absent, 'source': 'SOURCE_INSTANCE'}
    )
    service.reset_instance_features({}, details={'changeDate': recent})
    service.get_instance_features({'inheritance': True}, oidcTokenExchange={'enabled': True, 'source': 'SOURCE_SYSTEM'})
    system.reset_system_features({}, details={'changeDate': recent})
    service.get_instance_features(
        {'inheritance': True}, oidcTokenExchange=lambda seen: (seen or {}).get('source') != 'SOURCE_SYSTEM'
    )


def lower_levels(on):
    """The levels below the instance are known, and nobody fills them."""
    me = {'userId': on.rest('GET', '/auth/v1/users/me')['user']['id']}
    org = {'organizationId': on.org}
    for service in (on.admin.features, on.admin.beta_features):
        for level, found in (('organization', org), ('user', me)):
            for verb in ('get', 'set', 'reset'):
                getattr(service, f'{verb}_{level}_features').is_unbuilt(found)
