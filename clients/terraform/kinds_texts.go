package main

// Texts of messages and of the login, for the instance (`zitadel_default_…`) and for organizations.
func init() {
	const all = "title pre_header subject greeting text button_text footer_text"
	for name, text := range map[string]struct{ noun, set, attributes string }{
		"init":                      {"Init", "", all},
		"password_reset":            {"PasswordReset", "", all},
		"verify_email":              {"VerifyEmail", "", all},
		"verify_phone":              {"VerifyPhone", "", all},
		"verify_sms_otp":            {"VerifySMSOTP", "", "text"},
		"verify_email_otp":          {"VerifyEmailOTP", "", all},
		"domain_claimed":            {"DomainClaimed", "Custom", all},
		"passwordless_registration": {"PasswordlessRegistration", "Custom", all},
		"password_change":           {"PasswordChange", "Custom", all},
		"invite_user":               {"InviteUser", "Custom", all},
	} {
		request, paths := fields(text.attributes, "customText.")
		add(textKinds(name+"_message_text", request, paths, "SetDefault"+text.noun+"MessageText",
			"SetCustom"+text.noun+"Message"+text.set+"Text", "GetCustom"+text.noun+"MessageText", "ResetCustom"+text.noun+"MessageTextToDefault"))
	}
	add(textKinds("login_texts",
		`"loginText":{"title":"${login_title}","loginNameLabel":"${login_name_label}"},"passwordText":{"title":"${password_title}"}`,
		map[string]string{"login_title": "customText.loginText.title", "login_name_label": "customText.loginText.loginNameLabel",
			"password_title": "customText.passwordText.title"},
		"SetCustomLoginText", "SetCustomLoginText", "GetCustomLoginTexts", "ResetCustomLoginTextToDefault"))

	translation := `"locale":"${language}","translations":"${translations}"`
	read := `"locale":"${language}","ignoreInheritance":true`
	keep := map[string]string{"translations": "translations"}
	organization, instance := `{"organizationId":"${org_id}",`, `{"instance":true,`
	add(map[string]kind{
		"zitadel_hosted_login_translation": {
			create:  []step{{call: "settings.SetHostedLoginTranslation", send: organization + translation + `}`}},
			read:    []step{{call: "settings.GetHostedLoginTranslation", send: organization + read + `}`, keep: keep}},
			update:  []step{{call: "settings.SetHostedLoginTranslation", send: organization + translation + `}`}},
			imports: []string{"org_id", "language"},
		},
		"zitadel_default_hosted_login_translation": {
			create:  []step{{call: "settings.SetHostedLoginTranslation", send: instance + translation + `}`}},
			read:    []step{{call: "settings.GetHostedLoginTranslation", send: instance + read + `}`, keep: keep}},
			update:  []step{{call: "settings.SetHostedLoginTranslation", send: instance + translation + `}`}},
			imports: []string{"language"},
		},
	})
}

// textKinds returns a text's kind of the instance and of organizations.
func textKinds(name, request string, paths map[string]string, setDefault, setCustom, get, reset string) map[string]kind {
	language := `{"language":"${language}"}`
	level := func(service, set string, imports ...string) kind {
		send := []step{{call: service + "." + set, send: `{"language":"${language}",` + request + `}`}}
		return kind{
			inOrganization: service == "management",
			create:         send,
			read:           []step{{call: service + "." + get, send: language, keep: paths}},
			update:         send,
			remove:         []step{{call: service + "." + reset, send: language}},
			goneIf:         "customText.isDefault",
			imports:        append(imports, "language"),
		}
	}
	return map[string]kind{
		"zitadel_default_" + name: level("admin", setDefault),
		"zitadel_" + name:         level("management", setCustom, "org_id"),
	}
}
