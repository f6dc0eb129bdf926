package main

// Projects with their roles, grants and applications.
func init() {
	projectSettings, projectPaths := fields("name project_role_assertion authorization_required project_access_required private_labeling_setting",
		"project.")
	olderSettings, olderPaths := fields("name project_role_assertion project_role_check has_project_check private_labeling_setting", "project.")
	roleSettings, rolePaths := fields("role_key display_name group", "result.0.")
	rolePaths["id"], rolePaths["role_key"] = "result.0.key", "result.0.key"
	grant := `{"projectId":"${project_id}","grantId":"${id}"}`
	add(map[string]kind{
		"zitadel_project": {
			create: []step{{call: "project.CreateProject", keep: map[string]string{"id": "projectId"},
				send: `{"organizationId":"${org_id}","projectId":"${project_id}",` + projectSettings + `}`}},
			read: []step{{call: "project.GetProject", send: `{"projectId":"${id}"}`,
				keep: with(projectPaths, map[string]string{"org_id": "project.organizationId", "project_id": "project.projectId", "state": "project.state"})}},
			update: []step{{call: "project.UpdateProject", send: `{"projectId":"${id}",` + projectSettings + `}`}},
			remove: []step{{call: "project.DeleteProject", send: `{"projectId":"${id}"}`}},
		},
		"zitadel_project (2024)": {
			inOrganization: true,
			create: []step{{call: "management.AddProject", send: `{` + olderSettings + `}`,
				keep: map[string]string{"id": "id"}}},
			read: []step{{call: "management.GetProjectByID", send: `{"id":"${id}"}`,
				keep: with(olderPaths, map[string]string{"org_id": "project.details.resourceOwner", "state": "project.state"})}},
			update:  []step{{call: "management.UpdateProject", send: `{"id":"${id}",` + olderSettings + `}`}},
			remove:  []step{{call: "management.RemoveProject", send: `{"id":"${id}"}`}},
			imports: []string{"org_id"},
		},
		"zitadel_project_role": {
			inOrganization: true,
			create:         []step{{call: "management.AddProjectRole", send: `{"projectId":"${project_id}",` + roleSettings + `}`}},
			read: []step{{call: "management.ListProjectRoles", keep: rolePaths, send: `{"projectId":"${project_id}",
				"queries":[{"keyQuery":{"key":"${role_key}","method":"TEXT_QUERY_METHOD_EQUALS"}}]}`}},
			update:  []step{{call: "management.UpdateProjectRole", send: `{"projectId":"${project_id}",` + roleSettings + `}`}},
			remove:  []step{{call: "management.RemoveProjectRole", send: `{"projectId":"${project_id}","roleKey":"${role_key}"}`}},
			goneBut: "result.0",
			imports: []string{"org_id", "project_id", "role_key"},
		},
		"zitadel_project_grant": {
			inOrganization: true,
			create: []step{{call: "management.AddProjectGrant", keep: map[string]string{"id": "grantId"},
				send: `{"projectId":"${project_id}","grantedOrgId":"${granted_org_id}","roleKeys":"${role_keys}"}`}},
			read: []step{{call: "management.GetProjectGrantByID", send: grant,
				keep: map[string]string{"project_id": "projectGrant.projectId", "granted_org_id": "projectGrant.grantedOrgId",
					"role_keys": "projectGrant.grantedRoleKeys", "org_id": "projectGrant.details.resourceOwner"}}},
			update: []step{{call: "management.UpdateProjectGrant",
				send: `{"projectId":"${project_id}","grantId":"${id}","roleKeys":"${role_keys}"}`}},
			remove:  []step{{call: "management.RemoveProjectGrant", send: grant}},
			imports: []string{"org_id", "project_id"},
			sets:    []string{"role_keys"},
		},
		"zitadel_application_key": {
			inOrganization: true,
			create: []step{{call: "management.AddAppKey", keep: map[string]string{"id": "id", "key_details": "text(keyDetails)"},
				send: `{"projectId":"${project_id}","appId":"${app_id}","type":"${key_type}","expirationDate":"${expiration_date}"}`}},
			read: []step{{call: "management.GetAppKey", send: `{"projectId":"${project_id}","appId":"${app_id}","keyId":"${id}"}`,
				keep: map[string]string{"key_type": "key.type", "expiration_date": "key.expirationDate"}}},
			remove: []step{{call: "management.RemoveAppKey",
				send: `{"projectId":"${project_id}","appId":"${app_id}","keyId":"${id}"}`}},
			imports: []string{"org_id", "project_id", "app_id"},
			replace: []string{"expiration_date", "key_type"},
		},
	})
}
