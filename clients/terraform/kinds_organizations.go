package main

// Organizations with their domains, metadata and members, and the members of the instance.
func init() {
	organizationUpdate := []step{
		{call: "org.UpdateOrganization", send: `{"organizationId":"${id}","name":"${name}"}`, only: "name?"},
		{call: "admin.SetDefaultOrg", send: `{"orgId":"${id}"}`, only: "is_default"},
	}
	organizationRead := []step{{call: "admin.GetOrgByID", send: `{"id":"${id}"}`,
		keep: map[string]string{"name": "org.name", "org_id": "org.id", "primary_domain": "org.primaryDomain", "state": "org.state"}}}
	add(map[string]kind{
		"zitadel_org": {
			create: []step{
				{call: "org.AddOrganization", send: `{"name":"${name}","organizationId":"${org_id}"}`, keep: map[string]string{"id": "organizationId"}},
				{call: "admin.SetDefaultOrg", send: `{"orgId":"${id}"}`, only: "is_default"},
			},
			read:   organizationRead,
			update: organizationUpdate,
			remove: []step{{call: "org.DeleteOrganization", send: `{"organizationId":"${id}"}`}},
		},
		"zitadel_org (2024)": {
			create: []step{{call: "management.AddOrg", send: `{"name":"${name}"}`, keep: map[string]string{"id": "id"}}},
			read:   organizationRead,
			update: []step{{call: "management.UpdateOrg", send: `{"name":"${name}"}`, within: "id"}},
			remove: []step{{call: "management.RemoveOrg", within: "id"}},
		},
		"zitadel_organization": {
			create: []step{{call: "org.AddOrganization",
				send: `{"name":"${name}","organizationId":"${organization_id}","admins":"${admins}"}`,
				keep: map[string]string{"id": "organizationId"}}},
			read: []step{{call: "org.ListOrganizations", send: `{"queries":[{"idQuery":{"id":"${id}"}}]}`,
				keep: map[string]string{"organization_id": "result.0.id", "name": "result.0.name", "primary_domain": "result.0.primaryDomain", "state": "result.0.state"}}},
			update:  organizationUpdate[:1],
			remove:  []step{{call: "org.DeleteOrganization", send: `{"organizationId":"${id}"}`}},
			goneBut: "result.0",
		},
		"zitadel_domain": {
			inOrganization: true,
			create: []step{
				{call: "management.AddOrgDomain", send: `{"domain":"${name}"}`},
				{call: "management.SetPrimaryOrgDomain", send: `{"domain":"${name}"}`, only: "is_primary"},
			},
			read: []step{{call: "management.ListOrgDomains",
				send: `{"queries":[{"domainNameQuery":{"name":"${name}","method":"TEXT_QUERY_METHOD_EQUALS"}}]}`,
				keep: map[string]string{"id": "result.0.domainName", "org_id": "result.0.orgId", "is_primary": "result.0.isPrimary",
					"is_verified": "result.0.isVerified"}}},
			update: []step{{call: "management.SetPrimaryOrgDomain", send: `{"domain":"${name}"}`, only: "is_primary"}},
			remove: []step{
				{call: "management.ListOrgDomains", only: "is_primary", keep: map[string]string{"other": "result[isPrimary=false].domainName"}},
				{call: "management.SetPrimaryOrgDomain", only: "is_primary", send: `{"domain":"${other}"}`},
				{call: "management.RemoveOrgDomain", send: `{"domain":"${name}"}`},
			},
			goneBut: "result.0",
			imports: []string{"org_id", "name"},
		},
		"zitadel_organization_domain": {
			inOrganization: true,
			create: []step{
				{call: "management.GetDomainPolicy"},
				{call: "org.AddOrganizationDomain", send: `{"organizationId":"${org_id}","domain":"${domain}"}`},
				{call: "org.GenerateOrganizationDomainValidation", only: "validated", keep: map[string]string{"validation_token": "token"},
					send: `{"organizationId":"${org_id}","domain":"${domain}","type":"${validation_type}"}`},
			},
			read: []step{{call: "org.ListOrganizationDomains",
				send: `{"organizationId":"${org_id}","filters":[{"domainFilter":{"domain":"${domain}"}}]}`,
				keep: map[string]string{"id": "domains.0.domain", "domain": "domains.0.domain", "is_verified": "domains.0.isVerified",
					"is_primary": "domains.0.isPrimary"}}},
			remove:  []step{{call: "org.DeleteOrganizationDomain", send: `{"organizationId":"${org_id}","domain":"${domain}"}`}},
			goneBut: "domains.0",
			imports: []string{"org_id", "domain"},
		},
		"zitadel_organization_metadata": {
			create: []step{{call: "org.SetOrganizationMetadata",
				send: `{"organizationId":"${org_id}","metadata":[{"key":"${key}","value":"${base64(value)}"}]}`}},
			read: []step{{call: "org.ListOrganizationMetadata",
				send: `{"organizationId":"${org_id}","filters":[{"keyFilter":{"key":"${key}"}}]}`,
				keep: map[string]string{"id": "metadata.0.key", "value": "text(metadata.0.value)"}}},
			update: []step{{call: "org.SetOrganizationMetadata",
				send: `{"organizationId":"${org_id}","metadata":[{"key":"${key}","value":"${base64(value)}"}]}`}},
			remove:  []step{{call: "org.DeleteOrganizationMetadata", send: `{"organizationId":"${org_id}","keys":["${key}"]}`}},
			goneBut: "metadata.0",
			imports: []string{"org_id", "key"},
		},
		"zitadel_org_metadata": metadata("OrgMetadata", ""),
	})
	add(map[string]kind{
		"zitadel_org_member": member("management", "OrgMember", "", "org_id"),
		"zitadel_project_member": member("management", "ProjectMember", `"projectId":"${project_id}",`,
			"org_id", "project_id"),
		"zitadel_project_grant_member": member("management", "ProjectGrantMember",
			`"projectId":"${project_id}","grantId":"${grant_id}",`, "org_id", "project_id", "grant_id"),
		"zitadel_instance_member": member("admin", "IAMMember", ""),
	})
}

