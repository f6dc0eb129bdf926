"""What later issues build: the methods are known by name, and say that they are not built."""

from unbuilt import unbuilt


def identity_providers(on):
    me = {'userId': on.rest('GET', '/auth/v1/users/me')['user']['id']}
    on.admin.idps.get_idpby_id.is_unbuilt({'id': 'one'})
    for users in (on.admin.users, on.admin.beta_users):
        users.start_identity_provider_intent.is_unbuilt(
            {'idpId': 'one', 'urls': {'successUrl': 'https://a.example', 'failureUrl': 'https://b.example'}}
        )
        users.retrieve_identity_provider_intent.is_unbuilt({'idpIntentId': 'one', 'idpIntentToken': 'two'})
        users.add_idp_link.refuses(
            {**me, 'idpLink': {'idpId': 'one', 'userId': 'two', 'userName': 'three'}}, 400, 'identity_provider.unknown'
        )
    on.admin.users.list_idp_links(me, details={'timestamp': lambda seen: True})
    on.admin.users.remove_idp_link.refuses(
        {**me, 'idpId': 'one', 'linkedUserId': 'two'}, 404, 'identity_provider.link_not_found'
    )


def actions(on):
    for name, service in (('ActionServiceApi', on.admin.actions), ('BetaActionServiceApi', on.admin.beta_actions)):
        for method in (one.split('.')[1] for one in unbuilt if one.startswith(f'{name}.')):
            getattr(service, method).is_unbuilt({})


def saml(on):
    on.admin.saml.get_saml_request.is_unbuilt({'samlRequestId': 'one'})
    on.admin.saml.create_response.is_unbuilt(
        {'samlRequestId': 'one', 'error': {'error': 'ERROR_REASON_REQUEST_DENIED'}}
    )
