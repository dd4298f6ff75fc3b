"""For whom among those who hold a permission an entry of the menu is meant."""

from teams.models import Account


def of_one_team(user: Account) -> bool:
    """Return whether the account belongs to one team, whose work it has at hand."""
    return bool(user.team_id)


def of_several_teams(user: Account) -> bool:
    return not user.team_id


def of_an_area(user: Account) -> bool:
    """Return whether the account reads about an area: the teams of an agency lie here and there."""
    return not user.team_id and (not user.agency_id or bool(user.area_id))
