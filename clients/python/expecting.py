"""What a scenario says about a reply: a dictionary names the fields that must be there, and a function says whether a value is right."""

import datetime
import enum


class Mismatch(Exception):
    """A reply is not as the scenario expects it."""


def match(expected, seen, path='reply'):
    """Compares a value with what is expected. A dictionary may have further fields, a list may not have further elements."""
    if isinstance(expected, dict):
        require(isinstance(seen, dict), path, expected, seen)
        for name, value in expected.items():
            match(value, seen.get(name), f'{path}.{name}')
    elif isinstance(expected, list):
        require(isinstance(seen, list) and len(seen) == len(expected), path, expected, seen)
        for at, value in enumerate(expected):
            match(value, seen[at], f'{path}[{at}]')
    elif callable(expected):
        require(expected(seen), path, expected.__name__, seen)
    else:
        require((seen.value if isinstance(seen, enum.Enum) else seen) == expected, path, expected, seen)


def require(truth, path, expected, seen):
    if not truth:
        raise Mismatch(f'{path}: expected {expected}, saw {seen}')


def some(seen):
    """Any value that says something."""
    return seen not in (None, '', [], {})


def absent(seen):
    """Zero values are not sent, and read as nothing."""
    return seen is None or seen is False


def recent(seen):
    """A time of this run."""
    now = datetime.datetime.now(datetime.UTC)
    return isinstance(seen, datetime.datetime) and abs(now - seen) < datetime.timedelta(minutes=10)


def among(*expected):
    """A list that has an element like each of these."""

    def has_all(seen):
        return all(any(fits(one, element) for element in seen or []) for one in expected)

    return has_all


def without(unexpected):
    """A list that has no element like this one."""

    def has_none(seen):
        return not any(fits(unexpected, element) for element in seen or [])

    return has_none


def fits(expected, seen):
    try:
        match(expected, seen)
    except Mismatch:
        return False
    return True
