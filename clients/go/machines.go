package main

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/zitadel/zitadel-go/v3/pkg/client"
	user "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user/v2"
)

type robot struct{ id, token string }

// Adds a machine with an access token.
func machine(admin *client.Client, organization, name string) robot {
	users := admin.UserServiceV2()
	id := must(users.CreateUser(ctx, &user.CreateUserRequest{OrganizationId: organization, Username: pointer(name),
		UserType: &user.CreateUserRequest_Machine_{Machine: &user.CreateUserRequest_Machine{
			Name: name, AccessTokenType: user.AccessTokenType_ACCESS_TOKEN_TYPE_JWT}}})).Id
	tomorrow := timestamppb.New(time.Now().Add(24 * time.Hour))
	token := must(users.AddPersonalAccessToken(ctx, &user.AddPersonalAccessTokenRequest{UserId: id, ExpirationDate: tomorrow})).Token
	return robot{id, token}
}
