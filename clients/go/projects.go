package main

import (
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/zitadel/zitadel-go/v3/pkg/client"
	application "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/application/v2"
	authorization "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/authorization/v2"
	filter "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/filter/v2"
	permission "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/internal_permission/v2"
	org "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/org/v2"
	project "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/project/v2"
)

// A project with roles, granted to another organization, whose administrator gives them to somebody there.
func projects() {
	admin := admin()
	owner, other := addOrganization(admin, "Owner"), addOrganization(admin, "Other")
	person := addPerson(admin.UserServiceV2(), other, "sophie")
	projects := admin.ProjectServiceV2()
	id := addProject(admin, owner, "Library", "reader", "writer")
	must(projects.CreateProjectGrant(ctx, &project.CreateProjectGrantRequest{ProjectId: id, GrantedOrganizationId: other, RoleKeys: []string{"reader"}}))
	granted := must(projects.ListProjectGrants(ctx, &project.ListProjectGrantsRequest{Filters: []*project.ProjectGrantSearchFilter{
		{Filter: &project.ProjectGrantSearchFilter_InProjectIdsFilter{InProjectIdsFilter: &filter.InIDsFilter{Ids: []string{id}}}}}})).ProjectGrants
	expect(len(granted) == 1 && granted[0].GrantedOrganizationId == other && granted[0].GrantedRoleKeys[0] == "reader", granted)

	apps := admin.ApplicationServiceV2()
	created := must(apps.CreateApplication(ctx, &application.CreateApplicationRequest{ProjectId: id, Name: "Web",
		ApplicationType: &application.CreateApplicationRequest_OidcConfiguration{OidcConfiguration: &application.CreateOIDCApplicationRequest{
			RedirectUris: []string{"https://library.example.com/callback"}}}}))
	expect(created.GetOidcConfiguration().ClientId != "" && created.GetOidcConfiguration().ClientSecret != "", created.ApplicationId)
	read := must(apps.GetApplication(ctx, &application.GetApplicationRequest{ApplicationId: created.ApplicationId})).Application
	expect(read.ProjectId == id && read.State == application.ApplicationState_APPLICATION_STATE_ACTIVE &&
		read.GetOidcConfiguration().RedirectUris[0] == "https://library.example.com/callback", read)

	reeve := machine(admin, other, "reeve")
	permissions := admin.InternalPermissionServiceV2()
	place := &permission.ResourceType{Resource: &permission.ResourceType_ProjectGrant_{ProjectGrant: &permission.ResourceType_ProjectGrant{ProjectId: id, OrganizationId: other}}}
	must(permissions.CreateAdministrator(ctx, &permission.CreateAdministratorRequest{UserId: reeve.id, Resource: place, Roles: []string{"PROJECT_GRANT_OWNER"}}))
	listed := must(permissions.ListAdministrators(ctx, &permission.ListAdministratorsRequest{Filters: []*permission.AdministratorSearchFilter{
		{Filter: &permission.AdministratorSearchFilter_InUserIdsFilter{InUserIdsFilter: &filter.InIDsFilter{Ids: []string{reeve.id}}}}}})).Administrators
	expect(len(listed) == 1 && listed[0].GetProjectGrant().ProjectName == "Library" && listed[0].Roles[0] == "PROJECT_GRANT_OWNER", listed)

	authorizations := with(client.PAT(reeve.token)).AuthorizationServiceV2()
	_, err := authorizations.CreateAuthorization(ctx, &authorization.CreateAuthorizationRequest{UserId: person, ProjectId: id, OrganizationId: other, RoleKeys: []string{"writer"}})
	expect(status.Code(err) == codes.FailedPrecondition, err)
	given := must(authorizations.CreateAuthorization(ctx, &authorization.CreateAuthorizationRequest{
		UserId: person, ProjectId: id, OrganizationId: other, RoleKeys: []string{"reader"}}))
	seen := must(authorizations.ListAuthorizations(ctx, &authorization.ListAuthorizationsRequest{Filters: []*authorization.AuthorizationsSearchFilter{
		{Filter: &authorization.AuthorizationsSearchFilter_AuthorizationIds{AuthorizationIds: &filter.InIDsFilter{Ids: []string{given.Id}}}}}})).Authorizations
	expect(len(seen) == 1 && seen[0].Project.Id == id && seen[0].Project.OrganizationId == owner && seen[0].Organization.Id == other &&
		seen[0].User.Id == person && seen[0].Roles[0].Key == "reader", seen)
	must(permissions.DeleteAdministrator(ctx, &permission.DeleteAdministratorRequest{UserId: reeve.id, Resource: place}))
	_, err = authorizations.DeleteAuthorization(ctx, &authorization.DeleteAuthorizationRequest{Id: given.Id})
	expect(status.Code(err) == codes.NotFound || status.Code(err) == codes.PermissionDenied, err)
	must(projects.DeleteProjectGrant(ctx, &project.DeleteProjectGrantRequest{ProjectId: id, GrantedOrganizationId: other}))
	left := must(admin.AuthorizationServiceV2().ListAuthorizations(ctx, &authorization.ListAuthorizationsRequest{Filters: []*authorization.AuthorizationsSearchFilter{
		{Filter: &authorization.AuthorizationsSearchFilter_AuthorizationIds{AuthorizationIds: &filter.InIDsFilter{Ids: []string{given.Id}}}}}})).Authorizations
	expect(len(left) == 0, left)
}

func addOrganization(admin *client.Client, name string) string {
	return must(admin.OrganizationServiceV2().AddOrganization(ctx, &org.AddOrganizationRequest{Name: name})).OrganizationId
}

func addProject(admin *client.Client, owner, name string, roles ...string) string {
	projects := admin.ProjectServiceV2()
	id := must(projects.CreateProject(ctx, &project.CreateProjectRequest{OrganizationId: owner, Name: name, ProjectRoleAssertion: true})).ProjectId
	for _, key := range roles {
		must(projects.AddProjectRole(ctx, &project.AddProjectRoleRequest{ProjectId: id, RoleKey: key, DisplayName: key}))
	}
	return id
}
