"""Calls the methods of the SDK for the scenarios, checks every reply, and keeps the books: which method was called with which outcome."""

import enum
import importlib
import inspect
import json
import pkgutil
import typing

import zitadel_client.api
from zitadel_client.exceptions import ApiError

from expecting import Mismatch, match

works, refused, missing, fault, silent = 'ok', 'refused as expected', 'UNIMPLEMENTED', 'FAULT', 'NOT CALLED'

# Fields that the SDK cannot show: its generator keeps one model of two messages of a service that have the same short name.
lost_by_the_sdk = {
    'metadata.creationDate',
    'metadata.changeDate',
    'challenges.webAuthN.publicKeyCredentialRequestOptions',
    'administrators.projectGrant.id',
    'administrators.projectGrant.projectName',
    'administrators.projectGrant.grantedOrganizationId',
}
# Fields that the contract of today has lost; they are still sent to the clients of before.
dropped_by_the_contract = {'disableUserTokenEvent'}


class Ledger:
    """The outcome of each method of each service class of the SDK, and what went wrong."""

    def __init__(self, unbuilt):
        self.unbuilt = unbuilt
        self.outcomes = {name: silent for name in sdk_methods()}
        self.faults = []

    def client(self, zitadel):
        return Client(self, zitadel)

    def note(self, method, outcome):
        """Success outranks a refusal; a fault stays."""
        ranks = (silent, missing, refused, works, fault)
        if ranks.index(outcome) > ranks.index(self.outcomes[method]):
            self.outcomes[method] = outcome

    def fail(self, method, reason):
        self.note(method, fault)
        self.faults.append(f'{method}: {reason}')

    def run(self, scenario, *subjects):
        """Runs a scenario to its first fault; the next one runs anyway."""
        try:
            scenario(*subjects)
        except Fault:
            pass
        except Exception as error:
            self.faults.append(f'{scenario.__name__}: {type(error).__name__}: {error}')

    def close(self):
        """Prints the table; returns whether all is well."""
        for method, outcome in self.outcomes.items():
            if outcome in (missing, refused) and method not in self.unbuilt:
                self.fail(method, f'{outcome}, and never called with success')
            elif outcome == works and method in self.unbuilt:
                self.fail(method, 'works; take it out of unbuilt.py')
            elif outcome == silent:
                self.faults.append(f'{method}: no scenario calls it')
        for method, outcome in self.outcomes.items():
            reason = self.unbuilt.get(method, '')
            print(f'  {method:75} {outcome}{" (" + reason + ")" if reason else ""}')
        counts = {
            outcome: list(self.outcomes.values()).count(outcome) for outcome in (works, refused, missing, fault, silent)
        }
        print(', '.join(f'{count} {outcome}' for outcome, count in counts.items() if count))
        for line in self.faults:
            print(f'FAULT {line}')
        return not self.faults


class Client:
    """The services of one client of the SDK, by the names of its attributes."""

    def __init__(self, ledger, zitadel):
        wire = None
        for name, api in vars(zitadel).items():
            if type(api).__name__.endswith('ServiceApi'):
                wire = wire or Wire(api.api_client)
                setattr(self, name, Service(ledger, api, wire))


class Wire:
    """Keeps the last reply of a client as it was on the wire; the SDK itself has no way to see it."""

    def __init__(self, api_client):
        self.last, self.read = b'', api_client.response_deserialize
        api_client.response_deserialize = self.keep

    def keep(self, response_data, **types):
        self.last = response_data.data
        return self.read(response_data=response_data, **types)


class Service:
    def __init__(self, ledger, api, wire):
        self._ledger, self._api, self._wire = ledger, api, wire

    def __getattr__(self, name):
        return Method(self._ledger, self._api, self._wire, name)


class Fault(Exception):
    """Ends a scenario; the ledger has the reason."""


