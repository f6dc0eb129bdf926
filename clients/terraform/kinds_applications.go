package main

// Applications, by the calls of 2026 (application.v2) and those of 2024 (management).
func init() {
	const shared = "redirect_uris response_types grant_types auth_method_type post_logout_redirect_uris access_token_type " +
		"access_token_role_assertion id_token_role_assertion id_token_userinfo_assertion clock_skew additional_origins " +
		"skip_native_app_success_page back_channel_logout_uri login_version "
	today, todayPaths := fields(shared+"application_type", "application.oidcConfiguration.")
	older, olderPaths := fields(shared+"app_type dev_mode", "app.oidcConfig.")
	application := `{"projectId":"${project_id}","applicationId":"${id}"}`
	olderApplication := `{"projectId":"${project_id}","appId":"${id}"}`
	remove := []step{{call: "application.DeleteApplication", send: application}}
	olderRemove := []step{{call: "management.RemoveApp", send: olderApplication}}
	rename := step{call: "management.UpdateApp", only: "name?", send: `{"projectId":"${project_id}","appId":"${id}","name":"${name}"}`}
	add(map[string]kind{
		"zitadel_application_oidc": {
			create: []step{{call: "application.CreateApplication",
				keep: map[string]string{"id": "applicationId", "client_id": "oidcConfiguration.clientId",
					"client_secret": "oidcConfiguration.clientSecret"},
				send: `{"projectId":"${project_id}","name":"${name}","oidcConfiguration":{` + today +
					`,"version":"${version}","developmentMode":"${development_mode}"}}`}},
			read: []step{{call: "application.GetApplication", send: `{"applicationId":"${id}"}`,
				keep: with(todayPaths, map[string]string{"name": "application.name", "project_id": "application.projectId",
					"version":          "application.oidcConfiguration.version",
					"client_id":        "application.oidcConfiguration.clientId",
					"development_mode": "application.oidcConfiguration.developmentMode",
					"none_compliant":   "application.oidcConfiguration.nonCompliant"})}},
			update: []step{{call: "application.UpdateApplication",
				send: `{"projectId":"${project_id}","applicationId":"${id}","name":"${name}","oidcConfiguration":{` + today + `}}`}},
			remove: remove,
		},
		"zitadel_application_v2 (api)": {
			create: []step{{call: "application.CreateApplication",
				keep: map[string]string{"id": "applicationId", "client_id": "apiConfiguration.clientId"},
				send: `{"projectId":"${project_id}","name":"${name}","apiConfiguration":{"authMethodType":"${auth_method_type}"}}`}},
			read: []step{{call: "application.GetApplication", send: `{"applicationId":"${id}"}`,
				keep: map[string]string{"name": "application.name", "project_id": "application.projectId",
					"auth_method_type": "application.apiConfiguration.authMethodType",
					"client_id":        "application.apiConfiguration.clientId"}}},
			update: []step{{call: "application.UpdateApplication", send: `{"projectId":"${project_id}","applicationId":"${id}",
				"name":"${name}","apiConfiguration":{"authMethodType":"${auth_method_type}"}}`}},
			remove: remove,
		},
		"zitadel_application_oidc (2024)": {
			inOrganization: true,
			create: []step{{call: "management.AddOIDCApp",
				keep: map[string]string{"id": "appId", "client_id": "clientId", "client_secret": "clientSecret"},
				send: `{"projectId":"${project_id}","name":"${name}","version":"${version}",` + older + `}`}},
			read: []step{{call: "management.GetAppByID", send: olderApplication,
				keep: with(olderPaths, map[string]string{"name": "app.name", "client_id": "app.oidcConfig.clientId",
					"version": "app.oidcConfig.version", "org_id": "app.details.resourceOwner"})}},
			update: []step{rename, {call: "management.UpdateOIDCAppConfig", only: "redirect_uris,dev_mode,clock_skew?",
				send: `{"projectId":"${project_id}","appId":"${id}",` + older + `}`}},
			remove:  olderRemove,
			imports: []string{"org_id", "project_id"},
		},
		"zitadel_application_api": {
			inOrganization: true,
			create: []step{{call: "management.AddAPIApp",
				keep: map[string]string{"id": "appId", "client_id": "clientId", "client_secret": "clientSecret"},
				send: `{"projectId":"${project_id}","name":"${name}","authMethodType":"${auth_method_type}"}`}},
			read: []step{{call: "management.GetAppByID", send: olderApplication,
				keep: map[string]string{"name": "app.name", "auth_method_type": "app.apiConfig.authMethodType",
					"client_id": "app.apiConfig.clientId", "org_id": "app.details.resourceOwner"}}},
			update: []step{rename, {call: "management.UpdateAPIAppConfig", only: "auth_method_type?",
				send: `{"projectId":"${project_id}","appId":"${id}","authMethodType":"${auth_method_type}"}`}},
			remove:  olderRemove,
			imports: []string{"org_id", "project_id"},
		},
	})
}
