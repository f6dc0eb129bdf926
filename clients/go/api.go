package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/zitadel/zitadel-go/v3/pkg/authorization"
	"github.com/zitadel/zitadel-go/v3/pkg/authorization/oauth"
	"github.com/zitadel/zitadel-go/v3/pkg/client"
	application "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/application/v2"
	grants "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/authorization/v2"
	user "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user/v2"
	"github.com/zitadel/zitadel-go/v3/pkg/http/middleware"
)

type verifier = authorization.VerifierInitializer[*oauth.IntrospectionContext]

// An API that asks about each token with a key file and with a secret, and one that verifies JWTs by itself.
func api() {
	admin := admin()
	owner := addOrganization(admin, "API owner")
	project := addProject(admin, owner, "API", "reader", "writer")
	reader := machine(admin, owner, "api-reader")
	grant := must(admin.AuthorizationServiceV2().CreateAuthorization(ctx, &grants.CreateAuthorizationRequest{
		UserId: reader.id, ProjectId: project, OrganizationId: owner, RoleKeys: []string{"reader"}})).Id
	secret := must(admin.UserServiceV2().AddSecret(ctx, &user.AddSecretRequest{UserId: reader.id})).ClientSecret
	scopes := []string{"openid", client.ScopeProjectID(project), "urn:zitadel:iam:org:projects:roles", "urn:zitadel:iam:user:resourceowner"}
	jwt := must(must(client.PasswordAuthentication("api-reader", secret, scopes...)(ctx, given.Issuer)).Token()).AccessToken

	keyed, _ := addAPI(admin, project, "Keyed", application.APIAuthMethodType_API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT)
	key := must(admin.ApplicationServiceV2().CreateApplicationKey(ctx, &application.CreateApplicationKeyRequest{
		ProjectId: project, ApplicationId: keyed, ExpirationDate: timestamppb.New(time.Now().Add(time.Hour))}))
	file := given.Folder + "/api.json"
	expect(os.WriteFile(file, key.KeyDetails, 0o600) == nil, file)
	_, credentials := addAPI(admin, project, "Basic", application.APIAuthMethodType_API_AUTH_METHOD_TYPE_BASIC)
	expect(credentials.ClientSecret != "", "a secret")

	bySecret := oauth.ClientIDSecretIntrospectionAuthentication(credentials.ClientId, credentials.ClientSecret)
	asks := []verifier{oauth.DefaultAuthorization(file), oauth.WithIntrospection[*oauth.IntrospectionContext](bySecret)}
	for _, how := range asks {
		checks(how, jwt, reader.id, owner)
		expect(answer(how, "/reader", "Bearer "+jwt) == "200 reader", answer(how, "/reader", "Bearer "+jwt))
		expect(overGRPC(how, "Bearer "+jwt, "reader") == codes.OK, "a role that was given")
		expect(overGRPC(how, "Bearer "+jwt, "writer") == codes.PermissionDenied, "a role that was not given")
		expect(overGRPC(how, "Bearer forged", "reader") == codes.Unauthenticated, "a forged token")
	}
	alone := oauth.DefaultJWTAuthorization(project)
	checks(alone, jwt, reader.id, owner)
	byProject := must(must(authorization.New(ctx, server, alone)).CheckAuthorization(ctx, "Bearer "+jwt))
	known := byProject.IsGrantedRoleInProject(project, "reader", owner) && !byProject.IsGrantedRole("reader")
	expect(known, "roles of a machine are known by project")
	must(admin.AuthorizationServiceV2().DeleteAuthorization(ctx, &grants.DeleteAuthorizationRequest{Id: grant}))
	for _, how := range asks {
		expect(strings.HasPrefix(answer(how, "/reader", "Bearer "+jwt), "403"), "the API asks, and learns that the role is gone")
	}
	must(admin.UserServiceV2().DeactivateUser(ctx, &user.DeactivateUserRequest{UserId: reader.id}))
	for _, how := range asks {
		expect(strings.HasPrefix(answer(how, "/", "Bearer "+jwt), "401"), "the API asks, and learns that the user is gone")
	}
}

type apiClient = application.CreateAPIApplicationResponse

func addAPI(admin *client.Client, project, name string, method application.APIAuthMethodType) (id string, added *apiClient) {
	created := must(admin.ApplicationServiceV2().CreateApplication(ctx, &application.CreateApplicationRequest{ProjectId: project, Name: name,
		ApplicationType: &application.CreateApplicationRequest_ApiConfiguration{
			ApiConfiguration: &application.CreateAPIApplicationRequest{AuthMethodType: method}}}))
	return created.ApplicationId, created.GetApiConfiguration()
}

func checks(how verifier, token, user, organization string) {
	expect(answer(how, "/", "Bearer "+token) == "200 "+user, answer(how, "/", "Bearer "+token))
	expect(answer(how, "/organization", "Bearer "+token) == "200 "+organization, answer(how, "/organization", "Bearer "+token))
	expect(strings.HasPrefix(answer(how, "/writer", "Bearer "+token), "403"), "a role that was not given")
	for _, wrong := range []string{"", "Bearer ", "Bearer forged", "Basic " + token} {
		expect(strings.HasPrefix(answer(how, "/", wrong), "401"), wrong)
	}
}

// Asks an API that the packages protect; returns the status and the text.
func answer(how verifier, path, header string) string {
	checker := middleware.New(must(authorization.New(ctx, server, how)))
	router := http.NewServeMux()
	router.Handle("/", checker.RequireAuthorization()(says((*oauth.IntrospectionContext).UserID)))
	router.Handle("/organization", checker.RequireAuthorization()(says((*oauth.IntrospectionContext).OrganizationID)))
	for _, role := range []string{"reader", "writer"} {
		needed := checker.RequireAuthorization(authorization.WithRole(role))
		router.Handle("/"+role, needed(says(func(*oauth.IntrospectionContext) string { return role })))
	}
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("authorization", header)
	recorder := httptest.NewRecorder()
	router.ServeHTTP(recorder, request)
	return fmt.Sprint(recorder.Code, " ", strings.TrimSpace(recorder.Body.String()))
}

func says(what func(*oauth.IntrospectionContext) string) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		fmt.Fprint(response, what(authorization.Context[*oauth.IntrospectionContext](request.Context())))
	}
}
