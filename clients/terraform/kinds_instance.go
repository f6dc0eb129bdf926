package main

// Settings of the instance: providers of mail and text messages, keys, generators, features, domains.
func init() {
	smtp, smtpPaths := fields("sender_address sender_name tls host user reply_to_address", "config.smtp.")
	olderSMTP, olderPaths := fields("sender_address sender_name tls host user reply_to_address", "smtpConfig.")
	generator, generatorPaths := fields("length expiry include_lower_letters include_upper_letters include_digits include_symbols",
		"secretGenerator.")
	lifetimes, lifetimePaths := fields("access_token_lifetime id_token_lifetime refresh_token_idle_expiration refresh_token_expiration",
		"settings.")
	activateEmail := step{call: "admin.ActivateEmailProvider", send: `{"id":"${id}"}`, only: "set_active"}
	activateSMS := step{call: "admin.ActivateSMSProvider", send: `{"id":"${id}"}`, only: "set_active"}
	removeEmail := []step{{call: "admin.RemoveEmailProvider", send: `{"id":"${id}"}`}}
	removeSMS := []step{{call: "admin.RemoveSMSProvider", send: `{"id":"${id}"}`}}
	add(map[string]kind{
		"zitadel_email_provider_smtp": {
			create: []step{{call: "admin.AddEmailProviderSMTP", keep: map[string]string{"id": "id"},
				send: `{"password":"${password}","description":"${description}",` + smtp + `}`}, activateEmail},
			read: []step{{call: "admin.GetEmailProvider",
				keep: with(smtpPaths, map[string]string{"id": "config.id", "description": "config.description"})}},
			update: []step{{call: "admin.UpdateEmailProviderSMTP",
				send: `{"id":"${id}","password":"${password}","description":"${description}",` + smtp + `}`}},
			remove: removeEmail,
		},
		"zitadel_smtp_config (2024)": {
			create: []step{{call: "admin.AddSMTPConfig", send: `{"password":"${password}",` + olderSMTP + `}`,
				keep: map[string]string{"id": "id"}},
				{call: "admin.ActivateSMTPConfig", send: `{"id":"${id}"}`}},
			read: []step{{call: "admin.GetSMTPConfig",
				keep: with(olderPaths, map[string]string{"id": "smtpConfig.id"})}},
			update: []step{{call: "admin.UpdateSMTPConfig", send: `{"id":"${id}",` + olderSMTP + `}`},
				{call: "admin.UpdateSMTPConfigPassword", send: `{"id":"${id}","password":"${password}"}`, only: "password?"}},
			remove: []step{{call: "admin.RemoveSMTPConfig", send: `{"id":"${id}"}`}},
		},
		"zitadel_email_provider_http": {
			create: []step{{call: "admin.AddEmailProviderHTTP", send: `{"endpoint":"${endpoint}","description":"${description}"}`,
				keep: map[string]string{"id": "id", "signing_key": "signingKey"}}, activateEmail},
			read: []step{{call: "admin.GetEmailProviderById", send: `{"id":"${id}"}`,
				keep: map[string]string{"endpoint": "config.http.endpoint", "description": "config.description"}}},
			update: []step{{call: "admin.UpdateEmailProviderHTTP",
				send: `{"id":"${id}","endpoint":"${endpoint}","description":"${description}"}`}},
			remove:  removeEmail,
			goneBut: "config.http",
		},
		"zitadel_sms_provider_twilio": {
			create: []step{{call: "admin.AddSMSProviderTwilio", keep: map[string]string{"id": "id"},
				send: `{"sid":"${sid}","token":"${token}","senderNumber":"${sender_number}"}`}, activateSMS},
			read: []step{{call: "admin.GetSMSProvider", send: `{"id":"${id}"}`,
				keep: map[string]string{"sid": "config.twilio.sid", "sender_number": "config.twilio.senderNumber"}}},
			update: []step{
				{call: "admin.UpdateSMSProviderTwilio", only: "sender_number,sid?",
					send: `{"id":"${id}","sid":"${sid}","senderNumber":"${sender_number}"}`},
				{call: "admin.UpdateSMSProviderTwilioToken", only: "token?", send: `{"id":"${id}","token":"${token}"}`},
			},
			remove: removeSMS,
		},
		"zitadel_sms_provider_http": {
			create: []step{{call: "admin.AddSMSProviderHTTP", send: `{"endpoint":"${endpoint}","description":"${description}"}`,
				keep: map[string]string{"id": "id", "signing_key": "signingKey"}}, activateSMS},
			read: []step{{call: "admin.GetSMSProvider", send: `{"id":"${id}"}`,
				keep: map[string]string{"endpoint": "config.http.endpoint", "description": "config.description"}}},
			update: []step{{call: "admin.UpdateSMSProviderHTTP",
				send: `{"id":"${id}","endpoint":"${endpoint}","description":"${description}"}`}},
			remove: removeSMS,
		},
		"zitadel_instance_secret_generator": {
			adopts: true,
			read: []step{{call: "admin.GetSecretGenerator", send: `{"generatorType":"${generator_type}"}`,
				keep: with(generatorPaths, map[string]string{"id": "secretGenerator.generatorType"})}},
			update: []step{{call: "admin.UpdateSecretGenerator", settled: true,
				send: `{"generatorType":"${generator_type}",` + generator + `}`}},
			imports: []string{"generator_type"},
		},
		"zitadel_default_oidc_settings": {
			adopts: true,
			read: []step{{call: "admin.GetOIDCSettings",
				keep: with(lifetimePaths, map[string]string{"id": "settings.details.resourceOwner"})}},
			update: []step{{call: "admin.UpdateOIDCSettings", send: `{` + lifetimes + `}`, settled: true}},
		},
		"zitadel_default_security_settings": {
			adopts: true,
			read: []step{{call: "settings.GetSecuritySettings", keep: map[string]string{
				"enable_impersonation": "settings.enableImpersonation", "embedded_iframe_enabled": "settings.embeddedIframe.enabled",
				"embedded_iframe_allowed_origins": "settings.embeddedIframe.allowedOrigins"}}},
			update: []step{{call: "settings.SetSecuritySettings", settled: true, send: `{"enableImpersonation":"${enable_impersonation}",
				"embeddedIframe":{"enabled":"${embedded_iframe_enabled}","allowedOrigins":"${embedded_iframe_allowed_origins}"}}`}},
			sets: []string{"embedded_iframe_allowed_origins"},
		},
		"zitadel_instance_restrictions": {
			adopts: true,
			read: []step{{call: "admin.GetRestrictions", keep: map[string]string{
				"disallow_public_org_registration": "disallowPublicOrgRegistration", "allowed_languages": "allowedLanguages"}}},
			update: []step{{call: "admin.SetRestrictions", settled: true, send: `{
				"disallowPublicOrgRegistration":"${disallow_public_org_registration?}","allowedLanguages":{"list":"${allowed_languages}"}}`}},
			sets: []string{"allowed_languages"},
		},
		"zitadel_instance_features": {
			create: []step{{call: "feature.SetInstanceFeatures", send: featureRequest}},
			read: []step{{call: "feature.GetInstanceFeatures", keep: map[string]string{
				"login_default_org": "loginDefaultOrg.enabled", "oidc_token_exchange": "oidcTokenExchange.enabled",
				"login_v2_required": "loginV2.required", "login_v2_base_uri": "loginV2.baseUri"}}},
			update:  []step{{call: "feature.SetInstanceFeatures", send: featureRequest}},
			remove:  []step{{call: "feature.ResetInstanceFeatures"}},
			remains: true,
		},
		"zitadel_instance_trusted_domain": {
			create: []step{{call: "instance.AddTrustedDomain", send: `{"instanceId":"${instance_id}","trustedDomain":"${domain}"}`}},
			read: []step{{call: "instance.ListTrustedDomains", send: `{"instanceId":"${instance_id}"}`,
				keep: map[string]string{"id": "trustedDomain[domain=${domain}].domain"}}},
			remove:  []step{{call: "instance.RemoveTrustedDomain", send: `{"instanceId":"${instance_id}","trustedDomain":"${domain}"}`}},
			goneBut: "trustedDomain[domain=${domain}]",
			imports: []string{"instance_id", "domain"},
		},
		"zitadel_webkey": {
			create: []step{{call: "webkey.CreateWebKey", send: `{"rsa":"${rsa}","ecdsa":"${ecdsa}","ed25519":"${ed25519}"}`,
				keep: map[string]string{"id": "id"}}},
			read: []step{{call: "webkey.ListWebKeys", keep: map[string]string{"state": "webKeys[id=${id}].state",
				"rsa": "webKeys[id=${id}].rsa", "ecdsa": "webKeys[id=${id}].ecdsa", "ed25519": "webKeys[id=${id}].ed25519"}}},
			remove:  []step{{call: "webkey.ListWebKeys"}, {call: "webkey.DeleteWebKey", send: `{"id":"${id}"}`}},
			goneBut: "webKeys[id=${id}]",
			replace: []string{"rsa", "ecdsa", "ed25519"},
		},
		"zitadel_active_webkey": {
			create: []step{{call: "webkey.ListWebKeys", keep: map[string]string{"oldest": "webKeys[state=STATE_ACTIVE].id"}},
				{call: "webkey.ActivateWebKey", send: `{"id":"${key_id}"}`}},
			read: []step{{call: "webkey.ListWebKeys", keep: map[string]string{"id": "webKeys[state=STATE_ACTIVE].id",
				"key_id": "webKeys[state=STATE_ACTIVE].id"}}},
			update:  []step{{call: "webkey.ActivateWebKey", send: `{"id":"${key_id}"}`}},
			remove:  []step{{call: "webkey.ActivateWebKey", send: `{"id":"${oldest}"}`}},
			remains: true,
		},
	})
}

const featureRequest = `{"loginDefaultOrg":"${login_default_org?}","oidcTokenExchange":"${oidc_token_exchange?}",
	"loginV2":{"required":"${login_v2_required}","baseUri":"${login_v2_base_uri}"}}`
