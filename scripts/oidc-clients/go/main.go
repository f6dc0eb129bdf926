// Uses the provider with the client packages of github.com/zitadel/oidc; setup.json names the apps that login.py has added.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/client/profile"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/client/rs"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

type app struct {
	ID     string          `json:"id"`
	Secret string          `json:"secret"`
	UserID string          `json:"userId"`
	Key    json.RawMessage `json:"key"`
}

type setup struct {
	Issuer, Login, Callback, Person, Project    string
	Web, Public, Keyed, Device, API, Machine app
}

var ctx = context.Background()

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func expect(truth bool, seen any) {
	if !truth {
		panic(fmt.Sprintf("unexpected: %v", seen))
	}
}

func works(line string) { fmt.Println("  " + line) }

// Follows redirects until they lead to the app; returns the parameters that it gets.
func follow(start, callback string) url.Values {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for at := start; ; {
		reply := must(client.Get(at))
		reply.Body.Close()
		at = reply.Header.Get("location")
		expect(at != "", reply.Status)
		if strings.HasPrefix(at, callback) {
			return must(url.Parse(at)).Query()
		}
	}
}

var scopes = []string{"openid", "profile", "email", "offline_access"}

func whole(s setup, clientID, secret string, options ...rp.Option) (rp.RelyingParty, *oidc.Tokens[*oidc.IDTokenClaims]) {
	party := must(rp.NewRelyingPartyOIDC(ctx, s.Issuer, clientID, secret, s.Callback, scopes, options...))
	verifier := strings.Repeat("v", 64)
	challenge := oidc.NewSHACodeChallenge(verifier)
	answer := follow(rp.AuthURL("the state", party, rp.WithCodeChallenge(challenge)), s.Callback)
	expect(answer.Get("state") == "the state", answer)
	var exchange []rp.CodeExchangeOpt
	exchange = append(exchange, rp.WithCodeVerifier(verifier))
	if signer := party.Signer(); signer != nil {
		assertion := must(assertionOf(s, clientID, party))
		exchange = append(exchange, rp.WithClientAssertionJWT(assertion))
	}
	tokens := must(rp.CodeExchange[*oidc.IDTokenClaims](ctx, answer.Get("code"), party, exchange...))
	expect(tokens.IDTokenClaims.Subject == s.Person, tokens.IDTokenClaims)
	info := must(rp.Userinfo[*oidc.UserInfo](ctx, tokens.AccessToken, tokens.TokenType, s.Person, party))
	expect(info.Email == "pat@example.test" && bool(info.EmailVerified), info)
	return party, tokens
}

func main() {
	var s setup
	if err := json.Unmarshal(must(os.ReadFile(os.Args[1])), &s); err != nil {
		panic(err)
	}
	fmt.Println("github.com/zitadel/oidc/v3 v3.52.0")

	party, tokens := whole(s, s.Web.ID, s.Web.Secret)
	renewed := must(rp.RefreshTokens[*oidc.IDTokenClaims](ctx, party, tokens.RefreshToken, "", ""))
	expect(renewed.AccessToken != tokens.AccessToken, "the same token")
	server := must(rs.NewResourceServerJWTProfile(ctx, s.Issuer, s.API.ID, keyID(s.API), keyOf(s.API)))
	seen := must(rs.Introspect[*oidc.IntrospectionResponse](ctx, server, renewed.AccessToken))
	expect(seen.Active && seen.Subject == s.Person, seen)
	if err := rp.RevokeToken(ctx, party, renewed.RefreshToken, "refresh_token"); err != nil {
		panic(err)
	}
	seen = must(rs.Introspect[*oidc.IntrospectionResponse](ctx, server, renewed.AccessToken))
	expect(!seen.Active, seen)
	works("rp, client secret: code with PKCE, userinfo, refresh, revocation; rs, key file: introspection")

	left := must(rp.EndSession(ctx, party, tokens.IDToken, s.Callback, "left", "", nil))
	expect(left.String() == s.Callback+"?state=left", left)
	works("rp: logout")

	whole(s, s.Public.ID, "")
	works("rp, public client: code with PKCE, userinfo")

	whole(s, s.Keyed.ID, "", rp.WithJWTProfile(rp.SignerFromKeyFile(s.Keyed.Key)))
	works("rp, key file: code with PKCE, userinfo")

	machine := must(rp.NewRelyingPartyOIDC(ctx, s.Issuer, s.Machine.ID, s.Machine.Secret, "", []string{"openid"}))
	token := must(rp.ClientCredentials(ctx, machine, url.Values{}))
	info := must(rp.Userinfo[*oidc.UserInfo](ctx, token.AccessToken, token.TokenType, s.Machine.UserID, machine))
	expect(info.Subject == s.Machine.UserID, info)
	works("rp: client credentials, userinfo")

	source := must(profile.NewJWTProfileTokenSourceFromKeyFileData(ctx, s.Issuer, s.Machine.Key,
		[]string{"openid", "urn:zitadel:iam:org:project:id:" + s.Project + ":aud"}))
	asserted := must(source.Token())
	seen = must(rs.Introspect[*oidc.IntrospectionResponse](ctx, server, asserted.AccessToken))
	expect(seen.Active && seen.Subject == s.Machine.UserID, seen)
	works("profile: JWT profile with the key file; rs: introspection")

	device := must(rp.NewRelyingPartyOIDC(ctx, s.Issuer, s.Device.ID, "", "", scopes))
	begun := must(rp.DeviceAuthorization(ctx, scopes, device, nil))
	must(http.Get(s.Login + "?user_code=" + url.QueryEscape(begun.UserCode)))
	got := must(rp.DeviceAccessToken(ctx, begun.DeviceCode, time.Second, device))
	expect(got.AccessToken != "" && got.RefreshToken != "", got)
	works("rp: device code, approval, tokens")
}
