package main

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/zitadel/zitadel-go/v3/pkg/client"
	adminService "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/admin"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/auth"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/management"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/object"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/policy"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user"
)

// An organization of its own, and in it people, machines, projects and policies, by the services of the first version.
func elder() {
	admin := admin()
	manage, instance := admin.ManagementService(), admin.AdminService()
	org := must(manage.AddOrg(ctx, &management.AddOrgRequest{Name: "Elder"}))
	expect(org.Id != "" && recent(org.Details.CreationDate), org)
	found := must(instance.GetOrgByID(ctx, &adminService.GetOrgByIDRequest{Id: org.Id}))
	expect(found.Org.Name == "Elder" && found.Org.PrimaryDomain == "elder.localhost", found)
	in := metadata.AppendToOutgoingContext(ctx, "x-zitadel-orgid", org.Id)
	expect(must(manage.GetMyOrg(in, &management.GetMyOrgRequest{})).Org.Id == org.Id, "the organization of the header")

	person := must(manage.AddHumanUser(in, &management.AddHumanUserRequest{
		UserName: "charles", InitialPassword: "Correct-Horse-1",
		Profile: &management.AddHumanUserRequest_Profile{FirstName: "Charles", LastName: "Babbage"},
		Email:   &management.AddHumanUserRequest_Email{Email: "charles@example.com", IsEmailVerified: true},
	}))
	read := must(manage.GetUserByID(in, &management.GetUserByIDRequest{Id: person.UserId})).User
	expect(read.UserName == "charles" && read.GetHuman().Profile.DisplayName == "Charles Babbage", read)
	expect(read.State == user.UserState_USER_STATE_ACTIVE, read)
	_, err := manage.GetUserByID(ctx, &management.GetUserByIDRequest{Id: person.UserId})
	expect(status.Code(err) == codes.NotFound, err)
	listed := must(manage.ListUsers(in, &management.ListUsersRequest{
		Query: &object.ListQuery{Limit: 5, Asc: true}, SortingColumn: user.UserFieldName_USER_FIELD_NAME_EMAIL,
		Queries: []*user.SearchQuery{{Query: &user.SearchQuery_UserNameQuery{UserNameQuery: &user.UserNameQuery{
			UserName: "CHAR", Method: object.TextQueryMethod_TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE}}}},
	}))
	expect(listed.Details.TotalResult == 1 && listed.Result[0].Id == person.UserId, listed)
	must(manage.SetUserMetadata(in, &management.SetUserMetadataRequest{Id: person.UserId, Key: "engine", Value: []byte("analytical")}))
	entry := must(manage.GetUserMetadata(in, &management.GetUserMetadataRequest{Id: person.UserId, Key: "engine"})).Metadata
	expect(string(entry.Value) == "analytical", entry)

	machine := must(manage.AddMachineUser(in, &management.AddMachineUserRequest{UserName: "loom", Name: "Loom"}))
	token := must(manage.AddPersonalAccessToken(in, &management.AddPersonalAccessTokenRequest{UserId: machine.UserId}))
	loom := with(client.PAT(token.Token))
	expect(must(loom.AuthService().GetMyUser(ctx, &auth.GetMyUserRequest{})).User.Id == machine.UserId, "the machine itself")
	_, err = loom.ManagementService().ListUsers(ctx, &management.ListUsersRequest{})
	expect(status.Code(err) == codes.NotFound || status.Code(err) == codes.PermissionDenied, err)
	must(manage.AddOrgMember(in, &management.AddOrgMemberRequest{UserId: machine.UserId, Roles: []string{"ORG_OWNER_VIEWER"}}))
	expect(must(loom.ManagementService().ListUsers(ctx, &management.ListUsersRequest{})).Details.TotalResult == 2, "both users")
	memberships := must(loom.AuthService().ListMyMemberships(ctx, &auth.ListMyMembershipsRequest{})).Result
	expect(len(memberships) == 1 && memberships[0].GetOrgId() == org.Id && memberships[0].Roles[0] == "ORG_OWNER_VIEWER", memberships)

	project := must(manage.AddProject(in, &management.AddProjectRequest{Name: "Cards", ProjectRoleAssertion: true}))
	must(manage.AddProjectRole(in, &management.AddProjectRoleRequest{ProjectId: project.Id, RoleKey: "weaver", DisplayName: "Weaver"}))
	must(manage.AddUserGrant(in, &management.AddUserGrantRequest{UserId: machine.UserId, ProjectId: project.Id, RoleKeys: []string{"weaver"}}))
	grants := must(loom.AuthService().ListMyUserGrants(ctx, &auth.ListMyUserGrantsRequest{})).Result
	expect(len(grants) == 1 && grants[0].ProjectId == project.Id && grants[0].Roles[0] == "weaver", grants)

	policies(in, manage, instance)
	must(manage.RemoveUser(in, &management.RemoveUserRequest{Id: machine.UserId}))
	_, err = loom.AuthService().GetMyUser(ctx, &auth.GetMyUserRequest{})
	expect(status.Code(err) == codes.Unauthenticated, err)
	must(instance.RemoveOrg(ctx, &adminService.RemoveOrgRequest{OrgId: org.Id}))
}

// A policy of an organization stands before that of the instance until it is reset.
func policies(in context.Context, manage management.ManagementServiceClient, instance adminService.AdminServiceClient) {
	of := func() *policy.PasswordComplexityPolicy {
		return must(manage.GetPasswordComplexityPolicy(in, &management.GetPasswordComplexityPolicyRequest{})).Policy
	}
	before := must(instance.GetPasswordComplexityPolicy(ctx, &adminService.GetPasswordComplexityPolicyRequest{})).Policy
	expect(of().IsDefault && of().MinLength == before.MinLength, of())
	must(manage.AddCustomPasswordComplexityPolicy(in, &management.AddCustomPasswordComplexityPolicyRequest{MinLength: 20}))
	expect(!of().IsDefault && of().MinLength == 20, of())
	must(manage.ResetPasswordComplexityPolicyToDefault(in, &management.ResetPasswordComplexityPolicyToDefaultRequest{}))
	expect(of().IsDefault && of().MinLength == before.MinLength, of())
	login := must(instance.GetLoginPolicy(ctx, &adminService.GetLoginPolicyRequest{})).Policy
	expect(login.AllowUsernamePassword, login)
}
