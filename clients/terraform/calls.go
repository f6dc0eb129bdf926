package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/client/profile"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/zitadel-go/v3/pkg/client/middleware"
	"github.com/zitadel/zitadel-go/v3/pkg/client/zitadel"
	"golang.org/x/oauth2"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/admin"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/application/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/auth"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/feature/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/instance/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/management"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/org/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/project/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/settings/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/webkey/v2beta"
)

// services are the full names of the services that the calls of this program name briefly.
var services = map[string]string{
	"auth":        "zitadel.auth.v1.AuthService",
	"admin":       "zitadel.admin.v1.AdminService",
	"management":  "zitadel.management.v1.ManagementService",
	"application": "zitadel.application.v2.ApplicationService",
	"feature":     "zitadel.feature.v2.FeatureService",
	"instance":    "zitadel.instance.v2.InstanceService",
	"org":         "zitadel.org.v2.OrganizationService",
	"project":     "zitadel.project.v2.ProjectService",
	"settings":    "zitadel.settings.v2.SettingsService",
	"user":        "zitadel.user.v2.UserService",
	"webkey":      "zitadel.webkey.v2beta.WebKeyService",
}

// client calls the server as the provider does: through the connection of the Go client.
type client struct {
	issuer     string
	connection *zitadel.Connection
	tokens     oauth2.TokenSource
}

var scopes = []string{oidc.ScopeOpenID, zitadel.ScopeZitadelAPI()}

// connectByKey is the provider with `jwt_profile_file`.
func connectByKey(ctx context.Context, issuer, keyFile string) (*client, error) {
	tokens, err := profile.NewJWTProfileTokenSourceFromKeyFile(ctx, issuer, keyFile, scopes)
	if err != nil {
		return nil, err
	}
	return connect(ctx, issuer, oauth2.ReuseTokenSource(nil, tokens),
		zitadel.WithJWTProfileTokenSource(middleware.JWTProfileFromPath(ctx, keyFile)))
}

// connectByToken is the provider with `access_token`.
func connectByToken(ctx context.Context, issuer, tokenFile string) (*client, error) {
	token, err := os.ReadFile(tokenFile)
	if err != nil {
		return nil, err
	}
	tokens := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: strings.TrimSpace(string(token)), TokenType: "Bearer"})
	return connect(ctx, issuer, tokens, zitadel.WithTokenSource(tokens))
}

func connect(ctx context.Context, issuer string, tokens oauth2.TokenSource, credential zitadel.Option) (*client, error) {
	host := strings.TrimPrefix(issuer, "http://")
	connection, err := zitadel.NewConnection(ctx, issuer, host, scopes, credential, zitadel.WithInsecure())
	return &client{issuer, connection, tokens}, err
}

// call sends a request as the organization and returns the reply as JSON values; `name` is `service.Method` or `upload /path`.
func (c *client) call(ctx context.Context, organization, name string, request any) (any, error) {
	if path, ok := strings.CutPrefix(name, "upload "); ok {
		return nil, c.upload(ctx, organization, path, request.(map[string]any)["path"].(string))
	}
	service, method, _ := strings.Cut(name, ".")
	descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(services[service] + "." + method))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	input, output := messages(descriptor.(protoreflect.MethodDescriptor))
	text, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	if err := protojson.Unmarshal(text, input); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if organization != "" {
		ctx = middleware.SetOrgID(ctx, organization)
	}
	if err := c.connection.Invoke(ctx, "/"+services[service]+"/"+method, input, output); err != nil {
		return nil, err
	}
	text, err = protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(output)
	if err != nil {
		return nil, err
	}
	return parse(string(text)), nil
}

func messages(method protoreflect.MethodDescriptor) (proto.Message, proto.Message) {
	message := func(name protoreflect.FullName) proto.Message {
		found, err := protoregistry.GlobalTypes.FindMessageByName(name)
		if err != nil {
			panic(err)
		}
		return found.New().Interface()
	}
	return message(method.Input().FullName()), message(method.Output().FullName())
}

// upload posts a file as a form, which is how the provider sends the assets of a label policy.
func (c *client) upload(ctx context.Context, organization, path, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	body := &bytes.Buffer{}
	form := multipart.NewWriter(body)
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", fmt.Sprintf(`form-data; name="file"; filename=%q`, filepath.Base(file)))
	header.Set("Content-Type", http.DetectContentType(content))
	part, err := form.CreatePart(header)
	if err != nil {
		return err
	}
	if _, err := part.Write(content); err != nil {
		return err
	}
	if err := form.Close(); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.issuer+path, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	if organization != "" {
		request.Header.Set("x-zitadel-orgid", organization)
	}
	reply, err := oauth2.NewClient(ctx, c.tokens).Do(request)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("upload %s: status %d", path, reply.StatusCode)
	}
	return nil
}
