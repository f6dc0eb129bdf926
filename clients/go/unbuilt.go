package main

import "regexp"

// The methods without a handler, each with its reason; every other method has one.
var unbuilt = []struct {
	reason string
	paths  *regexp.Regexp
}{
	{"actions are a later issue", regexp.MustCompile(`^/zitadel\.action\.|v1\.ManagementService/\w*(Actions?|Flow|FlowTypes|FlowTriggerTypes)$`)},
	{"identity providers are a later issue", regexp.MustCompile(`IdentityProvider(Service/|Intent$)` +
		`|(AzureAD|OAuth|OIDC|EnterpriseServer|GitHub|GitLab|SelfHosted|Google|JWT|LDAP|SAML|Apple)Provider(Certificate)?$` +
		`|/(DeleteProvider|ListProviders|GetProviderByID)$` +
		`|v1\.\w+/(Add|Update|Get|List|Remove|Reactivate|Deactivate)(Org)?(OIDC|JWT)?IDP(s|ByID|JWTConfig|OIDCConfig)?$`)},
	{"SAML is a later issue", regexp.MustCompile(`^/zitadel\.saml\.`)},
	{"import and export are a later issue", regexp.MustCompile(`/(ExportData|ImportData)$`)},
	{"limits and quotas are a later issue", regexp.MustCompile(`SystemService/\w+(Limits|Quota)$`)},
	{"views commit with the log and cannot fail on their own", regexp.MustCompile(`/(\w+FailedEvents?|ListViews|ClearView)$`)},
	{"nobody counts milestones", regexp.MustCompile(`/ListMilestones$`)},
	{"a server never reports to another one", regexp.MustCompile(`^/zitadel\.analytics\.`)},
	{"no release of the contract has flags of this level", regexp.MustCompile(`FeatureService/\w+(Organization|User)Features$`)},
	{"left to discovery", regexp.MustCompile(`ManagementService/GetOIDCInformation$`)},
	{"there is no such provider of notifications", regexp.MustCompile(`/Get(FileSystem|Log)NotificationProvider$`)},
}

// Why a method has no handler; empty if it must have one.
func reasonOf(path string) string {
	for _, row := range unbuilt {
		if row.paths.MatchString(path) {
			return row.reason
		}
	}
	return ""
}
