package main

// Policies: of the instance (`zitadel_default_…`), which always exist, and of organizations, which come and go.
func init() {
	for name, policy := range map[string]struct{ noun, attributes string }{
		"lockout_policy":             {"LockoutPolicy", "max_password_attempts max_otp_attempts"},
		"password_complexity_policy": {"PasswordComplexityPolicy", "min_length has_uppercase has_lowercase has_number has_symbol"},
		"password_age_policy":        {"PasswordAgePolicy", "max_age_days expire_warn_days"},
		"notification_policy":        {"NotificationPolicy", "password_change"},
		"privacy_policy":             {"PrivacyPolicy", "tos_link privacy_link help_link support_email docs_link custom_link custom_link_text"},
	} {
		add(bothLevels(name, policy.noun, policy.attributes))
	}
	add(bothLevels("login_policy", "LoginPolicy", loginAttributes))
	login := kinds["zitadel_login_policy"]
	login.create[0].send = login.create[0].send[:len(login.create[0].send)-1] +
		`,"secondFactors":"${second_factors}","multiFactors":"${multi_factors}"}`
	kinds["zitadel_login_policy"] = withFactors(login, "management")
	kinds["zitadel_default_login_policy"] = withFactors(kinds["zitadel_default_login_policy"], "admin")

	add(bothLevels("label_policy", "LabelPolicy", labelAttributes))
	kinds["zitadel_label_policy"] = withAssets(kinds["zitadel_label_policy"], "management.ActivateCustomLabelPolicy", "org")
	kinds["zitadel_default_label_policy"] = withAssets(kinds["zitadel_default_label_policy"], "admin.ActivateLabelPolicy", "instance")

	domain, paths := fields("user_login_must_be_domain validate_org_domains smtp_sender_address_matches_instance_domain", "policy.")
	add(map[string]kind{
		"zitadel_default_domain_policy": {
			adopts: true,
			read:   []step{{call: "admin.GetDomainPolicy", keep: with(paths, map[string]string{"id": "policy.details.resourceOwner"})}},
			update: []step{{call: "admin.UpdateDomainPolicy", send: `{` + domain + `}`, settled: true}},
		},
		"zitadel_domain_policy": {
			inOrganization: true,
			create:         []step{{call: "admin.AddCustomDomainPolicy", send: `{"orgId":"${org_id}",` + domain + `}`}},
			read: []step{{call: "management.GetDomainPolicy",
				keep: with(paths, map[string]string{"id": "policy.details.resourceOwner", "org_id": "policy.details.resourceOwner"})}},
			update:  []step{{call: "admin.UpdateCustomDomainPolicy", send: `{"orgId":"${org_id}",` + domain + `}`}},
			remove:  []step{{call: "admin.ResetCustomDomainPolicyToDefault", send: `{"orgId":"${org_id}"}`}},
			goneIf:  "policy.isDefault",
			imports: []string{"org_id"},
		},
	})
}

const loginAttributes = "allow_username_password allow_register allow_external_idp force_mfa force_mfa_local_only passwordless_type " +
	"hide_password_reset ignore_unknown_usernames default_redirect_uri password_check_lifetime external_login_check_lifetime " +
	"mfa_init_skip_lifetime second_factor_check_lifetime multi_factor_check_lifetime allow_domain_discovery " +
	"disable_login_with_email disable_login_with_phone"

const labelAttributes = "primary_color hide_login_name_suffix warn_color background_color font_color primary_color_dark " +
	"background_color_dark warn_color_dark font_color_dark disable_watermark theme_mode"

// bothLevels returns a policy's kind of the instance and of organizations.
func bothLevels(name, noun, attributes string) map[string]kind {
	request, paths := fields(attributes, "policy.")
	paths["id"] = "policy.details.resourceOwner"
	return map[string]kind{
		"zitadel_default_" + name: {
			adopts: true,
			read:   []step{{call: "admin.Get" + noun, keep: paths}},
			update: []step{{call: "admin.Update" + noun, send: `{` + request + `}`, settled: true}},
		},
		"zitadel_" + name: {
			inOrganization: true,
			create:         []step{{call: "management.AddCustom" + noun, send: `{` + request + `}`}},
			read:           []step{{call: "management.Get" + noun, keep: with(paths, map[string]string{"org_id": "policy.details.resourceOwner"})}},
			update:         []step{{call: "management.UpdateCustom" + noun, send: `{` + request + `}`}},
			remove:         []step{{call: "management.Reset" + noun + "ToDefault"}},
			goneIf:         "policy.isDefault",
			imports:        []string{"org_id"},
		},
	}
}

// withFactors adds the factors and the identity providers, which have calls of their own, to a login policy.
func withFactors(login kind, service string) kind {
	policy := login.update[0]
	for _, name := range []string{"second_factors", "multi_factors"} {
		noun := map[string]string{"second_factors": "SecondFactor", "multi_factors": "MultiFactor"}[name]
		login.update = append(login.update,
			step{call: service + ".Add" + noun + "ToLoginPolicy", each: "+" + name, send: `{"type":"${each}"}`},
			step{call: service + ".Remove" + noun + "FromLoginPolicy", each: "-" + name, send: `{"type":"${each}"}`})
		login.read = append(login.read, step{call: service + ".ListLoginPolicy" + noun + "s", keep: map[string]string{name: "result"}})
	}
	login.read = append(login.read, step{call: service + ".ListLoginPolicyIDPs", keep: map[string]string{"idps": "result.*.idpId"}})
	if !login.adopts {
		policy.only = "force_mfa,default_redirect_uri,password_check_lifetime?"
	}
	login.update[0] = policy
	login.sets = []string{"second_factors", "multi_factors", "idps"}
	return login
}

// withAssets adds files and activation to a label policy. The provider knows a file by the hash of the configuration.
func withAssets(label kind, activate, level string) kind {
	assets := []step{}
	for _, asset := range []struct{ name, path string }{
		{"logo", "logo"}, {"logo_dark", "logo/dark"}, {"icon", "icon"}, {"icon_dark", "icon/dark"}, {"font", "font"},
	} {
		assets = append(assets, step{call: "upload /assets/v1/" + level + "/policy/label/" + asset.path,
			only: asset.name + "_hash?", send: `{"path":"${` + asset.name + `_path}"}`})
	}
	assets = append(assets, step{call: activate, only: "set_active"})
	label.create = append(label.create, assets...)
	label.update = append(label.update, assets...)
	policy := &label.update[0]
	policy.only = "primary_color,font_color,theme_mode?"
	urls := map[string]string{"logo_url": "policy.logoUrl", "logo_url_dark": "policy.logoUrlDark", "icon_url": "policy.iconUrl",
		"icon_url_dark": "policy.iconUrlDark", "font_url": "policy.fontUrl"}
	label.read = []step{{call: label.read[0].call, keep: with(label.read[0].keep, urls)}}
	if level == "org" {
		label.read[0].call = "management.GetPreviewLabelPolicy"
	}
	return label
}
