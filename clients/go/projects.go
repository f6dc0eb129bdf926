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
	id := addProject(admin, owner, "Library", "reader", "writer")
	website(admin.ApplicationServiceV2(), id)
	projects := admin.ProjectServiceV2()
	must(projects.CreateProjectGrant(ctx, &project.CreateProjectGrantRequest{
		ProjectId: id, GrantedOrganizationId: other, RoleKeys: []string{"reader"}}))
	granted := must(projects.ListProjectGrants(ctx, &project.ListProjectGrantsRequest{
		Filters: []*project.ProjectGrantSearchFilter{{
			Filter: &project.ProjectGrantSearchFilter_InProjectIdsFilter{InProjectIdsFilter: ids(id)}}},
	})).ProjectGrants
	expect(len(granted) == 1 && granted[0].GrantedOrganizationId == other && granted[0].GrantedRoleKeys[0] == "reader", granted)

	bailiff := machine(admin, other, "bailiff")
	permissions := admin.InternalPermissionServiceV2()
	place := &permission.ResourceType{Resource: &permission.ResourceType_ProjectGrant_{
		ProjectGrant: &permission.ResourceType_ProjectGrant{ProjectId: id, OrganizationId: other}}}
	must(permissions.CreateAdministrator(ctx, &permission.CreateAdministratorRequest{
		UserId: bailiff.id, Resource: place, Roles: []string{"PROJECT_GRANT_OWNER"}}))
	listed := must(permissions.ListAdministrators(ctx, &permission.ListAdministratorsRequest{
		Filters: []*permission.AdministratorSearchFilter{{
			Filter: &permission.AdministratorSearchFilter_InUserIdsFilter{InUserIdsFilter: ids(bailiff.id)}}},
	})).Administrators
	expect(len(listed) == 1 && listed[0].GetProjectGrant().ProjectName == "Library" && listed[0].Roles[0] == "PROJECT_GRANT_OWNER", listed)

	given := giveRoles(admin, with(client.PAT(bailiff.token)).AuthorizationServiceV2(), id, owner, other)
	must(permissions.DeleteAdministrator(ctx, &permission.DeleteAdministratorRequest{UserId: bailiff.id, Resource: place}))
	unseen := must(with(client.PAT(bailiff.token)).AuthorizationServiceV2().DeleteAuthorization(ctx, &authorization.DeleteAuthorizationRequest{Id: given}))
	expect(unseen.DeletionDate == nil, "what a caller may not see is for them as if it were not there")
	expect(len(authorizationsOf(admin.AuthorizationServiceV2(), given)) == 1, "and stays")
	must(projects.DeleteProjectGrant(ctx, &project.DeleteProjectGrantRequest{ProjectId: id, GrantedOrganizationId: other}))
	expect(len(authorizationsOf(admin.AuthorizationServiceV2(), given)) == 0, "a grant takes its authorizations with it")
}

// An application with its secret.
func website(apps application.ApplicationServiceClient, project string) {
	uri := "https://library.example.com/callback"
	created := must(apps.CreateApplication(ctx, &application.CreateApplicationRequest{ProjectId: project, Name: "Web",
		ApplicationType: &application.CreateApplicationRequest_OidcConfiguration{
			OidcConfiguration: &application.CreateOIDCApplicationRequest{RedirectUris: []string{uri}}}}))
	expect(created.GetOidcConfiguration().ClientId != "" && created.GetOidcConfiguration().ClientSecret != "", created.ApplicationId)
	read := must(apps.GetApplication(ctx, &application.GetApplicationRequest{ApplicationId: created.ApplicationId})).Application
	expect(read.ProjectId == project && read.State == application.ApplicationState_APPLICATION_STATE_ACTIVE, read)
	expect(read.GetOidcConfiguration().RedirectUris[0] == uri, read)
}

// The administrator of a grant gives its roles, and no others; returns the authorization.
func giveRoles(admin *client.Client, authorizations authorization.AuthorizationServiceClient, project, owner, other string) string {
	person := addPerson(admin.UserServiceV2(), other, "sophie")
	request := &authorization.CreateAuthorizationRequest{UserId: person, ProjectId: project, OrganizationId: other, RoleKeys: []string{"writer"}}
	_, err := authorizations.CreateAuthorization(ctx, request)
	expect(status.Code(err) == codes.FailedPrecondition, err)
	request.RoleKeys = []string{"reader"}
	given := must(authorizations.CreateAuthorization(ctx, request)).Id
	seen := authorizationsOf(authorizations, given)
	expect(len(seen) == 1 && seen[0].Project.Id == project && seen[0].Project.OrganizationId == owner, seen)
	expect(seen[0].Organization.Id == other && seen[0].User.Id == person && seen[0].Roles[0].Key == "reader", seen)
	return given
}

func authorizationsOf(service authorization.AuthorizationServiceClient, id string) []*authorization.Authorization {
	return must(service.ListAuthorizations(ctx, &authorization.ListAuthorizationsRequest{
		Filters: []*authorization.AuthorizationsSearchFilter{{
			Filter: &authorization.AuthorizationsSearchFilter_AuthorizationIds{AuthorizationIds: ids(id)}}},
	})).Authorizations
}

func ids(ids ...string) *filter.InIDsFilter { return &filter.InIDsFilter{Ids: ids} }

func addOrganization(admin *client.Client, name string) string {
	return must(admin.OrganizationServiceV2().AddOrganization(ctx, &org.AddOrganizationRequest{Name: name})).OrganizationId
}

func addProject(admin *client.Client, owner, name string, roles ...string) string {
	projects := admin.ProjectServiceV2()
	request := &project.CreateProjectRequest{OrganizationId: owner, Name: name, ProjectRoleAssertion: true}
	id := must(projects.CreateProject(ctx, request)).ProjectId
	for _, key := range roles {
		must(projects.AddProjectRole(ctx, &project.AddProjectRoleRequest{ProjectId: id, RoleKey: key, DisplayName: key}))
	}
	return id
}
