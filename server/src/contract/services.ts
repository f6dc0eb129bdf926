import { createRegistry, type DescFile, type DescService, type Registry } from '@bufbuild/protobuf'
import { ActionService as ActionServiceV2 } from '@sallyport/contract/zitadel/action/v2/action_service_pb.js'
import { AdminService as AdminServiceV1 } from '@sallyport/contract/zitadel/admin_pb.js'
import { AppService as AppServiceV2beta } from '@sallyport/contract/zitadel/app/v2beta/app_service_pb.js'
import { ApplicationService as ApplicationServiceV2 } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { AuthService as AuthServiceV1 } from '@sallyport/contract/zitadel/auth_pb.js'
import { AuthorizationService as AuthorizationServiceV2 } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { AuthorizationService as AuthorizationServiceV2beta } from '@sallyport/contract/zitadel/authorization/v2beta/authorization_service_pb.js'
import { IdentityProviderService as IdentityProviderServiceV2 } from '@sallyport/contract/zitadel/idp/v2/idp_service_pb.js'
import { InstanceService as InstanceServiceV2 } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { InternalPermissionService as InternalPermissionServiceV2 } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import { InternalPermissionService as InternalPermissionServiceV2beta } from '@sallyport/contract/zitadel/internal_permission/v2beta/internal_permission_service_pb.js'
import { ManagementService as ManagementServiceV1 } from '@sallyport/contract/zitadel/management_pb.js'
import { OrganizationService as OrganizationServiceV2 } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { OrganizationService as OrganizationServiceV2beta } from '@sallyport/contract/zitadel/org/v2beta/org_service_pb.js'
import { ProjectService as ProjectServiceV2 } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { ProjectService as ProjectServiceV2beta } from '@sallyport/contract/zitadel/project/v2beta/project_service_pb.js'
import { SessionService as SessionServiceV2 } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { SettingsService as SettingsServiceV2 } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import { SystemService as SystemServiceV1 } from '@sallyport/contract/zitadel/system_pb.js'
import { UserService as UserServiceV2 } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceV2beta } from '@sallyport/contract/zitadel/user/v2beta/user_service_pb.js'
import { ActionService as ActionServiceV2beta } from '@zitadel/proto/zitadel/action/v2beta/action_service_pb.js'
import { TelemetryService as TelemetryServiceV2beta } from '@zitadel/proto/zitadel/analytics/v2beta/telemetry_service_pb.js'
import { FeatureService as FeatureServiceV2 } from '@zitadel/proto/zitadel/feature/v2/feature_service_pb.js'
import { FeatureService as FeatureServiceV2beta } from '@zitadel/proto/zitadel/feature/v2beta/feature_service_pb.js'
import { InstanceService as InstanceServiceV2beta } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { OIDCService as OIDCServiceV2 } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { OIDCService as OIDCServiceV2beta } from '@zitadel/proto/zitadel/oidc/v2beta/oidc_service_pb.js'
import { ZITADELDebugEvents as ZITADELDebugEventsV3alpha } from '@zitadel/proto/zitadel/resources/debug_events/v3alpha/debug_events_service_pb.js'
import { ZITADELUsers as ZITADELUsersV3alpha } from '@zitadel/proto/zitadel/resources/user/v3alpha/user_service_pb.js'
import { ZITADELUserSchemas as ZITADELUserSchemasV3alpha } from '@zitadel/proto/zitadel/resources/userschema/v3alpha/user_schema_service_pb.js'
import { SAMLService as SAMLServiceV2 } from '@zitadel/proto/zitadel/saml/v2/saml_service_pb.js'
import { SessionService as SessionServiceV2beta } from '@zitadel/proto/zitadel/session/v2beta/session_service_pb.js'
import { SettingsService as SettingsServiceV2beta } from '@zitadel/proto/zitadel/settings/v2beta/settings_service_pb.js'
import { WebKeyService as WebKeyServiceV2 } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import { WebKeyService as WebKeyServiceV2beta } from '@zitadel/proto/zitadel/webkey/v2beta/webkey_service_pb.js'

/** All services of the contract; a test compares the list with the package and our statement of what is newer. */
export const services: readonly DescService[] = [
  ActionServiceV2,
  ActionServiceV2beta,
  AdminServiceV1,
  TelemetryServiceV2beta,
  AppServiceV2beta,
  ApplicationServiceV2,
  AuthServiceV1,
  AuthorizationServiceV2,
  AuthorizationServiceV2beta,
  FeatureServiceV2,
  FeatureServiceV2beta,
  IdentityProviderServiceV2,
  InstanceServiceV2,
  InstanceServiceV2beta,
  InternalPermissionServiceV2,
  InternalPermissionServiceV2beta,
  ManagementServiceV1,
  OIDCServiceV2,
  OIDCServiceV2beta,
  OrganizationServiceV2,
  OrganizationServiceV2beta,
  ProjectServiceV2,
  ProjectServiceV2beta,
  ZITADELDebugEventsV3alpha,
  ZITADELUsersV3alpha,
  ZITADELUserSchemasV3alpha,
  SAMLServiceV2,
  SessionServiceV2,
  SessionServiceV2beta,
  SettingsServiceV2,
  SettingsServiceV2beta,
  SystemServiceV1,
  UserServiceV2,
  UserServiceV2beta,
  WebKeyServiceV2,
  WebKeyServiceV2beta,
]

/** All files of the contract that services import, dependencies first. */
export const contractFiles: readonly DescFile[] = filesOf(services)

/** All types of the contract, so that `google.protobuf.Any` can be written and read as JSON. */
export const contractRegistry: Registry = createRegistry(...contractFiles)

/** Returns the files of the given services and all files that they import, dependencies first. */
function filesOf(roots: readonly DescService[]): readonly DescFile[] {
  const files = new Set<DescFile>()
  const visit = (file: DescFile): void => {
    if (files.has(file)) return
    for (const dependency of file.dependencies) visit(dependency)
    files.add(file)
  }
  for (const service of roots) visit(service.file)
  return [...files]
}
