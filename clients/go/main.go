// Uses a server with the packages of github.com/zitadel/zitadel-go as programs do; the argument is the file with the addresses and
// credentials of this run. Prints a line for each part, and fails if one does not work.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/zitadel/zitadel-go/v3/pkg/client"
	"github.com/zitadel/zitadel-go/v3/pkg/zitadel"
)

type setup struct {
	Folder, Issuer, Port, Admin, LoginClient, SystemKey, UserID, ClientID, ClientSecret, Token, KeyFile string
}

var (
	ctx    = context.Background()
	given  setup
	server *zitadel.Zitadel
)

// The parts, in an order in which no later one misses what an earlier one has removed.
var parts = []struct {
	name string
	run  func()
}{
	{"authenticators", authenticators},
	{"management, admin and auth v1", elder},
	{"system v1", operator},
	{"organizations and people v2", people},
	{"projects, applications and authorizations v2", projects},
	{"settings, features, instances and web keys v2", settings},
	{"an API behind the authorization packages", api},
	{"an app behind the authentication package", app},
	{"every method of every service", sweep},
}

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the packages log every refusal of the API below
	data := must(os.ReadFile(os.Args[1]))
	expect(json.Unmarshal(data, &given) == nil, string(data))
	server = zitadel.New("localhost", zitadel.WithInsecure(given.Port))
	fmt.Println("zitadel-go v3.29.0")
	faults := 0
	for _, part := range parts {
		if fault := attempt(part.run); fault != "" {
			faults++
			fmt.Printf("  FAULT %s: %s\n", part.name, fault)
		} else {
			fmt.Printf("  %s\n", part.name)
		}
	}
	if faults > 0 {
		os.Exit(1)
	}
}

// Runs a part; returns what it has found, with the place.
func attempt(run func()) (fault string) {
	defer func() {
		if found := recover(); found != nil {
			fault = fmt.Sprintf("%v\n%s", found, debug.Stack())
		}
	}()
	run()
	return ""
}

// Returns a client of the SDK with this authentication; no reply may have fields that it does not know.
func with(source client.TokenSourceInitializer) *client.Client {
	return must(client.New(ctx, server, client.WithAuth(source), client.WithGRPCDialOptions(grpc.WithChainUnaryInterceptor(known))))
}

func known(at context.Context, method string, request, reply any, on *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
	err := invoke(at, method, request, reply, on, options...)
	if message, ok := reply.(proto.Message); ok {
		expect(unknown(message.ProtoReflect()) == "", "fields that the client does not know, in the reply of "+method)
	}
	return err
}

func admin() *client.Client { return with(client.PAT(given.Admin)) }

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
