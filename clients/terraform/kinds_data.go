package main

// Data sources that list. Those that look one thing up by its id make the call with which the resource is read.
func init() {
	sources := map[string]step{
		"zitadel_orgs": {call: "admin.ListOrgs", keep: map[string]string{"ids": "result.*.id"},
			send: `{"queries":[{"nameQuery":{"name":"${name}","method":"TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE"}},
				{"domainQuery":{"domain":"${domain}","method":"TEXT_QUERY_METHOD_CONTAINS"}},
				{"stateQuery":{"state":"ORG_STATE_ACTIVE"}}]}`},
		"zitadel_organizations": {call: "org.ListOrganizations", keep: map[string]string{"ids": "result.*.id"},
			send: `{"queries":[{"nameQuery":{"name":"${name}","method":"TEXT_QUERY_METHOD_EQUALS"}},
				{"stateQuery":{"state":"ORGANIZATION_STATE_ACTIVE"}}]}`},
		"zitadel_projects": {call: "project.ListProjects", keep: map[string]string{"ids": "projects.*.projectId"},
			send: `{"filters":[{"organizationIdFilter":{"organizationId":"${org_id}","type":"OWNED"}},
				{"projectNameFilter":{"projectName":"${name}","method":"TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE"}}]}`},
		"zitadel_project_roles": {call: "management.ListProjectRoles", send: `{"projectId":"${project_id}"}`,
			keep: map[string]string{"ids": "result.*.key"}},
		"zitadel_application_oidcs": {call: "application.ListApplications", keep: map[string]string{"ids": "applications.*.applicationId"},
			send: `{"filters":[{"projectIdFilter":{"projectId":"${project_id}"}},{"nameFilter":{"name":"${name}"}}]}`},
		"zitadel_application_apis": {call: "management.ListApps", keep: map[string]string{"ids": "result.*.id"},
			send: `{"projectId":"${project_id}","queries":[{"nameQuery":{"name":"${name}","method":"TEXT_QUERY_METHOD_EQUALS"}}]}`},
		"zitadel_machine_users": {call: "management.ListUsers", keep: map[string]string{"id": "result.0.id", "ids": "result.*.id"},
			send: `{"queries":[{"userNameQuery":{"userName":"${user_name}","method":"TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"}}]}`},
		"zitadel_organization_domains": {call: "org.ListOrganizationDomains", send: `{"organizationId":"${org_id}"}`,
			keep: map[string]string{"ids": "domains.*.domain"}},
		"zitadel_organization_metadatas": {call: "org.ListOrganizationMetadata", send: `{"organizationId":"${org_id}"}`,
			keep: map[string]string{"ids": "metadata.*.key"}},
		"zitadel_user_metadatas": {call: "management.ListUserMetadata", keep: map[string]string{"ids": "result.*.key"},
			send: `{"id":"${user_id}","queries":[{"keyQuery":{"key":"${key}"}}]}`},
		"zitadel_instance_custom_domains": {call: "instance.ListCustomDomains", send: `{"instanceId":"${instance_id}"}`,
			keep: map[string]string{"found": "domains[domain=${domain}].domain"}},
		"zitadel_instance_trusted_domains": {call: "instance.ListTrustedDomains", send: `{"instanceId":"${instance_id}"}`,
			keep: map[string]string{"ids": "trustedDomain.*.domain"}},
		"zitadel_instance": {call: "instance.GetInstance", send: `{"instanceId":"${instance_id}"}`,
			keep: map[string]string{"id": "instance.id", "state": "instance.state"}},
		"zitadel_system_features": {call: "feature.GetSystemFeatures",
			keep: map[string]string{"login_default_org": "loginDefaultOrg.enabled"}},
	}
	for name, read := range sources {
		kinds["data."+name] = kind{
			inOrganization: name != "zitadel_orgs", adopts: true, read: []step{read}, sets: []string{"ids"},
		}
	}
}
