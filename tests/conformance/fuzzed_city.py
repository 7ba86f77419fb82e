"""People for the generated requests, beside the small city: `python -m tests.conformance.fuzzed_city`.

Prints two tokens that may write: of a member of the power company, and of an administrator.
"""

from datetime import timedelta

import django

from tests.conformance import small_city


def main() -> None:
    """Fill the database, print the tokens."""
    small_city.main()
    from django.contrib.auth.models import User

    from geo_server.core import clock, tokens
    from layers import api as layers
    from tests.factories.places import CLERK, NOW

    layers.create_organisation("evn", title_vi="Điện lực", title_en="Power company")
    layers.grant_read("vaults", to="evn", by=CLERK, now=NOW)
    layers.grant_write("places", to="evn", row_filter={"kind": ["market", "park"]}, by=CLERK, now=NOW)
    layers.grant_write("lanes", to="evn", columns=["name"], actions=["create", "update"], by=CLERK, now=NOW)
    for name, is_administrator in (("planner", False), ("clerk", True)):
        user = User.objects.create_user(name, is_superuser=is_administrator)
        if not is_administrator:
            layers.add_member(user.pk, organisation="evn", role="reader")
        print(tokens.issue_token(user, name="fuzz", lifetime=timedelta(days=1), now=clock.now(), scope="write"))


if __name__ == "__main__":
    django.setup()
    main()
