"""Who asks: the Subject that every door builds and every policy reads."""

from dataclasses import dataclass, replace

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Subject:
    """A person, a token or the system, as the policy sees it.

    Attributes:
        key: stable id for grants, history and audit: "anonymous", "user:12", "token:5", "system:demo".
        name: what people read ("Nguyễn Thị Lan").
        organisation: code of the organisation he acts for, or None.
        roles: role names, from the organisation or the whole server.
        purpose: why he looks, where a grant asks for it (camera views, dig checks).
        read_only: he came with a token that opens nothing for changes, whatever his own rights are.
    """

    key: str
    name: str
    organisation: str | None = None
    roles: frozenset[str] = frozenset()
    purpose: str = ""
    read_only: bool = False

    @property
    def is_anonymous(self) -> bool:
        """True for the public."""
        return self.key == "anonymous"

    @property
    def is_administrator(self) -> bool:
        """True if every grant is implied."""
        return ADMINISTRATOR in self.roles

    def for_purpose(self, purpose: str) -> "Subject":
        """The same subject with a stated purpose."""
        return replace(self, purpose=purpose)


ANONYMOUS = Subject(key="anonymous", name="anonymous")


def system(name: str) -> Subject:
    """The server acting by itself (a task, a command); everything it writes carries this name."""
    return Subject(key=f"system:{name}", name=name, roles=frozenset({ADMINISTRATOR}))
