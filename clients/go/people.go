package main

import (
	"fmt"
	"slices"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/zitadel/zitadel-go/v3/pkg/client"
	metadata "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/metadata/v2"
	object "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/object/v2"
	org "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/org/v2"
	session "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/session/v2"
	user "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user/v2"
)

const password = "Correct-Horse-1"

// An organization with its people; one logs in with a password and a recovery code.
func people() {
	admin := admin()
	organizations, users := admin.OrganizationServiceV2(), admin.UserServiceV2()
	created := must(organizations.AddOrganization(ctx, &org.AddOrganizationRequest{Name: "Newer", OrganizationId: pointer("newer-org")}))
	expect(created.OrganizationId == "newer-org" && recent(created.Details.ChangeDate), created)
	id := created.OrganizationId
	must(organizations.UpdateOrganization(ctx, &org.UpdateOrganizationRequest{OrganizationId: id, Name: "Newest"}))
	read := must(organizations.ListOrganizations(ctx, &org.ListOrganizationsRequest{Queries: []*org.SearchQuery{
		{Query: &org.SearchQuery_IdQuery{IdQuery: &org.OrganizationIDQuery{Id: id}}}}})).Result
	expect(len(read) == 1 && read[0].Name == "Newest" && recent(read[0].Details.CreationDate), read)
	must(organizations.SetOrganizationMetadata(ctx, &org.SetOrganizationMetadataRequest{
		OrganizationId: id, Metadata: []*org.Metadata{{Key: "tier", Value: []byte("gold")}}}))
	entries := must(organizations.ListOrganizationMetadata(ctx, &org.ListOrganizationMetadataRequest{OrganizationId: id,
		Filters: []*metadata.MetadataSearchFilter{{
			Filter: &metadata.MetadataSearchFilter_KeyFilter{KeyFilter: &metadata.MetadataKeyFilter{Key: "tier"}}}},
	})).Metadata
	expect(len(entries) == 1 && string(entries[0].Value) == "gold" && recent(entries[0].CreationDate), entries)
	must(organizations.AddOrganizationDomain(ctx, &org.AddOrganizationDomainRequest{OrganizationId: id, Domain: "newest.example.org"}))
	domains := must(organizations.ListOrganizationDomains(ctx, &org.ListOrganizationDomainsRequest{OrganizationId: id})).Domains
	expect(len(domains) == 2, domains)

	person := addPerson(users, id, "mary")
	found := must(users.ListUsers(ctx, &user.ListUsersRequest{Queries: []*user.SearchQuery{
		{Query: &user.SearchQuery_OrganizationIdQuery{OrganizationIdQuery: &user.OrganizationIdQuery{OrganizationId: id}}},
		{Query: &user.SearchQuery_LoginNameQuery{LoginNameQuery: &user.LoginNameQuery{
			LoginName: "MARY", Method: object.TextQueryMethod_TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE}}},
	}}))
	expect(found.Details.TotalResult == 1 && found.Result[0].UserId == person && found.Result[0].GetHuman().Email.IsVerified, found)
	marked := must(users.ListUserMetadata(ctx, &user.ListUserMetadataRequest{UserId: person})).Metadata
	expect(len(marked) == 1 && marked[0].Key == "desk" && string(marked[0].Value) == "7", marked)
	nickname := &user.UpdateUserRequest_Human_Profile{NickName: pointer("M")}
	must(users.UpdateUser(ctx, &user.UpdateUserRequest{UserId: person,
		UserType: &user.UpdateUserRequest_Human_{Human: &user.UpdateUserRequest_Human{Profile: nickname}}}))
	profile := must(users.GetUserByID(ctx, &user.GetUserByIDRequest{UserId: person})).User.GetHuman().Profile
	expect(profile.GetNickName() == "M" && profile.GivenName == "Mary", profile)
	recovered(users, person)

	must(organizations.DeleteOrganization(ctx, &org.DeleteOrganizationRequest{OrganizationId: id}))
	_, err := users.GetUserByID(ctx, &user.GetUserByIDRequest{UserId: person})
	expect(status.Code(err) == codes.NotFound, err)
}

func addPerson(users user.UserServiceClient, organization, name string) string {
	created := must(users.CreateUser(ctx, &user.CreateUserRequest{
		OrganizationId: organization, Username: pointer(name), Metadata: []*user.Metadata{{Key: "desk", Value: []byte("7")}},
		UserType: &user.CreateUserRequest_Human_{Human: &user.CreateUserRequest_Human{
			Profile:      &user.SetHumanProfile{GivenName: "Mary", FamilyName: "Somerville"},
			Email:        &user.SetHumanEmail{Email: name + "@example.com", Verification: &user.SetHumanEmail_IsVerified{IsVerified: true}},
			PasswordType: &user.CreateUserRequest_Human_Password{Password: &user.Password{Password: password}},
		}},
	}))
	expect(created.Id != "" && recent(created.CreationDate), created)
	return created.Id
}

// A recovery code stands in for a second factor, and counts once.
func recovered(users user.UserServiceClient, person string) {
	sessions := with(client.PAT(given.LoginClient)).SessionServiceV2()
	must(users.AddOTPEmail(ctx, &user.AddOTPEmailRequest{UserId: person}))
	codes := must(users.GenerateRecoveryCodes(ctx, &user.GenerateRecoveryCodesRequest{UserId: person, Count: 3})).RecoveryCodes
	expect(len(codes) == 3, len(codes))
	for attempt, works := range []bool{true, false} {
		begun := login(sessions, person)
		_, err := sessions.SetSession(ctx, &session.SetSessionRequest{SessionId: begun.SessionId, Checks: &session.Checks{
			RecoveryCode: &session.CheckRecoveryCode{Code: codes[0]}}})
		expect((err == nil) == works, fmt.Sprint(attempt, err))
		factors := must(sessions.GetSession(ctx, &session.GetSessionRequest{SessionId: begun.SessionId})).Session.Factors
		expect(factors.Password != nil && (factors.RecoveryCode != nil) == works, factors)
	}
	must(users.RemoveRecoveryCodes(ctx, &user.RemoveRecoveryCodesRequest{UserId: person}))
	types := must(users.ListAuthenticationMethodTypes(ctx, &user.ListAuthenticationMethodTypesRequest{UserId: person})).AuthMethodTypes
	expect(len(types) == 2 && !slices.Contains(types, user.AuthenticationMethodType_AUTHENTICATION_METHOD_TYPE_RECOVERY_CODE), types)
}

func login(sessions session.SessionServiceClient, person string) *session.CreateSessionResponse {
	begun := must(sessions.CreateSession(ctx, &session.CreateSessionRequest{Checks: &session.Checks{
		User:     &session.CheckUser{Search: &session.CheckUser_UserId{UserId: person}},
		Password: &session.CheckPassword{Password: password},
	}}))
	expect(begun.SessionId != "" && begun.SessionToken != "", begun.SessionId)
	return begun
}

func pointer[T any](value T) *T { return &value }