class Method:
    """One method of the SDK."""

    def __init__(self, ledger, api, wire, name):
        self.ledger, self.wire, self.name = ledger, wire, f'{type(api).__name__}.{name}'
        self.send = getattr(api, name)
        self.request_type = request_type(self.send)

    def __call__(self, request, **expected):
        """Calls the method and compares the reply with what is expected; returns the reply as it was on the wire."""
        try:
            reply = self.send(self.typed(request))
        except ApiError as error:
            return self.end(
                missing if error.code == 501 else fault,
                f'{error.code} {error.response_body}; the request was {request}',
            )
        except Exception as error:
            return self.end(fault, f'{type(error).__name__}: {error}')
        raw, seen = json.loads(self.wire.last), reply if isinstance(reply, dict) else reply.to_dict()
        try:
            match(expected, seen)
            lost = [path for path in unseen(raw, seen) if path not in lost_by_the_sdk | dropped_by_the_contract]
            if lost:
                raise Mismatch(f'fields that the SDK does not know: {", ".join(lost)}')
            self.ledger.note(self.name, works)
        except Mismatch as mismatch:
            self.ledger.fail(self.name, f'{mismatch}; the request was {request}')
        return raw

    def refuses(self, request, status, code=''):
        """Calls the method and expects the refusal with this HTTP status and this code of ours; JSON that cannot be read has no code."""
        try:
            self.send(self.typed(request))
        except ApiError as error:
            message = (
                error.response_body.get('message', '')
                if isinstance(error.response_body, dict)
                else str(error.response_body)
            )
            if error.code == status and message.endswith(code and f'({code})'):
                return self.ledger.note(self.name, missing if status == 501 else refused)
            return self.ledger.fail(self.name, f'expected {status} {code}, saw {error.code} {message}')
        return self.ledger.fail(self.name, f'expected {status} {code}, but it succeeded')

    def is_unbuilt(self, request):
        """Expects that the method is known, and that it is not built yet."""
        self.refuses(request, 501, 'request.unimplemented')

    def end(self, outcome, reason):
        """Ends the scenario; a method that is missing by plan is no fault."""
        if outcome == missing and self.name in self.ledger.unbuilt:
            self.ledger.note(self.name, missing)
        else:
            self.ledger.fail(self.name, reason)
        raise Fault

    def typed(self, request):
        """Makes the typed request of the SDK; a name that the SDK does not know would vanish without a word, so it is refused here."""
        if self.request_type is None:
            return request
        typed = self.request_type.from_dict(request)
        lost = list(unseen(request, typed.to_dict()))
        if lost:
            raise Mismatch(f'the SDK cannot send {", ".join(lost)}')
        return typed


def request_type(method):
    """The model of a method's request; None for a plain dictionary."""
    wanted = next(iter(inspect.signature(method).parameters.values())).annotation
    if typing.get_origin(wanted) is typing.Union:
        wanted = typing.get_args(wanted)[0]
    return wanted if hasattr(wanted, 'from_dict') else None


def sdk_methods():
    """The names of all methods of all service classes, as `UserServiceApi.create_user`."""
    for module in sorted(pkgutil.iter_modules(zitadel_client.api.__path__), key=lambda one: one.name):
        loaded = importlib.import_module(f'zitadel_client.api.{module.name}')
        for service in (one for name, one in vars(loaded).items() if name.endswith('ServiceApi')):
            for name in vars(service):
                if not name.startswith('_'):
                    yield f'{service.__name__}.{name}'


def unseen(raw, seen, path=''):
    """The paths of the fields in JSON that a model does not show."""
    if isinstance(raw, dict) and not isinstance(seen, enum.Enum):
        for name, value in raw.items():
            at = f'{path}.{name}' if path else name
            if not isinstance(seen, dict) or name not in seen:
                yield at
            else:
                yield from unseen(value, seen[name], at)
    elif isinstance(raw, list) and isinstance(seen, list):
        for one, other in zip(raw, seen):
            yield from unseen(one, other, path)
