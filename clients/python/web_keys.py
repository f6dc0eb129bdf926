"""WebKeyService in its two generations."""

from expecting import among, recent, some, without


def web_keys(on):
    for service in (on.admin.webkeys, on.admin.beta_webkeys):
        created = service.create_web_key({'ecdsa': {'curve': 'ECDSA_CURVE_P384'}}, id=some, creationDate=recent)
        rsa = service.create_web_key({'rsa': {'bits': 'RSA_BITS_3072', 'hasher': 'RSA_HASHER_SHA384'}}, id=some)
        service.create_web_key({'ed25519': {}}, id=some)
        keys = service.list_web_keys(
            {},
            webKeys=among(
                {'id': created['id'], 'state': 'STATE_INITIAL', 'ecdsa': {'curve': 'ECDSA_CURVE_P384'}},
                {'id': rsa['id'], 'rsa': {'bits': 'RSA_BITS_3072', 'hasher': 'RSA_HASHER_SHA384'}},
                {'state': 'STATE_ACTIVE'},
            ),
        )['webKeys']
        active = next(key['id'] for key in keys if key['state'] == 'STATE_ACTIVE')
        service.activate_web_key({'id': rsa['id']}, changeDate=recent)
        service.list_web_keys(
            {}, webKeys=among({'id': rsa['id'], 'state': 'STATE_ACTIVE'}, {'id': active, 'state': 'STATE_INACTIVE'})
        )
        service.delete_web_key.refuses({'id': rsa['id']}, 400, 'web_key.active')
        service.activate_web_key({'id': active}, changeDate=recent)
        for key in (created, rsa):
            service.delete_web_key({'id': key['id']}, deletionDate=recent)
        service.list_web_keys({}, webKeys=without({'id': rsa['id']}))
