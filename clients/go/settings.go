package main

import (
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	feature "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/feature/v2"
	instance "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/instance/v2"
	object "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/object/v2"
	service "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/settings/v2"
	webkey "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/webkey/v2"
)

// What holds for a whole instance.
func settings() {
	admin := admin()
	of := &object.RequestContext{ResourceOwner: &object.RequestContext_Instance{Instance: true}}
	login := must(admin.SettingsServiceV2().GetLoginSettings(ctx, &service.GetLoginSettingsRequest{Ctx: of})).Settings
	expect(login.AllowUsernamePassword && login.AllowLocalAuthentication &&
		login.ResourceOwnerType == service.ResourceOwnerType_RESOURCE_OWNER_TYPE_INSTANCE, login)
	general := must(admin.SettingsServiceV2().GetGeneralSettings(ctx, &service.GetGeneralSettingsRequest{}))
	expect(general.DefaultOrganizationId != "" && len(general.AllowedLanguages) > 1, general)

	features := admin.FeatureServiceV2()
	must(features.SetInstanceFeatures(ctx, &feature.SetInstanceFeaturesRequest{PermissionCheckV2: pointer(true)}))
	flags := must(features.GetInstanceFeatures(ctx, &feature.GetInstanceFeaturesRequest{Inheritance: true}))
	expect(flags.PermissionCheckV2.Enabled && flags.PermissionCheckV2.Source == feature.Source_SOURCE_INSTANCE, flags)
	must(features.ResetInstanceFeatures(ctx, &feature.ResetInstanceFeaturesRequest{}))

	instances := admin.InstanceServiceV2()
	mine := must(instances.GetInstance(ctx, &instance.GetInstanceRequest{})).Instance
	expect(mine.Id != "" && mine.State == instance.State_STATE_RUNNING && len(mine.CustomDomains) > 0, mine)
	_, err := instances.ListInstances(ctx, &instance.ListInstancesRequest{})
	expect(status.Code(err) == codes.PermissionDenied, err)
	must(instances.AddTrustedDomain(ctx, &instance.AddTrustedDomainRequest{TrustedDomain: "trusted.example.com"}))
	trusted := must(instances.ListTrustedDomains(ctx, &instance.ListTrustedDomainsRequest{})).TrustedDomain
	expect(len(trusted) == 1 && trusted[0].Domain == "trusted.example.com" && trusted[0].InstanceId == mine.Id, trusted)
	must(instances.RemoveTrustedDomain(ctx, &instance.RemoveTrustedDomainRequest{TrustedDomain: "trusted.example.com"}))

	keys := admin.WebkeyServiceV2()
	key := must(keys.CreateWebKey(ctx, &webkey.CreateWebKeyRequest{Key: &webkey.CreateWebKeyRequest_Ecdsa{
		Ecdsa: &webkey.ECDSA{Curve: webkey.ECDSACurve_ECDSA_CURVE_P256}}}))
	for _, listed := range must(keys.ListWebKeys(ctx, &webkey.ListWebKeysRequest{})).WebKeys {
		expect(listed.Id != key.Id || listed.State == webkey.State_STATE_INITIAL && listed.GetEcdsa() != nil, listed)
	}
	must(keys.DeleteWebKey(ctx, &webkey.DeleteWebKeyRequest{Id: key.Id}))
}
