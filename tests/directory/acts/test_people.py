"""How high is somebody's post, as the directory keeps it?"""

from tests.world import CAUSE, CONSOLE, NOW

from congthu.directory.acts.people import correct_person


class TestRank:
    def test_the_rank_is_that_of_the_post_and_unknown_where_nobody_lists_it(self, world):
        known, unknown = (world.person(position=post) for post in ("Phó Giám đốc", "Điều phối viên"))
        assert (known.rank, unknown.rank) == ("agency-deputy", "")

    def test_a_new_post_brings_its_rank(self, world):
        person = world.person(position="Chuyên viên")
        correct_person(person, position="Trưởng phòng", acting=CONSOLE, now=NOW, cause=CAUSE)
        assert person.rank == "unit-leader"
        correct_person(person, phone="0912345678", acting=CONSOLE, now=NOW, cause=CAUSE)
        assert person.rank == "unit-leader"
