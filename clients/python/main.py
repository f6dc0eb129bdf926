"""Lets the Python SDK call every method that it has; the argument is the file with the addresses and credentials of this run."""

import sys
from importlib.metadata import version

import applications
import authorizations
import credentials
import features
import instances
import later
import machines
import oidc
import organizations
import people
import projects
import sessions
import settings
import web_keys
from ledger import Ledger
from unbuilt import unbuilt
from world import World

scenarios = (
    machines.authenticators,
    organizations.organizations,
    organizations.organizations_beta,
    people.people,
    people.people_beta,
    machines.machines,
    credentials.credentials,
    credentials.credentials_beta,
    sessions.sessions,
    sessions.sessions_beta,
    projects.projects,
    projects.projects_beta,
    applications.applications,
    applications.applications_beta,
    authorizations.authorizations,
    authorizations.authorizations_beta,
    authorizations.administrators,
    authorizations.administrators_beta,
    settings.settings,
    settings.settings_beta,
    settings.recovery_codes,
    settings.telemetry,
    features.features,
    features.features_beta,
    features.lower_levels,
    instances.instances,
    instances.instances_beta,
    web_keys.web_keys,
    oidc.oidc,
    oidc.oidc_beta,
    later.identity_providers,
    later.actions,
    later.saml,
)

print(f'zitadel-client {version("zitadel-client")}')
ledger = Ledger(unbuilt)
world = World(ledger, sys.argv[1])
for scenario in scenarios:
    ledger.run(scenario, world)
sys.exit(0 if ledger.close() else 1)
