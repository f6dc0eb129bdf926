"""The methods that no scenario can call with success, each with its reason. All others must work."""

later = {
    'identity providers are a later issue': (
        'IdentityProviderServiceApi.get_idpby_id',
        'UserServiceApi.start_identity_provider_intent',
        'UserServiceApi.retrieve_identity_provider_intent',
        'UserServiceApi.add_idp_link',
        'BetaUserServiceApi.start_identity_provider_intent',
        'BetaUserServiceApi.retrieve_identity_provider_intent',
        'BetaUserServiceApi.add_idp_link',
        'UserServiceApi.remove_idp_link',
    ),
    'actions are a later issue': tuple(
        f'{service}.{verb}'
        for service, verbs in (
            (
                'ActionServiceApi',
                (
                    'activate_public_key',
                    'add_public_key',
                    'create_target',
                    'deactivate_public_key',
                    'delete_target',
                    'get_target',
                    'list_execution_functions',
                    'list_execution_methods',
                    'list_execution_services',
                    'list_executions',
                    'list_public_keys',
                    'list_targets',
                    'remove_public_key',
                    'set_execution',
                    'update_target',
                ),
            ),
            (
                'BetaActionServiceApi',
                (
                    'create_target',
                    'delete_target',
                    'get_target',
                    'list_execution_functions',
                    'list_execution_methods',
                    'list_execution_services',
                    'list_executions',
                    'list_targets',
                    'set_execution',
                    'update_target',
                ),
            ),
        )
        for verb in verbs
    ),
    'SAML is a later issue': ('SAMLServiceApi.create_response', 'SAMLServiceApi.get_saml_request'),
    'a server never reports to another one': (
        'BetaTelemetryServiceApi.report_base_information',
        'BetaTelemetryServiceApi.report_resource_counts',
    ),
    'no release of the contract has flags of this level': tuple(
        f'{service}.{verb}_{level}_features'
        for service in ('FeatureServiceApi', 'BetaFeatureServiceApi')
        for verb in ('get', 'set', 'reset')
        for level in ('organization', 'user')
    ),
    'nobody owns the domain on the internet': (
        'OrganizationServiceApi.verify_organization_domain',
        'BetaOrganizationServiceApi.verify_organization_domain',
    ),
}

unbuilt = {method: reason for reason, methods in later.items() for method in methods}
