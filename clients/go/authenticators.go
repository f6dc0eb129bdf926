package main

import (
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/zitadel/zitadel-go/v3/pkg/client"
	oldManagement "github.com/zitadel/zitadel-go/v3/pkg/client/management"
	"github.com/zitadel/zitadel-go/v3/pkg/client/middleware"
	oldConnection "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/auth"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/management"
)

// The service user with each kind of its credentials, through the client of today and the one of before.
func authenticators() {
	scope := client.ScopeZitadelAPI()
	key := must(client.ConfigFromKeyFile(given.KeyFile))
	for _, source := range []client.TokenSourceInitializer{
		client.PAT(given.Token),
		client.PasswordAuthentication(given.ClientID, given.ClientSecret, "openid", scope),
		client.AuthenticationJWTProfile(key, "openid", scope),
		client.DefaultServiceUserAuthentication(given.KeyFile, "openid", scope),
	} {
		robot := with(source)
		me := must(robot.AuthService().GetMyUser(ctx, &auth.GetMyUserRequest{}))
		expect(me.User.Id == given.UserID && me.User.GetMachine().Name == "Robot", me)
		expect(must(robot.GetValidToken()) != "", "a token for calls outside the client")
		expect(robot.Close() == nil, "close")
	}
	nobody := with(client.PAT("no token"))
	_, err := nobody.AuthService().GetMyUser(ctx, &auth.GetMyUserRequest{})
	expect(status.Code(err) == codes.Unauthenticated, err)
	overwritten := client.BearerTokenCtx(ctx, given.Token)
	expect(must(nobody.AuthService().GetMyUser(overwritten, &auth.GetMyUserRequest{})).User.Id == given.UserID, "overwritten")

	before := must(oldManagement.NewClient(ctx, given.Issuer, "localhost:"+given.Port, []string{"openid", scope},
		oldConnection.WithJWTProfileTokenSource(middleware.JWTProfileFromPath(ctx, given.KeyFile)), oldConnection.WithInsecure()))
	expect(must(before.GetMyOrg(ctx, &management.GetMyOrgRequest{})).Org.Name != "", "organization")
}

// Whether a time is of this run.
func recent(at interface{ AsTime() time.Time }) bool {
	return time.Since(at.AsTime()).Abs() < 10*time.Minute
}
