"""By which words does a file name a kind, a rank, a role, and what the regulation lists?"""

from collections.abc import Iterable, Mapping

from congthu.directory.importing.columns import Choices
from congthu.directory.importing.parsing import Vocabulary, Words
from congthu.directory.models import OrganisationKind
from congthu.directory.roles import NAMES, Role
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.vietnamese.names import fold, normalise

RANKS: Mapping[Rank, tuple[str, ...]] = {
    Rank.CITY_LEADER: ("lãnh đạo tỉnh, thành phố", "lãnh đạo tỉnh", "lãnh đạo thành phố"),
    Rank.AGENCY_HEAD: ("thủ trưởng cơ quan", "thủ trưởng", "cấp trưởng"),
    Rank.AGENCY_DEPUTY: ("cấp phó của thủ trưởng", "phó thủ trưởng", "cấp phó"),
    Rank.UNIT_LEADER: ("lãnh đạo phòng, ban", "lãnh đạo phòng"),
    Rank.STAFF: ("công chức, viên chức, người lao động", "chuyên viên", "nhân viên", "người lao động"),
}
EMPLOYMENT = ("cán bộ", "công chức", "viên chức", "người lao động")
KINDS: Mapping[OrganisationKind, tuple[str, ...]] = {
    OrganisationKind.AGENCY: ("cơ quan", "đơn vị", "sở, ban, ngành"),
    OrganisationKind.LOCALITY: ("xã, phường", "xã", "phường", "ubnd xã", "ubnd phường", "ubnd cấp xã"),
    OrganisationKind.LOCALITY_UNIT: (),
    OrganisationKind.DEPARTMENT: ("phòng", "ban", "phòng ban"),
    OrganisationKind.LOCALITY_DEPARTMENT: ("phòng của xã", "phòng thuộc địa phương"),
    OrganisationKind.PARTY_COMMITTEE: ("đảng ủy", "đảng ủy xã", "đảng ủy phường"),
    OrganisationKind.COUNCIL: ("hđnd", "hội đồng nhân dân", "hđnd xã", "hđnd phường"),
    OrganisationKind.FRONT: ("mặt trận", "mttq", "ubmttq", "mặt trận tổ quốc"),
    OrganisationKind.OTHER_BODY: (),
    OrganisationKind.OTHER_BODY_UNIT: (),
}
ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.OPERATOR: ("vận hành",),
    Role.MANAGING: ("quản lý",),
    Role.INSPECTOR: ("kiểm tra", "thanh tra"),
    Role.FOCAL: ("đầu mối",),
    Role.HEAD: ("thủ trưởng",),
    Role.CLERK: (),
}


def vocabulary(policy: Policy) -> Vocabulary:
    """The words of every list, with what the regulation of the authority itself lists."""
    categories = policy.scope.categories.value if policy.scope.categories else ()
    return {
        Choices.KIND: _known({kind.label: (kind.value, *KINDS[kind]) for kind in OrganisationKind}),
        Choices.RANK: _known({words[0]: (rank.value, *words[1:]) for rank, words in RANKS.items()}),
        Choices.ROLE: _known({NAMES[role]: (role.value, *words) for role, words in ROLES.items()}),
        Choices.EMPLOYMENT: _known({one: (one,) for one in EMPLOYMENT} | {"NLĐ": ("người lao động",)}),
        Choices.CATEGORY: _open(categories),
        Choices.SECTOR: _open(sectors(policy)),
    }


def sectors(policy: Policy) -> tuple[str, ...]:
    """The sectors that the regulation names because it excludes somebody in them."""
    excluded = policy.scope.excluded.value if policy.scope.excluded else ()
    named = (sector.in_words() for one in excluded for sector in sorted(one.sector))
    return tuple(dict.fromkeys(named))


def in_words(choices: Choices, value: str) -> str:
    """A value as people read it."""
    match choices:
        case Choices.KIND:
            return str(OrganisationKind(value).label)
        case Choices.RANK:
            return RANKS[Rank(value)][0] if value in set(Rank) else value
        case Choices.ROLE:
            return NAMES[Role(value)]
        case Choices.CATEGORY | Choices.SECTOR | Choices.EMPLOYMENT:
            return value


def _known(labels: Mapping[str, tuple[str, ...]]) -> Words:
    """*labels* give for each label its value and the other words for it."""
    values = {
        fold(normalise(word)): value
        for label, (value, *more) in labels.items()
        for word in (label, value, *more)
    }
    return Words(tuple(labels), values)


def _open(given: Iterable[str]) -> Words:
    listed = tuple(given)
    return Words(listed, {fold(normalise(one)): one for one in listed}, closed=False)