// member is a kind whose resources are the roles of a user at one level.
func member(service, noun, parent string, imports ...string) kind {
	set := `{` + parent + `"userId":"${user_id}","roles":"${roles}"}`
	return kind{
		inOrganization: service == "management",
		create:         []step{{call: service + ".Add" + noun, send: set}},
		read: []step{{call: service + ".List" + noun + "s",
			send: `{` + parent + `"queries":[{"userIdQuery":{"userId":"${user_id}"}}]}`,
			keep: map[string]string{"id": "result.0.userId", "roles": "result.0.roles"}}},
		update:  []step{{call: service + ".Update" + noun, send: set}},
		remove:  []step{{call: service + ".Remove" + noun, send: `{` + parent + `"userId":"${user_id}"}`}},
		goneBut: "result.0",
		imports: append(imports, "user_id"),
		sets:    []string{"roles"},
	}
}

// metadata is a kind whose resources are one value of an organization or a user.
func metadata(noun, owner string, imports ...string) kind {
	set := step{call: "management.Set" + noun, send: `{` + owner + `"key":"${key}","value":"${base64(value)}"}`}
	return kind{
		inOrganization: true,
		create:         []step{set},
		read: []step{{call: "management.Get" + noun, send: `{` + owner + `"key":"${key}"}`,
			keep: map[string]string{"id": "metadata.key", "value": "text(metadata.value)"}}},
		update:  []step{set},
		remove:  []step{{call: "management.Remove" + noun, send: `{` + owner + `"key":"${key}"}`}},
		imports: append(imports, "org_id", "key"),
	}
}
