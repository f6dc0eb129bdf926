package main

import (
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/zitadel/zitadel-go/v3/pkg/authorization"
	"github.com/zitadel/zitadel-go/v3/pkg/grpc/middleware"
)

// A gRPC service behind the interceptor of the packages: a method that needs a role answers those who have it.
func overGRPC(how verifier, token, role string) codes.Code {
	needs := map[string][]authorization.CheckOption{grpc_health_v1.Health_Check_FullMethodName: {authorization.WithRole(role)}}
	interceptor := middleware.New(must(authorization.New(ctx, server, how)), needs)
	service := grpc.NewServer(grpc.UnaryInterceptor(interceptor.Unary()))
	grpc_health_v1.RegisterHealthServer(service, health.NewServer())
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	defer service.Stop()
	go func() { _ = service.Serve(listener) }()
	connection := must(grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials())))
	defer connection.Close()
	calling := metadata.AppendToOutgoingContext(ctx, "authorization", token)
	_, err := grpc_health_v1.NewHealthClient(connection).Check(calling, &grpc_health_v1.HealthCheckRequest{})
	return status.Code(err)
}
