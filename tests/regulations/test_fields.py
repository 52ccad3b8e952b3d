from congthu.regulations.fields import (
    FIELDS,
    OF_ORGANISATION,
    OF_PERSON,
    PRIVATE,
    RowField,
    label_of,
    name_of,
    names_of,
    wordings,
)


def test_every_field_is_called_something():
    assert set(FIELDS) == set(RowField)
    assert all(called.name and called.label for called in FIELDS.values())


def test_what_identifies_a_person_beyond_their_office_is_private():
    assert {"national_id", "phone", "otp_phone", "birth_date"} <= PRIVATE
    assert {"full_name", "position", "unit", "address"}.isdisjoint(PRIVATE)


def test_names_complete_a_sentence_and_unknown_fields_stand_as_they_are():
    assert names_of(["full_name", "otp_phone"]) == "họ và tên, số điện thoại đăng ký OTP"
    assert (name_of("chosen"), label_of("otp_phone"), label_of("chosen")) == (
        "chosen",
        "ĐT nhận OTP",
        "chosen",
    )


def test_no_wording_means_two_things():
    for among in (OF_PERSON, OF_ORGANISATION):
        said = [wording for field in among for wording in (FIELDS[field].name, *FIELDS[field].also)]
        assert len(said) == len(set(said)) == len(wordings(among))
