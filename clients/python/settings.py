"""SettingsService in its two generations, TelemetryService."""

from expecting import absent, among, recent, some

seconds = lambda seen: isinstance(seen, str) and seen.endswith('s')


def settings(on):
    service = on.admin.settings
    effective(on, service)
    service.get_login_settings(
        {'ctx': {'instance': True}},
        settings={
            'allowLocalAuthentication': True,
            'secondFactors': among('SECOND_FACTOR_TYPE_OTP', 'SECOND_FACTOR_TYPE_U2F'),
        },
    )
    service.get_general_settings(
        {}, defaultOrganizationId=on.org, defaultLanguage='en', allowedLanguages=among('de', 'en')
    )
    greeting = {'common': {'back': 'Go back'}}
    service.set_hosted_login_translation({'instance': True, 'locale': 'en', 'translations': greeting}, etag=some)
    service.get_hosted_login_translation({'instance': True, 'locale': 'en'}, etag=some, translations=greeting)
    service.get_hosted_login_translation(
        {'organizationId': on.org, 'locale': 'en', 'ignoreInheritance': True}, translations=absent_or_empty
    )


def recovery_codes(on):
    """A policy that allows them is read by the older service, too, which has no name for them."""
    on.rest('POST', '/admin/v1/policies/login/second_factors', {'type': 'SECOND_FACTOR_TYPE_RECOVERY_CODES'})
    on.admin.settings.get_login_settings(
        {'ctx': {'instance': True}}, settings={'secondFactors': among('SECOND_FACTOR_TYPE_RECOVERY_CODES')}
    )
    on.admin.beta_settings.get_login_settings(
        {'ctx': {'instance': True}}, settings={'secondFactors': among('SECOND_FACTOR_TYPE_OTP')}
    )


def settings_beta(on):
    effective(on, on.admin.beta_settings)


def effective(on, service):
    """The settings of the instance, as the first organization inherits them."""
    of_instance, of_org = {'ctx': {'instance': True}}, {'ctx': {'orgId': on.org}}
    inherited = {'resourceOwnerType': 'RESOURCE_OWNER_TYPE_INSTANCE'}
    for place in (of_instance, of_org):
        service.get_login_settings(
            place,
            details={'resourceOwner': some},
            settings={
                **inherited,
                'allowUsernamePassword': True,
                'passkeysType': 'PASSKEYS_TYPE_ALLOWED',
                'passwordCheckLifetime': seconds,
            },
        )
        service.get_password_complexity_settings(
            place, settings={**inherited, 'minLength': '8', 'requiresSymbol': True}
        )
        service.get_password_expiry_settings(place, settings={**inherited, 'maxAgeDays': absent})
        service.get_branding_settings(
            place, settings={**inherited, 'lightTheme': {'primaryColor': some}, 'darkTheme': {'backgroundColor': some}}
        )
        service.get_domain_settings(place, settings={**inherited, 'loginNameIncludesDomain': absent})
        service.get_legal_and_support_settings(place, settings=inherited)
        service.get_lockout_settings(place, settings=inherited)
        service.get_active_identity_providers(place, details=some, identityProviders=absent)
    service.get_general_settings({}, defaultOrgId=on.org, supportedLanguages=among('de', 'en'))
    origin = 'https://portal.example.com'
    service.set_security_settings(
        {'embeddedIframe': {'enabled': True, 'allowedOrigins': [origin]}}, details={'changeDate': recent}
    )
    service.get_security_settings(
        {}, settings={'embeddedIframe': {'enabled': True, 'allowedOrigins': [origin]}, 'enableImpersonation': absent}
    )
    service.set_security_settings({'embeddedIframe': {'enabled': False}}, details={'changeDate': recent})


def absent_or_empty(seen):
    """No text of its own."""
    return not seen


def telemetry(on):
    service = on.admin.beta_telemetry
    service.report_base_information.is_unbuilt({'systemId': 'a', 'version': '1', 'instances': []})
    service.report_resource_counts.is_unbuilt({'systemId': 'a', 'resourceCounts': []})
