package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/zitadel/zitadel-go/v3/pkg/authentication"
	openid "github.com/zitadel/zitadel-go/v3/pkg/authentication/oidc"
	"github.com/zitadel/zitadel-go/v3/pkg/client"
	application "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/application/v2"
	oidc "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/oidc/v2"
)

// A web app behind the authentication package: a browser is sent to the login, comes back, sees its profile, and leaves.
func app() {
	admin := admin()
	owner := addOrganization(admin, "App owner")
	person := addPerson(admin.UserServiceV2(), owner, "emmy")
	project := addProject(admin, owner, "App")

	var handler http.Handler
	pages := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	defer pages.Close()
	created := must(admin.ApplicationServiceV2().CreateApplication(ctx, &application.CreateApplicationRequest{ProjectId: project, Name: "Web",
		ApplicationType: &application.CreateApplicationRequest_OidcConfiguration{OidcConfiguration: &application.CreateOIDCApplicationRequest{
			RedirectUris: []string{pages.URL + "/auth/callback"}, PostLogoutRedirectUris: []string{pages.URL + "/"},
			ResponseTypes:   []application.OIDCResponseType{application.OIDCResponseType_OIDC_RESPONSE_TYPE_CODE},
			GrantTypes:      []application.OIDCGrantType{application.OIDCGrantType_OIDC_GRANT_TYPE_AUTHORIZATION_CODE},
			ApplicationType: application.OIDCApplicationType_OIDC_APP_TYPE_WEB,
			AuthMethodType:  application.OIDCAuthMethodType_OIDC_AUTH_METHOD_TYPE_NONE, DevelopmentMode: true,
			LoginVersion: &application.LoginVersion{Version: &application.LoginVersion_LoginV2{
				LoginV2: &application.LoginV2{BaseUri: pointer("https://login.example.com")}}},
		}}}))
	key := "12345678901234567890123456789012"
	flow := openid.DefaultAuthentication(created.GetOidcConfiguration().ClientId, pages.URL+"/auth/callback", key)
	authenticator := must(authentication.New(ctx, server, key, flow))
	guard := authentication.Middleware(authenticator)
	router := http.NewServeMux()
	router.Handle("/auth/", authenticator)
	router.Handle("/profile", guard.RequireAuthentication()(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(guard.Context(r.Context()).UserInfo)
	})))
	router.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "home") })
	handler = router

	browser := &browser{cookies: map[string]string{}}
	at := browser.follow(pages.URL + "/profile")
	expect(strings.HasPrefix(at, "https://login.example.com"), at)
	logins := with(client.PAT(given.LoginClient))
	begun := login(logins.SessionServiceV2(), person)
	answered := must(logins.OIDCServiceV2().CreateCallback(ctx, &oidc.CreateCallbackRequest{
		AuthRequestId: must(url.Parse(at)).Query().Get("authRequest"),
		CallbackKind: &oidc.CreateCallbackRequest_Session{
			Session: &oidc.Session{SessionId: begun.SessionId, SessionToken: begun.SessionToken}}}))
	expect(browser.follow(answered.CallbackUrl) == pages.URL+"/profile", "the page that was asked for")
	profile := map[string]any{}
	expect(json.Unmarshal([]byte(browser.page), &profile) == nil, browser.page)
	expect(profile["sub"] == person && profile["email"] == "emmy@example.com", browser.page)
	left := browser.follow(pages.URL + "/auth/logout")
	expect(strings.HasPrefix(left, pages.URL+"/?state=") && browser.page == "home", left)
	expect(strings.HasPrefix(browser.follow(pages.URL+"/profile"), "https://login.example.com"), "no session is left")
}

// A browser without a screen. It keeps all cookies in one jar; those of the package are for https only, and this is localhost.
type browser struct {
	cookies map[string]string
	page    string
}

// Follows redirects until a page is shown, or until they leave localhost; returns the address.
func (browser *browser) follow(at string) string {
	for strings.HasPrefix(at, "http://localhost") || strings.HasPrefix(at, "http://127.0.0.1") {
		request := must(http.NewRequest(http.MethodGet, at, nil))
		for name, value := range browser.cookies {
			request.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		reply := must(http.DefaultTransport.RoundTrip(request))
		for _, cookie := range reply.Cookies() {
			browser.cookies[cookie.Name] = cookie.Value
			if cookie.MaxAge < 0 {
				delete(browser.cookies, cookie.Name)
			}
		}
		body := new(strings.Builder)
		must(io.Copy(body, reply.Body))
		reply.Body.Close()
		browser.page = body.String()
		next := reply.Header.Get("location")
		if next == "" {
			expect(reply.StatusCode == http.StatusOK, reply.Status+" "+at+" "+browser.page)
			return at
		}
		at = must(must(url.Parse(at)).Parse(next)).String()
	}
	return at
}
