package main

// People, machines and their credentials.
func init() {
	profile := map[string]string{
		"user_id": "user.userId", "org_id": "user.details.resourceOwner", "user_name": "user.username", "state": "user.state",
		"login_names": "user.loginNames", "preferred_login_name": "user.preferredLoginName",
	}
	readUser := func(more map[string]string) []step {
		return []step{{call: "user.GetUserByID", send: `{"userId":"${id}"}`, keep: with(profile, more)}}
	}
	removeUser := []step{{call: "user.DeleteUser", send: `{"userId":"${id}"}`}}
	add(map[string]kind{
		"zitadel_human_user": {
			inOrganization: true,
			create: []step{{call: "user.CreateUser", keep: map[string]string{"id": "id"}, send: `{"organizationId":"${org_id}",
				"userId":"${user_id}","username":"${user_name}","human":{
				"profile":{"givenName":"${first_name}","familyName":"${last_name}","nickName":"${nick_name}",
					"displayName":"${display_name}","preferredLanguage":"${preferred_language}","gender":"${gender}"},
				"email":{"email":"${email}","isVerified":"${is_email_verified}"},
				"phone":{"phone":"${phone}","isVerified":"${is_phone_verified}"},
				"password":{"password":"${initial_password}","changeRequired":"${initial_password_change}"}}}`}},
			read: readUser(map[string]string{
				"first_name": "user.human.profile.givenName", "last_name": "user.human.profile.familyName",
				"nick_name": "user.human.profile.nickName", "display_name": "user.human.profile.displayName",
				"preferred_language": "user.human.profile.preferredLanguage", "gender": "user.human.profile.gender",
				"email": "user.human.email.email", "is_email_verified": "user.human.email.isVerified",
				"phone": "user.human.phone.phone", "is_phone_verified": "user.human.phone.isVerified",
			}),
			update: []step{
				{call: "user.UpdateUser", only: "user_name?", send: `{"userId":"${id}","username":"${user_name}"}`},
				{call: "user.UpdateUser", only: "first_name,last_name,nick_name,display_name,preferred_language,gender?",
					send: `{"userId":"${id}","human":{"profile":{"givenName":"${first_name?}","familyName":"${last_name?}",
						"nickName":"${nick_name?}","displayName":"${display_name?}",
						"preferredLanguage":"${preferred_language?}","gender":"${gender?}"}}}`},
				{call: "user.UpdateUser", only: "email,is_email_verified?",
					send: `{"userId":"${id}","human":{"email":{"email":"${email}","isVerified":"${is_email_verified}"}}}`},
				{call: "user.UpdateUser", only: "phone,is_phone_verified?",
					send: `{"userId":"${id}","human":{"phone":{"phone":"${phone}","isVerified":"${is_phone_verified}"}}}`},
			},
			remove: removeUser,
		},
		"zitadel_human_user (2024)": {
			inOrganization: true,
			create: []step{{call: "management.ImportHumanUser", keep: map[string]string{"id": "userId"}, send: `{
				"userName":"${user_name}","password":"${initial_password}","passwordChangeRequired":true,
				"profile":{"firstName":"${first_name}","lastName":"${last_name}","nickName":"${nick_name}",
					"displayName":"${display_name}","preferredLanguage":"${preferred_language}","gender":"${gender}"},
				"email":{"email":"${email}","isEmailVerified":"${is_email_verified}"},
				"phone":{"phone":"${phone}","isPhoneVerified":"${is_phone_verified}"}}`}},
			read: []step{{call: "management.GetUserByID", send: `{"id":"${id}"}`, keep: map[string]string{
				"org_id": "user.details.resourceOwner", "user_name": "user.userName", "state": "user.state",
				"login_names": "user.loginNames", "preferred_login_name": "user.preferredLoginName",
				"first_name": "user.human.profile.firstName", "last_name": "user.human.profile.lastName",
				"nick_name": "user.human.profile.nickName", "display_name": "user.human.profile.displayName",
				"preferred_language": "user.human.profile.preferredLanguage", "gender": "user.human.profile.gender",
				"email": "user.human.email.email", "is_email_verified": "user.human.email.isEmailVerified",
				"phone": "user.human.phone.phone", "is_phone_verified": "user.human.phone.isPhoneVerified",
			}}},
			update: []step{
				{call: "management.UpdateUserName", only: "user_name?", send: `{"userId":"${id}","userName":"${user_name}"}`},
				{call: "management.UpdateHumanProfile", only: "first_name,last_name,nick_name,display_name,preferred_language,gender?",
					send: `{"userId":"${id}","firstName":"${first_name}","lastName":"${last_name}","nickName":"${nick_name}",
						"displayName":"${display_name}","preferredLanguage":"${preferred_language}","gender":"${gender}"}`},
				{call: "management.UpdateHumanEmail", only: "email,is_email_verified?",
					send: `{"userId":"${id}","email":"${email}","isEmailVerified":"${is_email_verified}"}`},
				{call: "management.UpdateHumanPhone", only: "phone,is_phone_verified?",
					send: `{"userId":"${id}","phone":"${phone}","isPhoneVerified":"${is_phone_verified}"}`},
			},
			remove:  []step{{call: "management.RemoveUser", send: `{"id":"${id}"}`}},
			imports: []string{"org_id"},
		},
		"zitadel_machine_user": {
			inOrganization: true,
			create: []step{
				{call: "user.CreateUser", keep: map[string]string{"id": "id"}, send: `{"organizationId":"${org_id}",
					"userId":"${user_id}","username":"${user_name}","machine":{"name":"${name}","description":"${description}"}}`},
				{call: "management.GenerateMachineSecret", send: `{"userId":"${id}"}`, only: "with_secret",
					keep: map[string]string{"client_id": "clientId", "client_secret": "clientSecret"}},
			},
			read: readUser(map[string]string{"name": "user.machine.name", "description": "user.machine.description",
				"access_token_type": "user.machine.accessTokenType"}),
			update: []step{
				{call: "user.UpdateUser", only: "user_name?", send: `{"userId":"${id}","username":"${user_name}"}`},
				{call: "user.UpdateUser", only: "name,description?",
					send: `{"userId":"${id}","machine":{"name":"${name?}","description":"${description?}"}}`},
				{call: "management.RemoveMachineSecret", only: "with_secret?", send: `{"userId":"${id}"}`},
			},
			remove: removeUser,
		},
		"zitadel_machine_user (2024)": {
			inOrganization: true,
			create: []step{{call: "management.AddMachineUser", keep: map[string]string{"id": "userId"}, send: `{
				"userName":"${user_name}","name":"${name}","description":"${description}","accessTokenType":"${access_token_type}"}`}},
			read: []step{{call: "management.GetUserByID", send: `{"id":"${id}"}`, keep: map[string]string{
				"org_id": "user.details.resourceOwner", "user_name": "user.userName", "name": "user.machine.name",
				"description": "user.machine.description", "access_token_type": "user.machine.accessTokenType"}}},
			update: []step{
				{call: "management.UpdateUserName", only: "user_name?", send: `{"userId":"${id}","userName":"${user_name}"}`},
				{call: "management.UpdateMachine", only: "name,description,access_token_type?", send: `{"userId":"${id}",
					"name":"${name}","description":"${description}","accessTokenType":"${access_token_type}"}`},
			},
			remove:  []step{{call: "management.RemoveUser", send: `{"id":"${id}"}`}},
			imports: []string{"org_id"},
		},
		"zitadel_user_metadata": metadata("UserMetadata", `"id":"${user_id}",`, "user_id"),
		"zitadel_machine_key": {
			inOrganization: true,
			create: []step{{call: "management.AddMachineKey", keep: map[string]string{"id": "keyId", "key_details": "text(keyDetails)"},
				send: `{"userId":"${user_id}","type":"${key_type}","expirationDate":"${expiration_date}"}`}},
			read: []step{{call: "management.GetMachineKeyByIDs", send: `{"userId":"${user_id}","keyId":"${id}"}`,
				keep: map[string]string{"key_type": "key.type", "expiration_date": "key.expirationDate"}}},
			remove:  []step{{call: "management.RemoveMachineKey", send: `{"userId":"${user_id}","keyId":"${id}"}`}},
			imports: []string{"org_id", "user_id"},
			replace: []string{"expiration_date", "key_type", "user_id"},
		},
		"zitadel_personal_access_token": {
			inOrganization: true,
			create: []step{{call: "management.AddPersonalAccessToken", keep: map[string]string{"id": "tokenId", "token": "token"},
				send: `{"userId":"${user_id}","expirationDate":"${expiration_date}"}`}},
			read: []step{{call: "management.GetPersonalAccessTokenByIDs", send: `{"userId":"${user_id}","tokenId":"${id}"}`,
				keep: map[string]string{"expiration_date": "token.expirationDate"}}},
			remove:  []step{{call: "management.RemovePersonalAccessToken", send: `{"userId":"${user_id}","tokenId":"${id}"}`}},
			imports: []string{"org_id", "user_id"},
			replace: []string{"expiration_date", "user_id"},
		},
		"zitadel_user_grant": {
			inOrganization: true,
			create: []step{{call: "management.AddUserGrant", keep: map[string]string{"id": "userGrantId"},
				send: `{"userId":"${user_id}","projectId":"${project_id}","projectGrantId":"${project_grant_id}","roleKeys":"${role_keys}"}`}},
			read: []step{{call: "management.GetUserGrantByID", send: `{"userId":"${user_id}","grantId":"${id}"}`,
				keep: map[string]string{"user_id": "userGrant.userId", "project_id": "userGrant.projectId",
					"project_grant_id": "userGrant.projectGrantId", "role_keys": "userGrant.roleKeys",
					"org_id": "userGrant.details.resourceOwner"}}},
			update: []step{{call: "management.UpdateUserGrant",
				send: `{"userId":"${user_id}","grantId":"${id}","roleKeys":"${role_keys}"}`}},
			remove:  []step{{call: "management.RemoveUserGrant", send: `{"userId":"${user_id}","grantId":"${id}"}`}},
			imports: []string{"org_id", "user_id"},
			sets:    []string{"role_keys"},
		},
	})
}
