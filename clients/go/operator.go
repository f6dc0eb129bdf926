package main

import (
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/zitadel/zitadel-go/v3/pkg/client"
	"github.com/zitadel/zitadel-go/v3/pkg/client/system"
	adminService "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/admin"
	systemService "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/system"
)

func operating() *system.Client {
	key := system.JWTProfileFromPath(given.SystemKey, "operator")
	return must(system.NewClient(ctx, given.Issuer, "localhost:"+given.Port, key, system.WithInsecure()))
}

// A further instance: made, used with the token of its machine, and removed.
func operator() {
	operator := operating()
	_, err := admin().SystemService().ListInstances(ctx, &systemService.ListInstancesRequest{})
	expect(status.Code(err) == codes.Unauthenticated, err)
	created := must(operator.CreateInstance(ctx, &systemService.CreateInstanceRequest{
		InstanceName: "Tenant", CustomDomain: "tenant.example.com",
		Owner: &systemService.CreateInstanceRequest_Machine_{Machine: &systemService.CreateInstanceRequest_Machine{
			UserName: "admin", Name: "Admin", PersonalAccessToken: &systemService.CreateInstanceRequest_PersonalAccessToken{}}},
	}))
	expect(created.InstanceId != "" && created.Pat != "" && recent(created.Details.CreationDate), created.InstanceId)
	read := must(operator.GetInstance(ctx, &systemService.GetInstanceRequest{InstanceId: created.InstanceId})).Instance
	expect(read.Name == "Tenant" && read.Id == created.InstanceId, read)
	there := metadata.AppendToOutgoingContext(ctx, "x-zitadel-instance-host", "tenant.example.com")
	tenant := with(client.PAT(created.Pat))
	mine := must(tenant.AdminService().GetMyInstance(there, &adminService.GetMyInstanceRequest{})).Instance
	expect(mine.Id == created.InstanceId, mine)
	_, err = tenant.AdminService().GetMyInstance(ctx, &adminService.GetMyInstanceRequest{})
	expect(status.Code(err) == codes.Unauthenticated, err)
	must(operator.RemoveInstance(ctx, &systemService.RemoveInstanceRequest{InstanceId: created.InstanceId}))
	_, err = operator.GetInstance(ctx, &systemService.GetInstanceRequest{InstanceId: created.InstanceId})
	expect(status.Code(err) == codes.NotFound, err)
}
